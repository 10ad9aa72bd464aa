"""The coded threads of ``data/raw/codebook_corpus`` as a dataset: invented, so with their words.

python -m convostudy.project.sharing.corpus [OUT]
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd

from convostudy.project.paths import project_root
from convostudy.project.sharing.about import About, author
from convostudy.project.sharing.release import Release
from convostudy.project.sharing.write import write_package
from convostudy.tables import (
    ACT_NAMES,
    FORMS,
    FUNCTIONS,
    SEQUENCES,
    SIDES,
    SOLICITATIONS,
    STATUSES,
    Column,
    Table,
)

__all__ = ["SCHEMA", "corpus_release"]

VERSION, DATE = "1.0.0", "2026-11-23"
_ACTS = (*ACT_NAMES, "congratulation", "purpose_statement", "pitch_defence", "refusal_reason")
_REASONS = ("bare", "indirect", "manner", "need", "price", "principle", "time")
_SPLITS = ("train", "calibration", "test")
_ID, _TEXT = Column("str", "the message"), "where the question begins in the text, in signs"

SCHEMA = {
    "threads": Table(
        "threads",
        "one invented conversation of two people",
        {
            "thread_id": Column("str", "batch and place in it"),
            "batch": Column("str", "who wrote and coded it, as one piece of work"),
            "split": Column("str", "what our own models used it for", values=_SPLITS),
            "channel": Column("str", "where it is said to have been held"),
            "n_messages": Column("int64", "messages in it"),
        },
        ("thread_id",),
    ),
    "messages": Table(
        "messages",
        "one message, with what a coder said that it does",
        {
            "message_id": Column("str", "thread and place in it"),
            "thread_id": Column("str", "its conversation"),
            "seq": Column("int64", "its place, from 0"),
            "side": Column("str", "who wrote it", values=SIDES[:2]),
            "gap_h": Column("float64", "hours since the one before, invented", missing=True),
            "acts": Column("str", "what it does, of the codebook, parted by blanks", missing=True),
            "solicitation_type": Column("str", "for what", missing=True, values=SOLICITATIONS),
            "refusal_reason": Column("str", "why it refuses", missing=True, values=_REASONS),
        },
        ("message_id",),
    ),
    "questions": Table(
        "questions",
        "one question sentence, with how it was answered",
        {
            "message_id": _ID,
            "start": Column("int64", _TEXT),
            "end": Column("int64", "where it ends"),
            "form": Column("str", "how it is put", values=FORMS),
            "function": Column("str", "what it wants", values=FUNCTIONS),
            "sequence": Column("str", "how it goes on", missing=True, values=SEQUENCES),
            "need_gauging": Column("bool", "asks for a need"),
            "status_next": Column(
                "str", "answered by the other side's next turn", missing=True, values=STATUSES
            ),
            "status_eventual": Column(
                "str", "answered within two turns and 14 days", missing=True, values=STATUSES
            ),
            "answer_message_id": Column("str", "the message that answers", missing=True),
        },
        ("message_id", "start"),
    ),
    "texts": Table(
        "texts",
        "the words of one message",
        {"message_id": _ID, "text": Column("str", "its words, invented", missing=True)},
        ("message_id",),
    ),
}
_SECTIONS = {
    "motivation": "To train and to test programs that find questions, answers, pitches and "
    "refusals in private messages, without using anybody's.",
    "collection": "Each batch was written and coded by a language model, as one piece of work, "
    "after a codebook and a brief; then read again once. Nobody's messages were collected. Not "
    "here are the 124 public dialogues that our models learned from, too: they have terms of their "
    "own.",
    "preprocessing": "Names of the two sides and their roles are left out of the tables (the texts "
    "hold them: they are invented). Times are given as hours between messages.",
    "labels": "Written by language models, not people, one coder a thread. How far a second one, "
    "blind to the first, agrees stands on the page on accuracy in the documentation of "
    "convostudy. `acts` of different batches differ in small ways; `test` was read by nobody who "
    "changed a rule.",
    "uses": "For training and testing. **Rates mean nothing**: many batches were written to hold "
    "rare labels. Nothing here says how people really write.",
    "maintenance": "More batches make a new version.",
}


def corpus_release(folder: Path) -> Release:
    """Read the coded threads.

    Parameters
    ----------
    folder : pathlib.Path
        With one ``b*.jsonl`` a batch and ``split.json``.

    Returns
    -------
    Release
    """
    splits = json.loads((folder / "split.json").read_text(encoding="utf-8"))
    threads, messages, questions = [], [], []
    for batch, place, thread in _threads(folder):
        code = f"{batch.partition('_')[0]}-{place:03}"
        said = thread["messages"]
        threads.append(
            {
                "thread_id": code,
                "batch": batch.partition("_")[0],
                "split": next((s for s in _SPLITS[1:] if batch in splits[s]), "train"),
                "channel": {"mail": "email"}.get(thread["channel"], thread["channel"]),
                "n_messages": len(said),
            }
        )
        at = pd.to_datetime([m["sent_at"] for m in said], utc=True, format="ISO8601")
        gaps = [None, *(round((b - a).total_seconds() / 3600, 2) for a, b in pairwise(at))]
        ids = {m["n"]: f"{code}-{k:02}" for k, m in enumerate(said)}
        for place_in, (message, gap) in enumerate(zip(said, gaps, strict=True)):
            messages.append(_message(message, ids[message["n"]], code, place_in, gap))
            questions += _questions(message, ids)
    everything = pd.DataFrame(messages)
    tables = {
        "threads": pd.DataFrame(threads),
        "messages": everything.drop(columns="text"),
        "questions": pd.DataFrame(questions),
        "texts": everything[["message_id", "text"]],
    }
    return Release(
        name="codebook-corpus",
        version=VERSION,
        tier="invented",
        tables=tables,
        schema=SCHEMA,
        about=About(
            title="Invented message threads with questions, answers, pitches and refusals coded",
            description="Private message threads of two people, written and coded by language "
            "models after the codebook of convostudy. Nobody in them exists.",
            authors=(author("convostudy contributors"),),
            date=DATE,
            licence="CC-BY-4.0",
            keywords=("conversation analysis", "dialogue acts", "question answering", "sales"),
            languages=("en",),
            approval="not needed: nobody in it exists",
            basis="written by programs",
            simulated=True,
            sections=_SECTIONS,
        ),
        deid={"method": "none: nobody in it exists"},
        words=frozenset({"texts"}),
    )


def _threads(folder: Path) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    for file in sorted(folder.glob("b*.jsonl")):
        with file.open(encoding="utf-8") as lines:
            for place, line in enumerate(lines, 1):
                yield file.stem, place, json.loads(line)


def _message(
    message: Mapping[str, Any], code: str, thread: str, place: int, gap: float | None
) -> dict[str, Any]:
    return {
        "message_id": code,
        "thread_id": thread,
        "seq": place,
        "side": message["sender"],
        "gap_h": gap,
        "acts": " ".join(a for a in _ACTS if a in message["acts"]),
        "solicitation_type": message.get("solicitation_type") or None,
        "refusal_reason": message.get("refusal_reason") or None,
        "text": message["text"],
    }


def _questions(message: Mapping[str, Any], ids: Mapping[int, str]) -> list[dict[str, Any]]:
    """Give the questions of a message by where they stand; the same words twice are found twice."""
    rows, after = [], 0
    for question in message["questions"]:
        start = message["text"].find(question["text"], after)
        start = message["text"].index(question["text"]) if start < 0 else start
        after = start + 1
        rows.append(
            {
                "message_id": ids[message["n"]],
                "start": start,
                "end": start + len(question["text"]),
                **{n: question.get(n) for n in ("form", "function", "sequence")},
                "need_gauging": bool(question["need_gauging"]),
                **{n: question.get(n) for n in ("status_next", "status_eventual")},
                "answer_message_id": ids.get(question.get("answer_n")),
            }
        )
    return rows


if __name__ == "__main__":
    import sys

    import click

    place = Path(sys.argv[1]) if len(sys.argv) > 1 else project_root() / "data" / "shared"
    release = corpus_release(project_root() / "data" / "raw" / "codebook_corpus")
    for made in write_package(release, place, scan=lambda folder: [], zip_too=True):
        click.echo(made)
