"""M14: does a turn take up what the other side just said?"""

from __future__ import annotations

import pandas as pd

from convostudy.language.uptake import uptake
from convostudy.tables import (
    ACTS,
    QUESTIONS,
    THREADS,
    TURNS,
    among,
    check,
    lookup,
    unlabelled,
    without_labels,
)

__all__ = ["contingency"]


def contingency(
    turns: pd.DataFrame, questions: pd.DataFrame, acts: pd.DataFrame, threads: pd.DataFrame
) -> pd.DataFrame:
    """Tell of each turn whether it takes up the turn before it.

    Parameters
    ----------
    turns, questions, acts, threads : pandas.DataFrame
        The tables of those names.

    Returns
    -------
    pandas.DataFrame
        One row per turn of a two-person thread that follows a turn of the other side, so openings
        are no part of it: ``turn_id, thread_id, owner_id, side`` (who wrote it); ``contingent``:
        it answers a question of the turn before, or one still open from the turn before that;
        declines to, or asks back; it refuses or
        accepts; it asks a follow-up or mirror question, or a question that points back ("was that
        why ...?"); or it shares a content stem with the turn before. ``by_words``: it shares a
        stem, frequent ones left out (the sensitivity row). Both are missing where a turn without
        words, such as a video, or one in a language without labels, leaves nothing to compare.
        ``evidence``: the signs; ``why_no_label``: all three are missing where the thread is in a
        language without labels, or one of the two turns is and nothing is found.

    Notes
    -----
    Higher is more responsive. Shared words alone are too weak a sign: "I can't work with people
    who sidestep" shares none with the offer that it refuses, so report ``contingent`` with
    ``by_words`` beside it, never the latter alone. A reply that moves the talk on without a cue
    ("Long story, my uncle knew yours") is missed; a defence that repeats the other's word is
    found. Do not compare inboxes of different sizes by ``by_words``: which stems are frequent
    depends on the inbox.

    References
    ----------
    Huang, Yeomans, Brooks, Minson & Gino (2017), It doesn't hurt to ask. Rafaeli & Sudweeks
    (1997), Networked interactivity.

    Examples
    --------
    >>> from convostudy.tables import TABLES, empty
    >>> frames = (empty(TABLES[name]) for name in ("turns", "questions", "acts", "threads"))
    >>> contingency(*frames)["contingent"].dtype
    BooleanDtype
    """
    check(turns, TURNS)
    check(questions, QUESTIONS)
    check(acts, ACTS)
    check(threads, THREADS)
    dyads = threads[~threads["is_group"]].set_index("thread_id")
    talk = turns[among(turns["thread_id"], dyads.index)]
    scores = uptake(talk, questions, acts)
    scores.insert(2, "owner_id", lookup(scores["thread_id"], dyads["owner_id"]))
    either = unlabelled(scores["turn_id"], turns, "turn_id")
    either |= among(scores["turn_id"], _after_unread(turns))
    unread = unlabelled(scores["thread_id"], threads, "thread_id")
    unread |= either & scores["contingent"].isna()
    return without_labels(scores, unread, ["contingent", "by_words", "evidence"])


def _after_unread(turns: pd.DataFrame) -> pd.Series:
    """List the turns that follow one in a language without labels."""
    ordered = turns.sort_values(["thread_id", "rank"])
    foreign = unlabelled(ordered["turn_id"], ordered, "turn_id")
    same = ordered["thread_id"] == ordered["thread_id"].shift()
    return ordered.loc[foreign.shift(fill_value=False) & same, "turn_id"]
