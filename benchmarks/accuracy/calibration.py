"""Is a probability the share that comes true? Expected calibration error, with its interval."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from benchmarks.accuracy.intervals import Estimate, Floats, Sums, bounded

_BINS = 10


class Calibration(NamedTuple):
    """How far probabilities are from the shares that come true.

    ``error`` is the expected calibration error over ten bins of equal width, ``likely`` that of
    probabilities of .1 or more alone: most units do not have most labels, which flatters the
    first. ``said`` and ``came_true``: mean probability and share of the likely ones.
    """

    error: Estimate
    likely: Estimate
    said: float
    came_true: float


def calibration(probability: Floats, hit: pd.Series, cluster: pd.Series) -> Calibration:
    """Compare probabilities with what came true.

    Parameters
    ----------
    probability : numpy.ndarray
        Of each unit.
    hit : pandas.Series of bool
        Whether it came true.
    cluster : pandas.Series
        The thread of each unit.
    """
    known = ~np.isnan(probability)
    chance, true = probability[known], hit.to_numpy(dtype=bool)[known]
    threads = cluster.to_numpy()[known]
    likely = chance >= 1 / _BINS
    return Calibration(
        expected_error(chance, true, threads),
        expected_error(chance[likely], true[likely], threads[likely]),
        float(chance[likely].mean()) if likely.any() else np.nan,
        float(true[likely].mean()) if likely.any() else np.nan,
    )


def expected_error(chance: Floats, true: np.ndarray, cluster: np.ndarray) -> Estimate:
    """Return the expected calibration error: mean over units of how far their bin is off."""
    code, ids = pd.factorize(cluster)
    place = np.minimum((chance * _BINS).astype(int), _BINS - 1)
    sums = np.zeros((len(ids), _BINS, 3))
    for column, values in enumerate((np.ones(len(chance)), chance, true)):
        np.add.at(sums[..., column], (code, place), values)
    return bounded(sums, _error, len(chance))


def _error(sums: Sums) -> Floats:
    off: Floats = np.abs(sums[..., 1] - sums[..., 2]).sum(-1)
    return off / np.maximum(sums[..., 0].sum(-1), 1)
