"""What others' programs say of our packages: frictionless of the contract, mlcroissant of theirs.

Extra `validate`; the lock has it, so these run wherever `make test` does. No network is there.
"""

from __future__ import annotations

import json
import socket
from importlib.util import find_spec

import pandas as pd
import pytest

from shared_packages import SCHEMA, release, sealed, tables, with_words, written

LACKING = [name for name in ("frictionless", "mlcroissant") if find_spec(name) is None]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        bool(LACKING), reason=f"{', '.join(LACKING)} not installed: pip install '.[validate]'"
    ),
]


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Both fetch what a descriptor names, if they can."""

    def refuse(*given):
        raise AssertionError(f"a connection to {given[1:]}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def package(tmp_path):
    return written(tmp_path)


def _frictionless(folder):
    import frictionless

    report = frictionless.validate(str(folder / "datapackage.json"))
    return {(row[0], row[1]) for row in report.flatten(["place", "type"])}, report


def _rows(folder):
    import mlcroissant

    held = mlcroissant.Dataset(jsonld=folder / "croissant.json")
    return {one.name: list(held.records(one.name)) for one in held.metadata.record_sets}


def test_frictionless_finds_the_contract_kept(package):
    wrong, report = _frictionless(package)
    assert wrong == set()
    assert report.valid
    # It has read every row of every table, and the hashes.
    assert {task.name: task.stats["rows"] for task in report.tasks} == {
        name: len(frame) for name, frame in tables().items()
    }


@pytest.mark.parametrize(
    ("file", "old", "new", "kind"),
    [
        ("messages", "message_004,thread_001", "message_004,thread_999", "foreign-key"),
        ("people", "person_001,", "person_002,", "primary-key"),
        ("messages", "1,counterpart", "1,somebody", "constraint-error"),
        ("messages", ",1,0.3333333333", ",1,-0.3333333333", "constraint-error"),
        ("threads", "person_001,0,true", "person_001,0,yes", "type-error"),
        ("people", "person_000,true", "person_000,", "constraint-error"),
    ],
)
def test_frictionless_understands_each_rule_of_the_contract(package, file, old, new, kind):
    """So the rules are in the descriptor, and not in our own reading of it alone."""
    place = package / f"data/{file}.csv"
    text = place.read_text("utf-8")
    assert old in text
    place.write_text(text.replace(old, new, 1), "utf-8")
    sealed(package)
    wrong, _ = _frictionless(package)
    assert kind in {name for _, name in wrong}


def test_croissant_gives_as_many_records_as_there_are_rows_in_csv_and_parquet(package):
    held = json.loads((package / "datapackage.json").read_text("utf-8"))
    said = {one["name"]: one["rows"] for one in held["resources"]}
    records = _rows(package)
    assert set(records) == set(SCHEMA)
    for name, rows in records.items():
        csv = pd.read_csv(package / f"data/{name}.csv")
        parquet = pd.read_parquet(package / f"data/{name}.parquet")
        assert len(rows) == len(csv) == len(parquet) == said[name]
    first = records["messages"][1]
    assert first["messages/message_id"] == b"message_001"
    assert first["messages/n_words"] == 1
    assert first["messages/wait_h"] == pytest.approx(1 / 3)
    assert records["threads"][1]["threads/pitched"] is None


def test_croissant_has_no_fault_and_no_warning(package):
    import mlcroissant

    held = mlcroissant.Dataset(jsonld=package / "croissant.json")
    assert held.metadata.ctx.issues.report() == ""


def test_a_package_with_words_is_sound_to_both(tmp_path):
    folder = written(tmp_path, with_words())
    assert _frictionless(folder)[0] == set()
    records = _rows(folder)["texts"]
    assert len(records) == 90
    assert records[1]["texts/text"] == b"=hello <b> number 1"


def test_an_empty_table_is_sound_to_both(tmp_path):
    empty = {name: frame.iloc[:0] for name, frame in tables().items()}
    folder = written(tmp_path, release(tables=empty))
    assert _frictionless(folder)[0] == set()
