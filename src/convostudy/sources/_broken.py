"""Delimited text with stray quotation marks: read record by record, keeping every line."""

from __future__ import annotations

import csv
import sys

__all__ = ["misfit", "read_slowly"]

#: A mark that is never closed swallows the rest of the file; each costs one more pass.
_MAX_RESTARTS = 1_000


def read_slowly(
    body: str, width: int, delimiter: str, header_line: int
) -> tuple[list[list[str]], list[int], list[str], list[tuple[int, str, str]]]:
    r"""Read records one at a time, and start again on the next line after one that is broken.

    A loop over lines, because what a line means depends on the lines before it; only files that
    break the rules of quotation come here.

    Parameters
    ----------
    body : str
        The text after the header.
    width : int
        How many fields a record must have.
    delimiter : str
        What stands between fields.
    header_line : int
        Line on which the header ends.

    Returns
    -------
    tuple
        Rows; the line on which each begins; each as it stood; the rejected (line, reason, raw).

    Examples
    --------
    >>> rows, lines, _, rejected = read_slowly('a,b\n"c,d\ne,f\n', 2, ",", 1)
    >>> rows, lines
    ([['a', 'b'], ['e', 'f']], [2, 4])
    >>> rejected
    [(3, 'a quotation mark that is never closed', '"c,d')]
    """
    # Not str.splitlines, which also breaks at U+2028 and its like inside a message.
    source = [f"{part}\n" for part in body.split("\n")]
    rows: list[list[str]] = []
    lines: list[int] = []
    raws: list[str] = []
    rejected: list[tuple[int, str, str]] = []
    torn = False  # the lines before were part of a record whose quotation mark is never closed
    restarts = 0
    limit = csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    try:
        at = 0
        while at < len(source):
            record, n_lines, reason = _next_record(source, at, width, delimiter)
            if reason == _UNCLOSED:
                restarts += 1
                n_lines = 1 if restarts < _MAX_RESTARTS else len(source) - at
            raw = "".join(source[at : at + n_lines]).rstrip("\r\n")
            line = header_line + 1 + at
            at += n_lines
            if not raw and not torn:
                continue
            if not reason:
                rows.append(record)
                lines.append(line)
                raws.append(raw)
                torn = False
            elif torn:
                first, why, text = rejected[-1]
                rejected[-1] = (first, why, f"{text}\n{raw}")
            else:
                rejected.append((line, reason, raw))
                torn = reason == _UNCLOSED
        rejected = [(n, why, raw.rstrip("\n")) for n, why, raw in rejected]
    finally:
        csv.field_size_limit(limit)
    return rows, lines, raws, rejected


_UNCLOSED = "a quotation mark that is never closed"


def _next_record(
    source: list[str], at: int, width: int, delimiter: str
) -> tuple[list[str], int, str]:
    """Return the record that begins on line ``at``, how many lines it takes, what is wrong."""
    reader = csv.reader((source[n] for n in range(at, len(source))), delimiter=delimiter)
    try:
        record = next(reader)
    except StopIteration:
        return [], 1, ""
    except csv.Error as reason:
        return [], max(reader.line_num, 1), f"no delimited text ({reason})"
    n_lines = max(reader.line_num, 1)
    if len(record) == width:
        ends_here = at + n_lines < len(source) or "".join(source[at:]).count('"') % 2 == 0
        if ends_here:
            return record, n_lines, ""
    if at + n_lines >= len(source) and "".join(source[at:]).count('"') % 2 == 1:
        return record, n_lines, _UNCLOSED
    return record, n_lines, misfit(len(record), width)


def misfit(found: int, expected: int) -> str:
    """Say that a record has the wrong number of fields.

    Examples
    --------
    >>> misfit(1, 10)
    'too few fields: 1 instead of 10'
    """
    how = "too few" if found < expected else "too many"
    return f"{how} fields: {found} instead of {expected}"
