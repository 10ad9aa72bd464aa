"""A normalised copy of a text, with the place in the original of each of its characters.

Detectors read the copy, in which one name is written in one way; masks are cut into the original.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Shadow", "fold", "shadow_of"]

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼ`´＇ʹ"), "'")
# Letters of other scripts that look like Latin ones, so that a name cannot hide behind them.
_LOOKALIKES = str.maketrans(
    "АВЕКМНОРСТУХавекмнорстухіѕјԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαν",
    "ABEKMHOPCTYXabekmhopctyxisjdhqwABEZHIKMNOPTYXoav",
)
_PLAIN = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ı": "i"})


class Shadow(NamedTuple):
    """A normalised text and where its characters stand in the original."""

    text: str
    starts: list[int] | None
    """Of each character, its first place in the original; None: the same place."""
    ends: list[int] | None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the original of a (non-empty) place in the shadow."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def shadow_of(text: str) -> Shadow:
    r"""Return the normalised copy of a text.

    Composed (NFKC), without invisible characters, dashes and apostrophes made plain. Invisible
    characters and accents belong to the character before them, so that a mask covers them.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    Shadow

    Examples
    --------
    >>> shadow = shadow_of("Jo\u200bse\u0301!")
    >>> shadow.text, shadow.original(0, 4)
    ('José!', (0, 6))
    """
    if text.isascii():
        return Shadow(text, None, None)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end, cluster in _clusters(text):
        plain = _normal(cluster)
        pieces.append(plain)
        starts += [start] * len(plain)
        ends += [end] * len(plain)
    return Shadow("".join(pieces), starts, ends)


def _clusters(text: str) -> list[tuple[int, int, str]]:
    clusters: list[tuple[int, int, str]] = []
    begun = 0
    for place, sign in enumerate(text):
        if place and _is_written_on(sign):
            continue
        if place:
            clusters.append((begun, place, text[begun:place]))
        begun = place
    clusters.append((begun, len(text), text[begun:]))
    return clusters


@lru_cache(maxsize=20_000)
def _is_written_on(sign: str) -> bool:
    return not sign.isascii() and unicodedata.category(sign) in ("Mn", "Mc", "Me", "Cf")


@lru_cache(maxsize=20_000)
def _normal(cluster: str) -> str:
    visible = "".join(sign for sign in cluster if unicodedata.category(sign) != "Cf")
    plain = unicodedata.normalize("NFKC", visible)
    if len(visible) == 1 and not plain.isalnum() and any(sign.isalnum() for sign in plain):
        # A sign for several (a fraction, "a.m." in one) stays one: half of it cannot be masked.
        plain = visible
    if len(plain) > 1:
        # Marks that no letter takes (an emoji's colour) say nothing to a detector.
        plain = "".join(sign for sign in plain if not unicodedata.combining(sign)) or plain
    digits = "".join(_digit(sign) for sign in plain)
    return digits.translate(_DASHES).translate(_APOSTROPHES)


def _digit(sign: str) -> str:
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Return a word as names are compared: lower case, no accents, look-alikes made Latin.

    Parameters
    ----------
    word : str
        A word of a shadow.

    Returns
    -------
    str

    Examples
    --------
    >>> fold("Müller"), fold("Łukasz"), fold("Маrk")
    ('muller', 'lukasz', 'mark')
    """
    if word.isascii():
        return word.lower()
    latin = word.translate(_LOOKALIKES).lower().translate(_PLAIN)
    apart = unicodedata.normalize("NFKD", latin)
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
