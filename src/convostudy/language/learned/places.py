"""Which features texts hold: looked up many at a time, packed into whole numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["EDGE", "PairPlaces", "PiecePlaces", "WordPlaces", "parts"]

EDGE = "|"  # stands for the beginning and the end of a text; no word holds it
_SHORTEST, _LONGEST = 2, 5  # characters of a part of a word
_LONG_WORD = 30  # longer ones are addresses, and parts of them say nothing
_BITS = 8  # of an ASCII character

Places = npt.NDArray[np.int64]


def parts(word: str) -> list[str]:
    """Return the pieces of a word, with blanks where it begins and ends.

    Examples
    --------
    >>> parts("hi")
    [' h', 'hi', 'i ', ' hi', 'hi ', ' hi ']
    """
    if len(word) > _LONG_WORD:
        return []
    padded = f" {word} "
    sizes = range(_SHORTEST, _LONGEST + 1)
    return [padded[k : k + size] for size in sizes for k in range(len(padded) - size + 1)]


class _Sorted:
    """Whole numbers that stand for features, in order, with the place of each."""

    def __init__(self, codes: Sequence[int], places: Sequence[int]) -> None:
        order = np.argsort(np.asarray(codes, dtype=np.int64))
        self._codes = np.asarray(codes, dtype=np.int64)[order]
        self._places = np.asarray(places, dtype=np.int64)[order]

    def find(self, codes: Places) -> Places:
        """Return the place of each, -1 for what is not known."""
        if not len(self._codes):
            return np.full(len(codes), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(self._codes, codes), len(self._codes) - 1)
        return np.where(self._codes[at] == codes, self._places[at], -1)


class WordPlaces:
    """Words that a model knows.

    Examples
    --------
    >>> [held.tolist() for held in WordPlaces(["call", "me"]).find(["me", "no", "call"])]
    [[0, 2], [1, 0]]
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._place = {name: place for place, name in enumerate(names)}

    def find(self, words: Sequence[str]) -> tuple[Places, Places]:
        """Return which of the words are known, and as what."""
        place = np.array([self._place.get(word, -1) for word in words], dtype=np.int64)
        row = np.flatnonzero(place >= 0)
        return row, place[row]


class PiecePlaces:
    """Parts of words that a model knows.

    Examples
    --------
    >>> row, place = PiecePlaces(["hi", "i ", "é "]).find(["hi", "né", "hihi"])
    >>> sorted(zip(row.tolist(), place.tolist()))
    [(0, 0), (0, 1), (1, 2), (2, 0), (2, 0), (2, 1)]
    """

    def __init__(self, names: Sequence[str]) -> None:
        plain = [(name, place) for place, name in enumerate(names) if name.isascii()]
        self._sizes = {}
        for size in range(_SHORTEST, _LONGEST + 1):
            held = [(name, place) for name, place in plain if len(name) == size]
            codes = [int.from_bytes(name.encode()) for name, _ in held]
            self._sizes[size] = _Sorted(codes, [place for _, place in held])
        # Few enough to be looked up one by one.
        self._others = {name: place for place, name in enumerate(names) if not name.isascii()}
        self._plain = dict(plain)

    def find(self, words: Sequence[str]) -> tuple[Places, Places]:
        """Return the word (its number) and the place of each known part, in no set order."""
        plain = np.array([word.isascii() and len(word) <= _LONG_WORD for word in words], dtype=bool)
        numbers = np.flatnonzero(plain)
        text = "".join([f" {words[k]} " for k in numbers.tolist()]).encode()
        letters = np.frombuffer(text, dtype=np.uint8).astype(np.int64)
        length = np.array([len(words[k]) + 2 for k in numbers.tolist()], dtype=np.int64)
        word = np.repeat(numbers, length)
        left = np.repeat(np.cumsum(length), length) - np.arange(len(letters))  # to the word's end
        rows, places = [], []
        code = letters
        for size in range(_SHORTEST, _LONGEST + 1):
            # Each code grows by the letter behind it.
            code = (code[: len(letters) - size + 1] << _BITS) | letters[size - 1 :]
            whole = np.flatnonzero(left[: len(code)] >= size)
            place = self._sizes[size].find(code[whole])
            rows.append(word[whole[place >= 0]])
            places.append(place[place >= 0])
        for k in np.flatnonzero(~plain).tolist():
            pieces = map(self._either, parts(words[k]))
            held = [place for place in pieces if place >= 0]
            rows.append(np.full(len(held), k, dtype=np.int64))
            places.append(np.array(held, dtype=np.int64))
        return np.concatenate(rows), np.concatenate(places)

    def _either(self, piece: str) -> int:
        return (self._plain if piece.isascii() else self._others).get(piece, -1)


class PairPlaces:
    """Pairs of neighbouring words that a model knows, `EDGE` among them.

    Examples
    --------
    >>> known = PairPlaces(["call me", "| call"])
    >>> known.find(["me", "call"], np.array([2, 1, 0]), np.array([1, 0, 2])).tolist()
    [1, 0, -1]
    """

    def __init__(self, names: Sequence[str]) -> None:
        pairs = [name.split(" ") for name in names]
        self._word = {word: k for k, word in enumerate(sorted({w for both in pairs for w in both}))}
        codes = [self._word[a] * len(self._word) + self._word[b] for a, b in pairs]
        self._pairs = _Sorted(codes, range(len(codes)))

    def find(self, words: Sequence[str], first: Places, second: Places) -> Places:
        """Return the place of each pair of words (their numbers; one too many is an edge)."""
        known = np.array([self._word.get(word, -1) for word in [*words, EDGE]], dtype=np.int64)
        a, b = known[first], known[second]
        place = self._pairs.find(a * len(self._word) + b)
        return np.where((a >= 0) & (b >= 0), place, -1)
