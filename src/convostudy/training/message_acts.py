"""TrainingSet for the model of message acts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from convostudy.language.learned.acts import LABELS, reading
from convostudy.language.learned.again import neighbours
from convostudy.language.learned.context import context
from convostudy.language.learned.linear import Block, Linear
from convostudy.language.learned.tokens import tokens
from convostudy.training.fit import TrainingSet, fit

__all__ = ["PLACES", "act_examples", "act_models"]

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


def act_examples(messages: pd.DataFrame) -> TrainingSet:
    """Return the messages of coded threads as examples of their acts.

    Parameters
    ----------
    messages : pandas.DataFrame
        As `corpus.coded` gives them.

    Returns
    -------
    TrainingSet
        Labels in the order of `LABELS`.
    """
    read = reading(messages)
    given = np.array([[name in acts for name in LABELS] for acts in messages["acts"]])
    batch = messages["batch"].to_numpy(dtype=object)
    return TrainingSet(read.found, read.placed.around, read.signs, given, batch)


def act_models(messages: pd.DataFrame, questions: pd.DataFrame) -> dict[str, Linear]:
    """Fit the model of acts, and the one that looks again with what is said around.

    Parameters
    ----------
    messages, questions : pandas.DataFrame
        As `corpus.coded` gives them; the questions are not looked at.

    Returns
    -------
    dict of str to Linear
        By name of the weights file.
    """
    del questions
    first = act_examples(messages)
    model, held_out = fit(first, LABELS, PLACES)
    around = neighbours(held_out, context(messages))
    wordless = tokens(pa.array([""] * len(messages), pa.large_string()))
    second = TrainingSet(wordless, {}, around, first.given, first.batch)
    again, _ = fit(second, LABELS, [])
    return {"acts.en": model, "acts_again.en": again}
