"""Unbroken runs of letters in texts, found in the bytes all at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

__all__ = ["runs"]

_ONE_DIGIT = bytes.maketrans(b"123456789", b"0" * 9)


def runs(
    texts: pa.Array, letters: bytes
) -> tuple[npt.NDArray[np.int64], pa.DictionaryArray, npt.NDArray[np.int64]]:
    """Return the unbroken runs of some letters, in the order of the texts.

    Parameters
    ----------
    texts : pyarrow.Array
        large_string, nothing missing.
    letters : bytes
        ASCII characters that a run is made of. Digits read as ``0``.

    Returns
    -------
    row : numpy.ndarray of int
        Position of the text that holds the run.
    run : pyarrow.DictionaryArray
        The runs; the dictionary is in the order in which they first come.
    begin : numpy.ndarray of int
        Byte of its text at which the run begins.

    Examples
    --------
    >>> row, run, begin = runs(pa.array(["a call", "", "call 12"], pa.large_string()), b"acl12")
    >>> row.tolist(), run.to_pylist(), begin.tolist()
    ([0, 0, 2, 2], ['a', 'call', 'call', '00'], [0, 2, 0, 5])
    """
    _, offsets, values = texts.buffers()
    bounds = np.frombuffer(offsets, dtype=np.int64)[texts.offset : texts.offset + len(texts) + 1]
    if not len(texts) or bounds[0] == bounds[-1]:
        empty = pa.array([], type=pa.large_string()).dictionary_encode()
        return np.zeros(0, dtype=np.int64), empty, np.zeros(0, dtype=np.int64)
    text = memoryview(values)[bounds[0] : bounds[-1]].tobytes()
    bounds = bounds - bounds[0]
    others = bytes(set(range(256)) - set(letters))
    kept = text.translate(_ONE_DIGIT, others)
    # One more at the end, where nothing is.
    inside = np.zeros(len(text) + 1, dtype=bool)
    inside[:-1] = np.frombuffer(text.translate(_marking(letters)), dtype=bool)
    # A run begins at a letter that follows no letter of the same text.
    first = inside.copy()
    first[1:] &= ~inside[:-1]
    opening = bounds[:-1][bounds[:-1] < bounds[1:]]
    first[opening] = inside[opening]
    last = inside[:-1] & (first[1:] | ~inside[1:])
    begun = np.flatnonzero(first)
    starts = np.zeros(len(begun) + 1, dtype=np.int64)
    np.cumsum(np.flatnonzero(last) + 1 - begun, out=starts[1:])
    found = pa.LargeStringArray.from_buffers(len(begun), pa.py_buffer(starts), pa.py_buffer(kept))
    row = np.repeat(np.arange(len(texts)), np.diff(np.searchsorted(begun, bounds)))
    return row, found.dictionary_encode(), begun - bounds[row]


def _marking(letters: bytes) -> bytes:
    return bytes(code in letters for code in range(256))
