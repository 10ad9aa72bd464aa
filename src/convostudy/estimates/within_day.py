"""Connection days and exact pitch times in, the share pitched by each hour out (EM)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from convostudy.errors import BadParameter, EstimateRefused
from convostudy.estimates._guards import check_columns, hours
from convostudy.estimates.survival import events

__all__ = ["hour_profile", "within_day"]

SETTLED = 1e-6


def hour_profile(sent_at: pd.Series) -> np.ndarray:
    """At which hours of the day does somebody act?

    Parameters
    ----------
    sent_at : Series of aware instants
        For example the owner's own messages. Missing ones are left out.

    Returns
    -------
    ndarray of 24
        Weights of the hours 0 to 23 UTC, summing to 1. One message is added to each hour, so
        that no hour is impossible.

    Examples
    --------
    >>> profile = hour_profile(pd.Series(pd.to_datetime(["2026-01-05T09:30Z"] * 26)))
    >>> float(profile[9]), float(profile[10])
    (0.54, 0.02)
    """
    known = pd.to_datetime(sent_at, utc=True).dropna()
    counts = np.bincount(known.dt.hour.to_numpy(dtype=int), minlength=24) + 1.0
    return np.asarray(counts / counts.sum())


def within_day(
    scores: pd.DataFrame, weights: np.ndarray | None = None, *, horizon_h: int = 1440
) -> pd.DataFrame:
    """What share had been pitched to by each hour, when the start is known only to the day?

    Parameters
    ----------
    scores : DataFrame
        One row per thread, as the measure `time_to_pitch` gives them; read are `pitched`,
        `in_invitation`, `connected_lo`, `lo_h`, `hi_h`.
    weights : ndarray of 24, or of threads x 24, optional
        How likely the connection was made in each hour UTC (see `hour_profile`); only the hours
        that are admissible for a thread count. Default: all hours alike. The truth is unknown:
        show the result with both.
    horizon_h : int
        Hours up to which the curve is made, 60 days by default; later pitches are beyond it.

    Returns
    -------
    DataFrame
        `time_h` (0, 1, ... horizon_h) and `share` (pitched by then, never falls); the share at 0
        is that of pitches in the invitation.

    Raises
    ------
    EstimateRefused
        A thread without known, ordered `lo_h <= hi_h`, or pitched before it began.

    Notes
    -----
    Maximum likelihood by EM over hour bins (accelerated, so that it really arrives), each
    thread's start being spread over its admissible hours. Below about 2 h the shape is an
    artefact of the bins: not identifiable from day-resolution starts. The estimate for 12 h
    leans on the weights; the one for 24 h hardly. After the last thread was watched the curve
    is flat, which is no finding.

    References
    ----------
    De Gruttola & Lagakos 1989 (doubly censored data); Varadhan & Roland 2008 (acceleration).

    Examples
    --------
    >>> day = pd.Timestamp("2020-01-07", tz="UTC")
    >>> scores = pd.DataFrame({"pitched": [True, False], "in_invitation": False,
    ...     "connected_lo": day, "lo_h": [30.0, 900.0], "hi_h": [54.0, 924.0]})
    >>> curve = within_day(scores).set_index("time_h")["share"]
    >>> curve[[24, 60, 720]].round(2).tolist()
    [0.0, 0.5, 0.5]
    """
    if horizon_h < 1:
        raise BadParameter(f"horizon_h = {horizon_h!r}", expected="whole hours, at least 1")
    time_h = np.arange(horizon_h + 1)
    rows = spread(scores, weights, time_h.astype(float))
    share = fit(rows, np.ones((rows.n, 1)))[1][:, 0] if rows.n else np.full(len(time_h), np.nan)
    return pd.DataFrame({"time_h": time_h, "share": share})


@dataclass(frozen=True)
class Spread:
    """Threads as rows over bins of hours, closed at their end; alike threads are one row."""

    n: int
    edges: np.ndarray
    in_invitation: np.ndarray
    which: np.ndarray  # of each other thread, its row; rows of pitched threads come first
    pitched: Any  # scipy.sparse, rows x bins: how likely the pitch lies in each bin
    watched: Any  # the same for the end of the watch of threads without a pitch


def read(scores: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return lo_h, hi_h, pitched, in_invitation; an invitation pitch is exactly at 0."""
    check_columns(scores, ["pitched", "in_invitation", "connected_lo", "lo_h", "hi_h"])
    pitched, early = events(scores, "pitched"), events(scores, "in_invitation")
    # An invitation pitch needs no connection time, and has none or a negative one.
    lo, hi = np.zeros(len(scores)), np.zeros(len(scores))
    lo[~early] = hours(scores[~early], "lo_h")
    hi[~early] = hours(scores[~early], "hi_h")
    undated = scores["connected_lo"].isna().to_numpy(bool) & ~early
    if undated.any():
        raise EstimateRefused(
            f"{undated.sum()} threads without a connection interval",
            where=f"scores['connected_lo'], first at row {scores.index[undated][0]!r}",
            expected="an interval for every thread that was not pitched to in the invitation",
            do="Leave such threads out and report how many they were",
        )
    crossed = lo > hi
    if crossed.any():
        raise EstimateRefused(
            f"{crossed.sum()} threads with lo_h above hi_h",
            where=f"scores, first at row {scores.index[crossed][0]!r}",
            expected="connected_lo before connected_hi",
            do="Likely a message before the connection day (an InMail or another zone): widen "
            "the zone slack or leave such threads out",
        )
    return lo, hi, pitched | early, early


