"""The light models, fitted anew without some batches, so that these can be scored."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pandas as pd

from convostudy.errors import BadParameter
from convostudy.language.learned import linear
from convostudy.language.learned.acts import LABELS
from convostudy.language.learned.linear import Linear
from convostudy.language.packs import reads
from convostudy.training.answered import answer_models
from convostudy.training.asked import question_models
from convostudy.training.found import finding_models
from convostudy.training.message_acts import act_models

#: The backend that is nothing but these models.
RETRAINED = "light"


def light_models(
    messages: pd.DataFrame, questions: pd.DataFrame, language: str = "en"
) -> dict[str, Linear]:
    """Fit the models of acts, questions and answers, by name of their weights.

    In a language without rules also those that find questions.

    Each label must have been coded in two batches: batches are left out by turns.
    """
    rare = rare_labels(messages)
    if rare:
        raise BadParameter(
            f"labels coded in fewer than two batches: {', '.join(rare)}",
            expected="every act in two batches at least, since each is left out once",
            do="Learn from more batches, or from others",
        )
    coded = (messages, questions, language)
    models = act_models(*coded)
    if not reads(language, "rules"):
        models |= finding_models(*coded)
    # The model of answers weighs words by how rare that of acts found them.
    with lent(models):
        return models | question_models(*coded) | answer_models(*coded)


def rare_labels(messages: pd.DataFrame) -> list[str]:
    """Return the acts that are coded in fewer than two batches."""
    by_batch = messages.groupby("batch")["acts"].agg(lambda acts: frozenset().union(*acts))
    return [name for name in LABELS if sum(name in held for held in by_batch) < 2]


@contextmanager
def lent(models: Mapping[str, Linear]) -> Iterator[None]:
    """Let the package read these models in the place of its own."""
    kept = linear.load

    def load(name: str) -> Linear:
        return models[name] if name in models else kept(name)

    # Each module that reads weights holds the function under its own name.
    holders = [
        module
        for name, module in list(sys.modules.items())
        if name.startswith("convostudy.") and vars(module).get("load") is kept
    ]
    for module in holders:
        module.load = load  # type: ignore[attr-defined]
    try:
        yield
    finally:
        for module in holders:
            module.load = kept  # type: ignore[attr-defined]
