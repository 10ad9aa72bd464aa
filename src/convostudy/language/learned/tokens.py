"""Texts to words and back: the counts that the learned models read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.sparse import csr_matrix

from convostudy.language.runs import runs

__all__ = ["Tokens", "tokens"]

# Everything beyond ASCII counts as a letter: accents, other scripts, emoji.
_LETTERS = b"abcdefghijklmnopqrstuvwxyz0123456789'" + bytes(range(128, 256))


@dataclass(frozen=True)
class Tokens:
    """Words of texts, in order.

    Attributes
    ----------
    texts : int
        How many texts.
    row : numpy.ndarray of int
        Text of each word.
    code : numpy.ndarray of int
        Which of ``words`` it is.
    begin : numpy.ndarray of int
        Byte of its text at which each word begins.
    words : list of str
        The different words, in the order in which they first come.
    """

    texts: int
    row: npt.NDArray[np.int64]
    code: npt.NDArray[np.int64]
    begin: npt.NDArray[np.int64]
    words: list[str]

    def counts(self) -> csr_matrix:
        """Return how often each text (rows) holds each word (columns)."""
        begin = np.searchsorted(self.row, np.arange(self.texts + 1))
        ones = np.ones(len(self.code), dtype=np.float32)
        return csr_matrix((ones, self.code, begin), shape=(self.texts, len(self.words)))

    def pairs(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return the neighbours in each text, its edges included.

        Returns
        -------
        row : numpy.ndarray of int
            Text of each pair.
        first, second : numpy.ndarray of int
            Their codes; ``len(words)`` stands for the edge of a text.
        """
        edge = len(self.words)
        held = np.unique(self.row)
        last = np.searchsorted(self.row, held, side="right")
        # One edge behind each text that holds a word serves as the edge before it, too.
        row = np.insert(self.row, last, held)
        second = np.insert(self.code, last, edge)
        first = np.empty_like(second)
        first[1:] = second[:-1]
        if len(first):
            first[0] = edge
        return row, first, second


def tokens(texts: pa.Array) -> Tokens:
    """Split texts into words.

    Parameters
    ----------
    texts : pyarrow.Array
        large_string, lower case, nothing missing.

    Returns
    -------
    Tokens
        Runs of letters, apostrophes and digits; every digit reads as ``0``. Whatever is not ASCII
        counts as a letter.

    Examples
    --------
    >>> found = tokens(pa.array(["call me 12", "", "call!"], pa.large_string()))
    >>> found.words, found.row.tolist(), found.code.tolist()
    (['call', 'me', '00'], [0, 0, 0, 2], [0, 1, 2, 0])
    """
    row, run, begin = runs(texts, _LETTERS)
    code = run.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return Tokens(len(texts), row, code, begin, run.dictionary.to_pylist())
