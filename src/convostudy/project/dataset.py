"""A dataset that somebody shared, opened as a study: `load_dataset`."""

from __future__ import annotations

import json
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
from convostudy.project.sharing.check.described import described
from convostudy.project.sharing.check.opened import opened
from convostudy.project.sharing.check.values import read_sheet
from convostudy.project.sharing.files import DESCRIPTOR, digest
from convostudy.project.study import MARK, Study
from convostudy.tables import Table, conform

__all__ = ["is_package", "load_dataset", "typed"]

_TYPES = {"int64": "Int64", "Int64": "Int64", "float64": "float64"}
# Without these no page says anything; a dataset of another tier has others.
_NEEDED = ("threads", "messages", "turns", "attempts", "questions", "acts", "facts")


def is_package(path: str | Path) -> bool:
    """Tell whether a path is a shared dataset and not a study.

    Parameters
    ----------
    path : str or pathlib.Path
        A folder, or a zip.

    Returns
    -------
    bool
    """
    place = Path(path)
    return (place / DESCRIPTOR).is_file() or (place.is_file() and place.suffix.lower() == ".zip")


def load_dataset(path: str | Path, *, into: str | Path | None = None) -> Study:
    """Open a shared dataset as one opens a study.

    Parameters
    ----------
    path : str or pathlib.Path
        A folder or zip that `convostudy share` wrote, of tier T1.
    into : str or pathlib.Path, optional
        Where its tables are put as those of a study; ``data/processed/<name>-<version>`` when left
        out. What is there of the same dataset is used again.

    Returns
    -------
    Study
        With tables, scores, parameters and settings. Texts say how many words there were, ids are
        keyed, instants are made up: only differences within a thread mean something, as far as the
        ladder left it. It cannot be measured anew, since there are no words.

    Raises
    ------
    BadTable
        The package is unsound (`convostudy validate` lists all that is wrong), or holds no
        features.
    """
    faults = validate(path)
    if faults:
        more = f", and {counted(len(faults) - 1, 'other fault')}" if len(faults) > 1 else ""
        raise BadTable(
            f"{faults[0].said}{more}",
            where=faults[0].place,
            expected="a package that `convostudy validate` finds nothing wrong with",
            do="Get it again from where it was published, or tell its authors",
        )
    said, tables, mark, size = _read(path)
    called = f"{said['name']} {said['version']}"
    lacking = [name for name in _NEEDED if name not in tables]
    if lacking:
        raise BadTable(
            f"no table {lacking[0]} in {called}",
            where=shown(Path(path)),
            expected="a dataset of features (tier T1)",
            do="Read the tables of counts (T0) with pandas: they make no pages",
        )
    target = Path(into) if into else processed() / file_key(f"{said['name']}-{said['version']}")
    study = Study(target.absolute())
    if study.record(RECORD).get("shared", {}).get("sha256") != mark:
        _refuse_others(study)
        _write(study, tables, said, mark, size)
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


def _read(path: str | Path) -> tuple[dict[str, Any], dict[str, pd.DataFrame], str, int]:
    """Read descriptor and tables; only what the schema of this version knows is looked at."""
    with opened(path) as package:
        said, sheets, _ = described(package)
        tables = {}
        for sheet in sheets:
            frame = read_sheet(sheet, package.read(sheet.path) or b"")[0]
            if sheet.name not in T1 or frame is None:
                continue
            lacking = [name for name in T1[sheet.name].columns if name not in frame]
            if lacking:
                raise BadTable(
                    f"no column {lacking[0]!r}",
                    where=sheet.path,
                    expected=f"the columns of tier T1 as convostudy {convostudy.__version__} has "
                    "them",
                    do="Load it with the version of convostudy that its README names",
                )
            tables[sheet.name] = typed(frame, T1[sheet.name])
        mark = digest(package.read(DESCRIPTOR) or b"")
        return said, tables, mark, sum(package.sizes.values())


def _refuse_others(study: Study) -> None:
    """Leave a study of one's own alone that has the name of a dataset."""
    if (study.path / "messages").is_dir() and "shared" not in study.record(RECORD):
        raise BadTable(
            "a study of another kind at the place of the dataset",
            where=shown(study.path),
            expected="nothing, or the same dataset",
            do="Give another place: load_dataset(path, into=...)",
        )


def _write(
    study: Study, shared: dict[str, pd.DataFrame], said: dict[str, Any], mark: str, size: int
) -> None:
    called = f"{said['name']} {said['version']}"
    facts = facts_of(shared)
    knobs = parameters_of(facts)
    tables = restored(shared, called=called)
    owners = tuple(tables["people"].loc[tables["people"]["is_owner"], "person_id"])
    with store.fresh_folder(study.path) as folder:
        for name, frame in tables.items():
            store.save(frame, folder / name)
        (folder / "scores").mkdir()
        for name, frame in restored_scores(shared).items():
            store.save(frame, folder / "scores" / name)
        write_settings(folder, Settings(owners=owners, parameters=_differing(knobs.to_mapping())))
        record = {
            "inputs": [{"name": called, "bytes": size, "sha256": mark}],
            "source": ", ".join(sorted(shared["threads"]["source"].unique())),
            "owners": list(owners),
            "owner_given": False,
            "owner_how": "the dataset",
            "convostudy": convostudy.__version__,
            "at": said.get("created", ""),
            "shared": {"name": said["name"], "version": said["version"], "sha256": mark},
        }
        measured = {
            "parameters": knobs.to_mapping(),
            "messages_sha256": store.fingerprint(folder / "messages"),
            "convostudy": convostudy.__version__,
            "code": table_code(),
            "at": said.get("created", ""),
        }
        for file, held in ((RECORD, record), (MARK, measured)):
            text = json.dumps(held, indent=2, ensure_ascii=False) + "\n"
            (folder / file).write_text(text, encoding="utf-8")


def _differing(values: dict[str, Any]) -> dict[str, Any]:
    from convostudy.parameters import Parameters

    usual = Parameters().to_mapping()
    return {name: value for name, value in values.items() if value != usual[name]}
