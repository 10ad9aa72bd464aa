"""The probabilities behind the labels: as stated with each label, and all that the models gave."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from benchmarks.accuracy.backends import Said
from benchmarks.accuracy.intervals import Floats
from benchmarks.accuracy.splits import inbox

from convostudy.language.backends import find_acts, find_questions, judge_answers
from convostudy.language.learned import acts as learned_acts
from convostudy.language.learned import answered as learned_answers
from convostudy.language.learned import asked as learned_questions
from convostudy.tables import FUNCTIONS
from convostudy.training.matching import meet

Call = tuple[Mapping[str, Any], Any]
_READ = ["message_id", "text", "thread_id", "side", "sent_at"]


class Stated(NamedTuple):
    """Probabilities of one label, what came true, and the threads."""

    probability: Floats
    hit: pd.Series
    thread: pd.Series


def stated(said: Said, messages: pd.DataFrame) -> dict[str, Stated]:
    """Return the confidence shown beside each label given, and whether the coder agrees.

    A question's is that of being a question of this function; an answer's that of answering, or
    not.
    """
    made = {}
    for act, rows in said.acts.groupby("act"):
        agreed = said.labels[str(act)].rows.set_index("message_id")["true"]
        thread = rows["message_id"].map(messages.set_index("message_id")["thread_id"])
        hit = rows["message_id"].map(agreed)
        made[str(act)] = Stated(rows["confidence"].to_numpy(dtype=float), hit, thread)
    found = said.asked[said.asked["is_found"]]
    right = found["function_true"].astype(object) == found["function_said"].astype(object)
    for function, rows in found.groupby("function_said"):
        made[f"question: {function}"] = Stated(
            rows["confidence"].to_numpy(dtype=float), right[rows.index], rows["thread_id"]
        )
    if "confidence" in said.pairs:
        answers = list(learned_answers.STATUSES[: learned_answers.ANSWERED])
        same = said.pairs["status"].isin(answers) == said.pairs["coded"].isin(answers)
        known = said.pairs["confidence"].notna()
        made["answered or not"] = Stated(
            said.pairs.loc[known, "confidence"].to_numpy(dtype=float),
            same[known],
            said.pairs.loc[known, "thread_id"],
        )
    return made


def given(
    backend: str, messages: pd.DataFrame, gold: pd.DataFrame, pairs: pd.DataFrame
) -> dict[str, Stated]:
    """Return the probability of every label for every unit, also of those not given.

    Empty for a backend that decides without probabilities. Functions: of questions found that
    were coded, too. Statuses: of replies in words to questions for information.
    """
    read = inbox(messages)[0][_READ]
    made = {}
    with overheard(learned_acts, "chances") as calls:
        find_acts(read, backend)
    if calls:
        chance = np.vstack([result[1] for _, result in calls])
        for column, name in enumerate(learned_acts.LABELS):
            hit = messages["acts"].map(lambda held, name=name: name in held)
            made[name] = Stated(chance[:, column], hit, messages["thread_id"])
    with overheard(learned_questions, "chosen") as calls:
        find_questions(read, backend)
    if calls:
        made |= _functions(calls, messages, gold.reset_index(drop=True))
    with overheard(learned_answers, "ruled") as calls:
        judge_answers(pairs, backend)
    if calls:
        judged, chance = (calls[0][0][name] for name in ("judged", "chance"))
        rows = pairs[judged]
        answers = list(learned_answers.STATUSES[: learned_answers.ANSWERED])
        labels = {name: rows["coded"] == name for name in learned_answers.STATUSES}
        labels["answered"] = rows["coded"].isin(answers)
        for column, (name, hit) in enumerate(labels.items()):
            made[f"answer: {name}"] = Stated(chance[:, column], hit, rows["thread_id"])
    return made


def _functions(calls: list[Call], messages: pd.DataFrame, gold: pd.DataFrame) -> dict[str, Stated]:
    found = pd.concat([named["questions"] for named, _ in calls], ignore_index=True)
    chance = np.vstack([named["chance"] for named, _ in calls])
    functions = chance[:, : len(FUNCTIONS)]
    functions = functions / functions.sum(axis=1, keepdims=True)
    pairs = meet(gold, found)
    coded = gold.loc[pairs["gold"]].reset_index(drop=True)
    thread = coded["message_id"].map(messages.set_index("message_id")["thread_id"])
    rows = pairs["found"].to_numpy()
    made = {
        f"question: {name}": Stated(functions[rows, k], coded["function"] == name, thread)
        for k, name in enumerate(FUNCTIONS)
    }
    needs = coded["need_gauging"].fillna(False).astype(bool)
    made["question: need gauging"] = Stated(chance[rows, len(FUNCTIONS)], needs, thread)
    return made


@contextmanager
def overheard(module: ModuleType, name: str) -> Iterator[list[Call]]:
    """Keep what a function of a module is given, by name, and gives, while it goes on as ever.

    So every backend that decides by it is heard, whichever they are.
    """
    kept = getattr(module, name)
    calls: list[Call] = []
    signature = inspect.signature(kept)

    def listening(*given: Any, **named: Any) -> Any:
        result = kept(*given, **named)
        calls.append((signature.bind(*given, **named).arguments, result))
        return result

    setattr(module, name, listening)
    try:
        yield calls
    finally:
        setattr(module, name, kept)
