"""Who gives the labels: rules that one can read, or models that learned from coders.

Which languages a backend reads is said by `convostudy.language.packs`; texts in another one are
refused here, so that no rule of one language is ever put to another.
"""

from __future__ import annotations

import pandas as pd

from convostudy.errors import BadParameter
from convostudy.language.acts import acts as rule_acts
from convostudy.language.answers import status as rule_status
from convostudy.language.learned.acts import light_acts
from convostudy.language.learned.answered import light_status
from convostudy.language.learned.asked import light_functions
from convostudy.language.packs import readable, reads
from convostudy.language.questions import questions as rule_questions
from convostudy.tables import BACKENDS

__all__ = ["find_acts", "find_questions", "judge_answers"]


def find_acts(messages: pd.DataFrame, backend: str = "rules", language: str = "en") -> pd.DataFrame:
    """Return the acts of each message.

    Parameters
    ----------
    messages : pandas.DataFrame
        message_id and text; with thread_id, side and sent_at, in the order of talk, the models
        also read what was said before.
    backend : str
        One of `convostudy.tables.BACKENDS`.
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
    _known(backend, language)
    return rule_acts(messages) if backend == "rules" else light_acts(messages)


def find_questions(
    messages: pd.DataFrame, backend: str = "rules", language: str = "en"
) -> pd.DataFrame:
    """Return the questions of messages, with form, function and whether they gauge a need.

    Rules find questions and their form, whatever the backend; the models say what they are for.

    Parameters
    ----------
    messages : pandas.DataFrame
        As for `find_acts`.
    backend : str
        One of `convostudy.tables.BACKENDS`.
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
    _known(backend, language)
    found = rule_questions(messages[["message_id", "text"]])
    return found if backend == "rules" else light_functions(found, messages)


def judge_answers(
    pairs: pd.DataFrame, backend: str = "rules", language: str = "en"
) -> pd.DataFrame:
    """Judge whether replies answer questions.

    Parameters
    ----------
    pairs : pandas.DataFrame
        As `convostudy.language.answers.status` wants them.
    backend : str
        One of `convostudy.tables.BACKENDS`.
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
    _known(backend, language)
    return rule_status(pairs) if backend == "rules" else light_status(pairs)


def _known(backend: str, language: str) -> None:
    if backend not in BACKENDS:
        raise BadParameter(
            f"backend = {backend!r}",
            expected=f"one of {', '.join(BACKENDS)}",
            do="Choose one of these",
        )
    if not reads(language, backend):
        raise BadParameter(
            f"language = {language!r}",
            expected=f"one that {backend} reads: {', '.join(readable(backend))}",
            do="Leave these texts without labels, or add a language pack",
        )
