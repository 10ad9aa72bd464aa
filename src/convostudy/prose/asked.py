"""Questions and their fates in, the words of the report on them out."""

from __future__ import annotations

import pandas as pd

from convostudy.prose.answer_waits import WHOSE, half_between, the_asker, waited
from convostudy.prose.sentences import (
    CLUSTERS,
    COUNTED,
    LABELS,
    begun,
    between,
    counted,
    each_share,
    percent,
)

__all__ = [
    "answered_numbers",
    "answered_words",
    "asked_words",
    "group_words",
    "open_words",
    "status_words",
]

ASKS = ("question that wants to know", "questions that want to know")


def _parts(column: pd.Series) -> str:
    return ", ".join(f"{name}: {int(n):,}" for name, n in column.items() if n) or "none"


def _both(counts: pd.DataFrame) -> str:
    return " ".join(f"{begun(side)}: {_parts(counts[side])}." for side in counts.columns)


def asked_words(counts: pd.DataFrame, what: str) -> dict[str, str]:
    """Give alt text and caption of the bars of who asked what.

    Parameters
    ----------
    counts : pandas.DataFrame
        From `outcomes.asked_forms` or `outcomes.asked_functions`.
    what : str
        ``form`` or ``function``.

    Returns
    -------
    dict
        ``alt`` and ``caption``.
    """
    n = int(counts.to_numpy().sum())
    see = {
        "form": "How a question is put sets what counts as an answer: open questions (who, what, "
        "how) want a thing named, the others a yes, a no or a choice. Look which side asks openly.",
        "function": "Only what wants to know can be answered in words; “free on Friday?” wants "
        "something done. Look at how much of what each side asks is a request.",
    }[what]
    which = counted(n, *(ASKS if what == "form" else ("question",)))
    return {
        "alt": f"Bars back to back: {which}, by {what}. {_both(counts)}",
        "caption": f"{which}, by {what} and by who asked. {see} {COUNTED} {LABELS}",
    }


def answered_numbers(rows: pd.DataFrame, waits: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Give what was answered as (number, what it is, interval).

    Parameters
    ----------
    rows : pandas.DataFrame
        From `outcomes.answered_when`.
    waits : pandas.DataFrame
        From `outcomes.answer_waits`.

    Returns
    -------
    list of tuple
        For `page.headline`.
    """
    cards = []
    for row in rows.to_dict("records"):
        if not row["who"].endswith("in the end"):
            continue
        said = f"of questions {row['who'].split(':')[0]} were answered"
        if not row["n"]:
            cards.append(("–", said, "n = 0"))
        elif row["shown"]:
            detail = f"95 % interval {between(row['lo'], row['hi'])}, n = {row['n']:,}"
            cards.append((percent(row["share"]), said, detail))
        else:
            cards.append((f"{row['k']} of {row['n']}", said, "too few threads for a rate"))
    for row in waits.to_dict("records"):
        said = f"is how long half of the answers to {the_asker(row['asked by'])} took at most"
        found = f"{half_between(row)}, " if row["answered"] else ""
        cards.append((waited(row["half_h"]), said, f"{found}n = {row['answered']:,} answers"))
    return cards


def answered_words(rows: pd.DataFrame, *, no_reply_days: float) -> dict[str, str]:
    """Give alt text and caption of the dots of what was answered at once and in the end.

    Parameters
    ----------
    rows : pandas.DataFrame
        From `outcomes.answered_when`.
    no_reply_days : float
        Window W in days.

    Returns
    -------
    dict
        ``alt`` and ``caption``.
    """
    return {
        "alt": f"Dots with intervals: share of questions answered. {each_share(rows)}",
        "caption": (
            "Share answered: in the next turn of the one asked, or in the next two, begun within "
            f"{no_reply_days:g} days (in the end). n is beside each dot. Look whether the two "
            "sides differ by more than their lines, and whether a second turn adds anything. "
            f"{CLUSTERS} {LABELS}"
        ),
    }


def group_words(rows: pd.DataFrame, asker: str) -> dict[str, str]:
    """Give alt text and caption of the dots by kind of question.

    Parameters
    ----------
    rows : pandas.DataFrame
        From `outcomes.answered_by_group`.
    asker : str
        Whose questions.

    Returns
    -------
    dict
        ``alt`` and ``caption``.
    """
    there = rows[rows["n"] > 0]
    whose = f"share answered of the questions of {WHOSE[asker]}"
    return {
        "alt": f"Dots with intervals: {whose}. {each_share(there)}",
        "caption": (
            f"Questions of {WHOSE[asker]}, split in four ways: by form; by whether they ask "
            "about the reader's work or needs; by whether the one asked had just pitched; by how "
            "many questions stood in the turn. Each of the four holds every question once, as far "
            "as it is known; n is beside each dot. Look for dots of one of them that lie apart; "
            f"of {counted(len(there), 'row')} side by side one or two do so by chance alone. "
            f"{CLUSTERS} {LABELS}"
        ),
    }


def status_words(counts: pd.DataFrame) -> dict[str, str]:
    """Give alt text and caption of the bars of all statuses.

    Parameters
    ----------
    counts : pandas.DataFrame
        From `outcomes.every_status`.

    Returns
    -------
    dict
        ``alt`` and ``caption``.
    """
    none = [str(name) for name, n in counts.sum(axis=1).items() if not n]
    missing = f" Not found at all: {', '.join(none)}." if none and counts.to_numpy().any() else ""
    return {
        "alt": f"Bars back to back: what became of the questions. {_both(counts)}",
        "caption": (
            f"{counted(int(counts.to_numpy().sum()), *ASKS)}, by what became of them. The upper "
            "three count as answered. Look where the answers that did not come went: passed over, "
            "or no reply at all. The program often takes neighbouring fates for one another."
            f"{missing} {COUNTED} {LABELS}"
        ),
    }


def open_words(left: pd.DataFrame) -> str:
    """Say how the columns of `outcomes.left_open` add up.

    Parameters
    ----------
    left : pandas.DataFrame
        From `outcomes.left_open`.

    Returns
    -------
    str
    """
    last = int(left["last word"].sum())
    return (
        "Answered, replied without an answer, no reply in time, still open and cannot be told add "
        "up to the questions. Still open: the time to answer was not over when the export ended. "
        f"Last word: of those without an answer, {last:,} after which the other side never wrote "
        f"again. {COUNTED} {LABELS}"
    )
