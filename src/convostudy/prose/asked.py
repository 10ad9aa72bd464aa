"""Questions and their fates in, the words of the report on them out."""

from __future__ import annotations

import numpy as np
import pandas as pd

from convostudy.prose.sentences import counted, percent, share

__all__ = [
    "answer_curve_words",
    "answer_hours_words",
    "answered_numbers",
    "answered_words",
    "asked_words",
    "group_words",
    "open_words",
    "status_words",
    "wait_words",
]

LABELS = "Machine-made labels, unvalidated."
COUNTED = "Counts, so no interval applies."
CLUSTERS = "Lines: 95 % intervals, by drawing whole threads again and again (bootstrap)."
WHOSE = {"owner": "the owner", "counterpart": "counterparts"}


def _parts(column: pd.Series) -> str:
    return ", ".join(f"{name}: {int(n):,}" for name, n in column.items() if n) or "none"


def _both(counts: pd.DataFrame) -> str:
    return " ".join(f"{side.capitalize()}: {_parts(counts[side])}." for side in counts.columns)


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
        "something done. Look how much of what each side asks is a request.",
    }[what]
    asks = ("question that wants to know", "questions that want to know")
    which = counted(n, *(asks if what == "form" else ("question",)))
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
            detail = f"{percent(row['lo'])} to {percent(row['hi'])}, n = {row['n']:,}"
            cards.append((percent(row["share"]), said, detail))
        else:
            cards.append((f"{row['k']} of {row['n']}", said, "too few for a rate"))
    for row in waits.to_dict("records"):
        asker = "the owner" if row["asked by"] == "owner" else row["asked by"]
        said = f"until half of the answers to {asker} were there"
        cards.append((_span(row["half_h"]), said, f"n = {row['answered']:,} answers"))
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
    said = " ".join(f"{row['who'].capitalize()}: {share(row)}." for row in rows.to_dict("records"))
    return {
        "alt": f"Dots with intervals: share of questions answered. {said}",
        "caption": (
            f"Share answered: in the next turn of the one asked, or in the next two, begun within "
            f"{no_reply_days:g} days (in the end). n is beside each dot. Look whether the two "
            "sides "
            "differ by more than their lines, and whether a second turn adds anything. "
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
    said = " ".join(f"{row['who'].capitalize()}: {share(row)}." for row in there.to_dict("records"))
    return {
        "alt": f"Dots with intervals: share answered of the questions of {WHOSE[asker]}. {said}",
        "caption": (
            f"Questions of {WHOSE[asker]}, parted four times over: by form; by whether they ask "
            "about the reader's work or needs; by whether the one asked had just pitched; by how "
            "many questions stood in the turn. Each parting holds every question once, as far as "
            "it can be told; n is beside each dot. "
            f"{counted(len(there), 'row')} side by side: one or two lie apart by chance alone. "
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
            f"{counted(int(counts.to_numpy().sum()), 'question')} for information, by what "
            "became of them. The upper three count as answered. Look where the answers that did "
            "not come went: passed over, or no reply at all. Neighbouring statuses are often taken "
            f"for one another by the labels.{missing} {COUNTED} {LABELS}"
        ),
    }


def answer_hours_words(waits: pd.DataFrame) -> dict[str, str]:
    """Give alt text and caption of the curve of how long the answers took that came.

    Parameters
    ----------
    waits : pandas.DataFrame
        From `outcomes.answer_waits`.

    Returns
    -------
    dict
        ``alt`` and ``caption``.
    """
    came = waits[waits["answered"] > 0]
    said = " ".join(
        f"Of {counted(int(row['answered']), 'answer')} to "
        f"{'the owner' if row['asked by'] == 'owner' else row['asked by']}, half were there "
        f"within {_span(row['half_h'])}."
        for row in came.to_dict("records")
    )
    return {
        "alt": f"Step curves: share of the answers that had come by each time. {said}".strip(),
        "caption": (
            f"{said} Only questions that got an answer, so each curve comes to 100 %. Look where "
            "it crosses the dotted line, at half of the answers (marked), and how long the last "
            f"ones took. Described are answers that came, so no interval applies. {LABELS}"
        ).strip(),
    }


def answer_curve_words(times: pd.DataFrame, *, no_reply_days: float) -> dict[str, str]:
    """Give alt text and caption of the curve of time to the answer.

    Parameters
    ----------
    times : pandas.DataFrame
        From `outcomes.answer_times`.
    no_reply_days : float
        Window W in days.

    Returns
    -------
    dict
        ``alt`` and ``caption``.
    """
    said = []
    for asker, name in WHOSE.items():
        mine = times[times["asker"] == asker]
        if len(mine):
            day = int((mine["answered"] & (mine["hours"] <= 24)).sum())
            said.append(
                f"Of {counted(len(mine), 'question')} of {name}, {day:,} had an answer within a "
                f"day and {int(mine['answered'].sum()):,} in the end."
            )
    return {
        "alt": "Step curves: share of questions answered by time since asking. " + " ".join(said),
        "caption": (
            f"{' '.join(said)} Look how steep the curve is on the first day, and where it levels "
            "off: what is missing to 100 % got no answer. A question passed over stays among those "
            f"without an answer until the {no_reply_days:g} days are over; one on which the export "
            "ends is followed until then. Bands: 95 %, taking questions as independent, so with "
            f"several in a thread somewhat too narrow. {LABELS}"
        ).strip(),
    }


def wait_words(waits: pd.DataFrame) -> pd.DataFrame:
    """Write the hours to the answer for reading.

    Parameters
    ----------
    waits : pandas.DataFrame
        From `outcomes.answer_waits`.

    Returns
    -------
    pandas.DataFrame
    """
    names = {
        "quarter_h": "a quarter within",
        "half_h": "half within",
        "three_quarters_h": "three quarters within",
    }
    table = waits.rename(columns=names)
    for name in names.values():
        table[name] = [_span(hours) for hours in table[name]]
    return table


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


def _span(hours: float) -> str:
    if not np.isfinite(hours):
        return "–"
    if hours < 1:
        return f"{60 * hours:.0f} min"
    return f"{hours:.1f} h" if hours < 48 else f"{hours / 24:.1f} days"
