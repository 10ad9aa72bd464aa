"""Counts of two groups, or shares between bounds, in, Axes out."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from convostudy.figures._look import COLOURS, dress, empty_frame, percent
from convostudy.figures.shares import ROW_NAME

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["mirror", "ranges"]


def mirror(counts: pd.DataFrame, *, ax: Axes, xlabel: str) -> Axes:
    """Draw counts of two groups back to back: one to the left, one to the right, row by row.

    Parameters
    ----------
    counts : pandas.DataFrame
        Index: names of the rows, from the top; two columns: the groups; values: how many. Rows
        without any are left out.
    ax : matplotlib.axes.Axes
        Where to draw.
    xlabel : str
        What is counted.

    Returns
    -------
    matplotlib.axes.Axes
    """
    dress(ax)
    rows = counts[counts.sum(axis=1) > 0]
    if rows.empty:
        return empty_frame(ax, "nothing to count")
    left, right = rows.columns[:2]
    places = np.arange(len(rows))[::-1]
    most = float(rows.max(axis=None))
    sides = ((left, -1, "blue", "right", ""), (right, 1, "vermilion", "left", "////"))
    for group, sign, colour, align, hatch in sides:
        ax.barh(places, sign * rows[group], height=0.66, color=COLOURS[colour], ec="white",
                hatch=hatch, lw=0.3)  # fmt: skip
        for place, n in zip(places, rows[group], strict=True):
            ax.text(sign * (n + 0.015 * most), place, f"{int(n):,}", ha=align, va="center",
                    fontsize=9, color=COLOURS["ink"])  # fmt: skip
        # Short lines: on a phone half the axes is an inch wide.
        name = f"{textwrap.fill(str(group), 14)}\n(n = {int(rows[group].sum()):,})"
        ax.text(0.02 if sign < 0 else 0.98, 1.01, name, transform=ax.transAxes, va="bottom",
                ha="left" if sign < 0 else "right", fontsize=8.5, color=COLOURS[colour],
                weight="bold")  # fmt: skip
    ax.axvline(0, color=COLOURS["grey"], lw=0.9)
    ax.set_yticks(places, [textwrap.fill(str(name), ROW_NAME) for name in rows.index])
    ax.set_ylim(-0.6, len(rows) - 0.4)
    ax.set_xlim(-1.3 * most, 1.3 * most)
    ax.set_xticks([])
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel(xlabel)
    return ax


def ranges(rows: pd.DataFrame, *, label: str, ax: Axes, xlabel: str) -> Axes:
    """Draw shares with their intervals, each under its name, over the whole width of a phone, too.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``n, share, lo, hi`` (estimate and interval), ``shown`` (false: too few for a rate) and
        ``note`` (written at the end of the row's name); where there are ``least`` and ``most``
        (what is known for certain), a box is drawn between them.
    label : str
        The column that names the rows.
    ax : matplotlib.axes.Axes
        Where to draw; half an inch a row is enough.
    xlabel : str
        What the share is of.

    Returns
    -------
    matplotlib.axes.Axes
    """
    dress(ax, grid="x")
    rows = rows[rows["n"] > 0].reset_index(drop=True)
    if rows.empty:
        return empty_frame(ax, "nothing to count")
    if not rows["shown"].any():
        listed = [f"{row[label]}: {row['note']}" for _, row in rows.iterrows()]
        return empty_frame(ax, f"Too few for a rate. {'; '.join(listed)}.", n=None)
    places = np.arange(len(rows))[::-1]
    named: dict[str, Any] = {"va": "center", "fontsize": 8.5, "color": COLOURS["ink"]}
    named["transform"] = ax.get_yaxis_transform()
    for place, (_, row) in zip(places, rows.iterrows(), strict=True):
        for x, words, align in ((0.01, row[label], "left"), (1, row["note"], "right")):
            ax.text(x, place + 0.38, str(words), ha=align, **named)
        if not row["shown"]:
            continue
        if "least" in rows:
            ax.barh(place, row["most"] - row["least"], left=row["least"], height=0.3,
                    color=COLOURS["sky"], alpha=0.4, lw=0)  # fmt: skip
        ax.plot([row["lo"], row["hi"]], [place] * 2, ls="-", color=COLOURS["blue"], lw=2.2)
        ax.plot(row["share"], place, "o", color=COLOURS["blue"], ms=6.5)
    ax.set_yticks([])
    ax.set_ylim(-0.35, len(rows) - 0.4)
    ends = rows.loc[rows["shown"], [c for c in ("most", "hi") if c in rows]].max(axis=None)
    ax.set_xlim(0, min(1.0, max(0.1, 1.1 * float(ends))) if pd.notna(ends) else 1.0)
    percent(ax, "x")
    ax.set_xlabel(xlabel)
    return ax
