"""Which found question is which coded one."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["meet"]

_SHARED = 0.5  # of the shorter of the two


def meet(gold: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Pair coded and found questions of one message that share most of the shorter of the two.

    Parameters
    ----------
    gold, found : pandas.DataFrame
        message_id, start, end.

    Returns
    -------
    pandas.DataFrame
        ``gold`` and ``found``: index labels of those that meet, each once, best overlap first.

    Examples
    --------
    >>> gold = pd.DataFrame({"message_id": ["m"], "start": [4], "end": [10]})
    >>> found = pd.DataFrame({"message_id": ["m", "m"], "start": [0, 5], "end": [3, 10]})
    >>> meet(gold, found).values.tolist()
    [[0, 1]]
    """
    left = gold[["message_id", "start", "end"]].reset_index(names="gold")
    right = found[["message_id", "start", "end"]].reset_index(names="found")
    both = left.merge(right, on="message_id", suffixes=("", "_found"))
    begin = np.maximum(both["start"], both["start_found"])
    shared = np.minimum(both["end"], both["end_found"]) - begin
    least = np.minimum(both["end"] - both["start"], both["end_found"] - both["start_found"])
    both = both.assign(share=shared / least, shared=shared)
    both = both[both["share"] >= _SHARED].sort_values(["share", "shared"], ascending=False)
    return both.drop_duplicates("gold").drop_duplicates("found")[["gold", "found"]]
