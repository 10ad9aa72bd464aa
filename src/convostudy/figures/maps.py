"""Counts by month, or by day and hour, in, maps of them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from convostudy.figures._look import COLOURS, dress, empty_frame, readable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["calendar_map", "hour_map"]

MONTHS = tuple("JFMAMJJASOND")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
PALE, STRONG = "#e4f0f9", COLOURS["blue"]


def calendar_map(counts: pd.DataFrame, *, ax: Axes) -> Axes:
    """Draw how much there is of each month: a row a year, a field a month.

    Parameters
    ----------
    counts : pandas.DataFrame
        Index: years; columns: months 1 to 12; values: how many, missing where nothing could be
        seen. The darker the more; the number stands in each field, and a month with none is
        crossed out.
    ax : matplotlib.axes.Axes
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    from matplotlib.patches import Rectangle

    dress(ax)
    most = counts.max(axis=None) if counts.size else np.nan
    if not most > 0:
        return empty_frame(ax, "no message with a known instant")
    for at, (_, row) in enumerate(counts.iterrows()):
        for month, n in enumerate(row):
            if pd.isna(n):
                continue
            # By the root: a month of thousands would leave all others pale.
            colour = _between(float(np.sqrt(n / most)))
            gap = n == 0
            ax.add_patch(Rectangle(
                (month + 0.04, at + 0.06), 0.92, 0.88, fc="white" if gap else colour,
                ec=COLOURS["vermilion"] if gap else "none", hatch="xx" if gap else None, lw=0.8,
            ))  # fmt: skip
            if not gap:
                ax.text(month + 0.5, at + 0.5, _short(int(n)), ha="center", va="center",
                        fontsize=8, color=readable(colour))  # fmt: skip
    ax.set_xlim(0, 12)
    ax.set_ylim(len(counts), 0)
    ax.set_xticks(np.arange(12) + 0.5, MONTHS)
    ax.set_yticks(np.arange(len(counts)) + 0.5, [str(year) for year in counts.index])
    ax.tick_params(length=0)
    ax.xaxis.tick_top()
    for spine in ax.spines.values():
        spine.set_visible(False)
    return ax


def hour_map(counts: pd.DataFrame, *, ax: Axes, xlabel: str = "hour of the day") -> Axes:
    """Draw at which hours of the week something happened: the larger the square, the more.

    Parameters
    ----------
    counts : pandas.DataFrame
        Index: days 0 (Monday) to 6; columns: hours 0 to 23; values: how many. The sum of each day
        stands at its end.
    ax : matplotlib.axes.Axes
        Where to draw.
    xlabel : str
        Of which clock the hours are.

    Returns
    -------
    matplotlib.axes.Axes
    """
    from matplotlib.patches import Rectangle

    dress(ax)
    most = counts.max(axis=None) if counts.size else np.nan
    if not most > 0:
        return empty_frame(ax, "nothing with a known instant")
    for day, row in counts.iterrows():
        for hour, n in row.items():
            if n > 0:
                side = 0.94 * float(np.sqrt(n / most))
                left, top = float(str(hour)) + 0.5 - side / 2, float(str(day)) + 0.5 - side / 2
                ax.add_patch(Rectangle((left, top), side, side, fc=STRONG, ec="none"))
    for day in range(8):
        ax.axhline(day, color="#e3e6ea", lw=0.7, zorder=0)
    for hour in (6, 12, 18):
        ax.axvline(hour, color="#e3e6ea", lw=0.7, zorder=0)
    for day, n in counts.sum(axis=1).items():
        ax.annotate(f"{int(n):,}", (1.01, float(str(day)) + 0.5),
                    xycoords=("axes fraction", "data"), va="center", fontsize=8.5,
                    color=COLOURS["ink"])  # fmt: skip
    ax.set_xlim(0, 24)
    ax.set_ylim(7, 0)
    ax.set_xticks([0, 6, 12, 18, 24], ["0 h", "6 h", "12 h", "18 h", "24 h"])
    ax.set_yticks(np.arange(7) + 0.5, DAYS)
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel(xlabel)
    return ax


def _between(share: float) -> str:
    """Mix the pale and the strong colour."""
    pale, strong = ([int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in (PALE, STRONG))
    return "#" + "".join(
        f"{round(p + share * (s - p)):02x}" for p, s in zip(pale, strong, strict=True)
    )


def _short(n: int) -> str:
    """Write a count in at most four signs."""
    if n < 1000:
        return str(n)
    return f"{n / 1000:.1f}k" if n < 9950 else f"{n / 1000:.0f}k"
