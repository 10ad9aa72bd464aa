"""Columns that say the same few things over and over, kept as numbers with a list of names.

A large inbox names a few thousand people and conversations in a hundred thousand rows. What is
looked up, compared, sorted or counted is the names, once each; a column is written out as text
only where it leaves the sources. Such a column is a pandas category whose names are text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from convostudy.tables import as_text

__all__ = ["as_codes", "coded", "constant", "rows_where", "stacked", "written_out"]


def coded(codes: np.ndarray, names: Sequence[str] | pd.Index, index: pd.Index) -> pd.Series:
    """Return the name of each code as a category; a name given twice becomes one.

    Parameters
    ----------
    codes : numpy.ndarray of int
        Place of each row's name in ``names``.
    names : sequence of str
        May repeat.
    index : pandas.Index
        Of the rows.

    Returns
    -------
    pandas.Series
        Category.

    Examples
    --------
    >>> coded(np.array([2, 0]), ["a", "b", "a"], pd.RangeIndex(2)).tolist()
    ['a', 'a']
    """
    if len(set(names)) < len(names):
        place, names = pd.factorize(pd.Series(names, dtype="str"))
        codes = place.take(codes)
    categories = pd.Index(names, dtype="str")
    values = pd.Categorical.from_codes(codes, categories=categories, validate=False)
    return pd.Series(values, index=index)


def constant(name: str, index: pd.Index) -> pd.Series:
    """Return a category that says one thing in every row."""
    return coded(np.zeros(len(index), dtype="int8"), [name], index)


def as_codes(column: pd.Series) -> pd.Series:
    """Return a text column as a category, in order of appearance; a category as it is."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column
    codes, names = pd.factorize(column)
    return coded(codes, names, column.index)


def rows_where(column: pd.Series, is_so: Callable[[str], bool]) -> np.ndarray:
    """Return in which rows the name is such, asked once for each name.

    Examples
    --------
    >>> rows_where(coded(np.array([1, 1, 0]), ["", "Hi"], pd.RangeIndex(3)), bool).tolist()
    [True, True, False]
    """
    names = column.cat.categories.tolist()
    such = np.array([is_so(name) for name in names], dtype=bool)
    return np.asarray(such.take(column.cat.codes.to_numpy()))


def stacked(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return frames one below the other, with a fresh index.

    A column that is a category in one of them is one in the whole.
    """
    whole = pd.concat([written_out(part) for part in parts], ignore_index=True)
    repeated = {c for part in parts for c in part.select_dtypes("category")}
    return whole.assign(**{c: as_codes(whole[c]) for c in whole if c in repeated})


def written_out(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame in which every category is text."""
    return frame.assign(**{c: as_text(frame[c]) for c in frame.select_dtypes("category")})
