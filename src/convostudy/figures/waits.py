"""Times that are known in full in, the share that took no longer out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from convostudy.figures._look import (
    COLOURS,
    dress,
    empty_frame,
    legend_above,
    line_look,
    percent,
    time_axis,
    too_few_curves,
    too_few_in_legend,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["ecdf"]


def ecdf(
    by_group: Mapping[str, pd.Series],
    *,
    ax: Axes,
    xlabel: str,
    ylabel: str = "share that took no longer",
    until: float = 336.0,
    min_n: int = 1,
) -> Axes:
    """Draw the share of waits that were over by each time, one step curve a group, with its n.

    Only for waits that have ended (answers that came): where some are still open, see `followed`.

    Parameters
    ----------
    by_group : mapping
        Group to the hours of each of its waits.
    ax : matplotlib.axes.Axes
        Where to draw.
    xlabel, ylabel : str
        What the time is; what had happened by then.
    until : float
        Last hour shown; what took longer stays in the count, beyond the edge.
    min_n : int
        A group with fewer waits gets no curve; the legend says so, with its n. Where all are, one
        line says so and there are no axes.

    Returns
    -------
    matplotlib.axes.Axes
        A thin line marks half of the waits; a mark on each curve stands where it reaches it.
    """
    dress(ax, grid="y")
    waits = {group: np.sort(hours.dropna().to_numpy(float)) for group, hours in by_group.items()}
    waits = {group: hours for group, hours in waits.items() if len(hours)}
    if not waits:
        return empty_frame(ax, "no wait that ended")
    if all(len(hours) < min_n for hours in waits.values()):
        return too_few_curves(ax, {group: len(hours) for group, hours in waits.items()})
    ax.axhline(0.5, color=COLOURS["grey"], lw=0.9, ls=":", zorder=0)
    for number, (group, hours) in enumerate(waits.items()):
        colour, dash = line_look(number)
        if len(hours) < min_n:
            too_few_in_legend(ax, group, len(hours))
            continue
        times, counts = np.unique(hours, return_counts=True)
        over = np.cumsum(counts) / len(hours)
        # From zero, where nothing was over, to the edge.
        seen = times <= until
        x = np.sqrt([0.0, *times[seen], until])
        y = [0.0, *over[seen], over[seen][-1] if seen.any() else 0.0]
        label = f"{group} (n = {len(hours):,})"
        ax.step(x, y, where="post", color=colour, ls=dash, lw=2, label=label)
        half = float(times[np.searchsorted(over, 0.5)])
        if half <= until:
            ax.plot(np.sqrt(half), 0.5, "os"[number % 2], color=colour, ms=6, mec="white")
    time_axis(ax, until, ticks=(1, 6, 24, 72, 168, 336, 720))
    ax.set_ylim(0, 1.02)
    percent(ax, "y")
    ax.set_ylabel(ylabel)
    ax.set_xlabel(f"{xlabel} (stretched near zero)")
    legend_above(ax)
    return ax
