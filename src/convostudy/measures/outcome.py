"""M26: how did it end: with a meeting, interest, a refusal, silence?"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from convostudy.language.labels import having, pitches
from convostudy.tables import (
    ACTS,
    THREADS,
    TURNS,
    among,
    check,
    lookup,
    unlabelled,
    why_no_time,
    without_labels,
)

__all__ = ["outcome"]

MEETING = ("calendar", "call", "meeting", "demo")
POSITIVE = ("meeting_agreed", "interest")


def outcome(
    turns: pd.DataFrame,
    acts: pd.DataFrame,
    threads: pd.DataFrame,
    *,
    side: str = "counterpart",
    solicitations: Collection[str] = ("sales", "investment", "event"),
    no_reply_days: float = 14.0,
) -> pd.DataFrame:
    """Place each thread on the ladder of outcomes, as seen from the side that wrote.

    Parameters
    ----------
    turns, acts, threads : pandas.DataFrame
        The tables of those names.
    side : str
        Whose outcome: what the other side did after ``counterpart`` or ``owner`` wrote.
    solicitations : collection of str
        Kinds of pitch that count, for ``pitched``.
    no_reply_days : float
        Days of silence after that side's last word that make ``no_reply``.

    Returns
    -------
    pandas.DataFrame
        One row per two-person thread in which that side wrote a turn, or asked for something in
        its invitation note and was answered: ``thread_id, owner_id, counterpart_id, pitched``;
        ``outcome``, from the other side's turns after that side's first, or after such a note:
        ``meeting_agreed`` (accepts after a call, meeting, demo or calendar was asked for),
        ``interest`` (accepts another pitch, call to action or offer of help),
        ``opt_out`` (asked to be left alone), ``refusal``, ``neutral_reply`` (none of these),
        ``no_reply`` (silence for W), ``open`` (the export ends first, or shows no instants);
        missing when every reply is without words; ``positive`` (the first two) and
        ``meeting``, both missing while open or unknown; ``turn_id``, the first turn that settled
        it; ``why_no_time``: ``no timestamps`` where silence is open for lack of instants; and
        ``why_no_label``: pitch and outcome are missing where the thread is in a language without
        labels, or the outcome would be neutral for want of what a reply in one says.

    Notes
    -----
    Higher ``positive`` is better for the sender. The highest step counts: interest after a
    refusal is interest. Among the negative ones the strongest no counts, and any no outweighs
    small talk. An acceptance in a turn that also refuses is none. Deals made elsewhere are not
    seen, nor is a meeting that the other side proposes. Association is not effect: compare styles
    only by what came after the landmark, and with none of n positive give the bound 3/n.

    References
    ----------
    Bound for none of n: Hanley & Lippman-Hand (1983), If nothing goes wrong, is everything all
    right?

    Examples
    --------
    >>> from convostudy.tables import ACTS, THREADS, TURNS, empty
    >>> outcome(empty(TURNS), empty(ACTS), empty(THREADS))["positive"].dtype
    BooleanDtype
    """
    check(turns, TURNS)
    check(acts, ACTS)
    check(threads, THREADS)
    dyads = threads[~threads["is_group"]].set_index("thread_id")
    talk = turns[among(turns["thread_id"], dyads.index)].sort_values(["thread_id", "rank"])
    own = talk[talk["side"] == side]
    by_thread = own.groupby("thread_id")
    replies = talk[~talk["side"].isin([side, "unknown"])]
    # A note that asks for something is written before the talk, and can be answered by it.
    asking_notes = _offers(acts, side)
    asking_notes = asking_notes[asking_notes["turn_id"].isna()]["thread_id"]
    first_rank = by_thread["rank"].min().reindex(dyads.index)
    first_rank = first_rank.mask(among(first_rank.index.to_series(), asking_notes), 0.0)
    replies = replies[replies["rank"] > lookup(replies["thread_id"], first_rank)]
    present = pd.concat([own["thread_id"], replies["thread_id"]]).drop_duplicates().sort_values()
    scores = dyads.loc[present, ["owner_id", "counterpart_id"]]
    selling = pitches(acts, side=side, solicitations=solicitations)
    scores["pitched"] = scores.index.isin(selling["thread_id"].unique())

    steps = _steps(replies, own, acts, side)
    reached = pd.Series(None, index=scores.index, dtype="str")
    settled_by = reached.copy()
    for name, turn_of in steps.items():
        first = turn_of.groupby("thread_id")["turn_id"].first().reindex(scores.index)
        new = reached.isna() & first.notna()
        reached, settled_by = reached.mask(new, name), settled_by.mask(new, first)
    silent = ~scores.index.isin(replies["thread_id"].unique())
    window = pd.Timedelta(days=no_reply_days)
    last_word = by_thread["ended_at"].max().reindex(scores.index)
    until = dyads["observed_until"].reindex(scores.index)
    watched = last_word + window <= until
    reached = reached.mask(silent, watched.map({True: "no_reply", False: "open"}))
    scores["outcome"] = reached.astype("str")
    undecided = scores["outcome"].isna() | (scores["outcome"] == "open")
    for name, good in (("positive", POSITIVE), ("meeting", ("meeting_agreed",))):
        scores[name] = scores["outcome"].isin(good).astype("boolean").mask(undecided, pd.NA)
    scores["turn_id"] = settled_by.astype("str")
    untold = (scores["outcome"] == "open") & (last_word.isna() | until.isna())
    scores["why_no_time"] = why_no_time(untold)
    scores = scores.rename_axis("thread_id").reset_index()
    unread = unlabelled(scores["thread_id"], threads, "thread_id")
    foreign = replies.loc[unlabelled(replies["turn_id"], turns, "turn_id"), "thread_id"]
    neutral = scores["outcome"] == "neutral_reply"
    unread |= neutral & among(scores["thread_id"], foreign)
    of_labels = ["pitched", "outcome", "positive", "meeting", "turn_id"]
    return without_labels(scores, unread, of_labels)


def _steps(
    replies: pd.DataFrame, own: pd.DataFrame, acts: pd.DataFrame, side: str
) -> dict[str, pd.DataFrame]:
    """Return the turns that reach each step, in the order in which steps are looked for."""
    leave = _in(replies, having(acts, "opt_out_request"))
    refuse = _in(replies, having(acts, "refusal"))
    accept = _in(replies, having(acts, "acceptance")) & ~leave & ~refuse
    # What is accepted is the last thing that the side asked for or offered.
    offers = _offers(acts, side)
    meets = offers["message_id"].where((offers["act"] == "cta") & offers["kind"].isin(MEETING))
    ranks = lookup(offers["turn_id"], own.set_index("turn_id")["rank"]).fillna(0).astype("int64")
    asked = offers.assign(rank=ranks, meets=meets.notna())
    asked = asked.groupby(["thread_id", "rank"])["meets"].any().reset_index()
    before = pd.merge_asof(
        replies.loc[accept, ["thread_id", "rank", "turn_id"]].sort_values("rank"),
        asked.sort_values("rank"),
        on="rank",
        by="thread_id",
    )
    return {
        "meeting_agreed": before[before["meets"].eq(True)],
        "interest": before[before["meets"].notna()],
        "opt_out": replies[leave],
        "refusal": replies[refuse],
        "neutral_reply": replies[replies["text"].str.strip() != ""],
    }


def _offers(acts: pd.DataFrame, side: str) -> pd.DataFrame:
    """Return what the side offered or asked for, in talk (with a turn) or in a note (without)."""
    return having(acts, "pitch", "cta", "offer_help", side=side)


def _in(turns: pd.DataFrame, acts: pd.DataFrame) -> pd.Series:
    return among(turns["turn_id"], acts["turn_id"])
