"""Columns of a few names, kept as numbers: written out as text where a table is finished."""

from __future__ import annotations

import pandas as pd

__all__ = ["as_text", "names_in"]


def as_text(column: pd.Series) -> pd.Series:
    """Return a category as text, missing where it is missing; any other column as it is.

    Like ``astype("str")`` of a category, in a tenth of its time.

    Parameters
    ----------
    column : pandas.Series
        A category whose names are text, or anything else.

    Returns
    -------
    pandas.Series
        Same index.

    Examples
    --------
    >>> as_text(pd.Series(["b", "b", None], dtype="category")).tolist()
    ['b', 'b', nan]
    """
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return column
    import pyarrow as pa
    import pyarrow.compute as pc

    names = pa.array(column.cat.categories.array, type=pa.large_string())
    if isinstance(names, pa.ChunkedArray):
        names = names.combine_chunks()
    codes = column.cat.codes.to_numpy()
    missing = codes < 0
    at = pa.array(codes, mask=missing if missing.any() else None)
    return pd.Series(pc.take(names, at), index=column.index, dtype="str")


def names_in(column: pd.Series) -> list[str]:
    """Return the names that a category gives to some row, in order of appearance.

    Examples
    --------
    >>> names_in(pd.Series(["b", "a", "b", None], dtype="category"))
    ['b', 'a']
    """
    codes = pd.unique(column.cat.codes.to_numpy())
    names: list[str] = column.cat.categories.take(codes[codes >= 0]).tolist()
    return names
