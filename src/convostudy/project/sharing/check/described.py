"""``datapackage.json`` from a stranger: only tables, only of known form, only inside."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from convostudy.project.sharing.check.fault import Fault
from convostudy.project.sharing.check.layout import unsafe
from convostudy.project.sharing.check.opened import Opened
from convostudy.project.sharing.check.read_json import read_json
from convostudy.project.sharing.files import DESCRIPTOR

__all__ = ["Sheet", "described"]

_TYPES = ("string", "boolean", "integer", "number")
_CONSTRAINTS = ("required", "unique", "enum", "minimum", "maximum")
_ENDINGS = (".csv", ".jsonl")


@dataclass(frozen=True)
class Sheet:
    """One table as the descriptor has it."""

    name: str
    path: str
    twin: str
    rows: int | None
    fields: dict[str, dict[str, Any]]
    key: tuple[str, ...] = ()
    links: tuple[tuple[str, str, str], ...] = ()
    said: dict[str, Any] = field(default_factory=dict)


def described(package: Opened) -> tuple[dict[str, Any], list[Sheet], list[Fault]]:
    """Read the descriptor and refuse what it must not hold, before any table is opened.

    Parameters
    ----------
    package : Opened
        Its files.

    Returns
    -------
    dict, list of Sheet, list of Fault
        What it says, the tables that may be opened, and what is wrong.
    """
    content = package.read(DESCRIPTOR) if DESCRIPTOR in package else None
    if content is None:
        return {}, [], []
    held, faults = read_json(DESCRIPTOR, content)
    if faults or not isinstance(held, dict):
        return {}, [], faults or [Fault(DESCRIPTOR, "no JSON object", "a Data Package")]
    for name in ("name", "version", "title"):
        if not isinstance(held.get(name), str) or not held[name].strip():
            faults.append(Fault(DESCRIPTOR, f"no {name}", f"a text {name!r}"))
    for name, means in (("licenses", "on what terms"), ("contributors", "by whom")):
        if not isinstance(held.get(name), list) or not held[name]:
            faults.append(Fault(DESCRIPTOR, f"no {name}", f"a list that says {means}"))
    listed = held.get("resources")
    if not isinstance(listed, list) or not listed:
        return held, [], [*faults, Fault(DESCRIPTOR, "no resources", "a list of tables")]
    sheets: list[Sheet] = []
    for place, said in enumerate(listed, 1):
        sheet, wrong = _sheet(said, place)
        faults += wrong
        if sheet is not None:
            if sheet.name in {other.name for other in sheets}:
                faults.append(Fault(DESCRIPTOR, f"two resources {sheet.name!r}", "each name once"))
                continue
            sheets.append(sheet)
    return held, sheets, faults


def _sheet(said: Any, place: int) -> tuple[Sheet | None, list[Fault]]:
    called = f"resource {place}"

    def wrong(found: str, expected: str) -> tuple[None, list[Fault]]:
        return None, [Fault(DESCRIPTOR, f"{found} in {called}", expected)]

    if not isinstance(said, dict) or not re.fullmatch(r"[a-z0-9._-]+", str(said.get("name", ""))):
        return wrong("no plain name", "small letters, digits, dots and dashes")
    called = f"resource {said['name']!r}"
    if "data" in said or "path" not in said:
        return wrong("no path", "a path: tables lie in files of their own")
    given: list[Any] = [said["path"]]
    if "parquet" in said:
        beside = said["parquet"]
        given.append(beside.get("path") if isinstance(beside, dict) else None)
    paths: list[str] = []
    for path in given:
        if not isinstance(path, str):
            return wrong("a path that is no text", "one file")
        paths.append(path)
        if unsafe(path):
            return wrong(unsafe(path), "a path inside the package")
    if PurePosixPath(paths[0]).suffix not in _ENDINGS:
        return wrong("a file of another form", f"one of {', '.join(_ENDINGS)}")
    if len(paths) > 1 and PurePosixPath(paths[1]).suffix != ".parquet":
        return wrong("a second file of another form", ".parquet")
    schema = said.get("schema")
    if not isinstance(schema, dict) or not isinstance(schema.get("fields"), list):
        return wrong("no schema", "fields with name and type")
    fields: dict[str, dict[str, Any]] = {}
    for one in schema["fields"]:
        found = _field_wrong(one, fields)
        if found:
            return wrong(found, f"fields of type {', '.join(_TYPES)}")
        fields[one["name"]] = one
    key = schema.get("primaryKey", [])
    key = [key] if isinstance(key, str) else key
    if not isinstance(key, list) or not set(map(str, key)) <= set(fields):
        return wrong("a key that is no column", "columns of the table")
    links, found = _links(schema.get("foreignKeys", []), fields)
    if found:
        return wrong(found, "one column here and one there")
    rows = said.get("rows")
    twin_path = paths[1] if len(paths) > 1 else ""
    count = rows if isinstance(rows, int) else None
    return Sheet(said["name"], paths[0], twin_path, count, fields, tuple(key), links, said), []


def _field_wrong(one: Any, before: dict[str, dict[str, Any]]) -> str:
    if not isinstance(one, dict) or not isinstance(one.get("name"), str) or not one["name"]:
        return "a field without a name"
    if one["name"] in before:
        return "a field twice"
    if one.get("type") not in _TYPES:
        return "a field of another type"
    limits = one.get("constraints", {})
    if not isinstance(limits, dict) or not set(limits) <= set(_CONSTRAINTS):
        return f"a constraint other than {', '.join(_CONSTRAINTS)}"
    enum = limits.get("enum", [])
    ends = [limits[n] for n in ("minimum", "maximum") if n in limits]
    sound = all(isinstance(x, (int, float)) and not isinstance(x, bool) for x in ends)
    if not isinstance(enum, list) or not all(isinstance(v, str) for v in enum) or not sound:
        return "a constraint that is none"
    return ""


def _links(said: Any, fields: dict[str, Any]) -> tuple[tuple[tuple[str, str, str], ...], str]:
    links = []
    listed: list[Any] = said if isinstance(said, list) else [None]
    for one in listed:
        try:
            here, there = one["fields"], one["reference"]["fields"]
            here = [here] if isinstance(here, str) else here
            there = [there] if isinstance(there, str) else there
            (column,), (target,) = here, there
            home = one["reference"].get("resource", "")
        except (TypeError, KeyError, ValueError, AttributeError):
            return (), "a foreign key of another form"
        if column not in fields or not all(isinstance(x, str) for x in (column, target, home)):
            return (), "a foreign key of a column that is not there"
        links.append((column, home, target))
    return tuple(links), ""
