"""The archive of a simulated inbox is what LinkedIn would send."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pandas as pd
import pytest

from convostudy import sources
from convostudy.errors import BadParameter
from convostudy.simulate import archive_name, inbox, linkedin_archive
from convostudy.simulate.archive import LAYOUTS, PREAMBLE
from convostudy.simulate.packs import owner_lines, rows_of, sellers, talks
from convostudy.simulate.readme import readme
from simulated_inboxes import many_threads, small_inbox


@pytest.fixture(scope="module")
def small():
    return small_inbox()


@pytest.fixture(scope="module")
def many():
    return many_threads()


def read(archive: bytes, name: str) -> list[list[str]]:
    text = zipfile.ZipFile(io.BytesIO(archive)).read(name).decode("utf-8")
    return list(csv.reader(io.StringIO(text, newline="")))


def files(archive: bytes) -> set[str]:
    return set(zipfile.ZipFile(io.BytesIO(archive)).namelist())


def test_messages_csv_is_of_the_layout_of_the_year(small):
    archive = linkedin_archive(small)
    raw = zipfile.ZipFile(io.BytesIO(archive)).read("messages.csv").decode()
    assert raw.startswith('"CONVERSATION ID","CONVERSATION TITLE","FROM","SENDER PROFILE URL","TO"')
    assert not raw.startswith("\ufeff")
    assert "\r" not in raw
    header, *rows = read(archive, "messages.csv")
    assert header == LAYOUTS["2026"]
    assert len(header) == 11
    assert {len(row) for row in rows} == {11}
    assert len(rows) == (~small.messages["is_draft"]).sum()
    table = pd.DataFrame(rows, columns=header)
    assert table["DATE"].str.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC").all()
    assert table["CONVERSATION ID"].str.match(r"2-[A-Za-z0-9+/]+=*$").all()
    # Newest conversation first, newest message first, conversations in one piece.
    runs = (table["CONVERSATION ID"] != table["CONVERSATION ID"].shift()).sum()
    assert runs == table["CONVERSATION ID"].nunique()
    assert table.groupby("CONVERSATION ID")["DATE"].apply(lambda s: s.is_monotonic_decreasing).all()
    assert table.groupby("CONVERSATION ID", sort=False)["DATE"].first().is_monotonic_decreasing


def test_connections_csv_has_its_preamble_and_days(small):
    raw = zipfile.ZipFile(io.BytesIO(linkedin_archive(small))).read("Connections.csv").decode()
    assert raw.startswith(PREAMBLE)
    assert not raw.endswith("\n")
    header, *rows = list(csv.reader(io.StringIO(raw[len(PREAMBLE) :])))
    assert header[-1] == "Connected On"
    assert "URL" in header
    days = pd.Series([row[-1] for row in rows])
    assert days.str.fullmatch(r"\d\d [A-Z][a-z]{2} \d{4}").all()
    assert any(row[:-1] == [""] * 6 for row in rows)
    assert len(rows) == small.connections["exported"].sum()


def test_invitations_csv_has_american_times_and_directions(small):
    header, *rows = read(linkedin_archive(small), "Invitations.csv")
    assert header[2:5] == ["Sent At", "Message", "Direction"]
    at = pd.Series([row[2] for row in rows])
    assert at.str.fullmatch(r"\d{1,2}/\d{1,2}/\d\d, (1[0-2]|[1-9]):\d\d [AP]M").all()
    assert {row[4] for row in rows} == {"INCOMING", "OUTGOING"}
    exported = small.invitations.query("exported").sort_values("sent_at", ascending=False)
    back = pd.to_datetime(at, format="%m/%d/%y, %I:%M %p").dt.tz_localize("UTC")
    assert back.tolist() == exported["sent_at"].dt.floor("min").tolist()


def test_assistants_files_are_empty_and_the_owner_is_in_the_profile(small):
    archive = linkedin_archive(small)
    assert {"guide_messages.csv", "learning_coach_messages.csv"} <= files(archive)
    assert len(read(archive, "guide_messages.csv")) == 1
    assert read(archive, "Profile.csv")[1][:2] == ["Nadia", "Verhoeven"]
    assert archive_name(small) == "Complete_LinkedInDataExport_09-30-2025.zip"


def test_the_mess_of_a_real_export_is_there(many):
    messages = many.messages
    assert (messages["sender"] == "LinkedIn Member").any()
    assert (messages.loc[messages["sender"] == "LinkedIn Member", "sender_slug"] == "").all()
    assert (messages["kind"] == "sponsored").any()
    assert messages["text"].str.contains("spinmail-quill-editor").any()
    assert messages["is_group"].any()
    assert messages["recipient_slugs"].str.contains(",").any()
    assert ((messages["text"] == "") & messages["attachments"].str.contains("/vid/")).any()
    assert messages["subject"].str.startswith("RE: ").any()
    assert messages["sender"].str.contains(", MBA").any()
    assert set(many.true_threads["language"]) > {"en", "nl"}
    assert not many.connections["exported"].all()


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_older_layouts_have_their_own_columns(small, layout):
    header, *rows = read(linkedin_archive(small, layout=layout), "messages.csv")
    assert header == LAYOUTS[layout]
    assert {len(row) for row in rows} == {len(header)}
    drafts = small.messages["is_draft"].sum()
    assert drafts > 0
    assert len(rows) == len(small.messages) - (0 if layout == "2025" else drafts)
    connections = linkedin_archive(small, layout=layout)
    assert ("URL" in read(connections, "Connections.csv")[3]) == (layout != "2022")


def test_an_unknown_layout_is_refused(small):
    with pytest.raises(BadParameter, match="2026"):
        linkedin_archive(small, layout="1999")


def test_the_reader_finds_in_the_archive_what_was_put_there(small, tmp_path):
    path = tmp_path / archive_name(small)
    path.write_bytes(linkedin_archive(small))
    export = sources.read(path)
    assert len(export.rejected) == 0
    assert export.owner_id == small.owner.slug
    assert export.observed_until == small.observed_until
    sent = export.messages[export.messages["kind"] != "invitation"]
    assert len(sent) == (~small.messages["is_draft"]).sum()
    shown = small.connections.assign(person_id=small.connections["slug"].map(unquote))
    ties = export.connections.merge(shown, on="person_id")
    assert len(ties) == (small.connections["exported"] & ~small.connections["hidden"]).sum()
    assert (ties["connected_lo"] <= ties["connected_at"]).all()
    assert (ties["connected_at"] < ties["connected_hi"]).all()


def test_the_demo_in_data_raw_is_what_the_command_makes():
    kept = Path(__file__).parents[1] / "data" / "raw" / "demo"
    made = inbox()
    fresh = zipfile.ZipFile(io.BytesIO(linkedin_archive(made)))
    stored = zipfile.ZipFile(kept / archive_name(made))
    assert stored.namelist() == fresh.namelist()
    # Contents, not bytes of the zip: another version of zlib may pack them otherwise.
    same = [name for name in fresh.namelist() if stored.read(name) == fresh.read(name)]
    assert same == fresh.namelist(), "run: python -m convostudy.simulate --out data/raw/demo"
    assert (kept / "README.md").read_text("utf-8") == readme(made, 300)


def test_the_readme_counts_the_messages_that_the_archive_holds():
    kept = Path(__file__).parents[1] / "data" / "raw" / "demo"
    with zipfile.ZipFile(kept / archive_name(inbox())) as archive:
        rows = pd.read_csv(archive.open("messages.csv"))
    counted = f"{len(rows):,} messages in {rows['CONVERSATION ID'].nunique()} conversations"
    assert counted in (kept / "README.md").read_text("utf-8")


def test_codes_name_packs_that_exist():
    coded = {row["id"] for row in rows_of("codes")}
    assert coded <= {pack.id for pack in sellers()} | {talk.id for talk in talks()}
    openers = {line.seller for line in owner_lines() if line.seller}
    assert openers <= {pack.id for pack in sellers()}
