"""Which sentences ask, and in what form: by models, where a language has no rules for it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from convostudy.language.learned.linear import load, probabilities
from convostudy.language.learned.sentence import (
    asking_reading,
    form_reading,
    sentence_table,
    writes_marks,
)
from convostudy.tables import FORMS

__all__ = ["light_questions", "question_table"]


def light_questions(messages: pd.DataFrame, language: str) -> pd.DataFrame:
    """Find the questions in messages, and their form.

    A question mark settles it; without one, the model of sentences does. One sentence is one
    question.

    Parameters
    ----------
    messages : pandas.DataFrame
        message_id and text; thread_id and side, where known: who marks no question is heard
        otherwise than who does.
    language : str
        In which the texts are.

    Returns
    -------
    pandas.DataFrame
        As `convostudy.language.questions.questions` gives them; what they are for is not told
        yet: ``function`` is empty, ``need_gauging`` false, ``confidence`` that of being a
        question.

    Examples
    --------
    >>> said = pd.DataFrame({"message_id": ["m"], "text": ["Hola! cuánto cuesta. Gracias"]})
    >>> light_questions(said, "es")[["text", "form"]].values.tolist()
    [['cuánto cuesta.', 'wh']]
    """
    texts = messages["text"].astype("str").fillna("").reset_index(drop=True)
    parts = sentence_table(texts, language)
    model = load(f"asking.{language}")
    by_marker = writes_marks(messages)[parts["row"].to_numpy()]
    read = asking_reading(parts, by_marker, language)
    chance = probabilities(model, model.score(*read))[:, 0]
    asks = parts["marked"].to_numpy() | (chance >= model.threshold[0])
    # A mark is as sure as can be: questions without one are what the model was tried on.
    sure = np.where(parts["marked"], 1.0, chance)
    asked = parts[asks].reset_index(drop=True)
    forms = load(f"forms.{language}")
    form = probabilities(forms, forms.score(*form_reading(asked["text"], language)))
    return question_table(asked, form, messages["message_id"]).assign(confidence=sure[asks])


def question_table(
    asked: pd.DataFrame, form: npt.NDArray[np.float64], message_ids: pd.Series
) -> pd.DataFrame:
    """Return questions as the table that the models of what they are for want.

    Parameters
    ----------
    asked : pandas.DataFrame
        Rows of `convostudy.language.learned.sentence.sentence_table`.
    form : numpy.ndarray
        Questions by `convostudy.tables.FORMS`: probabilities.
    message_ids : pandas.Series
        By position, as ``row`` of ``asked`` counts.
    """
    best = form.argmax(axis=1) if len(form) else np.zeros(0, dtype=np.int64)
    named = pd.Series(np.array(FORMS, dtype=object)[best], dtype="str")
    by = np.where(asked["marked"], "mark", "model")
    return pd.DataFrame(
        {
            "message_id": message_ids.astype("str").to_numpy()[asked["row"].to_numpy()],
            "start": asked["start"].to_numpy(dtype=np.int64),
            "end": asked["end"].to_numpy(dtype=np.int64),
            "text": asked["text"].astype("str").to_numpy(),
            "form": named,
            "function": pd.Series("", index=named.index, dtype="str"),
            "need_gauging": False,
            # Yes and the thing asked for are both answers to "do you know when ...".
            "embedded_wh": named == "indirect",
            "evidence": pd.Series("found: " + by.astype(object), dtype="str")
            + "; form: model "
            + named,
            "confidence": 1.0,
            "need_confidence": np.nan,
        }
    ).astype({"message_id": "str", "text": "str", "need_gauging": "bool"})
