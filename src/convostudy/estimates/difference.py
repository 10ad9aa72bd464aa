"""Yes/no scores of two groups in, the difference of their shares out."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from convostudy.errors import BadParameter
from convostudy.estimates._guards import (
    check_columns,
    check_draws,
    check_level,
    column_names,
    truths,
)
from convostudy.estimates.bootstrap import few_clusters, resample_weights
from convostudy.estimates.proportions import cluster_codes, wilson

__all__ = ["difference"]


def difference(
    scores: pd.DataFrame,
    value: str,
    *,
    group: str,
    cluster: str | None = None,
    between: tuple[Any, Any] | None = None,
    level: float = 0.95,
    draws: int = 2000,
    seed: int = 0,
    min_n: int = 20,
) -> pd.DataFrame:
    """By how much do the shares of two groups differ?

    Parameters
    ----------
    scores : DataFrame
        One row per unit.
    value : str
        A yes/no column; missing values are left out and counted.
    group : str
        Column of the two groups; rows without a group are left out and counted.
    cluster : str, optional
        What is independent. Clusters that have rows in both groups are resampled whole, so the
        pairing counts.
    between : (a, b), optional
        Which two groups, in which order; needed when `group` has more than two values.
        Default: the two values, sorted.
    level, draws, seed, min_n :
        As in `proportions`.

    Returns
    -------
    DataFrame
        One row: `a, b, n_a, k_a, n_clusters_a, n_b, k_b, n_clusters_b, n_missing, share_a,
        share_b, difference, lo, hi, method, shown`. `difference` is share_a minus share_b, from
        -1 to 1: above 0 means more yes in a. An association in these threads, not an effect.

    Raises
    ------
    BadParameter
        There are not exactly two groups and `between` does not name two that exist.

    Notes
    -----
    One row per cluster: Newcombe's hybrid score interval (his method 10). Several rows per
    cluster: percentile cluster bootstrap within the strata "only a", "only b", "both". Where a
    group has no yes or no no, the bootstrap has no spread: Newcombe with the number of clusters
    as n (as if rows of one cluster were copies). No p-value is given in this version.

    References
    ----------
    Newcombe 1998, Statistics in Medicine 17:873-890.

    Examples
    --------
    >>> scores = pd.DataFrame({"style": ["pitch"] * 10 + ["other"] * 10,
    ...                        "answered": [1] * 3 + [0] * 7 + [1] * 9 + [0]})
    >>> row = difference(scores, "answered", group="style")
    >>> row[["a", "b", "difference", "lo", "hi", "method"]].round(2)
           a      b  difference    lo    hi    method
    0  other  pitch         0.6  0.17  0.81  Newcombe
    """
    check_level(level)
    check_draws(draws)
    check_columns(scores, [value, group, *column_names(cluster)])
    a, b = _two_groups(scores[group], group, between)
    table = pd.DataFrame({"yes": truths(scores, value), "group": scores[group]})
    table["unit"] = np.arange(len(scores)) if cluster is None else cluster_codes(scores, cluster)
    asked = table[table["group"].isin([a, b]) | table["group"].isna()]
    known = asked.dropna()
    in_a = (known["group"] == a).to_numpy(bool)
    yes = known["yes"].to_numpy(float)
    # Sums per cluster: yes in a, rows in a, yes in b, rows in b.
    parts = pd.DataFrame({"ka": yes * in_a, "na": in_a, "kb": yes * ~in_a, "nb": ~in_a})
    sums = parts.astype(float).groupby(known["unit"].to_numpy()).sum().to_numpy()
    k_a, n_a, k_b, n_b = (int(total) for total in sums.sum(axis=0))
    units_a, units_b = int((sums[:, 1] > 0).sum()), int((sums[:, 3] > 0).sum())
    share_a = k_a / n_a if n_a else math.nan
    share_b = k_b / n_b if n_b else math.nan
    one_row_each = len(sums) == len(known)
    if n_a == 0 or n_b == 0:
        lo, hi, method = math.nan, math.nan, "no observations in one group"
    elif one_row_each:
        lo, hi = _newcombe(share_a, n_a, share_b, n_b, level)
        method = "Newcombe"
    elif min(units_a, units_b) == 1:
        lo, hi = math.nan, math.nan
        method = "one cluster in a group: no interval, describes this inbox only"
    elif k_a in (0, n_a) or k_b in (0, n_b):
        lo, hi = _newcombe(share_a, units_a, share_b, units_b, level)
        method = f"Newcombe (n = clusters, {units_a} and {units_b}: a group is all yes or all no)"
    else:
        lo, hi = _bootstrap(sums, level=level, draws=draws, seed=seed)
        lo, hi = min(lo, share_a - share_b), max(hi, share_a - share_b)
        method = f"cluster bootstrap, {draws} draws, seed {seed}"
        method += few_clusters(min(units_a, units_b))
    row = {"a": a, "b": b, "n_a": n_a, "k_a": k_a, "n_clusters_a": units_a}
    row |= {"n_b": n_b, "k_b": k_b, "n_clusters_b": units_b, "n_missing": len(asked) - len(known)}
    row |= {"share_a": share_a, "share_b": share_b, "difference": share_a - share_b}
    row |= {"lo": lo, "hi": hi, "method": method, "shown": min(units_a, units_b) >= min_n}
    return pd.DataFrame([row])


def _two_groups(values: pd.Series, name: str, between: tuple[Any, Any] | None) -> tuple[Any, Any]:
    present = sorted(values.dropna().unique().tolist())
    if between is None and len(present) == 2:
        return present[0], present[1]
    if between is not None and len(set(between)) == 2 and set(between) <= set(present):
        return between
    raise BadParameter(
        f"the groups {present} and between = {between!r}",
        where=f"scores[{name!r}]",
        expected="two groups that are present",
        do="Name them: between=('pitch_first', 'builder')",
    )


def _newcombe(
    share_a: float, n_a: float, share_b: float, n_b: float, level: float
) -> tuple[float, float]:
    lo_a, hi_a = wilson(share_a * n_a, n_a, level)
    lo_b, hi_b = wilson(share_b * n_b, n_b, level)
    gap = share_a - share_b
    lo = gap - math.hypot(share_a - lo_a, hi_b - share_b)
    hi = gap + math.hypot(hi_a - share_a, share_b - lo_b)
    return max(lo, -1.0), min(hi, 1.0)


def _bootstrap(sums: np.ndarray, *, level: float, draws: int, seed: int) -> tuple[float, float]:
    totals = np.zeros((draws, 4))
    in_a, in_b = sums[:, 1] > 0, sums[:, 3] > 0
    # Strata keep both groups filled in every draw; clusters in both move as one.
    for stratum, members in enumerate((in_a & ~in_b, in_b & ~in_a, in_a & in_b)):
        if members.any():
            weights = resample_weights(int(members.sum()), draws=draws, seed=seed + stratum)
            totals += np.vstack([w @ sums[members] for w in weights])
    gaps = totals[:, 0] / totals[:, 1] - totals[:, 2] / totals[:, 3]
    lo, hi = np.quantile(gaps, [(1 - level) / 2, (1 + level) / 2])
    return float(lo), float(hi)
