"""A small release to write, and the means to tamper with what was written."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from convostudy.project.sharing.about import About, author
from convostudy.project.sharing.files import digest, sums
from convostudy.project.sharing.release import Release
from convostudy.project.sharing.write import write_package
from convostudy.tables import Column, Table

SCHEMA = {
    "people": Table(
        "people",
        "one participant",
        {
            "person_id": Column("str", "a pseudonym"),
            "is_owner": Column("bool", "made the export"),
        },
        ("person_id",),
    ),
    "threads": Table(
        "threads",
        "one conversation",
        {
            "thread_id": Column("str", "a pseudonym"),
            "counterpart_id": Column("str", "the other side"),
            "time_to_pitch_h": Column("float64", "hours, or missing", missing=True),
            "pitched": Column("boolean", "whether a pitch came", missing=True),
        },
        ("thread_id",),
    ),
    "messages": Table(
        "messages",
        "one message",
        {
            "message_id": Column("str", "a pseudonym"),
            "thread_id": Column("str", "its conversation"),
            "seq": Column("int64", "its place"),
            "side": Column("str", "who wrote it", values=("owner", "counterpart")),
            "n_words": Column("int64", "words in it"),
            "wait_h": Column("float64", "hours since the one before", missing=True),
        },
        ("message_id",),
    ),
}
TEXTS = Table(
    "texts",
    "the words of one message",
    {
        "message_id": Column("str", "the message"),
        "text": Column("str", "its words, masked", missing=True),
    },
    ("message_id",),
)
ABOUT = About(
    title='What they said: "twice", & more',
    description="Thirty made-up conversations.",
    authors=(author("Okafor, Ada"), author("An institute")),
    date="2026-03-01",
    licence="CC-BY-4.0",
    keywords=("conversation", "sales"),
    languages=("en",),
    approval="not needed: nobody exists",
    basis="made up",
    sections={"motivation": "To try it out.", "labels": "Made by hand."},
)


def tables(n: int = 30) -> dict[str, pd.DataFrame]:
    """Thirty threads of three messages."""
    of = [k // 3 for k in range(3 * n)]
    return {
        "people": pd.DataFrame(
            {
                "person_id": [f"person_{k:03}" for k in range(n + 1)],
                "is_owner": [k == 0 for k in range(n + 1)],
            }
        ),
        "threads": pd.DataFrame(
            {
                "thread_id": [f"thread_{k:03}" for k in range(n)],
                "counterpart_id": [f"person_{k + 1:03}" for k in range(n)],
                "time_to_pitch_h": [None if k % 3 else k / 7 for k in range(n)],
                "pitched": pd.array([k % 3 == 0 or None for k in range(n)], dtype="boolean"),
            }
        ),
        "messages": pd.DataFrame(
            {
                "message_id": [f"message_{k:03}" for k in range(3 * n)],
                "thread_id": [f"thread_{k:03}" for k in of],
                "seq": [k % 3 for k in range(3 * n)],
                "side": [("owner", "counterpart")[k % 2] for k in range(3 * n)],
                "n_words": [k % 17 for k in range(3 * n)],
                "wait_h": [None if k % 3 == 0 else k / 3 for k in range(3 * n)],
            }
        ),
    }


def release(**changed: object) -> Release:
    """Return the release, with some of it changed."""
    given = {
        "name": "small",
        "version": "1.0.0",
        "tier": "T1",
        "tables": tables(),
        "schema": SCHEMA,
        "about": ABOUT,
        "deid": {"key_id": "0" * 8},
    }
    return Release(**{**given, **changed})  # type: ignore[arg-type]


def with_words() -> Release:
    """Return the release with a table of words, for restricted access."""
    from dataclasses import replace

    held = tables()
    held["texts"] = pd.DataFrame(
        {
            "message_id": held["messages"]["message_id"],
            "text": [f"=hello <b> number {k}" if k % 4 else "" for k in range(90)],
        }
    )
    return release(
        tier="T2",
        tables=held,
        schema={**SCHEMA, "texts": TEXTS},
        words=frozenset({"texts"}),
        about=replace(ABOUT, licence="DUA"),
    )


def written(out: Path, given: Release | None = None, **options: object) -> Path:
    """Write a package of which nobody is afraid, and return its folder."""
    made = write_package(given or release(), out, scan=lambda folder: [], **options)  # type: ignore[arg-type]
    return made[0]


def sealed(folder: Path) -> None:
    """Make every hash of a package that was tampered with right again."""
    describing = folder / "datapackage.json"
    held = json.loads(describing.read_text("utf-8"))
    for one in held["resources"]:
        for said in (one, *filter(None, [one.get("parquet")])):
            place = folder / said["path"]
            if place.is_file():
                content = place.read_bytes()
                said["bytes"], said["hash"] = len(content), f"sha256:{digest(content)}"
    describing.write_text(json.dumps(held), "utf-8")
    croissant = folder / "croissant.json"
    held = json.loads(croissant.read_text("utf-8"))
    for one in held["distribution"]:
        place = folder / one["contentUrl"]
        if place.is_file():
            one["sha256"] = digest(place.read_bytes())
    croissant.write_text(json.dumps(held), "utf-8")
    seal_sums(folder)


def seal_sums(folder: Path) -> None:
    """Write the list of hashes anew."""
    files = {
        place.relative_to(folder).as_posix(): place.read_bytes()
        for place in sorted(folder.rglob("*"))
        if place.is_file() and place.name != "SHA256SUMS"
    }
    (folder / "SHA256SUMS").write_bytes(sums(files))
