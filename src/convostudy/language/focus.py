"""Whom a text speaks of, and what it promises: pronouns and benefit claims, counted."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from convostudy.language.acts.cues import cues
from convostudy.language.acts.scoring import readable
from convostudy.language.arrow import arrow_texts

__all__ = ["YOU_SHARE_CAUTION", "benefit_claims", "own_words", "you_words"]

YOU_SHARE_CAUTION = (
    "Pronoun focus misleads: a pitch addresses “you”, so that who pitches scores as high in "
    "you-words as who asks and listens. It is no sign of interest in the other."
)
"""What must stand beside every share of you-words."""

_YOU = r"(?i)\b(?:you|your|yours|yourself|yourselves|youre|u|ya|ur)\b"
_OWN = r"(?i)\b(?:i|me|my|mine|myself|im|ive|we|us|our|ours|ourselves)\b"


def you_words(texts: pd.Series) -> pd.Series:
    """Count the words that speak of the reader.

    Parameters
    ----------
    texts : pandas.Series
        English texts; a missing text has none.

    Returns
    -------
    pandas.Series
        int64, same index: you, your, yours, yourself and their short forms.

    Examples
    --------
    >>> you_words(pd.Series(["You’re right, your call"])).tolist()
    [2]
    """
    return _count(texts, _YOU)


def own_words(texts: pd.Series) -> pd.Series:
    """Count the words that speak of the writer, alone or with others.

    Parameters
    ----------
    texts : pandas.Series
        English texts; a missing text has none.

    Returns
    -------
    pandas.Series
        int64, same index: I, me, my, mine, myself, we, us, our, ours, ourselves.

    Examples
    --------
    >>> own_words(pd.Series(["I'm glad we met, tell me"])).tolist()
    [3]
    """
    return _count(texts, _OWN)


def benefit_claims(texts: pd.Series) -> pd.Series:
    """Count the spans that promise a benefit, by the cue ``benefit`` of the act ``pitch``.

    Parameters
    ----------
    texts : pandas.Series
        English texts; a missing text has none.

    Returns
    -------
    pandas.Series
        int64, same index.

    Examples
    --------
    >>> benefit_claims(pd.Series(["We double your sales and you get more leads"])).tolist()
    [2]
    """
    pattern = next(cue.pattern for cue in cues("pitch") if cue.name == "benefit")
    return _counted(readable(texts), pattern, texts.index)


def _count(texts: pd.Series, pattern: str) -> pd.Series:
    return _counted(arrow_texts(texts), pattern, texts.index)


def _counted(written: pa.Array, pattern: str, index: pd.Index) -> pd.Series:
    counts = pc.count_substring_regex(written, pattern)
    return pd.Series(counts.to_numpy(zero_copy_only=False), index=index, dtype="int64")
