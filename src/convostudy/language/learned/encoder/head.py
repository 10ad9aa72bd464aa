"""What the encoder says of one task, weighed against what the linear model says."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit, softmax

from convostudy.language.learned.encoder.readings import Row
from convostudy.language.learned.encoder.session import encoder, weights_file

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["Depth", "Head", "deepened", "head", "log_odds", "raw_head"]

Floats = npt.NDArray[np.float64]
#: light: the linear models alone. cascade: the encoder reads what they doubt. transformer: it
#: reads everything.
Depth = Literal["light", "cascade", "transformer"]
_AT_ONCE = 2**12  # rows read before their long vectors are dropped
_LEAST = 1e-4  # probabilities are kept this far from 0 and 1


@dataclass(frozen=True)
class Head:
    """One task of the encoder.

    Attributes
    ----------
    labels : list of str
        What is judged.
    weight, bias : numpy.ndarray
        From the encoder's vectors to raw scores.
    choices : int
        So many leading labels exclude each other.
    together : int
        Where above 0, a last label stands for the first so many choices together.
    linear, deep, constant : numpy.ndarray
        By label: the log odds are ``linear`` times those of the linear model plus ``deep`` times
        those of the encoder plus ``constant``.
    slope, shift : numpy.ndarray
        By label: what makes probabilities of acts right again after the second look.
    sure : numpy.ndarray
        By label: a rule that is right in this share of cases or more is believed all the same.
    low, high : numpy.ndarray
        By label: between these probabilities the linear model is in doubt.
    threshold : numpy.ndarray
        By label: probability from which it is given.
    """

    labels: list[str]
    weight: Floats
    bias: Floats
    choices: int
    together: int
    linear: Floats
    deep: Floats
    constant: Floats
    slope: Floats
    shift: Floats
    sure: Floats
    low: Floats
    high: Floats
    threshold: Floats

    def scores(self, vectors: npt.NDArray[np.float32]) -> Floats:
        """Return the log odds of each label by the encoder alone, not calibrated."""
        raw = vectors.astype(np.float64) @ self.weight.T + self.bias
        if not self.choices:
            return np.asarray(raw, dtype=np.float64)
        chosen = softmax(raw[:, : self.choices], axis=1)
        parts = [log_odds(chosen), raw[:, self.choices :]]
        if self.together:
            parts.append(log_odds(chosen[:, : self.together].sum(axis=1, keepdims=True)))
        return np.hstack(parts)

    def weighed(self, chance: Floats, scores: Floats) -> Floats:
        """Return calibrated probabilities from those of the linear model and the scores."""
        made: Floats = expit(self.linear * log_odds(chance) + self.deep * scores + self.constant)
        return made

    def finished(self, chance: Floats) -> Floats:
        """Return probabilities of acts after the second look, calibrated."""
        made: Floats = expit(self.slope * log_odds(chance) + self.shift)
        return made

    def doubtful(self, chance: Floats) -> npt.NDArray[np.bool_]:
        """Return for which rows the linear model is in doubt about some label."""
        within = (chance > self.low) & (chance < self.high)
        return np.asarray(within.any(axis=1), dtype=bool)


def deepened(
    chance: Floats,
    task: str,
    rows: Callable[[Tokenizer, npt.NDArray[np.int64]], list[Row]],
    *,
    everything: bool,
    folder: str | None = None,
) -> Floats:
    """Let the encoder read what the linear model is in doubt about.

    Parameters
    ----------
    chance : numpy.ndarray
        Rows by labels: probabilities by the linear model.
    task : str
        ``acts``, ``questions`` or ``answers``.
    rows : callable
        Takes the tokenizer and places, gives what is to be read at these places.
    everything : bool
        Read all rows, doubtful or not.
    folder : str, optional
        Of another encoder than the package's own.

    Returns
    -------
    numpy.ndarray
        Probabilities by both where the encoder read, those of the linear model elsewhere.
    """
    judge = head(task, folder)
    wanted = np.flatnonzero(judge.doubtful(chance) | everything)
    made = chance.copy()
    reads = encoder(folder)
    parts = np.split(wanted, range(_AT_ONCE, len(wanted), _AT_ONCE))
    for part in parts:
        scores = judge.scores(reads.read(rows(reads.tokenizer, part)))
        made[part] = judge.weighed(chance[part], scores)
    return made


@cache
def head(task: str, folder: str | None = None) -> Head:
    """Return the head of a task.

    Parameters
    ----------
    task : str
        ``acts``, ``questions`` or ``answers``.
    folder : str, optional
        Of another encoder than the package's own.
    """
    held = _arrays("weighing.npz", folder)
    about = json.loads(held[f"{task}_about"].tobytes())
    names = ("linear", "deep", "constant", "slope", "shift", "sure", "low", "high", "threshold")
    weight, bias = raw_head(task, folder)
    return Head(
        about["labels"],
        weight,
        bias,
        about["choices"],
        about["together"],
        *(held[f"{task}_{name}"].astype(np.float64) for name in names),
    )


def raw_head(task: str, folder: str | None = None) -> tuple[Floats, Floats]:
    """Return weight and bias of a head as the encoder's training left them."""
    held = _arrays("heads.npz", folder)
    weight, bias = held[f"{task}_weight"], held[f"{task}_bias"]
    return weight.astype(np.float64), bias.astype(np.float64)


def log_odds(chance: Floats) -> Floats:
    """Return the log odds of probabilities, none without end."""
    made: Floats = logit(np.clip(chance, _LEAST, 1 - _LEAST))
    return made


@cache
def _arrays(name: str, folder: str | None) -> dict[str, npt.NDArray[np.generic]]:
    with (
        weights_file(name, folder).open("rb") as file,
        np.load(file, allow_pickle=False) as held,
    ):
        return dict(held)
