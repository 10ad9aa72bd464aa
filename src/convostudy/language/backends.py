"""Who gives the labels: rules that one can read, or models that learned from coders.

Which languages a backend reads is said by `convostudy.language.packs`; texts in another one are
refused here, so that no rule of one language is ever put to another.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple, cast

import pandas as pd

from convostudy.errors import BadParameter
from convostudy.language.acts import acts as rule_acts
from convostudy.language.answers import status as rule_status
from convostudy.language.learned.acts import light_acts
from convostudy.language.learned.answered import light_status
from convostudy.language.learned.asked import light_functions
from convostudy.language.learned.encoder.head import Depth
from convostudy.language.learned.found import light_questions
from convostudy.language.learned.sequence import light_sequence
from convostudy.language.packs import packs, readable, reads
from convostudy.language.questions import questions as rule_questions
from convostudy.language.questions import sequence as rule_sequence
from convostudy.language.questions.echoes import echoes
from convostudy.language.quoted import own_words
from convostudy.tables import BACKENDS, DEEP

__all__ = ["find_acts", "find_questions", "judge_answers", "place_questions"]


def find_acts(messages: pd.DataFrame, backend: str = "rules", language: str = "en") -> pd.DataFrame:
    """Return the acts of each message.

    Parameters
    ----------
    messages : pandas.DataFrame
        message_id and text; with thread_id, side and sent_at, in the order of talk, the models
        also read what was said before.
    backend : str
        One of `convostudy.tables.BACKENDS`; one of `DEEP` may be followed by ``:`` and the folder
        of another encoder.
    language : str
        In which the texts are; one that the backend reads.

    Returns
    -------
    pandas.DataFrame
        As `convostudy.language.acts.acts` gives them.

    Raises
    ------
    BadParameter
        There is no such backend, or it does not read the language.

    Examples
    --------
    >>> said = pd.DataFrame({"message_id": ["m"], "text": ["Thanks, but we are all set."]})
    >>> "refusal" in find_acts(said, "rules")["act"].tolist()
    True
    """
    return _labeller(backend, language).acts(messages)


def find_questions(
    messages: pd.DataFrame, backend: str = "rules", language: str = "en"
) -> pd.DataFrame:
    """Return the questions of messages, with form, function and whether they gauge a need.

    Rules find questions and their form, whatever the backend, and models do in a language without
    rules; the models say what they are for. What is quoted, or only repeats a question of the
    other side to answer it, is no question.

    Parameters
    ----------
    messages : pandas.DataFrame
        As for `find_acts`.
    backend : str
        One of `convostudy.tables.BACKENDS`; one of `DEEP` may be followed by ``:`` and the folder
        of another encoder.
    language : str
        In which the texts are; one that the backend reads.

    Returns
    -------
    pandas.DataFrame
        As `convostudy.language.questions.questions` gives them.

    Raises
    ------
    BadParameter
        There is no such backend, or it does not read the language.
    """
    labeller = _labeller(backend, language)
    if reads(language, "rules"):
        found = rule_questions(messages[["message_id", "text"]])
    else:
        found = light_questions(messages.assign(text=own_words(messages["text"])), language)
    if "thread_id" in messages:
        found = found[~echoes(found, messages)].reset_index(drop=True)
    return labeller.functions(found, messages)


def place_questions(asked: pd.DataFrame, language: str = "en") -> pd.Series:
    """Say where in the talk each question stands, by rules or, without these, by a model.

    Parameters
    ----------
    asked : pandas.DataFrame
        As `convostudy.language.questions.sequence` wants them.
    language : str
        In which they are asked.

    Returns
    -------
    pandas.Series
        As `convostudy.language.questions.sequence` gives it.
    """
    if reads(language, "rules"):
        return rule_sequence(asked)
    return light_sequence(asked, language)


def judge_answers(
    pairs: pd.DataFrame, backend: str = "rules", language: str = "en"
) -> pd.DataFrame:
    """Judge whether replies answer questions.

    Parameters
    ----------
    pairs : pandas.DataFrame
        As `convostudy.language.answers.status` wants them.
    backend : str
        One of `convostudy.tables.BACKENDS`; one of `DEEP` may be followed by ``:`` and the folder
        of another encoder.
    language : str
        In which the texts are; one that the backend reads.

    Returns
    -------
    pandas.DataFrame
        As `convostudy.language.answers.status` gives it.

    Raises
    ------
    BadParameter
        There is no such backend, or it does not read the language.
    """
    return _labeller(backend, language).answers(pairs)


class _Labeller(NamedTuple):
    """Who gives labels. Another one is three functions, and a name in `BACKENDS`."""

    acts: Callable[[pd.DataFrame], pd.DataFrame]
    functions: Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame]
    answers: Callable[[pd.DataFrame], pd.DataFrame]


def _by_rule(questions: pd.DataFrame, messages: pd.DataFrame) -> pd.DataFrame:
    """Leave what the rules say of questions."""
    return questions


def _labeller(backend: str, language: str) -> _Labeller:
    name, _, folder = backend.partition(":")
    if name not in BACKENDS or (folder and name not in DEEP):
        raise BadParameter(
            f"backend = {backend!r}",
            expected=f"one of {', '.join(BACKENDS)}; {' or '.join(DEEP)} may be followed by : and "
            "the folder of another encoder",
            do="Choose one of these",
        )
    _read(language, name)
    if name == "rules":
        return _Labeller(rule_acts, _by_rule, rule_status)
    # The encoder is asked for nothing in a language that it has not learned.
    depth = cast(Depth, name if packs()[language].encoder else "light")
    other = folder or None
    return _Labeller(
        partial(light_acts, depth=depth, folder=other, language=language),
        partial(light_functions, depth=depth, folder=other, language=language),
        partial(light_status, depth=depth, folder=other, language=language),
    )


def _read(language: str, backend: str) -> None:
    if not reads(language, backend):
        raise BadParameter(
            f"language = {language!r}",
            expected=f"one that {backend} reads: {', '.join(readable(backend))}",
            do="Leave these texts without labels, or add a language pack",
        )
