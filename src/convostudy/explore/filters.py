"""Threads in, those that one wants to see out, in the order one wants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from convostudy.errors import BadParameter

__all__ = ["BEGUN_BY", "Filters", "matching", "sort_rows"]

BEGUN_BY = ("anyone", "owner", "counterpart", "unknown")


@dataclass(frozen=True)
class Filters:
    """What a thread must be to be listed; left as they are, they let every thread through.

    Parameters
    ----------
    search : str
        Found in the name, company or position of somebody in the thread, in what was written, or
        the id of the thread; upper and lower case are one, and it is no pattern.
    began_by : str
        ``anyone``, ``owner``, ``counterpart`` or ``unknown``: who wrote first.
    pitch, unanswered, refusal : bool or None
        Whether there is a pitch, a question that was not answered, a refusal; None: either way.
    min_messages : int
        Fewest messages.
    since, until : datetime.date or None
        Days (UTC): a message on or after the first, and one on or before the second. A thread
        without times is in no period.

    Examples
    --------
    >>> Filters(began_by="them")
    Traceback (most recent call last):
        ...
    convostudy.errors.BadParameter: Found began_by='them'. Expected: one of anyone, owner, ...
    """

    search: str = ""
    began_by: str = "anyone"
    pitch: bool | None = None
    unanswered: bool | None = None
    refusal: bool | None = None
    min_messages: int = 0
    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        """Refuse a side that there is not."""
        if self.began_by not in BEGUN_BY:
            raise BadParameter(
                f"began_by={self.began_by!r}",
                expected=f"one of {', '.join(BEGUN_BY)}",
                do="Choose one of these",
            )


def matching(listed: pd.DataFrame, messages: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    """Return the threads that pass.

    Parameters
    ----------
    listed : pandas.DataFrame
        What `thread_list` returned.
    messages : pandas.DataFrame
        The table ``messages``, for the search.
    filters : Filters
        What is wanted.

    Returns
    -------
    pandas.DataFrame
        Rows of ``listed``, in its order.

    Examples
    --------
    >>> from convostudy.explore import thread_list
    >>> from convostudy.tables import TABLES, empty
    >>> none = {name: empty(table) for name, table in TABLES.items()}
    >>> len(matching(thread_list(none), none["messages"], Filters(search="ana")))
    0
    """
    keep = listed["n_messages"] >= filters.min_messages
    if filters.began_by != "anyone":
        keep &= listed["began_by"] == filters.began_by
    for wanted, column in (
        (filters.pitch, "n_pitches"),
        (filters.unanswered, "n_unanswered"),
        (filters.refusal, "n_refusals"),
    ):
        if wanted is not None:
            keep &= (listed[column] > 0) == wanted
    # Missing instants compare as false, so threads without times are in no period.
    if filters.since is not None:
        keep &= listed["last_at"] >= pd.Timestamp(filters.since, tz="UTC")
    if filters.until is not None:
        keep &= listed["first_at"] < pd.Timestamp(filters.until, tz="UTC") + pd.Timedelta(days=1)
    if filters.search.strip():
        keep &= _found(listed, messages, filters.search.strip())
    return listed[keep]


def _found(listed: pd.DataFrame, messages: pd.DataFrame, search: str) -> pd.Series:
    found = listed["thread_id"] == search
    for column in ("name", "company", "position"):
        found |= _has(listed[column], search)
    written = messages.loc[_has(messages["text"], search), "thread_id"]
    return found | listed["thread_id"].isin(written.unique())


def _has(texts: pd.Series, search: str) -> pd.Series:
    return texts.fillna("").str.contains(search, case=False, regex=False)


def sort_rows(rows: pd.DataFrame, column: str, *, descending: bool = False) -> pd.DataFrame:
    """Sort rows by a column, the missing last; ties stay in the order they had.

    Examples
    --------
    >>> sort_rows(pd.DataFrame({"n": [1, None, 3]}), "n", descending=True)["n"].tolist()
    [3.0, 1.0, nan]
    """
    by = rows[column]
    if str(by.dtype) == "str":
        by = by.str.lower()
    return rows.loc[by.sort_values(ascending=not descending, kind="stable").index]
