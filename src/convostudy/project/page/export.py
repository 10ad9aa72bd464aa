"""An executed notebook becomes a page: one file, no script, no request to anywhere.

The page is built in two steps. The template sets the cells in order; then the document is read
once more to give it its title, its contents, and to take out whatever could run or load.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from convostudy.project.paths import file_key

__all__ = ["FORBIDDEN", "list_html", "page_html"]

TEMPLATES = Path(__file__).parent / "template"

# Tags that run, load or frame something; the content policy blocks them, and they are taken out.
FORBIDDEN = ("script", "iframe", "object", "embed", "link", "base", "form", "audio", "video")
_LOADS = ("src", "srcset", "poster", "background", "xlink:href")


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
    return _finish(body, name)


def list_html(pages: Sequence[Mapping[str, Any]], facts: Mapping[str, Any]) -> str:
    """Make the page that lists pages, those that failed too.

    Parameters
    ----------
    pages : sequence of mapping
        ``title``, ``href`` (empty when it failed), ``error``, ``seconds``.
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
    return _finish(
        template.render(pages=pages, page={**facts, "css": _css(), "value": _value}),
        f"Reports on {facts['study']}",
    )[0]


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


def _finish(body: str, name: str) -> tuple[str, str]:
    """Give the document its title and contents, and take out what could run or load."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(body, "html.parser")
    _disarm(soup)
    title = _title(soup, name)
    _contents(soup)
    # html.parser keeps the doctype without its line break.
    return str(soup).strip() + "\n", title


def _disarm(soup: Any) -> None:
    for tag in soup.find_all(FORBIDDEN):
        tag.decompose()
    for tag in soup.find_all("meta"):
        if str(tag.get("http-equiv", "")).lower() == "refresh":
            tag.decompose()
    for tag in soup.find_all("style"):
        if re.search(r"@import|url\(", tag.get_text(), re.IGNORECASE):
            tag.decompose()
    for tag in soup.find_all(True):
        for name, value in list(tag.attrs.items()):
            if _runs_or_loads(tag.name, name, str(value).strip().lower()):
                del tag.attrs[name]


def _runs_or_loads(tag: str, name: str, value: str) -> bool:
    """Tell whether an attribute runs a script or asks the network when the page opens."""
    if name == "srcset":
        # A blank would part it into several addresses.
        return re.fullmatch(r"data:image/\S+[^\s,]", value) is None
    if name in _LOADS:
        return not value.startswith("data:image/")
    if name == "href":
        loads = tag != "a" and not value.startswith("#")
        return loads or re.match(r"\s*(javascript|vbscript|data):", value) is not None
    if name == "style":
        return "url(" in value
    return name.startswith("on") or name in ("action", "formaction", "ping")


def _title(soup: Any, name: str) -> str:
    """Move the first h1 to the head of the page; any other becomes an h2."""
    main = soup.find("main")
    heads = main.find_all("h1") if main else []
    first = heads[0] if heads else None
    title = first.get_text(" ", strip=True) if first else name.replace("_", " ").capitalize()
    for other in heads[1:]:
        other.name = "h2"
    place = soup.find(id="title")
    place.clear()
    if first is not None:
        for child in list(first.children):
            place.append(child.extract())
        first.decompose()
    else:
        place.append(title)
    soup.find("title").string = title
    return title


def _contents(soup: Any) -> None:
    """List the h2 headings, each with an anchor of its own."""
    nav = soup.find(id="contents")
    main = soup.find("main")
    taken: set[str] = {str(t["id"]) for t in soup.find_all(id=True) if t.name[0] != "h"}
    items = []
    for heading in main.find_all(["h2", "h3", "h4"]) if main else []:
        words = heading.get_text(" ", strip=True)
        anchor = base = file_key(re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-") or "part")
        n = 2
        while anchor in taken:
            anchor, n = f"{base}-{n}", n + 1
        taken.add(anchor)
        heading["id"] = anchor
        if heading.name == "h2":
            items.append(f'<li><a href="#{anchor}">{html.escape(words)}</a></li>')
    if nav is None:
        return
    if len(items) < 2:
        nav.decompose()
        return
    from bs4 import BeautifulSoup

    nav.find("ol").append(BeautifulSoup("".join(items), "html.parser"))
    # What the page is about comes first, then what is on it.
    first = main.find("h2")
    part = next((p for p in first.parents if p.parent is main), first)
    part.insert_before(nav.extract())
