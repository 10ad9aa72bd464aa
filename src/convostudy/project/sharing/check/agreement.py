"""What the describing files of a package say must be one thing: title, version, authors, terms."""

from __future__ import annotations

import csv
import io
from typing import Any

import pandas as pd

from convostudy.project.sharing.cells import disarmed
from convostudy.project.sharing.check.described import Sheet
from convostudy.project.sharing.check.fault import Fault, harmless
from convostudy.project.sharing.check.layout import unsafe
from convostudy.project.sharing.check.opened import Opened
from convostudy.project.sharing.check.read_json import read_json
from convostudy.project.sharing.citation import read_citation
from convostudy.project.sharing.files import (
    CITATION,
    CODEBOOK,
    CROISSANT,
    DEID,
    DESCRIPTOR,
    LICENCE,
    ZENODO,
    digest,
)

__all__ = ["agreement"]

_CROISSANT_TYPES = {
    "string": "sc:Text",
    "boolean": "sc:Boolean",
    "integer": "sc:Integer",
    "number": "sc:Float",
}


def agreement(package: Opened, held: dict[str, Any], sheets: list[Sheet]) -> list[Fault]:
    """Compare the describing files with the descriptor.

    Parameters
    ----------
    package : Opened
        Its files.
    held : dict
        The descriptor.
    sheets : list of Sheet
        Its tables.

    Returns
    -------
    list of Fault
    """
    wanted = _facts(held)
    faults = _citation(package, wanted)
    faults += _json(package, ZENODO, wanted, _of_zenodo)
    faults += _json(package, CROISSANT, wanted, _of_croissant)
    faults += _croissant(package, sheets) + _codebook(package, sheets)
    licence = package.read(LICENCE) if LICENCE in package else b"x"
    if licence is not None and not licence.strip():
        faults.append(Fault(LICENCE, "nothing in it", "the terms"))
    content = package.read(DEID) if DEID in package else None
    if content is not None:
        deid, wrong = read_json(DEID, content)
        faults += wrong
        tier = held.get("convostudy", {})
        tier = tier.get("tier") if isinstance(tier, dict) else None
        if isinstance(deid, dict) and deid.get("tier") != tier:
            faults.append(Fault(DEID, "another tier", f"that of {DESCRIPTOR}"))
    return faults


def _facts(held: dict[str, Any]) -> dict[str, Any]:
    people = [one for one in held.get("contributors", []) if isinstance(one, dict)]
    licences = [one for one in held.get("licenses", []) if isinstance(one, dict)]
    return {
        "title": held.get("title"),
        "version": held.get("version"),
        "date": str(held.get("created", ""))[:10],
        "authors": sorted(str(one.get("title", "")) for one in people),
        "licence": str(licences[0].get("name", "")) if licences else "",
    }


def _differ(name: str, said: dict[str, Any], wanted: dict[str, Any]) -> list[Fault]:
    return [
        Fault(name, f"another {fact}", f"that of {DESCRIPTOR}")
        for fact in said
        if said[fact] != wanted[fact]
    ]


def _citation(package: Opened, wanted: dict[str, Any]) -> list[Fault]:
    content = package.read(CITATION) if CITATION in package else None
    if content is None:
        return []
    try:
        held = read_citation(content.decode("utf-8"))
    except ValueError as reason:
        return [Fault(CITATION, str(reason), "the Citation File Format")]
    faults = [
        Fault(CITATION, f"no {name}", "the Citation File Format")
        for name in ("cff-version", "message", "title", "authors", "version", "date-released")
        if not held.get(name)
    ]
    people = [one for one in held.get("authors", []) if isinstance(one, dict)]
    said = {
        "title": held.get("title"),
        "version": held.get("version"),
        "date": held.get("date-released"),
        "authors": sorted(
            one.get("name") or f"{one.get('given-names', '')} {one.get('family-names', '')}".strip()
            for one in people
        ),
    }
    if "license" in held:
        said["licence"] = held["license"]
    return faults or _differ(CITATION, said, wanted)


def _json(package: Opened, name: str, wanted: dict[str, Any], facts: Any) -> list[Fault]:
    content = package.read(name) if name in package else None
    if content is None:
        return []
    held, faults = read_json(name, content)
    if faults or not isinstance(held, dict):
        return faults or [Fault(name, "no JSON object", "one")]
    try:
        return _differ(name, facts(held), wanted)
    except (KeyError, TypeError, AttributeError, ValueError):
        return [Fault(name, "another form than it should have", "title, version, authors, terms")]


def _of_zenodo(held: dict[str, Any]) -> dict[str, Any]:
    people = [str(one["name"]).partition(", ") for one in held["creators"]]
    return {
        "title": held["title"],
        "version": held["version"],
        "date": held["publication_date"],
        "authors": sorted(f"{given} {family}".strip() for family, _, given in people),
    }


def _of_croissant(held: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": held["alternateName"],
        "version": held["version"],
        "date": held["datePublished"],
        "authors": sorted(str(one["name"]) for one in held["creator"]),
    }


def _croissant(package: Opened, sheets: list[Sheet]) -> list[Fault]:
    """Refuse files outside, other hashes, and columns of other names, types or meanings."""
    content = package.read(CROISSANT) if CROISSANT in package else None
    held = read_json(CROISSANT, content)[0] if content is not None else None
    if not isinstance(held, dict):
        return []
    faults = []
    try:
        for one in held["distribution"]:
            path = str(one["contentUrl"])
            if unsafe(path):
                return [Fault(CROISSANT, unsafe(path), "paths inside the package")]
            if path not in {sheet.path for sheet in sheets}:
                faults.append(Fault(CROISSANT, "a file that is no table", f"as in {DESCRIPTOR}"))
                continue
            table = package.read(path) if path in package else None
            if table is not None and digest(table) != one["sha256"]:
                faults.append(Fault(CROISSANT, f"another hash of {harmless(path)}", "its own"))
        said = {
            str(one["name"]): [
                (str(f["name"]), str(f["dataType"]), str(f["description"])) for f in one["field"]
            ]
            for one in held["recordSet"]
        }
    except (KeyError, TypeError, AttributeError):
        return [Fault(CROISSANT, "another form than it should have", "Croissant 1.0")]
    for sheet in sheets:
        wanted = [
            (n, _CROISSANT_TYPES[f["type"]], str(f.get("description", "")))
            for n, f in sheet.fields.items()
        ]
        if said.get(sheet.name) != wanted:
            found = f"other columns of {sheet.name!r}"
            faults.append(Fault(CROISSANT, found, f"those of {DESCRIPTOR}"))
    return faults


def _codebook(package: Opened, sheets: list[Sheet]) -> list[Fault]:
    content = package.read(CODEBOOK) if CODEBOOK in package else None
    if content is None:
        return []
    try:
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))
        said = [(r["table"], r["column"], r["type"], r["description"]) for r in rows]
    except (UnicodeDecodeError, csv.Error, KeyError):
        return [Fault(CODEBOOK, "another form than it should have", "table, column, type, …")]
    fields = [(sheet.name, n, f) for sheet in sheets for n, f in sheet.fields.items()]
    means = disarmed(pd.Series([str(f.get("description", "")) for *_, f in fields], dtype="str"))
    wanted = [(name, n, f["type"], m) for (name, n, f), m in zip(fields, means, strict=True)]
    if sorted(said) != sorted(wanted):
        return [Fault(CODEBOOK, "other columns", f"those of {DESCRIPTOR}, each once")]
    return []
