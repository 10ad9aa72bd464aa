"""Numbers and tables as Markdown."""

from __future__ import annotations

import html
import math

import pandas as pd
from benchmarks.accuracy.intervals import Estimate


def shown(estimate: Estimate, n: int | None = None, *, digits: int = 2) -> str:
    """Return a score with its interval; with its n where that is not the row's.

    >>> shown(Estimate(0.5, 0.4, 0.6, 20), 20), shown(Estimate(0.5, 0.4, 0.6, 20), 30)
    ('0.50 (0.40 to 0.60)', '0.50 (0.40 to 0.60), n 20')
    """
    if math.isnan(estimate.value):
        return "–"
    value, low, high = (f"{x:.{digits}f}" for x in estimate[:3])
    text = f"{value} ({low} to {high})"
    return text if n is None or n == estimate.n else f"{text}, n {estimate.n:,}"


def percent(estimate: Estimate) -> str:
    """Return a share in per cent with its interval."""
    if math.isnan(estimate.value):
        return "–"
    low, high = 100 * estimate.low, 100 * estimate.high
    return f"{100 * estimate.value:.1f} % ({low:.1f} to {high:.1f})"


def table(frame: pd.DataFrame, corner: str = "") -> str:
    """Return a frame as a table, its index first; cells as they are, missing ones empty."""
    head = [corner, *map(str, frame.columns)]
    rows = [
        [str(label), *("" if pd.isna(cell) else str(cell) for cell in cells)]
        for label, cells in zip(frame.index, frame.to_numpy(dtype=object), strict=True)
    ]
    lines = [f"| {' | '.join(row)} |" for row in (head, *rows)]
    return "\n".join([lines[0], "|" + "---|" * len(head), *lines[1:]])


def plain(text: str) -> str:
    """Return a text that Markdown shows as it was written.

    >>> plain("a | b <i> [x](y)")
    'a &#124; b &lt;i&gt; &#91;x](y)'
    """
    marks = {"|": "&#124;", "[": "&#91;", "*": "&#42;", "_": "&#95;", "`": "&#96;", "~": "&#126;"}
    safe = html.escape(text, quote=False)
    for mark, code in marks.items():
        safe = safe.replace(mark, code)
    return safe
