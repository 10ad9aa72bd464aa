"""Sentences of short written messages, with exact offsets.

A line break always ends a sentence. So does a run of ``?`` or ``!`` (``????`` is one end), also
before lower case, because people who write messages do not shift. A full stop ends one before
white space, unless it closes an abbreviation, an initial or the number of a list. An ellipsis
ends one before a capital only.

NLTK's Punkt was tried and left out: untrained it knows no abbreviation, its trained tables must be
downloaded, it does not end a sentence at a line break or before lower case, and it reads one text
at a time.

Known limits, with examples:

- ``"I moved to St. Gallen. No. 5 is mine"``: "No." before a number is read as "number".
- ``"see you at 5 p.m. Anna is late"``: a closing abbreviation before a name does not end it.
- a line broken by hand in the middle of a sentence gives two sentences.
- an emoji ends a sentence only before a capital: ``"love it 😂 what is it"`` stays one.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise

import numpy as np
import pandas as pd

from convostudy.language.lexicons import load
from convostudy.language.words import stop_words

__all__ = ["sentences"]

# Texts are joined by a line break plus this, so that one search runs over the whole column.
_JOINT = "\n"
_CLOSERS = "\"'”’»)\\]*_"
# Pictographs, flags, dingbats, joiners, skin tones: what follows the end and belongs to it.
_EMOJI = "\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff☀-➿⬀-⯿‍️"
# Begins with a set of characters, so that `re` leaps from one possible end to the next.
# A line break stands alone: what follows it belongs to the next sentence.
_END = re.compile(rf"[\n.!?…{_EMOJI}](?:(?<=\n)|[.!?…]*[{_CLOSERS}]*(?:[ \t]*[{_EMOJI}]+)*)")
_NEXT_WORD = re.compile(r"[ \t]*[\"'“‘(]*([^\s,.!?;:]*.?)")
_TIGHT = re.compile(r"[a-z]{2}\.[A-Z][a-z]")
_LIST_NUMBER = re.compile(r"(?:\A|\n)[ \t]*(?:\d{1,2}|[A-Za-z])\Z")
_ADDRESS = re.compile(r"://|\Awww\.|@|/")


def sentences(texts: pd.Series, language: str = "en") -> pd.DataFrame:
    """Split each text into sentences.

    Parameters
    ----------
    texts : pandas.Series
        Texts as written; a missing or blank text has no sentence.
    language : str
        In which they are: whose abbreviations end no sentence.

    Returns
    -------
    pandas.DataFrame
        One row per sentence, in order: ``row`` (index label of the text), ``start``, ``end``
        (offsets of Python characters, so that ``text[start:end]`` is the sentence), ``text``
        (without white space around it).

    References
    ----------
    Kiss & Strunk (2006), Unsupervised multilingual sentence boundary detection: the idea that a
    capitalised common word after an abbreviation betrays the end.

    Examples
    --------
    >>> found = sentences(pd.Series(["Hi Dr. Ito, thanks!! what do u do???? see example.com"]))
    >>> found["text"].tolist()
    ['Hi Dr. Ito, thanks!!', 'what do u do????', 'see example.com']
    """
    given = [text if isinstance(text, str) else "" for text in texts.tolist()]
    # A text's own line breaks stay; "\r" and other separators count as white space.
    joined = _JOINT.join(given) + _JOINT
    lengths = np.fromiter((len(text) + 1 for text in given), dtype=np.int64, count=len(given))
    first = np.concatenate([[0], np.cumsum(lengths)])
    cuts = [0, *_cuts(joined, language)]
    pieces = [(joined[start:end].strip(), start) for start, end in pairwise(cuts)]
    found = [text for text, _ in pieces if text]
    # Only white space stands before a sentence, so its first letter is not found too early.
    starts = [joined.index(text[0], start) for text, start in pieces if text]
    start_at = np.array(starts, dtype=np.int64)
    n_letters = np.fromiter(map(len, found), dtype=np.int64, count=len(found))
    row = np.searchsorted(first, start_at, side="right") - 1
    return pd.DataFrame(
        {
            "row": texts.index.take(row),
            "start": start_at - first[row],
            "end": start_at + n_letters - first[row],
            "text": pd.array(found, dtype="str"),
        }
    )


def _cuts(joined: str, language: str) -> list[int]:
    # A loop over possible ends; most are settled by their first character and the next one.
    cuts = []
    for found in _END.finditer(joined):
        start, end = found.span()
        mark = joined[start]
        if mark == "." and end == start + 1 and joined.startswith(" ", end):
            # Nearly all full stops: settled here, by the word before them.
            before = joined.rfind(" ", start - 24, start)
            if (before >= 0 and _is_plain(joined[before + 1 : start], language)) or _ends(
                joined, start, end, language
            ):
                cuts.append(end)
        elif mark == "\n":
            cuts.append(start + 1)
        elif end == len(joined) or _ends(joined, start, end, language):
            cuts.append(end)
    return cuts


def _ends(joined: str, start: int, end: int, language: str) -> bool:
    mark, following = joined[start], joined[end]
    if not following.isspace():
        if mark == ".":
            # "great.Thanks" ends; "Node.js", "e.Commerce" and addresses do not.
            return (
                end == start + 1
                and _TIGHT.match(joined, max(0, start - 2)) is not None
                and not _in_address(joined, start)
            )
        # "really?yes" ends, "example.com/?id" does not.
        return (
            mark in "?!"
            and joined[end - 1] in "?!"
            and following.isalpha()
            and not _in_address(joined, start)
        )
    if mark == ".":
        if end > start + 1 and joined[start + 1] == ".":
            return _next_word(joined, end)[:1].isupper()
        return not _is_abbreviation(joined, start, end, language)
    if mark in "?!":
        # "(really?) odd" and "'are you mad?' she said" go on: the mark is inside them.
        return joined[end - 1] not in "\"'”’»)]" or not _next_word(joined, end)[:1].islower()
    if mark == "…":
        return _next_word(joined, end)[:1].isupper()
    # An emoji: a mark after it counts, else it ends before a capital only.
    return "?" in joined[start:end] or (
        not joined[start - 1 : start].strip() and _next_word(joined, end)[:1].isupper()
    )


def _is_abbreviation(joined: str, start: int, end: int, language: str) -> bool:
    before = joined[max(0, start - 24) : start]
    if _is_plain(before.rpartition(" ")[2], language):
        return False
    word = (before.split() or [""])[-1].lstrip("([\"'“‘") if before[-1:].strip() else ""
    following = _next_word(joined, end)
    if len(word) == 1 and word.isalpha():
        # An initial, "c. 1900", "v. good"; but "So do I. Then ..." ends.
        return word != "I" or following[1:2] == "."
    if _LIST_NUMBER.search(before):
        return True
    low = word.lower()
    if low in _closing(language):
        return not (following[:1].isupper() and following.lower() in stop_words(language))
    return low in _never_closing(language) or (
        low in _numbered(language) and following[:1].isdigit()
    )


def _next_word(joined: str, end: int) -> str:
    found = _NEXT_WORD.match(joined, end)
    return found.group(1).rstrip(",!?;: \n") if found else ""


def _in_address(joined: str, position: int) -> bool:
    start = max(joined.rfind(" ", 0, position), joined.rfind("\n", 0, position)) + 1
    return _ADDRESS.search(joined[start:position]) is not None


@lru_cache(maxsize=100_000)
def _is_plain(word: str, language: str) -> bool:
    """Return whether a word before a full stop is neither short for another nor a number."""
    return (
        len(word) > 1
        and word.isalpha()
        and word.lower()
        not in (_closing(language) | _never_closing(language) | _numbered(language))
    )


@cache
def _never_closing(language: str) -> frozenset[str]:
    return frozenset(load("sentence_abbreviations", language))


@cache
def _numbered(language: str) -> frozenset[str]:
    return frozenset(load("sentence_numbered_abbreviations", language))


@cache
def _closing(language: str) -> frozenset[str]:
    return frozenset(load("sentence_closing_abbreviations", language))
