"""What a page hangs on, as hashes: is any of it different, the page is stale, and one can say why.

Two keys are kept apart. The *execute key* holds what a notebook computes from: its source, its
parameters, the tables of the study, the code of the package and the libraries. The *render key*
holds what turns the executed notebook into a page: a change of style runs nothing again.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from convostudy.project import own_code, store
from convostudy.project.paths import study_folder
from convostudy.project.study import INGESTED, LABELLED, Study
from convostudy.project.versions import versions

__all__ = ["digest", "execute_parts", "file_digest", "page_code", "render_parts", "why_stale"]

# Code that no notebook runs: it makes pages of executed ones, or it is this very runner.
_NOT_RUN = ("project/reporting/", "project/page/template/", "training/")
_NOT_RUN_FILES = (
    "project/cli.py",
    "project/doctor.py",
    "project/ending.py",
    "project/page/document.py",
    "project/page/export.py",
    "project/page/lists.py",
    "project/page/pdf.py",
)
_RENDERERS = ("nbconvert", "jinja2", "mistune", "beautifulsoup4")


def digest(value: Any) -> str:
    """Hash a value that JSON can hold.

    Parameters
    ----------
    value : object
        Mappings are sorted by name first.

    Returns
    -------
    str
        16 hexadecimal digits.

    Examples
    --------
    >>> digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    True
    """
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def file_digest(file: Path) -> str:
    """Hash the bytes of a file; nothing for one that is not there.

    Parameters
    ----------
    file : pathlib.Path
        Any file.

    Returns
    -------
    str
        16 hexadecimal digits, or an empty text.
    """
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16] if file.is_file() else ""


def execute_parts(
    notebook: Path, given: Mapping[str, Any], values: Mapping[str, Any], study: Study
) -> dict[str, str | dict[str, str]]:
    """Return the parts of the execute key.

    Parameters
    ----------
    notebook : pathlib.Path
        Its cells and their tags count; what JupyterLab notes beside them does not.
    given, values : mapping
        Checked parameters, and with them those that are left at their default. Where one names
        other studies, their tables count, too.
    study : Study
        A measured study.

    Returns
    -------
    dict
        Name of the part to its hash; parameters, tables and libraries one by one.
    """
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    source = [
        (c["cell_type"], "".join(c["source"]), sorted(c.get("metadata", {}).get("tags", [])))
        for c in cells
    ]
    settings = study.settings
    decided = (settings.owners, settings.observed_until, settings.consent, settings.licence)
    return {
        "notebook": digest(source),
        "parameter": {name: json.dumps(value, sort_keys=True) for name, value in given.items()},
        "table": {**table_fingerprints(study), **_of_others(values, study)},
        "settings": digest([decided, study.parameters.to_mapping(), _inputs(study)]),
        "code": _code(),
        "library": {n: v for n, v in versions().items() if n not in _RENDERERS},
    }


def render_parts(
    executed: Path, facts: Mapping[str, Any], *, show_code: bool
) -> dict[str, str | dict[str, str]]:
    """Return the parts of the render key.

    Parameters
    ----------
    executed : pathlib.Path
        The executed notebook.
    facts : mapping
        What the foot of the page says; the time it is made at does not count.
    show_code : bool
        Whether the page offers the code.

    Returns
    -------
    dict
        Name of the part to its hash.
    """
    said = {name: value for name, value in facts.items() if name != "made_at"}
    return {
        "executed notebook": file_digest(executed),
        "template": page_code(),
        "foot": digest(said),
        "shown code": str(show_code),
        "library": {name: _version(name) for name in _RENDERERS},
    }


def table_fingerprints(study: Study) -> dict[str, str]:
    """Return the SHA-256 of each table and score of a study.

    Parameters
    ----------
    study : Study
        Any study.

    Returns
    -------
    dict
        Name to 64 hexadecimal digits.
    """
    there = [n for n in (*INGESTED, *LABELLED) if (study.path / n).is_dir()]
    names = [*there, *(f"scores/{name}" for name in study.scores)]
    return {name: store.fingerprint(study.path / name) for name in names}


def _inputs(study: Study) -> Any:
    return study.record("ingest.json").get("inputs", [])


def _of_others(values: Mapping[str, Any], study: Study) -> dict[str, str]:
    """Return the tables of other studies that parameters name: a notebook may compare some."""
    found: dict[str, str] = {}
    for value in values.values():
        for name in value if isinstance(value, list) else [value]:
            if not isinstance(name, str) or not name or len(name) > 1000 or "\0" in name:
                continue
            other = Study(study_folder(name))
            if other.path != study.path and (other.path / "messages").is_dir():
                tables = table_fingerprints(other)
                found |= {f"{t} of {other.path.name}": mark for t, mark in tables.items()}
    return found


def why_stale(held: Mapping[str, Any], now: Mapping[str, Any], *, limit: int = 3) -> list[str]:
    """Say what has changed between two sets of parts.

    Parameters
    ----------
    held, now : mapping
        What `execute_parts` or `render_parts` gave then and gives now.
    limit : int
        Longest list; the rest is counted.

    Returns
    -------
    list of str
        Empty when nothing has.

    Examples
    --------
    >>> why_stale({"parameter": {"min_n": "20"}}, {"parameter": {"min_n": "5"}})
    ['parameter min_n: 20, now 5']
    """
    found: list[str] = []
    for part in sorted({*held, *now}):
        before, after = held.get(part), now.get(part)
        if before == after:
            continue
        if not (isinstance(before, Mapping) and isinstance(after, Mapping)):
            found.append(f"{part} changed")
            continue
        for name in sorted({*before, *after}):
            old, new = before.get(name), after.get(name)
            if old == new:
                continue
            if part == "table":
                found.append(f"table {name} changed")
            else:
                found.append(f"{part} {name}: {_said(old)}, now {_said(new)}")
    more = len(found) - limit
    return found if more <= 0 else [*found[:limit], f"{more} more"]


def _said(value: str | None) -> str:
    return "not there" if value is None else value


@functools.cache
def page_code() -> str:
    """Return a hash of the code and the template that make pages.

    Returns
    -------
    str
        16 hexadecimal digits; read once a process.
    """
    return _of_files(f for f in _package() if _name(f).startswith("project/page/"))


@functools.cache
def _code() -> str:
    """Return a hash of the code, word lists and weights that notebooks run."""
    tables = set(own_code.files())
    rest = (
        f
        for f in _package()
        if f not in tables and not _name(f).startswith(_NOT_RUN) and _name(f) not in _NOT_RUN_FILES
    )
    return digest([own_code.table_code(), _of_files(rest)])


def _package() -> list[Path]:
    files = (f for f in own_code.PACKAGE.rglob("*") if "__pycache__" not in f.parts)
    return sorted((f for f in files if f.is_file()), key=_name)


def _name(file: Path) -> str:
    return file.relative_to(own_code.PACKAGE).as_posix()


def _of_files(files: Iterable[Path]) -> str:
    return digest([(_name(file), file_digest(file)) for file in files])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
