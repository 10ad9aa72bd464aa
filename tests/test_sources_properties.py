"""Whatever the rows: none is lost, and their order in the file plays no part."""

import csv
import io
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convostudy.sources import merge, read
from convostudy.sources._broken import read_slowly
from convostudy.sources._delimited import read_delimited
from sources_files import HEADER, folder, message, messages

NAMES = ("Dana Holt", "Ivo Marsh", "Noor Ash", "Sela Quint, MBA", "LinkedIn Member")
LETTERS = "abc äß👋?!,;\"\n\t'<>&%\u2028\u202f\x1f"
TEXTS = st.text(st.sampled_from(LETTERS), max_size=20)
CELLS = st.lists(
    st.lists(st.text(st.sampled_from(LETTERS + "\r"), max_size=20), min_size=3, max_size=3),
    max_size=8,
)


@st.composite
def inboxes(draw: st.DrawFn, *, one_second_each: bool = False) -> list[dict[str, str]]:
    """Draw rows of messages.csv: also drafts, groups, empty ids, missing addresses, bad dates."""
    rows = []
    for n in range(draw(st.integers(1, 12))):
        minute = n if one_second_each else draw(st.integers(0, 3))
        sender, to = draw(st.sampled_from(NAMES)), draw(st.sampled_from(NAMES))
        row = message(
            sender,
            to,
            f"2025-05-02 08:{minute:02}:00 UTC",
            draw(TEXTS),
            draw(st.sampled_from(["2-a", "2-b", "2-c", ""])),
        )
        if draw(st.booleans()):
            row["RECIPIENT PROFILE URLS"] = ""
        if draw(st.integers(0, 5)) == 0:
            row["SENDER PROFILE URL"] = ""
        if draw(st.integers(0, 5)) == 0:
            row["IS MESSAGE DRAFT"] = "Yes"
        if n and draw(st.integers(0, 5)) == 0:
            row["DATE"] = draw(st.sampled_from(["", "soon", "4-Apr-21"]))
        rows.append(row)
    rows[0].pop("IS MESSAGE DRAFT", None)
    return rows


@pytest.mark.slow
@settings(deadline=None, max_examples=25)
@given(inboxes())
def test_no_row_is_lost(rows: list[dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        export = read(folder(Path(place), messages=messages(*rows)))
    assert export.ledger["n_rows"].sum() == len(rows)
    kept = export.ledger["row_class"].isin(["message", "sponsored"])
    assert export.ledger.loc[kept, "n_rows"].sum() == len(export.messages)
    assert len(export.rejected) == sum(
        "soon" in r["DATE"] or len(r["DATE"]) < 9 for r in rows if "IS MESSAGE DRAFT" not in r
    )
    assert export.messages["message_id"].is_unique


@pytest.mark.slow
@settings(deadline=None, max_examples=25)
@given(inboxes(one_second_each=True), st.randoms(use_true_random=False))
def test_the_order_of_rows_plays_no_part(rows: list[dict[str, str]], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory() as place:
        one = read(folder(Path(place) / "a", messages=messages(*rows)))
        other = read(folder(Path(place) / "b", messages=messages(*shuffled)))
    drop = ["export_id"]
    pd.testing.assert_frame_equal(
        one.messages.drop(columns=drop), other.messages.drop(columns=drop)
    )
    pd.testing.assert_frame_equal(one.people, other.people)
    assert (one.owner_id, one.owner_how) == (other.owner_id, other.owner_how)


@pytest.mark.slow
@settings(deadline=None, max_examples=15)
@given(inboxes(one_second_each=True), st.data())
def test_parts_merge_to_the_whole(rows: list[dict[str, str]], data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(rows)))
    with tempfile.TemporaryDirectory() as place:
        whole = read(folder(Path(place) / "a", messages=messages(*rows)))
        part = read(folder(Path(place) / "b", messages=messages(*rows[:cut])))
    merged, other = merge([whole, part]), merge([part, whole])
    assert set(whole.messages["message_id"]) <= set(merged.messages["message_id"])
    assert merged.messages.equals(other.messages)
    assert merged.ledger.equals(other.ledger)
    # The same files are the same export: then nothing is added to the account.
    records = whole.ledger["n_rows"].sum() + (cut < len(rows)) * part.ledger["n_rows"].sum()
    assert merged.ledger["n_rows"].sum() == records


@settings(deadline=None, max_examples=100)
@given(CELLS, st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
def test_cells_come_back_as_written(cells: list[list[str]], quoting: int) -> None:
    # csv.writer leaves a lone carriage return unquoted where lines end in a line feed.
    newline = "\n" if quoting == csv.QUOTE_ALL else "\r\n"
    out = io.StringIO(newline="")
    csv.writer(out, quoting=quoting, lineterminator=newline).writerows([["a", "b", "c"], *cells])
    text = out.getvalue()
    read = read_delimited(text.encode(), lambda header: header == ["a", "b", "c"])
    assert read is not None
    assert read.cells.to_numpy().tolist() == cells
    assert not len(read.rejected)
    reader = csv.reader(io.StringIO(text, newline="\n"))
    ends = [reader.line_num for _ in reader]
    assert read.lines.tolist() == [end + 1 for end in ends[:-1]]


@settings(deadline=None, max_examples=100)
@given(st.text(st.sampled_from('ab,"\n\r'), max_size=40))
def test_no_byte_of_a_broken_file_is_lost(body: str) -> None:
    read = read_delimited(f"a,b,c\n{body}".encode(), lambda header: header == ["a", "b", "c"])
    assert read is not None
    raw = [read.raw(n) for n in range(len(read.cells))] + read.rejected["raw"].tolist()
    lines = [*read.lines.tolist(), *read.rejected["line"].tolist()]
    in_order = "".join(r for _, r in sorted(zip(lines, raw, strict=True)))
    for letter in 'ab,"':
        assert in_order.count(letter) == body.count(letter)


@settings(deadline=None, max_examples=100)
@given(CELLS)
def test_the_slow_reader_agrees_with_the_fast_one(cells: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(cells)
    fast = read_delimited(b"a,b,c\n" + out.getvalue().encode(), lambda header: header[0] == "a")
    assert fast is not None
    rows, lines, raws, rejected = read_slowly(out.getvalue(), 3, ",", 1)
    assert (rows, lines, rejected) == (fast.cells.to_numpy().tolist(), fast.lines.tolist(), [])
    assert raws == [fast.raw(n) for n in range(len(rows))]


def test_the_header_has_the_columns_of_the_rows_drawn() -> None:
    assert set(message()) <= set(HEADER)
