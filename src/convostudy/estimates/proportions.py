"""Yes/no scores in, shares with honest intervals out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import Any, Literal

import numpy as np
import pandas as pd

from convostudy.errors import BadParameter, EstimateRefused
from convostudy.estimates._estimate import Estimate
from convostudy.estimates._guards import (
    check_columns,
    check_draws,
    check_level,
    column_names,
    truths,
)
from convostudy.estimates.bootstrap import ratio_interval

__all__ = ["proportion", "proportions"]

IntervalMethod = Literal["auto", "wilson", "clopper-pearson"]


def proportion(k: int, n: int, *, level: float = 0.95, method: IntervalMethod = "auto") -> Estimate:
    """What share had the property, and how far may it be off by chance?

    One independent observation per thread is assumed; for several rows per thread use
    `proportions(cluster=...)`.

    Parameters
    ----------
    k, n : int
        How many of how many.
    level : float
        Coverage of the interval.
    method : {"auto", "wilson", "clopper-pearson"}
        "auto": Wilson, and Clopper-Pearson (wider, never too short) when k is 0 or n; then the
        rule of three (at most about 3 / n, one-sided 95 %) is said in the method.

    Returns
    -------
    Estimate
        `share` from 0 to 1; higher = more of them had it. With n = 0 everything is missing.

    Raises
    ------
    BadParameter
        k is not from 0 to n, or the level is no coverage.

    References
    ----------
    Wilson 1927; Clopper & Pearson 1934; Brown, Cai & DasGupta 2001.

    Examples
    --------
    >>> print(proportion(12, 40))
    12 of 40 (30 %, 95 % interval 18 to 45 %, Wilson)
    >>> print(proportion(0, 40))
    0 of 40 (0 %, 95 % interval 0 to 9 %, Clopper-Pearson; rule of three: at most about 7.5 %)
    >>> print(proportion(0, 0))
    0 of 0 (no observations)
    """
    check_level(level)
    if method not in ("auto", "wilson", "clopper-pearson"):
        raise BadParameter(f"method = {method!r}", expected="auto, wilson or clopper-pearson")
    if int(k) != k or int(n) != n or not 0 <= k <= n:
        raise BadParameter(
            f"k = {k!r} of n = {n!r}", expected="whole numbers with 0 <= k <= n", do="Count again"
        )
    k, n = int(k), int(n)
    if n == 0:
        return Estimate(0, 0, math.nan, math.nan, math.nan, level, "no observations")
    if method == "wilson" or (method == "auto" and 0 < k < n):
        lo, hi = wilson(k, n, level)
        return Estimate(n, k, k / n, lo, hi, level, "Wilson")
    lo, hi = _clopper_pearson(k, n, level)
    said = "Clopper-Pearson" + (_rule_of_three(k, n) if k in (0, n) else "")
    return Estimate(n, k, k / n, lo, hi, level, said)


def wilson(k: float, n: float, level: float) -> tuple[float, float]:
    """Return the Wilson score interval; k and n may be effective (fractional) counts."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = k / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # At 0 and n an end equals the share exactly; rounding must not put it on the wrong side.
    return min(max(middle - half, 0.0), share), max(min(middle + half, 1.0), share)


def _clopper_pearson(k: int, n: int, level: float) -> tuple[float, float]:
    tail = (1 - level) / 2
    if k == 0:
        return 0.0, 1 - tail ** (1 / n)
    if k == n:
        return float(tail ** (1 / n)), 1.0
    from scipy.stats import beta

    return float(beta.ppf(tail, k, n - k + 1)), float(beta.ppf(1 - tail, k + 1, n - k))


def _rule_of_three(k: int, n: int) -> str:
    # Below ten observations 3/n is a poor approximation (and above 1 below three).
    if n < 10:
        return ""
    bound = f"at most about {300 / n:.2g} %" if k == 0 else f"at least about {100 - 300 / n:.3g} %"
    return f"; rule of three: {bound}"


