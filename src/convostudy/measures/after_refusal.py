"""M06: what happens after "no thanks"?"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from convostudy.language.labels import having, pitches, placed
from convostudy.tables import (
    NO_LABELS,
    THREADS,
    TURNS,
    among,
    check,
    lookup,
    unlabelled,
    why_no_time,
    without_labels,
)

__all__ = ["after_refusal"]

HOUR = pd.Timedelta(hours=1)


def after_refusal(
    acts: pd.DataFrame,
    turns: pd.DataFrame,
    threads: pd.DataFrame,
    messages: pd.DataFrame,
    *,
    side: str = "counterpart",
    solicitations: Collection[str] = ("sales", "investment", "event"),
    no_reply_days: float = 14.0,
) -> pd.DataFrame:
    """Follow each refusal: does the refused side pitch again, and how soon?

    Parameters
    ----------
    acts, turns, threads, messages : pandas.DataFrame
        The tables of those names.
    side : str
        The side that is refused: ``counterpart`` or ``owner``.
    solicitations : collection of str
        Kinds of pitch that count.
    no_reply_days : float
        Days without a word after which the outcome is silence.

    Returns
    -------
    pandas.DataFrame
        One row per turn that refuses or asks to be left alone, addressed to a side that had
        written before, be it an invitation note: ``thread_id, owner_id, turn_id, refused_at,
        reason, explicit`` (false for postponements), ``opt_out``, ``after_pitch`` (the refused
        side had pitched before); ``next_is_pitch`` (the refused side's next turn sells or calls to
        action; missing when it has written no next turn); ``outcome`` (pitch, other,
        silence, open); ``pitched_again`` (any later pitch or call to action),
        ``n_pitch_turns_after``, ``hours`` (to that pitch or call to action, or to the end of
        observation), ``why_no_time`` (``no timestamps`` where ``hours`` is missing) and
        ``first_in_thread``; ``why_no_label``: what hangs on a turn of the refused side in a
        language without labels is missing, and so is everything where the thread is in one.

    Notes
    -----
    Higher ``next_is_pitch`` is more persistence. Silence after a refusal respects it, so the
    share of refusals followed by a pitch and the share among those *answered* differ: say which.
    Indirect refusals are partly missed, so that persistence against them is not seen.

    References
    ----------
    Beebe, Takahashi & Uliss-Weltz (1990), Pragmatic transfer in ESL refusals.

    Examples
    --------
    >>> from convostudy.tables import ACTS, MESSAGES, THREADS, TURNS, empty
    >>> len(after_refusal(empty(ACTS), empty(TURNS), empty(THREADS), empty(MESSAGES)))
    0
    """
    check(turns, TURNS)
    check(threads, THREADS)
    refusals = _refusals(acts, turns, threads, messages, side)
    own = _selling_turns(acts, turns, messages, side, solicitations)
    others = own[["thread_id", "rank", "began_at", "sold_at", "sells", "pitches", "unread"]]
    around = refusals[["turn_id", "thread_id", "rank"]].merge(
        others, on="thread_id", suffixes=("", "_own")
    )
    after = around[around["rank_own"] > around["rank"]].sort_values("rank_own")
    by_refusal = after.groupby("turn_id")
    scores = refusals.set_index("turn_id")
    first_pitch = _first_pitch(acts, turns, side, solicitations)
    scores["after_pitch"] = lookup(scores["thread_id"], first_pitch) < scores["rank"]
    scores["next_is_pitch"] = by_refusal["sells"].first().reindex(scores.index).astype("boolean")
    scores["pitched_again"] = by_refusal["sells"].any().reindex(scores.index, fill_value=False)
    scores["n_pitch_turns_after"] = (
        by_refusal["pitches"].sum().reindex(scores.index, fill_value=0).astype("int64")
    )
    until = lookup(scores["thread_id"], threads.set_index("thread_id")["observed_until"])
    scores["outcome"] = _outcome(scores, until, no_reply_days)
    sold_at = after[after["sells"]].groupby("turn_id")["sold_at"].first().reindex(scores.index)
    end = sold_at.where(scores["pitched_again"], until)
    scores["hours"] = (end - scores["refused_at"]) / HOUR
    scores["first_in_thread"] = ~scores.sort_values("rank")["thread_id"].duplicated()
    earlier = around[around["unread"] & (around["rank_own"] < around["rank"])]["turn_id"]
    unread = unlabelled(scores["thread_id"], threads, "thread_id")
    before = scores.index.isin(earlier) & ~scores["after_pitch"]
    unread_next = by_refusal["unread"].first().reindex(scores.index, fill_value=False)
    unread_later = by_refusal["unread"].any().reindex(scores.index, fill_value=False)
    scores["why_no_time"] = why_no_time(scores["hours"].isna())
    scores["why_no_time"] = scores["why_no_time"].mask(unread | unread_later, NO_LABELS)
    scores = without_labels(scores, unread | before, ["after_pitch"])
    scores = without_labels(scores, unread | unread_next, ["next_is_pitch", "outcome"])
    later = ["pitched_again", "n_pitch_turns_after", "hours"]
    scores = without_labels(scores, unread | unread_later, later)
    return scores.drop(columns="rank").reset_index()


def _selling_turns(
    acts: pd.DataFrame,
    turns: pd.DataFrame,
    messages: pd.DataFrame,
    side: str,
    solicitations: Collection[str],
) -> pd.DataFrame:
    """Mark the turns of a side that pitch, or call to action in a thread in which it pitches.

    A recruiter's or a friend's "could we talk?" is no selling; after a pitch it is.
    """
    pitching = pitches(acts, side=side, solicitations=solicitations)
    calling = having(acts, "cta", side=side)
    calling = calling[among(calling["thread_id"], pitching["thread_id"])]
    selling = pd.concat([pitching, calling]).merge(
        messages[["message_id", "sent_at"]], on="message_id"
    )
    own = turns[turns["side"] == side]
    return own.assign(
        pitches=among(own["turn_id"], pitching["turn_id"]),
        sells=among(own["turn_id"], selling["turn_id"]),
        sold_at=lookup(own["turn_id"], selling.groupby("turn_id")["sent_at"].min()),
        unread=unlabelled(own["turn_id"], own, "turn_id"),
    )


def _first_pitch(
    acts: pd.DataFrame, turns: pd.DataFrame, side: str, solicitations: Collection[str]
) -> pd.Series:
    """Give the place of the first pitch of each thread: 0 for an invitation note."""
    pitching = pitches(acts, side=side, solicitations=solicitations)
    return placed(pitching, turns).groupby(pitching["thread_id"]).min()


def _refusals(
    acts: pd.DataFrame,
    turns: pd.DataFrame,
    threads: pd.DataFrame,
    messages: pd.DataFrame,
    side: str,
) -> pd.DataFrame:
    """List the turns of the other side that refuse after this side wrote."""
    dyads = threads[~threads["is_group"]].set_index("thread_id")
    no = having(acts, "refusal", "opt_out_request")
    no = no[
        (no["side"] != side)
        & among(no["thread_id"], dyads.index.to_series())
        & no["turn_id"].notna()
    ]
    sent_at = messages.set_index("message_id")["sent_at"]
    no = no.assign(
        refused_at=lookup(no["message_id"], sent_at),
        reason=no["kind"].where(no["act"] == "refusal"),
        opt_out=no["act"] == "opt_out_request",
    )
    by_turn = no.groupby("turn_id", sort=False).agg(
        thread_id=("thread_id", "first"),
        refused_at=("refused_at", "max"),
        reason=("reason", "first"),
        opt_out=("opt_out", "any"),
    )
    by_turn["explicit"] = by_turn["opt_out"] | (by_turn["reason"].fillna("bare") != "indirect")
    by_turn["rank"] = lookup(by_turn.index.to_series(), turns.set_index("turn_id")["rank"])
    first_word = turns[turns["side"] == side].groupby("thread_id")["rank"].min()
    spoken_to = lookup(by_turn["thread_id"], first_word) < by_turn["rank"]
    # An invitation note with words is a first word too, and can be refused.
    notes = messages[(messages["kind"] == "invitation") & (messages["side"] == side)]
    spoken_to |= among(
        by_turn["thread_id"], notes.loc[notes["text"].str.strip() != "", "thread_id"]
    )
    by_turn["owner_id"] = lookup(by_turn["thread_id"], dyads["owner_id"])
    columns = ["thread_id", "owner_id", "refused_at", "reason", "explicit", "opt_out", "rank"]
    return by_turn.loc[spoken_to, columns].reset_index()


def _outcome(scores: pd.DataFrame, until: pd.Series, no_reply_days: float) -> pd.Series:
    window_over = scores["refused_at"] + pd.Timedelta(days=no_reply_days) <= until
    outcome = pd.Series("open", index=scores.index, dtype="str").mask(window_over, "silence")
    outcome = outcome.mask(scores["next_is_pitch"].fillna(False), "pitch")
    return outcome.mask(scores["next_is_pitch"].eq(False).fillna(False), "other")
