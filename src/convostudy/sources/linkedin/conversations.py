"""Which conversation a message is in, and which conversations are one thread."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

from convostudy.sources._codes import as_codes, coded, rows_where
from convostudy.tables import as_text

__all__ = ["add_conversations", "add_threads", "mark_inmail", "participants_of"]

_PEOPLE = ("conversation_id", "sender_id", "recipient_ids")
_RE = r"(?i)^\s*(?:(?:re|fw|fwd|aw|wg|sv|tr|rv)\s*:\s*)+"


def add_conversations(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with a conversation_id where the export gives none.

    Exports of 2017 have no such column: a conversation is then the set of people and the subject
    without ``Re:``. A row whose id is empty goes to the bucket of its people.

    Parameters
    ----------
    rows : pandas.DataFrame
        conversation_id, sender_id, recipient_ids, subject, has_ids (the file has the column).
    """
    unnamed = rows["conversation_id"] == ""
    if not unnamed.any():
        return rows
    part = rows.loc[unnamed, ["sender_id", "recipient_ids", "subject", "has_ids"]]
    # "member:" stands for a closed account here: without an id it is one per set of people.
    subject = as_text(part["subject"]).str.replace(_RE, "", regex=True).str.strip().str.casefold()
    subject = subject.where(~part["has_ids"], "")
    people = as_text(part["sender_id"]) + " " + as_text(part["recipient_ids"])
    people = people.map(_sorted_words)
    key = people + "\x1f" + subject
    names = {
        k: "people:" + hashlib.blake2b(k.encode(), digest_size=8).hexdigest() for k in key.unique()
    }
    ids = as_text(rows["conversation_id"])
    ids[unnamed] = key.map(names).astype("str")
    return rows.assign(conversation_id=as_codes(ids))


def participants_of(rows: pd.DataFrame) -> dict[str, frozenset[str]]:
    """Return the people of each conversation.

    Parameters
    ----------
    rows : pandas.DataFrame
        conversation_id, sender_id, recipient_ids.
    """
    columns = [as_codes(rows[c]).cat for c in _PEOPLE]
    codes = [c.codes.to_numpy("int64") for c in columns]
    names = [c.categories.tolist() for c in columns]
    width = max(map(len, names)) + 1
    if width**3 < 2**62:  # one number for the three: far cheaper than rows of three texts
        one = pd.unique((codes[0] * width + codes[1]) * width + codes[2])
        several = [one // width**2, one // width % width, one % width]
    else:
        first = np.flatnonzero(~rows[list(_PEOPLE)].duplicated())
        several = [c[first] for c in codes]
    people: dict[int, set[str]] = {}
    split = [r.split() for r in names[2]]
    for conversation, sender, recipients in zip(*(c.tolist() for c in several), strict=True):
        here = people.setdefault(conversation, set())
        here.add(names[1][sender])
        here.update(split[recipients])
    return {names[0][c]: frozenset(p) for c, p in people.items()}


def add_threads(
    rows: pd.DataFrame, participants: dict[str, frozenset[str]], owner: str | None
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the rows with thread_id, and the thread of each person the owner talks to alone.

    A thread is a conversation, but somebody with whom the owner has several (an InMail and a
    direct one) has one thread, named after the earliest. Groups stay as they are.

    Parameters
    ----------
    rows : pandas.DataFrame
        conversation_id, sent_at.
    participants : dict
        conversation_id to its people.
    owner : str or None
        Whose export it is; without one, two conversations of the same two people are one thread.
    """
    pair = {
        c: key for c, people in participants.items() if (key := _other(people, owner)) is not None
    }
    codes, names = pd.factorize(rows["conversation_id"])
    began = rows["sent_at"].astype("int64").groupby(codes).min().tolist()
    first = dict(zip(names.tolist(), began, strict=True))
    by_time = sorted(pair, key=lambda c: (first[c], c))
    thread_of: dict[str, str] = {}
    for conversation in by_time:
        thread_of.setdefault(pair[conversation], conversation)
    thread = {c: thread_of[key] for c, key in pair.items()}
    threads = coded(codes, [thread.get(c, c) for c in first], rows.index)
    return rows.assign(thread_id=threads), thread_of


def _other(people: frozenset[str], owner: str | None) -> str | None:
    """Return the key of a conversation of two: the other person, or the pair."""
    others = people - {owner}
    if owner in people and len(others) == 1:
        return next(iter(others))
    if owner is None and len(people) == 2:
        return " ".join(sorted(people))
    return None


def mark_inmail(
    rows: pd.DataFrame,
    participants: dict[str, frozenset[str]],
    owner: str | None,
    connected_lo: pd.Series,
) -> pd.Series:
    """Return which messages are InMail, as far as the export lets one tell.

    No column says so. A conversation of two is taken for InMail when its first message has a
    subject and the two were not connected on that day or before; its messages are InMail up to
    the day of a later connection. Wrong where a former connection was removed since (it is no
    longer listed), and blind to InMail without a subject.

    Parameters
    ----------
    rows : pandas.DataFrame
        conversation_id, sent_at, order, subject, is_sponsored.
    participants, owner
        As in `add_threads`.
    connected_lo : pandas.Series
        Earliest instant of each connection, by person_id.
    """
    none = pd.Series(False, index=rows.index)
    if owner is None:
        return none
    other = {c: _other(p, owner) for c, p in participants.items()}
    subject = rows["subject"]
    said = rows["conversation_id"][rows_where(subject, lambda s: bool(s.strip()))].unique()
    if not len(said):
        return none
    # Only the conversations in which some message has a subject: most have none.
    first = rows[["conversation_id", "sent_at", "order", "subject", "is_sponsored"]]
    first = first[rows["conversation_id"].isin(said)]
    first = first.assign(conversation_id=as_text(first["conversation_id"]))
    first = first.sort_values(["sent_at", "order"], kind="stable").drop_duplicates(
        "conversation_id"
    )
    first = first[rows_where(first["subject"], lambda s: bool(s.strip())) & ~first["is_sponsored"]]
    first = first.assign(other=first["conversation_id"].map(other).astype("object"))
    first = first[first["other"].notna()]
    if not len(first):
        return none
    since = connected_lo.reindex(first["other"].tolist()).set_axis(first.index)
    asked = first[since.isna() | (since.dt.floor("D") > first["sent_at"].dt.floor("D"))]
    if not len(asked):
        return none
    until = since[asked.index].fillna(pd.Timestamp.max.tz_localize("UTC").as_unit("us"))
    until = until.set_axis(asked["conversation_id"])
    return (rows["sent_at"] < as_text(rows["conversation_id"]).map(until)).fillna(False)


def _sorted_words(words: str) -> str:
    return " ".join(sorted(set(words.split())))
