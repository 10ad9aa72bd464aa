"""Gaps of a dataset in, made-up instants out, which differ within a thread as the gaps say."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from convostudy.tables import TIME

__all__ = ["END", "ends", "instants"]

END = pd.Timestamp("2000-01-03", tz="UTC")
"""Where all threads of a dataset end: an arbitrary Monday, before there was any such app."""
_TALK = ("message", "inmail")


def instants(messages: pd.DataFrame, quiet_h: pd.Series) -> pd.Series:
    """Lay the messages of each thread on a line that ends where observation does.

    Parameters
    ----------
    messages : pandas.DataFrame
        ``thread_id, gap_h, weekday``, by thread and place in it.
    quiet_h : pandas.Series
        By thread: hours from the last message to the end of observation.

    Returns
    -------
    pandas.Series
        Instants; missing where the study knew none.

    Examples
    --------
    >>> rows = pd.DataFrame({"thread_id": "t", "gap_h": [None, 36.0], "weekday": [0, 1]})
    >>> instants(rows, pd.Series([12.0], index=["t"])).dt.strftime("%d %H:%M").tolist()
    ['01 00:00', '02 12:00']
    """
    gaps = messages["gap_h"].fillna(0.0)
    since = gaps.groupby(messages["thread_id"]).cumsum()
    whole = since.groupby(messages["thread_id"]).transform("max")
    quiet = quiet_h.reindex(messages["thread_id"]).fillna(0.0).to_numpy()
    before = pd.to_timedelta((whole - since + quiet).round(4), unit="h")
    at = (END - before).dt.round("s")
    return at.where(messages["weekday"].notna()).astype(TIME)


def ends(rows: pd.DataFrame, messages: pd.DataFrame, order: Sequence[str]) -> pd.DataFrame:
    """Find first and last message of turns, or of attempts, by how many messages each has.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``thread_id, n_messages`` and ``order``.
    messages : pandas.DataFrame
        ``thread_id, seq, kind, sent_at``.
    order : sequence of str
        Columns that give the order within a thread.

    Returns
    -------
    pandas.DataFrame
        With ``began_at`` and ``ended_at``.
    """
    talk = messages[messages["kind"].isin(_TALK)].sort_values(["thread_id", "seq"])
    placed = rows.sort_values(["thread_id", *order])
    numbers = np.repeat(np.arange(len(placed)), placed["n_messages"])
    threads = placed["thread_id"].to_numpy()[numbers]
    at = pd.Series(pd.NaT, index=talk.index, dtype=TIME)
    talk = talk[talk["thread_id"].isin(set(threads))]
    if len(talk) != len(threads) or (talk["thread_id"].to_numpy() != threads).any():
        return rows.assign(began_at=at.iloc[:0], ended_at=at.iloc[:0])
    spans = talk["sent_at"].groupby(numbers).agg(["min", "max"])
    first = pd.Series(spans["min"].to_numpy(), index=placed.index)
    last = pd.Series(spans["max"].to_numpy(), index=placed.index)
    if first.dt.tz is None:
        first, last = first.dt.tz_localize("UTC"), last.dt.tz_localize("UTC")
    return rows.assign(began_at=first.astype(TIME), ended_at=last.astype(TIME))
