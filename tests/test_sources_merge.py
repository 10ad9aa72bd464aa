"""What stands in two exports counts once, whichever is read first."""

from pathlib import Path

import pandas as pd
import pytest

from convostudy import tables
from convostudy.errors import BadParameter
from convostudy.sources import Export, merge, read
from sources_files import connections, folder, invitations, message, messages

GOLDEN = Path(__file__).parent / "golden" / "linkedin"
EARLY = "Basic_LinkedInDataExport_05-05-2025"
LATE = "Complete_LinkedInDataExport_06-01-2025"


def golden(case: str) -> Export:
    return read(next(p for p in (GOLDEN / case).iterdir() if p.is_dir()))


def same(one: Export, other: Export) -> bool:
    frames = ("messages", "people", "connections", "ledger", "assumptions", "rejected", "origins")
    return all(getattr(one, f).equals(getattr(other, f)) for f in frames) and (
        one.export_ids,
        one.owner_id,
        one.owner_how,
        one.observed_until,
    ) == (other.export_ids, other.owner_id, other.owner_how, other.observed_until)


def records(export: Export) -> int:
    return int(export.ledger["n_rows"].sum())


def test_basic_and_complete_of_one_account_are_the_rows_of_complete() -> None:
    basic, complete = golden("2025-08_basic"), golden("2026-03_complete")
    merged = merge([basic, complete])
    assert merged.messages.equals(complete.messages)
    assert merged.people.equals(complete.people)
    assert merged.connections.equals(complete.connections)
    assert merged.observed_until == complete.observed_until
    assert records(merged) == records(basic) + records(complete)
    lost = merged.ledger[merged.ledger["row_class"] == "duplicate"]
    assert set(lost["export_id"]) == set(basic.export_ids)
    assert lost["n_rows"].sum() == len(basic.messages)


def test_an_era_without_addresses_joins_one_with_them() -> None:
    # In 2021 Pim has no address anywhere; in 2026 he has one, and it is the same Pim.
    merged = merge([golden("2021-05_basic"), golden("2026-03_complete")])
    assert merged.messages.equals(golden("2026-03_complete").messages)
    assert "name:pim_adair" not in set(merged.people["person_id"])


def test_order_plays_no_part_and_a_second_time_changes_nothing() -> None:
    three = [golden(c) for c in ("2021-05_basic", "2025-08_basic", "2026-03_complete")]
    merged = merge(three)
    assert same(merged, merge(three[::-1]))
    assert same(merged, merge([merged, merged]))
    assert same(merged, merge([*three, three[1]]))
    assert same(merged, merge([merged, three[0]]))
    assert merge([three[0]]) is three[0]


def test_the_later_export_adds_what_the_earlier_could_not_have(tmp_path: Path) -> None:
    first = message(text="one", at="2025-05-01 08:00:00 UTC")
    deleted = message(text="gone since", at="2025-05-02 08:00:00 UTC")
    later = message("Dana Holt", "Ivo Marsh", text="two", at="2025-05-30 08:00:00 UTC")
    invited = ("Dana Holt", "Ivo Marsh", "4/30/25, 2:37 PM", "", "OUTGOING")
    early = read(
        folder(
            tmp_path / EARLY,
            messages=messages(first, deleted),
            Invitations=invitations(invited),
        )
    )
    late = read(
        folder(
            tmp_path / LATE,
            messages=messages(later, first),
            Connections=connections(("Ivo Marsh", "ivo-marsh", "01 May 2025")),
        )
    )
    merged = merge([late, early])
    assert merged.messages["text"].tolist() == ["", "one", "gone since", "two"]
    assert merged.messages["seq"].tolist() == [0, 1, 2, 3]
    assert merged.messages["thread_id"].nunique() == 1
    assert merged.connections["owner_id"].tolist() == ["dana-holt"]
    assert merged.observed_until == pd.Timestamp("2025-06-01", tz="UTC")
    assert records(merged) == records(early) + records(late)


def test_an_export_without_owner_takes_the_sides_of_the_other(tmp_path: Path) -> None:
    row = message(text="only here", conversation="2-other")
    unresolved = read(folder(tmp_path / "x", messages=messages(row)))
    assert unresolved.owner_id is None
    merged = merge(
        [unresolved, read(folder(tmp_path / "y", messages=messages(message())), owner="Dana Holt")]
    )
    assert set(merged.messages["side"]) == {"counterpart"}
    assert merged.owner_id == "dana-holt"


def test_two_owners_are_said_and_neither_is_the_owner(tmp_path: Path) -> None:
    rows = messages(message())
    dana = read(folder(tmp_path / "x", messages=rows), owner="Dana Holt")
    other = message("Ivo Marsh", "Noor Ash", conversation="2-noor")
    ivo = read(
        folder(tmp_path / "y", messages=rows + messages(other).split("\n", 1)[1]), owner="Ivo Marsh"
    )
    merged = merge([dana, ivo])
    assert merged.owner_id is None
    assert merged.owner_how == "several owners: dana-holt, ivo-marsh"
    assert merged.people.set_index("person_id")["is_owner"].to_dict() == {
        "dana-holt": True,
        "ivo-marsh": True,
        "noor-ash": False,
    }
    assert len(merged.messages) == 2


def test_a_thread_keeps_one_name_when_an_export_lacks_its_beginning(tmp_path: Path) -> None:
    first = message(conversation="2-b", at="2025-05-01 08:00:00 UTC")
    second = message(conversation="2-a", at="2025-05-02 08:00:00 UTC")
    whole = read(folder(tmp_path / "x", messages=messages(first, second)), owner="Dana Holt")
    part = read(folder(tmp_path / "y", messages=messages(second)), owner="Dana Holt")
    assert part.messages["thread_id"].tolist() == ["2-a"]
    assert set(merge([part, whole]).messages["thread_id"]) == {"2-b"}


def test_merged_tables_are_the_shared_tables_and_the_given_ones_unchanged() -> None:
    two = [golden("2021-05_basic"), golden("2026-03_complete")]
    before = [e.messages.copy() for e in two]
    merged = merge(two)
    for name in ("messages", "people", "connections", "ledger", "assumptions", "rejected"):
        tables.check(getattr(merged, name), tables.TABLES[name])
    assert all(e.messages.equals(b) for e, b in zip(two, before, strict=True))


def test_nothing_to_merge() -> None:
    with pytest.raises(BadParameter, match="no export"):
        merge([])
