"""Numbers still followed in, rows of figures below a curve out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from convostudy.figures._look import COLOURS, CYCLE, percent, span
from convostudy.figures.times import curves

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["at_risk", "followed"]

# Points below the axes at which the rows begin, under tick labels and the name of the axis.
FIRST_ROW_PT, LINE_PT = 44, 12


def at_risk(counts: pd.DataFrame, *, ax: Axes, title: str, coloured: bool = False) -> Axes:
    """Write below a curve of time how many are still followed at each of some times.

    Parameters
    ----------
    counts : pandas.DataFrame
        Index: names of the rows; columns: times, in the unit of the curve; values: how many.
    ax : matplotlib.axes.Axes
        Axes of `band`, `curves` or `followed`, whose time is stretched near zero. Where these drew
        nothing, nothing is written.
    title : str
        What is counted. The axis gets its ticks at the times of these numbers.
    coloured : bool
        Whether the names of the rows have the colours of the curves, in order.

    Returns
    -------
    matplotlib.axes.Axes
    """
    if not ax.has_data() or counts.empty:
        return ax
    below: dict[str, Any] = {
        "xycoords": ("data", "axes fraction"),
        "textcoords": "offset points",
        "fontsize": 8.5,
    }
    heads: dict[str, Any] = {**below, "xycoords": "axes fraction", "ha": "left", "va": "top"}
    down = FIRST_ROW_PT
    ax.annotate(title, (0, 0), (0, -down), color=COLOURS["ink"], **{**heads, "fontsize": 8.5})
    right = ax.get_xlim()[1]
    shown = [t for t in map(float, map(str, counts.columns)) if np.sqrt(t) <= right + 1e-9]
    ax.set_xticks(np.sqrt(shown), [span(t) if t else "0" for t in shown])
    for number, (name, row) in enumerate(counts.iterrows()):
        colour = CYCLE[number % len(CYCLE)] if coloured else COLOURS["ink"]
        # The name has a line of its own: beside the numbers it would take a phone's width.
        if len(counts) > 1:
            down += LINE_PT
            ax.annotate(str(name), (0, 0), (0, -down), color=colour, weight="bold", **heads)
        down += LINE_PT
        for time, n in row.items():
            at = float(np.sqrt(float(str(time))))
            if at <= right + 1e-9:
                ax.annotate(f"{int(n):,}", (at, 0), (0, -down), ha="center", va="top",
                            color=COLOURS["ink"], **below)  # fmt: skip
    return ax


def followed(
    by_group: Mapping[str, pd.DataFrame],
    counts: pd.DataFrame,
    *,
    ax: Axes,
    ylabel: str,
    xlabel: str,
    title: str,
    until: float = 336.0,
    min_n: int = 1,
    threads: Mapping[str, int] | None = None,
) -> Axes:
    """Draw cumulative shares over time with their bands, and below how many are still followed.

    Parameters
    ----------
    by_group : mapping
        Group to a curve (``time, at_risk, share, lo, hi``), time in hours, from
        `estimates.kaplan_meier`. Colour, dash and the legend's order all tell the groups apart.
    counts : pandas.DataFrame
        What stands below: index groups, columns hours, values how many.
    ax : matplotlib.axes.Axes
        Where to draw.
    ylabel, xlabel : str
        What had happened; since when the time runs.
    title : str
        What ``counts`` holds.
    until : float
        Last hour shown.
    min_n : int
        A group of fewer threads gets no curve.
    threads : mapping, optional
        Group to its number of threads.

    Returns
    -------
    matplotlib.axes.Axes
    """
    ax = curves(by_group, ax=ax, ylabel=ylabel, until=until, min_n=min_n, threads=threads)
    if not ax.has_data():
        return ax
    ax.set_xlabel(f"{xlabel} (stretched near zero)")
    seen = [float(c.loc[c["time"] <= until, "hi"].max()) for c in by_group.values() if len(c)]
    top = max([0.1, *(hi for hi in seen if np.isfinite(hi))])
    ax.set_ylim(0, min(1.0, 1.1 * top))
    percent(ax, "y")
    # Above the axes: inside them it would lie across the curves.
    ax.legend(
        frameon=False, loc="lower left", bbox_to_anchor=(0, 1.0), fontsize=8.5, borderaxespad=0.3
    )
    named = [name for name in by_group if name in counts.index]
    return at_risk(counts.loc[named], ax=ax, title=title, coloured=True)
