"""Every kept export gives the numbers that were counted without this package."""

import json
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from convostudy import tables
from convostudy.sources import Export, read, recognise

GOLDEN = Path(__file__).parent / "golden" / "linkedin"
CASES = sorted(p.parent.name for p in GOLDEN.glob("*/expected.json"))


@cache
def load(case: str) -> tuple[Export, dict[str, object]]:
    expected = json.loads((GOLDEN / case / "expected.json").read_text())
    return read(GOLDEN / case / expected["export"]), expected


def talk(export: Export) -> pd.DataFrame:
    return export.messages[export.messages["kind"] != "invitation"]


def rows_of(export: Export, file: str, *classes: str) -> int:
    ledger = export.ledger
    here = ledger["file"].str.lower() == file.lower()
    if classes:
        here &= ledger["row_class"].isin(classes)
    return int(ledger.loc[here, "n_rows"].sum())


def people_in(messages: pd.DataFrame) -> pd.Series:
    """Return how many people each conversation has."""
    both = messages["sender_id"] + " " + messages["recipient_ids"]
    named = both.groupby(messages["conversation_id"]).agg(" ".join)
    return named.map(lambda words: len(set(words.split())))


FACTS = {
    "owner_id": lambda e: e.owner_id,
    "n_drafts": lambda e: int(e.ledger.loc[e.ledger["row_class"] == "draft", "n_rows"].sum()),
    "n_conversations": lambda e: talk(e)["conversation_id"].nunique(),
    "n_sent_by_owner": lambda e: int((talk(e)["side"] == "owner").sum()),
    "n_without_words": lambda e: int((talk(e)["text"] == "").sum()),
    "n_sponsored": lambda e: int((e.messages["kind"] == "sponsored").sum()),
    "n_from_closed_accounts": lambda e: int(talk(e)["sender_id"].str.startswith("member:").sum()),
    "n_groups": lambda e: int((people_in(talk(e)) > 2).sum()),
    "n_invitations": lambda e: int((e.messages["kind"] == "invitation").sum()),
    "n_connections": lambda e: len(e.connections),
    "first_utc": lambda e: str(talk(e)["sent_at"].min().tz_localize(None)),
    "last_utc": lambda e: str(talk(e)["sent_at"].max().tz_localize(None)),
    "n_rejected": lambda e: len(e.rejected),
}


@pytest.mark.parametrize("case", CASES)
def test_an_export_gives_the_numbers_counted_without_this_package(case: str) -> None:
    export, expected = load(case)
    found = {name: fact(export) for name, fact in FACTS.items() if name in expected}
    assert found == {name: expected[name] for name in found}
    assert len(found) >= 7


@pytest.mark.parametrize("case", CASES)
def test_every_record_of_messages_is_in_exactly_one_class(case: str) -> None:
    export, expected = load(case)
    if case == "dma_api":
        inbox = export.ledger["file"].str.startswith("INBOX")
        assert export.ledger.loc[inbox, "n_rows"].sum() == expected["n_records"]
        assert rows_of(export, "changelog_messages.json", "message") == expected["n_changelog"]
        assert (
            export.ledger.loc[export.ledger["row_class"] == "duplicate", "n_rows"].sum()
            == expected["n_repeated"]
        )
    else:
        assert rows_of(export, "messages.csv") == expected["n_records"]
    kept = export.ledger["row_class"].isin(["message", "sponsored", "invitation"])
    assert export.ledger.loc[kept, "n_rows"].sum() == len(export.messages)
    assert (export.ledger["row_class"] == "rejected").sum() <= len(export.rejected)


@pytest.mark.parametrize("case", CASES)
def test_the_tables_are_the_shared_tables(case: str) -> None:
    export, _ = load(case)
    for name in ("messages", "people", "connections", "ledger", "assumptions", "rejected"):
        table = tables.TABLES[name]
        tables.check(getattr(export, name), table)
        assert list(getattr(export, name).columns) == list(table.columns), name
    known = set(export.people["person_id"])
    assert set(export.messages["sender_id"]) <= known
    assert {p for r in export.messages["recipient_ids"] for p in r.split()} <= known
    assert set(export.connections["person_id"]) <= known
    assert set(export.messages["export_id"]) == set(export.export_ids)


@pytest.mark.parametrize("case", [c for c in CASES if c[:2] == "20" or c.startswith("variant")])
def test_turns_per_conversation_are_those_written(case: str) -> None:
    export, expected = load(case)
    messages = talk(export).sort_values(["conversation_id", "seq"])
    new = messages["sender_id"] != messages.groupby("conversation_id")["sender_id"].shift()
    assert new.groupby(messages["conversation_id"]).sum().to_dict() == expected["turns"]


@pytest.mark.parametrize("case", CASES)
def test_seq_counts_from_nought_in_each_thread_and_follows_time(case: str) -> None:
    export, _ = load(case)
    for _, thread in export.messages.groupby("thread_id"):
        assert thread["seq"].tolist() == list(range(len(thread)))
        assert thread["sent_at"].is_monotonic_increasing


def test_all_eras_of_one_account_give_the_same_message_ids() -> None:
    eras = [load(c)[0] for c in CASES if c[:2] == "20" or c.startswith("variant")]
    ids = [set(talk(e)["message_id"]) for e in eras]
    assert len(ids) == 7
    assert all(one == ids[0] for one in ids)
    assert len(ids[0]) == 14


