"""What an import read in, the words of the report on it out."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from convostudy.prose.sentences import NOT_SHARED, counted, percent

__all__ = [
    "calendar_words",
    "file_words",
    "import_numbers",
    "language_words",
    "people_sentence",
    "time_assumptions",
    "unread_sentence",
]

Number = tuple[str, str, str]

CLOCK = ("zone", "date order", "end of observation", "owner", "encoding", "InMail")
"""Assumptions that move numbers, in the order in which they are shown."""
ALL_COUNTED = "Everything there is was counted, so no interval applies."


def import_numbers(
    counts: pd.DataFrame, months: pd.DataFrame, known: Mapping[str, int]
) -> list[Number]:
    """Give what was read as (number, what it is, count).

    Parameters
    ----------
    counts : pandas.DataFrame
        From `outcomes.rows_by_file`.
    months : pandas.DataFrame
        From `outcomes.monthly_messages`.
    known : mapping
        From `outcomes.people_known`.

    Returns
    -------
    list of tuple
        For `page.headline`.
    """
    n, used = int(counts.to_numpy().sum()), int(counts["used"].sum())
    bad = int(counts["not readable"].sum())
    seen = int(months.notna().to_numpy().sum())
    empty = int(months.eq(0).fillna(False).to_numpy().sum())
    return [
        (
            f"{used:,}",
            "rows of the export are used",
            f"of {n:,}; groups and hidden people among them, which no outcome counts",
        ),
        (f"{bad:,}", "rows could not be read", f"of {n:,}"),
        (f"{seen - empty:,} of {seen:,}", "months hold a message", "from the first message on"),
        (
            f"{known['people']:,}",
            "people besides the owner",
            f"{known['nameless']:,} without a name" if "nameless" in known else "names not shared",
        ),
    ]


def file_words(counts: pd.DataFrame) -> dict[str, str]:
    """Give alt text and caption of the bars of what became of rows.

    Parameters
    ----------
    counts : pandas.DataFrame
        From `outcomes.rows_by_file`.

    Returns
    -------
    dict
        ``alt`` and ``caption``.
    """
    parts = [
        f"{name} (n = {int(row.sum()):,}): "
        + ", ".join(f"{int(k):,} {fate}" for fate, k in row.items() if k)
        + "."
        for name, row in counts.iterrows()
    ]
    return {
        "alt": " ".join(["Stacked bars: what became of the rows of each file.", *parts]),
        "caption": (
            f"{counted(int(counts.to_numpy().sum()), 'row')} of {counted(len(counts), 'file')}. "
            "Look for “not readable” and “twice in the export”: “used” is what the other reports "
            "are made of, but for groups and for connections without a name, which no outcome "
            f"counts: how many these are stands below. {ALL_COUNTED}"
        ),
    }


def calendar_words(months: pd.DataFrame, spells: pd.DataFrame) -> dict[str, str]:
    """Give alt text and caption of the map of months.

    Parameters
    ----------
    months : pandas.DataFrame
        From `outcomes.monthly_messages`.
    spells : pandas.DataFrame
        From `outcomes.silent_spells`.

    Returns
    -------
    dict
        ``alt`` and ``caption``, and where there is nothing to show ``empty``.
    """
    n = int(months.sum().sum())
    if months.empty:
        said = "No month is known."
        return {"alt": said, "caption": said, "empty": NOT_SHARED}
    by_year = ", ".join(f"{year}: {int(row.sum()):,}" for year, row in months.iterrows())
    return {
        "alt": f"Map of messages by month. {by_year or 'None.'} {spells_sentence(spells)}",
        "caption": (
            f"{counted(n, 'message')} (with InMails) by the month in which they were sent, UTC. "
            "Look for fields crossed out: months without any. The darker, the more; no field: "
            f"before the first message or after the end of the export. {spells_sentence(spells)} A "
            f"gap may be a holiday or a hole: only the owner can tell. {ALL_COUNTED}"
        ),
    }


def spells_sentence(spells: pd.DataFrame) -> str:
    """Name the longest gaps between messages."""
    if spells.empty:
        return "No month in between is empty."
    said = [
        row.first if row.first == row.last else f"{row.first} to {row.last}"
        for row in spells.head(3).itertuples(index=False)
    ]
    more = f" and {len(spells) - 3} more" if len(spells) > 3 else ""
    return f"Without any message: {', '.join(said)}{more}."


def language_words(counts: pd.Series) -> dict[str, str]:
    """Give alt text and caption of the bars of languages.

    Parameters
    ----------
    counts : pandas.Series
        From `outcomes.language_counts`.

    Returns
    -------
    dict
        ``alt`` and ``caption``, and where there is nothing to show ``empty``.
    """
    n = int(counts.sum())
    if not n:
        said = "No language is known."
        return {"alt": said, "caption": said, "empty": NOT_SHARED}
    listed = ", ".join(f"{name} {int(k):,} ({_rounded(k / n)})" for name, k in counts.items())
    return {
        "alt": f"Bars: messages by language. {listed or 'None.'}.",
        "caption": (
            f"{counted(n, 'message')} with words in two-person threads, by the language they were "
            f"taken for: {listed}. A program told the languages; short messages go with the rest "
            f"of their thread. {ALL_COUNTED}"
        ),
    }


def _rounded(share: float) -> str:
    return "<1 %" if 0 < share < 0.005 else percent(share)


def people_sentence(known: Mapping[str, int]) -> str:
    """Say how many people are known by less than a name and an address.

    Parameters
    ----------
    known : mapping
        From `outcomes.people_known`.

    Returns
    -------
    str

    Examples
    --------
    >>> known = dict(people=9, nameless=1, no_address=2, namesakes=0, hidden=0, not_connected=3)
    >>> people_sentence(known)
    'Of 9 people, 1 has no name (a closed account) and 2 have no profile address; nobody shares a
    name with somebody else. 3 wrote and are in no list of connections.'
    """
    n = known["people"]
    if not n:
        return "There is nobody besides the owner."
    unlisted = f"{known['not_connected']:,} wrote and are in no list of connections."
    if "nameless" not in known:
        return (
            f"{counted(n, 'other person', 'other people')}. A shared dataset tells nothing of "
            f"their names and addresses. {unlisted}"
        )
    shared = known["namesakes"]
    said = (
        f"Of {counted(n, 'person', 'people')}, {_have(known['nameless'])} no name (a closed "
        f"account) and {_have(known['no_address'])} no profile address; "
        + (
            f"{shared:,} share a name with somebody else"
            if shared
            else "nobody shares a name with somebody else"
        )
        + f". {unlisted}"
    )
    if known["hidden"]:
        said += (
            f" Of {counted(known['hidden'], 'hidden connection')} the export gives the day alone: "
            "these are in no table."
        )
    return said


def _have(n: int) -> str:
    return f"{n:,} {'has' if n == 1 else 'have'}"


def unread_sentence(unread: pd.DataFrame) -> str:
    """Say that every row was read, once, where that is so.

    Parameters
    ----------
    unread : pandas.DataFrame
        From `outcomes.unread_rows`.

    Returns
    -------
    str
        Nothing where there are rows for a table.
    """
    return "" if len(unread) else "Every row could be read, and none stands there twice."


def time_assumptions(assumptions: pd.DataFrame) -> pd.DataFrame:
    """List first what was assumed on clocks and dates: it moves numbers in other reports.

    Parameters
    ----------
    assumptions : pandas.DataFrame
        From `assumption_summary`: ``about, assumed, why``.

    Returns
    -------
    pandas.DataFrame
        The same rows, those on zone, date order, end of observation, owner first.
    """
    rank = {name: place for place, name in enumerate(CLOCK)}
    about = assumptions["about"].str.replace(r" \(.*$", "", regex=True)
    order = about.map(rank).fillna(len(rank)).argsort(kind="stable")
    return assumptions.iloc[order].reset_index(drop=True)
