"""M02: is the first thing they write a pitch?"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from convostudy.language.labels import having, pitches
from convostudy.tables import THREADS, TURNS, among, check, unlabelled, without_labels

__all__ = ["first_contact"]


def first_contact(
    threads: pd.DataFrame,
    turns: pd.DataFrame,
    messages: pd.DataFrame,
    acts: pd.DataFrame,
    *,
    side: str = "counterpart",
    solicitations: Collection[str] = ("sales", "investment", "event"),
) -> pd.DataFrame:
    """Tell, for each thread, whether and at which of its turns a side first pitched.

    Parameters
    ----------
    threads, turns, messages, acts : pandas.DataFrame
        The tables of those names.
    side : str
        Whose pitch: ``counterpart`` or ``owner``.
    solicitations : collection of str
        Kinds of pitch that count.

    Returns
    -------
    pandas.DataFrame
        One row per two-person thread in which that side wrote or sent an invitation:
        ``thread_id, owner_id, counterpart_id, n_side_turns``; ``pitch_in_invite`` (missing when
        that side's invitation is not in the export); ``first_turn_is_pitch`` (missing when that
        side wrote no turn); ``pitch_rank`` (1 is the first turn; missing when none pitches);
        ``pitch_only`` (every turn pitches); ``owner_raised_business`` (the other side spoke of an
        offer or a call before that side's first turn); ``why_no_label``: these are missing where
        the thread, or the first turn of that side, is in a language without labels, and
        ``pitch_rank`` and ``pitch_only``, too, where another turn before the first known pitch is.

    Notes
    -----
    Higher shares of ``first_turn_is_pitch`` mean more pitching at first contact. A false label
    in turn one weighs more than later ones. Do not compare threads that the owner opened with
    threads that the counterpart opened: see ``owner_raised_business``.

    References
    ----------
    The complaint that the first private message is a pitch, claims 4 and 66 of the catalogue.

    Examples
    --------
    >>> from convostudy.tables import ACTS, MESSAGES, THREADS, TURNS, empty
    >>> len(first_contact(empty(THREADS), empty(TURNS), empty(MESSAGES), empty(ACTS)))
    0
    """
    check(threads, THREADS)
    check(turns, TURNS)
    dyads = threads[~threads["is_group"]]
    selling = pitches(acts, side=side, solicitations=solicitations)
    own = turns[(turns["side"] == side) & among(turns["thread_id"], dyads["thread_id"])]
    own = own.assign(pitches=among(own["turn_id"], selling["turn_id"]))
    by_thread = own.groupby("thread_id")
    invited = messages[(messages["kind"] == "invitation") & (messages["side"] == side)]
    in_note = invited.assign(p=among(invited["message_id"], selling["message_id"]))
    in_note = in_note.groupby("thread_id")["p"].any()

    scores = dyads[["thread_id", "owner_id", "counterpart_id"]].set_index("thread_id")
    scores["n_side_turns"] = by_thread.size().reindex(scores.index).fillna(0).astype("int64")
    scores["pitch_in_invite"] = in_note.reindex(scores.index).astype("boolean")
    scores["first_turn_is_pitch"] = (
        own[own["side_rank"] == 1].set_index("thread_id")["pitches"].reindex(scores.index)
    ).astype("boolean")
    rank = own[own["pitches"]].groupby("thread_id")["side_rank"].min()
    scores["pitch_rank"] = rank.reindex(scores.index).astype("Int64")
    scores["pitch_only"] = by_thread["pitches"].all().reindex(scores.index).astype("boolean")
    scores["owner_raised_business"] = _raised_before(own, turns, acts, side).reindex(
        scores.index, fill_value=False
    )
    present = (scores["n_side_turns"] > 0) | scores["pitch_in_invite"].notna()
    scores = scores[present].reset_index()
    foreign = own[unlabelled(own["turn_id"], own, "turn_id")]
    first = foreign.loc[foreign["side_rank"] == 1, "thread_id"]
    unread = unlabelled(scores["thread_id"], threads, "thread_id")
    unread |= among(scores["thread_id"], first)
    of_first = ["pitch_in_invite", "first_turn_is_pitch", "owner_raised_business"]
    scores = without_labels(scores, unread, of_first)
    unread |= among(scores["thread_id"], _unread_before_pitch(own, foreign))
    return without_labels(scores, unread, ["pitch_rank", "pitch_only"])


def _unread_before_pitch(own: pd.DataFrame, foreign: pd.DataFrame) -> pd.Series:
    """List the threads in which an earlier turn than the first known pitch cannot be read."""
    first_pitch = own[own["pitches"]].groupby("thread_id")["side_rank"].min()
    first_pitch = first_pitch.reindex(foreign["thread_id"]).set_axis(foreign.index)
    return foreign.loc[~(foreign["side_rank"] > first_pitch), "thread_id"]


def _raised_before(
    own: pd.DataFrame, turns: pd.DataFrame, acts: pd.DataFrame, side: str
) -> pd.Series:
    """Find the threads in which the other side spoke of business before this side's first turn."""
    business = having(acts, "pitch", "cta", "acceptance")
    theirs = turns[(turns["side"] != side) & among(turns["turn_id"], business["turn_id"])]
    theirs_first = theirs.groupby("thread_id")["rank"].min()
    own_first = own.groupby("thread_id")["rank"].min()
    both = pd.concat([theirs_first.rename("theirs"), own_first.rename("own")], axis=1)
    return both["theirs"] < both["own"]
