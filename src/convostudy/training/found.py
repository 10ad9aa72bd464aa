"""TrainingSets for the models that find questions, in languages without rules for it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from convostudy.language.learned.context import context
from convostudy.language.learned.found import question_table
from convostudy.language.learned.linear import Block, Linear
from convostudy.language.learned.sentence import (
    Reading,
    asking_reading,
    form_reading,
    sentence_table,
    writes_marks,
)
from convostudy.language.learned.sequence import SEQUENCES, sequence_reading
from convostudy.tables import FORMS
from convostudy.training.fit import TrainingSet, fit
from convostudy.training.matching import meet

__all__ = [
    "PLACES",
    "asking_examples",
    "coded_sentences",
    "cross_formed",
    "finding_models",
    "sequence_examples",
]

PLACES = [
    Block("sentence", "words", 1.0),
    Block("sentence", "pairs", 1.0),
    Block("sentence", "parts", 0.7),
    Block("opening", "words", 0.7),
    Block("opening", "pairs", 0.7),
]


def coded_sentences(
    messages: pd.DataFrame, questions: pd.DataFrame, language: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the sentences of messages, and which of them is which coded question.

    Parameters
    ----------
    messages, questions : pandas.DataFrame
        As `corpus.coded` gives them.
    language : str
        In which they are.

    Returns
    -------
    sentences : pandas.DataFrame
        As `convostudy.language.learned.sentence.sentence_table` gives them, with ``message_id``.
    pairs : pandas.DataFrame
        ``gold`` and ``found``: labels of questions and of sentences that meet.
    """
    parts = sentence_table(messages["text"], language)
    ids = messages["message_id"].to_numpy(dtype=object)[parts["row"].to_numpy()]
    parts = parts.assign(message_id=ids)
    return parts, meet(questions, parts).sort_values("found")


def finding_models(
    messages: pd.DataFrame, questions: pd.DataFrame, language: str
) -> dict[str, Linear]:
    """Fit the models that find questions, tell their form, and where they stand in the talk.

    Every sentence is learned from as if its question mark were not written and its writer wrote
    none, and those without a mark once more as they stand: those who leave marks out are few, and
    ask as the others do.

    Returns
    -------
    dict of str to Linear
        By name of the weights file.
    """
    parts, pairs = coded_sentences(messages, questions, language)
    asking = asking_examples(messages, parts, parts.index.isin(pairs["found"]), language)
    forms, _ = fit(_form_examples(messages, questions, language), FORMS, PLACES)
    sequence, _ = fit(sequence_examples(messages, questions, language), SEQUENCES, PLACES)
    return {
        f"sequence.{language}": sequence,
        f"asking.{language}": fit(asking, ["question"], PLACES)[0],
        f"forms.{language}": forms,
    }


def asking_examples(
    messages: pd.DataFrame, parts: pd.DataFrame, asks: npt.NDArray[np.bool_], language: str
) -> TrainingSet:
    """Return sentences as examples of asking or not, as `finding_models` wants them.

    Parameters
    ----------
    messages : pandas.DataFrame
        As `corpus.coded` gives them.
    parts : pandas.DataFrame
        Their sentences, from `coded_sentences`.
    asks : numpy.ndarray of bool
        Which of them are coded questions.
    language : str
        In which they are.
    """
    bare = ~parts["marked"].to_numpy(dtype=bool)
    by_marker = writes_marks(messages)[parts["row"].to_numpy()]
    # Again only where it differs: a writer without marks is as if none were written.
    again = bare & by_marker
    both = pd.concat([parts, parts[again]], ignore_index=True)
    flags = np.concatenate([np.zeros(len(parts), dtype=bool), np.ones(again.sum(), dtype=bool)])
    batch = messages["batch"].to_numpy(dtype=object)[both["row"].to_numpy()]
    given = np.concatenate([asks, asks[again]])[:, None]
    return _examples(asking_reading(both, flags, language), given, batch)


def sequence_examples(
    messages: pd.DataFrame, questions: pd.DataFrame, language: str
) -> TrainingSet:
    """Return the coded questions that are not rhetorical as examples of where they stand."""
    asked = questions[questions["sequence"].isin(SEQUENCES)].reset_index(drop=True)
    around = context(messages).around
    texts = messages["text"].tolist()
    said = {}
    for name, place in (("partner_text", "before"), ("own_text", "own")):
        held = around[place][asked["row"].to_numpy()]
        bounds = zip(held.indptr[:-1].tolist(), held.indptr[1:].tolist(), strict=True)
        said[name] = ["\n".join(texts[k] for k in held.indices[a:b].tolist()) for a, b in bounds]
    partner = pd.Series(said["partner_text"], dtype="str")
    read = pd.DataFrame(
        {
            "text": asked["text"].astype("str"),
            "partner_text": partner.mask(partner == ""),
            "own_text": pd.Series(said["own_text"], dtype="str"),
        }
    )
    given = asked["sequence"].to_numpy(dtype=object)[:, None] == np.array(SEQUENCES, dtype=object)
    batch = messages["batch"].to_numpy(dtype=object)[asked["row"].to_numpy()]
    return _examples(sequence_reading(read, language), given, batch)


def cross_formed(
    messages: pd.DataFrame, questions: pd.DataFrame, language: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the sentences that are coded questions as the models find them, and how coded.

    Their form is that of a model which saw nothing of their batch, as right and wrong as it will
    be on new texts.
    """
    parts, pairs = coded_sentences(messages, questions, language)
    _, held_out = fit(_form_examples(messages, questions, language), FORMS, PLACES)
    asked = parts.loc[pairs["found"]].reset_index(drop=True)
    found = question_table(asked, held_out, messages["message_id"])
    return found, questions.loc[pairs["gold"]].reset_index(drop=True)


def _form_examples(messages: pd.DataFrame, questions: pd.DataFrame, language: str) -> TrainingSet:
    parts, pairs = coded_sentences(messages, questions, language)
    asked = parts.loc[pairs["found"]]
    coded = questions.loc[pairs["gold"], "form"].to_numpy(dtype=object)
    batch = messages["batch"].to_numpy(dtype=object)[asked["row"].to_numpy()]
    given = coded[:, None] == np.array(FORMS, dtype=object)
    return _examples(form_reading(asked["text"].reset_index(drop=True), language), given, batch)


def _examples(
    read: Reading, given: npt.NDArray[np.bool_], batch: npt.NDArray[np.object_]
) -> TrainingSet:
    found, around, seen = read
    return TrainingSet(found, around, seen, given, batch)
