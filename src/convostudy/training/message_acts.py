"""TrainingSet for the model of message acts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from convostudy.language.learned.acts import LABELS, reading
from convostudy.language.learned.again import neighbours
from convostudy.language.learned.context import Context, context
from convostudy.language.learned.linear import Block, Linear
from convostudy.language.learned.tokens import tokens
from convostudy.training.fit import TrainingSet, fit

__all__ = ["PLACES", "act_examples", "act_flags", "act_models", "pitch_cut"]

# The message itself counts most, then what it replies to.
PLACES = [
    Block("here", "words", 1.0),
    Block("here", "pairs", 1.0),
    Block("here", "parts", 1.0),
    Block("before", "words", 0.5),
    Block("before", "pairs", 0.5),
    Block("own", "words", 0.3),
    Block("within", "words", 0.3),
]


def act_examples(messages: pd.DataFrame, language: str = "en") -> TrainingSet:
    """Return the messages of coded threads as examples of their acts.

    Parameters
    ----------
    messages : pandas.DataFrame
        As `corpus.coded` gives them.
    language : str
        In which they are.

    Returns
    -------
    TrainingSet
        Labels in the order of `LABELS`.
    """
    read = reading(messages, language)
    given = act_flags(messages)
    batch = messages["batch"].to_numpy(dtype=object)
    return TrainingSet(read.found, read.placed.around, read.signs, given, batch)


def act_flags(messages: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Return messages by `LABELS`, as coders gave them.

    Batches differ on whether a recruiter's offer is a pitch; by the codebook it is none in the
    primary analysis, so none here.
    """
    given = np.array([[name in acts for name in LABELS] for acts in messages["acts"]], dtype=bool)
    recruiting = (messages["solicitation"] == "recruiting").to_numpy()
    given[recruiting, LABELS.index("pitch")] = False
    return given


def act_models(
    messages: pd.DataFrame, questions: pd.DataFrame, language: str = "en"
) -> dict[str, Linear]:
    """Fit the model of acts, and the one that looks again with what is said around.

    Parameters
    ----------
    messages, questions : pandas.DataFrame
        As `corpus.coded` gives them; the questions are not looked at.
    language : str
        In which they are.

    Returns
    -------
    dict of str to Linear
        By name of the weights file.
    """
    del questions
    first = act_examples(messages, language)
    model, held_out = fit(first, LABELS, PLACES)
    around = neighbours(held_out, context(messages))
    wordless = tokens(pa.array([""] * len(messages), pa.large_string()))
    second = TrainingSet(wordless, {}, around, first.given, first.batch)
    again, chance = fit(second, LABELS, [])
    pitch = LABELS.index("pitch")
    cuts = again.threshold.copy()
    cuts[pitch] = pitch_cut(chance[:, pitch], first.given[:, pitch], context(messages))
    return {f"acts.{language}": model, f"acts_again.{language}": replace(again, threshold=cuts)}


def pitch_cut(
    chance: npt.NDArray[np.float64], given: npt.NDArray[np.bool_], placed: Context
) -> float:
    """Choose the probability from which a message is a pitch.

    Time to the first pitch hangs on which turn is the first: one false pitch early spoils a
    thread, one missed among many does not. So F1 of messages and the share of threads whose first
    pitch is right (or rightly none) count alike.

    Parameters
    ----------
    chance : numpy.ndarray
        Probability of each message, by a model that saw nothing of its batch.
    given : numpy.ndarray of bool
        Which messages pitch.
    placed : Context
        Where the messages stand.

    Returns
    -------
    float
    """
    never = placed.rank.max() + 1
    threads = placed.thread.max() + 1

    def first(pitching: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
        turns = np.full(threads, never)
        np.minimum.at(turns, placed.thread[pitching], placed.rank[pitching])
        return turns

    true = first(given)

    def worth(cut: float) -> float:
        said = chance >= cut
        f1 = 2 * (said & given).sum() / max((said.sum() + given.sum()), 1)
        return float(f1 + (first(said) == true).mean())

    return float(max(np.linspace(0.1, 0.9, 81), key=worth))
