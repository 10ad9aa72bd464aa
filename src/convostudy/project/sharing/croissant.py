"""``croissant.json``: the same dataset for machine-learning loaders and dataset search."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from convostudy.project.sharing.datapackage import path_of
from convostudy.project.sharing.fields import kind_of
from convostudy.project.sharing.files import digest
from convostudy.project.sharing.release import Release

__all__ = ["croissant"]

_CR = (
    "citeAs column conformsTo=dct data* dataType@ equivalentProperty examples* extract field "
    "fileProperty fileObject fileSet format includes isLiveDataset jsonPath key md5 parentField "
    "path recordSet references regex repeated replace samplingRate separator source subField "
    "transform"
)


def _context() -> dict[str, Any]:
    """Return the words of Croissant 1.0 as JSON-LD has them."""
    context: dict[str, Any] = {
        "@language": "en",
        "@vocab": "https://schema.org/",
        "cr": "http://mlcommons.org/croissant/",
        "dct": "http://purl.org/dc/terms/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "sc": "https://schema.org/",
    }
    for word in _CR.split():
        name = word.rstrip("*@").partition("=")[0]
        home = "dct" if word.endswith("=dct") else "cr"
        context[name] = f"{home}:{name}"
        if word[-1] in "*@":
            context[name] = {
                "@id": f"cr:{name}",
                "@type": "@json" if word[-1] == "*" else "@vocab",
            }
    return context


def croissant(release: Release, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Describe a release as Croissant 1.0.

    Parameters
    ----------
    release : Release
        What is written.
    files : mapping of str to bytes
        The files of its tables, by path.

    Returns
    -------
    dict
        For ``croissant.json``.
    """
    about = release.about
    return {
        "@context": _context(),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": release.name,
        "alternateName": about.title,
        "description": about.description,
        "version": release.version,
        "datePublished": about.date,
        "license": about.terms.address or about.terms.title,
        "citeAs": about.cited(release.version),
        "creator": [
            {
                "@type": "sc:Person" if one.given else "sc:Organization",
                "name": one.spoken,
                **({"givenName": one.given, "familyName": one.family} if one.given else {}),
            }
            for one in about.authors
        ],
        "keywords": list(about.keywords),
        "inLanguage": list(about.languages),
        "isAccessibleForFree": about.terms.is_open,
        "rai:personalSensitiveInformation": _personal(release),
        "rai:dataUseCases": "Describing and comparing how people write to each other.",
        "rai:dataLimitation": "Labels were made by a program; README.md says how right they are.",
        "distribution": [_file(name, release, files) for name in release.tables],
        "recordSet": [_records(name, release) for name in release.tables],
    }


def _personal(release: Release) -> str:
    if release.about.simulated:
        return "None: the people are invented."
    return "Pseudonymised, not anonymous: no names, addresses or dates; see DEID.json."


def _ending(name: str, release: Release) -> str:
    return "jsonl" if name in release.words else "csv"


def _file(name: str, release: Release, files: Mapping[str, bytes]) -> dict[str, Any]:
    ending = _ending(name, release)
    path = path_of(name, ending)
    return {
        "@type": "cr:FileObject",
        "@id": f"{name}.{ending}",
        "name": f"{name}.{ending}",
        "contentUrl": path,
        "contentSize": f"{len(files[path])} B",
        "encodingFormat": "text/csv" if ending == "csv" else "application/jsonlines",
        "sha256": digest(files[path]),
    }


def _records(name: str, release: Release) -> dict[str, Any]:
    table = release.schema[name]
    source = f"{name}.{_ending(name, release)}"
    fields = []
    for column, held in table.columns.items():
        part = "column" if source.endswith("csv") else "jsonPath"
        described: dict[str, Any] = {
            "@type": "cr:Field",
            "@id": f"{name}/{column}",
            "name": column,
            "description": held.means,
            "dataType": kind_of(held, column).croissant,
            "source": {"fileObject": {"@id": source}, "extract": {part: column}},
        }
        # No `references` to other tables: mlcroissant 1.1 fails on reading joined records. The keys
        # stand in datapackage.json.
        fields.append(described)
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": f"One row is {table.one_row_is}.",
        **({"key": [{"@id": f"{name}/{column}"} for column in table.key]} if table.key else {}),
        "field": fields,
    }
