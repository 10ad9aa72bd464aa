"""Shares and differences of several groups in, Axes out."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from convostudy.figures._look import COLOURS, CYCLE, dress, empty_frame, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

__all__ = ["MOST_GROUPS", "gaps", "side_by_side", "side_by_side_height"]

#: Groups of which a figure shows each outcome; the table below it holds all.
MOST_GROUPS = 8
MARKERS = ["o", "s", "D", "^", "v", "P", "X", "*"]
NAME, HEADING = 24, 60


def side_by_side_height(rows: pd.DataFrame, *, heading: str) -> float:
    """Tell how high a canvas has to be for so many rows.

    Parameters
    ----------
    rows : pandas.DataFrame
        As in `side_by_side` or `gaps`.
    heading : str
        Column that names the blocks of rows.

    Returns
    -------
    float
        Inches.

    Examples
    --------
    >>> side_by_side_height(pd.DataFrame({"label": ["a", "a", "b"]}), heading="label")
    2.5
    """
    return float(round(0.9 + 0.32 * (len(rows) + rows[heading].nunique()), 2))


def side_by_side(rows: pd.DataFrame, *, ax: Axes, xlabel: str = "share") -> Axes:
    """Draw the shares of several groups, outcome below outcome: a dot, its interval, its count.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``label`` (names the outcome), ``group, share, lo, hi, shown`` (false: no dot, the note
        alone) and ``note`` (written beside the row), in the order in which they are drawn. A group
        has the same colour and the same mark in each outcome.
    ax : matplotlib.axes.Axes
        Where to draw.
    xlabel : str
        What the shares are.

    Returns
    -------
    matplotlib.axes.Axes
    """
    dress(ax, grid="x")
    if rows.empty or not rows["shown"].astype(bool).any():
        return _too_few(ax, rows, rows["group"] if len(rows) else [])
    places = _blocks(ax, rows["label"], list(rows["group"]))
    order = {group: i for i, group in enumerate(dict.fromkeys(rows["group"]))}
    for place, (_, row) in zip(places, rows.iterrows(), strict=True):
        i = order[row["group"]]
        colour = CYCLE[i % len(CYCLE)]
        if row["shown"]:
            ax.plot([row["lo"], row["hi"]], [place] * 2, "-", color=colour, lw=2.2)
            ax.plot(row["share"], place, MARKERS[i % len(MARKERS)], color=colour, ms=6.5)
        _beside(ax, place, str(row["note"]))
    ax.set_xlim(0, 1)
    percent(ax, "x")
    ax.set_xlabel(xlabel)
    return ax


def gaps(rows: pd.DataFrame, *, ax: Axes, xlabel: str = "difference in percentage points") -> Axes:
    """Draw differences of shares with two intervals: by itself, and so wide that all hold.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``label`` (names the outcome), ``pair, difference, lo, hi, lo_all, hi_all, shown`` (false:
        not compared) and ``note``.
    ax : matplotlib.axes.Axes
        Where to draw.
    xlabel : str
        What the differences are.

    Returns
    -------
    matplotlib.axes.Axes
        A filled mark where even the wide interval leaves zero out, an open one elsewhere.
    """
    dress(ax, grid="x")
    if rows.empty or not rows["shown"].astype(bool).any():
        return _too_few(ax, rows, rows["pair"] if len(rows) else [])
    places = _blocks(ax, rows["label"], list(rows["pair"]))
    ax.axvline(0, color=COLOURS["ink"], lw=1.1)
    for place, (_, row) in zip(places, rows.iterrows(), strict=True):
        if row["shown"]:
            clear = row["lo_all"] > 0 or row["hi_all"] < 0
            colour = COLOURS["vermilion"] if clear else COLOURS["blue"]
            ax.plot([row["lo_all"], row["hi_all"]], [place] * 2, "-", color=colour, lw=1)
            ax.plot([row["lo"], row["hi"]], [place] * 2, "-", color=colour, lw=3)
            ax.plot(row["difference"], place, "o", color=colour, ms=6.5,
                    mfc=colour if clear else "white", mew=1.6)  # fmt: skip
        _beside(ax, place, str(row["note"]))
    ends = rows.loc[rows["shown"].astype(bool), ["lo_all", "hi_all", "lo", "hi"]].abs()
    furthest = float(np.nanmax([0.1, *ends.to_numpy(dtype=float).ravel()]))
    ax.set_xlim(-min(1.0, 1.05 * furthest), min(1.0, 1.05 * furthest))
    # A difference of shares is not a share: 20 % less than 40 % would be 32 %.
    ax.xaxis.set_major_formatter(_points)
    ax.set_xlabel(xlabel)
    return ax


def _points(gap: float, _: object) -> str:
    points = round(100 * gap)
    return f"{points:+d}".replace("-", "\N{MINUS SIGN}") if points else "0"


def _blocks(ax: Axes, labels: pd.Series, names: Sequence[str]) -> list[float]:
    """Give each row its place, a block an outcome with its name above; label the rows."""
    places: list[float] = []
    at = 0.0
    before = None
    for label in labels:
        if label != before:
            words = textwrap.shorten(str(label), HEADING, placeholder=" …")
            ax.text(0.0, at, words, transform=ax.get_yaxis_transform(), fontsize=9.5, weight="bold",
                    va="center", ha="left", color=COLOURS["ink"], zorder=5,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})  # fmt: skip
            at -= 1
            before = label
        places.append(at)
        at -= 1
    ax.set_yticks(places, [textwrap.fill(str(name), NAME, max_lines=2, placeholder=" …")
                           for name in names])  # fmt: skip
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(at + 0.4, 0.7)
    return places


def _beside(ax: Axes, place: float, note: str) -> None:
    ax.annotate(note, (1.01, place), xycoords=("axes fraction", "data"), va="center",
                fontsize=8.5, color=COLOURS["ink"])  # fmt: skip


def _too_few(ax: Axes, rows: pd.DataFrame, names: Sequence[str]) -> Axes:
    if rows.empty:
        return empty_frame(ax, "nothing to set side by side")
    listed = zip(rows["label"], names, rows["note"], strict=True)
    said = "; ".join(f"{label}, {name}: {note}" for label, name, note in listed)
    return empty_frame(ax, f"Too few for a rate. {said}.", n=None)
