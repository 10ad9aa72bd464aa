"""Numbers in, their median out, with the interval that their order alone gives."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from convostudy.estimates._guards import check_level

__all__ = ["median"]


def median(values: pd.Series, *, level: float = 0.95) -> dict[str, float]:
    """By when had half of them come, and how far may that be off?

    Parameters
    ----------
    values : pandas.Series
        Numbers such as hours; missing ones are left out.
    level : float
        Least coverage of the interval.

    Returns
    -------
    dict
        ``n, median, lo, hi``. The interval reaches from one of the values to another and holds
        whatever their distribution is; of fewer than six there is none at 95 %.

    Notes
    -----
    How many of n independent values lie below the true median is binomial with one half, so the
    L-th smallest and the L-th largest hold it between them, L the largest rank that keeps the
    level. Values of one thread are no independent draws: with several in a thread the interval is
    somewhat too narrow.

    References
    ----------
    Hahn & Meeker 1991, Statistical Intervals, section 5.2.

    Examples
    --------
    >>> median(pd.Series([1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 21.0, 34.0, 55.0, 89.0]))
    {'n': 10, 'median': 10.5, 'lo': 2.0, 'hi': 55.0}
    """
    from scipy.stats import binom

    check_level(level)
    known = np.sort(values.dropna().to_numpy(dtype="float64"))
    n = len(known)
    if not n:
        return {"n": 0, "median": math.nan, "lo": math.nan, "hi": math.nan}
    rank = int(binom.ppf((1 - level) / 2, n, 0.5))
    low, high = (known[rank - 1], known[n - rank]) if rank else (math.nan, math.nan)
    return {"n": n, "median": float(np.median(known)), "lo": float(low), "hi": float(high)}
