"""Delimited text at the speed of Arrow, without losing a row.

A fast reader gives up or guesses at a broken row. Here the structure of the file (where records
begin and end, how many fields each has) is found first, by arithmetic on its bytes; the rows that
fit the header go to Arrow, the others are kept as they stood, with their line.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from convostudy.sources._broken import misfit, read_slowly
from convostudy.sources._letters import is_utf8
from convostudy.sources._records import find_records

__all__ = ["Delimited", "head_records", "read_delimited", "to_utf8"]

DELIMITERS = (",", ";", "\t")
#: Bytes that Arrow takes at a time, so that they stay in the processor's cache.
_BLOCK = 2**21
_HEADER_WITHIN = 10  # records: LinkedIn puts three lines of notes before one of its headers


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
    if is_utf8(data):
        return data, []
    try:
        data.decode()
    except UnicodeDecodeError as first:
        # Valid multi-byte letters elsewhere mean UTF-8 with damage; none mean an old code page.
        text = data.decode(errors="replace")
        if any(ord(c) > 127 and c != "�" for c in text):
            n = text.count("�")
            why = f"bytes that are no UTF-8: {n}, the first is byte {first.start + 1}"
            return text.encode(), [("encoding", "UTF-8; bytes that are not became �", why)]
        text = data.decode("cp1252", errors="replace")
        why = f"byte {first.start + 1} is no UTF-8"
        return text.encode(), [("encoding", "Windows-1252", why)]
    return data, []


def head_records(data: bytes) -> Iterator[tuple[str, list[str], int]]:
    r"""Yield (delimiter, record, line on which it ends) for the first records of a text.

    Examples
    --------
    >>> next(head_records(b"a;b\n1;2\n"))
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


def read_delimited(
    data: bytes,
    is_header: Callable[[list[str]], bool],
    repeats: Callable[[list[str]], Sequence[int]] = lambda _: (),
) -> Delimited | None:
    """Read delimited text whose header stands among its first ten records.

    Parameters
    ----------
    data : bytes
        The whole file.
    is_header : callable
        Says of a record whether it is the header.
    repeats : callable
        Says of the header which fields repeat themselves: they are read as categories.

    Returns
    -------
    Delimited or None
        None when no record is the header.
    """
    data, notes = to_utf8(data)
    if b"\n" not in data and b"\r" in data:
        data = data.replace(b"\r", b"\n")
    heads = (head for head in head_records(data) if is_header(head[1]))
    head = next(heads, None)
    if head is None:
        return None
    delimiter, record, line = head
    if delimiter != ",":
        shown = "tab" if delimiter == "\t" else delimiter
        notes.append(("delimiter", shown, "the header is recognised with it and with no other"))
    body = memoryview(data)[_after_line(data, line) :]  # no copy: a file may be large
    width = len(record)
    records = find_records(body, delimiter, line + 1)
    if records is None:
        return _read_slowly(bytes(body).decode(), record, delimiter, line, notes)
    repeated = frozenset(repeats(record))
    cells = _parse(body, delimiter, width, repeated)
    bad = pd.DataFrame({"line": [], "reason": [], "raw": []})
    if cells is None or len(cells) != len(records):
        widths = records.widths(delimiter)
        good = widths == width
        misfits = np.flatnonzero(~good)
        bad = pd.DataFrame(
            {
                "line": records.lines[misfits],
                "reason": [misfit(int(w), width) for w in widths[misfits]],
                "raw": [records.raw(int(n)) for n in misfits],
            }
        )
        kept, records = records.only(good)
        cells = _parse(memoryview(kept), delimiter, width, repeated)
        assert cells is not None
        assert len(cells) == len(records)
    return Delimited(record, cells, records.lines, records.raw, bad, notes)


def _read_slowly(
    body: str, header: list[str], delimiter: str, line: int, notes: list[tuple[str, str, str]]
) -> Delimited:
    """Read text with stray quotation marks record by record: slower, but nothing is lost."""
    rows, lines, raws, rejected = read_slowly(body, len(header), delimiter, line)
    cells = pd.DataFrame(rows, columns=range(len(header)), dtype="str")
    bad = pd.DataFrame(rejected, columns=["line", "reason", "raw"])
    why = "quotation marks stand where the format allows none"
    notes = [*notes, ("broken quotation", "each record ends where it has all its fields", why)]
    return Delimited(header, cells, np.array(lines, dtype="int64"), raws.__getitem__, bad, notes)


def _after_line(data: bytes, line: int) -> int:
    at = 0
    for _ in range(line):
        at = data.find(b"\n", at) + 1
        if at == 0:
            return len(data)
    return at


def _parse(
    body: memoryview, delimiter: str, width: int, repeated: frozenset[int] = frozenset()
) -> pd.DataFrame | None:
    """Return the cells; None when a record does not have the width."""
    if len(body) < 1_000 and not bytes(body).strip(b"\r\n"):
        return pd.DataFrame({n: pd.Series([], dtype="str") for n in range(width)})
    names = [str(n) for n in range(width)]
    text = pa.large_string()
    types = {
        str(n): pa.dictionary(pa.int32(), text) if n in repeated else text for n in range(width)
    }
    for block_size in (_BLOCK, min(len(body) + 1, 2**31 - 1)):  # a record must fit into a block
        try:
            table = pyarrow.csv.read_csv(
                pa.BufferReader(pa.py_buffer(body)),
                read_options=pyarrow.csv.ReadOptions(
                    column_names=names, block_size=block_size, use_threads=False
                ),
                parse_options=pyarrow.csv.ParseOptions(
                    delimiter=delimiter, newlines_in_values=True
                ),
                convert_options=pyarrow.csv.ConvertOptions(
                    column_types=types, strings_can_be_null=False, check_utf8=False
                ),
            )
            break
        except pa.ArrowInvalid:
            continue
    else:
        return None
    frame = pd.DataFrame({n: _column(table.column(n)) for n in range(width)})
    frame.columns = pd.RangeIndex(width)
    return frame


def _column(cells: pa.ChunkedArray) -> pd.Series:
    cells = cells.combine_chunks()
    if not pa.types.is_dictionary(cells.type):
        return cells.to_pandas()
    names = cells.dictionary.to_pandas()
    codes = cells.indices.to_numpy()
    return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(names), validate=False))
