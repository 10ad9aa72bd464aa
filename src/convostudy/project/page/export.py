"""An executed notebook becomes a page: one file, no request to anywhere.

The page is built in two steps. The template sets the cells in order; then the document is read
once more to give it its title, its contents, and to take out whatever could run or load.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from convostudy.project.page.document import finish

__all__ = ["TEMPLATES", "css", "page_html", "typed_value"]

TEMPLATES = Path(__file__).parent / "template"


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
    resources = {"page": {**facts, "show_code": show_code, "css": css(), "value": typed_value}}
    body, _ = _exporter().from_notebook_node(notebook, resources=resources)
    return finish(body, name)


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
def css() -> str:
    """Return the style of all pages."""
    return (TEMPLATES / "convostudy" / "page.css").read_text(encoding="utf-8")


def typed_value(value: Any) -> str:
    """Write a parameter's value as one would type it.

    Parameters
    ----------
    value : object
        Text, a number, true or false, nothing, or a list of them.

    Returns
    -------
    str

    Examples
    --------
    >>> typed_value([7.0, "a", True])
    '7, a, true'
    """
    if isinstance(value, str):
        return value or '""'
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (list, tuple)):
        return ", ".join(typed_value(v) for v in value)
    return json.dumps(value, ensure_ascii=False)
