"""Names that are words, too, where somebody is named: "tell ebony", "Banks said", "basil's"."""

from __future__ import annotations

import re
from functools import cache

from convostudy.deidentify.lists import entries
from convostudy.deidentify.patterns import Found
from convostudy.deidentify.words import Word, is_first_name

__all__ = ["CALLED_BY", "names_as_words"]

_BLANK = re.compile(r"[ \t]{1,2}|\. ")
CALLED_BY = re.compile(r"[ \t]{0,2}(?:[,:;!]|--|-[ \t])")
"""What parts somebody who is called from what is said."""


def names_as_words(text: str, words: list[Word]) -> list[Found]:
    """Return words that are names for what stands beside them.

    After words of kin and office (uncle, coach), after verbs that take a person (tell, ask), before
    what persons do (said, thinks), after a name and "and", where a line calls somebody, and in
    small letters with a possessive.

    Parameters
    ----------
    text : str
        The text of a `Shadow`.
    words : list of Word
        Its words.

    Returns
    -------
    list of Found

    Examples
    --------
    >>> from convostudy.deidentify.words import words_of
    >>> text = "tell ebony that uncle bill took olive's keys. Banks said my uncle will drive"
    >>> [text[a:b] for a, b, *_ in names_as_words(text, words_of(text))]
    ['ebony', 'bill', "olive's", 'Banks']
    """
    first, names = entries("names_that_are_words"), _names()
    found: list[Found] = []
    for place, word in enumerate(words):
        if word.folded not in names:
            continue
        before, after = _beside(text, words, place, -1), _beside(text, words, place, 1)
        either = word.folded in first
        owns = either and word.text.islower() and word.text.endswith("'s")
        told = either and before in entries("tells")
        does = after in entries("persons_do") and (either or word.text[0].isupper())
        joins = either and before in ("and", "or") and _is_name(words, place - 2)
        joins |= word.text[0].isupper() and after in ("and", "or") and _is_name(words, place + 2)
        called = either and _is_called(text, word)
        kin = before in entries("kin") and is_first_name(word.folded)
        if owns or told or does or joins or called or kin:
            found.append((word.start, word.end, "PERSON", "name that is a word"))
    return found


@cache
def _names() -> frozenset[str]:
    listed = ("first_names", "names_that_are_words", "surnames_that_are_words")
    return frozenset[str]().union(*map(entries, listed)) - entries("after_greetings")


def _is_called(text: str, word: Word) -> bool:
    """Tell whether a line begins with the word, and a sign parts it from the rest: "grant - ok"."""
    before = text[max(0, word.start - 1) : word.start]
    return before in ("", "\n") and CALLED_BY.match(text, word.end) is not None


def _is_name(words: list[Word], place: int) -> bool:
    """Tell whether what stands beyond "and" is no ordinary word: Wolstenholme and grant."""
    other = words[place] if 0 <= place < len(words) else None
    return other is not None and not other.plain and not other.begins


def _beside(text: str, words: list[Word], place: int, step: int) -> str:
    """Return the word before or after a word, if only a blank parts them."""
    other = place + step
    if not 0 <= other < len(words):
        return ""
    left, right = sorted((place, other))
    if not _BLANK.fullmatch(text, words[left].end, words[right].start):
        return ""
    return words[other].folded
