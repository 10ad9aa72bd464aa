"""What coded replies say to each question, as `convostudy.project.judging` will hand it over."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from convostudy.language.answers.addressed import addressed
from convostudy.language.learned.context import context
from convostudy.language.quoted import own_words

__all__ = ["replies_to"]


def replies_to(
    asked: pd.DataFrame, messages: pd.DataFrame, *, step: int = 1, language: str = "en"
) -> pd.Series:
    """Return the part of a later turn that may be meant for each question.

    Parameters
    ----------
    asked : pandas.DataFrame
        All questions that want a reply, in the order of asking: ``text`` and ``row``, the place of
        their message.
    messages : pandas.DataFrame
        As `convostudy.training.corpus.coded` gives them.
    step : int
        How many turns later: 1 is the other side's next turn, 3 the one after that.
    language : str
        In which they are.

    Returns
    -------
    pandas.Series
        str, indexed as ``asked``: empty where there is no such turn, or all of it is for others.
    """
    placed = context(messages)
    texts = messages["text"].groupby(placed.turn).agg("\n".join)
    thread = pd.Series(placed.thread).groupby(placed.turn).first().to_numpy()
    own = placed.turn[asked["row"].to_numpy()]
    nearest = pd.DataFrame(
        {"text": asked["text"].to_numpy(), "reply_turn_id": _later(own, 1, thread)}
    )
    if step == 1:
        everyone = nearest.assign(adjacent=True)
    else:
        far = nearest.assign(reply_turn_id=_later(own, step, thread), adjacent=False)
        rivals = nearest[nearest["reply_turn_id"].isin(far["reply_turn_id"])]
        everyone = pd.concat([far, rivals.assign(adjacent=True)])
    parts = addressed(everyone.reset_index(drop=True), texts, language)[: len(asked)]
    said = own_words(parts.fillna("").astype("str"))
    return said.where(said.str.strip() != "", "").set_axis(asked.index)


def _later(own: npt.NDArray[np.int64], step: int, thread: npt.NDArray[np.int64]) -> pd.Series:
    """Return the number of the turn so many later in the same thread, or a missing one."""
    later = np.minimum(own + step, len(thread) - 1)
    there = (own + step < len(thread)) & (thread[later] == thread[own])
    return pd.Series(later, dtype="Int64").where(there)
