"""Questions that only repeat what the other side asked, to answer it: "Where to? To Ghent."."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from convostudy.language.answers.cues import GREETING
from convostudy.language.arrow import arrow_texts
from convostudy.language.questions.sequence import introduces

__all__ = ["echoes"]

# Shorter ones ("and you?") are asked back in the same words.
_MIN_WORDS = 4
_WORD = re.compile(r"[^\W_]+")
_MARKS = "\"'“‘«"


def echoes(questions: pd.DataFrame, messages: pd.DataFrame) -> pd.Series:
    """Tell which questions repeat, word by word, one of the other side's and go on to answer it.

    Parameters
    ----------
    questions : pandas.DataFrame
        ``message_id, start, end, text``, in the order of messages and of text.
    messages : pandas.DataFrame
        ``message_id, thread_id, side, text``, in the order of talk.

    Returns
    -------
    pandas.Series
        bool, indexed as ``questions``: true where it opens its message (after a greeting or
        another echo) or stands in quotation marks, and words follow it. "How are you?" is never
        one: it is asked back.

    Examples
    --------
    >>> messages = pd.DataFrame({
    ...     "message_id": ["a", "b"], "thread_id": "t", "side": ["owner", "counterpart"],
    ...     "text": ["What do you pour?", "What do you pour? Concrete."]})
    >>> questions = pd.DataFrame({
    ...     "message_id": ["a", "b"], "start": 0, "end": 17, "text": "What do you pour?"})
    >>> echoes(questions, messages).tolist()
    [False, True]
    """
    found = pd.Series(False, index=questions.index)
    place = pc.index_in(
        arrow_texts(questions["message_id"]), value_set=arrow_texts(messages["message_id"])
    )
    talk = messages[["thread_id", "side", "text"]].take(place.to_numpy(zero_copy_only=False))
    said, texts = pd.factorize(questions["text"])
    words = [" ".join(_WORD.findall(text.lower())) for text in texts]
    long = np.array([text.count(" ") >= _MIN_WORDS - 1 for text in words], dtype=bool)
    number = pd.factorize(pd.Series(words, dtype="object"))[0]
    key = pd.factorize(talk["thread_id"])[0] * len(words) + number[said]
    first_by = talk["side"].groupby(key).transform("first")
    again = (first_by != talk["side"]).to_numpy(dtype=bool) & long[said]
    # A loop over the few that repeat one: what stands around each decides.
    last = ""
    for row in np.flatnonzero(again).tolist():
        asked, text = questions.iloc[row], talk["text"].iloc[row]
        before = text[: asked["start"]]
        goes_on = any(sign.isalnum() for sign in text[asked["end"] :])
        # Behind words of one's own it may be asked in earnest.
        opens = not re.sub(GREETING, "", before.lower()).strip() or last == asked["message_id"]
        quoted = before.rstrip(" ")[-1:] in tuple(_MARKS) or asked["text"][:1] in _MARKS
        if goes_on and (opens or quoted) and not introduces(asked["text"]):
            found.iloc[row] = True
            last = asked["message_id"]
    return found
