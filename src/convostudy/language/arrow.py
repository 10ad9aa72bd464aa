"""A column of texts as one Arrow array, for the kernels of `pyarrow.compute`."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

__all__ = ["arrow_texts"]


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
