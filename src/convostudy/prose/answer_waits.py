"""How long answers took in, the words of the report on that out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from convostudy.prose.sentences import LABELS, counted

__all__ = [
    "OF_HALF",
    "WHOSE",
    "answer_curve_words",
    "answer_hours_words",
    "half_between",
    "the_asker",
    "wait_words",
    "waited",
]

OF_HALF = (
    "Intervals by the order of the hours, taking answers as independent, so with several in a "
    "thread somewhat too narrow."
)
WHOSE = {"owner": "the owner", "counterpart": "counterparts"}


def answer_hours_words(waits: pd.DataFrame) -> dict[str, str]:
    """Give alt text and caption of the curve of how long the answers took that came.

    Parameters
    ----------
    waits : pandas.DataFrame
        From `outcomes.answer_waits`.

    Returns
    -------
    dict
        ``alt`` and ``caption``.
    """
    came = waits[waits["answered"] > 0]
    said = " ".join(
        f"Of {counted(int(row['answered']), 'answer')} to {the_asker(row['asked by'])}, half were "
        f"there within {waited(row['half_h'])} ({half_between(row)})."
        for row in came.to_dict("records")
    )
    return {
        "alt": f"Step curves: share of the answers that had come by each time. {said}".strip(),
        "caption": (
            f"{said} Only questions that got an answer, so each curve comes to 100 %. Look where "
            "it crosses the dotted line, at half of the answers (marked), and how long the last "
            f"ones took. {OF_HALF} {LABELS}"
        ).strip(),
    }


def answer_curve_words(times: pd.DataFrame, *, no_reply_days: float) -> dict[str, str]:
    """Give alt text and caption of the curve of time to the answer.

    Parameters
    ----------
    times : pandas.DataFrame
        From `outcomes.answer_times`.
    no_reply_days : float
        Window W in days.

    Returns
    -------
    dict
        ``alt`` and ``caption``.
    """
    said = []
    for asker, name in WHOSE.items():
        mine = times[times["asker"] == asker]
        if len(mine):
            day = int((mine["answered"] & (mine["hours"] <= 24)).sum())
            said.append(
                f"Of {counted(len(mine), 'question')} of {name}, {day:,} had an answer within a "
                f"day and {int(mine['answered'].sum()):,} in the end."
            )
    return {
        "alt": "Step curves: share of questions answered by time since asking. " + " ".join(said),
        "caption": (
            f"{' '.join(said)} Look how steep the curve is on the first day, and where it levels "
            "off: what is missing to 100 % got no answer. A question passed over stays among those "
            f"without an answer until the {no_reply_days:g} days are over; one on which the export "
            "ends is followed until then. Bands: 95 % intervals, taking questions as independent, "
            f"so with several in a thread somewhat too narrow. {LABELS}"
        ).strip(),
    }


def wait_words(waits: pd.DataFrame) -> pd.DataFrame:
    """Write the hours to the answer for reading.

    Parameters
    ----------
    waits : pandas.DataFrame
        From `outcomes.answer_waits`.

    Returns
    -------
    pandas.DataFrame
    """
    names = {
        "quarter_h": "a quarter within",
        "half_h": "half within",
        "three_quarters_h": "three quarters within",
    }
    table = waits.rename(columns=names)
    for name in names.values():
        table[name] = [waited(hours) for hours in table[name]]
    table["half within"] += [
        f" ({half_between(row)})" if row["answered"] else "" for row in waits.to_dict("records")
    ]
    return table[["asked by", "answered", *names.values()]]


def half_between(row: Mapping[Any, Any]) -> str:
    """Write the interval of the time by which half of the answers were there."""
    if not np.isfinite(row["half_lo_h"]):
        return "too few for an interval"
    return f"95 % interval {waited(row['half_lo_h'])} to {waited(row['half_hi_h'])}"


def the_asker(asker: str) -> str:
    """Name whoever asked, as in a sentence."""
    return WHOSE.get(asker, asker)


def waited(hours: float) -> str:
    """Write how long an answer took."""
    if not np.isfinite(hours):
        return "–"
    if hours < 1:
        return f"{60 * hours:.0f} min"
    return f"{hours:.1f} h" if hours < 48 else f"{hours / 24:.1f} days"
