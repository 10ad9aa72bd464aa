"""Times to the first pitch in, the time by which half had one out."""

from __future__ import annotations

import math

import pandas as pd

from convostudy import estimates

__all__ = ["median_time"]


def median_time(timed: pd.DataFrame, *, level: float = 0.95) -> dict[str, float]:
    """Tell by when half of the connections had a pitch.

    Parameters
    ----------
    timed : pandas.DataFrame
        Rows of `clocked`: ``pitched, lo_h, hi_h``.
    level : float
        Coverage of the interval.

    Returns
    -------
    dict
        ``n``; ``least_h`` and ``most_h``, the Kaplan-Meier medians of the short and of the long
        ends: what the day of connecting allows; ``lo_h`` and ``hi_h``, where their bands cross one
        half (Brookmeyer and Crowley): what day and chance allow together. Not reached: missing.

    Examples
    --------
    >>> rows = {"pitched": [True, True, False], "lo_h": [2.0, 8.0, 90.0], "hi_h": [9.0, 20.0, 99.0]}
    >>> median = median_time(pd.DataFrame(rows))
    >>> median["least_h"], median["most_h"], median["hi_h"]
    (8.0, 20.0, nan)
    """
    if timed.empty:
        return {"n": 0, **dict.fromkeys(("least_h", "most_h", "lo_h", "hi_h"), math.nan)}
    short = estimates.kaplan_meier(timed, "lo_h", "pitched", level=level)
    long = estimates.kaplan_meier(timed, "hi_h", "pitched", level=level)
    # Before the first event the band holds what an unlucky sample might hide; it is no crossing.
    begun = short[short["share"] > 0]
    return {
        "n": len(timed),
        "least_h": estimates.quantile_of(short, 0.5),
        "most_h": estimates.quantile_of(long, 0.5),
        "lo_h": estimates.quantile_of(begun, 0.5, share="hi"),
        "hi_h": estimates.quantile_of(long, 0.5, share="lo"),
    }
