"""Estimates and scores in, plain sentences out: what a person would say, with its n.

A sentence never says more than its numbers: counts where a group is too small for a rate,
"not yet" where the export ends, and no word of cause.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

__all__ = ["counted", "inbox_paragraph", "share", "spelled", "thread_paragraph"]

_WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def spelled(number: int) -> str:
    """Spell a small number, as one does in a sentence.

    Parameters
    ----------
    number : int
        Zero or more.

    Returns
    -------
    str

    Examples
    --------
    >>> spelled(3), spelled(40)
    ('three', '40')
    """
    return _WORDS[number] if 0 <= number < len(_WORDS) else f"{number:,}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """Put a number before its noun.

    Parameters
    ----------
    number : int
        How many.
    noun, plural : str
        One, and several (``noun`` + s when left out).

    Returns
    -------
    str

    Examples
    --------
    >>> counted(1, "thread"), counted(1204, "reply", "replies")
    ('1 thread', '1,204 replies')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def share(estimate: Mapping[str, Any] | pd.Series) -> str:
    """Say a share with its count and interval; a count alone when the group is too small.

    Parameters
    ----------
    estimate : mapping or pandas.Series
        ``n, k, share, lo, hi`` and ``shown``: a row of `estimates.proportions`.

    Returns
    -------
    str

    Examples
    --------
    >>> share({"n": 40, "k": 12, "share": 0.3, "lo": 0.181, "hi": 0.454, "shown": True})
    '12 of 40 (30 %; 95 % interval 18 to 45 %)'
    >>> share({"n": 4, "k": 2, "share": 0.5, "lo": 0.1, "hi": 0.9, "shown": False})
    '2 of 4 (too few for a rate)'
    """
    n, k = int(estimate["n"]), int(estimate["k"])
    if n == 0:
        return "0 of 0 (nothing to count)"
    if not bool(estimate["shown"]):
        return f"{k:,} of {n:,} (too few for a rate)"
    level = float(estimate["level"]) if "level" in estimate else 0.95
    lo, hi = f"{100 * estimate['lo']:.0f}", f"{100 * estimate['hi']:.0f}"
    percent = f"{100 * estimate['share']:.0f} %"
    return f"{k:,} of {n:,} ({percent}; {100 * level:.0f} % interval {lo} to {hi} %)"


def inbox_paragraph(
    *,
    n_threads: int,
    first: Mapping[str, Any],
    soon: Mapping[str, Any],
    their_answers: Mapping[str, Any],
    own_answers: Mapping[str, Any],
    persisted: Mapping[str, Any],
    to_pitches: Mapping[str, Any],
    to_others: Mapping[str, Any],
) -> list[str]:
    """Say what happened in a whole inbox, one sentence a finding.

    Parameters
    ----------
    n_threads : int
        Two-person threads.
    first : mapping
        Share of threads whose first counterpart turn is a pitch.
    soon : mapping
        The row of `estimates.threshold_table` for the primary threshold.
    their_answers, own_answers : mapping
        Shares of questions answered by the counterparts, and by the owner.
    persisted : mapping
        Share of explicit refusals whose next turn from the refused side sells again.
    to_pitches, to_others : mapping
        Shares of pitches, and of other messages, replied to.

    Returns
    -------
    list of str
        Sentences. With fewer than two threads the last says that one thread supports no rate.
    """
    said = [
        f"In {share(first)} threads the first thing the counterpart wrote was a pitch.",
        _soon(soon),
        f"Counterparts answered {share(their_answers)} of the questions put to them; the owner of "
        f"the inbox answered {share(own_answers)}.",
    ]
    if int(persisted["n"]):
        said.append(
            "After an explicit refusal that the other side wrote back to, its next turn sold "
            f"again in {share(persisted)} cases."
        )
    else:
        said.append("No explicit refusal was followed by another turn of the side refused.")
    said.append(
        f"Pitches were replied to in {share(to_pitches)} cases, other messages in "
        f"{share(to_others)}."
    )
    if n_threads < 2:
        said.append("One thread supports no rate.")
    return said


