"""The five primary outcomes as a tidy table: one row a number, for programs to read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

__all__ = ["primary_numbers"]

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
        "explicit refusals after which the {side} pitched again",
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
