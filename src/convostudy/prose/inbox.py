"""What happened in a whole inbox: headline numbers, a paragraph, captions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from convostudy.prose.sentences import counted, percent, share

__all__ = ["UNVALIDATED", "figure_words", "headline_numbers", "inbox_paragraph", "opening"]

Five = Mapping[str, Any]
APPS = {"linkedin": "LinkedIn"}
LABELS = "Rule-based labels, unvalidated."
UNVALIDATED = (
    "Rule-based labels, unvalidated. Where the true labels are known, these rules find too many "
    "answers and too little selling after a no: read the share answered as too high and the share "
    "that sold again as too low, until a sample has been coded by hand."
)
"""What stands below the headline numbers; measured by ``benchmarks/demo_truth.py``."""


def opening(tables: Mapping[str, pd.DataFrame]) -> str:
    """Say what the report is of: how much talk, between when and when, seen until when.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        ``messages, threads`` and ``assumptions``.

    Returns
    -------
    str
        Markdown. When the export says that it is simulated, so does the first sentence.
    """
    messages, threads = tables["messages"], tables["threads"]
    talk = messages[messages["kind"].isin(["message", "inmail"])]
    spoken = threads[threads["n_messages"] > 0]
    dyads = spoken[~spoken["is_group"]]
    invited = len(threads) - len(spoken)
    simulated = (tables["assumptions"]["about"] == "simulated").any()
    said = ["**This inbox is simulated: nobody wrote these messages.**"] if simulated else []
    sources = ", ".join(APPS.get(s, s) for s in sorted(messages["source"].unique())) or "no source"
    said.append(
        f"Read from {sources}: {counted(len(talk), 'message')} in "
        f"{counted(len(dyads), 'two-person thread')}"
        + (f" and {counted(len(spoken) - len(dyads), 'group')}" if len(spoken) > len(dyads) else "")
        + _period(talk["sent_at"], threads["observed_until"])
    )
    if invited:
        said.append(f"With {counted(invited, 'more person', 'more people')} only an invitation.")
    return " ".join(said)


def _period(sent_at: pd.Series, until: pd.Series) -> str:
    if sent_at.notna().sum() == 0:
        return ". No instant of sending is known, so nothing is said about time."
    first, last, end = (f"{t.day} {t:%B %Y}" for t in (sent_at.min(), sent_at.max(), until.max()))
    return f", sent from {first} to {last} and observed until {end}."


def inbox_paragraph(five: Five) -> str:
    """Say what happened in a whole inbox, one sentence a finding.

    Parameters
    ----------
    five : mapping
        From `outcomes.primary`.

    Returns
    -------
    str
        A paragraph; with fewer than two threads it ends by saying that one supports no rate.
    """
    side = five["side"]
    other = "owner" if side == "counterpart" else "counterpart"
    said = [
        f"In {share(five['first'], 'threads')} the first thing the {side} wrote was a pitch.",
        _soon(five["soon"]),
        f"The {side}s answered {share(five['their_answers'], 'questions')}, the {other} "
        f"{share(five['own_answers'], 'questions')}.",
    ]
    if int(five["persisted"]["n"]):
        said.append(
            "Where the side refused wrote again after an explicit no, its next turn sold again in "
            f"{share(five['persisted'], 'cases')}."
        )
    else:
        said.append("After no explicit refusal did the side refused write again.")
    said.append(
        f"A reply came to {share(five['to_pitches'], 'pitches')}, and to "
        f"{share(five['to_others'], 'other messages')} of the {side}s."
    )
    if five["n_threads"] == 1:
        said.append("One thread supports no rate.")
    if not five["owner_known"]:
        said.insert(
            0, "Whose inbox this is could not be told, so the two sides cannot be compared."
        )
    return " ".join(said)


def _soon(row: Mapping[str, Any]) -> str:
    if int(row["n"]) == 0:
        return "No connection date is known, so nothing can be said of how soon pitches came."
    hours = float(row["threshold_h"])
    certain, possible = int(row["n_certain"]), int(row["n_certain"]) + int(row["n_possible"])
    people = counted(int(row["n"]), "connected person", "connected people")
    if certain == possible:
        return f"Of {people}, {certain:,} had pitched within {_span(hours)}."
    return (
        f"Of {people}, at least {certain:,} and at most {possible:,} had pitched within "
        f"{_span(hours)} of connecting; the export knows only the day."
    )


def _span(hours: float) -> str:
    return f"{hours:g} hours" if hours <= 72 else f"{hours / 24:g} days"


def headline_numbers(five: Five) -> list[tuple[str, str, str]]:
    """Give the five outcomes as (number, what it is, count and interval).

    Parameters
    ----------
    five : mapping
        From `outcomes.primary`.

    Returns
    -------
    list of tuple
        For `page.headline`. A group too small for a rate shows its count.
    """
    side, soon = five["side"], five["soon"]
    n, certain = int(soon["n"]), int(soon["n_certain"])
    if 0 < n < five["min_n"]:
        value = f"{certain} to {certain + int(soon['n_possible'])} of {n}"
        detail = "too few for a rate"
    elif n:
        value = percent(soon["share_estimate"])
        detail = (
            f"{percent(soon['lo'])} to {percent(soon['hi'])}, n = {n:,}; certain "
            f"{percent(soon['share_lower'])}, possible {percent(soon['share_upper'])}"
        )
    else:
        value, detail = "–", "no connection date known"
    within = f"pitched within {_span(float(soon['threshold_h']))} of connecting"
    return [
        (value, within, detail),
        _number(five["first"], f"of threads: first turn of the {side} is a pitch"),
        _number(five["their_answers"], f"of questions put to the {side}s answered"),
        _number(five["persisted"], "of those who wrote on after a no sold again"),
        _pair(five["to_pitches"], five["to_others"]),
    ]


def _number(row: Mapping[str, Any], label: str) -> tuple[str, str, str]:
    n, k = int(row["n"]), int(row["k"])
    if not n:
        return "–", label, "n = 0"
    if not row["shown"]:
        return f"{k} of {n}", label, "too few for a rate"
    return percent(row["share"]), label, f"{percent(row['lo'])} to {percent(row['hi'])}, n = {n:,}"


def _pair(pitches: Mapping[str, Any], others: Mapping[str, Any]) -> tuple[str, str, str]:
    first, second = _number(pitches, ""), _number(others, "")
    label = "of pitches replied to, against other messages"
    return f"{first[0]} : {second[0]}", label, f"{first[2]}; {second[2]}"


def figure_words(figure: str, five: Five) -> dict[str, str]:
    """Give alt text and caption of a figure of the report.

    Parameters
    ----------
    figure : str
        ``time_to_pitch, first_contact, answered, statuses, after_refusal`` or ``replies``.
    five : mapping
        From `outcomes.primary`.

    Returns
    -------
    dict
        ``alt`` (what one would see) and ``caption`` (what to see in it, n, how it was obtained).
    """
    side, soon = five["side"], five["soon"]
    n_timed = counted(int(soon["n"]), "connected thread")
    words = {
        "time_to_pitch": (
            f"Step curve of the share of {n_timed} that were pitched, by time since connecting. "
            + _soon(soon),
            f"{n_timed}; those without a pitch stay at risk until the day of the export. Band: "
            "least and most that the day of connecting allows. Line: estimate that weighs the "
            "hours of that day by when the owner is active, or takes them as alike where the other "
            "side accepted. Dotted: the thresholds.",
        ),
        "first_contact": (
            f"Bars: threads by the turn in which the {side} first pitched. First turn: "
            f"{share(five['first'])}.",
            f"Threads in which the {side} wrote (n = {int(five['first']['n']):,}). Not yet is not "
            "never: the threads at the right may still be pitched after the export.",
        ),
        "answered": (
            f"Dots with intervals: questions answered. To the {side}s: "
            f"{share(five['their_answers'])}; to the other side: {share(five['own_answers'])}.",
            "Dots: share answered within two turns and the time window. Bars: 95 % intervals, "
            "threads resampled. The styles are those of the first turn, and only questions asked "
            "after it count towards them.",
        ),
        "statuses": (
            "Stacked bars: what became of the questions that each side asked.",
            "Numbers in the bars are questions. Questions on which the time has not run out are "
            "left out.",
        ),
        "after_refusal": (
            "Stacked bars: what followed a refusal. Sold again in the next turn, of those who "
            f"wrote again after an explicit no: {share(five['persisted'])}.",
            "Numbers in the bars are refusals that came after a pitch. Silence respects a refusal. "
            "Indirect refusals are partly missed by the rules.",
        ),
        "replies": (
            f"Step curves of the share replied to. Pitches: {share(five['to_pitches'])} within "
            f"the window; other messages: {share(five['to_others'])}.",
            "Kaplan-Meier curves with 95 % bands; a message that the export outlived counts as "
            "long as it was watched. The bands take messages as independent, so with several of "
            "one thread they are somewhat too narrow.",
        ),
    }
    alt, caption = words[figure]
    return {"alt": alt, "caption": f"{caption} {LABELS}"}
