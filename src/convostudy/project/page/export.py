"""An executed notebook becomes a page: one file, no request to anywhere.

The page is built in two steps. The template sets the cells in order; then the document is read
once more to give it its title, its contents, and to take out whatever could run or load.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from convostudy.project.page.document import finish

__all__ = ["list_html", "page_html"]

TEMPLATES = Path(__file__).parent / "template"
# How a page that was not made ended, for readers.
_WHY = {
    "timeout": "ran out of time",
    "dead-kernel": "broke off: its kernel died",
    "interrupted": "not made",
    "not-begun": "not made",
}


def page_html(
    notebook: Any, name: str, facts: Mapping[str, Any], *, show_code: bool = False
) -> tuple[str, str]:
    """Make the page of an executed notebook.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The executed notebook.
    name : str
        Title of the page if no cell has a heading of the first level.
    facts : mapping
        For the foot: ``study``, ``made_at`` (datetime), ``parameters`` and ``measurement``
        (``name, value, help``; ``default`` where ``changed`` is true), ``inputs`` (``name``,
        ``bytes``, ``sha256``), ``versions``.
    show_code : bool
        Whether the code is on the page, folded; otherwise it is left out.

    Returns
    -------
    tuple of str
        The HTML, and the title.
    """
    resources = {"page": {**facts, "show_code": show_code, "css": _css(), "value": _value}}
    body, _ = _exporter().from_notebook_node(notebook, resources=resources)
    return finish(body, name)


def list_html(pages: Sequence[Mapping[str, Any]], facts: Mapping[str, Any]) -> str:
    """Make the page that lists pages, those that failed too.

    Parameters
    ----------
    pages : sequence of mapping
        ``title``, ``href`` (empty when it failed), ``error``, ``seconds``; where there are:
        ``status`` (``failed``, ``timeout``, ...), ``made_at`` (an instant as ISO 8601),
        ``pdf`` (its address), ``thumbnail`` (a picture as data address) and ``thumbnail_alt``,
        both as they stand in the HTML of the page.
    facts : mapping
        As in `page_html`.

    Returns
    -------
    str
    """
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES / "convostudy"), autoescape=True, trim_blocks=True
    )
    template = environment.get_template("list.html.j2")
    rows = [{**row, **_shown(row)} for row in pages]
    return finish(
        template.render(pages=rows, page={**facts, "css": _css(), "value": _value}),
        f"Reports on {facts['study']}",
    )[0]


def _shown(row: Mapping[str, Any]) -> dict[str, str]:
    """Return what the list says of a page, in words; the template escapes it."""
    made = row.get("made_at")
    at = datetime.fromisoformat(made) if isinstance(made, str) and made else made
    seconds = float(row.get("seconds") or 0)
    said = [
        f"{at.day} {at.strftime('%B %Y, %H:%M')} UTC" if at else "",
        f"made in {seconds:.0f} s" if seconds >= 0.5 else "",
    ]
    status = str(row.get("status") or "failed")
    return {
        "said": " · ".join(words for words in said if words),
        "why": _WHY.get(status, "stopped before its end"),
        "thumbnail": html.unescape(str(row.get("thumbnail") or "")),
        "thumbnail_alt": html.unescape(str(row.get("thumbnail_alt") or "First figure of the page")),
    }


@cache
def _exporter() -> Any:
    from nbconvert.exporters import HTMLExporter

    class PageExporter(HTMLExporter):
        """nbconvert's HTML exporter with our template, and no template of its own below it."""

        template_name = "convostudy"
        extra_template_basedirs = [str(TEMPLATES)]  # noqa: RUF012 - a trait, not a shared list
        exclude_anchor_links = True

        @property
        def default_config(self) -> Any:
            config = super().default_config
            # What the page helpers emit comes first; a bare SVG or PNG is next best.
            config.NbConvertBase.display_data_priority = [
                "text/html",
                "image/svg+xml",
                "image/png",
                "image/jpeg",
                "text/markdown",
                "text/plain",
            ]
            return config

    exporter: Any = PageExporter
    return exporter()


@cache
def _css() -> str:
    return (TEMPLATES / "convostudy" / "page.css").read_text(encoding="utf-8")


def _value(value: Any) -> str:
    """Write a parameter's value as one would type it."""
    if isinstance(value, str):
        return value or '""'
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (list, tuple)):
        return ", ".join(_value(v) for v in value)
    return json.dumps(value, ensure_ascii=False)
