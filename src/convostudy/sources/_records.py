"""Where the records of delimited text begin and end, by arithmetic on its bytes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["Records", "find_records"]

_QUOTE, _LF, _CR = 34, 10, 13
#: Bytes looked at together, so that they stay in the processor's cache.
_BLOCK = 2**20


@dataclass(frozen=True)
class Records:
    """The records of a text: first byte, one past the last, and the line each begins on.

    Blank lines are no records.
    """

    body: memoryview
    starts: np.ndarray
    ends: np.ndarray
    lines: np.ndarray

    def __len__(self) -> int:
        return len(self.starts)

    def raw(self, n: int) -> str:
        """Return a record as it stood."""
        record = bytes(self.body[self.starts[n] : self.ends[n]])
        return record.decode(errors="replace").rstrip("\r\n")

    def widths(self, delimiter: str) -> np.ndarray:
        """Return how many fields each record has."""
        data = np.frombuffer(self.body, dtype=np.uint8)
        marks = _positions(data, ord(delimiter))
        marks = marks[np.searchsorted(_positions(data, _QUOTE), marks) & 1 == 0]
        first = np.searchsorted(marks, self.starts)
        return np.asarray(np.searchsorted(marks, self.ends) - first + 1)

    def only(self, kept: np.ndarray) -> tuple[bytes, Records]:
        """Return the text of some records, and those records by their old places."""
        part = Records(self.body, self.starts[kept], self.ends[kept], self.lines[kept])
        if not kept.any():
            return b"", part
        # Runs of kept records are cut out whole: few pieces even in a large file.
        edges = np.flatnonzero(np.diff(np.concatenate(([0], kept.astype(np.int8), [0]))))
        pieces = [
            bytes(self.body[self.starts[a] : self.ends[b - 1]]).rstrip(b"\r\n")
            for a, b in edges.reshape(-1, 2)
        ]
        return b"\n".join(pieces) + b"\n", part


def find_records(body: memoryview, delimiter: str, first_line: int) -> Records | None:
    r"""Find the records of delimited text.

    A line break ends a record when an even number of quotation marks stands before it. That
    holds exactly when every quotation mark opens a field, closes one, or is doubled inside one;
    None when one does not, and the caller must read character by character.

    Parameters
    ----------
    body : memoryview
        UTF-8, without the header.
    delimiter : str
        What stands between fields.
    first_line : int
        The number of the first line of ``body`` in its file.

    Returns
    -------
    Records or None

    Examples
    --------
    >>> records = find_records(memoryview(b'a,"b\nc"\n\nd,e'), ",", 2)
    >>> records.lines.tolist(), records.raw(1), records.widths(",").tolist()
    ([2, 5], 'd,e', [2, 2])
    >>> find_records(memoryview(b'a,b"c\n'), ",", 2) is None
    True
    """
    data = np.frombuffer(body, dtype=np.uint8)
    hit = np.empty(_BLOCK, dtype=bool)
    ends, lines = [np.zeros(1, dtype="int64")], [np.zeros(1, dtype="int64")]
    n_quotes = n_newlines = 0
    for at in range(0, len(data), _BLOCK):
        block = data[at : at + _BLOCK]
        here = hit[: len(block)]
        quotes = np.flatnonzero(np.equal(block, _QUOTE, out=here))
        quotes += at
        if not _in_place(data, quotes, n_quotes & 1, ord(delimiter)):
            return None
        # Carriage returns and line feeds are both below 14, and little else is.
        low = np.flatnonzero(np.less(block, _CR + 1, out=here))
        letters = block[low]
        low += at
        if _CR in letters and _lone(data, low[letters == _CR], quotes, n_quotes):
            return None
        newlines = low[letters == _LF]
        outside = np.flatnonzero((np.searchsorted(quotes, newlines) + n_quotes) & 1 == 0)
        ends.append(newlines[outside] + 1)
        lines.append(outside + (n_newlines + 1))
        n_quotes += len(quotes)
        n_newlines += len(newlines)
    if n_quotes & 1:
        return None
    edges, line = np.concatenate(ends), np.concatenate(lines)
    if edges[-1] != len(data):
        edges = np.append(edges, len(data))
    else:
        line = line[:-1]
    starts, stops = edges[:-1], edges[1:]
    filled = ~((stops - starts <= 2) & np.isin(data[starts], (_LF, _CR)))
    return Records(body, starts[filled], stops[filled], first_line + line[filled])


def _positions(data: np.ndarray, letter: int) -> np.ndarray:
    """Return where a byte stands."""
    blocks = range(0, len(data), _BLOCK)
    found = [np.flatnonzero(data[at : at + _BLOCK] == letter) + at for at in blocks]
    return np.concatenate(found) if found else np.zeros(0, dtype="int64")


_OPENS, _CLOSES = np.zeros(256, dtype=bool), np.zeros(256, dtype=bool)
_OPENS[[_LF, _QUOTE]] = True
_CLOSES[[_LF, _CR, _QUOTE]] = True


def _in_place(data: np.ndarray, quotes: np.ndarray, n_before: int, delimiter: int) -> bool:
    """Return whether every odd quotation mark opens a field and every even one closes it.

    ``quotes`` are some in a row; ``n_before`` says whether the first of them is an even one.
    """
    if not len(quotes):
        return True
    odd, even = quotes[n_before::2], quotes[1 - n_before :: 2]
    before = data.take(odd - 1, mode="clip")
    after = data.take(even + 1, mode="clip")
    opens = (before == delimiter) | _OPENS.take(before)
    closes = (after == delimiter) | _CLOSES.take(after)
    if len(odd):
        opens[0] |= odd[0] == 0
    if len(even):
        closes[-1] |= even[-1] == len(data) - 1
    return bool(opens.all() and closes.all())


def _lone(data: np.ndarray, cr: np.ndarray, quotes: np.ndarray, n_before: int) -> bool:
    """Return whether a carriage return outside quotation stands before no line feed."""
    alone = (cr + 1 >= len(data)) | (data[np.minimum(cr + 1, len(data) - 1)] != _LF)
    outside = (np.searchsorted(quotes, cr) + n_before) & 1 == 0
    return bool((alone & outside).any())
