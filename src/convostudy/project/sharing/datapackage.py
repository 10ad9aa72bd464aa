"""``datapackage.json``: the contract. Data Package version 2."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from convostudy.project.sharing.fields import sheet_schema
from convostudy.project.sharing.files import LICENCE, digest
from convostudy.project.sharing.release import TIERS, Release

__all__ = ["PROFILE", "descriptor", "path_of"]

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def path_of(name: str, ending: str) -> str:
    """Return where a table lies in a package.

    Parameters
    ----------
    name, ending : str
        Of the table, and of its file.

    Returns
    -------
    str

    Examples
    --------
    >>> path_of("threads", "csv")
    'data/threads.csv'
    """
    return f"data/{name}.{ending}"


def descriptor(
    release: Release, frames: Mapping[str, pd.DataFrame], files: Mapping[str, bytes]
) -> dict[str, Any]:
    """Describe a release, every column and every file.

    Parameters
    ----------
    release : Release
        What is written.
    frames : mapping of str to pandas.DataFrame
        Its tables as written.
    files : mapping of str to bytes
        The files of the tables, by path.

    Returns
    -------
    dict
        For ``datapackage.json``.
    """
    about = release.about
    licence: dict[str, Any] = {"name": about.terms.spdx, "title": about.terms.title}
    # Frictionless wants an address or a path; terms that are on no web site are in the package.
    licence |= {"path": about.terms.address} if about.terms.is_open else {"path": LICENCE}
    return {
        "$schema": PROFILE,
        "name": release.name,
        "version": release.version,
        "title": about.title,
        "description": about.description,
        "created": f"{about.date}T00:00:00Z",
        "keywords": list(about.keywords),
        "licenses": [licence],
        "contributors": [
            {
                "title": one.spoken,
                **({"givenName": one.given} if one.given else {}),
                "familyName": one.family,
                "roles": ["creator"],
                **({"organization": one.affiliation} if one.affiliation else {}),
            }
            for one in about.authors
        ],
        "convostudy": {"tier": release.tier, "holds": TIERS[release.tier]},
        "resources": [_resource(release, name, frames[name], files) for name in release.tables],
    }


def _resource(
    release: Release, name: str, frame: pd.DataFrame, files: Mapping[str, bytes]
) -> dict[str, Any]:
    table = release.schema[name]
    ending = "jsonl" if name in release.words else "csv"
    path, twin = path_of(name, ending), path_of(name, "parquet")
    beside: dict[str, Any] = {}
    if twin in files:  # the same rows with types, for programs; Data Package reads the file above
        sizes = {"bytes": len(files[twin]), "hash": f"sha256:{digest(files[twin])}"}
        beside = {"parquet": {"path": twin, **sizes}}
    form: dict[str, Any] = {"format": ending, "mediatype": "application/jsonl"}
    if ending == "csv":
        form = {"format": "csv", "mediatype": "text/csv", "dialect": {"lineTerminator": "\n"}}
    return {
        "name": name,
        "title": f"One row is {table.one_row_is}",
        "type": "table",
        "path": path,
        **form,
        "encoding": "utf-8",
        "bytes": len(files[path]),
        "hash": f"sha256:{digest(files[path])}",
        "rows": len(frame),
        "schema": sheet_schema(name, release.schema),
        **beside,
    }