def spread(scores: pd.DataFrame, weights: np.ndarray | None, edges: np.ndarray) -> Spread:
    """Lay each thread over the bins in which its pitch (or end of watch) may lie.

    `edges` are hours, rising from 0; what is beyond the last is one more bin.
    """
    from scipy import sparse

    lo, hi, pitched, early = read(scores)
    weights = _hour_weights(weights, len(scores))
    rest = ~early
    lo, hi, pitched = lo[rest], hi[rest], pitched[rest]
    began = _hour_of_day(scores["connected_lo"][rest])
    # An exactly known pitch at an edge is in the bin that ends there, a watch goes on after it.
    exact = hi == lo
    last = np.maximum(np.searchsorted(edges, hi, side="left") - 1, 0)
    first = np.where(exact & pitched, last, np.searchsorted(edges, lo, side="right") - 1)
    width = int((last - first).max(initial=0)) + 1
    beyond = np.concatenate([edges, np.full(width + 1, np.inf)])
    cuts = np.clip(beyond[first[:, None] + np.arange(width + 1)], lo[:, None], hi[:, None])
    # A delay d means that the connection was made hi - d hours after connected_lo.
    until = _cumulative(weights[rest], began[:, None] + hi[:, None] - cuts)
    mass = until[:, :-1] - until[:, 1:]
    hopeless = mass.sum(axis=1) <= 1e-12  # no weight on any admissible hour: all hours alike
    mass[hopeless] = np.diff(cuts[hopeless], axis=1)
    mass[exact] = 0.0
    mass[exact, 0] = 1.0
    mass = np.maximum(mass, 0) / mass.sum(axis=1, keepdims=True)
    # Threads alike to 1e-6 share one row; those far beyond the horizon all do.
    keys = np.column_stack([~pitched, first, np.round(mass, 6)])
    alike, which = np.unique(keys, axis=0, return_inverse=True)
    row, offset = np.nonzero(alike[:, 2:])
    column = alike[row, 1].astype(int) + offset
    laid = sparse.csr_array((alike[row, 2 + offset], (row, column)), shape=(len(alike), len(edges)))
    n_pitched = int((alike[:, 0] == 0).sum())
    return Spread(len(scores), edges, early, which.ravel(), laid[:n_pitched], laid[n_pitched:])


def _hour_weights(weights: np.ndarray | None, n: int) -> np.ndarray:
    given = np.ones(24) if weights is None else np.asarray(weights, dtype=float)
    if given.shape not in ((24,), (n, 24)) or not (given >= 0).all() or not given.any():
        raise BadParameter(
            f"weights of shape {given.shape}",
            expected="24 weights of zero or more, one per hour UTC, or 24 for each thread",
            do="Use hour_profile(sent_at), or None for all hours alike",
        )
    return np.broadcast_to(given, (n, 24))


