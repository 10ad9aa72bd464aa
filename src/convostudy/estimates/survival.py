"""Durations with censoring in, the cumulative share that had the event out."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pandas as pd

from convostudy.errors import BadParameter, EstimateRefused
from convostudy.estimates._guards import check_columns, check_level, hours, truths

__all__ = ["kaplan_meier", "quantile_of"]


def kaplan_meier(
    scores: pd.DataFrame, duration: str, observed: str, *, level: float = 0.95
) -> pd.DataFrame:
    """What share has had the event (a reply, a pitch) by each time?

    Rows without the event yet are censored: they count as long as they were watched. End the
    watch at the date of the export, not at the last message; silent threads stay at risk.

    Parameters
    ----------
    scores : DataFrame
        One row per unit (thread, turn, refusal).
    duration : str
        Column of times to the event, or watched without it; any unit, zero or more.
    observed : str
        Yes/no column: True = the event happened at that time, False = censored then.
    level : float
        Coverage of the pointwise interval.

    Returns
    -------
    DataFrame
        One row per distinct time: `time` (unit of `duration`), `at_risk` (just before it),
        `events`, `censored`, `share` (had the event by then, 1 - S; never falls), `lo`, `hi`.
        No rows when there are no scores; share 0 throughout when there is no event.

    Raises
    ------
    EstimateRefused
        A duration is missing, infinite or negative, or `observed` is missing.

    Notes
    -----
    Rows are taken as independent: several rows of one thread make the interval too short.
    Interval: log-log with Greenwood's variance. Where that is undefined: before the first event
    Clopper-Pearson with the number at risk; once everybody left at risk had it, from the last
    defined `lo` to 1. An event that rules out another (opt-out before a pitch) must not be
    censored here: 1 - S then says too much.

    References
    ----------
    Kaplan & Meier 1958; Kalbfleisch & Prentice 2002, section 1.4.

    Examples
    --------
    >>> waits = pd.DataFrame({"wait_h": [5, 6, 6, 2, 4, 4.0], "replied": [1, 0, 1, 1, 1, 1]})
    >>> kaplan_meier(waits, "wait_h", "replied").round(3)
       time  at_risk  events  censored  share     lo     hi
    0   2.0        6       1         0  0.167  0.025  0.727
    1   4.0        5       2         0  0.500  0.196  0.889
    2   5.0        3       1         0  0.667  0.324  0.954
    3   6.0        2       1         1  0.833  0.483  0.992
    """
    check_level(level)
    check_columns(scores, [duration, observed])
    time, happened = hours(scores, duration), events(scores, observed)
    times, rank = np.unique(time, return_inverse=True)
    n_events = np.bincount(rank, weights=happened, minlength=len(times)).astype("int64")
    n_all = np.bincount(rank, minlength=len(times)).astype("int64")
    at_risk = n_all[::-1].cumsum()[::-1]
    share, lo, hi = _shares(time, happened, times, at_risk, level)
    return pd.DataFrame(
        {
            "time": times,
            "at_risk": at_risk,
            "events": n_events,
            "censored": n_all - n_events,
            "share": share,
            "lo": lo,
            "hi": hi,
        }
    )


def events(scores: pd.DataFrame, column: str) -> np.ndarray:
    """Return a yes/no column without missing values: not yet is False with its time watched."""
    happened = truths(scores, column)
    unknown = happened.isna().to_numpy(bool)
    if unknown.any():
        raise EstimateRefused(
            f"{unknown.sum()} of {len(happened)} rows where it is not known if the event happened",
            where=f"scores[{column!r}], first at row {scores.index[unknown][0]!r}",
            expected="True (it happened) or False (not yet: censored)",
            do="Leave out rows that could not be judged and report how many they were",
        )
    return np.asarray(happened, dtype=bool)


def _shares(
    time: np.ndarray, happened: np.ndarray, times: np.ndarray, at_risk: np.ndarray, level: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return share, lo and hi at each of `times`."""
    # Before the first event nobody left early, so 0 of those still at risk had it.
    share, lo = np.zeros(len(times)), np.zeros(len(times))
    hi = 1 - ((1 - level) / 2) ** (1 / np.maximum(at_risk, 1))
    if not happened.any():  # statsmodels gives empty arrays here, on which plots crash
        return share, lo, hi
    from statsmodels.duration.survfunc import SurvfuncRight

    # No `entry`: with entry 0 an event at 0 has nobody at risk and the curve is 0 for good.
    fit = SurvfuncRight(time, happened.astype(int))
    survived = np.asarray(fit.surv_prob, dtype=float)
    z = NormalDist().inv_cdf((1 + level) / 2)
    inside = (survived > 0) & (survived < 1)
    s = survived[inside]
    reach = z * np.asarray(fit.surv_prob_se, dtype=float)[inside] / (s * np.abs(np.log(s)))
    lo_at, hi_at = np.zeros(len(survived)), np.ones(len(survived))
    lo_at[inside] = 1 - s ** np.exp(-reach)
    hi_at[inside] = 1 - s ** np.exp(reach)
    if not inside.all():  # the last step to 1; d of d at risk bounds it when it is also the first
        at_once = ((1 - level) / 2) ** (1 / fit.n_risk[-1])
        lo_at[~inside] = lo_at[inside].max() if inside.any() else at_once
    latest = np.searchsorted(fit.surv_times, times, side="right") - 1
    begun = latest >= 0
    share[begun] = 1 - survived[latest[begun]]
    lo[begun], hi[begun] = lo_at[latest[begun]], hi_at[latest[begun]]
    return share, lo, hi


