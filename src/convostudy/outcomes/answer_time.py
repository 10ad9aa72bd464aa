"""Scores of questions in, how long the answer took out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from convostudy import estimates
from convostudy.deidentify.times import ladder_median
from convostudy.outcomes.counts import WHO_ASKED
from convostudy.tables import is_shared, lookup

__all__ = ["answer_curves", "answer_hours", "answer_threads", "answer_times", "answer_waits"]

HOUR = pd.Timedelta(hours=1)


def answer_times(
    tables: Mapping[str, pd.DataFrame], *, no_reply_days: float = 14.0
) -> pd.DataFrame:
    """Follow each question for information from asking to its answer.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        With ``questions, threads`` and the score ``answered``.
    no_reply_days : float
        Window W in days.

    Returns
    -------
    pandas.DataFrame
        One row per question whose clock can be read: ``question_id, thread_id, asker, answered,
        hours``, to the answer; to the end of the window where there was none (a question that was
        passed over is not answered later, so it is not out of sight: it stays among those without
        an answer); to the end of observation where the window is not over.
        Of a shared dataset also ``on_ladder``: its hours are middles of steps.

    Notes
    -----
    The share that `answer_curves` makes of it by the end of the window is that of questions
    answered, not of questions that could still have been.
    """
    scores = tables["answered"]
    asked_at = lookup(
        scores["question_id"], tables["questions"].set_index("question_id")["asked_at"]
    )
    until = lookup(scores["thread_id"], tables["threads"].set_index("thread_id")["observed_until"])
    yes = scores["answered_eventual"].eq(True).fillna(False).astype("bool")
    no = scores["answered_eventual"].eq(False).fillna(False).astype("bool")
    open_ = scores["status_eventual"].eq("open").fillna(False).astype("bool")
    window_h = 24.0 * no_reply_days
    watched_h = ((until - asked_at) / HOUR).clip(lower=0)
    hours = scores["wait_h"].where(yes, watched_h.clip(upper=window_h)).astype("float64")
    times = pd.DataFrame(
        {
            "question_id": scores["question_id"],
            "thread_id": scores["thread_id"],
            "asker": scores["asker"],
            "answered": yes,
            "hours": hours.mask(no, window_h).clip(lower=0),
        }
    )
    times = times[(yes | no | open_) & times["hours"].notna()]
    if is_shared(tables):
        times = times.assign(on_ladder=True)
    return times.reset_index(drop=True)


def answer_curves(times: pd.DataFrame, *, level: float = 0.95) -> dict[str, Any]:
    """Estimate how the share answered grows with time, for the questions of each side.

    Parameters
    ----------
    times : pandas.DataFrame
        From `answer_times`.
    level : float
        Coverage of the band.

    Returns
    -------
    dict of pandas.DataFrame
        Who asked to the curve, from `estimates.kaplan_meier`; sides that asked nothing are left
        out.
    """
    return {
        said: estimates.kaplan_meier(mine, "hours", "answered", level=level)
        for said, mine in _by_asker(times)
    }


def answer_threads(times: pd.DataFrame) -> dict[str, int]:
    """Count the threads behind each of `answer_curves`.

    Parameters
    ----------
    times : pandas.DataFrame
        From `answer_times`.

    Returns
    -------
    dict
        Who asked to the number of threads.
    """
    counts = times["thread_id"].groupby(times["asker"].map(WHO_ASKED)).nunique()
    return {str(name): int(n) for name, n in counts.items()}


def answer_hours(times: pd.DataFrame) -> dict[str, pd.Series]:
    """Give the hours to each answer that came, by who asked.

    Parameters
    ----------
    times : pandas.DataFrame
        From `answer_times`.

    Returns
    -------
    dict of pandas.Series
        Who asked to hours; sides that got no answer are left out.

    Examples
    --------
    >>> times = pd.DataFrame({"asker": "owner", "answered": [True, False], "hours": [2.0, 336.0]})
    >>> [(who, hours.tolist()) for who, hours in answer_hours(times).items()]
    [('asked by the owner', [2.0])]
    """
    return {said: mine["hours"] for said, mine in _by_asker(times[times["answered"]])}


def _by_asker(times: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Go through the sides that asked: who it was, and its rows."""
    for asker, said in WHO_ASKED.items():
        mine = times[times["asker"] == asker]
        if len(mine):
            yield said, mine


def answer_waits(times: pd.DataFrame) -> pd.DataFrame:
    """Describe the hours to the answer, among the questions that have one.

    Parameters
    ----------
    times : pandas.DataFrame
        From `answer_times`.

    Returns
    -------
    pandas.DataFrame
        One row per asker: ``asked by, answered`` (how many), and the hours by which a quarter,
        half and three quarters of these were answered (``quarter_h, half_h, three_quarters_h``);
        ``half_lo_h, half_hi_h``, the 95 % interval of the half (`estimates.median`).
    """
    rows = []
    for asker, name in (("owner", "owner"), ("counterpart", "counterparts")):
        waits = times.loc[times["answered"] & (times["asker"] == asker), "hours"]
        low, high = waits.quantile([0.25, 0.75])
        half = estimates.median(waits)
        if "on_ladder" in times:
            half["median"] = ladder_median(waits)
        row = {"asked by": name, "answered": len(waits)}
        row |= {"quarter_h": low, "half_h": half["median"], "three_quarters_h": high}
        rows.append(row | {"half_lo_h": half["lo"], "half_hi_h": half["hi"]})
    return pd.DataFrame(rows)
