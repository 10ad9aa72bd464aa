"""Fit a linear model, and learn from batches left out how sure it may be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from convostudy.language.learned.bag import learn_bag
from convostudy.language.learned.linear import Block, Linear, blocks, probabilities
from convostudy.language.learned.tokens import Tokens

__all__ = ["TrainingSet", "best_cut", "calibrated", "cross_scores", "fit"]

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

_STRENGTH = 1.0  # inverse of the ridge penalty
_LEAST = {"words": 2, "pairs": 2, "parts": 4}  # texts that must hold a feature
_FOLDS = 5


@dataclass(frozen=True)
class TrainingSet:
    """Texts with what surrounds them and the labels that coders gave.

    Attributes
    ----------
    found : Tokens
        Words of the texts.
    around : mapping of str to scipy.sparse.csr_matrix
        By place: texts by texts.
    signs : numpy.ndarray
        Texts by signs.
    given : numpy.ndarray of bool
        Texts by labels.
    batch : numpy.ndarray
        Who wrote each text: whole batches are left out, so that no voice is met again.
    """

    found: Tokens
    around: Mapping[str, csr_matrix]
    signs: npt.NDArray[np.float32]
    given: Flags
    batch: npt.NDArray[np.object_]


def fit(
    examples: TrainingSet,
    labels: Sequence[str],
    places: list[Block],
    *,
    both_sides: Collection[str] = (),
) -> tuple[Linear, Floats]:
    """Fit a model on all examples; learn its calibration from batches left out.

    Parameters
    ----------
    examples : TrainingSet
        What to learn from.
    labels : sequence of str
        Names of the columns of ``examples.given``.
    places : list of Block
        Features and where they are looked for.
    both_sides : collection of str
        Labels whose threshold is to serve those without the label as well as those with it.

    Returns
    -------
    model : Linear
    held_out : numpy.ndarray
        Probabilities of the examples, by models that saw nothing of their batch.
    """
    everything = np.ones(len(examples.batch), dtype=bool)
    model = _fitted(examples, labels, places, everything)
    held_out = cross_scores(examples, labels, places)
    two_sided = np.isin(labels, list(both_sides))
    slope, shift, threshold = calibrated(held_out, examples.given, two_sided)
    model = replace(model, slope=slope, shift=shift, threshold=threshold)
    return model, probabilities(model, held_out)


def cross_scores(examples: TrainingSet, labels: Sequence[str], places: list[Block]) -> Floats:
    """Return the scores of each text by a model that saw nothing of its batch."""
    scores = np.zeros(examples.given.shape)
    names = sorted(set(examples.batch.tolist()))
    for fold in range(min(_FOLDS, len(names))):
        left_out = np.isin(examples.batch, names[fold::_FOLDS])
        model = _fitted(examples, labels, places, ~left_out)
        scores[left_out] = model.score(examples.found, examples.around, examples.signs)[left_out]
    return scores


def calibrated(
    scores: Floats, given: Flags, two_sided: Flags
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return slope, shift (Platt) and the threshold of best F1, by label.

    Where ``two_sided``, F1 is the mean of those with and without the label.
    """
    slope, shift, threshold = (np.zeros(given.shape[1], dtype=np.float32) for _ in range(3))
    for k in range(given.shape[1]):
        line = LogisticRegression(C=100.0).fit(scores[:, [k]], given[:, k])
        slope[k], shift[k] = line.coef_[0, 0], line.intercept_[0]
        chance = expit(slope[k] * scores[:, k] + shift[k])
        threshold[k] = best_cut(chance, given[:, k], both_sides=bool(two_sided[k]))
    return slope, shift, threshold


def best_cut(
    chance: Floats,
    given: Flags,
    *,
    both_sides: bool = False,
    weights: Floats | None = None,
    around: int = 0,
) -> float:
    """Return the probability from which on giving a label has the best F1.

    Parameters
    ----------
    chance : numpy.ndarray
        Probability of each text.
    given : numpy.ndarray of bool
        Which texts have the label.
    both_sides : bool
        F1 is the mean of those with and without the label.
    weights : numpy.ndarray, optional
        How much each text counts.
    around : int
        So many cuts, a hundredth apart, on either side have a say: where texts are few, F1 at one
        cut hangs on one or two of them.

    Examples
    --------
    >>> round(best_cut(np.array([0.2, 0.4, 0.7]), np.array([False, True, True])), 2)
    0.21
    """
    cuts = np.linspace(0.1, 0.9, 81)
    f1 = [_f1(chance >= cut, given, weights) for cut in cuts]
    if both_sides:
        f1 = [a + _f1(chance < cut, ~given, weights) for a, cut in zip(f1, cuts, strict=True)]
    padded = np.pad(f1, around, mode="edge")
    smooth = np.lib.stride_tricks.sliding_window_view(padded, 2 * around + 1).mean(axis=1)
    return float(cuts[int(np.argmax(smooth))])


def _fitted(
    examples: TrainingSet, labels: Sequence[str], places: list[Block], used: Flags
) -> Linear:
    rows = np.flatnonzero(used)
    bag = learn_bag(_only(examples.found, _texts_of(examples, used)), least=_LEAST)
    made = blocks(places, bag, examples.found, examples.around)
    matrix = hstack([*made, csr_matrix(examples.signs)]).tocsr()[rows]
    columns = []
    for k in range(len(labels)):
        model = LogisticRegression(
            C=_STRENGTH, class_weight="balanced", solver="liblinear", max_iter=1000, random_state=0
        )
        model.fit(matrix, examples.given[rows, k])
        columns.append(np.append(model.coef_[0], model.intercept_[0]))
    weights = np.column_stack(columns).astype(np.float32)
    ends = np.cumsum([0, *(block.shape[1] for block in made)])
    none = np.zeros(len(labels), dtype=np.float32)
    return Linear(
        labels=list(labels),
        bag=bag,
        blocks=places,
        weights=[weights[a:b] for a, b in pairwise(ends.tolist())],
        signs=weights[ends[-1] : -1],
        constant=weights[-1],
        slope=none + 1,
        shift=none,
        threshold=none + 0.5,
    )


def _texts_of(examples: TrainingSet, used: Flags) -> Flags:
    """Return which texts belong to some examples."""
    if examples.found.texts == len(used):
        return used
    held = np.zeros(examples.found.texts, dtype=bool)
    for places in examples.around.values():
        held[places[np.flatnonzero(used)].indices] = True
    return held


def _only(found: Tokens, used: Flags) -> Tokens:
    """Return the words of some texts, as if the others were empty."""
    held = used[found.row]
    return Tokens(found.texts, found.row[held], found.code[held], found.begin[held], found.words)


def _f1(said: Flags, true: Flags, weights: Floats | None = None) -> float:
    each = np.ones(len(true)) if weights is None else weights
    both = float(each[said & true].sum())
    return 2 * both / max(float(each[said].sum() + each[true].sum()), 1.0)
