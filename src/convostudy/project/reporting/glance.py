"""What a list shows of a page before one opens it: its first figure, and what it is about."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

__all__ = ["about", "glance"]

_FIRST_FIGURE = re.compile(r'<img src="(data:image/[^"]+)" alt="([^"]*)"')
# Pictures are part of the list page: it has none of large ones.
_LARGEST_THUMBNAIL = 120_000
_LONGEST_WORDS = 220


def glance(executed: Path, *, picture: bool = True) -> dict[str, Any]:
    """Look into an executed notebook.

    Parameters
    ----------
    executed : pathlib.Path
        The notebook; one that is not there, or is none, gives nothing.
    picture : bool
        Whether its first figure is wanted.

    Returns
    -------
    dict
        ``about``, ``has_figure``, and with one that is wanted and small ``thumbnail`` and
        ``thumbnail_alt``.
    """
    try:
        cells = json.loads(executed.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError):
        return {}
    figures = list(_figures(cells))
    found = {"about": about(cells), "has_figure": bool(figures)}
    small = [figure for figure in figures if len(figure[1]) <= _LARGEST_THUMBNAIL]
    if not (picture and small):
        return found
    return {**found, "thumbnail": small[0][1], "thumbnail_alt": small[0][2]}


def about(cells: list[dict[str, Any]]) -> str:
    r"""Return the first sentences of a notebook, as plain words.

    Parameters
    ----------
    cells : list of dict
        Its cells.

    Returns
    -------
    str
        Whole sentences while they are few; empty where it begins without prose.

    Examples
    --------
    >>> about([{"cell_type": "markdown", "source": "# Title\n\nWho *asks*, [and](#how)? Later."}])
    'Who asks, and? Later.'
    """
    for cell in cells[:2]:
        if cell.get("cell_type") != "markdown":
            continue
        for part in re.split(r"\n\s*\n", "".join(cell.get("source", ""))):
            if part.strip() and not part.lstrip().startswith(("#", "|", "-", "!", "<", "```")):
                return _first_sentences(_plain(part))
    return ""


def _plain(words: str) -> str:
    """Take the marks of Markdown out."""
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", words)
    return re.sub(r"\s+", " ", re.sub(r"[*`]|(?<!\w)_|_(?!\w)", "", words)).strip()


def _first_sentences(words: str) -> str:
    kept = ""
    for sentence in re.split(r"(?<=[.?!]) ", words):
        if kept and len(kept) + len(sentence) >= _LONGEST_WORDS:
            break
        kept = f"{kept} {sentence}".strip()
    return kept


def _figures(cells: list[dict[str, Any]]) -> Iterator[re.Match[str]]:
    """Yield the first figure of each output: where it is, and what it says."""
    for cell in cells:
        for output in cell.get("outputs", []):
            held = "".join(output.get("data", {}).get("text/html", ""))
            if found := _FIRST_FIGURE.search(held):
                yield found
