"""``ro-crate-metadata.json``: a package as a Research Object Crate 1.1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from convostudy.project.sharing.files import digest, json_bytes
from convostudy.project.sharing.release import Release

__all__ = ["rocrate"]

FILE = "ro-crate-metadata.json"
_FORMS = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
    ".txt": "text/plain",
}


def rocrate(release: Release, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Describe a package as an RO-Crate: every file with its size and hash.

    Parameters
    ----------
    release : Release
        What is described.
    files : mapping of str to bytes
        All other files of the package.

    Returns
    -------
    dict of str to bytes
        One file.
    """
    about = release.about
    people = [
        {
            "@id": f"https://orcid.org/{one.orcid}" if one.orcid else f"#author-{place}",
            "@type": "Person" if one.given else "Organization",
            "name": one.spoken,
        }
        for place, one in enumerate(about.authors, 1)
    ]
    terms = about.terms.address or "LICENSE-DATA.txt"
    parts = [_part(name, files[name]) for name in sorted(files)]
    graph: list[dict[str, Any]] = [
        {
            "@id": FILE,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        },
        {
            "@id": "./",
            "@type": "Dataset",
            "name": about.title,
            "description": about.description,
            "version": release.version,
            "datePublished": about.date,
            "keywords": ", ".join(about.keywords),
            "license": {"@id": terms},
            "author": [{"@id": one["@id"]} for one in people],
            "hasPart": [{"@id": part["@id"]} for part in parts],
        },
        *people,
        *parts,
    ]
    if about.terms.is_open:
        graph.append({"@id": terms, "@type": "CreativeWork", "name": about.terms.title})
    return {
        FILE: json_bytes({"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph})
    }


def _part(name: str, content: bytes) -> dict[str, Any]:
    form = _FORMS.get(name[name.rfind(".") :], "text/plain")
    return {
        "@id": name,
        "@type": "File",
        "contentSize": str(len(content)),
        "encodingFormat": form,
        "sha256": digest(content),
    }
