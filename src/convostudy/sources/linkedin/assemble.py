"""The finished tables: messages in order, with sides and kinds; people with what is known."""

from __future__ import annotations

import numpy as np
import pandas as pd

from convostudy import tables
from convostudy.sources._codes import as_codes, coded, constant, stacked, written_out
from convostudy.sources.linkedin.names import Directory

__all__ = ["assemble", "people_table"]

_SAME_WORDS_WITHIN = pd.Timedelta(minutes=2)


def assemble(
    rows: pd.DataFrame,
    invited: pd.DataFrame,
    thread_of: dict[str, str],
    participants: dict[str, frozenset[str]],
    owner: str | None,
    export_id: str,
    source: str,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the messages table, and where each of its rows came from (names as categories).

    Parameters
    ----------
    rows : pandas.DataFrame
        Messages with ids, threads, text, modality, is_sponsored, is_inmail.
    invited : pandas.DataFrame
        Invitations with people and ids.
    thread_of : dict
        Thread of each person the owner talks to alone.
    participants : dict
        conversation_id to its people.
    owner : str or None
        Whose export it is.
    export_id, source : str
        Where it was read from.
    """
    which = np.select([rows["is_sponsored"], rows["is_inmail"]], [2, 1], 0)

    def called(*names: str) -> pd.Series:
        return coded(which, names, rows.index)

    talk = rows.assign(
        kind=called("message", "inmail", "sponsored"),
        side=_side(rows, participants, owner),
        row_class=called("message", "message", "sponsored"),
        reason=called("sent", "InMail, by its subject", "campaign mail"),
    )
    notes = _notes(invited, thread_of, talk)
    columns = [
        *("message_id", "thread_id", "conversation_id", "sent_at", "sender_id", "recipient_ids"),
        *("side", "text", "subject", "kind", "modality", "folder"),
        *("file", "line", "order", "row_class", "reason"),
    ]
    both = talk[columns]
    if len(notes):
        both = stacked([notes[columns], both])
    both, seq = _in_order(both)
    both = both.assign(
        seq=seq,
        source=constant(source, both.index),
        content_source=constant("export", both.index),
        export_id=constant(export_id, both.index),
        subject=_missing_if_blank(both["subject"]),
        folder=_missing_if_blank(both["folder"]),
    )
    origins = both[["message_id", "export_id", "file", "line", "row_class", "reason"]]
    return tables.conform(both, tables.MESSAGES), origins


def _in_order(rows: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the rows by thread and time, and the place of each in its thread, from 0."""
    # By numbers: sorting the ids themselves costs several times as much.
    codes, names = pd.factorize(rows["thread_id"])
    rank = np.empty(len(names), dtype="int64")
    rank[np.argsort(names.to_numpy(dtype=object))] = np.arange(len(names))
    thread = rank[codes]
    at = rows["sent_at"].astype("int64").to_numpy()
    undated = rows["sent_at"].isna().to_numpy()
    if undated.any():  # after the invitations, which are dated and come before any message
        at = np.where(undated, at[~undated].max(initial=0) + 1, at)
    place = rows["order"].to_numpy()
    order = _by_thread_and_time(thread, at, place)
    tied = (np.diff(thread[order]) == 0) & (np.diff(at[order]) == 0) & (np.diff(place[order]) == 0)
    if tied.any():  # rows of two files in one second: their ids decide
        ids = pd.factorize(rows["message_id"], sort=True)[0]
        order = np.lexsort((ids, place, at, thread))
    thread = thread[order]
    begins = np.flatnonzero(np.diff(thread, prepend=-1))
    seq = np.arange(len(rows)) - np.repeat(begins, np.diff(np.append(begins, len(rows))))
    return rows.take(order).reset_index(drop=True), seq


def _by_thread_and_time(thread: np.ndarray, at: np.ndarray, place: np.ndarray) -> np.ndarray:
    since = at - at.min(initial=0)
    span = int(since.max(initial=0)) + 1
    if span * (int(thread.max(initial=0)) + 1) >= 2**63:
        return np.lexsort((place, at, thread))
    # One number for thread and time. A file has its rows by thread and time, one of them
    # backwards: from its own order, a stable sort has little left to do.
    by_place = np.argsort(place, kind="stable")
    one = (thread * span + since)[by_place]
    return by_place[np.argsort(one, kind="stable")]


def _missing_if_blank(column: pd.Series) -> pd.Series:
    column = as_codes(column)
    return column.cat.remove_categories([""]) if "" in column.cat.categories else column


def _side(
    rows: pd.DataFrame, participants: dict[str, frozenset[str]], owner: str | None
) -> pd.Series:
    """Tell who wrote, seen from the owner; unknown between two people of whom none is the owner."""
    if owner is None:
        return constant("unknown", rows.index)
    side = (rows["sender_id"] == owner).to_numpy().astype("int8")
    # Most often the owner under a former name or address: which of the two, nobody can tell.
    strangers = {c for c, p in participants.items() if len(p) == 2 and owner not in p}
    if strangers:
        side[rows["conversation_id"].isin(strangers).to_numpy()] = 2
    return coded(side, ["counterpart", "owner", "unknown"], rows.index)


def _notes(invited: pd.DataFrame, thread_of: dict[str, str], talk: pd.DataFrame) -> pd.DataFrame:
    """Return invitations as rows of the messages table."""
    if not len(invited):
        return invited
    text = invited["content"].str.replace("\r\n", "\n", regex=False)
    blank = text.str.strip() == ""
    both = zip(invited["counterpart_id"].tolist(), invited["conversation_id"].tolist(), strict=True)
    thread = pd.Series([thread_of.get(c, own) for c, own in both], index=invited.index)
    notes = invited.assign(
        thread_id=thread.astype("str"),
        text=text.where(~blank, ""),
        side=pd.Series("counterpart", index=invited.index, dtype="str").where(
            ~invited["outgoing"], "owner"
        ),
        subject="",
        folder="",
        kind="invitation",
        modality=pd.Series("text", index=invited.index, dtype="str").where(~blank, "empty"),
        row_class="invitation",
        reason=pd.Series("note", index=invited.index, dtype="str").where(~blank, "no note"),
    )
    again = _said_again(notes, talk)
    reason = "note; the same words are also the first message of the thread"
    return notes.assign(reason=notes["reason"].where(~again, reason))


def _said_again(notes: pd.DataFrame, talk: pd.DataFrame) -> pd.Series:
    times = talk[["thread_id", "sent_at", "order"]]
    opening = times.sort_values(["sent_at", "order"], kind="stable").drop_duplicates("thread_id")
    first = written_out(talk.loc[opening.index, ["thread_id", "sent_at", "text"]])
    first = first.set_index("thread_id")
    first = first.reindex(notes["thread_id"].tolist()).set_axis(notes.index)
    words = first["text"].fillna("").str.split().str.join(" ")
    apart = (first["sent_at"] - notes["sent_at"]).abs()
    own = notes["text"].str.split().str.join(" ")
    return (words == own) & (own != "") & (apart <= _SAME_WORDS_WITHIN)


def people_table(
    directory: Directory,
    everybody: set[str],
    ties: pd.DataFrame,
    owner: str | None,
    profile: dict[str, str],
) -> pd.DataFrame:
    """Return everybody who wrote, received or is connected.

    Company and position are those of the day of export, from the connections; the owner's
    position is the headline of the profile.

    Parameters
    ----------
    directory : Directory
        Who is who.
    everybody : set of str
        Who wrote or received.
    ties : pandas.DataFrame
        Connections.
    owner : str or None
        Whose export it is.
    profile : dict
        ``name`` and ``headline`` of the owner.
    """
    listed = sorted({*everybody, *ties["person_id"].tolist(), *([owner] if owner else [])})
    facts = zip(*(ties[c].tolist() for c in ("name", "company", "position")), strict=True)
    known = dict(zip(ties["person_id"].tolist(), facts, strict=True))
    if owner and owner not in known:
        known[owner] = (directory.display(owner), "", profile.get("headline", ""))
    rows = [known.get(p) or (directory.display(p), "", "") for p in listed]
    name, company, position = zip(*rows, strict=True) if rows else ((), (), ())
    columns = {
        "person_id": listed,
        "name": name,
        "profile_url": [directory.url(person) for person in listed],
        "company": [c or None for c in company],
        "position": [p or None for p in position],
    }
    texts = {n: pd.Series(values, dtype="str") for n, values in columns.items()}
    is_owner = pd.Series([person == owner for person in listed], dtype="bool")
    return tables.conform(pd.DataFrame({**texts, "is_owner": is_owner}), tables.PEOPLE)
