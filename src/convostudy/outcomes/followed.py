"""Curves or intervals in, how many are still followed at each of some times out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

__all__ = ["AT_RISK_H", "followed_between", "still_followed"]

AT_RISK_H = (0.0, 24.0, 72.0, 168.0, 336.0, 720.0)
"""Hours at which the figures say how many are still followed."""


def still_followed(
    by_group: Mapping[str, pd.DataFrame], times_h: Sequence[float] = AT_RISK_H
) -> pd.DataFrame:
    """Count at each time those still followed, to whom nothing has happened yet.

    Parameters
    ----------
    by_group : mapping
        Group to a curve (``time, at_risk``) from `estimates.kaplan_meier`.
    times_h : sequence of float
        Times, in the unit of the curves.

    Returns
    -------
    pandas.DataFrame
        Index: groups; columns: times; values: how many, just before that time.

    Examples
    --------
    >>> curve = pd.DataFrame({"time": [2.0, 30.0], "at_risk": [5, 3]})
    >>> still_followed({"all": curve}, (0, 24, 72)).loc["all"].tolist()
    [5, 3, 0]
    """
    rows = {}
    for group, curve in by_group.items():
        at = np.searchsorted(curve["time"].to_numpy(float), np.asarray(times_h, dtype=float))
        rows[group] = np.append(curve["at_risk"].to_numpy("int64"), 0)[at]
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(times_h), dtype="int64")


def followed_between(timed: pd.DataFrame, times_h: Sequence[float] = AT_RISK_H) -> pd.DataFrame:
    """Count at each time the connections followed without a pitch, as the day allows.

    Parameters
    ----------
    timed : pandas.DataFrame
        Rows of `clocked`: ``lo_h, hi_h``.
    times_h : sequence of float
        Hours since connecting.

    Returns
    -------
    pandas.DataFrame
        Index: ``at least`` and ``at most``; one row, ``connections``, where the two agree at all
        times; columns: times.

    Examples
    --------
    >>> timed = pd.DataFrame({"lo_h": [2.0, 90.0], "hi_h": [26.0, 114.0]})
    >>> followed_between(timed, (0, 24)).loc["at least"].tolist()
    [2, 1]
    """
    rows = {
        name: [int((timed[end] >= t).sum()) for t in times_h]
        for name, end in (("at least", "lo_h"), ("at most", "hi_h"))
    }
    if rows["at least"] == rows["at most"]:
        rows = {"connections": rows["at least"]}
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(times_h), dtype="int64")
