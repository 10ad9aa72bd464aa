"""Words, pairs of words and parts of words as features, and what they add up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from convostudy.language.learned.places import EDGE, PairPlaces, PiecePlaces, WordPlaces, parts
from convostudy.language.learned.tokens import Tokens

__all__ = ["KINDS", "Bag", "Counted", "learn_bag"]

KINDS = ("words", "pairs", "parts")


@dataclass(frozen=True)
class Counted:
    """Features of texts, weighted by rarity, not yet scaled to length.

    Attributes
    ----------
    values : dict of str to scipy.sparse.csr_matrix
        By kind: texts by features.
    squares : dict of str to numpy.ndarray
        By kind and text: sum of squares over its words, by which the values are scaled.
    """

    values: dict[str, csr_matrix]
    squares: dict[str, npt.NDArray[np.float32]]


@dataclass(frozen=True)
class Bag:
    """The features that a model knows, with their rarity.

    Attributes
    ----------
    names : dict of str to list of str
        By kind, sorted.
    rarity : dict of str to numpy.ndarray of float32
        By kind: weight of each; the rarer in the texts it was learned on the higher.
    """

    names: dict[str, list[str]]
    rarity: dict[str, npt.NDArray[np.float32]]
    _places: dict[str, PiecePlaces | WordPlaces] = field(default_factory=dict, repr=False)

    def by_word(self, found: Tokens, kind: str) -> csr_matrix:
        """Return what one occurrence of each different word (rows) adds to the features."""
        rarity = self.rarity[kind]
        if kind not in self._places:
            known = WordPlaces if kind == "words" else PiecePlaces
            self._places[kind] = known(self.names[kind])
        row, column = self._places[kind].find(found.words)
        return csr_matrix((rarity[column], (row, column)), shape=(len(found.words), len(rarity)))

    def pairs(self, found: Tokens) -> csr_matrix:
        """Return the features of each text that are pairs of words."""
        rarity = self.rarity["pairs"]
        row, first, second = found.pairs()
        column = self._pairs.find(found.words, first, second)
        row, column = row[column >= 0], column[column >= 0]
        return csr_matrix((rarity[column], (row, column)), shape=(found.texts, len(rarity)))

    @cached_property
    def _pairs(self) -> PairPlaces:
        return PairPlaces(self.names["pairs"])

    def count(self, found: Tokens, kinds: Collection[str] = KINDS) -> Counted:
        """Return the features of texts.

        Parameters
        ----------
        found : Tokens
            Words of the texts.
        kinds : collection of str
            Some of `KINDS`.

        Returns
        -------
        Counted
        """
        values, squares = {}, {}
        counts = found.counts()
        for kind in kinds:
            if kind == "pairs":
                values[kind] = self.pairs(found)
                squares[kind] = np.asarray(values[kind].multiply(values[kind]).sum(axis=1))
            else:
                each = self.by_word(found, kind)
                values[kind] = counts @ each
                squares[kind] = counts @ np.asarray(each.multiply(each).sum(axis=1))
            squares[kind] = squares[kind].ravel().astype(np.float32)
        return Counted(values, squares)


def learn_bag(found: Tokens, *, least: dict[str, int]) -> Bag:
    """Choose the features that enough texts hold.

    Parameters
    ----------
    found : Tokens
        Words of the texts to learn from.
    least : dict of str to int
        By kind: how many texts must hold a feature.

    Returns
    -------
    Bag
    """
    held: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    row, first, second = found.pairs()
    words = [*found.words, EDGE]
    held["words"] = _texts_with(found.row, (found.words[code] for code in found.code.tolist()))
    both = zip(first.tolist(), second.tolist(), strict=True)
    held["pairs"] = _texts_with(row, (f"{words[a]} {words[b]}" for a, b in both))
    pieces = [
        (text, piece)
        for text, code in zip(found.row.tolist(), found.code.tolist(), strict=True)
        for piece in parts(found.words[code])
    ]
    held["parts"] = Counter(piece for _, piece in set(pieces))
    names = {kind: sorted(n for n, c in held[kind].items() if c >= least[kind]) for kind in KINDS}
    rarity = {
        kind: np.array(
            [np.log((1 + found.texts) / (1 + held[kind][name])) + 1 for name in names[kind]],
            dtype=np.float32,
        )
        for kind in KINDS
    }
    return Bag(names, rarity)


def _texts_with(row: npt.NDArray[np.int64], names: Iterable[str]) -> Counter[str]:
    return Counter(name for _, name in set(zip(row.tolist(), names, strict=True)))
