"""Times to a first pitch whose start is known to the day in, bounds and estimates out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from convostudy.errors import BadParameter
from convostudy.estimates._guards import check_columns, check_draws, check_level
from convostudy.estimates.bootstrap import few_clusters, resample_weights
from convostudy.estimates.proportions import cluster_codes, proportion
from convostudy.estimates.survival import share_by
from convostudy.estimates.within_day import Spread, even_start, fit, read, spread

__all__ = ["bounds_curve", "threshold_table"]

# Below this the shape of the curve within the day cannot be told from day-resolution starts.
SHORTEST_H = 2
# Bins of an hour for the first days, of a day later: there the unknown hour hardly matters.
HOURLY_UNTIL_H = 72
# What lies more than a day beyond the last hour asked for cannot move the share there.
SLACK_H = 25
LONGEST_H = 1440
# From the estimate, 20 accelerated EM cycles bring a draw home; 8 make the interval for 12 h
# about 15 % too short.
CYCLES_PER_DRAW = 20


def threshold_table(
    scores: pd.DataFrame,
    hours: Sequence[float] = (12, 24, 168, 720),
    *,
    weights: np.ndarray | None = None,
    draws: int = 2000,
    seed: int = 0,
    level: float = 0.95,
    cluster: str = "thread_id",
) -> pd.DataFrame:
    """What share of threads had a pitch within so many hours, and what can be known of that?

    Parameters
    ----------
    scores : DataFrame
        One row per thread, from the measure `time_to_pitch`; read are `pitched, in_invitation,
        connected_lo, lo_h, hi_h` and the cluster column.
    hours : sequence of float
        Thresholds, above 0.
    weights : ndarray of 24, or of threads x 24, optional
        As in `within_day`.
    draws, seed, level : int, int, float
        Number and seed of bootstrap draws; coverage of the percentile interval.
    cluster : str
        What is independent: the thread, or the owner when there are many.

    Returns
    -------
    DataFrame
        One row per threshold: `threshold_h, n`; `n_certain` (pitched by then wherever in the day
        the start was), `n_possible`, `n_ruled_out`, `n_censored_before` (not pitched, and
        perhaps not watched that long), which add up to n; `share_lower, share_upper`;
        `share_estimate, lo, hi, method`. Shares from 0 to 1; higher = pitched sooner.

    Raises
    ------
    BadParameter, BadTable, EstimateRefused
        A threshold is not above 0, a column lacks, a time is unknown or contradicts itself.

    Notes
    -----
    `share_lower` and `share_upper` are the least and the greatest Kaplan-Meier share that any
    admissible starts could give (the long and the short ends of the intervals; where a censored
    thread lies between the ends of a pitched one, the end that counts more). They hold no
    chance variation: that is in `lo` and `hi`, which belong to the estimate alone. Where nobody
    was watched that long they are missing.
    `share_estimate` leans on `weights`; it is missing below 2 h unless the bounds agree, and it
    is kept within the bounds. Invitation pitches count at time 0.

    References
    ----------
    De Gruttola & Lagakos 1989; Kaplan & Meier 1958.

    Examples
    --------
    >>> scores = pd.DataFrame({"thread_id": ["t1"], "pitched": True, "in_invitation": False,
    ...     "connected_lo": pd.Timestamp("2020-01-07", tz="UTC"), "lo_h": 2.583, "hi_h": 18.667})
    >>> table = threshold_table(scores, (1, 12, 24))
    >>> table[["threshold_h", "n_certain", "n_possible", "n_ruled_out"]]
       threshold_h  n_certain  n_possible  n_ruled_out
    0          1.0          0           0            1
    1         12.0          0           1            0
    2         24.0          1           0            0
    """
    check_level(level)
    check_draws(draws)
    check_columns(scores, [cluster])
    asked = np.asarray(list(hours), dtype=float)
    if not len(asked) or not np.isfinite(asked).all() or asked.min() <= 0 or asked.max() > 8760:
        raise BadParameter(
            f"hours = {tuple(hours)!r}", expected="thresholds above 0 h, at most 8760 h (a year)"
        )
    lo, hi, pitched, _ = read(scores)
    units = cluster_codes(scores, cluster)
    edges = np.union1d(_edges(asked.max()), asked)
    rows = spread(scores, weights, edges)
    at_asked = np.searchsorted(edges, asked)
    estimates, drawn = _estimate_and_draws(rows, units, at_asked, draws=draws, seed=seed)
    table = []
    for at, until in enumerate(asked):
        row = {"threshold_h": until} | _known(lo, hi, pitched, until)
        row["share_lower"], row["share_upper"] = _bounds(lo, hi, pitched, until)
        table.append(row | _estimate(row, estimates[at], drawn[at], units, level, seed))
    counts = ["n", "n_certain", "n_possible", "n_ruled_out", "n_censored_before"]
    return pd.DataFrame(table).astype(dict.fromkeys(counts, "int64") | {"method": "str"})


def _known(lo: np.ndarray, hi: np.ndarray, pitched: np.ndarray, until: float) -> dict[str, int]:
    """Count what is certain, possible, ruled out and not watched long enough to say."""
    certain = pitched & (hi <= until)
    possible = pitched & (lo <= until) & ~certain
    # At the very end of its watch a thread has shown that it was not pitched by then.
    ruled_out = np.where(pitched, lo > until, lo >= until)
    return {
        "n": len(lo),
        "n_certain": int(certain.sum()),
        "n_possible": int(possible.sum()),
        "n_ruled_out": int(ruled_out.sum()),
        "n_censored_before": int((~pitched & ~ruled_out).sum()),
    }


def _estimate(
    row: dict[str, Any],
    share: float,
    drawn: np.ndarray,
    units: np.ndarray,
    level: float,
    seed: int,
) -> dict[str, Any]:
    """Return share_estimate, lo, hi and method, or why there is none."""
    lower, upper = row["share_lower"], row["share_upper"]
    n_units = len(np.unique(units))

    def said(share: float, lo: float, hi: float, method: str) -> dict[str, Any]:
        return {"share_estimate": share, "lo": lo, "hi": hi, "method": method}

    if not row["n"]:
        return said(math.nan, math.nan, math.nan, "no observations")
    if math.isnan(lower):
        return said(math.nan, math.nan, math.nan, "no thread was watched that long")
    if row["threshold_h"] < SHORTEST_H and upper > lower:
        method = f"bounds only: below {SHORTEST_H} h not identifiable from day-resolution starts"
        return said(math.nan, math.nan, math.nan, method)
    share = min(max(share, lower), upper)
    if n_units == 1:
        method = "EM within the day; one cluster: no interval, describes this inbox only"
        return said(share, math.nan, math.nan, method)
    if lower == upper and share in (0, 1):
        # A bootstrap of nothing but zeros has no spread; the exact interval has.
        n_seen = min(row["n"] - row["n_censored_before"], n_units)
        one = proportion(n_seen if share else 0, n_seen, level=level)
        return said(share, one.lo, one.hi, f"{one.method} (n = {n_seen})")
    method = f"EM within the day, bootstrap of {n_units} clusters, {len(drawn)} draws, seed {seed}"
    lo, hi = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return said(share, min(lo, share), max(hi, share), method + few_clusters(n_units))


def bounds_curve(
    scores: pd.DataFrame, *, weights: np.ndarray | None = None, horizon_h: int = 720
) -> pd.DataFrame:
    """How does the share pitched grow over time, and how wide is what cannot be known?

    Parameters
    ----------
    scores : DataFrame
        As in `threshold_table`.
    weights : ndarray, optional
        As in `within_day`.
    horizon_h : int
        Last hour of the curve; at most 60 days (1440).

    Returns
    -------
    DataFrame
        One row per hour from 0: `time_h`; `lower` and `upper` (as in `threshold_table`);
        `estimate` (missing from 0 to below 2 h unless the bounds agree); `at_risk` (threads not
        pitched by then wherever their start was, and still watched). Shares never fall; they are
        missing beyond the longest watch.

    Examples
    --------
    >>> scores = pd.DataFrame({"pitched": [True, False], "in_invitation": False,
    ...     "connected_lo": pd.Timestamp("2020-01-07", tz="UTC"),
    ...     "lo_h": [2.6, 900.0], "hi_h": [18.7, 924.0]})
    >>> bounds_curve(scores).loc[[12, 24], ["time_h", "lower", "upper", "at_risk"]]
        time_h  lower  upper  at_risk
    12      12    0.0    0.5        1
    24      24    0.5    0.5        1
    """
    if not 1 <= horizon_h <= LONGEST_H:
        raise BadParameter(f"horizon_h = {horizon_h!r}", expected=f"1 to {LONGEST_H} hours")
    lo, hi, pitched, _ = read(scores)
    time_h = np.arange(horizon_h + 1)
    rows = spread(scores, weights, np.arange(horizon_h + SLACK_H, dtype=float))
    pairs = [_bounds(lo, hi, pitched, float(until)) for until in time_h]
    lower, upper = np.array(pairs).T
    share = fit(rows, np.ones((rows.n, 1)))[1][: horizon_h + 1, 0] if rows.n else lower
    share = np.clip(share, lower, upper)
    share[(time_h < SHORTEST_H) & (upper > lower)] = np.nan
    at_risk = len(lo) - np.searchsorted(np.sort(lo), time_h, side="right")
    columns = {"time_h": time_h, "lower": lower, "upper": upper}
    return pd.DataFrame(columns | {"estimate": share, "at_risk": at_risk})


def _bounds(
    lo: np.ndarray, hi: np.ndarray, pitched: np.ndarray, until: float
) -> tuple[float, float]:
    """Return the least and greatest Kaplan-Meier share at `until` over all admissible starts.

    Watching a censored thread longer lowers the share; so does moving a pitch past `until`. A
    pitch that is by `until` in any case raises it the more the later it is, because it takes
    mass from threads censored before it. Without such censoring these are simply the curves of
    the long and of the short ends. Beyond the longest watch there is no telling: missing.
    """
    watched, last = hi[~pitched].max(initial=-1.0), hi[pitched].max(initial=-1.0)
    if not len(lo) or last <= watched < until:
        return math.nan, math.nan
    in_any_case = pitched & (hi <= until)
    perhaps = pitched & (lo <= until)
    lower = share_by(np.where(in_any_case, lo, hi), pitched, until)
    upper = share_by(np.where(perhaps, np.minimum(hi, until), lo), pitched, until)
    return lower, upper


def _edges(longest_h: float) -> np.ndarray:
    late = np.arange(HOURLY_UNTIL_H, longest_h + SLACK_H, 24)
    return np.concatenate([np.arange(HOURLY_UNTIL_H), late, late[-1:] + 24])


def _estimate_and_draws(
    rows: Spread, units: np.ndarray, at: np.ndarray, *, draws: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the shares at the edges `at`: the estimate, and edges x draws of the bootstrap."""
    if not rows.n:
        return np.full(len(at), np.nan), np.full((len(at), draws), np.nan)
    p, shares = fit(rows, np.ones((rows.n, 1)))
    n_units = int(units.max()) + 1
    if n_units == 1:
        return shares[at, 0], np.full((len(at), draws), np.nan)
    drawn = []
    for chunk in _in_small_chunks(resample_weights(n_units, draws=draws, seed=seed), len(p)):
        # A little mass everywhere, so that no bin is lost to a draw before it starts.
        start = np.repeat(0.9 * p + 0.1 * even_start(rows), len(chunk), axis=1)
        again = fit(rows, chunk[:, units].T, start=start, cycles=CYCLES_PER_DRAW)
        drawn.append(again[1][at])
    return shares[at, 0], np.hstack(drawn)


def _in_small_chunks(chunks: Iterator[np.ndarray], n_bins: int) -> Iterator[np.ndarray]:
    # Curves of some hundred draws at a time stay in the cache of the processor.
    size = max(1, 40_000 // n_bins)
    for chunk in chunks:
        for start in range(0, len(chunk), size):
            yield chunk[start : start + size]
