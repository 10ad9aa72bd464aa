"""A frame as a table that a screen reader can read out and a person can scan."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from convostudy.project.page.show import show

__all__ = ["cell_text", "table"]

# Characters up to which a column is never wrapped.
SHORT = 18
# Characters of one word from which on it may be broken anywhere.
UNBROKEN = 30

_RIGHT_TO_LEFT = ("R", "AL", "RLE", "RLO", "RLI")

Format = str | Callable[[Any], str]


# JupyterLab sets every cell to the right; a page has a style sheet of its own.
_IN_A_LAB = (
    "<style>.cs-table table :is(th,td){text-align:left}"
    ".cs-table table .cs-num{text-align:right}</style>"
)


def table(
    frame: pd.DataFrame,
    *,
    caption: str,
    note: str = "",
    columns: Mapping[str, str] | None = None,
    formats: Mapping[str, Format] | None = None,
    max_rows: int = 50,
    row_heads: bool = True,
    missing: str = "–",
    sortable: bool = False,
) -> None:
    """Show a frame.

    Parameters
    ----------
    frame : pandas.DataFrame
        What to show; a named index becomes the first columns.
    caption : str
        What the table holds, printed above it; a line.
    note : str
        What its columns mean and how it was obtained, printed below it.
    columns : mapping, optional
        Column to heading. When given, only these columns are shown, in this order.
    formats : mapping, optional
        Column to ``"percent"``, to a format such as ``"{:.2f}"``, or to a function. Left out,
        numbers get thousands separators and three significant digits.
    max_rows : int
        Rows beyond it are counted, not shown.
    row_heads : bool
        Whether the first column names its row.
    missing : str
        What stands for a missing value.
    sortable : bool
        Whether a reader may sort it by a click on a heading; without scripts it stays as it is.

    Examples
    --------
    >>> scores = pd.DataFrame({"status": ["explicit", "open"], "share": [0.25, None]})
    >>> table(scores, caption="Answers", formats={"share": "percent"})
    Answers
    status    share
    explicit  25 %
    open      –
    """
    shown = frame if isinstance(frame.index, pd.RangeIndex) else _with_index(frame)
    numeric = {str(c): _is_number(shown[c]) for c in shown.columns}
    heads = dict(columns) if columns else {c: str(c).replace("_", " ") for c in shown.columns}
    chosen = shown[list(heads)].head(max_rows)
    formats = formats or {}
    texts = {
        c: [cell_text(v, formats.get(str(c)), missing) for v in chosen[c]] for c in chosen.columns
    }
    more = len(shown) - len(chosen)
    after = f"The first {len(chosen):,} of {len(shown):,} rows." if more else ""
    if shown.empty:
        after = "No rows."
    after = f"{after} {note}".strip()
    show(
        _html(caption, heads, texts, numeric, row_heads, after, _keys(chosen) if sortable else {}),
        _plain(caption, heads, texts, after),
    )


def cell_text(value: Any, how: Format | None = None, missing: str = "–") -> str:
    """Write one value for a reader.

    Parameters
    ----------
    value : object
        Any value.
    how : str or callable, optional
        As in `table`.
    missing : str
        What stands for a missing value.

    Returns
    -------
    str

    Examples
    --------
    >>> cell_text(12345), cell_text(0.123456), cell_text(True), cell_text(None)
    ('12,345', '0.123', 'yes', '–')
    >>> cell_text(0.123, "percent"), cell_text(0.0004, "percent"), cell_text(2.5, "{:.2f} h")
    ('12 %', '<1 %', '2.50 h')
    """
    if _is_missing(value):
        return missing
    if callable(how):
        return str(how(value))
    if how == "percent":
        return "<1 %" if 0 < value < 0.005 else f"{100 * value:.0f} %"
    if how:
        return str(how.format(value))
    if pd.api.types.is_bool(value):
        return "yes" if value else "no"
    if isinstance(value, pd.Timestamp):
        return str(value.strftime("%Y-%m-%d %H:%M")) + (" UTC" if value.tz is not None else "")
    if pd.api.types.is_integer(value):
        return f"{value:,}"
    if pd.api.types.is_float(value):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    if isinstance(value, (list, tuple)):
        return ", ".join(cell_text(v, None, missing) for v in value)
    return str(value)


def _html(
    caption: str,
    heads: Mapping[Any, str],
    texts: Mapping[Any, list[str]],
    numeric: Mapping[str, bool],
    row_heads: bool,
    after: str,
    keys: Mapping[Any, list[str]],
) -> str:
    esc = html.escape
    kind = {c: _class(numeric[str(c)], texts[c]) for c in heads}
    top = "".join(
        # An empty head would be read out as one.
        f'<th scope="col"{kind[c]}>{esc(str(h))}</th>' if str(h).strip() else f"<td{kind[c]}></td>"
        for c, h in heads.items()
    )
    first = next(iter(heads), None)
    lines = []
    for at, row in enumerate(zip(*texts.values(), strict=True)):
        cells = []
        for c, v in zip(heads, row, strict=True):
            # The row above still names the row.
            tag = 'th scope="row"' if row_heads and c == first and v else "td"
            by = f' data-v="{esc(keys[c][at], quote=True)}"' if c in keys else ""
            cells.append(f"<{tag}{kind[c]}{by}{_direction(v)}>{esc(v)}</{tag[:2]}>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    sorts = ' class="cs-sortable"' if keys else ""
    foot = f'<p class="cs-more">{esc(after)}</p>' if after else ""
    # A wide table scrolls by itself; tabindex lets the keyboard scroll it, too.
    return (
        f'<div class="cs-table" role="region" aria-label="{esc(caption, quote=True)}" '
        f'tabindex="0">{_IN_A_LAB}<table{sorts}><caption><span>{esc(caption)}</span></caption><thead><tr>{top}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table>{foot}</div>"
    )


def _class(is_number: bool, texts: list[str]) -> str:
    """Numbers stand right; short words stay on one line; words without end are broken."""
    if is_number:
        return ' class="cs-num"'
    if any(len(word) > UNBROKEN for text in texts for word in text.split()):
        return ' class="cs-long"'
    return ' class="cs-short"' if max(map(len, texts), default=0) <= SHORT else ""


def _keys(frame: pd.DataFrame) -> dict[Any, list[str]]:
    """Return what each column is sorted by: the values, not the words in which they are shown."""
    return {c: [_key(value) for value in frame[c]] for c in frame.columns}


def _key(value: Any) -> str:
    if _is_missing(value):
        return ""
    return str(value.timestamp() if isinstance(value, pd.Timestamp) else value)


def _direction(text: str) -> str:
    """Let a name that is written from right to left run so, and turn nothing around it."""
    turns = any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text)
    return ' dir="auto"' if turns else ""


def _is_missing(value: Any) -> bool:
    return value is None or bool(pd.api.types.is_scalar(value) and pd.isna(value))


def _plain(
    caption: str, heads: Mapping[Any, str], texts: Mapping[Any, list[str]], after: str
) -> str:
    columns = [[str(h), *texts[c]] for c, h in heads.items()]
    widths = [max(map(len, column)) for column in columns]
    rows = zip(*columns, strict=True)
    lines = ["  ".join(v.ljust(w) for v, w in zip(r, widths, strict=True)).rstrip() for r in rows]
    return "\n".join([caption, *lines, *([after] if after else [])])


def _with_index(frame: pd.DataFrame) -> pd.DataFrame:
    named = any(name is not None for name in frame.index.names)
    return frame.reset_index() if named else frame.reset_index(drop=True)


def _is_number(column: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column))
