"""Numbers in, words out: counts, shares with their intervals, lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from convostudy.errors import counted, percent

__all__ = [
    "CLUSTERS",
    "COUNTED",
    "LABELS",
    "NOT_SHARED",
    "at_least",
    "begun",
    "between",
    "bullets",
    "counted",
    "each_share",
    "percent",
    "share",
    "spelled",
]

NOT_SHARED = (
    "A shared dataset (T1) has no calendar, no clock and no languages: it can never give this."
)
"""What stands in place of figures that need them."""
LABELS = "Machine-made labels, unvalidated."
"""What ends each caption of something that the labels decide."""
COUNTED = "Counts, so no interval applies."
CLUSTERS = "Lines: 95 % intervals, by drawing whole threads again and again (bootstrap)."
_WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def spelled(number: int) -> str:
    """Spell a small number, as one does in a sentence.

    Parameters
    ----------
    number : int
        Zero or more.

    Returns
    -------
    str

    Examples
    --------
    >>> spelled(3), spelled(40)
    ('three', '40')
    """
    return _WORDS[number] if 0 <= number < len(_WORDS) else f"{number:,}"


def at_least(certain: int, undecided: int) -> str:
    """Write a count of which some may or may not belong to it.

    Parameters
    ----------
    certain, undecided : int
        How many do, and how many more may.

    Returns
    -------
    str

    Examples
    --------
    >>> at_least(2, 3), at_least(2, 0)
    ('2 to 5', '2')
    """
    return f"{certain:,} to {certain + undecided:,}" if undecided else f"{certain:,}"


def share(estimate: Mapping[str, Any] | pd.Series, noun: str = "", plural: str = "") -> str:
    """Say a share with its count and interval; a count alone when the group is too small.

    Parameters
    ----------
    estimate : mapping or pandas.Series
        ``n, k, share, lo, hi`` and ``shown``: a row of `estimates.proportions`.
    noun, plural : str
        What is counted, to stand after the count: one, and several (``noun`` + s if left out).

    Returns
    -------
    str

    Examples
    --------
    >>> share({"n": 40, "k": 12, "share": 0.3, "lo": 0.181, "hi": 0.454, "shown": True})
    '12 of 40 (30 %; 95 % interval 18 to 45 %)'
    >>> share({"n": 4, "k": 2, "share": 0.5, "lo": 0.1, "hi": 0.9, "shown": False})
    '2 of 4 (too few threads for a rate)'
    """
    n, k = int(estimate["n"]), int(estimate["k"])
    count = f"{k:,} of {counted(n, noun, plural) if noun else f'{n:,}'}"
    if n == 0:
        return f"{count} (nothing to count)"
    if not bool(estimate["shown"]):
        return f"{count} (too few threads for a rate)"
    level = float(estimate["level"]) if "level" in estimate else 0.95
    interval = f"{percent(level)} interval {between(estimate['lo'], estimate['hi'])}"
    return f"{count} ({percent(estimate['share'])}; {interval})"


def between(lo: float, hi: float) -> str:
    """Write from which share to which, in per cent.

    Parameters
    ----------
    lo, hi : float
        0 to 1.

    Returns
    -------
    str

    Examples
    --------
    >>> between(0.181, 0.454)
    '18 to 45 %'
    """
    return f"{100 * lo:.0f} to {percent(hi)}"


def each_share(rows: pd.DataFrame) -> str:
    """Say every row's share, a sentence a row.

    Parameters
    ----------
    rows : pandas.DataFrame
        Of `estimates.proportions`, with ``who``.

    Returns
    -------
    str

    Examples
    --------
    >>> each_share(pd.DataFrame({"who": ["by me"], "n": 4, "k": 2, "shown": False}))
    'By me: 2 of 4 (too few threads for a rate).'
    """
    return " ".join(f"{begun(row['who'])}: {share(row)}." for row in rows.to_dict("records"))


def begun(words: str) -> str:
    """Write words as a sentence begins; what stands in capitals further on stays so.

    Parameters
    ----------
    words : str

    Returns
    -------
    str

    Examples
    --------
    >>> begun("asked by the owner"), begun("“I wonder …”")
    ('Asked by the owner', '“I wonder …”')
    """
    return words[:1].upper() + words[1:]


def bullets(sentences: Iterable[str]) -> str:
    """Write sentences as a list, in Markdown.

    Parameters
    ----------
    sentences : iterable of str
        One a point.

    Returns
    -------
    str

    Examples
    --------
    >>> print(bullets(["One.", "Two."]))
    - One.
    - Two.
    """
    return "\n".join(f"- {sentence}" for sentence in sentences)
