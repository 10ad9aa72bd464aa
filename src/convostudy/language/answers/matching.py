"""Word lists as one pattern, and one pattern over a whole column, in compiled code (RE2)."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from convostudy.language.lexicons import load

__all__ = [
    "CAPITAL",
    "LETTER_OR_DIGIT",
    "SMALL",
    "Mask",
    "any_of",
    "column",
    "has",
    "plain",
    "span",
    "without",
]

Mask = npt.NDArray[np.bool_]

# Ranges, because the tables of Unicode classes (\p{L}) cost RE2 ten times as much.
CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
SMALL = r"[a-zß-öø-ÿ]"
LETTER_OR_DIGIT = r"[0-9A-Za-z\x{00C0}-\x{1FFF}\x{2C00}-\x{D7FF}]"

_STRAIGHT = {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"'}


@cache
def any_of(*names: str) -> str:
    """Return one pattern that matches any entry of the word lists ``answer_<name>``.

    Parameters
    ----------
    *names : str
        Names without the ``answer_`` before them.

    Returns
    -------
    str
        An RE2 group without capture.

    Examples
    --------
    >>> any_of("praise")[:14]
    '(?:a|absolutel'
    """
    return "(?:" + "|".join(entry for name in names for entry in load(f"answer_{name}")) + ")"


def column(texts: pd.Series) -> Any:
    """Return texts as an Arrow array, missing ones as empty strings."""
    import pyarrow as pa
    import pyarrow.compute as pc

    array: Any = pa.array(texts.astype("str"), type=pa.large_string(), from_pandas=True)
    if isinstance(array, pa.ChunkedArray):  # columns that were joined come in pieces
        array = array.combine_chunks()
    return pc.fill_null(array, "")


def plain(array: Any) -> Any:
    """Return the texts lower-cased, quotes and apostrophes straightened, outer space removed.

    Examples
    --------
    >>> plain(column(pd.Series(["  I’d say NO ", None]))).to_pylist()
    ["i'd say no", '']
    """
    import pyarrow.compute as pc

    for curly, straight in _STRAIGHT.items():
        array = pc.replace_substring(array, curly, straight)
    return pc.utf8_trim_whitespace(pc.utf8_lower(array))


def has(array: Any, pattern: str) -> Mask:
    """Say for each text whether the pattern is found in it.

    Examples
    --------
    >>> has(plain(column(pd.Series(["Because of Ana", "no"]))), any_of("reason")).tolist()
    [True, False]
    """
    import pyarrow.compute as pc

    found = pc.match_substring_regex(array, pattern)
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=bool)


def span(array: Any, pattern: str) -> list[str]:
    """Return the first words that the pattern matches in each text, empty where there are none.

    Examples
    --------
    >>> span(plain(column(pd.Series(["It was due to rain", "no"]))), any_of("reason"))
    ['due to', '']
    """
    import pyarrow.compute as pc

    hits = pc.struct_field(pc.extract_regex(array, f"(?P<hit>{pattern})"), "hit")
    return [hit or "" for hit in hits.to_pylist()]


def without(array: Any, pattern: str, instead: str = " ") -> Any:
    """Return the texts with every match of the pattern replaced.

    Examples
    --------
    >>> without(column(pd.Series(["Ana? Yes."])), r"[^.!?]*[?]").to_pylist()
    ['  Yes.']
    """
    import pyarrow.compute as pc

    # To find is far cheaper than to replace, and most texts hold no match.
    hits = pc.match_substring_regex(array, pattern)
    cut = pc.replace_substring_regex(array.filter(hits), pattern=pattern, replacement=instead)
    return pc.replace_with_mask(array, hits, cut)
