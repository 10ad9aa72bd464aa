"""Label tables in, selections out: the questions that several measures put to them."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from convostudy.tables import lookup

__all__ = ["having", "pitches", "placed"]


def having(
    acts: pd.DataFrame, *names: str, side: str | None = None, kinds: Collection[str] | None = None
) -> pd.DataFrame:
    """Return the acts of the given names, of one side, of some kinds.

    Parameters
    ----------
    acts : pandas.DataFrame
        The table ``acts``.
    *names : str
        Acts wanted.
    side : str, optional
        ``owner`` or ``counterpart``; both when left out.
    kinds : collection of str, optional
        Finer kinds wanted; an act without a kind is always kept.

    Returns
    -------
    pandas.DataFrame
        Rows of ``acts``.

    Examples
    --------
    >>> acts = pd.DataFrame({"act": ["pitch", "refusal"], "side": ["counterpart", "owner"],
    ...                      "kind": ["sales", "need"]})
    >>> having(acts, "refusal")["kind"].tolist()
    ['need']
    """
    wanted = acts["act"].isin(names)
    if side is not None:
        wanted &= acts["side"] == side
    if kinds is not None:
        wanted &= acts["kind"].isna() | acts["kind"].isin(list(kinds))
    return acts[wanted]


def pitches(
    acts: pd.DataFrame, *, side: str | None = None, solicitations: Collection[str] = ()
) -> pd.DataFrame:
    """Return the pitches of one side that count as selling.

    Parameters
    ----------
    acts : pandas.DataFrame
        The table ``acts``.
    side : str, optional
        ``owner`` or ``counterpart``; both when left out.
    solicitations : collection of str
        Kinds of pitch that count; all when empty.

    Returns
    -------
    pandas.DataFrame
        Rows of ``acts``.
    """
    return having(acts, "pitch", side=side, kinds=solicitations or None)


def placed(labels: pd.DataFrame, turns: pd.DataFrame) -> pd.Series:
    """Return the place in its thread of each act or question.

    Parameters
    ----------
    labels : pandas.DataFrame
        Rows of ``acts`` or ``questions``.
    turns : pandas.DataFrame
        The table ``turns``.

    Returns
    -------
    pandas.Series
        int64, indexed as ``labels``: the rank of its turn; 0 for invitation notes, which are
        written before the talk.

    Examples
    --------
    >>> turns = pd.DataFrame({"turn_id": ["a/1", "a/2"], "rank": [1, 2]})
    >>> placed(pd.DataFrame({"turn_id": ["a/2", None]}), turns).tolist()
    [2, 0]
    """
    ranks = lookup(labels["turn_id"], turns.set_index("turn_id")["rank"])
    return ranks.fillna(0).astype("int64")
