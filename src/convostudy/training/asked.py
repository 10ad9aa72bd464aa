"""TrainingSet for the model of what questions are for."""

from __future__ import annotations

import numpy as np
import pandas as pd

from convostudy.language.learned.asked import question_reading
from convostudy.language.learned.linear import Block, Linear
from convostudy.language.packs import reads
from convostudy.language.questions import questions as rule_questions
from convostudy.tables import FUNCTIONS
from convostudy.training.fit import TrainingSet, fit
from convostudy.training.found import cross_formed
from convostudy.training.matching import meet

__all__ = ["LABELS", "PLACES", "found_questions", "question_examples", "question_models"]

LABELS = [*FUNCTIONS, "need_gauging"]

PLACES = [
    Block("question", "words", 1.0),
    Block("question", "pairs", 1.0),
    Block("question", "parts", 0.7),
    Block("head", "words", 0.5),
    Block("tail", "words", 0.5),
    Block("tail", "pairs", 0.3),
    Block("before", "words", 0.3),
]


def question_examples(
    messages: pd.DataFrame, questions: pd.DataFrame, language: str = "en"
) -> TrainingSet:
    """Return the questions of coded threads as examples of their functions.

    Parameters
    ----------
    messages, questions : pandas.DataFrame
        As `corpus.coded` gives them.
    language : str
        In which they are.

    Returns
    -------
    TrainingSet
        Labels in the order of `LABELS`.
    """
    ruled, coded = found_questions(messages, questions, language)
    found, around, seen = question_reading(ruled, messages)
    given = np.column_stack(
        [coded["function"] == name for name in FUNCTIONS]
        + [coded["need_gauging"].fillna(False).astype(bool)]
    )
    batch = messages["batch"].to_numpy(dtype=object)[coded["row"]]
    return TrainingSet(found, around, seen, given, batch)


def found_questions(
    messages: pd.DataFrame, questions: pd.DataFrame, language: str = "en"
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the questions that are found, row by row with how they were coded.

    The model gets them as it will later: with the spans, forms and guesses of the rules, or, in a
    language without rules, with the spans of sentences and learned forms.
    """
    if not reads(language, "rules"):
        return cross_formed(messages, questions, language)
    ruled = rule_questions(messages[["message_id", "text"]])
    pairs = meet(questions, ruled).sort_values("gold")
    return (
        ruled.loc[pairs["found"]].reset_index(drop=True),
        questions.loc[pairs["gold"]].reset_index(drop=True),
    )


def question_models(
    messages: pd.DataFrame, questions: pd.DataFrame, language: str = "en"
) -> dict[str, Linear]:
    """Fit the model, under the name of its weights file."""
    model, _ = fit(question_examples(messages, questions, language), LABELS, PLACES)
    return {f"questions.{language}": model}