def _soon(row: Mapping[str, Any]) -> str:
    n = int(row["n"])
    if n == 0:
        return "No connection date is known, so nothing can be said of how soon pitches came."
    hours = float(row["threshold_h"])
    certain, possible = int(row["n_certain"]), int(row["n_certain"]) + int(row["n_possible"])
    span = f"{hours:g} hours" if hours <= 72 else f"{hours / 24:g} days"
    people = counted(n, "connected person", "connected people")
    if certain == possible:
        return f"Of {people}, {certain:,} had pitched within {span}."
    return (
        f"Of {people}, at least {certain:,} and at most {possible:,} had pitched within {span} of "
        "connecting; the export knows only the day."
    )


def thread_paragraph(thread_id: str, tables: Mapping[str, pd.DataFrame]) -> str:
    """Say what happened in one thread.

    Parameters
    ----------
    thread_id : str
        Which thread.
    tables : mapping of str to pandas.DataFrame
        ``turns, questions, acts`` and the scores ``first_contact, answered, after_refusal``.

    Returns
    -------
    str
        A few sentences; the last says that one thread supports no rate.
    """
    mine = {
        name: frame[frame["thread_id"] == thread_id]
        for name, frame in tables.items()
        if "thread_id" in frame
    }
    turns, scores = mine["turns"], mine["first_contact"]
    theirs = turns[turns["side"] == "counterpart"]
    pitching = mine["acts"].query("act == 'pitch' and side == 'counterpart'")["turn_id"]
    pitches = theirs[theirs["turn_id"].isin(pitching)]
    explicit = mine["after_refusal"].query("explicit")
    said = []
    if len(scores) and scores["first_turn_is_pitch"].eq(True).any():
        said.append("In this thread the counterpart's first message was a pitch.")
    elif len(theirs):
        said.append("In this thread the counterpart's first message was no pitch.")
    if len(pitches):
        first_no = turns.set_index("turn_id")["rank"].reindex(explicit["turn_id"]).min()
        after = int((pitches["rank"] > first_no).sum()) if len(explicit) else 0
        tail = f", {spelled(after)} of them after an explicit refusal" if after else ""
        how_many = f"{spelled(len(pitches)).capitalize()} of {spelled(len(theirs))}"
        said.append(f"{how_many} counterpart turns pitched{tail}.")
    said += [text for text in (_answers(mine, "owner"), _answers(mine, "counterpart")) if text]
    said += _gauging(mine, explicit, turns)
    said.append("One thread supports no rate.")
    return " ".join(said)


def _answers(mine: Mapping[str, pd.DataFrame], asker: str) -> str:
    asked = mine["answered"].query("asker == @asker")
    known = asked["answered_eventual"].dropna()
    if not len(known):
        return ""
    who, whom = ("The counterpart", "them") if asker == "owner" else ("The owner", "the owner")
    yes, n = int(known.sum()), len(known)
    what = "all" if yes == n > 1 else spelled(yes)
    return f"{who} answered {what} of the {spelled(n)} question{'s' * (n > 1)} put to {whom}."


def _gauging(
    mine: Mapping[str, pd.DataFrame], explicit: pd.DataFrame, turns: pd.DataFrame
) -> list[str]:
    """Say when the counterpart first asked about the owner's work, seen from the refusals."""
    rank = turns.set_index("turn_id")["rank"]
    asked = mine["questions"].query("side == 'counterpart' and need_gauging")
    if not len(asked):
        return []
    first = rank.reindex(asked["turn_id"]).min()
    before = int((rank.reindex(explicit["turn_id"]) < first).sum())
    if not before:
        return ["The counterpart asked about the owner's work before any refusal."]
    ordinal = {1: "first", 2: "second", 3: "third"}.get(before, f"{before}th")
    return [f"The counterpart asked about the owner's work only after the {ordinal} refusal."]
