"""A dataset that somebody shared, opened as a study: `load_dataset`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

import convostudy
from convostudy.deidentify.features import T1
from convostudy.errors import BadTable, counted
from convostudy.project import store
from convostudy.project.ingestion import RECORD
from convostudy.project.own_code import table_code
from convostudy.project.paths import file_key, processed, shown
from convostudy.project.restored import facts_of, parameters_of, restored, restored_scores
from convostudy.project.settings import Settings, write_settings
from convostudy.project.sharing.check import validate
from convostudy.project.sharing.check.described import Sheet, described
from convostudy.project.sharing.check.opened import opened
from convostudy.project.sharing.check.values import read_sheet
from convostudy.project.sharing.files import DESCRIPTOR, digest
from convostudy.project.study import MARK, Study
from convostudy.tables import Column, Table, conform

__all__ = ["load_dataset", "open_dataset", "typed"]

_BY_TYPE = {"string": "str", "boolean": "boolean", "integer": "Int64", "number": "float64"}
_TYPES = {"int64": "Int64", "Int64": "Int64", "float64": "float64"}
# Without these no page says anything; a dataset of another tier has others.
_NEEDED = ("threads", "messages", "turns", "attempts", "questions", "acts", "facts")


@dataclass(frozen=True)
class _Package:
    """What was read of a package."""

    called: str
    tables: dict[str, pd.DataFrame]
    mark: str
    size: int
    created: str


def load_dataset(
    path: str | Path, *, into: str | Path | None = None
) -> Study | dict[str, pd.DataFrame]:
    """Open a shared dataset.

    Parameters
    ----------
    path : str or pathlib.Path
        A folder or zip that `convostudy share` wrote, or somebody else in that form.
    into : str or pathlib.Path, optional
        Where the tables of a dataset of features are put as those of a study;
        ``data/processed/<name>-<version>`` when left out. What is there of the same dataset is used
        again.

    Returns
    -------
    Study or dict of str to pandas.DataFrame
        Of a dataset of features (T1), a study: with tables, scores, parameters and settings. Texts
        have an x for each word, ids are keyed, instants are made up: only differences within a
        thread mean something, as far as the ladder left it. It cannot be measured anew, since there
        are no words. Of any other dataset, its tables by name.

    Raises
    ------
    BadTable
        The package is unsound: `convostudy validate` lists all that is wrong.
    """
    package = _read(path)
    if any(name not in package.tables for name in _NEEDED):
        return package.tables
    return _as_study(package, into)


def open_dataset(path: str | Path) -> Study:
    """Open a shared dataset of features as a study.

    Parameters
    ----------
    path : str or pathlib.Path
        Its folder or zip.

    Returns
    -------
    Study

    Raises
    ------
    BadTable
        The package is unsound, or holds no features.
    """
    package = _read(path)
    lacking = [name for name in _NEEDED if name not in package.tables]
    if lacking:
        raise BadTable(
            f"no table {lacking[0]} in {package.called}",
            where=shown(Path(path)),
            expected="a dataset of features (tier T1): others make no pages",
            do="Look at its tables with convostudy.load_dataset(path)",
        )
    return _as_study(package, None)


def _as_study(package: _Package, into: str | Path | None) -> Study:
    named = file_key(package.called.replace(" ", "-"))
    study = Study((Path(into) if into else processed() / named).absolute())
    held, made = study.record(RECORD).get("shared", {}), study.record(MARK)
    if held.get("sha256") != package.mark or made.get("code") != table_code():
        _refuse_others(study)
        _write(study, package)
    return Study(study.path)


def typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Give the texts of a CSV the types that a table names.

    Parameters
    ----------
    frame : pandas.DataFrame
        Texts; empty where missing.
    table : Table
        What it is.

    Returns
    -------
    pandas.DataFrame

    Examples
    --------
    >>> from convostudy.tables import Column
    >>> table = Table("t", "a thing", {"n": Column("Int64", "how many", missing=True)})
    >>> typed(pd.DataFrame({"n": ["3", ""]}), table)["n"].tolist()
    [3, <NA>]
    """
    made = {}
    for name, column in table.columns.items():
        cells = frame[name].astype("str").replace("", None)
        if column.dtype in _TYPES:
            made[name] = pd.to_numeric(cells).astype(_TYPES[column.dtype])
        elif column.dtype in ("bool", "boolean"):
            made[name] = cells.map({"true": True, "false": False}).astype("boolean")
        else:
            made[name] = cells
    return conform(pd.DataFrame(made), table)


