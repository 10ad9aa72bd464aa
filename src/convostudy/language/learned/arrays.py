"""Arrays as the bytes of an npz file: no pickle, no date, so that alike arrays are alike bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

__all__ = ["packed"]


def packed(arrays: Mapping[str, npt.NDArray[np.generic]]) -> bytes:
    """Return arrays as the bytes of an npz file that `numpy.load` opens.

    Parameters
    ----------
    arrays : mapping of str to numpy.ndarray
        By name.

    Examples
    --------
    >>> raw = packed({"a": np.arange(3)})
    >>> np.load(io.BytesIO(raw), allow_pickle=False)["a"].tolist()
    [0, 1, 2]
    >>> raw == packed({"a": np.arange(3)})
    True
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            held = io.BytesIO()
            np.lib.format.write_array(held, np.asarray(array), allow_pickle=False)
            # A fixed date: the file must not tell when it was made.
            archive.writestr(
                zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)),
                held.getvalue(),
                zipfile.ZIP_DEFLATED,
                9,
            )
    return out.getvalue()
