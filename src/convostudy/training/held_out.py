"""The batches held out as the linear models see them, and what of them the encoder is to read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from convostudy.language.answers import status as rule_status
from convostudy.language.learned.acts import LABELS as ACTS
from convostudy.language.learned.acts import first_sight, reading
from convostudy.language.learned.answered import ANSWERED, STATUSES, pair_reading
from convostudy.language.learned.asked import question_reading
from convostudy.language.learned.encoder.readings import (
    Row,
    answer_rows,
    message_rows,
    question_rows,
)
from convostudy.language.learned.encoder.session import encoder
from convostudy.language.learned.linear import load, probabilities
from convostudy.tables import FUNCTIONS
from convostudy.training.answered import LABELS as ANSWERS
from convostudy.training.answered import coded_pairs
from convostudy.training.asked import LABELS as QUESTIONS
from convostudy.training.asked import found_questions
from convostudy.training.message_acts import act_flags

__all__ = ["Seen", "seen"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Seen:
    """One task on the batches held out.

    Attributes
    ----------
    labels : list of str
        What is judged.
    chance : numpy.ndarray
        Rows by labels: probability by the linear model.
    rows : list of Row
        What the encoder reads.
    given : numpy.ndarray of bool
        Rows by labels, as coders gave them.
    choices, together : int
        As in `Head`.
    exclusive : list of int
        Columns of which each row has one (answered counts as one, not answered as the other): by
        these rows are weighted to natural proportions.
    """

    labels: list[str]
    chance: Floats
    rows: list[Row]
    given: npt.NDArray[np.bool_]
    choices: int
    together: int
    exclusive: list[int]


def seen(messages: pd.DataFrame, questions: pd.DataFrame, folder: str | None) -> dict[str, Seen]:
    """Return the three tasks as the linear models see them.

    Parameters
    ----------
    messages, questions : pandas.DataFrame
        As `corpus.coded` gives them.
    folder : str or None
        Of another encoder than the package's own.
    """
    tokenizer = encoder(folder).tokenizer
    ruled, coded = found_questions(messages, questions)
    asked = load("questions.en")
    need = coded["need_gauging"].fillna(False).astype(bool)
    pairs = coded_pairs(messages, questions)
    by_rule = rule_status(pairs)
    judged = by_rule["status"].notna()
    pairs, by_rule = pairs[judged], by_rule[judged]
    answered = load("answers.en")
    return {
        "acts": Seen(
            ACTS,
            first_sight(reading(messages)),
            message_rows(tokenizer, messages),
            act_flags(messages),
            0,
            0,
            [],
        ),
        "questions": Seen(
            QUESTIONS,
            probabilities(asked, asked.score(*question_reading(ruled, messages))),
            question_rows(tokenizer, ruled, messages),
            np.column_stack([*(coded["function"] == name for name in FUNCTIONS), need]),
            len(FUNCTIONS),
            0,
            list(range(len(FUNCTIONS))),
        ),
        "answers": Seen(
            ANSWERS,
            probabilities(answered, answered.score(*pair_reading(pairs, by_rule))),
            answer_rows(tokenizer, pairs),
            np.column_stack(
                [
                    *(pairs["coded"] == name for name in STATUSES),
                    pairs["coded"].isin(STATUSES[:ANSWERED]),
                ]
            ),
            len(STATUSES),
            ANSWERED,
            [len(STATUSES)],
        ),
    }
