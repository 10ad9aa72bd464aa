"""A document read once more: its title, its contents, and nothing in it that could run or load."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from functools import cache
from pathlib import Path
from typing import Any

from convostudy.project.paths import file_key

__all__ = ["FORBIDDEN", "finish"]

# Tags that run, load or frame something; the content policy blocks them, and they are taken out.
FORBIDDEN = ("script", "iframe", "object", "embed", "link", "base", "form", "audio", "video")
_LOADS = ("src", "srcset", "poster", "background", "xlink:href")
SORT = Path(__file__).parent / "template" / "convostudy" / "sort.js"


def finish(body: str, name: str) -> tuple[str, str]:
    """Give the document its title and contents, and take out what could run or load.

    Where a table is to be sorted, our own script comes in, and the content policy lets in that
    one, by its hash, and no other.

    Parameters
    ----------
    body : str
        The whole document, as the template wrote it.
    name : str
        Its title if no cell has a heading of the first level.

    Returns
    -------
    tuple of str
        The document, and its title.
    """
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(body, "html.parser")
    _disarm(soup)
    title = _title(soup, name)
    _order_headings(soup)
    _contents(soup)
    if soup.find("table", class_="cs-sortable"):
        _let_tables_be_sorted(soup)
    # html.parser keeps the doctype without its line break.
    return str(soup).strip() + "\n", title


@cache
def _sort_script() -> tuple[str, str]:
    """Return the script and its hash, as a content policy writes it."""
    script = SORT.read_text(encoding="utf-8").strip()
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return script, f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _let_tables_be_sorted(soup: Any) -> None:
    script, digest = _sort_script()
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    policy["content"] = f"{policy['content']}; script-src {digest}"
    tag = soup.new_tag("script")
    tag.string = script
    soup.body.append(tag)
    told = soup.find(class_="cs-scripts")
    if told:
        told.string = "Its one script sorts tables."


def _disarm(soup: Any) -> None:
    for tag in soup.find_all(FORBIDDEN):
        tag.decompose()
    for tag in soup.find_all("meta"):
        if str(tag.get("http-equiv", "")).lower() == "refresh":
            tag.decompose()
    for tag in soup.select(".cs-table > style"):
        tag.decompose()  # for the lab; the page has its own
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


def _order_headings(soup: Any) -> None:
    """Let no heading leave out a level: who listens to a page goes by them."""
    above = 1
    main = soup.find("main")
    for heading in main.find_all(re.compile("^h[2-6]$")) if main else []:
        level = min(int(heading.name[1]), above + 1)
        heading.name = f"h{level}"
        above = level


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
