"""A simulated inbox is what its truth says, and its archive is what LinkedIn would send."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import fields
from pathlib import Path
from urllib.parse import unquote

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convostudy import sources
from convostudy.errors import BadParameter
from convostudy.simulate import Truth, archive_name, inbox, large_inbox, linkedin_archive
from convostudy.simulate.archive import LAYOUTS, PREAMBLE
from convostudy.simulate.clock import DAY, HOUR, OWNER, seconds
from convostudy.simulate.frames import FRAMES
from convostudy.simulate.packs import QUESTION_TOPICS, owner_lines, rows_of, sellers, talks
from convostudy.simulate.readme import drawn, readme


@pytest.fixture(scope="module")
def small():
    return inbox(60, seed=3)


@pytest.fixture(scope="module")
def many():
    return inbox(2_000, seed=5)


def read(archive: bytes, name: str) -> list[list[str]]:
    text = zipfile.ZipFile(io.BytesIO(archive)).read(name).decode("utf-8")
    return list(csv.reader(io.StringIO(text, newline="")))


def files(archive: bytes) -> set[str]:
    return set(zipfile.ZipFile(io.BytesIO(archive)).namelist())


# Packs ------------------------------------------------------------------------------------------


def test_owner_has_every_kind_of_line_that_threads_ask_for():
    kinds = pd.Series([line.kind for line in owner_lines()]).value_counts()
    for topic in QUESTION_TOPICS:
        assert kinds[topic] >= 12
    for reason in ("bare", "need", "time", "manner", "principle", "price", "indirect"):
        assert kinds[f"refusal_{reason}"] >= 10
    assert kinds["opt_out"] >= 8


def test_owner_questions_stand_in_their_lines_and_no_other_line_is_said_twice():
    lines = owner_lines()
    assert all(line.question in line.text for line in lines)
    assert all(bool(line.question) == (line.kind in QUESTION_TOPICS) for line in lines)
    assert len({line.text for line in lines}) == len(lines)


def test_packs_have_distinct_ids_and_their_questions_stand_in_their_texts():
    assert len({pack.id for pack in sellers()}) == len(sellers())
    assert len({talk.id for talk in talks()}) == len(talks())
    assert all(pack.opener_question in pack.opener for pack in sellers())
    for talk in talks():
        for turn in talk.turns:
            assert all(any(ask in text for text in turn.texts) for ask in turn.asks), talk.id


# The inbox --------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_bytes_and_another_seed_another_inbox(small):
    assert linkedin_archive(small) == linkedin_archive(inbox(60, seed=3))
    assert linkedin_archive(small) != linkedin_archive(inbox(60, seed=4))


def test_frames_have_the_columns_and_types_they_promise(small):
    for name, columns in FRAMES.items():
        frame = getattr(small, name)
        assert {c: str(t) for c, t in frame.dtypes.items()} == columns, name
    assert {c: str(t) for c, t in large_inbox(100, 5).messages.dtypes.items()} == FRAMES["messages"]


@settings(deadline=None, max_examples=12)
@given(seed=st.integers(0, 10_000), n=st.integers(1, 40), days=st.integers(60, 990))
def test_any_inbox_is_whole(seed, n, days):
    until = pd.Timestamp("2023-01-09", tz="UTC") + pd.Timedelta(days=days)
    made = inbox(n, seed=seed, observed_until=until)
    messages, true = made.messages, made.true_messages
    assert messages["sent_at"].max() <= until
    assert made.true_threads["connected_at"].max() <= until
    assert made.invitations["sent_at"].max() <= until
    assert not messages.loc[messages["kind"] != "sponsored", "text"].str.contains(r"[{}]").any()
    assert not made.invitations["message"].str.contains(r"[{}]").any()
    assert messages["sent_at"].is_monotonic_increasing
    assert (messages["text"].ne("") | messages["attachments"].ne("")).all()
    english = made.true_threads.query("language == 'en'")
    assert len(english) == n
    assert (english["kind"] == "seller").sum() == round(n * made.truth.share_sellers)
    # Each true message is a message, and each two-person message is a true one.
    key = ["conversation", "sent_at", "sender", "text"]
    two = messages[~messages["is_group"] & ~messages["is_draft"] & messages["kind"].ne("sponsored")]
    assert sorted(map(tuple, two[key].to_numpy())) == sorted(map(tuple, true[key].to_numpy()))
    # Each true question stands in a message of its asker at that instant.
    asked = made.true_questions.merge(true, on=["conversation", "sent_at", "side"], how="left")
    assert all(q in t for q, t in zip(asked["question"], asked["text"], strict=True))
    # People, their addresses and their ties are told apart.
    assert not made.people.loc[~made.people["closed"], "name"].duplicated().any()
    assert not made.people.loc[~made.people["closed"], "slug"].duplicated().any()
    shown = made.connections[~made.connections["hidden"]]
    assert set(shown["slug"]) <= set(made.people["slug"])


def test_true_threads_sum_up_their_messages(many):
    threads = many.true_threads.set_index("conversation")
    true = many.true_messages
    theirs = true[(true["side"] == "counterpart") & true["is_pitch"]]
    counted = theirs.groupby("conversation").size().reindex(threads.index, fill_value=0)
    assert (counted == threads["n_pitches"]).all()
    first = theirs.groupby("conversation")["sent_at"].min().reindex(threads.index)
    by_note = threads["invitation_type"] == "pitch"
    assert first[~by_note].equals(threads.loc[~by_note, "first_pitch_at"].rename("sent_at"))
    assert (threads.loc[by_note, "first_pitch_at"] < threads.loc[by_note, "connected_at"]).all()
    hidden = by_note & ~threads["invitation_exported"]
    assert hidden.any()
    assert first[hidden].equals(threads.loc[hidden, "first_pitch_shown_at"].rename("sent_at"))
    sizes = true.groupby("conversation").size().reindex(threads.index, fill_value=0)
    assert (sizes == threads["n_messages"]).all()


def test_what_the_export_cuts_off_is_missing_and_not_false():
    short = inbox(400, seed=8, observed_until="2023-04-01")
    asked = short.true_questions
    still = asked["outcome_next"] == "open"
    assert still.any()
    assert asked.loc[still, "answered_next"].isna().all()
    assert asked.loc[~still, "answered_next"].notna().all()
    recent = short.observed_until - asked.loc[still, "sent_at"] < pd.Timedelta(days=14)
    assert recent.all()
    cut = short.true_messages.query("is_refusal and not is_opt_out")
    sold = short.true_threads.query("kind == 'seller' and language == 'en'")["conversation"]
    assert cut.loc[cut["conversation"].isin(sold), "pitch_follows"].isna().any()


def test_refusals_followed_by_a_pitch_are(many):
    true = many.true_messages
    for _, thread in list(true.groupby("conversation"))[:600]:
        thread = thread.reset_index(drop=True)
        for at in thread.index[thread["pitch_follows"].notna()]:
            later = thread.loc[at + 1 :]
            theirs = later[(later["side"] == "counterpart") & later["text"].ne("")]
            pitched = bool(theirs["is_pitch"].iloc[0]) if len(theirs) else False
            assert pitched == thread.loc[at, "pitch_follows"]


def test_answers_are_the_other_sides_and_wait_is_positive(many):
    asked = many.true_questions
    assert (asked["wait_h"].dropna() > 0).all()
    eventual = asked["answered_eventual"].fillna(False).astype(bool)
    assert (eventual == asked["wait_h"].notna()).all()
    at_once = asked["answered_next"].fillna(False).astype(bool)
    assert not (at_once & ~eventual).any()
    assert (eventual & ~at_once).any()


# Truth ------------------------------------------------------------------------------------------


def test_drawn_rates_are_the_true_ones_within_four_standard_errors(many):
    for name, found in drawn(many).items():
        if isinstance(found, dict) and "true" in found:
            spread = (found["true"] * (1 - found["true"]) / found["n"]) ** 0.5
            assert abs(found["share"] - found["true"]) < 4 * spread + 1e-9, (name, found)


def test_pitch_times_have_the_medians_of_the_truth(many):
    threads = many.true_threads.query("kind == 'seller' and language == 'en'")
    waited = (threads["first_pitch_at"] - threads["connected_at"]) / pd.Timedelta(hours=1)
    instant = waited[threads["pitch_timing"] == "instant"].median()
    assert instant == pytest.approx(many.truth.instant_median_h, rel=0.15)
    early = threads["connected_at"] < many.observed_until - pd.Timedelta(days=200)
    slow = waited[early & (threads["pitch_timing"] == "slow")].median() / 24
    assert slow == pytest.approx(many.truth.slow_median_d, rel=0.2)
    assert waited[threads["pitch_timing"] == "invitation"].max() < 0
    assert waited[threads["pitch_timing"] == "never"].isna().all()


@pytest.mark.parametrize(
    ("knob", "low", "high", "measured"),
    [
        ("share_instant", 0.1, 0.6, lambda made: drawn(made)["share_pitched_within_h"]["24"]),
        ("persistence", 0.2, 0.8, lambda made: made.true_threads["persisted"].dropna().mean()),
        ("seller_answers", 0.2, 0.8, lambda made: drawn(made)["seller_answers"]["share"]),
        ("share_note_pitch", 0.0, 0.5, lambda made: drawn(made)["share_pitched_within_h"]["0"]),
    ],
)
def test_more_of_it_in_the_truth_is_more_of_it_in_the_inbox(knob, low, high, measured):
    less, more = (inbox(300, seed=2, truth=Truth(**{knob: value})) for value in (low, high))
    assert measured(less) < measured(more)


def test_the_hazard_of_a_first_pitch_falls_after_the_first_day(many):
    within = drawn(many)["share_pitched_within_h"]
    shares = list(within.values())
    assert shares == sorted(shares)
    first_day = within["24"] / 24
    next_week = (within["168"] - within["24"]) / (1 - within["24"]) / 144
    later = (within["720"] - within["168"]) / (1 - within["168"]) / 552
    assert first_day > next_week > later


def test_never_and_always_are_kept():
    none = Truth(share_instant=0, share_slow=0, share_note_pitch=0, share_inmail=0)
    made = inbox(80, seed=1, truth=none)
    english = made.true_threads.query("language == 'en' and kind == 'seller'")
    assert (english["n_pitches"] == 0).all()
    meek = inbox(200, seed=1, truth=Truth(persistence=0))
    assert not meek.true_threads["persisted"].fillna(False).any()


@pytest.mark.parametrize(
    "wrong",
    [{"persistence": 1.2}, {"share_instant": 0.7, "share_slow": 0.4}, {"owner_median_h": 0}],
)
def test_an_impossible_truth_is_refused_by_name(wrong):
    with pytest.raises(BadParameter, match=next(iter(wrong))):
        Truth(**wrong)


def test_each_parameter_of_the_truth_is_explained():
    explained = Truth.__doc__ or ""
    assert [f.name for f in fields(Truth) if f.name not in explained] == []


def test_impossible_sizes_are_refused():
    with pytest.raises(BadParameter, match="at least 1"):
        inbox(0)
    with pytest.raises(BadParameter, match="March 2023"):
        inbox(5, observed_until="2022-01-01")
    with pytest.raises(BadParameter, match="2 messages"):
        large_inbox(10, 20)


# Clocks -----------------------------------------------------------------------------------------


@given(st.integers(0, 10_000), st.floats(0, 500), st.floats(0, 500))
def test_activity_passes_forward_and_adds_up(start, first, second):
    begin = seconds(2024, 1, 1) + start * HOUR
    halfway = OWNER.after(begin, first)
    assert halfway >= begin
    # A change of summer time between may shift the sum by up to an hour of wall clock.
    assert abs(OWNER.after(halfway, second) - OWNER.after(begin, first + second)) <= 2 * HOUR


def test_the_owner_sleeps(many):
    hers = many.messages[many.messages["sender"] == "Nadia Verhoeven"]
    local = hers["sent_at"].dt.tz_convert("Europe/Brussels")
    assert local.dt.hour.between(1, 5).mean() < 0.04
    assert (local.dt.day_of_week >= 5).mean() < 0.2
    assert OWNER.after(seconds(2024, 3, 30), 0) == seconds(2024, 3, 30)
    assert OWNER.after(seconds(2024, 3, 27), 168) - seconds(2024, 3, 27) == 7 * DAY - HOUR


# The archive ------------------------------------------------------------------------------------


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


# Variety and size -------------------------------------------------------------------------------


def test_texts_are_varied(small):
    texts = small.true_messages.loc[small.true_messages["text"].ne(""), "text"]
    assert texts.nunique() / len(texts) > 0.6


def test_a_large_inbox_is_large_varied_and_within_its_time():
    made = large_inbox(20_000, 400, seed=1)
    again = large_inbox(20_000, 400, seed=1)
    assert made.messages.equals(again.messages)
    assert len(made.messages) == 20_000
    assert made.messages["conversation"].nunique() == 400
    assert made.messages["text"].nunique() > 5_000
    assert 15 < made.messages["text"].str.split().str.len().mean() < 26
    assert made.messages["sent_at"].max() <= made.observed_until
    assert not made.messages["text"].str.contains(r"[{}]").any()
    hers = made.messages.groupby("conversation")["sender"].agg(
        lambda s: s.eq(made.owner.name).mean()
    )
    assert 0.3 < hers.mean() < 0.7
    connected = made.connections["connected_at"].min()
    assert (made.messages["sent_at"] >= connected).all()


# The reader and the demo ------------------------------------------------------------------------


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


def test_codes_name_packs_that_exist():
    coded = {row["id"] for row in rows_of("codes")}
    assert coded <= {pack.id for pack in sellers()} | {talk.id for talk in talks()}
    openers = {line.seller for line in owner_lines() if line.seller}
    assert openers <= {pack.id for pack in sellers()}
