"""Figures of report pages, each with its words: the gallery shows what the reports show."""

from __future__ import annotations

import base64
import html
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from bs4 import BeautifulSoup

from _parts import write_if_new

COPIED_TO = "demo-pages"
HEAD = """# Gallery

Every figure of every report, drawn on the simulated demo inbox: its people are invented and its
rates say nothing about the world. Labels are those of `backend=rules`, which is quick. Each caption
says what to see, how many there are, and the interval.

"""
MAIN = "sales_vs_relationship"
WITHOUT = "## Pages without figures\n\nThreads to read, tables and words: {}.\n"
NONE = "*No figures here: this site was built without them. `make docs` makes them.*\n"
KINDS = {"image/svg+xml": "svg", "image/png": "png"}


def write(pages: Path, folder: Path) -> None:
    """Write ``gallery.md`` and its pictures from the pages in a folder."""
    parts, without, kept = [], [], set()
    for page in report_pages(pages):
        soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
        found = list(_figures(soup))
        title = soup.h1.get_text(" ", strip=True) if soup.h1 else page.stem
        address = f"../{COPIED_TO}/{page.name}"
        if not found:
            without.append(f'<a href="{address}">{html.escape(title)}</a>')
            continue
        parts.append(f'## {title}\n\n<a href="{address}">The whole page</a>\n')
        for number, (kind, data, alt, caption) in enumerate(found, start=1):
            picture = f"{page.stem}-{number}.{KINDS[kind]}"
            write_if_new(folder / "gallery" / picture, data)
            kept.add(picture)
            parts.append(
                f"::::{{figure}} gallery/{picture}\n:alt: {_quoted(alt)}\n:class: plate\n\n"
                f"{_plain(caption)}\n::::\n"
            )
    for old in (folder / "gallery").glob("*"):
        if old.name not in kept:
            old.unlink()
    if without:
        parts.append(WITHOUT.format(", ".join(without)))
    write_if_new(folder / "gallery.md", HEAD + ("\n".join(parts) or NONE))


def copy_pages(pages: Path, site: Path) -> None:
    """Put the pages themselves beside the site: each is one file that needs no other."""
    for page in report_pages(pages):
        (site / COPIED_TO).mkdir(exist_ok=True)
        shutil.copyfile(page, site / COPIED_TO / page.name)


def report_pages(folder: Path) -> list[Path]:
    """Return the pages of reports, the main one first, without the list that leads to them."""
    found = sorted(folder.rglob("*.html"), key=lambda page: (page.stem != MAIN, page))
    return [page for page in found if page.name != "index.html"] or found


def _figures(soup: Any) -> Iterator[tuple[str, bytes, str, str]]:
    """Go through the figures: kind, bytes, what it says, and the words below it."""
    for figure in soup.find_all("figure"):
        image = figure.find("img")
        kind, data = _data(image["src"]) if image else ("", b"")
        if kind in KINDS:
            below = figure.find("figcaption")
            caption = below.get_text(" ", strip=True) if below else ""
            yield kind, data, image.get("alt", ""), caption


def _data(address: str) -> tuple[str, bytes]:
    """Read a data address: its kind and bytes, written in base64 or with percent signs."""
    head, _, data = address.partition(",")
    kind, *how = head.removeprefix("data:").split(";")
    return kind, base64.b64decode(data) if "base64" in how else unquote_to_bytes(data)


def _line(text: str) -> str:
    return " ".join(text.split())


def _quoted(text: str) -> str:
    """Put an option's value in quotes: a colon or a hash in it is no mark then."""
    return json.dumps(_line(text), ensure_ascii=False)


def _plain(text: str) -> str:
    """Escape what Markdown would take for marks."""
    return re.sub(r"([\\`*_{}\[\]<>#|$])", r"\\\1", _line(text))
