"""Messages and questions in, out which message replies to which, where an app records it."""

from __future__ import annotations

import pandas as pd

from convostudy.tables import among, lookup

__all__ = ["links", "text_meant_for"]


def links(talk: pd.DataFrame, questions: pd.DataFrame) -> pd.DataFrame:
    """List the messages that name another side's question as what they reply to.

    Parameters
    ----------
    talk : pandas.DataFrame
        From `with_turns`.
    questions : pandas.DataFrame
        ``message_id`` of each question.

    Returns
    -------
    pandas.DataFrame
        ``message_id, turn_id, seq`` of the message that replies, in the order of talk, and
        ``reply_to``, the message that asks. Other uses of ``reply_to`` (to one's own message, to
        one that asks nothing, to one that is not there) are left out.

    Examples
    --------
    >>> talk = pd.DataFrame({
    ...     "message_id": ["a", "b", "c"], "thread_id": "t", "turn_id": ["t/1", "t/1", "t/2"],
    ...     "sender_id": ["me", "me", "you"], "seq": [0, 1, 2], "reply_to": [None, None, "a"]})
    >>> links(talk, pd.DataFrame({"message_id": ["a", "b"]}))["reply_to"].tolist()
    ['a']
    """
    columns = ["message_id", "turn_id", "seq", "reply_to"]
    named = among(talk["reply_to"], questions["message_id"])
    if not named.any():
        return talk.loc[named, columns]
    replies = talk[named]
    asking = talk.set_index("message_id")
    there = lookup(replies["reply_to"], asking["thread_id"]) == replies["thread_id"]
    other = lookup(replies["reply_to"], asking["sender_id"]) != replies["sender_id"]
    later = lookup(replies["reply_to"], asking["seq"]) < replies["seq"]
    return replies.loc[there & other & later, columns]


def text_meant_for(
    asked: pd.Series,
    turn_ids: pd.Series,
    talk: pd.DataFrame,
    named: pd.DataFrame,
    *,
    from_link: bool = False,
) -> pd.Series:
    """Return what a turn says to a question, where messages of that turn name what they reply to.

    Parameters
    ----------
    asked : pandas.Series
        message_id of each question.
    turn_ids : pandas.Series
        The turn that may answer it, same index; may be missing.
    talk : pandas.DataFrame
        From `with_turns`.
    named : pandas.DataFrame
        From `links`.
    from_link : bool
        Only from the message on that names the question: what was said before it was said to
        somebody else's words.

    Returns
    -------
    pandas.Series
        Text, joined by line breaks, without the messages that reply to another question; missing
        where all of them do. Only rows whose turn holds a link.
    """
    rows = turn_ids[among(turn_ids, named["turn_id"])]
    pairs = pd.DataFrame(
        {"row": rows.index, "turn_id": rows.array, "asks": asked[rows.index].array}
    )
    said = talk.loc[among(talk["turn_id"], rows), ["message_id", "turn_id", "text"]]
    names = named.set_index("message_id")["reply_to"]
    said = said.assign(names=lookup(said["message_id"], names).astype("str"))
    pairs = pairs.merge(said, on="turn_id")
    meant = pairs["names"] == pairs["asks"]
    begun = meant.groupby(pairs["row"]).cummax() if from_link else True
    pairs = pairs[meant | (pairs["names"].isna() & begun)]
    return pairs.groupby("row")["text"].agg("\n".join).reindex(rows.index).astype("str")
