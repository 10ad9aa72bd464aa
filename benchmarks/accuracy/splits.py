"""Coded threads in, the tables of an inbox out; which batches are whose; the second coder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from convostudy.tables import MESSAGES, PEOPLE, conform
from convostudy.training.corpus import coded

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "data/raw/codebook_corpus"
#: Whole batches that are left out of learning while one works on it; the models that the package
#: carries have learned from them.
DEV = ("b11_lindqvist", "b12_ramirez", "b13_menon")


def split_batches(split: str) -> tuple[str, ...]:
    """Return the batches of ``dev``, ``calibration`` (cuts are chosen on it) or ``test``.

    ``other_briefs``: those that were written as talk comes, with no labels asked for.
    """
    if split == "dev":
        return DEV
    return tuple(json.loads((CORPUS / "split.json").read_text(encoding="utf-8"))[split])


def learning_batches(left_out: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the batches to learn from: none of test, of calibration, or of those left out."""
    kept_out = {*split_batches("test"), *split_batches("calibration"), *left_out}
    names = [path.stem for path in sorted(CORPUS.glob("*.jsonl"))]
    return tuple(name for name in names if name not in kept_out)


def read_batches(names: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return messages (with the channel of their thread) and coded questions of some batches."""
    messages, questions = coded(CORPUS / f"{name}.jsonl" for name in names)
    channel = {}
    for name in names:
        for line in (CORPUS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            thread = json.loads(line)
            channel[f"{name}/{thread['thread']}"] = thread["channel"]
    return messages.assign(channel=messages["thread_id"].map(channel)), questions


def inbox(messages: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.Timestamp]:
    """Return coded threads as the tables messages and people, all observed until one instant."""
    last = messages["observed_until"].max()
    # Threads are moved in time as wholes, so that one instant ends them all.
    sent_at = messages["sent_at"] + (last - messages["observed_until"])
    other = messages["side"].map({"owner": "counterpart", "counterpart": "owner"})
    frame = pd.DataFrame(
        {
            "message_id": messages["message_id"],
            "conversation_id": messages["thread_id"],
            "thread_id": messages["thread_id"],
            "sender_id": messages["side"].where(messages["side"] == "owner", messages["thread_id"]),
            "recipient_ids": other.where(other == "owner", messages["thread_id"]),
            "side": messages["side"],
            "sent_at": sent_at,
            "seq": np.arange(len(messages)),
            "text": messages["text"],
            "kind": "message",
            "modality": "text",
            "content_source": "export",
            "source": "coded",
            "export_id": "coded",
        }
    )
    ids = pd.unique(frame["sender_id"])
    people = pd.DataFrame({"person_id": ids, "name": ids, "is_owner": ids == "owner"})
    return conform(frame, MESSAGES), conform(people, PEOPLE), last


def second_coder(messages: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """Return questions and acts of the second coder, and which messages they read."""
    text = messages.set_index("message_id")["text"]
    asked, acts, read = [], [], set()
    for line in (CORPUS / "second_coder/codes.jsonl").read_text(encoding="utf-8").splitlines():
        thread = json.loads(line)
        for message in thread["messages"]:
            message_id = f"{thread['thread']}/{message['n']}"
            if message_id not in text.index:
                continue
            read.add(thread["thread"])
            acts += [{"message_id": message_id, "act": act} for act in message["acts"]]
            at = 0
            for question in message["questions"]:
                start = max(text[message_id].find(question["text"], at), 0)
                at = start + len(question["text"])
                asked.append({"message_id": message_id, "start": start, "end": at, **question})
    return pd.DataFrame(asked), pd.DataFrame(acts), messages["thread_id"].isin(read)
