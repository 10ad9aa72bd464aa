"""What a page says first, as a tidy table: one row a number, for programs to read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

__all__ = [
    "counted_numbers",
    "half_numbers",
    "primary_numbers",
    "rate_numbers",
    "threshold_numbers",
]

# Name in the table -> name among the estimates of `outcomes.primary`, and what it says.
_ROWS = {
    "pitched_soon": ("soon", "connections with a pitch within {hours} hours"),
    "pitched_soon_wrote": (
        "soon_wrote",
        "connections with a pitch within {hours} hours, where the {side} wrote",
    ),
    "first_turn_is_pitch": ("first", "threads in which the first turn of the {side} is a pitch"),
    "their_answers": ("their_answers", "questions to the {side} that were answered"),
    "own_answers": ("own_answers", "questions of the {side} that were answered"),
    "pitched_after_refusal": (
        "persisted",
        "explicit refusals and requests to stop after which the {side} wrote, and pitched again",
    ),
    "replies_to_pitches": ("to_pitches", "pitches of the {side} that were replied to"),
    "replies_to_others": ("to_others", "other messages of the {side} that were replied to"),
}


def primary_numbers(five: Mapping[str, Any]) -> pd.DataFrame:
    """Make one row of each number of the five primary outcomes.

    Parameters
    ----------
    five : mapping
        What `outcomes.primary` gave.

    Returns
    -------
    pandas.DataFrame
        ``name, label, estimate, low, high, n, k, n_clusters, n_missing, method, small``. A group
        of fewer than ``min_n`` threads is ``small``: its share stands here, and is to be read as
        a count.

    Examples
    --------
    >>> row = pd.Series(dict(share=0.5, lo=0.2, hi=0.8, n=8, k=4, n_clusters=8, method="Wilson"))
    >>> five = {"side": "counterpart", "pitch_within_h": (24.0,), "min_n": 20, "first": row}
    >>> primary_numbers(five)[["name", "method"]].values.tolist()
    [['first_turn_is_pitch', 'Wilson']]
    """
    words = {"hours": f"{five['pitch_within_h'][0]:g}", "side": five["side"]}
    rows = []
    for name, (key, label) in _ROWS.items():
        if key not in five:
            continue
        held = five[key]
        n_clusters = held.get("n_clusters", held["n"])
        rows.append(
            {
                "name": name,
                "label": label.format(**words),
                "estimate": held.get("share_estimate", held.get("share")),
                "low": held["lo"],
                "high": held["hi"],
                "n": held["n"],
                "k": held.get("k", held.get("n_certain")),
                "n_clusters": n_clusters,
                "n_missing": held.get("n_missing", held.get("n_censored_before")),
                "method": held["method"],
                "small": bool(n_clusters < five["min_n"]),
            }
        )
    return pd.DataFrame(rows)


def rate_numbers(about: str, rates: pd.DataFrame) -> pd.DataFrame:
    """Make one row of each share.

    Parameters
    ----------
    about : str
        What the shares are of: begins each name.
    rates : pandas.DataFrame
        ``who`` (names the row) and the columns of `estimates.proportions`.

    Returns
    -------
    pandas.DataFrame
        ``name, estimate, low, high, n, k, n_clusters, method, small``.

    Examples
    --------
    >>> row = dict(who="owner", n=8, k=4, n_clusters=8, share=0.5, lo=0.2, hi=0.8, method="Wilson")
    >>> rate_numbers("answered", pd.DataFrame([row | {"shown": False}]))["name"].tolist()
    ['answered: owner']
    """
    named = rates.rename(columns={"share": "estimate", "lo": "low", "hi": "high"})
    named = named.assign(
        name=[f"{about}: {who}" for who in rates["who"]], small=~rates["shown"].astype(bool)
    )
    held = ["name", "estimate", "low", "high", "n", "k", "n_clusters", "method", "small"]
    return named.reindex(columns=held)


def threshold_numbers(thresholds: pd.DataFrame, *, min_n: int) -> pd.DataFrame:
    """Make one row of the share pitched by each threshold.

    Parameters
    ----------
    thresholds : pandas.DataFrame
        From `estimates.threshold_table`.
    min_n : int
        With fewer connections a row is ``small``.

    Returns
    -------
    pandas.DataFrame
        ``name, estimate, low, high, n, n_certain, n_possible, method, small``.

    Examples
    --------
    >>> row = dict(threshold_h=24.0, n=9, n_certain=2, n_possible=3, share_estimate=0.3, lo=0.1)
    >>> by_time = pd.DataFrame([row | {"hi": 0.6, "method": "EM within the day"}])
    >>> threshold_numbers(by_time, min_n=20)[["name", "small"]].values.tolist()
    [['pitched within 24 h', True]]
    """
    named = thresholds.rename(columns={"share_estimate": "estimate", "lo": "low", "hi": "high"})
    named = named.assign(
        name=[f"pitched within {hours:g} h" for hours in thresholds["threshold_h"]],
        small=thresholds["n"] < min_n,
    )
    held = ["name", "estimate", "low", "high", "n", "n_certain", "n_possible", "method", "small"]
    return named.reindex(columns=held)


def half_numbers(waits: pd.DataFrame) -> pd.DataFrame:
    """Make one row of each time by which half of the answers had come.

    Parameters
    ----------
    waits : pandas.DataFrame
        From `answer_waits`.

    Returns
    -------
    pandas.DataFrame
        ``name, estimate, low, high, n, method``, in hours.
    """
    made = waits.rename(
        columns={"half_h": "estimate", "half_lo_h": "low", "half_hi_h": "high", "answered": "n"}
    )
    made["name"] = "half of the answers came within, h: " + waits["asked by"]
    made["method"] = "median, interval by order statistics"
    return made[["name", "estimate", "low", "high", "n", "method"]]


def counted_numbers(
    about: str, counts: Mapping[str, float] | pd.Series, *, n: Mapping[str, float] | None = None
) -> pd.DataFrame:
    """Make one row of each number that was counted, not estimated.

    Parameters
    ----------
    about : str
        What was counted: begins each name.
    counts : mapping or pandas.Series
        Name to number.
    n : mapping, optional
        Name to the number of things that it describes; left out, each is a count.

    Returns
    -------
    pandas.DataFrame
        ``name, estimate, low, high, n, method``; a number that was counted has no interval.

    Examples
    --------
    >>> counted_numbers("rows", {"used": 12})[["name", "estimate", "n"]].values.tolist()
    [['rows: used', 12, 12]]
    """
    of = counts if n is None else n
    rows = [
        {
            "name": f"{about}: {name}",
            "estimate": number,
            "low": None,
            "high": None,
            "n": of[name],
            "method": "counted" if n is None else "described",
        }
        for name, number in counts.items()
    ]
    return pd.DataFrame(rows, columns=["name", "estimate", "low", "high", "n", "method"])
