"""The list of the pages of a study, those that failed too, and the record of a run."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from convostudy.project.reporting.keys import table_fingerprints
from convostudy.project.reporting.status import Status, read_status, write
from convostudy.project.study import Study
from convostudy.project.versions import versions

__all__ = ["earlier", "make_room", "write_list", "write_run"]

_FIRST_FIGURE = re.compile(r'<img src="(data:image/[^"]+)" alt="([^"]*)"')
# Pictures are part of the list page: of large ones, or of very many pages, it has none.
_LARGEST_THUMBNAIL, _MOST_THUMBNAILS = 120_000, 40


def earlier(folder: Path) -> dict[str, Status]:
    """Return what became of the reports that were made into this folder before.

    Parameters
    ----------
    folder : pathlib.Path
        Of the pages.

    Returns
    -------
    dict
        Name to status, those only whose page is still there or that failed.
    """
    names = sorted(f.name.removesuffix(".status.json") for f in folder.glob("*.status.json"))
    found = {name: status for name in names if (status := read_status(folder, name))}
    return {n: s for n, s in found.items() if s.failed or (folder / s.page).is_file()}


def make_room(folder: Path, held: Mapping[str, Status]) -> None:
    """Move a page that was alone, and so was the index, to its own name: a list comes there.

    Parameters
    ----------
    folder : pathlib.Path
        Of the pages.
    held : mapping of str to Status
        What `earlier` gave.
    """
    for name, status in held.items():
        if status.page == "index.html":
            (folder / status.page).replace(folder / f"{name}.html")
            replace(status, page=f"{name}.html").save(folder)


def write_list(folder: Path, statuses: Sequence[Status], facts: Mapping[str, Any]) -> Path:
    """Write ``index.html``, the list of pages.

    Parameters
    ----------
    folder : pathlib.Path
        Of the pages.
    statuses : sequence of Status
        One a page, in the order of the list.
    facts : mapping
        For the foot.

    Returns
    -------
    pathlib.Path
    """
    from convostudy.project.page.export import list_html

    few = len(statuses) <= _MOST_THUMBNAILS
    rows = [
        {
            "name": s.name,
            "title": s.title + _matrix_words(s.matrix),
            "href": "" if s.failed else s.page,
            "status": s.status,
            "error": s.error,
            "pdf": s.pdf if s.pdf and (folder / s.pdf).is_file() else "",
            "seconds": s.seconds,
            "made_at": s.at,
            "parameters": dict(s.parameters),
            "matrix": dict(s.matrix),
            **(_thumbnail(folder / s.executed) if few and not s.failed else {}),
        }
        for s in statuses
    ]
    index = folder / "index.html"
    write(index, list_html(rows, facts))
    return index


def write_run(folder: Path, study: Study, statuses: Sequence[Status]) -> None:
    """Write ``run.json``: what this run made, from what.

    Parameters
    ----------
    folder : pathlib.Path
        Of the pages.
    study : Study
        A measured study.
    statuses : sequence of Status
        One a page.
    """
    record = {
        "study": study.path.name,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "pages": [
            {
                "name": s.name,
                "title": s.title,
                "status": s.status,
                "page": None if s.failed else s.page,
                "notebook": s.executed or None,
                "result": s.result or None,
                "seconds": round(s.seconds, 2),
                "error": s.error or None,
                "parameters": dict(s.parameters),
            }
            for s in statuses
        ],
        "measurement_parameters": study.parameters.to_mapping(),
        "inputs": study.record("ingest.json").get("inputs", []),
        "tables_sha256": table_fingerprints(study),
        "versions": versions(),
    }
    write(folder / "run.json", json.dumps(record, indent=2, ensure_ascii=False))


def _matrix_words(matrix: Mapping[str, Any]) -> str:
    said = ", ".join(f"{name} = {json.dumps(value)}" for name, value in matrix.items())
    return f" ({said})" if said else ""


def _thumbnail(executed: Path) -> dict[str, str]:
    """Return the first figure of an executed notebook, and what it says."""
    try:
        cells = json.loads(executed.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError):
        return {}
    for cell in cells:
        for output in cell.get("outputs", []):
            held = "".join(output.get("data", {}).get("text/html", ""))
            found = _FIRST_FIGURE.search(held)
            if found and len(found[1]) <= _LARGEST_THUMBNAIL:
                return {"thumbnail": found[1], "thumbnail_alt": found[2]}
    return {}
