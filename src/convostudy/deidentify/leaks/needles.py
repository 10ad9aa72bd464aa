"""Many words searched in many bytes, in one pass over them.

Of each word the first four bytes, then the first eight, mark a bit in a table; only where all of
these bits are set is a word compared. The time is that of reading the bytes, however many words
there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

__all__ = ["LETTERS", "LETTERS_DIGITS", "NONE", "SHORTEST", "Needle", "Needles"]

SHORTEST = 4
"""Fewest bytes of what is searched."""
_BLOCK = 1 << 18
_BITS4, _BITS8 = 21, 21
_LONG = 8
_MASKS = {n: np.uint64((1 << (8 * n)) - 1) for n in range(SHORTEST, _LONG)}
_MIX4, _MIX8 = np.uint32(2654435761), np.uint64(0x9E3779B97F4A7C15)

_A = np.zeros(256, dtype=bool)
_A[[*range(ord("a"), ord("z") + 1), *range(ord("A"), ord("Z") + 1), *range(0x80, 0x100)]] = True
_D = np.zeros(256, dtype=bool)
_D[list(range(ord("0"), ord("9") + 1))] = True
_EDGES = (np.zeros(256, dtype=bool), _A, _A | _D, _D)
NONE, LETTERS, LETTERS_DIGITS, DIGITS = range(4)
"""What may not stand beside a word: anything may, no letter, neither letter nor digit, no digit."""


class Needle(NamedTuple):
    """What a found word is."""

    kind: str
    how: str
    """In which form: plain, reversed, base64, ..."""
    left: int = NONE
    right: int = NONE
    among: str = ""
    """``text``: too short to be looked for among bytes that mean no letters; ``bytes``: looked for
    among those alone; else in both."""


class Needles:
    """Words to search.

    Parameters
    ----------
    words : mapping of bytes to Needle
        Of at least `SHORTEST` bytes each.

    Examples
    --------
    >>> needles = Needles({b"ana bell": Needle("name", "plain"), b"bell": Needle("part", "plain")})
    >>> [(place, word) for place, word, needle in needles.found(b"to ana bell, bells")]
    [(3, b'ana bell'), (7, b'bell'), (13, b'bell')]
    """

    def __init__(self, words: Mapping[bytes, Needle]) -> None:
        self.words = dict(words)
        self._table4 = np.zeros(1 << _BITS4, dtype=bool)
        self._tables = {n: np.zeros(1 << _BITS8, dtype=bool) for n in range(SHORTEST, _LONG + 1)}
        self._lengths: dict[bytes, tuple[int, ...]] = {}
        by_head: dict[bytes, set[int]] = {}
        for word in self.words:
            by_head.setdefault(word[:_LONG], set()).add(len(word))
        self._used = sorted({len(head) for head in by_head if len(head) < _LONG})
        for head, lengths in by_head.items():
            # The longest first: a whole name rather than its beginning.
            self._lengths[head] = tuple(sorted(lengths, reverse=True))
        for n in (*self._used, _LONG):
            heads = [head for head in by_head if len(head) == n]
            if heads:
                packed = np.frombuffer(
                    b"".join(head.ljust(8, b"\0") for head in heads), dtype="<u8"
                )
                self._table4[_hash4(packed.astype("<u4"))] = True
                self._tables[n][_hash8(packed)] = True
        self._any_long = any(len(head) == _LONG for head in by_head)

    def found(self, data: bytes) -> Iterator[tuple[int, bytes, Needle]]:
        """Give place, word and meaning of each word in some bytes.

        Parameters
        ----------
        data : bytes
            In the view in which the words are written.

        Yields
        ------
        tuple of int, bytes and Needle
        """
        size = len(data)
        if not self.words or size < SHORTEST:
            return
        whole = np.frombuffer(data + bytes(16), dtype=np.uint8)
        for start in range(0, size, _BLOCK):
            n = min(_BLOCK, size - start)
            words = _words(whole[start : start + n + 12], n + 4)
            at = np.flatnonzero(self._table4[_hash4(words[:n])])
            if not len(at):
                continue
            eight = words[at].astype("<u8") | (words[at + 4].astype("<u8") << np.uint64(32))
            if self._any_long:
                hit = at[self._tables[_LONG][_hash8(eight)]]
                yield from self._compared(data, hit + start, _LONG)
            for length in self._used:
                hit = at[self._tables[length][_hash8(eight & _MASKS[length])]]
                yield from self._compared(data, hit + start, length)

    def _compared(
        self, data: bytes, places: np.ndarray, head: int
    ) -> Iterator[tuple[int, bytes, Needle]]:
        # A loop over the few places where all bits are set.
        for place in places.tolist():
            for length in self._lengths.get(data[place : place + head], ()):
                word = data[place : place + length]
                needle = self.words.get(word)
                if needle is not None and _stands_alone(data, place, place + length, needle):
                    yield place, word, needle
                    break


def _stands_alone(data: bytes, start: int, end: int, needle: Needle) -> bool:
    before = start > 0 and _EDGES[needle.left][data[start - 1]]
    after = end < len(data) and _EDGES[needle.right][data[end]]
    return not (before or after)


def _words(block: np.ndarray, n: int) -> np.ndarray:
    """Return the four bytes from each place on, as a number."""
    words = np.empty(n + 4, dtype="<u4")
    for shift in range(4):
        part = block[shift : shift + (len(block) - shift) // 4 * 4].view("<u4")
        target = words[shift::4]
        k = min(len(part), len(target))
        target[:k] = part[:k]
    return words[:n]


def _hash4(words: np.ndarray) -> np.ndarray:
    return np.asarray((words * _MIX4) >> np.uint32(32 - _BITS4))


def _hash8(words: np.ndarray) -> np.ndarray:
    return np.asarray((words * _MIX8) >> np.uint64(64 - _BITS8))
