"""A release as a ConvoKit corpus: five files, written without that package.

ConvoKit wants utterances of speakers in conversations. A release without words has utterances
whose text is empty and whose measures stand in ``meta``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from convostudy.errors import BadTable
from convostudy.project.sharing.files import json_bytes
from convostudy.project.sharing.release import Release

__all__ = ["FOLDER", "convokit"]

FOLDER = "convokit"
_PYTHON = {"str": "str", "bool": "bool", "boolean": "bool", "int64": "int", "Int64": "int"}
_NEEDED = {"messages": ("message_id", "thread_id"), "threads": ("thread_id",)}
#: In the order in which they tell what came first.
_ORDER = ("seq", "n", "rank", "turn", "message_id")


def convokit(release: Release, frames: Mapping[str, pd.DataFrame]) -> dict[str, bytes]:
    """Write a release as a ConvoKit corpus.

    Parameters
    ----------
    release : Release
        With the tables ``messages`` and ``threads``.
    frames : mapping of str to pandas.DataFrame
        Its tables as written.

    Returns
    -------
    dict of str to bytes
        Five files below ``convokit/``.

    Raises
    ------
    BadTable
        The release has no messages or no threads.
    """
    for name, columns in _NEEDED.items():
        if name not in frames or not set(columns) <= set(frames[name].columns):
            raise BadTable(
                f"no table {name!r} with {', '.join(columns)}",
                where=release.folder,
                expected="messages and threads, as tiers T1 and T2 have them",
                do="Leave --also convokit out",
            )
    messages, threads = frames["messages"], frames["threads"]
    order = ["thread_id", *[c for c in _ORDER if c in messages.columns]]
    messages = messages.sort_values(order, kind="stable", ignore_index=True)
    texts = _texts(release, frames, messages)
    before = messages.groupby("thread_id", sort=False)["message_id"].shift()
    speaker = "sender_id" if "sender_id" in messages.columns else "side"
    # One side of one conversation is a speaker where nobody's id is shared.
    speakers = messages[speaker].astype("object")
    if speaker == "side":
        speakers = messages["thread_id"].astype("object") + "/" + speakers
    held = [n for n in messages.columns if n not in ("message_id", "thread_id", "sender_id")]
    meta = _records(messages[held])
    # A Python loop: one JSON object an utterance, as the format has it.
    lines = [
        {
            "id": one,
            "conversation_id": thread,
            "text": text,
            "speaker": who,
            "meta": facts,
            "reply-to": reply if isinstance(reply, str) else None,
            "timestamp": None,
            "vectors": [],
        }
        for one, thread, text, who, facts, reply in zip(
            messages["message_id"],
            messages["thread_id"],
            texts,
            speakers,
            meta,
            before.astype(object),
            strict=True,
        )
    ]
    of_threads = [n for n in threads.columns if n != "thread_id"]
    conversations = dict(zip(threads["thread_id"], _records(threads[of_threads]), strict=True))
    index = {
        "utterances-index": _types(release, "messages", held),
        "speakers-index": {},
        "conversations-index": _types(release, "threads", of_threads),
        "overall-index": {"name": ["<class 'str'>"], "version": ["<class 'str'>"]},
        "version": 1,
        "vectors": [],
    }
    files = {
        "utterances.jsonl": "".join(f"{json.dumps(line)}\n" for line in lines),
        "speakers.json": {who: {"meta": {}, "vectors": []} for who in sorted(set(speakers))},
        "conversations.json": {
            thread: {"meta": facts, "vectors": []} for thread, facts in conversations.items()
        },
        "corpus.json": {"name": release.name, "version": release.version},
        "index.json": index,
    }
    return {
        f"{FOLDER}/{name}": held.encode("utf-8") if isinstance(held, str) else json_bytes(held)
        for name, held in files.items()
    }


def _texts(
    release: Release, frames: Mapping[str, pd.DataFrame], messages: pd.DataFrame
) -> list[str]:
    """Return the words of each message where the release has some, else nothing."""
    for name in sorted(release.words):
        frame = frames[name]
        if {"message_id", "text"} <= set(frame.columns):
            said = frame.set_index("message_id")["text"]
            return list(messages["message_id"].map(said).fillna("").astype(object))
    return [""] * len(messages)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    plain = frame.astype(object).where(frame.notna(), None)
    return [dict(zip(frame.columns, row, strict=True)) for row in plain.itertuples(index=False)]


def _types(release: Release, table: str, columns: list[str]) -> dict[str, list[str]]:
    known = release.schema[table].columns
    return {n: [f"<class '{_PYTHON.get(known[n].dtype, 'float')}'>"] for n in columns}
