"""The list of the pages of a study, those that failed too, and the record of a run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from convostudy.project.paths import reports
from convostudy.project.reporting.described import page_title, talk_words
from convostudy.project.reporting.glance import glance
from convostudy.project.reporting.keys import table_fingerprints
from convostudy.project.reporting.status import Status, read_status, write
from convostudy.project.study import Study
from convostudy.project.versions import versions
from convostudy.project.wanted import is_main

__all__ = ["earlier", "write_list", "write_run"]

# Pictures are part of the list page: of very many pages it has none.
_MOST_THUMBNAILS = 40


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
    # A page that was alone was the index once, where the list stands now.
    there = {n: s for n, s in found.items() if s.page != "index.html"}
    return {n: s for n, s in there.items() if s.failed or (folder / s.page).is_file()}


def write_list(
    folder: Path, statuses: Sequence[Status], facts: Mapping[str, Any], of: Mapping[str, Any]
) -> Path:
    """Write ``index.html``, the list of pages.

    Parameters
    ----------
    folder : pathlib.Path
        Of the pages.
    statuses : sequence of Status
        One a page, in the order of the list.
    facts : mapping
        For the foot.
    of : mapping
        What the study holds, as `described` returns it.

    Returns
    -------
    pathlib.Path
    """
    from convostudy.project.page.lists import list_html

    few = len(statuses) <= _MOST_THUMBNAILS
    rows = [
        {
            "is_main": is_main(s.notebook),
            "title": page_title(s.title, s.matrix, s.called),
            "href": "" if s.failed else s.page,
            "status": s.status,
            "error": s.error,
            "pdf": s.pdf if s.pdf and (folder / s.pdf).is_file() else "",
            "seconds": s.seconds,
            "made_at": s.at,
            **(glance(folder / s.executed, picture=few and not s.failed) if s.executed else {}),
        }
        for s in statuses
    ]
    index = folder / "index.html"
    above = {"overview": "../index.html"} if folder.parent == reports() else {}
    said = {"talk": talk_words(of), "is_simulated": of["is_simulated"]}
    write(index, list_html(rows, {**facts, **said, **above}))
    return index


def write_run(
    folder: Path, study: Study, statuses: Sequence[Status], of: Mapping[str, Any]
) -> None:
    """Write ``run.json``: what this run made, from what.

    Parameters
    ----------
    folder : pathlib.Path
        Of the pages.
    study : Study
        A study.
    statuses : sequence of Status
        One a page.
    of : mapping
        What it holds, as `described` returns it.
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
                "matrix": dict(s.matrix),
                "called": s.called,
            }
            for s in statuses
        ],
        **of,
        "measurement_parameters": study.parameters.to_mapping(),
        "inputs": study.record("ingest.json").get("inputs", []),
        "tables_sha256": table_fingerprints(study),
        "versions": versions(),
    }
    write(folder / "run.json", json.dumps(record, indent=2, ensure_ascii=False))
