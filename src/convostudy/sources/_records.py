"""Where the records of delimited text begin and end, by arithmetic on its bytes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["Records", "find_records"]

_QUOTE, _LF, _CR = 34, 10, 13
#: Bytes looked at together, so that they stay in the processor's cache.
_BLOCK = 2**16


@dataclass(frozen=True)
class Records:
    """The records of a text: first byte, one past the last, and the line each begins on.

    Blank lines are no records.
    """

    body: memoryview
    starts: np.ndarray
    ends: np.ndarray
    lines: np.ndarray
    quotes: np.ndarray

    def __len__(self) -> int:
        return len(self.starts)

    def raw(self, n: int) -> str:
        """Return a record as it stood."""
        record = bytes(self.body[self.starts[n] : self.ends[n]])
        return record.decode(errors="replace").rstrip("\r\n")

    def widths(self, delimiter: str) -> np.ndarray:
        """Return how many fields each record has."""
        marks = np.flatnonzero(np.frombuffer(self.body, dtype=np.uint8) == ord(delimiter))
        marks = marks[np.searchsorted(self.quotes, marks) & 1 == 0]
        first = np.searchsorted(marks, self.starts)
        return np.asarray(np.searchsorted(marks, self.ends) - first + 1)

    def only(self, kept: np.ndarray) -> tuple[bytes, Records]:
        """Return the text of some records, and those records by their old places."""
        part = Records(self.body, self.starts[kept], self.ends[kept], self.lines[kept], self.quotes)
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
    quotes = _positions(data, _QUOTE)
    if len(quotes) & 1 or not _in_place(data, quotes, ord(delimiter)):
        return None
    if not _paired(data, quotes):
        return None
    newlines = _positions(data, _LF)
    ends = newlines[np.searchsorted(quotes, newlines) & 1 == 0] + 1
    if len(data) and (not len(ends) or ends[-1] != len(data)):
        ends = np.append(ends, len(data))
    starts = np.concatenate(([0], ends[:-1])) if len(ends) else ends
    filled = ~((ends - starts <= 2) & np.isin(data[starts], (_LF, _CR)))
    starts, ends = starts[filled], ends[filled]
    lines = first_line + np.searchsorted(newlines, starts)
    return Records(body, starts, ends, lines.astype("int64"), quotes)


def _positions(data: np.ndarray, letter: int) -> np.ndarray:
    """Return where a byte stands."""
    blocks = range(0, len(data), _BLOCK)
    found = [np.flatnonzero(data[at : at + _BLOCK] == letter) + at for at in blocks]
    return np.concatenate(found) if found else np.zeros(0, dtype="int64")


def _in_place(data: np.ndarray, quotes: np.ndarray, delimiter: int) -> bool:
    """Return whether every odd quotation mark opens a field and every even one closes it."""
    if not len(quotes):
        return True
    opens, closes = np.zeros(256, dtype=bool), np.zeros(256, dtype=bool)
    opens[[delimiter, _LF, _QUOTE]] = True
    closes[[delimiter, _LF, _CR, _QUOTE]] = True
    before = opens.take(data.take(quotes[0::2] - 1, mode="clip"))
    after = closes.take(data.take(quotes[1::2] + 1, mode="clip"))
    before[0] |= quotes[0] == 0
    after[-1] |= quotes[-1] == len(data) - 1
    return bool(before.all() and after.all())


def _paired(data: np.ndarray, quotes: np.ndarray) -> bool:
    """Return whether every carriage return outside quotation stands before a line feed."""
    cr = _positions(data, _CR)
    if not len(cr):
        return True
    alone = (cr + 1 >= len(data)) | (data[np.minimum(cr + 1, len(data) - 1)] != _LF)
    inside = np.searchsorted(quotes, cr) & 1 == 1
    return not bool((alone & ~inside).any())
