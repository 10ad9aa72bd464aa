"""Which words of a turn are meant for which question: by what it points to, quotes and says."""

from __future__ import annotations

import pandas as pd

from convostudy import threads as shape
from convostudy.language.answers.addressed import addressed
from convostudy.language.quoted import own_words
from convostudy.tables import among

__all__ = ["meant_for"]


def meant_for(
    asked: pd.DataFrame,
    slots: pd.DataFrame,
    slot: str,
    awaiting: pd.DataFrame,
    talk: pd.DataFrame,
    named: pd.DataFrame,
    language: str = "en",
) -> pd.DataFrame:
    """Return what the turn of a slot says to each question.

    Parameters
    ----------
    asked : pandas.DataFrame
        Questions to be judged: ``text, message_id``.
    slots : pandas.DataFrame
        From `threads.reply_slots`, of all questions that want a reply.
    slot : str
        ``next, second, third`` or ``linked``.
    awaiting : pandas.DataFrame
        All questions that want a reply, in the order of asking: ``text``; ``asked`` among them,
        by index.
    talk : pandas.DataFrame
        From `threads.with_turns`.
    named : pandas.DataFrame
        From `threads.links`.
    language : str
        In which the questions are asked.

    Returns
    -------
    pandas.DataFrame
        Indexed as ``asked``: ``reply``, the text (missing where there is no turn, or nobody can
        read it; empty where it has no words); ``passed_over``, bool: it has words, and all of them
        are for other questions.
    """
    turn_ids, texts = (
        slots.loc[asked.index, f"{slot}_turn_id"],
        slots.loc[asked.index, f"{slot}_text"],
    )
    # A message that names a question says itself what it is for.
    by_name = among(turn_ids, named["turn_id"]) & texts.notna()
    plain = texts.notna() & ~by_name
    questions = pd.DataFrame({"text": asked["text"], "reply_turn_id": turn_ids})[plain]
    newest = pd.DataFrame({"text": awaiting["text"], "reply_turn_id": slots["next_turn_id"]})
    newest = newest[among(newest["reply_turn_id"], questions["reply_turn_id"])]
    older = questions[:0] if slot == "next" else questions
    everyone = pd.concat([older.assign(adjacent=False), newest.assign(adjacent=True)])
    replies = texts[plain].set_axis(questions["reply_turn_id"])
    parts = addressed(everyone, replies[~replies.index.duplicated()], language)
    reply = texts.copy()
    reply[plain] = parts[questions.index] if slot == "next" else parts.iloc[: len(older)]
    if by_name.any():
        reply[by_name] = shape.text_meant_for(
            asked["message_id"], turn_ids[by_name], talk, named, from_link=slot == "linked"
        )
    nothing = texts.notna() & (reply.fillna("").str.strip() == "")
    has_words = own_words(texts[nothing]).str.strip() != ""
    passed_over = nothing & has_words.reindex(asked.index, fill_value=False)
    return pd.DataFrame(
        {"reply": reply.fillna("").where(texts.notna()), "passed_over": passed_over}
    )
