"""Linear models over bags of words and signs: kept as plain arrays, read without running code."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.special import expit

from convostudy.language.learned.arrays import packed
from convostudy.language.learned.bag import Bag
from convostudy.language.learned.tokens import Tokens

__all__ = ["Block", "Linear", "blocks", "load", "probabilities", "save", "scaled"]

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Block:
    """One kind of feature seen in one place.

    Attributes
    ----------
    place : str
        Whose words: ``here`` (the text itself), or a place of `context.Context.around`.
    kind : str
        One of `bag.KINDS`.
    weight : float
        How long its vector is made; a shorter one counts for less.
    """

    place: str
    kind: str
    weight: float


@dataclass(frozen=True)
class Linear:
    """Weights that turn features into scores of labels.

    Attributes
    ----------
    labels : list of str
        What is scored.
    bag : Bag
        Features known.
    blocks : list of Block
        Where they are looked for.
    weights : dict of int to numpy.ndarray
        By number of the block: features by labels.
    signs : numpy.ndarray
        Signs by labels.
    constant : numpy.ndarray
        By label.
    slope, shift : numpy.ndarray
        By label: ``expit(slope * score + shift)`` is the probability.
    threshold : numpy.ndarray
        By label: probability from which it is given.
    """

    labels: list[str]
    bag: Bag
    blocks: list[Block]
    weights: list[Floats]
    signs: Floats
    constant: Floats
    slope: Floats
    shift: Floats
    threshold: Floats

    def score(
        self, found: Tokens, around: Mapping[str, csr_matrix], signs: Floats
    ) -> npt.NDArray[np.float64]:
        """Return the scores of texts.

        Parameters
        ----------
        found : Tokens
            Words of the texts.
        around : mapping of str to scipy.sparse.csr_matrix
            By place: texts by texts.
        signs : numpy.ndarray
            Texts by signs.

        Returns
        -------
        numpy.ndarray of float
            Texts by labels; 0 is the middle between yes and no before calibration.
        """
        total = signs.astype(np.float64) @ self.signs + self.constant
        counts = found.counts()
        for kind in ("words", "parts", "pairs"):
            here = [k for k, block in enumerate(self.blocks) if block.kind == kind]
            if not here:
                continue
            weights = np.hstack([self.weights[k] for k in here])
            if kind == "pairs":
                values = self.bag.pairs(found)
                sums, squares = values @ weights, values.multiply(values).sum(axis=1)
            else:
                # What a word adds is worked out once, however often it is written.
                each = self.bag.by_word(found, kind)
                sums = counts @ (each @ weights)
                squares = counts @ np.asarray(each.multiply(each).sum(axis=1))
            squares = np.asarray(squares).ravel()
            width = len(self.labels)
            for place, k in enumerate(here):
                block = self.blocks[k]
                part = sums[:, place * width : (place + 1) * width]
                total += block.weight * scaled(part, squares, around.get(block.place))
        return total

    def worth(self, found: Tokens) -> npt.NDArray[np.float64]:
        """Return what each different word (rows) adds to each label where it stands, unscaled."""
        total = np.zeros((len(found.words), len(self.labels)))
        for block, weights in zip(self.blocks, self.weights, strict=True):
            if block.place == "here" and block.kind != "pairs":
                total += self.bag.by_word(found, block.kind) @ weights
        return total


def scaled(
    sums: npt.NDArray[np.float64], squares: npt.NDArray[np.float64], around: csr_matrix | None
) -> npt.NDArray[np.float64]:
    """Return sums over features, divided by the length of the vector they come from."""
    if around is not None:
        sums, squares = around @ sums, around @ squares
    length = np.sqrt(np.maximum(squares, 1e-9))
    scaled_sums: npt.NDArray[np.float64] = sums / length[:, None]
    return scaled_sums


def blocks(
    model_blocks: list[Block], bag: Bag, found: Tokens, around: Mapping[str, csr_matrix]
) -> list[csr_matrix]:
    """Return the feature matrix of each block, as training wants them.

    `Linear.score` never builds them; both give the same scores (a test holds them together).
    """
    counted = bag.count(found)
    made = []
    for block in model_blocks:
        values, squares = counted.values[block.kind], counted.squares[block.kind]
        if block.place != "here":
            values, squares = around[block.place] @ values, around[block.place] @ squares
        scale = block.weight / np.sqrt(np.maximum(squares, 1e-9))
        made.append(values.multiply(scale[:, None]).tocsr())
    return made


def probabilities(model: Linear, score: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return calibrated probabilities of scores."""
    chance: npt.NDArray[np.float64] = expit(model.slope * score + model.shift)
    return chance


def save(model: Linear) -> bytes:
    """Return the model as the bytes of an npz file without pickles, the same for the same model."""
    about = {
        "labels": model.labels,
        "blocks": [[block.place, block.kind, block.weight] for block in model.blocks],
        "names": list(model.bag.names),
    }
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "about": _bytes(json.dumps(about)),
        "signs": model.signs.astype(np.float16),
        "constant": model.constant,
        "slope": model.slope,
        "shift": model.shift,
        "threshold": model.threshold,
    }
    for kind, names in model.bag.names.items():
        arrays[f"names_{kind}"] = _bytes("\n".join(names))
        arrays[f"rarity_{kind}"] = model.bag.rarity[kind].astype(np.float16)
    for k, weights in enumerate(model.weights):
        arrays[f"weights_{k}"] = weights.astype(np.float16)
    return packed(arrays)


def read(raw: bytes) -> Linear:
    """Return the model that `save` wrote."""
    with np.load(io.BytesIO(raw), allow_pickle=False) as held:
        about = json.loads(held["about"].tobytes())
        names = {k: held[f"names_{k}"].tobytes().decode().split("\n") for k in about["names"]}
        rarity = {kind: held[f"rarity_{kind}"].astype(np.float32) for kind in names}
        made = [Block(str(p), str(k), float(w)) for p, k, w in about["blocks"]]
        weights = [held[f"weights_{k}"].astype(np.float32) for k in range(len(made))]
        rest = {
            name: held[name].astype(np.float32)
            for name in ("signs", "constant", "slope", "shift", "threshold")
        }
        return Linear(about["labels"], Bag(names, rarity), made, weights, **rest)


@cache
def load(name: str) -> Linear:
    """Return a model that the package carries.

    Parameters
    ----------
    name : str
        Such as ``acts.en``.

    Raises
    ------
    FileNotFoundError
        The package carries no such weights.
    """
    folder = resources.files("convostudy.language.learned") / "weights"
    return read((folder / f"{name}.npz").read_bytes())


def _bytes(text: str) -> npt.NDArray[np.uint8]:
    return np.frombuffer(text.encode(), dtype=np.uint8)
