"""Curves of time to event in, Axes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    span,
    time_axis,
    too_few_curves,
    too_few_in_legend,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["band", "curves"]


def band(
    curve: pd.DataFrame,
    *,
    ax: Axes,
    marks_h: Sequence[float] = (24.0,),
    censored_h: Sequence[float] = (),
    until_h: float = 720.0,
    n: int | None = None,
    min_n: int = 1,
    why_none: str = "no connection with a known day",
) -> Axes:
    """Draw the cumulative share that was pitched, with the band that the day leaves open.

    Parameters
    ----------
    curve : pandas.DataFrame
        ``time_h, lower, upper, estimate`` (shares 0 to 1), from `estimates.bounds_curve`.
    ax : matplotlib.axes.Axes
        Where to draw.
    marks_h : sequence of float
        Hours to mark by a thin line.
    censored_h : sequence of float
        Hours after which a connection went out of sight, drawn as small ticks at the foot.
    until_h : float
        Last hour shown.
    n, min_n : int
        How many connections the curve is of, said on the picture; with fewer than ``min_n`` there
        is no curve, since it would show shares. Where none was pitched, one line says so.
    why_none : str
        What is said where there is no connection to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    dress(ax, grid="y")
    if curve.empty or n == 0:
        return empty_frame(ax, why_none)
    if n is not None and n < min_n:
        return empty_frame(ax, "too few connections for a curve", n=n)
    pitched = curve.loc[curve["time_h"] <= until_h, "upper"].max()
    if not pitched > 0:
        return empty_frame(ax, f"no pitch within {span(until_h)} of connecting", n=n)
    shown = _steps(curve[curve["time_h"] <= until_h])
    time = np.sqrt(shown["time_h"])
    ax.fill_between(
        time, shown["lower"], shown["upper"], step="post", color=COLOURS["sky"], alpha=0.35, lw=0,
        label="what the day of connecting allows",
    )  # fmt: skip
    label = "best estimate" + (f" (n = {n:,})" if n is not None else "")
    # Within the first hours the day allows bounds and no estimate: the line starts where it can.
    untold = shown.loc[shown["estimate"].isna() & shown["lower"].notna(), "time_h"]
    if len(untold):
        later = shown.loc[shown["time_h"] > untold.max(), "time_h"]
        label += f", from {span(later.min())} on" if len(later) else ""
    ax.step(time, shown["estimate"], where="post", color=COLOURS["blue"], lw=2, label=label)
    for hour in marks_h:
        ax.axvline(np.sqrt(hour), color=COLOURS["grey"], lw=0.9, ls=":", zorder=0)
    gone = np.asarray([h for h in censored_h if h <= until_h])
    if len(gone):
        ax.plot(np.sqrt(gone), np.zeros(len(gone)), "|", color=COLOURS["grey"], ms=7, clip_on=False)
    time_axis(ax, until_h)
    top = float(shown["upper"].max())
    ax.set_ylim(0, min(1.0, max(0.1, top * 1.15)))
    percent(ax, "y")
    ax.set_xlabel("time since connecting (stretched near zero)")
    ax.set_ylabel("share pitched")
    legend_above(ax)
    return ax


def _steps(curve: pd.DataFrame) -> pd.DataFrame:
    """Keep the first row, the last, and those at which a share moves: the others draw nothing."""
    shares = curve[["lower", "upper", "estimate"]]
    still = (shares == shares.shift()) | (shares.isna() & shares.shift().isna())
    keep = ~still.all(axis=1)
    keep.iloc[[0, -1]] = True
    return curve[keep]


def curves(
    by_group: Mapping[str, pd.DataFrame],
    *,
    ax: Axes,
    ylabel: str,
    unit: str = "h",
    until: float = 336.0,
    min_n: int = 1,
    threads: Mapping[str, int] | None = None,
) -> Axes:
    """Draw cumulative shares over time, one step curve a group, with its band and its n.

    Parameters
    ----------
    by_group : mapping
        Group to a curve (``time, at_risk, share, lo, hi``) from `estimates.kaplan_meier`.
    ax : matplotlib.axes.Axes
        Where to draw.
    ylabel : str
        What had happened.
    unit : str
        Unit of ``time``: ``h`` for hours.
    until : float
        Last time shown.
    min_n : int
        A group smaller than this gets no curve; the legend says so, with its n. Where all are, one
        line says so and there are no axes.
    threads : mapping, optional
        Group to its number of threads; where given, ``min_n`` is held against these, as in
        `estimates.proportions`.

    Returns
    -------
    matplotlib.axes.Axes
    """
    dress(ax, grid="y")
    drawn = {group: curve for group, curve in by_group.items() if len(curve)}
    if not drawn:
        return empty_frame(ax, "nothing to follow")
    sizes = {group: int(curve["at_risk"].max()) for group, curve in drawn.items()}
    held = sizes if threads is None else threads
    few = {group for group in drawn if held.get(group, 0) < min_n}
    if len(few) == len(drawn):
        return too_few_curves(ax, sizes)
    for number, (group, curve) in enumerate(drawn.items()):
        colour, dash = line_look(number)
        n = sizes[group]
        if group in few:
            too_few_in_legend(ax, group, n)
            continue
        # Cut, not squeezed: what happened later is not drawn as if it happened at the edge.
        curve = _until(curve, until)
        time = np.sqrt(curve["time"])
        ax.step(time, curve["share"], where="post", color=colour, ls=dash, lw=2,
                label=f"{group} (n = {n:,})")  # fmt: skip
        ax.fill_between(time, curve["lo"], curve["hi"], step="post", color=colour, alpha=0.15, lw=0)
    time_axis(ax, until, write=span if unit == "h" else str)
    ax.set_ylim(0, 1)
    percent(ax, "y")
    ax.set_ylabel(ylabel)
    ax.set_xlabel("time since the message (stretched near zero)")
    ax.legend(frameon=False, fontsize=9, loc="upper left")
    return ax


def _until(curve: pd.DataFrame, until: float) -> pd.DataFrame:
    """Start a curve at zero and end it at ``until``, or earlier where nobody is followed so long.

    Between two times a share stands still, so it is known up to the last time of all.
    """
    moves = ["share", "lo", "hi"]
    seen = curve.loc[curve["time"] <= until, ["time", *moves]]
    rows = [{"time": 0.0, **dict.fromkeys(moves, 0.0)}, *seen.to_dict("records")]
    if curve["time"].max() > until:
        rows.append({**rows[-1], "time": until})
    return pd.DataFrame(rows)
