"""Small exports, studies and notebooks for the tests of the project room."""

import atexit
import json
import shutil
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import pandas as pd

from convostudy import tables
from convostudy.parameters import Parameters
from convostudy.project import store
from convostudy.project.own_code import table_code
from convostudy.project.settings import Settings, write_settings
from convostudy.project.study import INGESTED, LABELLED, MARK, Study

UNTIL = pd.Timestamp("2025-04-01", tz="UTC")


@dataclass(frozen=True)
class FakeExport:
    """Looks like `convostudy.sources.Export`."""

    messages: pd.DataFrame
    people: pd.DataFrame
    connections: pd.DataFrame = field(default_factory=lambda: tables.empty(tables.CONNECTIONS))
    ledger: pd.DataFrame = field(default_factory=lambda: tables.empty(tables.LEDGER))
    assumptions: pd.DataFrame = field(default_factory=lambda: tables.empty(tables.ASSUMPTIONS))
    rejected: pd.DataFrame = field(default_factory=lambda: tables.empty(tables.REJECTED))
    origins: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame({"message_id": ["m0"], "file": ["a"], "line": [2]})
    )
    source: str = "linkedin"
    export_ids: tuple[str, ...] = ("e1",)
    owner_id: str | None = "ana"
    owner_how: str = "Profile.csv"
    observed_until: pd.Timestamp | None = UNTIL


def messages(texts):
    n = len(texts)
    return tables.conform(
        pd.DataFrame(
            {
                "message_id": [f"m{i}" for i in range(n)],
                "thread_id": "t1",
                "conversation_id": "c1",
                "source": "linkedin",
                "seq": range(n),
                "sent_at": pd.date_range("2025-03-01", periods=n, freq="h", tz="UTC"),
                "sender_id": ["ben" if i % 2 == 0 else "ana" for i in range(n)],
                "recipient_ids": ["ana" if i % 2 == 0 else "ben" for i in range(n)],
                "side": ["counterpart" if i % 2 == 0 else "owner" for i in range(n)],
                "text": texts,
                "kind": "message",
                "modality": "text",
                "content_source": "export",
                "export_id": "e1",
            }
        ),
        tables.MESSAGES,
    )


def people(owner="ana"):
    return tables.conform(
        pd.DataFrame(
            {
                "person_id": ["ana", "ben"],
                "name": ["Ana Example", "Ben Example"],
                "is_owner": [owner == "ana", owner == "ben"],
            }
        ),
        tables.PEOPLE,
    )


def export(texts=("Hi Ana, what do you do?", "I run a theatre."), **other):
    return FakeExport(**{"messages": messages(list(texts)), "people": people(), **other})


def stored_study(folder: Path) -> Study:
    """A study on disk, measured, with empty labels: enough to run notebooks on."""
    shutil.copytree(_written_once(), folder)
    return Study(folder)


@cache
def _written_once() -> Path:
    """Write the study that tests get copies of: its twenty tables are slow to write."""
    place = TemporaryDirectory(prefix="convostudy-study-")
    atexit.register(place.cleanup)
    folder = Path(place.name) / "study"
    held = export()
    for name in INGESTED:
        store.save(getattr(held, name), folder / name)
    for name in LABELLED:
        store.save(tables.empty(tables.TABLES[name]), folder / name)
    store.save(pd.DataFrame({"thread_id": ["t1"], "share": [0.25]}), folder / "scores" / "answered")
    write_settings(folder, Settings(owners=("ana",), observed_until=held.observed_until))
    mark = {
        "parameters": Parameters().to_mapping(),
        "code": table_code(),
        "messages_sha256": store.fingerprint(folder / "messages"),
    }
    (folder / MARK).write_text(json.dumps(mark), encoding="utf-8")
    inputs = [{"name": "basic <b>.zip", "bytes": 12345, "sha256": "ab" * 32}]
    (folder / "ingest.json").write_text(json.dumps({"inputs": inputs}), encoding="utf-8")
    return folder


def write_notebook(file: Path, *cells: str, parameters: str = "") -> Path:
    """Write a notebook; a cell that begins with # and a blank is prose."""
    made = []
    if parameters:
        made.append(nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}))
    for cell in cells:
        kind = "markdown" if cell.lstrip().startswith("#") else "code"
        made.append(getattr(nbformat.v4, f"new_{kind}_cell")(cell))
    file.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=made), file)
    return file


def names_in(folder: Path) -> list[str]:
    """Return what lies in a folder, hidden files too."""
    return sorted(path.name for path in folder.iterdir())
