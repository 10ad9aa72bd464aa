"""People and threads of several exports brought to one name each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from convostudy.sources._export import Export
from convostudy.sources._ids import message_ids

__all__ = ["join_people", "join_threads", "rename_people"]

_BY_NAME = "name:"


def join_people(exports: Sequence[Export]) -> dict[str, str]:
    """Return the profile key of people whom another export knows by name alone.

    Parameters
    ----------
    exports : sequence of Export
        Of one app.

    Returns
    -------
    dict
        ``name:...`` to profile key, for names that go with one profile in all the exports.
    """
    people = pd.concat([e.people[["person_id", "name"]] for e in exports]).drop_duplicates()
    by_name = people["person_id"].str.startswith(_BY_NAME)
    if not by_name.any():
        return {}
    known = people[~by_name & ~people["person_id"].str.startswith("member:")]
    key = _BY_NAME + known["name"].str.split().str.join("_").str.casefold()
    profiles = known["person_id"].groupby(key).agg(["min", "nunique"])
    sole = profiles.loc[profiles["nunique"] == 1, "min"]
    wanted = people.loc[by_name, "person_id"]
    return {name: str(sole[name]) for name in wanted if name in sole.index}


def rename_people(export: Export, new_ids: dict[str, str]) -> Export:
    """Return the export with some people under another id; the one given is not changed."""
    here = {old: new for old, new in new_ids.items() if (export.people["person_id"] == old).any()}
    if not here:
        return export
    messages, origins = export.messages, export.origins
    recipients = {
        words: " ".join(sorted({here.get(w, w) for w in words.split()}))
        for words in messages["recipient_ids"].unique()
    }
    invited = {f"invitation:{old}": f"invitation:{new}" for old, new in here.items()}
    moved = messages["conversation_id"].isin(list(invited))
    messages = messages.assign(
        sender_id=messages["sender_id"].replace(here),
        recipient_ids=messages["recipient_ids"].map(recipients).astype("str"),
        thread_id=messages["thread_id"].replace(invited),
        conversation_id=messages["conversation_id"].replace(invited),
    )
    if moved.any():
        # The id of an invitation is made from whom it is between: it must be so anew.
        old_ids = messages.loc[moved, "message_id"]
        plain = message_ids(
            *(messages.loc[moved, c] for c in ("conversation_id", "sent_at", "text"))
        )
        ids = plain + old_ids.str.extract(r"(-\d+)$")[0].fillna("")
        messages = messages.assign(message_id=messages["message_id"].mask(moved, ids))
        new = dict(zip(old_ids, ids, strict=True))
        origins = origins.assign(message_id=origins["message_id"].replace(new))
    people = export.people.assign(person_id=export.people["person_id"].replace(here))
    ties = export.connections
    return replace(
        export,
        messages=messages,
        people=people.drop_duplicates("person_id"),
        connections=ties.assign(
            owner_id=ties["owner_id"].replace(here), person_id=ties["person_id"].replace(here)
        ).drop_duplicates(["owner_id", "person_id"]),
        owner_id=here.get(export.owner_id or "", export.owner_id),
        origins=origins,
    )


def join_threads(messages: pd.DataFrame) -> pd.DataFrame:
    """Return the messages with one thread per conversation, named after the earliest, in order.

    Two exports may have named a thread of several conversations after different ones, because
    one of them does not have the earliest.

    Parameters
    ----------
    messages : pandas.DataFrame
        thread_id, conversation_id, sent_at, seq.

    Returns
    -------
    pandas.DataFrame
        With thread_id and seq anew, sorted by them.
    """
    links = messages[["thread_id", "conversation_id"]].drop_duplicates()
    root: dict[str, str] = {}

    def top(node: str) -> str:
        while root.setdefault(node, node) != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for thread, conversation in links.to_numpy().tolist():
        root[top(f"t{thread}")] = top(f"c{conversation}")
    group = {thread: top(f"t{thread}") for thread in links["thread_id"]}
    grouped = messages["thread_id"].map(group)
    # The name of a group is the thread whose own conversation began first; invitations name none.
    named = messages[messages["thread_id"] == messages["conversation_id"]]
    talk = named[named["kind"] != "invitation"]
    first = pd.concat([talk, named]).groupby("thread_id", sort=False)["sent_at"].min()
    invited = set(named.loc[named["kind"] == "invitation", "thread_id"]) - set(talk["thread_id"])
    names: dict[str, str] = {}
    for thread in sorted(group, key=lambda t: (t in invited, _when(first, t), t)):
        names.setdefault(group[thread], thread)
    out = messages.assign(thread_id=grouped.map(names).astype("str"))
    out = out.sort_values(["thread_id", "sent_at", "seq", "message_id"], kind="stable")
    out = out.reset_index(drop=True)
    return out.assign(seq=out.groupby("thread_id").cumcount().astype(np.int64))


def _when(first: pd.Series, thread: str) -> pd.Timestamp:
    return first[thread] if thread in first.index else pd.Timestamp.max.tz_localize("UTC")
