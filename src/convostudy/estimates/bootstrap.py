"""Sums per cluster in, a ratio with its cluster-bootstrap interval out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from convostudy.errors import EstimateRefused
from convostudy.estimates._guards import check_columns, check_draws, check_level, column_names

__all__ = ["cluster_bootstrap"]

FEWEST_CLUSTERS = 8
# Cells of one chunk of weights: 16 MB of floats, whatever the size of the study.
CHUNK_CELLS = 2_000_000


def cluster_bootstrap(
    scores: pd.DataFrame,
    numerator: str,
    denominator: str,
    *,
    cluster: str,
    by: str | Sequence[str] | None = None,
    draws: int = 2000,
    seed: int = 0,
    level: float = 0.95,
) -> pd.DataFrame:
    """What is the ratio of two sums, and how far may it be off when whole clusters vary?

    Rows of one thread (or owner) resemble each other, so clusters are resampled, not rows.

    Parameters
    ----------
    scores : DataFrame
        Rows with the columns named below; rows that lack the numerator or denominator are left
        out and counted.
    numerator, denominator : str
        Columns to be summed, such as questions answered and questions asked.
    cluster : str
        What is independent: owners if there are many, else threads.
    by : str or list of str, optional
        Columns that make the groups.
    draws, seed, level : int, int, float
        Number and seed of the draws; coverage of the percentile interval.

    Returns
    -------
    DataFrame
        One row per group: the group columns, `n` (sum of the denominator), `k` (sum of the
        numerator), `n_clusters, n_missing, share` (k / n: above 1 where the numerator is no part
        of the denominator), `lo, hi, method`. The same seed gives the same interval, in whatever
        order the rows come.

    Raises
    ------
    EstimateRefused
        A row has no cluster, or a denominator is negative.

    Notes
    -----
    With fewer than 8 clusters the interval is too short and `method` says so; with one cluster
    there is none. Draws in which the denominator is 0 are left out.

    References
    ----------
    Davison & Hinkley 1997, section 3.8; Cameron, Gelbach & Miller 2008.

    Examples
    --------
    >>> asked = pd.DataFrame({"thread_id": list("aabbcc"), "answered": [1, 0, 1, 1, 0, 1],
    ...                       "asked": 1})
    >>> cluster_bootstrap(asked, "answered", "asked", cluster="thread_id")["method"].item()
    'cluster bootstrap, 2000 draws, seed 0; fewer than 8 clusters: describes this inbox only'
    """
    check_level(level)
    check_draws(draws)
    groups = column_names(by)
    check_columns(scores, [numerator, denominator, cluster, *groups])
    if scores[cluster].isna().any() or (scores[denominator] < 0).fillna(False).any():
        raise EstimateRefused(
            f"rows without {cluster!r} or with {denominator!r} below zero",
            where="scores",
            expected="a cluster for every row and denominators of zero or more",
            do="Leave such rows out and report how many they were",
        )
    table = scores[[*groups, cluster, numerator, denominator]]
    rows: list[dict[str, Any]] = []
    for key, part in (
        table.groupby(groups, dropna=False, observed=True) if groups else [((), table)]
    ):
        known = part.dropna(subset=[numerator, denominator])
        sums = known.groupby(cluster, observed=True)[[numerator, denominator]].sum()
        top = sums[numerator].to_numpy(float)
        bottom = sums[denominator].to_numpy(float)
        lo, hi, method = ratio_interval(top, bottom, level=level, draws=draws, seed=seed)
        row: dict[str, Any] = dict(zip(groups, key, strict=True))
        row |= {"n": bottom.sum(), "k": top.sum(), "n_clusters": len(sums)}
        row |= {"n_missing": len(part) - len(known), "lo": lo, "hi": hi, "method": method}
        row["share"] = row["k"] / row["n"] if row["n"] else math.nan
        rows.append(row)
    kinds = {"n": "float64", "k": "float64", "n_clusters": "int64", "n_missing": "int64"}
    kinds |= {"share": "float64", "lo": "float64", "hi": "float64", "method": "str"}
    return pd.DataFrame(rows, columns=[*groups, *kinds]).astype(kinds)


def ratio_interval(
    top: np.ndarray, bottom: np.ndarray, *, level: float, draws: int, seed: int
) -> tuple[float, float, str]:
    """Return lo, hi and method of sum(top) / sum(bottom), given the sums of each cluster."""
    n_clusters = len(top)
    if bottom.sum() == 0:
        return math.nan, math.nan, "no observations"
    if n_clusters == 1:
        return math.nan, math.nan, "one cluster: no interval, describes this inbox only"
    totals = np.column_stack([top, bottom])
    sums = np.vstack([w @ totals for w in resample_weights(n_clusters, draws=draws, seed=seed)])
    usable = sums[:, 1] > 0
    ratios = sums[usable, 0] / sums[usable, 1]
    lo, hi = np.quantile(ratios, [(1 - level) / 2, (1 + level) / 2])
    # The share itself lies in its interval, also when few draws or clusters would leave it out.
    share = top.sum() / bottom.sum()
    said = f"cluster bootstrap, {draws} draws, seed {seed}{few_clusters(n_clusters)}"
    if not usable.all():
        said += f"; {(~usable).sum()} draws without observations left out"
    return float(min(lo, share)), float(max(hi, share)), said


def few_clusters(n_clusters: int) -> str:
    """Return what has to be said about so few clusters, or nothing."""
    if n_clusters >= FEWEST_CLUSTERS:
        return ""
    return f"; fewer than {FEWEST_CLUSTERS} clusters: describes this inbox only"


def resample_weights(n_clusters: int, *, draws: int, seed: int) -> Iterator[np.ndarray]:
    """Yield how often each cluster was drawn, as chunks of draws x clusters.

    The counts are those of a multinomial; drawing cluster numbers and counting them is several
    times faster than asking the generator for multinomials.
    """
    rng = np.random.default_rng(seed)
    per_chunk = max(1, CHUNK_CELLS // n_clusters)
    for start in range(0, draws, per_chunk):
        rows = min(per_chunk, draws - start)
        drawn = rng.integers(n_clusters, size=(rows, n_clusters))
        drawn += np.arange(rows)[:, None] * n_clusters
        counts = np.bincount(drawn.ravel(), minlength=rows * n_clusters)
        yield counts.reshape(rows, n_clusters).astype(float)
