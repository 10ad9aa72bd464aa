"""The page over the pages: all reports on all studies, ``reports/index.html``.

It is made anew from what lies in the folders, so that a report that was deleted is not on it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from convostudy.project.reporting.described import page_title, talk_words
from convostudy.project.reporting.glance import glance
from convostudy.project.reporting.status import FAILURES, read_status, write
from convostudy.project.wanted import is_main

__all__ = ["NAME", "write_overview"]

NAME = "index.html"
# Pictures are part of the page: of very many reports it shows some, and lists the others.
_MOST_CARDS, _MOST_PICTURES = 9, 40


def write_overview(root: Path) -> Path:
    """Write the list of all reports of a project.

    Parameters
    ----------
    root : pathlib.Path
        Folder of the reports: one folder a study below it.

    Returns
    -------
    pathlib.Path
    """
    from convostudy.project.page.lists import overview_html

    folders = sorted(f.parent for f in root.glob("[!._]*/run.json"))
    studies = [study for folder in folders if (study := _study(folder))["pages"]]
    n_pictures = 0
    for study in studies:
        shown = study["pages"][:_MOST_CARDS]
        # What failed is never among those left out.
        shown += [page for page in study["pages"][_MOST_CARDS:] if not page["href"]]
        for page in shown:
            n_pictures += 1
            picture = n_pictures <= _MOST_PICTURES
            page |= glance(page["executed"], picture=picture) if page["executed"] else {}
        study["shown"] = shown
        study["n_more"] = len(study["pages"]) - len(shown)
    index = root / NAME
    write(index, overview_html(studies))
    return index


def _study(folder: Path) -> dict[str, Any]:
    """Return what is known of a study and its pages, those only that are there or that failed."""
    try:
        record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        pages = [_page(folder, page) for page in record["pages"]]
    except (OSError, ValueError, KeyError, TypeError):
        return {"pages": []}
    there = [page for page in pages if page["href"] or page["error"]]
    return {
        "name": str(record.get("study") or folder.name),
        "inputs": [str(one.get("name", "")) for one in record.get("inputs", [])],
        "talk": talk_words(record),
        "is_simulated": record.get("is_simulated") is True,
        "href": f"{quote(folder.name)}/{NAME}" if (folder / NAME).is_file() else "",
        "pages": there,
    }


def _page(folder: Path, record: Mapping[str, Any]) -> dict[str, Any]:
    name = str(record["name"])
    status = read_status(folder, name)
    file = status.page if status else str(record.get("page") or "")
    failed = status.failed if status else record.get("status") in FAILURES
    executed = status.executed if status else str(record.get("notebook") or "")
    pdf = status.pdf if status else ""
    there = bool(file) and not failed and (folder / file).is_file()
    return {
        "is_main": is_main(status.notebook if status else name),
        "title": page_title(
            str(record.get("title") or name),
            record.get("matrix") or {},
            str(record.get("called") or ""),
        ),
        "href": f"{quote(folder.name)}/{quote(file)}" if there else "",
        "pdf": f"{quote(folder.name)}/{quote(pdf)}" if pdf and (folder / pdf).is_file() else "",
        "status": status.status if status else str(record.get("status") or ""),
        "error": str((status.error if status else record.get("error")) or "") if failed else "",
        "seconds": float((status.seconds if status else record.get("seconds")) or 0),
        "made_at": status.at if status else "",
        "executed": folder / executed if executed else None,
    }
