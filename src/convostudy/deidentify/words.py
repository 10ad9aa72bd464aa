"""The words of a shadow, and what the word lists say of each."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from convostudy.deidentify.lists import entries
from convostudy.deidentify.shadow import fold
from convostudy.language.words import stop_words

__all__ = ["BLANK", "PLACEHOLDER", "Word", "is_first_name", "is_ordinary", "words_of"]

BLANK = "_"
"""What stands in a shadow in the place of a placeholder: no word, and no end of one."""
PLACEHOLDER = re.compile(r"\[[A-Z]{2,12}_\d{1,6}\]")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
# Figures that say how many or when, and not who: 3pm, 2nd, 15min, 10k, 2019.
_FIGURE = re.compile(
    r"\d{1,4}(?:st|nd|rd|th|am|pm|h|hr|hrs|m|min|mins|s|sec|d|k|m|bn|x|yrs|y|kg|km|cm|gb|mb)?"
)
_ENDING = re.compile(r"(?:n't|'(?:s|ll|d|ve|re|m|t|em))$")
_KEPT = ("ordinary", "more_ordinary", "talk", "titles", "kin")
_SENTENCE_END = ".!?:…•"
_SKIPPED = " \t\"'()“”*~>«»¿¡"
# A line of at least so many characters is broken by a mail program, not by its writer.
_WRAPPED_CHARS = 55


class Word(NamedTuple):
    """A word of a shadow."""

    start: int
    end: int
    text: str
    folded: str
    """As names are compared, without a possessive or other ending."""
    begins: bool
    """It has a capital because a sentence begins with it."""
    plain: bool
    """It is ordinary and without capitals: no name but one of a participant."""


def words_of(text: str) -> list[Word]:
    """Return the words of a shadow; placeholders are no words.

    Parameters
    ----------
    text : str
        The text of a `Shadow`, with placeholders blanked.

    Returns
    -------
    list of Word

    Examples
    --------
    >>> [(word.folded, word.begins) for word in words_of("Ask José's team. Now!")]
    [('ask', True), ('jose', False), ('team', False), ('now', True)]
    """
    found = []
    for hit in _WORD.finditer(text):
        start, end = hit.span()
        word = text[start:end]
        begins = word[0].isupper() and _begins(text, start)
        found.append(Word(start, end, word, *_looked_up(word, begins)))
    return found


@lru_cache(maxsize=200_000)
def _looked_up(word: str, begins: bool) -> tuple[str, bool, bool]:
    folded = _ENDING.sub("", fold(word)) or fold(word)
    plain = (word.islower() or word.isdigit()) and is_ordinary(word)
    return folded, begins, plain


def _begins(text: str, start: int) -> bool:
    place = start - 1
    # Quotes and brackets open a sentence; the bound keeps odd texts from taking square time.
    while place >= 0 and start - place < 9 and text[place] in _SKIPPED:
        place -= 1
    if place < 0:
        return True
    if text[place] == "\n":
        line = text.rfind("\n", max(0, place - 400), place) + 1
        before = text[line:place].rstrip()
        whole = BLANK in before or place - line < _WRAPPED_CHARS
        return whole or before[-1:] in _SENTENCE_END + ",)-"
    if text[place] in _SENTENCE_END:
        return True
    sign = text[place]
    # A list's dash, or an emoji.
    return (sign == "-" and text[place + 1] == " ") or (ord(sign) > 0x2190 and not sign.isalnum())


@lru_cache(maxsize=200_000)
def is_ordinary(word: str) -> bool:
    """Tell whether a word, whatever its capitals, is in the lists of ordinary words.

    Examples
    --------
    >>> is_ordinary("Don't"), is_ordinary("3pm"), is_ordinary("B2B"), is_ordinary("Wolstenholme")
    (True, True, True, False)
    """
    lower = word.lower()
    if _FIGURE.fullmatch(lower):
        return True
    if not lower.isascii():
        return lower in entries("ordinary")
    bare = _ENDING.sub("", lower)
    return any(each in entries(name) for each in (lower, bare) for name in _KEPT)


@cache
def _firsts() -> frozenset[str]:
    return entries("first_names") - stop_words()


@lru_cache(maxsize=200_000)
def is_first_name(folded: str) -> bool:
    """Tell whether a folded word is a known first name.

    Examples
    --------
    >>> is_first_name("matteo"), is_first_name("the")
    (True, False)
    """
    return folded in _firsts()
