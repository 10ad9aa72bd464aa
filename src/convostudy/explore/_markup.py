"""Words from strangers in, safe HTML out.

Names and messages are escaped, kept apart in direction (a name written right to left must not turn
the line round), and kept from a page's typesetter: JupyterLab reads dollar signs as formulas.
"""

from __future__ import annotations

import html
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

__all__ = [
    "attribute",
    "framed",
    "instant",
    "name_html",
    "numbered",
    "short",
    "span_words",
    "style",
    "words",
]

_STOPPED = {"$": "<span>$</span>", "\\": "<span>\\</span>"}
DAY_H = 24.0
MONTH_H = 365.25 * DAY_H / 12
# Unit, its hours, and the hours up to which one speaks in it.
_UNITS = (
    ("minute", 1 / 60, 1.0),
    ("hour", 1.0, DAY_H),
    ("day", DAY_H, 60 * DAY_H),
    ("month", MONTH_H, 24 * MONTH_H),
    ("year", 12 * MONTH_H, float("inf")),
)


@cache
def style() -> str:
    """Return the style sheet, as an element."""
    css = (Path(__file__).parent / "explore.css").read_text(encoding="utf-8")
    return f"<style>{css}</style>"


def framed(*parts: str) -> str:
    """Join parts to one piece of HTML that brings its own style sheet."""
    return f'{style()}<div class="cx mathjax_ignore tex2jax_ignore">{"".join(parts)}</div>'


def words(text: Any) -> str:
    """Escape text that stands between tags.

    Examples
    --------
    >>> words("<b>$5</b>")
    '&lt;b&gt;<span>$</span>5&lt;/b&gt;'
    """
    safe = html.escape(str(text), quote=True)
    for sign, kept in _STOPPED.items():
        safe = safe.replace(sign, kept)
    return safe


def attribute(text: Any) -> str:
    """Escape text that stands in an attribute.

    Examples
    --------
    >>> attribute('"$" & <')
    '&quot;&#36;&quot; &amp; &lt;'
    """
    return html.escape(str(text), quote=True).replace("$", "&#36;")


def name_html(name: Any, *, letters: int = 60) -> str:
    """Write a name: isolated in direction, long ones cut, whole where one points at it.

    Examples
    --------
    >>> name_html("Ana")
    '<bdi>Ana</bdi>'
    """
    name = str(name)
    if len(name) <= letters:
        return f"<bdi>{words(name)}</bdi>"
    return f'<bdi title="{attribute(name)}">{words(short(name, letters))}</bdi>'


def short(text: str, letters: int) -> str:
    """Cut a text to so many letters.

    Examples
    --------
    >>> short("A long name", 7)
    'A long…'
    """
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def numbered(number: int, name: str) -> str:
    r"""Write a thread's number and whose it is; a name written right to left stays behind it.

    Examples
    --------
    >>> ascii(numbered(3, "Ana"))
    "'3. \\u2068Ana\\u2069'"
    """
    return f"{number}. \u2068{name}\u2069"


def instant(moment: Any) -> str:
    """Write an instant to the minute, in UTC.

    Examples
    --------
    >>> instant(pd.Timestamp("2025-03-01 09:05", tz="UTC")), instant(pd.NaT)
    ('2025-03-01 09:05', 'no time')
    """
    return "no time" if pd.isna(moment) else f"{moment:%Y-%m-%d %H:%M}"


def span_words(hours: float) -> str:
    """Write a length of time as one would say it.

    Examples
    --------
    >>> span_words(0.5), span_words(1.4), span_words(50), span_words(2000)
    ('30 minutes', '1 hour', '2 days', '3 months')
    """
    unit, hours_long = next((u, long) for u, long, upto in _UNITS if hours < upto)
    n = round(hours / hours_long)
    return f"{n} {unit}{'' if n == 1 else 's'}"
