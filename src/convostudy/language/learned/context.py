"""Where a message stands: what was said before it, by whom, how long ago."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_matrix

__all__ = ["SIGNS", "Context", "context", "signs"]

# What is seen in a text without reading it.
_MARKS = {
    "asks": r"\?",
    "asks_last": r"\?\W*$",
    "asks_twice": r"\?.*\?",
    "exclaims": "!",
    "trails_off": r"\.\.\.|…",
    "links": r"https?:|www\.|\b[\w-]+\.(?:com|org|net|io)\b",
    "money": r"[€$£¥₹]|\b(?:usd|eur|gbp|inr|zł|kr)\b",
    "digits": r"\d",
    "percent": "%",
    "smiles": r"[:;]-?[)(dp]|[\x{1F300}-\x{1FAFF}\x{2600}-\x{27BF}]",
    "lines": r"\n",
    "colon_list": r"\n\s*[-*•\d]",
}
_SIZES = (3, 8, 20, 45)  # words
_PLACES = (
    "opens", "second_turn", "third_turn", "later", "by_first", "goes_on", "after_question",
    "after_link", "after_long", "after_short", "after_weeks", "after_minutes",
)  # fmt: skip
SIGNS = (*_MARKS, *(f"over_{size}_words" for size in _SIZES), *_PLACES)


@dataclass(frozen=True)
class Context:
    """Who spoke before, as sums over messages.

    Attributes
    ----------
    around : dict of str to scipy.sparse.csr_matrix
        ``before`` (the messages of the turn before, by the other side), ``own`` (those of the
        writer's turn before that), ``within`` (earlier ones of this turn), ``after`` (those of
        the turn after): messages by messages, 1 where one belongs to the other's.
    turn : numpy.ndarray of int
        Number of the turn of each message, over all threads.
    rank : numpy.ndarray of int
        Number of the turn within its thread, from 0.
    thread : numpy.ndarray of int
        Number of the thread of each message.
    """

    around: dict[str, csr_matrix]
    turn: npt.NDArray[np.int64]
    rank: npt.NDArray[np.int64]
    thread: npt.NDArray[np.int64]


def context(messages: pd.DataFrame) -> Context:
    """Find out who spoke before.

    Parameters
    ----------
    messages : pandas.DataFrame
        thread_id and side, in the order of talk. Without thread_id each message is a thread.

    Returns
    -------
    Context
    """
    n = len(messages)
    if "thread_id" in messages:
        thread = pd.factorize(messages["thread_id"])[0].astype(np.int64)
        side = pd.factorize(messages["side"])[0].astype(np.int64)
    else:
        thread, side = np.arange(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    new_thread = np.ones(n, dtype=bool)
    new_thread[1:] = thread[1:] != thread[:-1]
    new_turn = new_thread.copy()
    new_turn[1:] |= side[1:] != side[:-1]
    turn = np.cumsum(new_turn) - 1
    first_turn = turn[np.maximum.accumulate(np.where(new_thread, np.arange(n), 0))]
    rank = turn - first_turn
    begin = np.append(np.flatnonzero(new_turn), n)
    at = np.arange(n)
    none = np.zeros(n, dtype=np.int64)
    has = {"before": rank > 0, "own": rank > 1}
    last_turn = len(begin) - 2
    follows = np.zeros(n, dtype=bool)
    if n:
        later = np.minimum(turn + 1, last_turn)
        follows = (turn < last_turn) & (thread[begin[later]] == thread)
    spans = {
        name: (
            np.where(has[name], begin[np.maximum(turn - back, 0)], none),
            np.where(has[name], begin[np.maximum(turn - back, 0) + 1], none),
        )
        for name, back in (("before", 1), ("own", 2))
    }
    spans["within"] = (begin[turn], at)
    after = np.minimum(turn + 1, max(last_turn, 0))
    spans["after"] = (
        np.where(follows, begin[after], none),
        np.where(follows, begin[after + 1], none),
    )
    around = {name: _sums(*span, n) for name, span in spans.items()}
    return Context(around, turn, rank, thread)


def _sums(begin: npt.NDArray[np.int64], end: npt.NDArray[np.int64], n: int) -> csr_matrix:
    """Return the matrix whose row k is 1 from begin[k] up to end[k]."""
    lengths = end - begin
    starts = np.append(0, np.cumsum(lengths))
    columns = np.arange(starts[-1]) - np.repeat(starts[:-1] - begin, lengths)
    ones = np.ones(len(columns), dtype=np.float32)
    return csr_matrix((ones, columns, starts), shape=(n, n))


def signs(
    texts: pa.Array, placed: Context, sent_at: pd.Series | None = None
) -> npt.NDArray[np.float32]:
    """Return what is seen without reading: marks, size, place in the thread.

    Parameters
    ----------
    texts : pyarrow.Array
        large_string, lower case.
    placed : Context
        Where the messages stand.
    sent_at : pandas.Series, optional
        Instants; missing ones count as neither soon nor late.

    Returns
    -------
    numpy.ndarray of float32
        Messages by `SIGNS`, 0 or 1.
    """
    n = len(texts)
    made = np.zeros((n, len(SIGNS)), dtype=np.float32)
    column = {name: k for k, name in enumerate(SIGNS)}
    for name, pattern in _MARKS.items():
        hit = pc.match_substring_regex(texts, pattern)
        made[:, column[name]] = hit.to_numpy(zero_copy_only=False)
    words = pc.count_substring_regex(texts, r"\S+").to_numpy(zero_copy_only=False)
    for size in _SIZES:
        made[:, column[f"over_{size}_words"]] = words > size
    before = placed.around["before"]
    said = before @ words.astype(np.float32)
    rank = placed.rank
    new_thread = np.ones(n, dtype=bool)
    new_thread[1:] = placed.thread[1:] != placed.thread[:-1]
    places = {
        "opens": rank == 0,
        "second_turn": rank == 1,
        "third_turn": rank == 2,
        "later": rank > 3,
        "by_first": rank % 2 == 0,
        "goes_on": placed.around["within"].getnnz(axis=1) > 0,
        "after_question": before @ made[:, column["asks"]] > 0,
        "after_link": before @ made[:, column["links"]] > 0,
        "after_long": said > _SIZES[-1],
        "after_short": (said > 0) & (said <= _SIZES[0]),
    }
    if sent_at is not None and n:
        gap = sent_at.diff().dt.total_seconds().to_numpy(dtype=float) / 3600
        gap[new_thread] = np.nan
        places["after_weeks"] = gap > 24 * 7
        places["after_minutes"] = gap < 0.5
    for name, flags in places.items():
        made[:, column[name]] = flags
    return made
