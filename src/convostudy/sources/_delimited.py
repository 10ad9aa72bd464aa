"""Delimited text at the speed of Arrow, without losing a row.

A fast reader gives up or guesses at a broken row. Here the structure of the file (where records
begin and end, how many fields each has) is found first, by arithmetic on its bytes; the rows that
fit the header go to Arrow, the others are kept as they stood, with their line.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from convostudy.sources._broken import read_slowly

__all__ = ["Delimited", "head_records", "read_delimited", "to_utf8"]

DELIMITERS = (",", ";", "\t")
_HEADER_WITHIN = 10  # records: LinkedIn puts three lines of notes before one of its headers
_QUOTE, _LF, _CR = 34, 10, 13


@dataclass(frozen=True)
class Delimited:
    """A delimited table: its header, its rows as text, and the rows that do not fit.

    ``cells`` has one text column per header field, numbered from 0; ``lines`` and ``raw`` give
    the line on which a row begins and the row as it stood. ``notes`` are (about, assumed, why).
    """

    header: list[str]
    cells: pd.DataFrame
    lines: np.ndarray
    raw: Callable[[int], str]
    rejected: pd.DataFrame
    notes: list[tuple[str, str, str]]


def to_utf8(data: bytes) -> tuple[bytes, list[tuple[str, str, str]]]:
    """Return the text as UTF-8 without a byte-order mark, and what had to be assumed.

    Examples
    --------
    >>> to_utf8("Zoë".encode("cp1252"))[0].decode()
    'Zoë'
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", errors="replace")
        return text.encode(), [("encoding", "UTF-16", "the file begins with its mark")]
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        data.decode()
    except UnicodeDecodeError as first:
        # Valid multi-byte letters elsewhere mean UTF-8 with damage; none mean an old code page.
        text = data.decode(errors="replace")
        if any(ord(c) > 127 and c != "�" for c in text):
            n = text.count("�")
            why = f"{n} bytes are no UTF-8, the first is byte {first.start + 1}"
            return text.encode(), [("encoding", "UTF-8; bytes that are not became �", why)]
        text = data.decode("cp1252", errors="replace")
        why = f"byte {first.start + 1} is no UTF-8"
        return text.encode(), [("encoding", "Windows-1252", why)]
    return data, []


def head_records(data: bytes) -> Iterator[tuple[str, list[str], int]]:
    """Yield (delimiter, record, line on which it ends) for the first records of a text.

    Examples
    --------
    >>> next(head_records(b"a;b\\n1;2\\n"))
    (',', ['a;b'], 1)
    """
    text = to_utf8(data[:65_536])[0].decode(errors="replace").replace("\r\n", "\n")
    if "\n" not in text:
        text = text.replace("\r", "\n")
    for delimiter in DELIMITERS:
        reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter)
        try:
            for n, record in enumerate(reader):
                if n >= _HEADER_WITHIN:
                    break
                if record:
                    yield delimiter, record, reader.line_num
        except csv.Error:
            continue


def read_delimited(data: bytes, is_header: Callable[[list[str]], bool]) -> Delimited | None:
    """Read delimited text whose header stands among its first ten records.

    Parameters
    ----------
    data : bytes
        The whole file.
    is_header : callable
        Says of a record whether it is the header.

    Returns
    -------
    Delimited or None
        None when no record is the header.
    """
    data, notes = to_utf8(data)
    if b"\n" not in data and b"\r" in data:
        data = data.replace(b"\r", b"\n")
    for delimiter, record, line in head_records(data):
        if is_header(record):
            break
    else:
        return None
    if delimiter != ",":
        shown = "tab" if delimiter == "\t" else delimiter
        notes.append(("delimiter", shown, "the header is recognised with it and with no other"))
    body = data[_after_line(data, line) :]
    width = len(record)
    found = _structure(body, delimiter)
    if found is None:
        return read_slowly_as_delimited(body.decode(), record, delimiter, line, notes)
    starts, ends, widths, newlines = found
    lines = line + 1 + np.searchsorted(newlines, starts)
    good = widths == width
    cells = _parse(_only(body, starts, ends, good), delimiter, width)
    bad = np.flatnonzero(~good)

    def raw(n: int, starts: np.ndarray = starts[good], ends: np.ndarray = ends[good]) -> str:
        return body[starts[n] : ends[n]].decode(errors="replace").rstrip("\r\n")

    rejected = pd.DataFrame(
        {
            "line": lines[bad],
            "reason": [_misfit(int(w), width) for w in widths[bad]],
            "raw": [body[starts[n] : ends[n]].decode(errors="replace").rstrip("\r\n") for n in bad],
        }
    )
    return Delimited(record, cells, lines[good], raw, rejected, notes)


