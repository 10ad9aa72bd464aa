"""Tables as 8-bit integers with their units, and the mean of several such tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["mean_constants", "whole_numbers"]

Floats = npt.NDArray[np.float32]
_LARGEST = 127


def whole_numbers(table: Floats, axis: int) -> tuple[npt.NDArray[np.int8], Floats]:
    """Return a table as 8-bit integers and their unit, one for each place on an axis.

    Parameters
    ----------
    table : numpy.ndarray
        Of floats.
    axis : int
        Along which each place has a unit of its own.

    Returns
    -------
    whole : numpy.ndarray of int8
    unit : numpy.ndarray
        With as many axes as the table: ``whole * unit`` is the table, rounded.
    """
    across = tuple(k for k in range(table.ndim) if k != axis)
    unit = np.maximum(np.abs(table).max(axis=across, keepdims=True) / _LARGEST, 1e-12)
    return np.round(table / unit).astype(np.int8), unit.astype(np.float32)


def mean_constants(graphs: Sequence[Sequence[npt.NDArray[Any]]]) -> list[npt.NDArray[Any]]:
    """Return the mean of the constants of graphs that `encoder_graph` wrote.

    Parameters
    ----------
    graphs : sequence of sequences of numpy.ndarray
        The constants of each, in order. A table of 8-bit integers is followed by its units: by row
        where these have two axes, else by column. All else is floats, or the same in all.

    Returns
    -------
    list of numpy.ndarray
        In the same order; tables are 8-bit integers again, with units of their own.

    Raises
    ------
    ValueError
        The graphs are not of one shape.

    Examples
    --------
    >>> one = [np.array([[127, 64]], dtype="int8"), np.array([[0.5]], dtype="float32")]
    >>> two = [np.array([[127, 0]], dtype="int8"), np.array([[0.5]], dtype="float32")]
    >>> whole, unit = mean_constants([one, two])
    >>> whole.tolist(), unit.tolist()
    ([[127, 32]], [[0.5]])
    """
    made: list[npt.NDArray[Any]] = []
    places = [list(same) for same in zip(*graphs, strict=True)]
    for k, same in enumerate(places):
        if len({(part.shape, str(part.dtype)) for part in same}) > 1:
            raise ValueError(f"constant {k} has other shapes or types in other encoders")
        if k and places[k - 1][0].dtype == np.int8:
            continue  # units, made with their table
        if same[0].dtype == np.int8:
            units = places[k + 1]
            tables = [part * unit for part, unit in zip(same, units, strict=True)]
            by_row = units[0].ndim == same[0].ndim
            whole, unit = whole_numbers(np.mean(tables, axis=0), 0 if by_row else 1)
            made += [whole, unit if by_row else unit.ravel()]
        elif same[0].dtype == np.float32:
            made.append(np.asarray(np.mean(same, axis=0, dtype=np.float64), dtype=np.float32))
        else:
            made.append(same[0])
    return made