def test_the_bad_row_is_kept_as_it_stood() -> None:
    export, expected = load("kawsay")
    (row,) = export.rejected.drop(columns="export_id").to_dict("records")
    assert row == expected["rejected"]


def test_two_messages_in_one_second_keep_the_order_of_a_newest_first_file() -> None:
    export, _ = load("2025-08_basic")
    thread = export.messages[export.messages["thread_id"].str.startswith("2-OWUz")]
    assert thread["text"].tolist() == [
        "",  # the invitation, without a note
        "Hi Dana, thanks for connecting. What are you working on?",
        "Hi Ivo! A tool for studying sales conversations. You?",
        "Happy to show it.",
        "Maybe next quarter, budget is frozen until July.",
    ]
    assert thread["kind"].tolist() == ["invitation", *["message"] * 4]


def test_campaign_mail_is_sponsored_and_readable() -> None:
    export, _ = load("2026-03_complete")
    (row,) = export.messages[export.messages["kind"] == "sponsored"].to_dict("records")
    assert row["text"] == "Hi %FIRSTNAME%,\nOur webinar is free & online."
    assert row["sender_id"] == "name:casey_promo"


def test_a_closed_account_alone_is_no_campaign() -> None:
    export, _ = load("2026-03_complete")
    closed = export.messages[export.messages["sender_id"].str.startswith("member:")]
    assert closed["kind"].tolist() == ["message"]


def test_a_video_is_a_message_without_words() -> None:
    new, old = load("2026-03_complete")[0], load("2023-10_basic")[0]
    for export, modality in ((new, "video"), (old, "empty")):
        silent = talk(export)[talk(export)["text"] == ""]
        assert silent["modality"].tolist() == [modality]


def test_a_connection_is_known_to_the_day_and_so_is_an_interval() -> None:
    export, _ = load("2026-03_complete")
    (ivo,) = export.connections[export.connections["person_id"] == "ivo-marsh"].to_dict("records")
    assert ivo["connected_lo"] == pd.Timestamp("2025-05-01", tz="UTC")
    assert ivo["connected_hi"] == pd.Timestamp("2025-05-02", tz="UTC")
    assert ivo["resolution"] == "day"


def test_a_connection_of_2017_is_known_to_the_minute() -> None:
    (tie,) = load("legacy_2017")[0].connections.to_dict("records")
    assert tie["connected_hi"] - tie["connected_lo"] == pd.Timedelta(minutes=1)
    assert tie["resolution"] == "minute"


def test_hidden_members_are_counted_and_join_nobody() -> None:
    export, _ = load("2026-03_complete")
    hidden = export.ledger[export.ledger["reason"] == "hidden member: date only"]
    assert hidden[["row_class", "n_rows"]].to_numpy().tolist() == [["connection", 2]]
    assert (export.connections["person_id"] != "").all()


def test_an_invitation_joins_its_thread_and_its_zone_is_said() -> None:
    export, _ = load("2026-03_complete")
    notes = export.messages[export.messages["kind"] == "invitation"].set_index("sender_id")
    assert notes.loc["noor-ähs", "thread_id"] == "invitation:noor-ähs"  # only met in a group
    assert notes.loc["noor-ähs", "side"] == "counterpart"
    pim = notes[notes["text"] == "Hi Pim, I study how sellers ask questions."].iloc[0]
    assert pim["thread_id"].startswith("2-YjU0Y2Rh")
    assert pim["side"] == "owner"
    assert pim["sent_at"] == pd.Timestamp("2021-03-11 00:00", tz="UTC")
    said = export.assumptions[export.assumptions["file"] == "Invitations.csv"]
    assert said.set_index("about")["assumed"]["zone"] == "UTC"


def test_assistants_are_no_conversations_and_unused_files_are_named() -> None:
    export, _ = load("2025-08_basic")
    assert rows_of(export, "coach_messages.csv", "system") == 0
    assert "coach_messages.csv" in set(export.ledger["file"])
    unused = load("2026-03_complete")[0].assumptions.set_index("about")["assumed"]
    names = "Comments_34875879.csv, LearningCoachMessages.csv, Notes.csv"
    assert unused["files not used"] == f"3 files: {names}"


def test_the_end_of_observation_is_the_date_in_the_name_if_that_can_be() -> None:
    assert load("2026-03_complete")[0].observed_until == pd.Timestamp("2026-03-09", tz="UTC")
    # This name is older than its messages: it cannot be the end.
    early = load("2021-05_basic")[0]
    assert early.observed_until == talk(early)["sent_at"].max()
    for export in (load("2026-03_complete")[0], early):
        assert (export.assumptions["about"] == "end of observation").sum() == 1


def test_the_owner_is_described_by_profile_and_nobody_else_is_owner() -> None:
    people = load("2026-03_complete")[0].people.set_index("person_id")
    assert people.index[people["is_owner"]].tolist() == ["dana-holt-4c2"]
    assert people.loc["dana-holt-4c2", "position"] == "Conversation researcher"
    assert people.loc["sela-quint-mba", "name"] == "Sela Quint, MBA"
    assert people.loc["sela-quint-mba", "company"] == "Oakbeam"


def test_every_golden_export_is_recognised() -> None:
    for case in CASES:
        expected = json.loads((GOLDEN / case / "expected.json").read_text())
        assert recognise(GOLDEN / case / expected["export"]) == "linkedin"
