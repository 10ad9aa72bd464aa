"""Which texts are worth searching: an index of words, asked before an expression is run."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from convostudy.language.acts.needs import FOREIGN, Need, OneOf, needs
from convostudy.language.runs import runs

__all__ = ["Flags", "Sieve", "seen"]

Flags = npt.NDArray[np.bool_]
_Bits = npt.NDArray[np.uint8]

# Fewer texts are searched sooner than indexed.
_WORTH_INDEXING = 4000
# A word in so many texts rules out too few to be worth a set of its own.
_COMMON = 0.5
_WORDS = b"abcdefghijklmnopqrstuvwxyz0123456789_"


def seen(texts: pa.Array, pattern: str) -> Flags:
    """Return which texts hold a pattern.

    Parameters
    ----------
    texts : pyarrow.Array
        As `scoring.readable` gives them.
    pattern : str
        RE2: no look-around. Empty is found nowhere.

    Returns
    -------
    numpy.ndarray of bool
    """
    if not pattern or not len(texts):
        return np.zeros(len(texts), dtype=bool)
    flags: Flags = pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False)
    return flags.astype(bool)


class Sieve:
    """Texts with an index of their words.

    Parameters
    ----------
    texts : pyarrow.Array
        As `scoring.readable` gives them.

    Attributes
    ----------
    texts : pyarrow.Array
        The same.
    """

    def __init__(self, texts: pa.Array) -> None:
        self.texts = texts
        self._held: dict[Need, _Bits | None] = {}

    def __len__(self) -> int:
        return len(self.texts)

    def maybe(self, pattern: str) -> Flags:
        """Return which texts hold the words that a pattern needs.

        Parameters
        ----------
        pattern : str
            RE2. Empty is found nowhere.

        Returns
        -------
        numpy.ndarray of bool
            Where this is False the pattern does not match; where it is True it may.
        """
        if not pattern:
            return np.zeros(len(self), dtype=bool)
        bits = self._bits(needs(pattern)) if len(self) >= _WORTH_INDEXING else None
        if bits is None:
            return np.ones(len(self), dtype=bool)
        return np.unpackbits(bits, count=len(self)).astype(bool)

    def seen(self, pattern: str) -> Flags:
        """Return which texts hold a pattern.

        Parameters
        ----------
        pattern : str
            RE2: no look-around. Empty is found nowhere.

        Returns
        -------
        numpy.ndarray of bool
        """
        where = np.flatnonzero(self.maybe(pattern))
        flags = np.zeros(len(self), dtype=bool)
        flags[where] = seen(self.texts.take(pa.array(where)), pattern)
        return flags

    def _bits(self, need: Need) -> _Bits | None:
        """Return the texts that meet a need, eight to a byte; None for all."""
        if isinstance(need, str):
            if need not in self._held:
                self._held[need] = self._fragment(need)
            return self._held[need]
        parts = [self._bits(part) for part in need.parts]
        narrowing = [part for part in parts if part is not None]
        if isinstance(need, OneOf):
            return np.bitwise_or.reduce(narrowing) if len(narrowing) == len(parts) else None
        return np.bitwise_and.reduce(narrowing) if narrowing else None

    def _fragment(self, fragment: str) -> _Bits | None:
        piece = fragment.strip()
        if piece == FOREIGN:
            return np.packbits(~pc.string_is_ascii(self.texts).to_numpy(zero_copy_only=False))
        index = self._index
        if fragment == f" {piece} ":
            places = [index.place[piece]] if piece in index.place else []
        elif fragment.startswith(" "):
            places = list(_beginning(piece, index.words))
        elif fragment.endswith(" "):
            backwards, place = index.backwards
            places = [place[k] for k in _beginning(piece[::-1], backwards)]
        else:
            held = pc.match_substring(index.array, piece).to_numpy(zero_copy_only=False)
            places = np.flatnonzero(held).tolist()
        return self._rows(places)

    def _rows(self, places: list[int]) -> _Bits | None:
        row, begin = self._index.row, self._index.begin
        if sum(begin[place + 1] - begin[place] for place in places) > _COMMON * len(self):
            return None
        flags = np.zeros(len(self), dtype=bool)
        for place in places:
            flags[row[begin[place] : begin[place + 1]]] = True
        return np.packbits(flags)

    @cached_property
    def _index(self) -> _Index:
        row, run, _ = runs(self.texts, _WORDS)
        codes = run.indices.to_numpy(zero_copy_only=False)
        names = run.dictionary.to_pylist()
        sort = sorted(range(len(names)), key=names.__getitem__)
        place = np.empty(len(names), dtype=np.uint16 if len(names) < 2**16 else np.int64)
        place[sort] = np.arange(len(names))
        places = place[codes]
        begin = np.append(0, np.cumsum(np.bincount(places, minlength=len(names))))
        rows = row.astype(np.int32)[np.argsort(places, kind="stable")]
        return _Index([names[code] for code in sort], rows, begin.tolist())


class _Index:
    """Words in alphabetical order, and the rows that hold each."""

    def __init__(self, words: list[str], row: npt.NDArray[np.int32], begin: list[int]) -> None:
        self.words = words
        self.row = row
        self.begin = begin  # where the rows of a word begin; one more at the end
        self.place = {word: place for place, word in enumerate(words)}
        self.array = pa.array(words, type=pa.large_string())

    @cached_property
    def backwards(self) -> tuple[list[str], list[int]]:
        """The words from their last letter to their first, sorted so, and their places."""
        pairs = sorted((word[::-1], place) for place, word in enumerate(self.words))
        return [word for word, _ in pairs], [place for _, place in pairs]


def _beginning(piece: str, words: list[str]) -> range:
    return range(bisect_left(words, piece), bisect_left(words, piece + "\x7f"))
