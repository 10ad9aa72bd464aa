"""An id that a message keeps in every export of it."""

from __future__ import annotations

import hashlib

import pandas as pd

__all__ = ["add_ids", "message_ids"]

_WHITE = b" \t\n\r\x0b\x0c"


def message_ids(conversation: pd.Series, sent_at: pd.Series, content: pd.Series) -> pd.Series:
    """Hash conversation, second and words, white space aside; names and addresses play no part.

    Parameters
    ----------
    conversation, content : pandas.Series of str
        As exported.
    sent_at : pandas.Series
        Instants, UTC.

    Returns
    -------
    pandas.Series of str
        Same index.

    Examples
    --------
    >>> at = pd.to_datetime(pd.Series(["2025-05-02 08:15:00"]), utc=True)
    >>> message_ids(pd.Series(["2-abc"]), at, pd.Series(["Hi  there"])).tolist()
    ['a095fc1e8fa9479f8c0e']
    """
    seconds = sent_at.astype("datetime64[us, UTC]").astype("int64") // 1_000_000
    keys = (conversation + "\x1f" + seconds.astype("str") + "\x1f").tolist()
    blake = hashlib.blake2b
    # hashlib and not pandas' own hash, whose values no one promises to keep; it takes one text
    # at a time, so this is a loop (0.2 s for 100,000 messages). White space is left out rather
    # than evened out: one pass over the bytes.
    ids = [
        blake(
            f"{key}{text}".encode(errors="replace").translate(None, _WHITE), digest_size=10
        ).hexdigest()
        for key, text in zip(keys, content.tolist(), strict=True)
    ]
    return pd.Series(ids, index=conversation.index, dtype="str")


def add_ids(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with message_id: the same message has it in every export and era.

    Of identical messages (conversation, second, words) within a file the first keeps the plain
    id and the others are numbered, so that a genuine repeat stays.

    Parameters
    ----------
    rows : pandas.DataFrame
        conversation_id, sent_at, content, sender_id, file.

    Returns
    -------
    pandas.DataFrame
    """
    plain = message_ids(rows["conversation_id"], rows["sent_at"], rows["content"])
    twice = plain.duplicated(keep=False)
    if not twice.any():
        return rows.assign(message_id=plain)
    order = rows.loc[twice, ["file", "sender_id"]].assign(id=plain[twice])
    order = order.sort_values(["file", "id", "sender_id"], kind="stable")
    number = order.groupby(["file", "id"]).cumcount()
    numbered = order["id"] + ("-" + number.astype("str")).where(number > 0, "")
    plain = plain.copy()
    plain[numbered.index] = numbered
    return rows.assign(message_id=plain)
