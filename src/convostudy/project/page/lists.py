"""Pages that list pages: those of one study, and those of all; what failed is listed, too."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from convostudy.project.page.document import finish
from convostudy.project.page.export import TEMPLATES, css, typed_value

__all__ = ["list_html", "overview_html"]

# How a page that was not made ended, for readers; and in one word.
_WHY = {
    "timeout": "ran out of time",
    "dead-kernel": "broke off: its kernel died",
    "interrupted": "not made",
    "not-begun": "not made",
}
_STATES = {
    "ok": "made",
    "cached": "made",
    "timeout": "out of time",
    "dead-kernel": "kernel died",
    "not-begun": "not begun",
}


def list_html(pages: Sequence[Mapping[str, Any]], facts: Mapping[str, Any]) -> str:
    """Make the page that lists pages, those that failed too.

    Parameters
    ----------
    pages : sequence of mapping
        ``title``, ``href`` (empty when it failed), ``error``, ``seconds``; where there are:
        ``about`` (words), ``is_main``, ``status`` (``failed``, ``timeout``, ...), ``made_at`` (an
        instant as ISO 8601), ``pdf`` (its address), ``has_figure``, ``thumbnail`` (a picture as
        data address) and ``thumbnail_alt``, both as they stand in the HTML of the page.
    facts : mapping
        As in `page_html`; and ``talk`` (words: how much there is of it) and ``is_simulated``.

    Returns
    -------
    str
    """
    rows = [{**row, **_shown(row)} for row in pages]
    return finish(
        _template("list.html.j2").render(
            pages=rows,
            begin=_begin(rows),
            pictures=_pictures(rows),
            page={**facts, "css": css(), "value": typed_value},
        ),
        f"Reports on {facts['study']}",
    )[0]


def _begin(pages: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the page to begin with, where there are others beside it."""
    main = [page for page in pages if page.get("is_main") and page["href"]]
    return main[0] if main and len(pages) > 1 else None


def _pictures(pages: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether a list has a column for pictures."""
    return any(page["thumbnail"] and page["href"] for page in pages)


def _shown(row: Mapping[str, Any]) -> dict[str, str]:
    """Return what the list says of a page, in words; the template escapes it."""
    made = row.get("made_at")
    at = datetime.fromisoformat(made) if isinstance(made, str) and made else made
    seconds = float(row.get("seconds") or 0)
    took = "made in" if row["href"] else "failed after"
    said = [
        f"{at.day} {at.strftime('%B %Y, %H:%M')} UTC" if at else "",
        f"{took} {seconds:.0f} s" if seconds >= 0.5 else "",
    ]
    status = str(row.get("status") or "failed")
    without = "figures inside" if row.get("has_figure") else "words and tables"
    return {
        "without_picture": without if row["href"] else "no page",
        "said": " · ".join(words for words in said if words),
        "why": _WHY.get(status, "stopped before its end"),
        "state": _STATES.get(status, status),
        "made": f"{at:%Y-%m-%d %H:%M}" if at else "",
        "thumbnail": html.unescape(str(row.get("thumbnail") or "")),
        "thumbnail_alt": html.unescape(str(row.get("thumbnail_alt") or "First figure of the page")),
    }


def overview_html(studies: Sequence[Mapping[str, Any]]) -> str:
    """Make the page that lists the reports on all studies.

    Parameters
    ----------
    studies : sequence of mapping
        ``name``, ``inputs`` (names of exports), ``talk`` and ``is_simulated`` as for `list_html`,
        ``href`` of the study's own list or empty, ``pages``, ``shown`` (those of them that come
        with a picture) and ``n_more``.

    Returns
    -------
    str
    """
    told = []
    for study in studies:
        pages = [{**page, **_shown(page)} for page in study["pages"]]
        shown = [{**page, **_shown(page)} for page in study["shown"]]
        of_lists = {"begin": _begin(pages), "pictures": _pictures(shown)}
        told.append({**study, **of_lists, "pages": pages, "shown": shown})
    facts = {"study": "all studies", "made_at": datetime.now(UTC), "css": css()}
    return finish(_template("overview.html.j2").render(studies=told, page=facts), "Reports")[0]


def _template(name: str) -> Any:
    from jinja2 import Environment, FileSystemLoader

    folder = FileSystemLoader(TEMPLATES / "convostudy")
    return Environment(loader=folder, autoescape=True, trim_blocks=True).get_template(name)
