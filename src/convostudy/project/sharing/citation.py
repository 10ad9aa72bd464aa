"""How to cite a dataset, for GitHub and reference managers (CITATION.cff) and for Zenodo."""

from __future__ import annotations

import json
from typing import Any

from convostudy.project.sharing.release import Release

__all__ = ["citation", "read_citation", "zenodo"]

_BREAKS = "\x7f\x85\u2028\u2029\ufeff"


def citation(release: Release) -> bytes:
    """Write ``CITATION.cff``, version 1.2.0 of the Citation File Format.

    Parameters
    ----------
    release : Release
        What is cited.

    Returns
    -------
    bytes
        YAML of which every text is quoted as in JSON, so that no title can break it.
    """
    about = release.about
    lines = [
        'cff-version: "1.2.0"',
        'message: "If you use this dataset, please cite it as below."',
        "type: dataset",
        f"title: {_quoted(about.title)}",
        f"abstract: {_quoted(about.description)}",
        f"version: {_quoted(release.version)}",
        f"date-released: {_quoted(about.date)}",
    ]
    if about.terms.is_open:
        lines.append(f"license: {_quoted(about.terms.spdx)}")
    lines.append("authors:")
    for one in about.authors:
        facts = {"family-names": one.family, "given-names": one.given}
        facts = facts if one.given else {"name": one.family}
        if one.orcid and one.given:
            facts["orcid"] = f"https://orcid.org/{one.orcid}"
        if one.affiliation and one.given:
            facts["affiliation"] = one.affiliation
        for place, (name, value) in enumerate(facts.items()):
            lines.append(f"{'    ' if place else '  - '}{name}: {_quoted(value)}")
    if about.keywords:
        lines.append("keywords:")
        lines += [f"  - {_quoted(word)}" for word in about.keywords]
    return ("\n".join(lines) + "\n").encode("utf-8")


def read_citation(text: str) -> dict[str, Any]:
    r"""Read a ``CITATION.cff`` as `citation` writes it, and no other YAML.

    Parameters
    ----------
    text : str
        The file.

    Returns
    -------
    dict
        Name to text, or to a list of texts or of dicts.

    Raises
    ------
    ValueError
        A line is of another form: YAML from a stranger is not run through a YAML reader.

    Examples
    --------
    >>> read_citation('title: "A"\nauthors:\n  - name: "B"\n')
    {'title': 'A', 'authors': [{'name': 'B'}]}
    """
    held: dict[str, Any] = {}
    listed: list[Any] = []
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        try:
            if not line.startswith(" "):
                name, _, value = line.partition(":")
                if not name or not _:
                    raise ValueError
                listed = []
                held[name] = _unquoted(value) if value.strip() else listed
            elif line.startswith("  - ") and ": " in line and not line.startswith('  - "'):
                name, _, value = line[4:].partition(": ")
                listed.append({name: _unquoted(value)})
            elif line.startswith("  - "):
                listed.append(_unquoted(line[4:]))
            else:
                name, _, value = line.strip().partition(": ")
                listed[-1][name] = _unquoted(value)
        except (ValueError, IndexError, TypeError) as reason:
            raise ValueError(f"line {number} is not of the form that convostudy writes") from reason
    return held


def zenodo(release: Release) -> dict[str, Any]:
    """Describe a release for Zenodo.

    Parameters
    ----------
    release : Release
        What is deposited.

    Returns
    -------
    dict
        For ``.zenodo.json``.
    """
    about = release.about
    terms: dict[str, Any] = {"access_right": "open", "license": about.terms.spdx.lower()}
    if not about.terms.is_open:
        terms = {
            "access_right": "restricted",
            "access_conditions": "The data use agreement in LICENSE-DATA.txt, signed.",
        }
    return {
        "title": about.title,
        "upload_type": "dataset",
        "description": about.description,
        "version": release.version,
        "publication_date": about.date,
        "creators": [
            {
                "name": one.listed,
                **({"affiliation": one.affiliation} if one.affiliation else {}),
                **({"orcid": one.orcid} if one.orcid else {}),
            }
            for one in about.authors
        ],
        "keywords": list(about.keywords),
        **terms,
    }


def _quoted(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    for sign in _BREAKS:  # YAML ends lines there, JSON does not
        quoted = quoted.replace(sign, f"\\u{ord(sign):04x}")
    return quoted


def _unquoted(text: str) -> str:
    text = text.strip()
    if not text.startswith('"'):
        if not text.replace("-", "").isalnum():
            raise ValueError
        return text
    read = json.loads(text)
    if not isinstance(read, str):
        raise ValueError
    return read
