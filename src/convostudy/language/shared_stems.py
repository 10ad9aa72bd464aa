"""Which content words does a text share with the one before it?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from convostudy.language.arrow import arrow_texts
from convostudy.language.words import REDACTED, content_stems

__all__ = ["shared_stems"]

# A stem in more than one text of twenty is the inbox's topic, not this thread's; below twenty
# texts a share says nothing, so a small inbox has no frequent stems.
_FREQUENT_SHARE = 0.05
_FREQUENT_TEXTS = 20


def shared_stems(texts: pd.Series, previous: pd.Series, language: str = "en") -> pd.Series:
    """Return the stems that each text shares with another, the frequent ones left out.

    Parameters
    ----------
    texts : pandas.Series
        All texts, uniquely indexed; how many hold a stem decides which stems are frequent (those
        in more than 5 % of the texts, and in more than 20).
    previous : pandas.Series
        Indexed by (some of the) labels of ``texts``: the label of the text before, each one at
        most once; missing where there is none.
    language : str
        In which they are.

    Returns
    -------
    pandas.Series
        str, indexed as ``previous``: the shared stems in alphabetical order, or an empty text.

    Examples
    --------
    >>> texts = pd.Series(["I sell platforms.", "Which platform do you mean?", "Ours."])
    >>> shared_stems(texts, pd.Series([0, 1], index=[1, 2])).tolist()
    ['platform', '']
    """
    row, code, stems = _content(texts, language)
    n_texts = np.bincount(code, minlength=len(stems))
    rare = (n_texts <= max(_FREQUENT_TEXTS, _FREQUENT_SHARE * len(texts)))[code]
    row, code = row[rare], code[rare]
    # Every stem of a text is moved to the text that follows; what was there already is shared.
    linked = previous.dropna()
    follower = np.full(len(texts), -1, dtype="int64")
    follower[texts.index.get_indexer(linked)] = texts.index.get_indexer(linked.index)
    size = max(len(stems), 1)
    moved = follower[row] >= 0
    here, before = row * size + code, follower[row[moved]] * size + code[moved]
    both = np.intersect1d(here, before, assume_unique=True)
    # Whole numbers and objects: the same join over Arrow strings takes five times as long.
    found = pd.Series(stems[both % size], index=both // size, dtype="object").sort_values()
    joined = found.groupby(level=0).agg(", ".join).astype("str")
    joined.index = texts.index[joined.index.astype("int64")]
    return joined.reindex(previous.index).fillna("").astype("str")


def _content(texts: pd.Series, language: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return position of a text, code of a stem in it (each once), and the stems by code."""
    plain = pc.utf8_lower(pc.replace_substring_regex(arrow_texts(texts), REDACTED, " "))
    split = pc.utf8_split_whitespace(plain)
    row = pc.list_parent_indices(split).to_numpy(zero_copy_only=False).astype("int64")
    piece = pc.list_flatten(split).dictionary_encode()
    which = piece.indices.to_numpy(zero_copy_only=False).astype("int64")
    # Looked into once a piece, not once an occurrence: "slots," holds one stem, "and" none.
    held = content_stems(piece.dictionary.to_pandas(), language).map(sorted)
    n_held = held.str.len().to_numpy(dtype="int64")
    code_of, stems = pd.factorize(held[n_held > 0].explode().to_numpy(dtype=object))
    first = np.cumsum(n_held) - n_held
    n = n_held[which]
    row, nth = np.repeat(row, n), np.arange(n.sum()) - np.repeat(np.cumsum(n) - n, n)
    code = code_of[np.repeat(first[which], n) + nth]
    size = max(len(stems), 1)
    pairs = np.sort(row * size + code)  # sorting beats hashing on whole numbers
    row, code = np.divmod(pairs[np.diff(pairs, prepend=-1) > 0], size)
    return row, code, np.asarray(stems, dtype=object)
