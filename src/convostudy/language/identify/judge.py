"""Words counted in, the language told: of texts taken together, and of single messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from convostudy.language.identify.model import LONGEST, likeliest, probabilities

__all__ = ["OTHER", "of_groups", "of_messages"]

OTHER = "und"
"""Code for a language that has no labels, whichever it is (ISO 639-2: undetermined)."""

# Chosen on the English and Spanish corpora, less their test splits, and on the texts of
# data/raw/language_texts: benchmarks/languages.py prints what they cost and catch.
_FEW_WORDS = 4  # a message of fewer is judged by its company
_FEW_LETTERS = 2  # ... unless it has so many letters of another script
_ENOUGH = 6  # company of fewer words, and letters of other scripts, says nothing
_COMMON = 0.35  # share of common words of a language that settles it
_HARDLY_COMMON = 0.2  # ... below which it is not that language, if the company is none of it
_SURE = 0.8  # probability that settles it
_UNLIKELY = 0.01  # probability of all languages with labels, below which it is another one
_NAMED = 0.5  # probability from which that other one is named

Told = tuple[str | None, float]


def of_groups(
    texts: pd.Series, seen: pd.DataFrame, group: npt.NDArray[np.int64], known: Sequence[str]
) -> pd.DataFrame:
    """Judge all texts of a group as one.

    Parameters
    ----------
    texts : pandas.Series
        Without addresses.
    seen : pandas.DataFrame
        From `convostudy.language.identify.words.counts`.
    group : numpy.ndarray of int
        Group of each text, from 0.
    known : sequence of str
        Languages that have labels.

    Returns
    -------
    pandas.DataFrame
        One row a group: ``language``, missing where there are too few words to tell, and
        ``confidence``, missing where common words told.
    """
    sums = seen.groupby(group).sum()
    enough = (sums[["n_words", "n_not_latin"]] >= _ENOUGH).any(axis=1)
    language, share, own = _commonest(sums, known)
    settled = enough & _latin(sums) & (share >= _COMMON) & own
    asked = np.flatnonzero(enough & ~settled)
    # A loop over the few that common words do not settle.
    told = [_by_letters(text, known) for text in _joined(texts, group, asked)]
    return _table(language.where(settled), asked, told)


def of_messages(
    texts: pd.Series, seen: pd.DataFrame, company: pd.Series, known: Sequence[str]
) -> pd.DataFrame:
    """Judge messages by their own words.

    Parameters
    ----------
    texts, seen, known :
        As for `of_groups`.
    company : pandas.Series
        Language of what else the person, or else the thread, wrote; missing where unknown.

    Returns
    -------
    pandas.DataFrame
        As `of_groups`, one row a message; missing where its company is to decide.
    """
    short = (seen["n_words"] < _FEW_WORDS) & (seen["n_not_latin"] < _FEW_LETTERS)
    language, share, own = _commonest(seen, known)
    common = ~short & _latin(seen) & (share >= _COMMON) & own
    settled = common & (company.isna() | (language == company))
    foreign = company.notna() & ~company.isin(list(known))
    hopeless = foreign & (share < _HARDLY_COMMON)
    asked = np.flatnonzero(~short & ~settled & ~hopeless)
    given = texts.iloc[asked].tolist()
    # Each different text once: the same words are sent to many.
    answers = {text: _by_letters(text, known) for text in dict.fromkeys(given)}
    told = _table(language.where(settled), asked, [answers[text] for text in given])
    # Another language than those with labels is named by its company, if that is none either.
    return told.mask(foreign & (told["language"] == OTHER))


def _by_letters(text: str, known: Sequence[str]) -> Told:
    """Name the language where the model is sure of it, or sure that it is none that has labels."""
    if all(not word[0].isalpha() or word[0].isupper() for word in text.split()):
        # Names and titles alone.
        return None, np.nan
    code, chance = likeliest(text)
    if chance >= _SURE:
        return code, chance
    if code in known or sum(map(probabilities(text).__getitem__, known)) >= _UNLIKELY:
        return None, np.nan
    return (code if chance >= _NAMED else OTHER), chance


def _table(language: pd.Series, asked: npt.NDArray[np.int64], told: Sequence[Told]) -> pd.DataFrame:
    """Fill in what the model told."""
    codes: Any = language.to_numpy(dtype=object, copy=True)
    chances = np.full(len(codes), np.nan)
    for place, (code, chance) in zip(asked.tolist(), told, strict=True):
        codes[place], chances[place] = code, chance
    return pd.DataFrame({"language": pd.Series(codes, dtype="str"), "confidence": chances})


def _joined(
    texts: pd.Series, group: npt.NDArray[np.int64], wanted: npt.NDArray[np.int64]
) -> list[str]:
    """Join the texts of each group wanted, as far as the model reads."""
    held = np.isin(group, wanted)
    joined = dict.fromkeys(wanted.tolist(), "")
    for which, text in zip(group[held].tolist(), texts[held].tolist(), strict=True):
        if len(joined[which]) < LONGEST:
            joined[which] += f"{text} "
    return list(joined.values())


def _latin(seen: pd.DataFrame) -> pd.Series:
    return seen["n_words"] >= 2 * seen["n_other_words"]


def _commonest(seen: pd.DataFrame, known: Sequence[str]) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Give the language with most common words, their share, and if any is of hardly any other."""
    shares = seen[list(known)].div(seen["n_words"].clip(lower=1), axis=0).to_numpy()
    best = shares.argmax(axis=1)
    own = seen[[f"{code}_own" for code in known]].to_numpy()
    row = np.arange(len(seen))
    named = pd.Series(pd.Categorical.from_codes(best, list(known)), index=seen.index)
    share = pd.Series(shares[row, best], index=seen.index)
    return named.astype("str"), share, pd.Series(own[row, best] > 0, index=seen.index)
