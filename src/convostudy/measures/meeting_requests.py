"""M20: how soon does a side ask for a meeting, a call or a reply, and by which channel?"""

from __future__ import annotations

import pandas as pd

from convostudy.language.contacts import contacts
from convostudy.language.labels import having
from convostudy.tables import ACTS, THREADS, TURNS, among, check, lookup, unlabelled, without_labels

__all__ = ["meeting_requests"]

# Channels of a call to action that ask for more talk; a link or a download does not.
TALKING = ("calendar", "call", "meeting", "demo", "reply")


def meeting_requests(
    turns: pd.DataFrame,
    acts: pd.DataFrame,
    threads: pd.DataFrame,
    *,
    side: str = "counterpart",
) -> pd.DataFrame:
    """Find the first turn of a side that asks for a meeting, a call or a reply.

    Parameters
    ----------
    turns, acts, threads : pandas.DataFrame
        The tables of those names.
    side : str
        Who asks: ``counterpart`` or ``owner``.

    Returns
    -------
    pandas.DataFrame
        One row per two-person thread in which that side wrote a turn: ``thread_id, owner_id,
        counterpart_id, n_side_turns``; ``asks_in_first_turn``; ``first_ask_rank`` (1 is its first
        turn; missing while it has not asked); ``channels`` (of all its calls to action, in
        alphabetical order; empty when there is none); and whether any of its turns holds a
        ``calendar_link``, a ``phone`` number, a ``link`` of any kind or a ``mail`` address;
        ``why_no_label``: whether and how it asks is missing where the thread is in a language
        without labels.

    Notes
    -----
    More and earlier is more pressing for a meeting, not more rude: between people who know each
    other a call is a courtesy. One message has one channel, the most demanding that was found; a
    call to action known only as a question in a pitch has none, and does not count as asking for
    a meeting. Social meetings are counted. Long order numbers read as phone numbers.

    References
    ----------
    Cohen, Carvalho & Mitchell (2004), Learning to classify email into "speech acts".

    Examples
    --------
    >>> from convostudy.tables import ACTS, THREADS, TURNS, empty
    >>> meeting_requests(empty(TURNS), empty(ACTS), empty(THREADS)).columns.tolist()[4:7]
    ['asks_in_first_turn', 'first_ask_rank', 'channels']
    """
    check(turns, TURNS)
    check(acts, ACTS)
    check(threads, THREADS)
    dyads = threads[~threads["is_group"]].set_index("thread_id")
    own = turns[(turns["side"] == side) & among(turns["thread_id"], dyads.index)]
    calls = having(acts, "cta", side=side)
    talking = calls[calls["kind"].isin(TALKING)]
    by_thread = own.groupby("thread_id")
    scores = dyads.loc[by_thread.size().index, ["owner_id", "counterpart_id"]]
    scores["n_side_turns"] = by_thread.size()
    asks = own[among(own["turn_id"], talking["turn_id"])]
    rank = asks.groupby("thread_id")["side_rank"].min().reindex(scores.index).astype("Int64")
    scores["asks_in_first_turn"] = (rank == 1).fillna(False).astype("bool")
    scores["first_ask_rank"] = rank
    named = calls[among(calls["turn_id"], own["turn_id"]) & calls["kind"].notna()]
    named = named[["thread_id", "kind"]].drop_duplicates().sort_values(["thread_id", "kind"])
    joined = named.groupby("thread_id")["kind"].agg(" ".join).astype("str")
    scores["channels"] = lookup(scores.index.to_series(), joined).fillna("")
    held = contacts(own["text"]).groupby(own["thread_id"]).any().reindex(scores.index)
    for name in ("calendar_link", "phone", "link", "mail"):
        scores[name] = held[name].astype("bool")
    scores = scores.rename_axis("thread_id").reset_index()
    unread = unlabelled(scores["thread_id"], threads, "thread_id")
    return without_labels(scores, unread, ["asks_in_first_turn", "first_ask_rank", "channels"])
