"""Which message of a turn answers? A turn may greet in one message and answer in the next."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from convostudy.language.answers import status
from convostudy.language.quoted import own_words
from convostudy.tables import lookup

__all__ = ["settling_message"]

_ANSWERS = ("explicit", "implicit", "partial")
_ASKED = ["asking", "question", "form", "embedded_wh", "status_eventual", "answer_evidence"]
_ASKED += ["turn_id"]
_SAID = ["message_id", "turn_id", "reply", "reply_is_pitch", "replies_to"]


def settling_message(
    questions: pd.DataFrame,
    messages: pd.DataFrame,
    *,
    judge: Callable[[pd.DataFrame], pd.DataFrame] = status,
) -> pd.Series:
    """Find the message that settled each question, within the turn that did.

    Each message of the turn is judged alone. Taken is the first that comes to the same verdict by
    the same evidence; if none does, the first that comes to the same verdict. A message in which
    something speaks for an answer goes before one that only stands where an answer would.

    Parameters
    ----------
    questions : pandas.DataFrame
        ``text, form, embedded_wh`` of each question, and ``answer_turn_id`` (may be missing),
        ``status_eventual`` and ``answer_evidence``: the turn that settled it, how, and by what;
        ``message_id`` where messages tell what they reply to.
    messages : pandas.DataFrame
        ``message_id, turn_id, text`` and ``is_pitch`` of messages in the order of sending;
        ``replies_to``, optional: the message that asks what one answers, where the app tells.
    judge : callable
        What judged the turns: pairs in, ``status`` and ``evidence`` out.

    Returns
    -------
    pandas.Series
        message_id, indexed as ``questions``; missing where only the messages together settle it.

    Examples
    --------
    >>> questions = pd.DataFrame({
    ...     "message_id": "q", "text": ["When did you join?"], "form": "wh", "embedded_wh": False,
    ...     "answer_turn_id": "t/2", "status_eventual": "explicit",
    ...     "answer_evidence": "time: march"})
    >>> messages = pd.DataFrame({
    ...     "message_id": ["a", "b"], "turn_id": "t/2", "is_pitch": False,
    ...     "text": ["Hi Ana, good to hear from you", "In March"]})
    >>> settling_message(questions, messages).tolist()
    ['b']
    """
    # A turn of one message needs no second look, and most turns are.
    several = messages["turn_id"].duplicated(keep=False)
    only = messages[~several].set_index("turn_id")["message_id"]
    found = lookup(questions["answer_turn_id"], only).astype("str")
    asked = questions.rename(columns={"text": "question", "message_id": "asking"})
    asked = asked.assign(turn_id=questions["answer_turn_id"]).reindex(columns=_ASKED)
    said = messages[several].rename(columns={"text": "reply", "is_pitch": "reply_is_pitch"})
    said = said.reindex(columns=_SAID)
    pairs = asked.reset_index(drop=True).reset_index(names="row").merge(said, on="turn_id")
    pairs = pairs[pairs["replies_to"].isna() | (pairs["replies_to"] == pairs["asking"])]
    alone = judge(pairs.assign(reply=own_words(pairs["reply"])))
    both_answer = alone["status"].isin(_ANSWERS) & pairs["status_eventual"].isin(_ANSWERS)
    # A greeting may pass for an answer, but nothing in it speaks for that.
    pairs["by_place_alone"] = ~alone.get("by_sign", pd.Series(True, alone.index))
    pairs["by_other_words"] = alone["evidence"] != pairs["answer_evidence"]
    first = pairs[both_answer | (alone["status"] == pairs["status_eventual"])]
    order = ["row", "by_place_alone", "by_other_words"]
    first = first.sort_values(order, kind="stable").drop_duplicates("row")
    found.iloc[first["row"].to_numpy()] = first["message_id"].to_numpy()
    return found
