"""A second look: what a message is likely to do, given what those around it are likely to do."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from convostudy.language.learned.context import Context

__all__ = ["neighbours"]


def neighbours(chance: npt.NDArray[np.float64], placed: Context) -> npt.NDArray[np.float32]:
    """Return the likeliest acts around each message.

    Parameters
    ----------
    chance : numpy.ndarray
        Messages by labels: probabilities at first sight.
    placed : Context
        Where the messages stand.

    Returns
    -------
    numpy.ndarray of float32
        Messages by six times the labels: log odds of the message itself; the highest probability
        in the turn before, in the writer's turn before that, in the turn after, in all earlier
        turns of the other side, and in all earlier ones of the writer.
    """
    if not len(chance):
        return np.zeros((0, 6 * chance.shape[1]), dtype=np.float32)
    begin = np.flatnonzero(np.diff(placed.turn, prepend=-1))
    by_turn = np.maximum.reduceat(chance, begin, axis=0)
    thread, rank = placed.thread[begin], placed.rank[begin]
    sides = pd.DataFrame(by_turn).groupby([thread, rank % 2]).cummax().to_numpy()
    turns = np.arange(len(begin))
    parts = []
    for table, step in ((by_turn, -1), (by_turn, -2), (by_turn, 1), (sides, -1), (sides, -2)):
        at = np.clip(turns + step, 0, len(begin) - 1)
        inside = (turns + step == at) & (thread[at] == thread)
        parts.append(np.where(inside[:, None], table[at], 0.0)[placed.turn])
    bounded = np.clip(chance, 1e-3, 1 - 1e-3)
    made: npt.NDArray[np.float32] = np.hstack([np.log(bounded / (1 - bounded)) / 2, *parts]).astype(
        np.float32
    )
    return made
