"""Messages, questions and answers as rows of word pieces, with what stands around them.

Each row has three parts: what is known before, what is judged, what comes after it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from convostudy.language.learned.context import Context, context

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["Row", "answer_rows", "message_rows", "question_rows"]

Row = tuple[list[int], list[int], list[int]]
_BEGIN, _END = 101, 102  # [CLS] and [SEP] of BERT's vocabulary
# Word pieces kept. Openings and ends carry most acts, so long texts lose their middle.
_MESSAGE, _MESSAGE_OPENING = 112, 80
_BEFORE, _WITHIN = 32, 20
_QUESTION, _HEAD, _TAIL, _BEFORE_QUESTION = 48, 32, 20, 16
_ASKED, _ASKED_HEAD, _REPLY, _REPLY_OPENING = 40, 12, 128, 96


def message_rows(
    tokenizer: Tokenizer, messages: pd.DataFrame, wanted: npt.NDArray[np.int64] | None = None
) -> list[Row]:
    """Return messages after what the other side, and the writer in this turn, said before.

    Parameters
    ----------
    tokenizer : tokenizers.Tokenizer
        Of the encoder.
    messages : pandas.DataFrame
        text; thread_id and side, in the order of talk, where known.
    wanted : numpy.ndarray of int, optional
        Rows asked for; all when left out.

    Returns
    -------
    list of Row
    """
    rows = np.arange(len(messages)) if wanted is None else wanted
    placed = context(messages)
    said = _Said(tokenizer, messages["text"].to_numpy(dtype=object))
    made: list[Row] = []
    for row in rows.tolist():
        rank = int(placed.rank[row])
        role = "first" if rank == 0 else ("starter" if rank % 2 == 0 else "replier")
        known = [
            _BEGIN,
            *said.words(role),
            _END,
            *said.of(placed, "before", row)[-_BEFORE:],
            _END,
        ]
        within = said.of(placed, "within", row)[-_WITHIN:]
        judged = [*within, *([_END] if within else [])]
        judged += [*_cut(said.text(row), _MESSAGE, _MESSAGE_OPENING), _END]
        made.append((known, judged, []))
    return made


def question_rows(
    tokenizer: Tokenizer, questions: pd.DataFrame, messages: pd.DataFrame
) -> list[Row]:
    """Return questions in their messages, after what the other side said.

    Parameters
    ----------
    tokenizer : tokenizers.Tokenizer
        Of the encoder.
    questions : pandas.DataFrame
        message_id, start, end.
    messages : pandas.DataFrame
        message_id and text; thread_id and side, in the order of talk, where known.

    Returns
    -------
    list of Row
    """
    placed = context(messages)
    texts = messages["text"].to_numpy(dtype=object)
    said = _Said(tokenizer, texts)
    place = pd.Index(messages["message_id"]).get_indexer(questions["message_id"])
    goes_on = _goes_on(placed)
    made: list[Row] = []
    bounds = zip(
        place.tolist(), questions["start"].tolist(), questions["end"].tolist(), strict=True
    )
    for row, start, end in bounds:
        text = texts[row]
        tail = said.words(text[end:])
        tail += [piece for k in goes_on[row] for piece in said.text(k)] if len(tail) < _TAIL else []
        known = [
            _BEGIN,
            *said.words("question"),
            _END,
            *said.of(placed, "before", row)[-_BEFORE_QUESTION:],
            _END,
            *said.words(text[:start])[-_HEAD:],
        ]
        made.append(
            (known, [*said.words(text[start:end])[:_QUESTION], _END], [*tail[:_TAIL], _END])
        )
    return made


def answer_rows(tokenizer: Tokenizer, pairs: pd.DataFrame) -> list[Row]:
    """Return replies after the questions that they may answer.

    Parameters
    ----------
    tokenizer : tokenizers.Tokenizer
        Of the encoder.
    pairs : pandas.DataFrame
        question and reply; ``head``, what its message says before the question, where known.

    Returns
    -------
    list of Row
    """
    heads = pairs["head"].fillna("") if "head" in pairs else pd.Series("", index=pairs.index)
    said = _Said(tokenizer, np.array([], dtype=object))
    made: list[Row] = []
    for head, question, reply in zip(heads, pairs["question"], pairs["reply"], strict=True):
        known = [
            _BEGIN,
            *said.words("answer"),
            _END,
            *said.words(head)[-_ASKED_HEAD:],
            _END,
            *said.words(question)[:_ASKED],
            _END,
        ]
        made.append((known, [*_cut(said.words(reply), _REPLY, _REPLY_OPENING), _END], []))
    return made


class _Said:
    """Word pieces of texts, each text cut up once."""

    def __init__(self, tokenizer: Tokenizer, texts: npt.NDArray[np.object_]) -> None:
        self._tokenizer = tokenizer
        self._texts = texts
        self._known: dict[str, list[int]] = {}

    def words(self, text: str) -> list[int]:
        held = self._known.get(text)
        if held is None:
            held = self._tokenizer.encode(text, add_special_tokens=False).ids
            self._known[text] = held
        return list(held)

    def text(self, row: int) -> list[int]:
        return self.words(self._texts[row])

    def of(self, placed: Context, where: str, row: int) -> list[int]:
        """Return the pieces of all messages that stand there, one after the other."""
        sums = placed.around[where]
        rows = sums.indices[sums.indptr[row] : sums.indptr[row + 1]]
        return [piece for k in rows.tolist() for piece in self.text(k)]


def _goes_on(placed: Context) -> list[range]:
    """Return for each message those that follow in its turn."""
    ends = np.append(np.flatnonzero(np.diff(placed.turn)) + 1, len(placed.turn)).tolist()
    made: list[range] = []
    for begin, end in pairwise([0, *ends]):
        made += [range(row + 1, end) for row in range(begin, end)]
    return made


def _cut(pieces: list[int], longest: int, opening: int) -> list[int]:
    if len(pieces) <= longest:
        return pieces
    return pieces[:opening] + pieces[opening - longest :]
