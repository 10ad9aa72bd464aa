"""A column of texts as one Arrow array, for the kernels of `pyarrow.compute`."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["among", "arrow_texts"]


def arrow_texts(texts: pd.Series) -> pa.Array:
    """Return the texts as one Arrow array without missing values.

    Parameters
    ----------
    texts : pandas.Series
        Texts; a missing text reads as empty.

    Returns
    -------
    pyarrow.Array
        Of type ``large_string``, in one piece.

    Examples
    --------
    >>> arrow_texts(pd.Series(["yes", None])).to_pylist()
    ['yes', '']
    """
    written = pa.array(
        texts.astype("str").fillna("").array, type=pa.large_string(), from_pandas=True
    )
    return written.combine_chunks() if isinstance(written, pa.ChunkedArray) else written


def among(keys: pd.Series, wanted: pd.Series | pd.Index) -> pd.Series:
    """Tell which keys are among those wanted, as ``isin`` does, several times faster.

    pandas turns a column of strings into a Python list first; on an inbox of 100,000 messages
    that was half the time of most measures.

    Parameters
    ----------
    keys : pandas.Series
        Ids; a missing one is not among any.
    wanted : pandas.Series or pandas.Index
        Ids; missing ones are left out.

    Returns
    -------
    pandas.Series
        bool, indexed as ``keys``.

    Examples
    --------
    >>> among(pd.Series(["a/1", None, "a/2"]), pd.Series(["a/2", None])).tolist()
    [False, False, True]
    """
    found = pc.is_in(arrow_texts(keys), value_set=arrow_texts(pd.Series(wanted).dropna()))
    inside = pd.Series(found.to_numpy(zero_copy_only=False), index=keys.index, dtype="bool")
    return inside & keys.notna()
