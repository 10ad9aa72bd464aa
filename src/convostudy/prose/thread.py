"""What happened in one thread, in a few sentences."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from convostudy.language.labels import pitches
from convostudy.prose.sentences import spelled

__all__ = ["thread_paragraph"]


def thread_paragraph(
    thread_id: str,
    tables: Mapping[str, pd.DataFrame],
    *,
    solicitations: Collection[str] = ("sales", "investment", "event"),
) -> str:
    """Say what happened in one thread.

    Parameters
    ----------
    thread_id : str
        Which thread.
    tables : mapping of str to pandas.DataFrame
        ``turns, questions, acts`` and the scores ``first_contact, answered, after_refusal``.
    solicitations : collection of str
        Kinds of pitch that count.

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
    pitching = pitches(mine["acts"], side="counterpart", solicitations=solicitations)["turn_id"]
    pitched = theirs[theirs["turn_id"].isin(pitching)]
    explicit = mine["after_refusal"].query("explicit")
    said = []
    if scores["why_no_label"].notna().any():
        said.append("Much of this thread is in a language without labels, so little is said of it.")
    elif len(scores) and scores["first_turn_is_pitch"].eq(True).any():
        said.append("In this thread the counterpart's first message was a pitch.")
    elif len(theirs):
        said.append("In this thread the counterpart's first message was no pitch.")
    if len(pitched):
        first_no = turns.set_index("turn_id")["rank"].reindex(explicit["turn_id"]).min()
        after = int((pitched["rank"] > first_no).sum()) if len(explicit) else 0
        tail = f", {spelled(after)} of them after an explicit refusal" if after else ""
        how_many = f"{spelled(len(pitched)).capitalize()} of {spelled(len(theirs))}"
        noun = "turn" if len(theirs) == 1 else "turns"
        said.append(f"{how_many} counterpart {noun} pitched{tail}.")
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
    if n == 1:
        return f"{who} {'answered' if yes else 'did not answer'} the one question put to {whom}."
    what = "all" if yes == n else spelled(yes)
    return f"{who} answered {what} of the {spelled(n)} questions put to {whom}."


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
    if not len(explicit):
        return ["The counterpart asked about the owner's work."]
    if not before:
        return ["The counterpart asked about the owner's work before any refusal."]
    ordinal = {1: "first", 2: "second", 3: "third"}.get(before, f"{before}th")
    return [f"The counterpart asked about the owner's work only after the {ordinal} refusal."]
