"""Shares and counts in, Axes out."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from convostudy.figures._look import COLOURS, dress, empty_frame, percent, readable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["bars", "dots", "stacked"]

# Letters after which a name beside a row, or under a bar, goes on in a second line.
ROW_NAME, BAR_NAME = 24, 9


def dots(
    estimates: pd.DataFrame, *, label: str, ax: Axes, xlabel: str = "share", top: float = 1.0
) -> Axes:
    """Draw shares as dots with their intervals, one row a group, n beside each.

    Parameters
    ----------
    estimates : pandas.DataFrame
        ``n, k, share, lo, hi`` and ``shown`` (false: the group is too small for a rate, and is
        written as a count), from `estimates.proportions`.
    label : str
        The column that names the rows. Where all groups are too small, one line says the counts.
    ax : matplotlib.axes.Axes
        Where to draw.
    xlabel : str
        What the share is of.
    top : float
        Right end of the axis, 0 to 1.

    Returns
    -------
    matplotlib.axes.Axes
    """
    dress(ax, grid="x")
    rows = estimates.reset_index(drop=True)
    rows = rows[rows["n"] > 0].reset_index(drop=True)
    if rows.empty:
        return empty_frame(ax, "nothing to count")
    if "shown" in rows and not rows["shown"].astype(bool).any():
        listed = [f"{row[label]}: {row['k']:,} of {row['n']:,}" for _, row in rows.iterrows()]
        return empty_frame(ax, f"Too few for a rate. {'; '.join(listed)}.", n=None)
    places = np.arange(len(rows))[::-1]
    for place, row in zip(places, rows.itertuples(index=False), strict=True):
        rate = bool(getattr(row, "shown", True))
        colour = COLOURS["blue"] if rate else COLOURS["grey"]
        note = f"{row.k} of {row.n}"
        if rate:
            ax.plot(
                [row.lo, row.hi], [place, place], "-", color=colour, lw=2.2, solid_capstyle="butt"
            )
            ax.plot(row.share, place, "o", color=colour, ms=7)
            note = f"{100 * row.share:.0f}\N{NO-BREAK SPACE}%  ({note})"
        else:
            note += "  too few threads for a rate"
        ax.annotate(
            note,
            (1.01, place),
            xycoords=("axes fraction", "data"),
            va="center",
            fontsize=9,
            color=COLOURS["ink"],
        )
    ax.set_yticks(places, [textwrap.fill(str(v), ROW_NAME) for v in rows[label]])
    ax.set_ylim(-0.6, len(rows) - 0.4)
    ax.set_xlim(0, top)
    percent(ax, "x")
    ax.set_xlabel(xlabel)
    return ax


def stacked(
    counts: pd.DataFrame,
    *,
    ax: Axes,
    colours: Mapping[str, str],
    xlabel: str = "share",
    min_n: int = 1,
    threads: Mapping[str, int] | None = None,
) -> Axes:
    """Draw what each group is made of: one full bar a row, its parts labelled by their counts.

    Parameters
    ----------
    counts : pandas.DataFrame
        Index: groups; columns: parts, in order; values: how many.
    ax : matplotlib.axes.Axes
        Where to draw.
    colours : mapping
        Part to colour.
    xlabel : str
        What the bar is made of.
    min_n : int
        A group smaller than this gets no bar, which would show shares: its counts are written.
        Where all are, one line says so and there are no axes.
    threads : mapping, optional
        Group to its number of threads; where given, ``min_n`` is held against these, as in
        `estimates.proportions`.

    Returns
    -------
    matplotlib.axes.Axes
    """
    dress(ax)
    counts = counts[counts.sum(axis=1) > 0]
    if counts.empty:
        return empty_frame(ax, "nothing to count")
    n = counts.sum(axis=1)
    few = (pd.Series(threads).reindex(n.index, fill_value=0) if threads is not None else n) < min_n
    if few.all():
        listed = [f"{group} (n = {n[group]:,}): {_parts(counts.loc[group])}" for group in n.index]
        return empty_frame(ax, f"Too few for shares. {'; '.join(listed)}.", n=None)
    # A missing share draws no bar.
    shares = counts.div(n, axis=0).mask(few)
    places = np.arange(len(counts))[::-1]
    left = np.zeros(len(counts))
    for part in counts.columns:
        width = shares[part].to_numpy()
        colour = colours.get(str(part), COLOURS["grey"])
        ax.barh(places, width, left=left, height=0.62, color=colour, ec="white", label=str(part))
        for place, w, at, k in zip(places, width, left, counts[part], strict=True):
            if w >= 0.045:
                ax.text(at + w / 2, place, str(int(k)), ha="center", va="center", fontsize=9,
                        color=readable(colour))  # fmt: skip
        left += width
    for place, (group, parts) in zip(places, counts.iterrows(), strict=True):
        if few[group]:
            ax.text(0.01, place, _few(parts), va="center", fontsize=9, color=COLOURS["ink"])
    names = [f"{group}\n(n = {int(size)})" for group, size in n.items()]
    ax.set_yticks(places, names)
    ax.set_ylim(-0.6, len(counts) - 0.4)
    ax.set_xlim(0, 1)
    percent(ax, "x")
    ax.set_xlabel(xlabel)
    ax.legend(
        frameon=False, fontsize=8.5, loc="lower right", bbox_to_anchor=(1, 1.0),
        ncols=2, borderaxespad=0.3, handlelength=1.2,
    )  # fmt: skip
    return ax


def _few(parts: pd.Series) -> str:
    """Write the counts of a group that is too small for shares, in short lines."""
    return textwrap.fill(f"too few for shares: {_parts(parts)}", 44)


def _parts(parts: pd.Series) -> str:
    return ", ".join(f"{int(k)} {part}" for part, k in parts.items() if k)


def bars(counts: pd.Series, *, ax: Axes, xlabel: str, highlight: Sequence[str] = ()) -> Axes:
    """Draw counts as bars, with the number on each.

    Parameters
    ----------
    counts : pandas.Series
        Index: names in order; values: how many.
    ax : matplotlib.axes.Axes
        Where to draw.
    xlabel : str
        What the names are.
    highlight : sequence of str
        Names drawn in the strong colour; the rest is grey.

    Returns
    -------
    matplotlib.axes.Axes
    """
    dress(ax)
    if counts.sum() == 0:
        return empty_frame(ax, "nothing to count")
    names = [str(name) for name in counts.index]
    strong = [COLOURS["vermilion"] if name in highlight else COLOURS["grey"] for name in names]
    drawn = ax.bar(range(len(names)), counts.to_numpy(), color=strong, width=0.7)
    ax.bar_label(drawn, fontsize=9, padding=2, color=COLOURS["ink"])
    ax.set_xticks(range(len(names)), [textwrap.fill(name, BAR_NAME) for name in names])
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.set_xlabel(xlabel)
    ax.margins(y=0.15)
    return ax