def read_slowly_as_delimited(
    body: str, header: list[str], delimiter: str, line: int, notes: list[tuple[str, str, str]]
) -> Delimited:
    """Read text with stray quotation marks record by record: slower, but nothing is lost."""
    rows, lines, raws, rejected = read_slowly(body, len(header), delimiter, line)
    cells = pd.DataFrame(rows, columns=range(len(header)), dtype="str")
    bad = pd.DataFrame(rejected, columns=["line", "reason", "raw"])
    why = "quotation marks stand where the format allows none"
    notes = [*notes, ("broken quotation", "each record ends where it has all its fields", why)]
    return Delimited(header, cells, np.array(lines, dtype="int64"), raws.__getitem__, bad, notes)


def _misfit(found: int, expected: int) -> str:
    how = "too few" if found < expected else "too many"
    return f"{how} fields: {found} instead of {expected}"


def _after_line(data: bytes, line: int) -> int:
    at = 0
    for _ in range(line):
        at = data.find(b"\n", at) + 1
        if at == 0:
            return len(data)
    return at


def _structure(
    body: bytes, delimiter: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray] | None:
    """Return starts, ends and widths of the records, and where the line breaks are.

    A line break or delimiter counts when an even number of quotation marks stands before it.
    That holds exactly when every quotation mark opens a field, closes one, or is doubled; None
    when one does not, and the caller must read character by character.
    """
    data = np.frombuffer(body, dtype=np.uint8)
    marks = np.flatnonzero((data == _QUOTE) | (data == _LF) | (data == ord(delimiter)))
    what = data[marks]
    is_quote = what == _QUOTE
    odd = (np.cumsum(is_quote) & 1).astype(bool)
    if len(odd) and odd[-1]:
        return None
    quotes, opens = marks[is_quote], odd[is_quote]
    if not _quotes_in_place(data, quotes, opens, ord(delimiter)):
        return None
    if b"\r" in body:
        cr = np.flatnonzero(data == _CR)
        alone = (cr + 1 >= len(data)) | (data[np.minimum(cr + 1, len(data) - 1)] != _LF)
        inside = np.searchsorted(quotes, cr) & 1 == 1
        if (alone & ~inside).any():
            return None
    newlines = marks[what == _LF]
    ends = marks[(what == _LF) & ~odd] + 1
    if len(data) and (not len(ends) or ends[-1] != len(data)):
        ends = np.append(ends, len(data))
    starts = np.concatenate(([0], ends[:-1])) if len(ends) else ends
    delimiters = marks[(what == ord(delimiter)) & ~odd]
    widths = np.diff(np.searchsorted(delimiters, np.concatenate(([0], ends)))) + 1
    length = ends - starts
    blank = (length == 0) | ((length <= 2) & np.isin(data[starts], (_LF, _CR)))
    return starts[~blank], ends[~blank], widths[~blank], newlines


def _quotes_in_place(
    data: np.ndarray, quotes: np.ndarray, opens: np.ndarray, delimiter: int
) -> bool:
    if not len(quotes):
        return True
    before = data[np.maximum(quotes - 1, 0)]
    after = data[np.minimum(quotes + 1, len(data) - 1)]
    opened = (quotes == 0) | (before == delimiter) | (before == _LF) | (before == _QUOTE)
    closed = (
        (quotes == len(data) - 1)
        | (after == delimiter)
        | (after == _LF)
        | (after == _CR)
        | (after == _QUOTE)
    )
    return bool(np.where(opens, opened, closed).all())


def _only(body: bytes, starts: np.ndarray, ends: np.ndarray, good: np.ndarray) -> bytes:
    if good.all():
        return body
    if not good.any():
        return b""
    # Runs of good records are cut out whole: few pieces even in a large file.
    edges = np.flatnonzero(np.diff(np.concatenate(([0], good.astype(np.int8), [0]))))
    runs = edges.reshape(-1, 2)
    return b"".join(
        body[starts[a] : ends[b - 1]] + (b"" if body[ends[b - 1] - 1] == _LF else b"\n")
        for a, b in runs
    )


def _parse(body: bytes, delimiter: str, width: int) -> pd.DataFrame:
    if not body.strip(b"\r\n"):
        return pd.DataFrame({n: pd.Series([], dtype="str") for n in range(width)})
    names = [str(n) for n in range(width)]
    table = pyarrow.csv.read_csv(
        pa.BufferReader(body),
        # One block: a record may not straddle two.
        read_options=pyarrow.csv.ReadOptions(
            column_names=names, block_size=min(len(body) + 1, 2**31 - 1), use_threads=False
        ),
        parse_options=pyarrow.csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.large_string()),
            strings_can_be_null=False,
            check_utf8=False,
        ),
    )
    frame = table.to_pandas()
    frame.columns = pd.RangeIndex(width)
    return frame