def _read(path: str | Path) -> _Package:
    """Look at the whole package first; then read it."""
    faults = validate(path)
    if faults:
        more = f", and {counted(len(faults) - 1, 'other fault')}" if len(faults) > 1 else ""
        raise BadTable(
            f"{faults[0].said}{more}",
            where=faults[0].place,
            expected="a package that `convostudy validate` finds nothing wrong with",
            do="Get it again from where it was published. If it is an export of an app: "
            "convostudy ingest",
        )
    with opened(path) as package:
        said, sheets, _ = described(package)
        tables = {}
        of_features = all(any(sheet.name == name for sheet in sheets) for name in _NEEDED)
        for sheet in sheets:
            frame = read_sheet(sheet, package.read(sheet.path) or b"")[0]
            if frame is None:
                continue
            table = T1.get(sheet.name) if of_features else None
            tables[sheet.name] = typed(_whole(frame, table, sheet.path), table or _told(sheet))
        mark = digest(package.read(DESCRIPTOR) or b"")
        called = f"{said['name']} {said['version']}"
        return _Package(
            called, tables, mark, sum(package.sizes.values()), str(said.get("created", ""))
        )


def _whole(frame: pd.DataFrame, table: Table | None, path: str) -> pd.DataFrame:
    lacking = [name for name in table.columns if name not in frame] if table else []
    if lacking:
        raise BadTable(
            f"no column {lacking[0]!r}",
            where=path,
            expected=f"the columns of tier T1 as convostudy {convostudy.__version__} has them",
            do="Load it with the version of convostudy that it was written with",
        )
    return frame


def _told(sheet: Sheet) -> Table:
    """Return what the descriptor says of a table that is none of tier T1."""
    columns = {
        name: Column(_BY_TYPE[field["type"]], str(field.get("description", "")), missing=True)
        for name, field in sheet.fields.items()
    }
    return Table(sheet.name, "a row", columns)


def _refuse_others(study: Study) -> None:
    """Leave a study of one's own alone that has the name of a dataset."""
    if (study.path / "messages").is_dir() and "shared" not in study.record(RECORD):
        raise BadTable(
            "a study of another kind at the place of the dataset",
            where=shown(study.path),
            expected="nothing, or the same dataset",
            do="Give another place: load_dataset(path, into=...)",
        )


def _write(study: Study, package: _Package) -> None:
    shared = package.tables
    knobs = parameters_of(facts_of(shared))
    tables = restored(shared, called=package.called)
    owners = tuple(tables["people"].loc[tables["people"]["is_owner"], "person_id"])
    with store.fresh_folder(study.path) as folder:
        for name, frame in tables.items():
            store.save(frame, folder / name)
        (folder / "scores").mkdir()
        for name, frame in restored_scores(shared).items():
            store.save(frame, folder / "scores" / name)
        write_settings(folder, Settings(owners=owners, parameters=_differing(knobs.to_mapping())))
        record = {
            "inputs": [{"name": package.called, "bytes": package.size, "sha256": package.mark}],
            "source": ", ".join(sorted(shared["threads"]["source"].unique())),
            "owners": list(owners),
            "owner_given": False,
            "owner_how": "the dataset",
            "convostudy": convostudy.__version__,
            "at": package.created,
            "shared": {"called": package.called, "sha256": package.mark},
        }
        measured = {
            "parameters": knobs.to_mapping(),
            "messages_sha256": store.fingerprint(folder / "messages"),
            "convostudy": convostudy.__version__,
            "code": table_code(),
            "at": package.created,
        }
        for file, held in ((RECORD, record), (MARK, measured)):
            text = json.dumps(held, indent=2, ensure_ascii=False) + "\n"
            (folder / file).write_text(text, encoding="utf-8")


def _differing(values: dict[str, Any]) -> dict[str, Any]:
    from convostudy.parameters import Parameters

    usual = Parameters().to_mapping()
    return {name: value for name, value in values.items() if value != usual[name]}
