"""What a question is for, by a model that reads it where it stands."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_matrix

from convostudy.language.acts.scoring import readable
from convostudy.language.learned.context import SIGNS, Context, context, signs
from convostudy.language.learned.encoder.head import Depth, deepened, head
from convostudy.language.learned.encoder.readings import question_rows
from convostudy.language.learned.linear import load, probabilities
from convostudy.language.learned.tokens import Tokens, tokens
from convostudy.language.lexicons import any_of
from convostudy.tables import FORMS, FUNCTIONS

__all__ = ["chosen", "light_functions", "question_reading"]

_MARKS = SIGNS.index("opens")  # signs of a text alone come first
_ABOUT_THE_CONTACT = "question_about_the_contact"  # such questions gauge no need


def light_functions(
    questions: pd.DataFrame,
    messages: pd.DataFrame,
    depth: Depth = "light",
    folder: str | None = None,
    language: str = "en",
) -> pd.DataFrame:
    """Say what each question is for, and whether it gauges a need.

    Parameters
    ----------
    questions : pandas.DataFrame
        As `convostudy.language.questions.questions` gives them: the model hears what the rules
        say of function and need.
    messages : pandas.DataFrame
        message_id, text; thread_id, side and sent_at in the order of talk, where known.
    depth : str
        Whether the encoder reads, too: see `convostudy.language.learned.encoder.head.Depth`.
    folder : str, optional
        Of another encoder than the package's own.
    language : str
        In which the questions are.

    Returns
    -------
    pandas.DataFrame
        ``questions`` with ``function``, ``need_gauging``, ``confidence`` (calibrated probability
        of the function), ``need_confidence`` (that of gauging a need, where it does) and
        ``evidence`` of the model.

    Examples
    --------
    >>> from convostudy.language.questions import questions
    >>> said = pd.DataFrame({"message_id": ["m"], "text": ["Could you send me the file today?"]})
    >>> light_functions(questions(said), said)["function"].tolist()
    ['action_request']
    """
    if questions.empty:
        return questions
    model = load(f"questions.{language}")
    found, around, seen = question_reading(questions, messages)
    chance = probabilities(model, model.score(found, around, seen))
    if depth == "light":
        return chosen(questions, chance, model.threshold[-1], language)
    chance = deepened(
        chance,
        "questions",
        lambda tokenizer, rows: question_rows(tokenizer, questions.iloc[rows], messages),
        everything=depth == "transformer",
        folder=folder,
    )
    return chosen(questions, chance, head("questions", folder).threshold[-1], language)


def chosen(
    questions: pd.DataFrame,
    chance: npt.NDArray[np.float64],
    threshold: float,
    language: str = "en",
) -> pd.DataFrame:
    """Return the questions with the labels that are likeliest.

    Parameters
    ----------
    questions : pandas.DataFrame
        As `convostudy.language.questions.questions` gives them.
    chance : numpy.ndarray
        Questions by `FUNCTIONS` and need gauging.
    threshold : float
        Probability from which a question gauges a need.
    language : str
        In which the questions are.
    """
    functions = chance[:, : len(FUNCTIONS)] / chance[:, : len(FUNCTIONS)].sum(axis=1)[:, None]
    best = functions.argmax(axis=1)
    sure = functions[np.arange(len(best)), best]
    information = best == FUNCTIONS.index("information")
    about_it = re.compile(any_of(_ABOUT_THE_CONTACT, language), re.IGNORECASE | re.DOTALL)
    contact = questions["text"].str.contains(about_it).to_numpy(dtype=bool)
    said = [f"; model: {FUNCTIONS[k]} {p:.2f}" for k, p in zip(best, sure, strict=True)]
    form_part = questions["evidence"].str.replace(r"; function:.*$", "", regex=True)
    gauges = (chance[:, -1] >= threshold) & information & ~contact
    return questions.assign(
        function=np.array(FUNCTIONS, dtype=object)[best],
        need_gauging=gauges,
        confidence=sure,
        need_confidence=np.where(gauges, chance[:, -1], np.nan),
        evidence=form_part + said,
    )


def question_reading(
    questions: pd.DataFrame, messages: pd.DataFrame
) -> tuple[Tokens, dict[str, csr_matrix], npt.NDArray[np.float32]]:
    """Return words, places and signs of questions where they stand.

    Returns
    -------
    found : Tokens
        Words of questions, of what their messages hold before and after them, of messages.
    around : dict of str to scipy.sparse.csr_matrix
        ``question``, ``head``, ``tail``, ``before``: questions by texts.
    signs : numpy.ndarray
        Questions by signs.
    """
    n = len(questions)
    place = pd.Index(messages["message_id"]).get_indexer(questions["message_id"])
    placed = context(messages)
    written = messages["text"].to_numpy(dtype=object)[place]
    bounds = zip(written, questions["start"].tolist(), questions["end"].tolist(), strict=True)
    pieces = [(text[:start], text[end:]) for text, start, end in bounds]
    asked = questions["text"].tolist()
    before = placed.around["before"][place]
    needed = np.unique(before.indices)
    replied_to = messages["text"].to_numpy(dtype=object)[needed].tolist()
    texts = pd.Series(
        asked + [head for head, _ in pieces] + [tail for _, tail in pieces] + replied_to,
        dtype="str",
    )
    found = tokens(readable(texts))
    rows = np.arange(n)
    around = {
        name: _taken(rows + k * n, len(texts))
        for k, name in enumerate(("question", "head", "tail"))
    }
    columns = 3 * n + np.searchsorted(needed, before.indices)
    around["before"] = csr_matrix((before.data, columns, before.indptr), shape=(n, len(texts)))
    return found, around, _signs(questions, messages, placed, place, pieces)


def _signs(
    questions: pd.DataFrame,
    messages: pd.DataFrame,
    placed: Context,
    place: npt.NDArray[np.int64],
    pieces: list[tuple[str, str]],
) -> npt.NDArray[np.float32]:
    alone = pd.DataFrame(index=questions.index)
    of_question = signs(readable(questions["text"]), context(alone))[:, :_MARKS]
    sent_at = messages.get("sent_at")
    of_message = signs(readable(messages["text"]), placed, sent_at)[place]
    form = np.column_stack([questions["form"] == name for name in FORMS])
    edge = np.array([[not head.strip(), not tail.strip()] for head, tail in pieces])
    by_rule = [questions["function"] == name for name in FUNCTIONS] + [questions["need_gauging"]]
    parts = [of_question, of_message, form, edge, np.column_stack(by_rule)]
    made: npt.NDArray[np.float32] = np.hstack(parts).astype(np.float32)
    return made


def _taken(rows: npt.NDArray[np.int64], n: int) -> csr_matrix:
    ones = np.ones(len(rows), dtype=np.float32)
    return csr_matrix((ones, rows, np.arange(len(rows) + 1)), shape=(len(rows), n))
