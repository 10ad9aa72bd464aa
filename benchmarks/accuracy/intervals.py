"""Labels said and true in, a score with its interval out: threads are drawn anew, not messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

DRAWS = 1000
SEED = 2026
_BOUNDS = (0.025, 0.975)

Floats = npt.NDArray[np.float64]
Sums = npt.NDArray[np.float64]


class Estimate(NamedTuple):
    """A score, its 95 % interval, and how many units it is of (coded so, for F1)."""

    value: float
    low: float
    high: float
    n: int


def counted(
    true: npt.NDArray[np.object_], said: npt.NDArray[np.object_], cluster: pd.Series
) -> tuple[Sums, list[object]]:
    """Count how often each label was coded as each, by cluster.

    Returns
    -------
    counts : numpy.ndarray
        Clusters by coded label by label said.
    names : list
        The labels, in order; ``[False, True]`` for flags.
    """
    if all(isinstance(label, bool | np.bool_) for label in (*true, *said)):
        names: list[object] = [False, True]
    else:
        names = sorted({*true, *said}, key=str)
    place = {name: k for k, name in enumerate(names)}
    rows = np.array([place[label] for label in true], dtype=np.int64)
    columns = np.array([place[label] for label in said], dtype=np.int64)
    code, ids = pd.factorize(cluster)
    counts = np.zeros((len(ids), len(names), len(names)))
    np.add.at(counts, (code, rows, columns), 1)
    return counts, names


def f1(counts: Sums) -> Floats:
    """Return F1 of the label True of flags; missing where nothing was coded or said."""
    both = 2 * counts[..., 1, 1]
    held = counts[..., 1, :].sum(-1) + counts[..., :, 1].sum(-1)
    return np.where(held > 0, _divided(both, held), np.nan)


def macro_f1(counts: Sums) -> Floats:
    """Return the mean of F1 over the labels that were coded."""
    right = np.diagonal(counts, axis1=-2, axis2=-1)
    coded = counts.sum(-1)
    each = _divided(2 * right, coded + counts.sum(-2))
    return _divided((each * (coded > 0)).sum(-1), (coded > 0).sum(-1))


def kappa(counts: Sums) -> Floats:
    """Return Cohen's kappa: agreement beyond chance."""
    n = np.maximum(counts.sum((-2, -1)), 1)
    agree = np.trace(counts, axis1=-2, axis2=-1) / n
    chance = (counts.sum(-1) * counts.sum(-2)).sum(-1) / n**2
    return _divided(agree - chance, 1 - chance)


def share_right(counts: Sums) -> Floats:
    """Return the share of units with the label that was coded."""
    return _divided(np.trace(counts, axis1=-2, axis2=-1), counts.sum((-2, -1)))


SCORES: dict[str, Callable[[Sums], Floats]] = {
    "F1": f1,
    "macro-F1": macro_f1,
    "kappa": kappa,
    "share right": share_right,
}


def resampled(sums: Sums) -> Sums:
    """Return sums over clusters drawn anew with replacement: draws by whatever a cluster holds."""
    clusters = len(sums)
    times = np.random.default_rng(SEED).multinomial(
        clusters, np.full(clusters, 1 / clusters), size=DRAWS
    )
    drawn: Sums = (times @ sums.reshape(clusters, -1)).reshape(DRAWS, *sums.shape[1:])
    return drawn


def bounded(sums: Sums, score: Callable[[Sums], Floats], n: int) -> Estimate:
    """Return the score of sums by cluster, with its interval."""
    if n == 0 or not len(sums):
        return Estimate(np.nan, np.nan, np.nan, n)
    drawn = score(resampled(sums))
    drawn = drawn[~np.isnan(drawn)]
    low, high = np.quantile(drawn, _BOUNDS) if len(drawn) else (np.nan, np.nan)
    return Estimate(float(score(sums.sum(0))), float(low), float(high), n)


def estimate(rows: pd.DataFrame, kind: str) -> Estimate:
    """Score labels said against coded ones.

    Parameters
    ----------
    rows : pandas.DataFrame
        true, said, thread_id.
    kind : str
        One of `SCORES`.
    """
    true, said = (rows[name].to_numpy(dtype=object) for name in ("true", "said"))
    n = int(rows["true"].astype(bool).sum()) if kind == "F1" else len(rows)
    if not len(rows):
        return Estimate(np.nan, np.nan, np.nan, n)
    counts, _ = counted(true, said, rows["thread_id"])
    return bounded(counts, SCORES[kind], n)


def share(hits: pd.Series, cluster: pd.Series) -> Estimate:
    """Return the share of units that are hits."""
    by = hits.astype(float).groupby(cluster.to_numpy())
    sums = by.agg(["sum", "size"]).to_numpy(dtype=np.float64)
    return bounded(sums, lambda s: _divided(s[..., 0], s[..., 1]), len(hits))


def _divided(top: Floats, bottom: Floats) -> Floats:
    """Divide, with 0 for nothing by nothing."""
    quotient: Floats = np.asarray(top) / np.where(np.asarray(bottom) == 0, 1, bottom)
    return quotient
