"""TrainingSet for the model of answers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from convostudy.language.learned.answered import ANSWERED, STATUSES, pair_reading
from convostudy.language.learned.context import context
from convostudy.language.learned.heard import heard_acts, heard_status, in_words
from convostudy.language.learned.linear import Block, Linear
from convostudy.language.packs import reads
from convostudy.training.asked import found_questions
from convostudy.training.fit import TrainingSet, fit
from convostudy.training.replies import replies_to

__all__ = ["LABELS", "PLACES", "answer_models", "coded_pairs", "pair_examples"]

LABELS = [*STATUSES, "answered"]

PLACES = [
    Block("reply", "words", 1.0),
    Block("reply", "pairs", 1.0),
    Block("reply", "parts", 0.7),
    Block("opening", "words", 0.7),
    Block("opening", "pairs", 0.7),
    Block("question", "words", 0.6),
    Block("question", "pairs", 0.6),
]


def coded_pairs(
    messages: pd.DataFrame, questions: pd.DataFrame, language: str = "en"
) -> pd.DataFrame:
    """Return information questions with the other side's next turn, and how it was coded.

    Parameters
    ----------
    messages, questions : pandas.DataFrame
        As `corpus.coded` gives them.
    language : str
        In which they are.

    Returns
    -------
    pandas.DataFrame
        What `convostudy.language.answers.status` wants, ``coded`` (status on the next turn) and
        ``batch``. Silence is left out: the clock judges it.
    """
    ruled, coded = found_questions(messages, questions, language)
    awaiting = (coded["function"] != "rhetorical").to_numpy()
    rows = pd.DataFrame({"text": ruled["text"], "row": coded["row"]})[awaiting]
    replies = replies_to(rows, messages, language=language).reindex(ruled.index)
    wanted = (coded["function"] == "information") & coded["status_next"].isin(STATUSES)
    ruled, asked = ruled[wanted], coded[wanted]
    after = context(messages).around["after"][asked["row"].to_numpy()]
    texts = messages["text"].tolist()
    pitched = _pitches(messages, language).to_numpy(dtype=np.float32)
    pairs = pd.DataFrame(
        {
            "head": [texts[row][:at] for row, at in zip(asked["row"], ruled["start"], strict=True)],
            "question": ruled["text"].to_numpy(),
            "form": ruled["form"].to_numpy(),
            "embedded_wh": ruled["embedded_wh"].to_numpy(),
            "reply": replies[wanted].to_numpy(),
            "reply_is_pitch": after @ pitched > 0,
            "coded": asked["status_next"].to_numpy(),
            "batch": messages["batch"].to_numpy(dtype=object)[asked["row"]],
        }
    )
    return pairs[pairs["reply"] != ""].reset_index(drop=True)


def _pitches(messages: pd.DataFrame, language: str) -> pd.Series:
    """Tell which messages pitch: by rule, or as coded where the language has no rules."""
    if not reads(language, "rules"):
        coded: pd.Series = messages["acts"].map(lambda acts: "pitch" in acts)
        return coded
    ruled = heard_acts(messages[["message_id", "text"]], language).query("act == 'pitch'")
    return messages["message_id"].isin(ruled["message_id"])


def pair_examples(
    messages: pd.DataFrame, questions: pd.DataFrame, language: str = "en"
) -> TrainingSet:
    """Return questions with replies as examples of answers.

    Returns
    -------
    TrainingSet
        Labels in the order of `LABELS`.
    """
    pairs = coded_pairs(messages, questions, language)
    pairs = pairs[in_words(pairs["reply"])]
    found, around, seen = pair_reading(pairs, heard_status(pairs, language), language)
    given = np.column_stack(
        [pairs["coded"] == name for name in STATUSES] + [pairs["coded"].isin(STATUSES[:ANSWERED])]
    )
    return TrainingSet(found, around, seen, given, pairs["batch"].to_numpy(dtype=object))


def answer_models(
    messages: pd.DataFrame, questions: pd.DataFrame, language: str = "en"
) -> dict[str, Linear]:
    """Fit the model, under the name of its weights file."""
    # Most questions are answered: those that are not must weigh as much.
    examples = pair_examples(messages, questions, language)
    model, _ = fit(examples, LABELS, PLACES, both_sides=["answered"])
    return {f"answers.{language}": model}
