"""Which words spoke for a label, and where they stand."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from convostudy.language.learned.tokens import Tokens

__all__ = ["spoken"]

_NAMED = 3  # words shown for each label


def spoken(
    texts: pa.Array,
    found: Tokens,
    worth: npt.NDArray[np.float64],
    row: npt.NDArray[np.int64],
    column: npt.NDArray[np.int64],
) -> tuple[list[str], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the words that speak most for labels given, and the span that holds them.

    Parameters
    ----------
    texts : pyarrow.Array
        The texts.
    found : Tokens
        Their words.
    worth : numpy.ndarray
        Different words by labels.
    row, column : numpy.ndarray of int
        Text and label of each label given.

    Returns
    -------
    words : list of str
        In the order of the text; empty where none speaks for it.
    start, end : numpy.ndarray of int
        Characters of the text from the first to the last of them; the whole text without any.
    """
    n = len(row)
    begin = np.searchsorted(found.row, row)
    sizes = np.searchsorted(found.row, row, side="right") - begin
    label = np.repeat(np.arange(n), sizes)
    word = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes - begin, sizes)
    value = worth[found.code[word], column[label]]
    speaks = value > 0
    label, word, value = label[speaks], word[speaks], value[speaks]
    # The dearest words of each label first, then those that were named back into their order.
    order = np.lexsort((-value, label))
    label, word = label[order], word[order]
    place = np.arange(len(label)) - np.searchsorted(label, label)
    label, word = label[place < _NAMED], word[place < _NAMED]
    order = np.lexsort((word, label))
    label, word = label[order], word[order]
    end_byte = (
        found.begin[word] + np.array([len(w.encode()) for w in found.words])[found.code[word]]
    )
    names = [found.words[code] for code in found.code[word].tolist()]
    bounds = np.searchsorted(label, np.arange(n + 1)).tolist()
    shown = [" ".join(names[a:b]) for a, b in pairwise(bounds)]
    start = np.zeros(n, dtype=np.int64)
    end = pc.utf8_length(texts).to_numpy(zero_copy_only=False).astype(np.int64)[row]
    held = np.flatnonzero(np.diff(bounds) > 0)
    first, last = np.array(bounds)[held], np.array(bounds)[held + 1] - 1
    start[held], end[held] = found.begin[word[first]], end_byte[last]
    ascii_only = pc.string_is_ascii(texts).to_numpy(zero_copy_only=False)
    for k in held[~ascii_only[row[held]]].tolist():  # bytes are not characters there
        coded = texts[int(row[k])].as_py().encode()
        start[k] = len(coded[: start[k]].decode(errors="ignore"))
        end[k] = len(coded[: end[k]].decode(errors="ignore"))
    return shown, start, end