def share_by(time: np.ndarray, happened: np.ndarray, until: float) -> float:
    """Return the Kaplan-Meier share by one time (the same number as `kaplan_meier`, faster)."""
    order = np.lexsort((~happened, time))  # at equal times the event comes first
    time, happened = time[order], happened[order]
    at_risk = len(time) - np.arange(len(time))
    # Tied events one after the other multiply to the same factor as taken at once.
    steps = 1 - 1 / at_risk[happened & (time <= until)]
    return 1 - float(np.prod(steps))


def quantile_of(curve: pd.DataFrame, q: float, *, share: str = "share") -> float:
    """By when has a share q had the event (q = 0.5: the median time)?

    Parameters
    ----------
    curve : DataFrame
        From `kaplan_meier`, `within_day` or `bounds_curve`: a column `time` or `time_h`, and
        shares that never fall.
    q : float
        Above 0, at most 1.
    share : str
        The column of shares, such as "lower" or "upper" of `bounds_curve`.

    Returns
    -------
    float
        The first time at which the share is at least q, in the unit of the curve; nan when it is
        not reached (print "not reached").

    Raises
    ------
    BadParameter
        q is not from 0 to 1.

    Notes
    -----
    Conventions differ when the curve is flat at exactly q. For times 5, 6+, 6, 2, 4, 4 the
    median is 4 here and in lifelines, 5 in statsmodels, and 4.5 in R.

    Examples
    --------
    >>> waits = pd.DataFrame({"wait_h": [5, 6, 6, 2, 4, 4.0], "replied": [1, 0, 1, 1, 1, 1]})
    >>> curve = kaplan_meier(waits, "wait_h", "replied")
    >>> quantile_of(curve, 0.5), quantile_of(curve, 0.9)
    (4.0, nan)
    """
    if not 0 < q <= 1:
        raise BadParameter(f"q = {q!r}", expected="a share above 0, at most 1", do="Try q=0.5")
    clock = "time" if "time" in curve.columns else "time_h"
    check_columns(curve, [clock, share])
    # 1 - (1 - 0.5) and the like are a rounding error short of q.
    reached = (curve[share] >= q - 1e-12).to_numpy(bool)
    return float(curve[clock].to_numpy(float)[reached][0]) if reached.any() else math.nan