def proportions(
    scores: pd.DataFrame,
    value: str,
    *,
    by: str | Sequence[str] | None = None,
    cluster: str | None = None,
    level: float = 0.95,
    draws: int = 2000,
    seed: int = 0,
    min_n: int = 20,
) -> pd.DataFrame:
    """What share of the rows say yes, overall or by group?

    Parameters
    ----------
    scores : DataFrame
        One row per unit, with the columns named in the other parameters.
    value : str
        A yes/no column; missing = not (yet) known, left out of n and counted as `n_missing`.
    by : str or list of str, optional
        Columns that make the groups; a missing group value is a group of its own.
    cluster : str, optional
        Column of what is independent (thread or owner). Where a cluster has several rows the
        interval is a cluster bootstrap (percentile); where each has one, Wilson.
    level, draws, seed : float, int, int
        Coverage; number and seed of bootstrap draws.
    min_n : int
        Groups with fewer independent units (clusters, or rows without `cluster`) get
        `shown` False: print their counts, not their rate.

    Returns
    -------
    DataFrame
        One row per group: the group columns, `n, k, n_clusters, n_missing, share, lo, hi,
        method, shown`. Shares from 0 to 1; higher = more yes.

    Notes
    -----
    At 0 or all a bootstrap has no spread, so Clopper-Pearson is used; with several rows per
    cluster its n is the number of clusters, as if rows of one cluster were copies of each other
    (wider than needed, never too short). One cluster with several rows supports no interval: lo
    and hi are missing. The same happens in spirit, unseen, when all clusters have the same share:
    a bootstrap of few, alike clusters is too short.

    Raises
    ------
    BadTable, BadParameter
        A column is lacking or no yes/no column; a level or number of draws makes no sense.

    Examples
    --------
    >>> scores = pd.DataFrame({"style": ["pitch"] * 3 + ["other"] * 2,
    ...                        "answered": [True, False, None, True, True]})
    >>> proportions(scores, "answered", by="style")[["style", "k", "n", "n_missing", "shown"]]
       style  k  n  n_missing  shown
    0  other  2  2          0  False
    1  pitch  1  2          1  False
    """
    check_level(level)
    check_draws(draws)
    groups = column_names(by)
    check_columns(scores, [value, *groups, *column_names(cluster)])
    table = pd.DataFrame({name: scores[name] for name in groups})
    table["_yes"] = truths(scores, value)
    table["_unit"] = np.arange(len(scores)) if cluster is None else cluster_codes(scores, cluster)
    rows: list[dict[str, Any]] = []
    for key, part in (
        table.groupby(groups, dropna=False, observed=True) if groups else [((), table)]
    ):
        row: dict[str, Any] = dict(zip(groups, key, strict=True))
        row |= _one_group(part, level=level, draws=draws, seed=seed)
        row["shown"] = row["n_clusters"] >= min_n
        rows.append(row)
    kinds = {"n": "int64", "k": "int64", "n_clusters": "int64", "n_missing": "int64"}
    kinds |= {"share": "float64", "lo": "float64", "hi": "float64", "method": "str"}
    kinds["shown"] = "bool"
    return pd.DataFrame(rows, columns=[*groups, *kinds]).astype(kinds)


def cluster_codes(scores: pd.DataFrame, cluster: str) -> np.ndarray:
    """Return sorted integer codes of the clusters, so that row order cannot matter."""
    missing = scores[cluster].isna()
    if missing.any():
        raise EstimateRefused(
            f"{missing.sum()} rows without a cluster",
            where=f"scores[{cluster!r}], first at row {scores.index[missing.to_numpy()][0]!r}",
            expected="the thread or owner of every row",
            do="Leave such rows out and report how many they were",
        )
    return np.asarray(pd.factorize(scores[cluster], sort=True)[0])


def _one_group(part: pd.DataFrame, *, level: float, draws: int, seed: int) -> dict[str, Any]:
    known = part[part["_yes"].notna()]
    per_cluster = known["_yes"].astype("int64").groupby(known["_unit"]).agg(["sum", "count"])
    n, k, n_clusters = len(known), int(per_cluster["sum"].sum()), len(per_cluster)
    row: dict[str, Any] = {"n": n, "k": k, "n_clusters": n_clusters}
    row["n_missing"] = len(part) - n
    if n_clusters == n or k in (0, n):
        # At 0 or all the clusters, not the rows, are what is known to be independent.
        at_bound = proportion(n_clusters if k else 0, n_clusters, level=level)
        one = proportion(k, n, level=level) if n_clusters == n else at_bound
        said = one.method if n_clusters == n else f"{one.method} (n = {n_clusters} clusters)"
        return row | {"share": k / n if n else math.nan, "lo": one.lo, "hi": one.hi, "method": said}
    lo, hi, method = ratio_interval(
        per_cluster["sum"].to_numpy(float),
        per_cluster["count"].to_numpy(float),
        level=level,
        draws=draws,
        seed=seed,
    )
    if lo == hi:
        # Clusters all alike leave a bootstrap nothing to vary: it would claim to know for certain.
        lo, hi = wilson(k / n * n_clusters, n_clusters, level)
        method = f"Wilson on {n_clusters} clusters, which are all alike"
    return row | {"share": k / n, "lo": lo, "hi": hi, "method": method}
