"""M16 and M17: what does a side do before it asks: help, or find out what is needed?"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from convostudy.language.labels import having, pitches, placed
from convostudy.tables import (
    ACTS,
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

__all__ = ["groundwork"]

HOUR = pd.Timedelta(hours=1)
ANSWERS = ("explicit", "implicit", "partial")


def groundwork(
    turns: pd.DataFrame,
    questions: pd.DataFrame,
    acts: pd.DataFrame,
    threads: pd.DataFrame,
    messages: pd.DataFrame,
    *,
    side: str = "counterpart",
    solicitations: Collection[str] = ("sales", "investment", "event"),
) -> pd.DataFrame:
    """Look at what a side did before its first pitch, and before its first ask of any kind.

    Parameters
    ----------
    turns, questions, acts, threads, messages : pandas.DataFrame
        The tables of those names.
    side : str
        Whose pitch and help: ``counterpart`` or ``owner``.
    solicitations : collection of str
        Kinds of pitch that count.

    Returns
    -------
    pandas.DataFrame
        One row per two-person thread in which that side wrote a turn: ``thread_id, owner_id,
        counterpart_id, pitched``; about its first pitch, missing while there is none:
        ``gauged_before_pitch`` (a question about the other's needs in an earlier turn),
        ``gauged_and_waited`` (and the other side had a turn in between), ``same_turn`` (a need
        question in the very turn that first pitches); ``help_before_ask`` (an offer of help, an
        answer, or a referral in a turn before its first pitch or call to action; missing while it
        asked for nothing); ``n_help`` and ``n_help_pure`` (turns that offer help or refer, and
        those of them without a pitch); ``need_minus_pitch_h`` (hours from the
        first pitch to its first need question; below zero means asked first; missing without
        either) and ``why_no_time`` (``no timestamps`` where both are there, without instants);
        ``why_no_label``: everything from ``pitched`` on is missing where the thread is in a
        language without labels.

    Notes
    -----
    More groundwork is a habit of relation builders; it is no promise of a better offer. Compare
    only threads that pitched: one that has not pitched yet is neither. In two-person talk a turn
    ends when the other writes, so ``gauged_and_waited`` departs from ``gauged_before_pitch`` only
    where the writer of a turn is unknown. A claim about customers at large ("helps people grow")
    is no help; asking for a referral is told apart from giving one only when it is also a call to
    action. Help that comes as bait is counted.

    References
    ----------
    Rackham (1988), SPIN Selling. Saxe & Weitz (1982), The SOCO scale.

    Examples
    --------
    >>> from convostudy.tables import TABLES, empty
    >>> names = ("turns", "questions", "acts", "threads", "messages")
    >>> len(groundwork(*(empty(TABLES[name]) for name in names)))
    0
    """
    check(turns, TURNS)
    check(questions, QUESTIONS)
    check(acts, ACTS)
    check(threads, THREADS)
    dyads = threads[~threads["is_group"]].set_index("thread_id")
    own = turns[(turns["side"] == side) & among(turns["thread_id"], dyads.index)]
    scores = dyads.loc[
        dyads.index.isin(own["thread_id"].unique()), ["owner_id", "counterpart_id"]
    ].sort_index()
    selling = pitches(acts, side=side, solicitations=solicitations)
    asking = pd.concat([selling, having(acts, "cta", side=side)])
    needs = questions[
        (questions["side"] == side)
        & questions["need_gauging"]
        & (questions["function"] == "information")
    ]
    pitch_rank = _first(selling, turns).reindex(scores.index)
    need_rank = _first(needs, turns).reindex(scores.index)
    scores["pitched"] = pitch_rank.notna()
    unknown = ~scores["pitched"]
    before = need_rank < pitch_rank
    scores["gauged_before_pitch"] = before.astype("boolean").mask(unknown, pd.NA)
    theirs = turns[~turns["side"].isin([side, "unknown"])]
    between = (theirs["rank"] > lookup(theirs["thread_id"], need_rank)) & (
        theirs["rank"] < lookup(theirs["thread_id"], pitch_rank)
    )
    waited = before & scores.index.isin(theirs.loc[between, "thread_id"].unique())
    scores["gauged_and_waited"] = waited.astype("boolean").mask(unknown, pd.NA)
    in_pitch = placed(needs, turns) == lookup(needs["thread_id"], pitch_rank)
    same = pd.Series(
        scores.index.isin(needs.loc[in_pitch, "thread_id"].unique()), index=scores.index
    )
    scores["same_turn"] = same.astype("boolean").mask(unknown, pd.NA)

    helping = having(acts, "offer_help", "referral", side=side)
    helping = helping[~among(helping["message_id"], _asks_for_referral(helping, asking))]
    ask_rank = _first(asking, turns).reindex(scores.index)
    help_rank = pd.concat([_first(helping, turns), _first_answer(questions, turns, side)], axis=1)
    helped = help_rank.min(axis=1).reindex(scores.index) < ask_rank
    scores["help_before_ask"] = helped.astype("boolean").mask(ask_rank.isna(), pd.NA)
    turns_that_help = own[among(own["turn_id"], helping["turn_id"])]
    pure = turns_that_help[~among(turns_that_help["turn_id"], selling["turn_id"])]
    for name, counted in (("n_help", turns_that_help), ("n_help_pure", pure)):
        n = counted.groupby("thread_id").size()
        scores[name] = n.reindex(scores.index, fill_value=0).astype("int64")

    sent_at = lookup(selling["message_id"], messages.set_index("message_id")["sent_at"])
    pitched_at = sent_at.groupby(selling["thread_id"]).min().reindex(scores.index)
    asked_at = needs.groupby("thread_id")["asked_at"].min().reindex(scores.index)
    scores["need_minus_pitch_h"] = (asked_at - pitched_at) / HOUR
    both = pitch_rank.notna() & need_rank.notna()
    untimed = both & scores["need_minus_pitch_h"].isna()
    scores["why_no_time"] = why_no_time(untimed)
    scores = scores.rename_axis("thread_id").reset_index()
    unread = unlabelled(scores["thread_id"], threads, "thread_id")
    return without_labels(scores, unread, scores.columns[3:-1])


def _first(labels: pd.DataFrame, turns: pd.DataFrame) -> pd.Series:
    """Return the rank of the first turn of each thread that holds one of the labels."""
    return placed(labels, turns).groupby(labels["thread_id"]).min().astype("float64")


def _asks_for_referral(helping: pd.DataFrame, asking: pd.DataFrame) -> pd.Series:
    """Return the messages whose only help is a referral that comes with a pitch or an ask."""
    refers = helping[helping["act"] == "referral"]["message_id"]
    offers = helping[helping["act"] == "offer_help"]["message_id"]
    return refers[refers.isin(asking["message_id"]) & ~refers.isin(offers)]


def _first_answer(questions: pd.DataFrame, turns: pd.DataFrame, side: str) -> pd.Series:
    """Return the rank of the first turn in which the side answers a question put to it."""
    answered = questions[(questions["side"] != side) & questions["status_next"].isin(ANSWERS)]
    # The status is that of the very next turn.
    return (placed(answered, turns) + 1).groupby(answered["thread_id"]).min()
