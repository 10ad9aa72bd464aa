"""Coded threads to frames: what the learned labels are trained and scored on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

__all__ = ["coded"]


def coded(files: Iterable[Path]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read batches of coded threads.

    Parameters
    ----------
    files : iterable of pathlib.Path
        One coded thread a line, as ``data/raw/codebook_corpus/README.md`` describes.

    Returns
    -------
    messages : pandas.DataFrame
        batch, thread_id, message_id, side, sent_at and observed_until (UTC), text, acts (a set),
        solicitation.
    questions : pandas.DataFrame
        message_id, start, end, text, form, function, sequence, need_gauging, status_next,
        status_eventual, and row: position of its message in ``messages``.
    """
    said: list[dict[str, Any]] = []
    asked: list[dict[str, Any]] = []
    for path in sorted(files):
        for line in path.read_text(encoding="utf-8").splitlines():
            thread = json.loads(line)
            thread_id = f"{path.stem}/{thread['thread']}"
            for message in thread["messages"]:
                message_id = f"{thread_id}/{message['n']}"
                asked += _questions(message, message_id, len(said))
                said.append(
                    {
                        "batch": path.stem,
                        "thread_id": thread_id,
                        "message_id": message_id,
                        "side": message["sender"],
                        "sent_at": message["sent_at"],
                        "text": message["text"],
                        "acts": frozenset(message["acts"]),
                        "solicitation": message["solicitation_type"],
                        "observed_until": thread["observed_until"],
                    }
                )
    messages = pd.DataFrame(said)
    for name in ("sent_at", "observed_until"):
        messages[name] = pd.to_datetime(messages[name], utc=True, format="ISO8601")
    return messages, pd.DataFrame(asked)


def _questions(message: dict[str, Any], message_id: str, row: int) -> list[dict[str, Any]]:
    made, at = [], 0
    for question in message["questions"]:
        start = message["text"].find(question["text"], at)
        # Coders list questions in order, mostly.
        start = message["text"].find(question["text"]) if start < 0 else start
        at = start + len(question["text"])
        made.append({"message_id": message_id, "start": start, "end": at, **question, "row": row})
    return made
