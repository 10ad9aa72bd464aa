"""Exact values in, values that many share out: durations, counts, shares."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from convostudy.deidentify.features._columns import ID_KINDS, PLACES
from convostudy.deidentify.pooling import top_code
from convostudy.deidentify.times import ladder
from convostudy.tables import Column, Table

__all__ = ["FOLLOWED_H", "LONG_H", "ages", "coarse", "durations"]

FOLLOWED_H = (0.0, 12.0, 24.0, 72.0, 168.0, 336.0, 720.0)
"""Hours at which classes of time without an event begin: half a day, 1, 3, 7, 14 and 30 days. What
is watched for longer is one class: exact times to the end of observation are dates, counted
backwards."""
LONG_H = 8736.0
"""Hours that stand for the last class: 52 weeks."""
_NUMBERS = ("int64", "Int64")


def ages(hours: pd.Series, classes_h: Collection[float] = FOLLOWED_H) -> pd.Series:
    """Return time that passed without an event as the middle of its class.

    Parameters
    ----------
    hours : pandas.Series
        0 or more; may be missing. Below 0 counts as 0.
    classes_h : collection of float
        Where classes begin.

    Returns
    -------
    pandas.Series
        float64; `LONG_H` for the last class.

    Examples
    --------
    >>> ages(pd.Series([0.0, 30.0, 24.0, 99_999.0, None])).tolist()
    [6.0, 48.0, 48.0, 8736.0, nan]
    """
    edges = np.asarray(sorted({0.0, *classes_h}))
    middles = np.append((edges[:-1] + edges[1:]) / 2, max(LONG_H, edges[-1]))
    exact = hours.astype("float64").clip(lower=0)
    place = np.searchsorted(edges, exact.fillna(0).to_numpy(), side="right") - 1
    return pd.Series(middles[place], index=hours.index).where(exact.notna())


def durations(
    hours: pd.Series,
    event: pd.Series | None = None,
    classes_h: Collection[float] = FOLLOWED_H,
) -> pd.Series:
    """Return durations as coarse as a stranger may have them.

    Parameters
    ----------
    hours : pandas.Series
        May be missing; below 0 where what is measured to came first.
    event : pandas.Series, optional
        Whether the duration ended in what it waits for; all did when left out.
    classes_h : collection of float
        As for `ages`.

    Returns
    -------
    pandas.Series
        On the ladder and top-coded where it did, else in classes (`ages`). 0 stays 0: at once.

    Examples
    --------
    >>> durations(pd.Series([0.0, 0.7, 30.0]), pd.Series([True, True, False])).tolist()
    [0.0, 0.75, 48.0]
    """
    exact = hours.astype("float64")
    happened = (
        pd.Series(True, index=exact.index)
        if event is None
        else event.astype("boolean").fillna(False).astype("bool")
    )
    size = exact.abs().where(happened & (exact != 0))
    known = np.sign(exact) * ladder(top_code(size)[0])
    return known.where(happened, ages(exact, classes_h)).mask(happened & (exact == 0), 0.0)


def coarse(
    frame: pd.DataFrame,
    table: Table,
    *,
    events: Mapping[str, str | None],
    classes_h: Collection[float] = FOLLOWED_H,
) -> pd.DataFrame:
    """Make the columns of a shared table that are neither ids nor words.

    Parameters
    ----------
    frame : pandas.DataFrame
        Holds the columns of ``table``, with exact values.
    table : Table
        What it is to be; each kind of column is told by its name and type.
    events : mapping of str to str
        Duration to the column that tells whether it ended in an event; nothing: it never does.
    classes_h : collection of float
        As for `ages`.

    Returns
    -------
    pandas.DataFrame
        Columns of ``table`` alone, in its order.
    """
    made = {}
    for name, column in table.columns.items():
        values = frame[name]
        if name in ID_KINDS or column.values:
            made[name] = values
        elif name.endswith("_h") or name == "hours":
            made[name] = _duration(frame, name, events, classes_h)
        else:
            made[name] = _number(name, column, values)
    if {"lo_h", "hi_h"} <= made.keys():  # each has a cap of its own
        made["lo_h"] = made["lo_h"].clip(upper=made["hi_h"])
    return pd.DataFrame(made)


def _duration(
    frame: pd.DataFrame,
    name: str,
    events: Mapping[str, str | None],
    classes_h: Collection[float],
) -> pd.Series:
    if name not in events:
        return durations(frame[name])
    event = events[name]
    return (
        durations(frame[name], frame[event], classes_h) if event else ages(frame[name], classes_h)
    )


def _number(name: str, column: Column, values: pd.Series) -> pd.Series:
    if column.dtype in _NUMBERS and name not in PLACES:
        numbers = values.astype("Int64")
        return top_code(numbers)[0]
    if column.dtype == "float64":
        return values.astype("float64").round(1 if name == "confidence" else 2)
    return values
