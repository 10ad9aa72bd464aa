"""Counts of what followed what in, a flow out."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from convostudy.figures._look import COLOURS, dress, empty_frame

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["flow"]

BAR, GAP, LABEL_LETTERS = 0.07, 0.06, 13
#: Beside colour: what a stream is can be told by its pattern, too.
HATCHES = ("////", "", "....", "xx")


def flow(
    paths: pd.DataFrame,
    *,
    ax: Axes,
    colours: Mapping[str, str],
    heads: tuple[str, str, str],
    min_n: int = 1,
    n_threads: int | None = None,
) -> Axes:
    """Draw from what to what things went in three steps; the width of a stream is its count.

    Parameters
    ----------
    paths : pandas.DataFrame
        Three columns of names, the steps in order, and ``n``, how many went that way.
    ax : matplotlib.axes.Axes
        Where to draw.
    colours : mapping
        Name in the second step to the colour of its streams; each has a pattern, too.
    heads : tuple of str
        What the three steps are.
    min_n : int
        With fewer (threads, where ``n_threads`` says how many) nothing is drawn, since widths are
        shares: the counts are written.
    n_threads : int, optional
        Of how many threads the paths are.

    Returns
    -------
    matplotlib.axes.Axes
    """
    dress(ax)
    paths = paths[paths["n"] > 0].reset_index(drop=True)
    if paths.empty:
        return empty_frame(ax, "nothing to follow")
    steps = list(paths.columns[:3])
    total = int(paths["n"].sum())
    if (total if n_threads is None else n_threads) < min_n:
        said = "; ".join(
            f"{' → '.join(str(row[s]) for s in steps)}: {row['n']}" for _, row in paths.iterrows()
        )
        return empty_frame(ax, f"Too few for a flow (n = {total:,}). {said}.", n=None)
    tops = [_nodes(paths, step, place, heads[place], ax, total)
            for place, step in enumerate(steps)]  # fmt: skip
    order = {name: number for number, name in enumerate(colours)}
    for place in (0, 1):
        left, right = steps[place], steps[place + 1]
        by = list(dict.fromkeys([left, steps[1], right]))
        joined = paths.groupby(by, sort=False)["n"].sum().reset_index()
        out, into = dict(tops[place]), dict(tops[place + 1])
        for _, row in joined.iterrows():
            name, wide = str(row[steps[1]]), float(row["n"]) / total
            _stream(
                ax, place + BAR / 2, place + 1 - BAR / 2, out[row[left]], into[row[right]], wide,
                colours.get(name, COLOURS["grey"]), HATCHES[order.get(name, 0) % len(HATCHES)],
            )  # fmt: skip
            out[row[left]] += wide
            into[row[right]] += wide
    ax.set_xlim(-BAR, 2 + BAR)
    lowest = 1 + GAP * (max(paths[s].nunique() for s in steps) - 1)
    ax.set_ylim(lowest + 0.02, -0.1)
    ax.set_axis_off()
    return ax


def _nodes(
    paths: pd.DataFrame, step: str, place: int, head: str, ax: Axes, total: int
) -> dict[str, float]:
    """Draw the bars of one step, with names and counts; return where each begins."""
    from matplotlib.patches import Rectangle

    align = ("right", "center", "left")[place]
    beside = (-BAR, 0.0, BAR)[place]
    ax.text(place, -0.05, head, ha="center", va="bottom", fontsize=9, color=COLOURS["ink"],
            weight="bold")  # fmt: skip
    tops, top = {}, 0.0
    for name, n in paths.groupby(step, sort=False)["n"].sum().items():
        high = float(n) / total
        ax.add_patch(Rectangle((place - BAR / 2, top), BAR, high, fc=COLOURS["ink"], ec="none"))
        said = f"{textwrap.fill(str(name), LABEL_LETTERS)}\n{int(n):,}"
        over = {"fc": "white", "ec": "none", "alpha": 0.85, "pad": 1.2} if place == 1 else None
        ax.text(place + beside, top + high / 2, said, ha=align, va="center", fontsize=8.5,
                linespacing=1.0, color=COLOURS["ink"], bbox=over, zorder=5)  # fmt: skip
        tops[str(name)] = top
        top += high + GAP
    return tops


def _stream(
    ax: Axes, x0: float, x1: float, y0: float, y1: float, wide: float, colour: str, hatch: str
) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    mid = (x0 + x1) / 2
    corners = [
        (x0, y0), (mid, y0), (mid, y1), (x1, y1),
        (x1, y1 + wide), (mid, y1 + wide), (mid, y0 + wide), (x0, y0 + wide), (x0, y0),
    ]  # fmt: skip
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    ax.add_patch(
        PathPatch(Path(corners, codes), fc=colour, ec="white", alpha=0.65, lw=0.4, hatch=hatch)
    )
