"""Tables and threads in, the rows of one sortable view out, and the view as HTML.

A view is sorted as a whole and cut to a page afterwards; words are looked up for that page alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from convostudy.errors import BadParameter
from convostudy.explore._markup import attribute, instant, name_html, short, span_words, words
from convostudy.explore._said import said
from convostudy.explore.filters import sort_rows
from convostudy.explore.overview import whole
from convostudy.tables import lookup

__all__ = ["VIEWS", "View", "page_of", "rows_html", "view_rows"]

PAGE = 25
LETTERS = 160


@dataclass(frozen=True)
class View:
    """One kind of row.

    Parameters
    ----------
    heads : mapping of str to str
        Column to heading, in order; those in ``words`` are left out where words are not shown.
    sort : str
        Column by which it is sorted at first.
    descending : bool
        Which way.
    private : tuple of str
        Columns that hold names or words.
    """

    heads: Mapping[str, str]
    sort: str
    descending: bool
    private: tuple[str, ...]

    def shown(self, show_text: bool) -> dict[str, str]:
        """Return the columns and headings that may be shown."""
        return {c: h for c, h in self.heads.items() if show_text or c not in self.private}


VIEWS = {
    "threads": View(
        {
            "number": "No.",
            "name": "With",
            "company": "Company",
            "began_by": "Began",
            "n_messages": "Messages",
            "first_at": "First (UTC)",
            "last_at": "Last (UTC)",
            "n_questions": "Questions",
            "n_unanswered": "Unanswered",
            "n_pitches": "Pitches",
            "n_refusals": "Refusals",
        },
        "number",
        False,
        ("name", "company"),
    ),
    "questions": View(
        {
            "number": "No.",
            "name": "With",
            "at": "Asked (UTC)",
            "side": "By",
            "text": "Question",
            "form": "Form",
            "function": "Wants",
            "status_eventual": "What became of it",
            "wait_h": "Waited",
            "evidence": "Evidence",
            "confidence": "Sure",
        },
        "at",
        True,
        ("name", "text", "evidence"),
    ),
    "acts": View(
        {
            "number": "No.",
            "name": "With",
            "at": "Sent (UTC)",
            "side": "By",
            "act": "Act",
            "kind": "Kind",
            "text": "Words",
            "evidence": "Evidence",
            "confidence": "Sure",
        },
        "at",
        True,
        ("name", "text", "evidence"),
    ),
}
_NUMBERS = ("number", "n_messages", "n_questions", "n_unanswered", "n_pitches", "n_refusals")
_INSTANTS = ("at", "first_at", "last_at")


def view_rows(view: str, tables: Mapping[str, pd.DataFrame], listed: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a view, for the threads that are listed.

    Parameters
    ----------
    view : str
        ``threads``, ``questions`` or ``acts``.
    tables : mapping of str to pandas.DataFrame
        ``messages, questions, acts``.
    listed : pandas.DataFrame
        Threads, as `thread_list` returned them, filtered or not.

    Returns
    -------
    pandas.DataFrame
        With ``thread_id`` and the columns of the view.

    Raises
    ------
    BadParameter
        There is no such view.

    Examples
    --------
    >>> from convostudy.explore import thread_list
    >>> view_rows("acts", {}, thread_list({})).empty
    True
    """
    if view not in VIEWS:
        raise BadParameter(f"view {view!r}", expected=f"one of {', '.join(VIEWS)}", do="Choose one")
    if view == "threads":
        return listed
    tables = whole(tables)
    rows = tables[view]
    rows = rows[rows["thread_id"].isin(listed["thread_id"])]
    thread = listed.set_index("thread_id")
    at = rows.get("asked_at")
    if at is None:
        # One row a message at most, so that a lookup cannot repeat any.
        sent = tables["messages"].drop_duplicates("message_id").set_index("message_id")["sent_at"]
        at = lookup(rows["message_id"], sent)
    return rows.assign(
        at=at,
        number=lookup(rows["thread_id"], thread["number"]),
        name=lookup(rows["thread_id"], thread["name"]),
    )


