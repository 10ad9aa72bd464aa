"""M21: is a way out offered with the pitch, is it asked for, and is it honoured?"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from convostudy.language.labels import having, pitches
from convostudy.tables import (
    ACTS,
    MESSAGES,
    THREADS,
    TURNS,
    among,
    check,
    lookup,
    unlabelled,
    why_no_time,
    without_labels,
)

__all__ = ["opt_out"]

HOUR = pd.Timedelta(hours=1)


def opt_out(
    turns: pd.DataFrame,
    acts: pd.DataFrame,
    threads: pd.DataFrame,
    messages: pd.DataFrame,
    *,
    side: str = "counterpart",
    solicitations: Collection[str] = ("sales", "investment", "event"),
    no_reply_days: float = 14.0,
) -> pd.DataFrame:
    """Count the pitches that offer a way out, and follow the first request to be left alone.

    Parameters
    ----------
    turns, acts, threads, messages : pandas.DataFrame
        The tables of those names.
    side : str
        Whose pitches, and who is asked to stop: ``counterpart`` or ``owner``.
    solicitations : collection of str
        Kinds of pitch that count.
    no_reply_days : float
        Window W in days after the request.

    Returns
    -------
    pandas.DataFrame
        One row per two-person thread in which that side wrote a turn: ``thread_id, owner_id,
        counterpart_id, n_pitch_turns, n_offered`` (pitch turns that say how to stop the
        messages); ``requested`` (the other side asked that side to stop, after its first word),
        ``requested_at``; ``honoured``: that side wrote nothing within W of the first request
        (missing without a request, and while the window runs in silence); ``next_message_h``,
        hours until its next message, if any; ``why_no_time``: ``no timestamps`` where a request
        was made and the instants lack that would tell; ``why_no_label``: all else is missing where
        the thread is in a language without labels.

    Notes
    -----
    Higher ``honoured`` is better. One last "sorry, understood" within W is not silence: read the
    few cases. Duties differ by country and channel; this states facts, not compliance. "Say no
    and I stop" can also be a way to persuade. A request made outside the thread is not seen.

    References
    ----------
    Carpenter (2013), A meta-analysis of the effectiveness of the "but you are free"
    compliance-gaining technique.

    Examples
    --------
    >>> from convostudy.tables import ACTS, MESSAGES, THREADS, TURNS, empty
    >>> opt_out(empty(TURNS), empty(ACTS), empty(THREADS), empty(MESSAGES))["honoured"].dtype
    BooleanDtype
    """
    check(turns, TURNS)
    check(acts, ACTS)
    check(threads, THREADS)
    check(messages, MESSAGES)
    dyads = threads[~threads["is_group"]].set_index("thread_id")
    own = turns[(turns["side"] == side) & among(turns["thread_id"], dyads.index)]
    selling = pitches(acts, side=side, solicitations=solicitations)
    offering = having(acts, "opt_out_offer", side=side)
    pitching = among(own["turn_id"], selling["turn_id"])
    counts = pd.DataFrame(
        {
            "n_pitch_turns": pitching,
            "n_offered": pitching & among(own["turn_id"], offering["turn_id"]),
        }
    )
    counts = counts.astype("int64").groupby(own["thread_id"]).sum()
    scores = dyads.loc[counts.index, ["owner_id", "counterpart_id"]].join(counts)

    request = _first_requests(acts, messages, own, side)
    scores["requested"] = scores.index.isin(request.index)
    scores["requested_at"] = request["sent_at"].reindex(scores.index)
    later = messages[(messages["side"] == side) & among(messages["thread_id"], request.index)]
    later = later[later["seq"] > lookup(later["thread_id"], request["seq"])].sort_values("seq")
    after = later.groupby("thread_id")["sent_at"]
    wrote = pd.Series(scores.index.isin(later["thread_id"]), index=scores.index)
    wait = after.min().reindex(scores.index) - scores["requested_at"]
    window = pd.Timedelta(days=no_reply_days)
    watched = dyads["observed_until"].reindex(scores.index) >= scores["requested_at"] + window
    honoured = (~(wait <= window)).astype("boolean")
    # Silence counts once the window has been seen; so does a later message that ended it.
    scores["honoured"] = honoured.mask(~(watched & ~wrote | wait.notna()), pd.NA)
    scores["next_message_h"] = wait / HOUR
    unseen = scores["requested_at"].isna() | dyads["observed_until"].reindex(scores.index).isna()
    scores["why_no_time"] = why_no_time(scores["requested"] & wait.isna() & (wrote | unseen))
    scores = scores.rename_axis("thread_id").reset_index()
    unread = unlabelled(scores["thread_id"], threads, "thread_id")
    return without_labels(scores, unread, scores.columns[3:-1])


def _first_requests(
    acts: pd.DataFrame, messages: pd.DataFrame, own: pd.DataFrame, side: str
) -> pd.DataFrame:
    """Give instant and place of the first request of each thread, made after the side's word."""
    made = having(acts, "opt_out_request")
    made = made[(made["side"] != side) & among(made["thread_id"], own["thread_id"])]
    placed = made[["message_id"]].merge(
        messages[["message_id", "thread_id", "seq", "sent_at"]], on="message_id"
    )
    first_word = messages[messages["side"] == side].groupby("thread_id")["seq"].min()
    placed = placed[placed["seq"] > lookup(placed["thread_id"], first_word)]
    return placed.sort_values("seq").groupby("thread_id")[["seq", "sent_at"]].first()
