"""Instants moved by whole weeks; durations, hours and dates as coarse as a stranger may have them.

Whoever holds one copy of a thread knows its exact gaps: with them nearly every thread can be told
from all others. On the ladder a single gap tells one thread in a hundred, two gaps still many:
durations are never anonymous against the counterpart.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

import numpy as np
import pandas as pd

from convostudy.errors import BadTable
from convostudy.tables import lookup

__all__ = [
    "STEPS_H",
    "hour_bucket",
    "ladder",
    "ladder_bounds",
    "ladder_median",
    "quarters_before",
    "shift_tables",
    "shift_weeks",
]

MOST_WEEKS = 26
STEPS_H = ((0.0, 1 / 6), (1.0, 1.0), (6.0, 6.0), (24.0, 24.0))
"""From how many hours on a step is how many hours wide."""
_BETWEEN = b"\x1f"
_QUARTER_D = 91  # 13 weeks, so that whole weeks are no more than a part of it in every year


def shift_weeks(key: bytes, domain: str, threads: pd.Series) -> pd.Series:
    """Return by how many whole weeks the instants of each thread are moved.

    Weekday, hour and everything between two instants of a thread stay as they are.

    Parameters
    ----------
    key : bytes
        The project's key.
    domain : str
        The dataset's id.
    threads : pandas.Series of str
        Ids of threads; may be missing.

    Returns
    -------
    pandas.Series
        Int64, -26 to 26; missing where the thread is.

    Examples
    --------
    >>> shift_weeks(bytes(range(32)), "demo", pd.Series(["t1", "t2", "t1"])).tolist()
    [22, -18, 22]
    """
    codes, uniques = pd.factorize(threads.astype("str"))
    weeks = []
    # One by one, since neither numpy nor Arrow has HMAC; each thread once.
    for thread in uniques.tolist():
        parts = (b"convostudy/shift/v1", domain.encode(), thread.encode("utf-8", "surrogatepass"))
        digest = hmac.digest(key, _BETWEEN.join(parts), hashlib.sha256)
        weeks.append(int.from_bytes(digest, "big") % (2 * MOST_WEEKS + 1) - MOST_WEEKS)
    return pd.Series([*weeks, None], dtype="Int64").take(codes).set_axis(threads.index)


def shift_tables(
    tables: Mapping[str, pd.DataFrame], key: bytes, domain: str
) -> dict[str, pd.DataFrame]:
    """Move every instant in every table by the weeks of its thread.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Tables with a ``thread_id`` (messages, turns, threads, scores, ...); ``connections`` moves
        with the thread of the person, for which ``threads`` is needed. Others stay as they are.
    key : bytes
        The project's key.
    domain : str
        The dataset's id.

    Returns
    -------
    dict of str to pandas.DataFrame
        New frames.

    Raises
    ------
    BadTable
        ``connections`` without ``threads``.
    """
    moved = {}
    for name, frame in tables.items():
        if "thread_id" in frame:
            of_row = frame["thread_id"]
        elif name == "connections":
            of_row = _threads_of(frame["person_id"], tables.get("threads"))
        else:
            moved[name] = frame
            continue
        instants = frame.select_dtypes(["datetime", "datetimetz"]).columns
        weeks = shift_weeks(key, domain, of_row)
        # An instant of nobody's thread has no shift: it is left out rather than left as it is.
        by = pd.to_timedelta(weeks.astype("float64") * 7, unit="D").astype("timedelta64[us]")
        moved[name] = frame.assign(**{column: frame[column] + by for column in instants})
    return moved


def _threads_of(people: pd.Series, threads: pd.DataFrame | None) -> pd.Series:
    """Return one thread of each person; of who wrote nothing, the person_id in its place."""
    if threads is None:
        raise BadTable(
            "connections without threads",
            where="the tables to be moved",
            expected="the table threads, too: a connection moves with the person's thread",
            do="Give both tables",
        )
    known = threads[["counterpart_id", "thread_id"]].dropna().sort_values("thread_id")
    first = known.drop_duplicates("counterpart_id").set_index("counterpart_id")["thread_id"]
    thread = lookup(people, first)
    return thread.where(thread.notna(), people)


def ladder(hours: pd.Series) -> pd.Series:
    """Return each duration as the middle of its step.

    Steps of 10 minutes below an hour, of 1 hour below 6 hours, of 6 hours below a day, else of a
    day.

    Parameters
    ----------
    hours : pandas.Series
        Durations, 0 or more; may be missing.

    Returns
    -------
    pandas.Series
        float64, the middle of the step.

    Raises
    ------
    BadTable
        A duration is below 0 or without an end.

    Examples
    --------
    >>> ladder(pd.Series([0.0, 0.5, 1.0, 7.5, 30.0, None])).tolist()
    [0.0833, 0.5833, 1.5, 9.0, 36.0, nan]
    """
    low, width = _steps(hours)
    return (low + width / 2).round(4)


def ladder_bounds(hours: pd.Series) -> pd.DataFrame:
    """Return where the step of each duration begins and ends.

    Parameters
    ----------
    hours : pandas.Series
        Durations, exact or from `ladder`.

    Returns
    -------
    pandas.DataFrame
        ``lo`` (within) and ``hi`` (not within).

    Examples
    --------
    >>> ladder_bounds(pd.Series([1.5, 36.0])).to_numpy().tolist()
    [[1.0, 2.0], [24.0, 48.0]]
    """
    low, width = _steps(hours)
    return pd.DataFrame({"lo": low, "hi": low + width})


def ladder_median(hours: pd.Series) -> float:
    """Return the median of durations on the ladder, as if the logarithm filled each step evenly.

    The middle of the middle step may be half a step off; this is what grouped data allow of
    durations, of which there are fewer the longer they are.

    Parameters
    ----------
    hours : pandas.Series
        From `ladder`; missing ones are left out.

    Returns
    -------
    float
        Hours; NaN where there are none.

    Examples
    --------
    >>> ladder_median(pd.Series([36.0, 36.0, 60.0, 60.0]))
    48.0
    """
    steps = ladder_bounds(hours.dropna()).value_counts().sort_index().reset_index()
    half = steps["count"].sum() / 2
    if not half:
        return float("nan")
    reached = steps["count"].cumsum()
    at = int((reached >= half).argmax())
    low, high, count = steps.loc[at, ["lo", "hi", "count"]]
    share = (half - (reached[at] - count)) / count
    return float(low * (high / low) ** share if low else high * share)


def _steps(hours: pd.Series) -> tuple[pd.Series, pd.Series]:
    exact = hours.astype("float64")
    if not (exact.isna() | ((exact >= 0) & np.isfinite(exact))).all():
        raise BadTable(
            "a duration below 0, or without an end",
            expected="hours, 0 or more, or missing",
            do="Take durations from the earlier instant to the later one",
        )
    low, width = exact * np.nan, exact * np.nan
    for start, step in STEPS_H:
        # Counted from where the steps of this width begin. The little something keeps 50 minutes,
        # whose hours no float can hold, in the step that they begin.
        begun = start + np.floor((exact - start) / step + 1e-9) * step
        here = exact >= start
        low, width = low.mask(here, begun), width.mask(here, step)
    return low, width


def hour_bucket(at: pd.Series) -> pd.Series:
    """Return in which quarter of the day an instant lies.

    Parameters
    ----------
    at : pandas.Series
        Instants, by the clock that is meant (UTC, or a local one).

    Returns
    -------
    pandas.Series of str
        ``00-06``, ``06-12``, ``12-18`` or ``18-24``; missing where the instant is.

    Examples
    --------
    >>> hour_bucket(pd.to_datetime(pd.Series(["2025-05-02 08:15", None]))).tolist()
    ['06-12', nan]
    """
    quarter = (at.dt.hour // 6).astype("Int64")
    return quarter.map({n: f"{6 * n:02}-{6 * n + 6:02}" for n in range(4)}).astype("str")


def quarters_before(at: pd.Series, until: pd.Series | pd.Timestamp) -> pd.Series:
    """Return how many quarters (13 weeks) before the end of observation an instant lies.

    No date comes out of it: an inbox moved by any number of weeks has the same quarters.

    Parameters
    ----------
    at : pandas.Series
        Instants; may be missing.
    until : pandas.Series or pandas.Timestamp
        End of observation.

    Returns
    -------
    pandas.Series
        Int64: 0 for the last 13 weeks, 1 for the 13 before, ...

    Examples
    --------
    >>> at = pd.to_datetime(pd.Series(["2025-06-30", "2025-01-01"]), utc=True)
    >>> quarters_before(at, pd.Timestamp("2025-07-01", tz="UTC")).tolist()
    [0, 1]
    """
    quarters = (until - at).dt.total_seconds() / (_QUARTER_D * 86_400)
    if (quarters < 0).any():
        raise BadTable(
            "an instant after the end of observation",
            expected="instants that the export could have shown",
            do="Mend observed_until, or the instants",
        )
    return np.floor(quarters).astype("Int64")
