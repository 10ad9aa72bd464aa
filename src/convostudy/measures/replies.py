"""M08: which messages get a reply, and how soon?"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from convostudy.language.labels import pitches
from convostudy.tables import (
    ATTEMPTS,
    THREADS,
    among,
    check,
    lookup,
    unlabelled,
    why_no_time,
    without_labels,
)

__all__ = ["replies"]

HOUR = pd.Timedelta(hours=1)


def replies(
    attempts: pd.DataFrame,
    turns: pd.DataFrame,
    threads: pd.DataFrame,
    messages: pd.DataFrame,
    acts: pd.DataFrame,
    questions: pd.DataFrame,
    *,
    solicitations: Collection[str] = ("sales", "investment", "event"),
    no_reply_days: float = 14.0,
) -> pd.DataFrame:
    """Follow each attempt of a sender until the other side replies.

    Parameters
    ----------
    attempts, turns, threads, messages, acts, questions : pandas.DataFrame
        The tables of those names.
    solicitations : collection of str
        Kinds of pitch that count.
    no_reply_days : float
        Window W in days for ``replied_within``.

    Returns
    -------
    pandas.DataFrame
        One row per attempt in a two-person thread: ``attempt_id, thread_id, owner_id, turn_id,
        side`` (who wrote it), ``attempt, sent_at``; what it does: ``is_pitch``, ``asks`` (an
        information question); ``replied_within`` (the other side wrote within W; missing when the
        export ends first; false where one wrote again before any reply); and a spell for survival
        analysis: ``hours`` until the reply (``replied`` true), or until one's own next attempt or
        the end of observation (false); ``why_no_time``: ``no timestamps`` where ``hours`` is
        missing for lack of instants; ``why_no_label``: what the attempt does is missing where it,
        or its thread, is in a language without labels. Whether a reply came is told by the order of
        turns, and so known without either.

    Notes
    -----
    Higher ``replied_within`` is more replied to. With one owner it is a habit of that owner, not
    a law: describe, do not generalise. A later attempt is a spell of its own, so silence before
    it is not counted twice. Means of hours are misleading, since the silent are left out: use the
    curve.

    References
    ----------
    Avrahami & Hudson (2006), Responsiveness in instant messaging. Kalman & Rafaeli (2011),
    Online pauses and silence.

    Examples
    --------
    >>> from convostudy.tables import TABLES, empty
    >>> names = ("attempts", "turns", "threads", "messages", "acts", "questions")
    >>> len(replies(*(empty(TABLES[name]) for name in names)))
    0
    """
    check(attempts, ATTEMPTS)
    check(threads, THREADS)
    dyads = threads[~threads["is_group"]].set_index("thread_id")
    own = attempts[among(attempts["thread_id"], dyads.index.to_series())].reset_index(drop=True)
    scores = own[["attempt_id", "thread_id", "turn_id", "side", "attempt"]].copy()
    scores.insert(2, "owner_id", lookup(own["thread_id"], dyads["owner_id"]))
    scores["sent_at"] = own["ended_at"]
    selling = pitches(acts, solicitations=solicitations)["message_id"]
    asking = questions.loc[questions["function"] == "information", "message_id"]
    by_attempt = _messages_of(own, messages, pd.concat([selling, asking]), acts, questions)
    for name, which in (("is_pitch", selling), ("asks", asking)):
        hits = by_attempt.loc[among(by_attempt["message_id"], which), "attempt_id"]
        scores[name] = among(own["attempt_id"], hits)

    reply_at = lookup(own["turn_id"], _next_turn_at(turns))
    until = lookup(own["thread_id"], dyads["observed_until"])
    window_end = own["ended_at"] + pd.Timedelta(days=no_reply_days)
    within = (reply_at <= window_end).astype("boolean")
    # The clock of a spell stops at one's own next attempt, which opens a spell of its own: a reply
    # is credited to the attempt that it follows, and not to those before.
    again = own.groupby("turn_id", sort=False)["attempt"].shift(-1).notna()
    next_try = own.groupby("turn_id", sort=False)["began_at"].shift(-1)
    followed = among(own["turn_id"], _answered_turns(turns))
    silent = ~followed & ~again
    undecided = (silent & ~(window_end <= until)) | own["ended_at"].isna()
    undated = ~silent & ~again & reply_at.isna()
    scores["replied_within"] = within.mask(again, False).mask(undecided | undated, pd.NA)
    scores["replied"] = followed & ~again
    stop = reply_at.where(scores["replied"], next_try.fillna(until))
    scores["hours"] = (stop - own["ended_at"]) / HOUR
    scores["why_no_time"] = why_no_time(scores["hours"].isna())
    unread = unlabelled(own["thread_id"], threads, "thread_id")
    unread |= unlabelled(own["turn_id"], turns, "turn_id")
    return without_labels(scores, unread, ["is_pitch", "asks"])


def _next_turn_at(turns: pd.DataFrame) -> pd.Series:
    """Map each turn to the instant at which the next turn of its thread began."""
    ordered = turns.sort_values(["thread_id", "rank"])
    next_at = ordered.groupby("thread_id", sort=False)["began_at"].shift(-1)
    return next_at.set_axis(ordered["turn_id"])


def _answered_turns(turns: pd.DataFrame) -> pd.Series:
    """List the turns that another turn follows, whether or not its instant is known."""
    ordered = turns.sort_values(["thread_id", "rank"])
    return ordered.loc[ordered["thread_id"] == ordered["thread_id"].shift(-1), "turn_id"]


def _messages_of(
    attempts: pd.DataFrame,
    messages: pd.DataFrame,
    message_ids: pd.Series,
    acts: pd.DataFrame,
    questions: pd.DataFrame,
) -> pd.DataFrame:
    """Tell which attempt each of some messages belongs to, by its turn and its instant."""
    turn_of = pd.concat([acts[["message_id", "turn_id"]], questions[["message_id", "turn_id"]]])
    turn_of = turn_of[among(turn_of["message_id"], message_ids)].drop_duplicates("message_id")
    placed = turn_of.merge(messages[["message_id", "sent_at"]], on="message_id").merge(
        attempts[["turn_id", "attempt_id", "began_at", "ended_at"]], on="turn_id"
    )
    inside = (placed["sent_at"] >= placed["began_at"]) & (placed["sent_at"] <= placed["ended_at"])
    return placed[inside | placed["sent_at"].isna()]