def page_of(
    rows: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    *,
    sort: str,
    descending: bool = False,
    first: int = 0,
    length: int = PAGE,
) -> pd.DataFrame:
    """Sort rows and return one page of them, acts with their words.

    Examples
    --------
    >>> rows = pd.DataFrame({"number": [1, 2, 3]})
    >>> page_of(rows, {}, sort="number", descending=True, length=2)["number"].tolist()
    [3, 2]
    """
    page = sort_rows(rows, sort, descending=descending).iloc[first : first + length]
    if "act" not in page:
        return page
    messages = tables["messages"]
    here = messages[messages["message_id"].isin(page["message_id"])]
    text = dict(zip(here["message_id"], here["text"], strict=True))
    spoken = [
        text.get(m, "")[start:end]
        for m, start, end in zip(page["message_id"], page["start"], page["end"], strict=True)
    ]
    return page.assign(text=spoken)


def rows_html(
    page: pd.DataFrame,
    view: str,
    *,
    n: int,
    first: int = 0,
    sort: str = "",
    descending: bool = False,
    show_text: bool = False,
    caption: str = "",
) -> str:
    """Write a page of rows as a table.

    Parameters
    ----------
    page : pandas.DataFrame
        What `page_of` returned.
    view : str
        ``threads``, ``questions`` or ``acts``.
    n : int
        How many rows there are in all.
    first : int
        How many come before this page.
    sort : str
        Column by which it is sorted, marked in its head.
    descending : bool
        Which way.
    show_text : bool
        Whether names and words are shown.
    caption : str
        What the table holds.

    Returns
    -------
    str
    """
    heads = VIEWS[view].shown(show_text)
    top = "".join(_head(c, h, sort, descending) for c, h in heads.items())
    lines = []
    for row in page[list(heads)].to_dict("records"):
        cells = [_cell(c, row[c], i == 0) for i, c in enumerate(heads)]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    title = caption or view.capitalize()
    after = f"{first + 1:,} to {first + len(page):,} of {n:,}." if len(page) else "None."
    return (
        f'<div class="cx-scroll" role="region" aria-label="{attribute(title)}" tabindex="0"><table>'
        f"<caption>{words(title)}</caption><thead><tr>{top}</tr></thead>"
        f'<tbody>{"".join(lines)}</tbody></table></div><p class="cx-after">{after}</p>'
    )


def _head(column: str, head: str, sort: str, descending: bool) -> str:
    kind = ' class="cx-num"' if column in _NUMBERS else ""
    if column != sort:
        return f'<th scope="col"{kind}>{words(head)}</th>'
    way, sign = ("descending", "▼") if descending else ("ascending", "▲")
    return f'<th scope="col" aria-sort="{way}"{kind}>{words(head)} {sign}</th>'


def _cell(column: str, value: Any, is_head: bool) -> str:
    tag, scope = ("th", ' scope="row"') if is_head else ("td", "")
    kind, text = _written(column, value)
    return f"<{tag}{scope}{kind}>{text}</{tag}>"


def _written(column: str, value: Any) -> tuple[str, str]:
    if column in _INSTANTS:
        return ' class="cx-short"', instant(value)
    if pd.isna(value):
        return "", "–"
    if column in _NUMBERS:
        return ' class="cx-num"', f"{value:,}"
    if column == "confidence":
        return ' class="cx-num"', f"{value:.2f}"
    if column == "wait_h":
        return ' class="cx-short"', span_words(value)
    if column in ("name", "company"):
        return "", name_html(value, letters=40)
    if column in ("text", "evidence"):
        return ' class="cx-words" dir="auto"', words(short(str(value), LETTERS))
    return ' class="cx-short"', words(said(value, kind=column == "kind"))
