"""How many words does a text hold, and how many of them are common ones of a language?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from convostudy.language.arrow import arrow_texts
from convostudy.language.learned.tokens import tokens
from convostudy.language.lexicons import load
from convostudy.language.words import REDACTED

__all__ = ["counts", "without_addresses"]

# Links, mail addresses, @names and marks of redaction are in no language.
_NO_WORDS = rf"\S*(?:://|www\.|@)\S*|{REDACTED}"
_HINT = "@|://|www[.]|\\["


def without_addresses(texts: pd.Series) -> pd.Series:
    """Return the texts without links, addresses and marks of redaction.

    Parameters
    ----------
    texts : pandas.Series
        Texts; a missing text reads as empty.

    Returns
    -------
    pandas.Series
        Same index.

    Examples
    --------
    >>> without_addresses(pd.Series(["see www.example.com/de, [NAME_1]"])).tolist()
    ['see   ']
    """
    import pyarrow.compute as pc

    written: Any = arrow_texts(texts)
    held = pc.match_substring_regex(written, _HINT)
    if pc.any(held).as_py():
        bare = pc.replace_substring_regex(written.filter(held), _NO_WORDS, " ")
        written = pc.replace_with_mask(written, held, bare)
    return pd.Series(written, index=texts.index, dtype="str")


def counts(texts: pd.Series, languages: Sequence[str]) -> pd.DataFrame:
    """Count words, and words that mark a language.

    Parameters
    ----------
    texts : pandas.Series
        From `without_addresses`.
    languages : sequence of str
        Codes of languages with the word lists ``stop_words`` and ``shared_words``.

    Returns
    -------
    pandas.DataFrame
        Indexed as ``texts``: ``n_words`` (digits and emoji are none), ``n_other_words`` and
        ``n_not_latin`` (those of them, and the letters in these, that are of other scripts), and
        for each language how many of the words are stop words (under its code), and how many of
        these are words of hardly any other (``<code>_own``).

    Examples
    --------
    >>> counts(pd.Series(["Is that the 2nd one? 👍", "да"]), ["en"])
       n_words  n_other_words  n_not_latin  en  en_own
    0        5              0            0   4       2
    1        1              1            2   0       0
    """
    import pyarrow.compute as pc

    found = tokens(pc.utf8_lower(arrow_texts(texts)))
    words = [_bare(word) for word in found.words]
    letters = [_not_latin(word) for word in words]
    of_word = {
        "n_words": [any(map(str.isalpha, word)) for word in words],
        "n_other_words": [n > 0 for n in letters],
        "n_not_latin": letters,
    }
    for code in languages:
        common = frozenset(load("stop_words", code))
        own = common - frozenset(load("shared_words", code))
        of_word[code] = [word in common for word in words]
        of_word[f"{code}_own"] = [word in own for word in words]
    begin = np.searchsorted(found.row, np.arange(found.texts + 1))
    columns = {}
    for name, values in of_word.items():
        running = np.zeros(len(found.code) + 1, dtype=np.int64)
        np.cumsum(np.asarray(values, dtype=np.int64)[found.code], out=running[1:])
        columns[name] = running[begin[1:]] - running[begin[:-1]]
    return pd.DataFrame(columns, index=texts.index)


def _bare(word: str) -> str:
    """Straighten apostrophes, and cut quotes and the like, which the tokens take for letters."""
    if word.isascii():
        return word.strip("'")
    straight = word.replace("’", "'")
    inner = [at for at, sign in enumerate(straight) if sign.isalnum()]
    return straight[inner[0] : inner[-1] + 1] if inner else ""


def _not_latin(word: str) -> int:
    """Count letters of other scripts: those beyond Latin and its extensions."""
    if word.isascii():
        return 0
    # U+0250 ends the blocks of European Latin letters; U+1E00 to U+1EFF are Vietnamese and Welsh.
    return sum(s.isalpha() and s >= "\u0250" and not "\u1e00" <= s <= "\u1eff" for s in word)