def _hour_of_day(instants: pd.Series) -> np.ndarray:
    since = pd.to_datetime(instants, utc=True) - pd.Timestamp(0, tz="UTC")
    return np.asarray((since.dt.total_seconds().to_numpy(dtype=float) / 3600) % 24)


def _cumulative(weights: np.ndarray, hour: np.ndarray) -> np.ndarray:
    """Return the weight from hour 0 of the first day to each (fractional) hour."""
    full = np.concatenate([np.zeros((len(weights), 1)), weights.cumsum(axis=1)], axis=1)
    whole = np.floor(hour).astype(int)
    of_day = whole % 24
    row = np.arange(len(weights))[:, None]
    before = full[row, of_day] + (whole // 24) * full[:, -1:]
    return np.asarray(before + (hour - whole) * weights[row, of_day])


def even_start(rows: Spread) -> np.ndarray:
    """Return mass even in time over the bins where a pitch may lie, and some beyond the last.

    Elsewhere the likelihood is flat or mass is lost for nothing: after the last thread was
    watched, an even start would draw a slope that no thread supports.
    """
    mass = np.append(np.diff(rows.edges), 1.0) * (rows.pitched.sum(axis=0) > 0)
    mass[-1] = 1.0
    return np.asarray(mass[:, None] / mass.sum())


def fit(
    rows: Spread, weights: np.ndarray, *, start: np.ndarray | None = None, cycles: int = 60
) -> tuple[np.ndarray, np.ndarray]:
    """Return the mass per bin and the cumulative share at the edges: one column per draw.

    `weights` holds how often each thread counts, threads x draws. Squared extrapolation makes of
    hundreds of EM steps some dozens; a curve that has not settled by then moves by less than 0.002.
    """
    at_zero = weights[rows.in_invitation].sum(axis=0)
    total = weights.sum(axis=0)
    n_rows = rows.pitched.shape[0] + rows.watched.shape[0]
    counts = np.zeros((n_rows, weights.shape[1]))
    np.add.at(counts, rows.which, weights[~rows.in_invitation])
    p = np.repeat(even_start(rows), weights.shape[1], axis=1) if start is None else start
    for _ in range(cycles if n_rows else 0):
        once, _ = _em_step(rows, counts, p)
        twice, fitted = _em_step(rows, counts, once)
        first, second = once - p, twice - 2 * once + p
        if np.abs(first).sum(axis=0).max() < SETTLED:
            p = twice
            break
        length = np.sqrt((first**2).sum(axis=0) / np.maximum((second**2).sum(axis=0), 1e-300))
        length = np.clip(length, 1, 64)
        # Never below a tenth of what EM says: a bin at zero could not come back.
        leap = np.maximum(p + 2 * length * first + length**2 * second, twice / 10)
        landed, reached = _em_step(rows, counts, leap / leap.sum(axis=0))
        # A leap that made the data less likely is undone.
        p = np.where(reached >= fitted, landed, twice)
    rest = np.vstack([np.zeros(p.shape[1]), p[:-1].cumsum(axis=0)])
    early = at_zero / np.maximum(total, 1)
    return p, np.clip(early + (1 - early) * rest, 0, 1)


def _em_step(rows: Spread, counts: np.ndarray, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the next mass per bin and the log-likelihood of the given one."""
    cut = rows.pitched.shape[0]
    # Not pitched by then: the pitch lies in that bin or any later one.
    later = p[::-1].cumsum(axis=0)[::-1]
    chance = np.vstack([rows.pitched @ p, rows.watched @ later]) + 1e-300
    ratio = counts / chance
    pull = rows.pitched.T @ ratio[:cut] + (rows.watched.T @ ratio[cut:]).cumsum(axis=0)
    moved = p * pull
    return moved / np.maximum(moved.sum(axis=0), 1e-300), (counts * np.log(chance)).sum(axis=0)
