"""M04: are the questions that one side asks answered by the other?"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from convostudy.language.labels import pitches
from convostudy.tables import (
    QUESTIONS,
    THREADS,
    TURNS,
    among,
    check,
    lookup,
    unlabelled,
    why_no_time,
    without_labels,
)

__all__ = ["answered"]

ANSWERS = ("explicit", "implicit", "partial")
RESPONSES = (*ANSWERS, "declined", "claims_ignorance", "clarification")
UNDECIDED = ("open", "clarification")


def answered(
    questions: pd.DataFrame,
    turns: pd.DataFrame,
    threads: pd.DataFrame,
    acts: pd.DataFrame,
    *,
    solicitations: Collection[str] = ("sales", "investment", "event"),
) -> pd.DataFrame:
    """Score each information question by whether the other side answered it.

    Parameters
    ----------
    questions, turns, threads, acts : pandas.DataFrame
        The tables of those names.
    solicitations : collection of str
        Kinds of pitch that count.

    Returns
    -------
    pandas.DataFrame
        One row per information question of a two-person thread: ``question_id, thread_id,
        owner_id, asker`` (owner or counterpart), ``form, status_next, status_eventual``;
        ``answered_next`` (in the other side's next turn) and ``answered_eventual`` (in its next
        two, a third if the second asked back, or any with a message that replies to the question
        by id), each begun within W (explicit, implicit or partial), ``answered_strict``
        (explicit), ``responsive`` (answered, declined, does not know, or asked back): true,
        false, or missing while it is not decided; ``after_pitch`` (the turn before was a pitch of
        the one asked), ``n_in_turn``, ``by_overlap, needs_review``; ``wait_h`` (hours to the
        message that settled it) and ``why_no_time``: ``no timestamps`` where the wait, or whether
        the window is over, is unknown for lack of instants; ``why_no_label``: whether it was
        answered is missing where the thread is in a language without labels, or a reply is that
        would have to be read.

    Notes
    -----
    Higher is better answered. The rate exists only where somebody asked: people who are pitched
    ask fewer and sharper questions, so compare like with like (``form``, ``after_pitch``) and say
    how many threads hold no question. Action requests ("free on Friday?") and rhetorical
    questions are no part of it. When shared words alone decide more than a fifth, call it soft.

    References
    ----------
    Schegloff (2007), Sequence Organization in Interaction. Raymond (2003), Grammar and social
    organization. Thomas et al. (2024), "I never said that": a dataset of clear and evasive answers.

    Examples
    --------
    >>> from convostudy.tables import ACTS, QUESTIONS, THREADS, TURNS, empty
    >>> scores = answered(empty(QUESTIONS), empty(TURNS), empty(THREADS), empty(ACTS))
    >>> scores["answered_eventual"].dtype
    BooleanDtype
    """
    check(questions, QUESTIONS)
    check(turns, TURNS)
    check(threads, THREADS)
    dyads = threads[~threads["is_group"]].set_index("thread_id")
    asked = questions[
        (questions["function"] == "information")
        & among(questions["thread_id"], dyads.index.to_series())
    ].reset_index(drop=True)
    scores = asked[["question_id", "thread_id"]].copy()
    scores["owner_id"] = lookup(asked["thread_id"], dyads["owner_id"])
    scores["asker"] = asked["side"]
    for name in ("form", "status_next", "status_eventual"):
        scores[name] = asked[name]
    for when in ("next", "eventual"):
        scores[f"answered_{when}"] = _among(asked[f"status_{when}"], ANSWERS)
    scores["answered_strict"] = _among(asked["status_eventual"], ("explicit",))
    scores["responsive"] = _among(asked["status_eventual"], RESPONSES, undecided=("open",))
    before = turns[["thread_id", "rank", "turn_id"]].assign(rank=turns["rank"] + 1)
    before = turns[["turn_id", "thread_id", "rank"]].merge(
        before, on=["thread_id", "rank"], how="left", suffixes=("", "_before")
    )
    before = before.set_index("turn_id")["turn_id_before"]
    selling = pitches(acts, solicitations=solicitations)["turn_id"].dropna()
    scores["after_pitch"] = among(lookup(asked["turn_id"], before), selling)
    scores["n_in_turn"] = asked.groupby("turn_id")["turn_id"].transform("size").astype("int64")
    for name in ("by_overlap", "needs_review", "wait_h"):
        scores[name] = asked[name]
    until = lookup(asked["thread_id"], dyads["observed_until"])
    open_ended = (asked["status_eventual"] == "open") & (asked["asked_at"].isna() | until.isna())
    scores["why_no_time"] = why_no_time(
        open_ended | (asked["answer_turn_id"].notna() & asked["wait_h"].isna())
    )
    unread = unlabelled(asked["thread_id"], threads, "thread_id")
    untold = unlabelled(lookup(asked["turn_id"], before), turns, "turn_id")
    scores["after_pitch"] = scores["after_pitch"].astype("boolean").mask(untold)
    foreign = _reply_unread(asked, turns)
    unread |= asked["status_eventual"].isna() & foreign
    of_labels = ["status_next", "status_eventual", "answered_next", "answered_eventual"]
    of_labels += ["answered_strict", "responsive", "after_pitch", "wait_h"]
    scores = without_labels(scores, unread, of_labels)
    # Answered in the end, but whether in the next turn cannot be told.
    unread_next = asked["status_next"].isna() & foreign
    return without_labels(scores, unread_next, ["status_next", "answered_next"])


def _reply_unread(asked: pd.DataFrame, turns: pd.DataFrame) -> pd.Series:
    """Tell which questions have a reply, within two turns, in a language without labels."""
    foreign = turns.loc[unlabelled(turns["turn_id"], turns, "turn_id"), ["thread_id", "rank"]]
    places = foreign["thread_id"] + "/" + foreign["rank"].astype("str")
    rank = lookup(asked["turn_id"], turns.set_index("turn_id")["rank"])
    unread = pd.Series(False, index=asked.index)
    # In a dyad speakers alternate: the next turn is the other side's, and so is the third.
    for step in (1, 3):
        reply = asked["thread_id"] + "/" + (rank + step).astype("str")
        unread |= among(reply, places)
    return unread


def _among(
    status: pd.Series, wanted: Collection[str], undecided: Collection[str] = UNDECIDED
) -> pd.Series:
    """Tell whether a status is one of those wanted; missing while it is not decided."""
    yes = status.isin(list(wanted)).astype("boolean")
    return yes.mask(status.isna() | status.isin(list(undecided)), pd.NA)
