"""How every figure looks: colours, axes, tick labels."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: The style sheet of matplotlib's that all charts are drawn by.
STYLE = str(Path(__file__).with_name("convostudy.mplstyle"))
COLOURS = {
    "blue": "#0072B2",
    "orange": "#E69F00",
    "green": "#009E73",
    "vermilion": "#D55E00",
    "sky": "#56B4E9",
    "purple": "#CC79A7",
    "grey": "#8a8f98",
    "ink": "#22262b",
}
CYCLE = [COLOURS[c] for c in ("blue", "vermilion", "green", "orange", "purple", "sky")]
DASHES = ["-", "--", "-.", ":"]


def canvas(*, height: float = 3.2, width: float = 7.2) -> Axes:
    """Make a figure of report width and return its one pair of axes.

    Parameters
    ----------
    height, width : float
        Inches.

    Returns
    -------
    matplotlib.axes.Axes
        Their ``.figure`` is registered with no window, so it need not be closed.
    """
    from matplotlib import style
    from matplotlib.figure import Figure

    with style.context(STYLE):
        return Figure(figsize=(width, height)).subplots()


def dress(ax: Axes, grid: str = "") -> None:
    """Take away what carries nothing."""
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        ax.spines[side].set_color(COLOURS["grey"])
    ax.tick_params(colors=COLOURS["ink"], labelsize=9.5, length=3)
    for text in (ax.xaxis.label, ax.yaxis.label):
        text.set_fontsize(10)
        text.set_color(COLOURS["ink"])
    if grid:
        ax.grid(axis=grid, color="#e3e6ea", lw=0.8)  # type: ignore[arg-type]
        ax.set_axisbelow(True)


def empty_frame(ax: Axes, why: str, *, n: int | None = 0) -> Axes:
    """Draw a frame that says that there is nothing to show, and why; on a page, a line of text."""
    ax.set_xticks([])
    ax.set_yticks([])
    words = why if n is None else f"n = {n:,}: {why}"
    ax.text(
        0.5, 0.5, words, transform=ax.transAxes, ha="center", va="center",
        color=COLOURS["grey"], fontsize=11,
    )  # fmt: skip
    return ax


def percent(ax: Axes, axis: str) -> None:
    """Label an axis of shares in per cent."""
    from matplotlib.ticker import PercentFormatter

    target = ax.xaxis if axis == "x" else ax.yaxis
    target.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol="\N{NO-BREAK SPACE}%"))


def span(hours: float) -> str:
    """Write hours as people say them."""
    return f"{hours:g} h" if hours < 48 else f"{hours / 24:g} d"


def time_axis(
    ax: Axes,
    until: float,
    *,
    ticks: Sequence[float] = (6, 24, 72, 168, 336, 720, 1440),
    write: Callable[[float], str] = span,
) -> None:
    """Mark the times on an axis stretched near zero, of which the places are square roots."""
    shown = [tick for tick in ticks if tick <= until]
    ax.set_xticks(np.sqrt(shown), [write(tick) for tick in shown])
    ax.set_xlim(0, np.sqrt(until))


def legend_above(ax: Axes) -> None:
    """Put the legend above the axes: inside them it would lie across what is drawn."""
    ax.legend(
        frameon=False, loc="lower left", bbox_to_anchor=(0, 1.0), fontsize=8.5, borderaxespad=0.3
    )


def line_look(number: int) -> tuple[str, str]:
    """Give the colour and the dashes of a line by its place among the others."""
    return CYCLE[number % len(CYCLE)], DASHES[number % len(DASHES)]


def too_few_curves(ax: Axes, sizes: Mapping[str, int]) -> Axes:
    """Say in place of curves that every group is too small for one."""
    listed = ", ".join(f"{group} (n = {n:,})" for group, n in sizes.items())
    return empty_frame(ax, f"{listed}: too few for a curve", n=None)


def too_few_in_legend(ax: Axes, group: str, n: int) -> None:
    """Name a group in the legend that is too small for a curve."""
    ax.plot([], [], color="none", label=f"{group} (n = {n:,}): too few for a curve")


def readable(colour: str) -> str:
    """Choose black or white, whichever stands out against a colour (relative luminance)."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return "white" if 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.5 else COLOURS["ink"]
