"""The finished tables: messages in order, with sides and kinds; people with what is known."""

from __future__ import annotations

import numpy as np
import pandas as pd

from convostudy import tables
from convostudy.sources.linkedin.names import Directory

__all__ = ["assemble", "people_table"]

_SAME_WORDS_WITHIN = pd.Timedelta(minutes=2)


def assemble(
    rows: pd.DataFrame,
    invited: pd.DataFrame,
    thread_of: dict[str, str],
    owner: str | None,
    export_id: str,
    source: str,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the messages table, and where each of its rows came from.

    Parameters
    ----------
    rows : pandas.DataFrame
        Messages with ids, threads, text, modality, is_sponsored, is_inmail.
    invited : pandas.DataFrame
        Invitations with people and ids.
    thread_of : dict
        Thread of each person the owner talks to alone.
    owner : str or None
        Whose export it is.
    export_id, source : str
        Where it was read from.
    """
    which = np.select([rows["is_sponsored"], rows["is_inmail"]], [2, 1], 0)

    def called(*names: str) -> pd.Series:
        return pd.Series(names, dtype="str").take(which).set_axis(rows.index)

    talk = rows.assign(
        kind=called("message", "inmail", "sponsored"),
        side=_side(rows["sender_id"], owner),
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
        both = pd.concat([notes[columns], both], ignore_index=True) if len(both) else notes[columns]
    both, seq = _in_order(both)
    both = both.assign(
        seq=seq,
        source=source,
        content_source="export",
        export_id=export_id,
        subject=both["subject"].where(both["subject"] != ""),
        folder=both["folder"].where(both["folder"] != ""),
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
    place = rows["order"].to_numpy()
    order = np.lexsort((place, at, thread))
    tied = (np.diff(thread[order]) == 0) & (np.diff(at[order]) == 0) & (np.diff(place[order]) == 0)
    if tied.any():  # rows of two files in one second: their ids decide
        ids = pd.factorize(rows["message_id"], sort=True)[0]
        order = np.lexsort((ids, place, at, thread))
    thread = thread[order]
    begins = np.flatnonzero(np.diff(thread, prepend=-1))
    seq = np.arange(len(rows)) - np.repeat(begins, np.diff(np.append(begins, len(rows))))
    return rows.take(order).reset_index(drop=True), seq


def _side(sender: pd.Series, owner: str | None) -> pd.Series:
    if owner is None:
        return pd.Series("unknown", index=sender.index, dtype="str")
    side = pd.Series("counterpart", index=sender.index, dtype="str")
    return side.where(sender != owner, "owner")


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
    first = talk.loc[opening.index, ["thread_id", "sent_at", "text"]].set_index("thread_id")
    first = first.reindex(notes["thread_id"].tolist()).set_axis(notes.index)
    words = first["text"].fillna("").str.split().str.join(" ")
    apart = (first["sent_at"] - notes["sent_at"]).abs()
    own = notes["text"].str.split().str.join(" ")
    return (words == own) & (own != "") & (apart <= _SAME_WORDS_WITHIN)


def people_table(
    directory: Directory,
    messages: pd.DataFrame,
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
    messages, ties : pandas.DataFrame
        Finished messages and connections.
    owner : str or None
        Whose export it is.
    profile : dict
        ``name`` and ``headline`` of the owner.
    """
    everybody = set(messages["sender_id"].unique()) | set(ties["person_id"])
    for recipients in messages["recipient_ids"].unique().tolist():
        everybody.update(recipients.split())
    if owner:
        everybody.add(owner)
    listed = sorted(everybody)
    ids = pd.Series(listed, dtype="str")
    names = pd.Series([directory.display(person) for person in listed], dtype="str")
    urls = pd.Series([directory.url(person) for person in listed], dtype="str")
    tie = ties.set_index("person_id")[["name", "company", "position"]].reindex(listed)
    known, company, position = (tie[c].reset_index(drop=True) for c in tie)
    is_owner = ids == (owner or "")
    headline = profile.get("headline") or None
    position = position.where(position.notna() | ~is_owner, headline)
    return tables.conform(
        pd.DataFrame(
            {
                "person_id": ids,
                "name": known.where(known.notna(), names),
                "profile_url": urls,
                "company": company.where(company != ""),
                "position": position.where(position != ""),
                "is_owner": is_owner,
            }
        ),
        tables.PEOPLE,
    )
