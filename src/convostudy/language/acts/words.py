"""Single words that speak for or against a pitch: a linear model small enough to read.

Cues are exact and miss whatever was put in other words; single words are vague and miss less.
The two are added. ``act_pitch_words.txt`` holds one word and its weight a line.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from convostudy.language.lexicons import load
from convostudy.language.runs import runs

__all__ = ["CONSTANT", "LENGTH", "bags", "leaning", "strongest"]

CONSTANT, LENGTH = "(constant)", "(length)"
# Numbers, money, shares, questions and exclamations count as words of their own.
_SIGNS = (("0", r"\d"), *((sign, re.escape(sign)) for sign in "£€$₹%?!"))
_WORD = re.compile(r"[a-z']+|[0£€$₹%?!]")
_LETTERS = b"abcdefghijklmnopqrstuvwxyz'"


@cache
def _weights() -> dict[str, float]:
    pairs = (line.split() for line in load("act_pitch_words"))
    return {word: float(weight) for word, weight in pairs}


@cache
def _favouring() -> dict[str, float]:
    return {word: weight for word, weight in _weights().items() if weight > 0}


def bags(texts: pa.Array) -> tuple[npt.NDArray[np.int64], pa.Array]:
    """Return the words of each text, each word once.

    Parameters
    ----------
    texts : pyarrow.Array
        As `scoring.readable` gives them.

    Returns
    -------
    row : numpy.ndarray of int
        Position of the text that holds the word.
    word : pyarrow.Array
        The word; numbers read as ``0``.

    Examples
    --------
    >>> row, word = bags(pa.array(["from 490 a month, a month!"]))
    >>> sorted(word.to_pylist())
    ['!', '0', 'a', 'from', 'month']
    """
    row, word, _ = runs(texts.cast(pa.large_string()), _LETTERS)
    codes = word.indices.to_numpy(zero_copy_only=False).astype("int64")
    names = word.dictionary.to_pylist()
    size = len(names) + len(_SIGNS)
    pairs = [row * size + codes]
    for code, (_, pattern) in enumerate(_SIGNS, start=len(names)):
        held = pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False)
        pairs.append(np.flatnonzero(held) * size + code)
    # One of each word a text: a word said twice is not twice the pitch. (Sorting is several
    # times faster here than numpy's own unique.)
    every = np.sort(np.concatenate(pairs))
    every = every[np.diff(every, prepend=-1) != 0]
    dictionary = pa.array([*names, *(sign for sign, _ in _SIGNS)], type=texts.type)
    return every // size, dictionary.take(pa.array(every % size))


def leaning(texts: pa.Array) -> npt.NDArray[np.float64]:
    """Return how far the words of a text lean towards a pitch, as log odds.

    Parameters
    ----------
    texts : pyarrow.Array
        As `scoring.readable` gives them.

    Returns
    -------
    numpy.ndarray
        Higher is more like a pitch; 0 is as likely as not among texts of which a third pitch.
    """
    weights = _weights()
    row, word = bags(texts)
    known = pa.array(list(weights), type=word.type)
    at = pc.index_in(word, value_set=known).fill_null(-1).to_numpy(zero_copy_only=False)
    worth = np.append(list(weights.values()), 0.0)[at]  # -1: the nought at the end
    n_words = np.bincount(row, minlength=len(texts))
    summed = np.bincount(row, weights=worth, minlength=len(texts))
    leans: npt.NDArray[np.float64] = (
        summed + weights[LENGTH] * np.log1p(n_words) + weights[CONSTANT]
    )
    return leans


def strongest(text: str, n: int = 4) -> list[str]:
    """Return the words of one text that lean most towards a pitch, in their order.

    Parameters
    ----------
    text : str
        As `scoring.readable` gives it.
    n : int, default 4
        At most how many.

    Returns
    -------
    list of str
    """
    weights = _favouring()
    # Plain `re`: this is asked of the few texts that pitch, one at a time.
    held = [w for w in dict.fromkeys(_WORD.findall(text)) if w in weights]
    best = sorted(held, key=lambda w: -weights[w])[:n]
    return sorted(best, key=text.index)
