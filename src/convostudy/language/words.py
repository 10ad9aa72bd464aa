"""Words of a text: how many, which, and their stems.

A word is a run of letters and digits with at most one inner apostrophe: ``[a-z0-9]+(?:'[a-z]+)?``
on lower-cased text with straightened apostrophes, as the codebook has it; letters with accents and
of other scripts count as letters. A redaction mark such as ``[company redacted]`` or ``[NAME_1]``
is one word.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

import pandas as pd

from convostudy.language.lexicons import load
from convostudy.language.packs import packs

__all__ = ["REDACTED", "content_stems", "stem", "stems", "stop_words", "tokens", "word_count"]

# What hides a name in redacted data: [company redacted], [redacted], [NAME_1], [URL].
REDACTED = r"\[(?:[^\[\]\n]{0,30}(?i:redacted)|[A-Z]{2,}[A-Z_]*[0-9]*)\]"
_APOSTROPHES = {ord(sign): "'" for sign in "’‘ʼ`´＇"}
# RE2 (Arrow) and `re` spell "letter of any script" differently.
_WORD_RE2 = rf"{REDACTED}|[\p{{L}}\p{{M}}\p{{N}}]+(?:['’‘ʼ`´＇][\p{{L}}\p{{M}}]+)?"
_WORD = re.compile(rf"{REDACTED}|[^\W_]+(?:'[^\W\d_]+)?")


def word_count(texts: pd.Series) -> pd.Series:
    """Count the words of each text.

    Parameters
    ----------
    texts : pandas.Series
        Texts; a missing text has 0 words.

    Returns
    -------
    pandas.Series
        int64, same index.

    Examples
    --------
    >>> word_count(pd.Series(["Don’t tell [company redacted]", ""])).tolist()
    [3, 0]
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    array: Any = pa.array(texts.astype("str"), type=pa.large_string(), from_pandas=True)
    counts = pc.fill_null(pc.count_substring_regex(array, _WORD_RE2), 0)
    return pd.Series(counts.to_numpy(zero_copy_only=False), index=texts.index, dtype="int64")


def tokens(texts: pd.Series) -> pd.Series:
    """Return the words of each text, lower-cased, apostrophes straightened.

    Parameters
    ----------
    texts : pandas.Series
        Texts; a missing text has no words.

    Returns
    -------
    pandas.Series
        Tuples of str, same index. Redaction marks keep their brackets.

    Examples
    --------
    >>> tokens(pd.Series(["It’s Ana, from [NAME_1]"])).tolist()
    [("it's", 'ana', 'from', '[name_1]')]
    """
    # A loop over texts: there is no Arrow kernel that returns all matches.
    found = [() if text is None else _tokens_of(text) for text in _as_list(texts)]
    return pd.Series(found, index=texts.index, dtype="object")


def stems(texts: pd.Series) -> pd.Series:
    """Return the stems of the words of each text, in order, stop words included.

    Parameters
    ----------
    texts : pandas.Series
        Texts; a missing text has no stems.

    Returns
    -------
    pandas.Series
        Tuples of str, same index.

    References
    ----------
    Porter (2001), Snowball: a language for stemming algorithms; as in NLTK.

    Examples
    --------
    >>> stems(pd.Series(["How do you reach your audiences?"])).tolist()
    [('how', 'do', 'you', 'reach', 'your', 'audienc')]
    """
    found = [tuple(map(stem, words)) for words in tokens(texts)]
    return pd.Series(found, index=texts.index, dtype="object")


def content_stems(texts: pd.Series, language: str = "en") -> pd.Series:
    """Return the set of stems of the words of each text that are no stop words.

    Parameters
    ----------
    texts : pandas.Series
        Texts; a missing text has none.
    language : str
        In which they are: whose stop words are left out, and how words are cut.

    Returns
    -------
    pandas.Series
        Frozen sets of str, same index. Single letters and redaction marks are left out: that two
        texts both hide a name does not make them share a topic. Numbers stay.

    Examples
    --------
    >>> sorted(content_stems(pd.Series(["Do you still run the Thursday meetups?"]))[0])
    ['meetup', 'run', 'thursday']
    """
    given = _as_list(texts)
    # Each different text once: the same question is put to many.
    known = {text: _content_of(text, language) for text in dict.fromkeys(given) if text is not None}
    nothing: frozenset[str] = frozenset()
    found = [nothing if text is None else known[text] for text in given]
    return pd.Series(found, index=texts.index, dtype="object")


@cache
def stop_words(language: str = "en") -> frozenset[str]:
    """Return the stop list of a language, a data file of the package.

    Examples
    --------
    >>> "would" in stop_words(), "business" in stop_words()
    (True, False)
    """
    return frozenset(load("stop_words", language))


@lru_cache(maxsize=200_000)
def stem(word: str, language: str = "en") -> str:
    """Return the stem of one word, lower-cased, possessive cut.

    Parameters
    ----------
    word : str
        A word as `tokens` gives it.
    language : str
        In which it is.

    Returns
    -------
    str

    Examples
    --------
    >>> stem("platforms"), stem("helped"), stem("ana's")
    ('platform', 'help', 'ana')
    """
    return str(_stemmer(language).stem(_stripped(word)))


def _content_of(text: str, language: str) -> frozenset[str]:
    if "[" in text:
        return _content_in(text, language)
    # No word but a redaction mark holds white space, and pieces come back again and again.
    return frozenset().union(*(_content_in_piece(piece, language) for piece in text.split()))


def _content_in(text: str, language: str) -> frozenset[str]:
    leave_out = stop_words(language)
    return frozenset(
        stem(word, language)
        for word in _tokens_of(text)
        if word not in leave_out
        and word[0] != "["
        and (len(word) > 1 or word.isdigit())
        and _stripped(word) not in leave_out
    )


_content_in_piece = lru_cache(maxsize=200_000)(_content_in)


def _stripped(word: str) -> str:
    return word[:-2] if word.endswith("'s") else word


@cache
def _stemmer(language: str) -> Any:
    # Imported here: NLTK takes a second of CPU to import, and most callers only count words.
    from nltk.stem.snowball import SnowballStemmer

    name = packs()[language].name.lower()
    return SnowballStemmer(name) if name in SnowballStemmer.languages else _Uncut()


class _Uncut:
    """Leaves words of languages that Snowball does not know as they are."""

    def stem(self, word: str) -> str:
        return word


def _tokens_of(text: str) -> tuple[str, ...]:
    # Found before lower-casing, because redaction marks are told by their capitals.
    straight = text if text.isascii() and "`" not in text else text.translate(_APOSTROPHES)
    return tuple([word.lower() for word in _WORD.findall(straight)])


def _as_list(texts: pd.Series) -> list[str | None]:
    return [text if isinstance(text, str) else None for text in texts.tolist()]
