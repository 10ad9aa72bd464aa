"""Coded threads as rows of word pieces with the labels that coders gave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from tokenizers import Tokenizer

from convostudy.language.learned.answered import ANSWERED, STATUSES
from convostudy.language.learned.encoder.readings import (
    Row,
    answer_rows,
    message_rows,
    question_rows,
)
from convostudy.tables import FUNCTIONS
from convostudy.training.message_acts import act_flags
from convostudy.training.replies import replies_to

__all__ = ["Examples", "answer_pairs", "coded_examples"]


@dataclass(frozen=True)
class Examples:
    """Rows of one task.

    Attributes
    ----------
    rows : list of Row
        What the encoder reads.
    given : numpy.ndarray
        acts: messages by labels, as `act_flags` gives them; questions: function and whether a need
        is gauged; answers: place in `STATUSES`.
    batch : numpy.ndarray of object
        Who wrote each.
    """

    rows: list[Row]
    given: npt.NDArray[np.float32]
    batch: npt.NDArray[np.object_]


def coded_examples(
    tokenizer: Tokenizer, messages: pd.DataFrame, questions: pd.DataFrame, late: bool = True
) -> dict[str, Examples]:
    """Return the examples of each task.

    Parameters
    ----------
    tokenizer : tokenizers.Tokenizer
        Of the encoder.
    messages, questions : pandas.DataFrame
        As `convostudy.training.corpus.coded` gives them.
    late : bool
        Take second replies, too.

    Returns
    -------
    dict of str to Examples
        ``acts, questions, answers``.
    """
    batch = messages["batch"].to_numpy(dtype=object)
    asked_in = batch[questions["row"]]
    needs = questions["need_gauging"].fillna(False).astype(bool)
    functions = [FUNCTIONS.index(name) for name in questions["function"]]
    pairs = answer_pairs(messages, questions, late=late)
    statuses = np.array([STATUSES.index(name) for name in pairs["coded"]], dtype=np.float32)
    return {
        "acts": Examples(
            message_rows(tokenizer, messages), act_flags(messages).astype(np.float32), batch
        ),
        "questions": Examples(
            question_rows(tokenizer, questions, messages),
            np.column_stack([functions, needs]).astype(np.float32),
            asked_in,
        ),
        "answers": Examples(
            answer_rows(tokenizer, pairs), statuses, pairs["batch"].to_numpy(dtype=object)
        ),
    }


def answer_pairs(
    messages: pd.DataFrame, questions: pd.DataFrame, *, late: bool = True
) -> pd.DataFrame:
    """Return information questions with the other side's next turn, and its second one.

    The second counts where the first did not answer: it is judged by what the two came to.

    Parameters
    ----------
    messages, questions : pandas.DataFrame
        As `convostudy.training.corpus.coded` gives them.
    late : bool
        Take second replies, too.

    Returns
    -------
    pandas.DataFrame
        head, question, reply, coded (one of `STATUSES`), batch.
    """
    awaiting = questions[questions["function"] != "rhetorical"]
    wanted = (awaiting["function"] == "information").to_numpy()
    asked = awaiting[wanted]
    texts = messages["text"].tolist()
    heads = [texts[row][:start] for row, start in zip(asked["row"], asked["start"], strict=True)]
    made = []
    for step, column in ((1, "status_next"), (3, "status_eventual"))[: 2 if late else 1]:
        made.append(
            pd.DataFrame(
                {
                    "head": heads,
                    "question": asked["text"].to_numpy(),
                    "reply": replies_to(awaiting, messages, step=step).to_numpy()[wanted],
                    "coded": asked[column].to_numpy(),
                    "answered_at_once": asked["status_next"].isin(STATUSES[:ANSWERED]).to_numpy(),
                    "batch": messages["batch"].to_numpy(dtype=object)[asked["row"]],
                    "later": step > 1,
                }
            )
        )
    pairs = pd.concat(made, ignore_index=True)
    kept = (pairs["reply"] != "") & pairs["coded"].isin(STATUSES)
    kept &= ~(pairs["later"] & pairs["answered_at_once"])
    return pairs[kept].reset_index(drop=True)
