"""Tables in, tables for reading out: the import ledger, the thresholds, the zone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from convostudy.prose.sentences import LABELS, at_least, between, percent

__all__ = [
    "ZONE",
    "assumption_summary",
    "ledger_summary",
    "median_words",
    "threshold_note",
    "threshold_words",
    "zone_note",
    "zone_words",
]

# Words of the ledger as a reader without the codebook says them.
READ_AS = {
    "continuation": "part of the row above",
    "draft": "not used",
    "duplicate": "not used",
    "sponsored": "not used",
    "system": "not used",
    "rejected": "not readable",
}
WHAT = {"tie": "still connected"}

ZONE = (
    "Two things the export leaves open can move these shares. It names no time zone, so the "
    "day of connecting may be off by some hours at either end (zone slack); and it names no "
    "hour, so the estimate has to weigh the hours of that day: by when the owner writes, or "
    "all alike. The table takes each both ways; its main run is the one shown everywhere "
    "else."
)
"""What stands above the table of `zone_words`."""
LONGEST = 140
"""Characters after which an assumption is cut short on the page; the table holds it whole."""
# An instant as programs write it, and as people read it.
INSTANT = (r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d\+00:00", r"\1 \2 UTC")


def ledger_summary(ledger: pd.DataFrame) -> pd.DataFrame:
    """Sum up where the rows of each file ended.

    Parameters
    ----------
    ledger : pandas.DataFrame
        The table ``ledger``.

    Returns
    -------
    pandas.DataFrame
        One row per file and per class and reason (``read as, what``), with the number of rows
        and, for what was left out, the first lines; a row "all" gives their sum where there are
        several.
    """
    if ledger.empty:
        return pd.DataFrame(columns=["file", "read as", "what", "rows", "first lines"])
    parts = []
    for file, rows in ledger.groupby("file", sort=True):
        table = rows[["row_class", "reason", "n_rows", "first_lines"]].copy()
        table.columns = pd.Index(["read as", "what", "rows", "first lines"])
        left_out = ~table["read as"].isin(["message", "invitation", "connection", "profile"])
        table["first lines"] = table["first lines"].where(left_out, "")
        table["read as"] = table["read as"].replace(READ_AS)
        table["what"] = table["what"].replace(WHAT)
        total = {"read as": "all", "what": "", "rows": table["rows"].sum(), "first lines": ""}
        if len(table) > 1:
            table = pd.concat([table, pd.DataFrame([total])], ignore_index=True)
        table.insert(0, "file", [file, *[""] * (len(table) - 1)])
        parts.append(table)
    return pd.concat(parts, ignore_index=True)


def threshold_words(table: pd.DataFrame, *, min_n: int = 1) -> pd.DataFrame:
    """Write `estimates.threshold_table` in columns for reading.

    Parameters
    ----------
    table : pandas.DataFrame
        From `estimates.threshold_table`.
    min_n : int
        With fewer threads only the counts are written.

    Returns
    -------
    pandas.DataFrame
        One row per threshold, every share a text; none when there is no thread.
    """
    rows = []
    for row in table[table["n"] > 0].itertuples(index=False):
        counts = {
            "within": _span(row.threshold_h),
            "yes": row.n_certain,
            "undecided": row.n_possible,
            "no": row.n_ruled_out,
            "not followed": row.n_censored_before,
        }
        rows.append(counts | (_shares(row) if row.n >= min_n else {"estimate": "too few"}))
    return pd.DataFrame(rows)


def threshold_note(table: pd.DataFrame, *, level: float = 0.95) -> str:
    """Say what the columns of `threshold_words` mean, and how the estimate was obtained.

    Parameters
    ----------
    table : pandas.DataFrame
        From `estimates.threshold_table`.
    level : float
        Coverage of the intervals.

    Returns
    -------
    str
    """
    how = "; ".join(table["method"].unique())
    return (
        "Undecided: the day of connecting allows both. Not followed: no pitch yet, and the export "
        "ends too soon to say. Least and most: what the day allows. Estimate: the best guess "
        f"between the two; in brackets its {percent(level)} interval. For statisticians: {how}. "
        f"{LABELS}"
    )


def median_words(median: Mapping[str, float], *, min_n: int = 1, level: float = 0.95) -> str:
    """Say by when half had a pitch, or that half never had.

    Parameters
    ----------
    median : mapping
        From `outcomes.median_time`.
    min_n : int
        With fewer connections there is no median.
    level : float
        Coverage of the interval.

    Returns
    -------
    str
        A sentence; nothing when there is no connection.

    Examples
    --------
    >>> nan = float("nan")
    >>> median_words({"n": 40, "least_h": 2, "most_h": 26, "lo_h": 1, "hi_h": nan})
    'Median: after 2 h to 26 h, as the day allows (95 % interval 1 h to not reached; n = 40).'
    >>> median_words({"n": 40, "least_h": nan, "most_h": nan, "lo_h": nan, "hi_h": nan})
    'Median: not reached, nor its 95 % interval: fewer than half had a pitch (n = 40).'
    """
    n, chance = int(median["n"]), f"{percent(level)} interval"
    if n < min_n:
        return f"Median: not given, too few (n = {n})." if n else ""
    least, most, lo, hi = (_reached(median[at]) for at in ("least_h", "most_h", "lo_h", "hi_h"))
    if pd.isna(median["least_h"]):
        interval = f"nor its {chance}" if pd.isna(median["lo_h"]) else f"{chance} from {lo} on"
        return f"Median: not reached, {interval}: fewer than half had a pitch (n = {n:,})."
    spans = least if least == most else f"{least} to {most}, as the day allows"
    return f"Median: after {spans} ({chance} {lo} to {hi}; n = {n:,})."


def _reached(hours: float) -> str:
    return "not reached" if pd.isna(hours) else _span(round(hours, 1))


def zone_words(runs: pd.DataFrame, *, min_n: int = 1) -> pd.DataFrame:
    """Write `outcomes.zone_runs` in columns for reading, the runs one below the other.

    Parameters
    ----------
    runs : pandas.DataFrame
        From `outcomes.zone_runs`.
    min_n : int
        With fewer threads only the counts are written.

    Returns
    -------
    pandas.DataFrame
        One row per run, with what the day allows and the estimate for each threshold.
    """
    rows = []
    for (slack_h, hours), run in runs.groupby(["slack_h", "hours"], sort=False):
        main = " (main)" if run["main"].any() else ""
        cells = {"zone slack": f"{slack_h:g} h", "hours of the day": f"{hours}{main}"}
        cells["n"] = f"{run['n'].iloc[0]:,}"
        for row in run.itertuples(index=False):
            within = _span(row.threshold_h)
            if row.n < min_n:
                cells[f"{within}: count"] = at_least(row.n_certain, row.n_possible)
                continue
            cells[f"{within}: allowed"] = between(row.share_lower, row.share_upper)
            cells[f"{within}: estimate"] = _shares(row)["estimate"]
        rows.append(cells)
    return pd.DataFrame(rows)


def zone_note(runs: pd.DataFrame, *, level: float = 0.95) -> str:
    """Say what the columns of `zone_words` mean, and how the estimates were obtained.

    Parameters
    ----------
    runs : pandas.DataFrame
        From `outcomes.zone_runs`.
    level : float
        Coverage of the intervals.

    Returns
    -------
    str
    """
    how = "; ".join(runs["method"].unique())
    return (
        "Zone slack: hours by which the day of connecting may be off at either end. Hours of the "
        "day: how the estimate weighs them; the owner's are those at which the owner writes, all "
        "alike where the owner sent the invitation. Main: the run shown elsewhere. Allowed: from "
        "the least to the most that day and slack allow. Estimate: the best guess between the "
        f"two; in brackets its {percent(level)} interval. For statisticians: {how}. {LABELS}"
    )


def _shares(row: Any) -> dict[str, str]:
    estimate = percent(row.share_estimate)
    if pd.notna(row.lo):
        estimate += f" ({100 * row.lo:.0f} to {100 * row.hi:.0f})"
    least, most = percent(row.share_lower), percent(row.share_upper)
    return {"least": least, "most": most, "estimate": estimate}


def _span(hours: float) -> str:
    return (
        f"{hours:g} h"
        if hours <= 48
        else f"{hours / 24:,.{0 if hours >= 240 else 1}f}".removesuffix(".0") + " days"
    )


def assumption_summary(assumptions: pd.DataFrame) -> pd.DataFrame:
    """List what was assumed and why, long lists cut short, files not used by number alone.

    Parameters
    ----------
    assumptions : pandas.DataFrame
        The table ``assumptions``. It says why without naming anybody, but the files not used
        may: an attachment is often called after a person.

    Returns
    -------
    pandas.DataFrame
        ``about`` (with the file, if one is meant), ``assumed, why``.
    """
    table = assumptions[["about", "assumed", "why", "file"]].reset_index(drop=True)
    named = table["file"].where(table["file"] == "", " (" + table["file"] + ")")
    table["about"] = table["about"] + named
    table = table.drop(columns="file")
    unused = table["about"] == "files not used"
    table["assumed"] = table["assumed"].mask(unused, table["assumed"].str.split(":").str[0])
    for name in ("assumed", "why"):
        table[name] = table[name].str.replace(*INSTANT, regex=True)
        long = table[name].str.len() > LONGEST
        cut = table[name].str.slice(0, LONGEST).str.replace(r",? \S*$", ", …", regex=True)
        table[name] = table[name].mask(long, cut)
    return table
