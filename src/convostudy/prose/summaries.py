"""Tables in, tables for reading out: the import ledger, the thresholds, the zone."""

from __future__ import annotations

from typing import Any

import pandas as pd

from convostudy.prose.sentences import at_least, percent

__all__ = [
    "assumption_summary",
    "ledger_summary",
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
WHAT = {"tie": "a present connection"}

LONGEST = 140
"""Characters after which an assumption is cut short on the page; the table holds it whole."""


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
        "ends too soon to say. Least and most: what the day allows. Estimate: "
        f"{how}; in brackets its {100 * level:.0f} % interval. Rule-based labels, unvalidated."
    )


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
            shares = _shares(row)
            least = shares["least"].removesuffix(" %")
            cells[f"{within}: allowed"] = f"{least} to {shares['most']}"
            cells[f"{within}: estimate"] = shares["estimate"]
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
        "the least to the most that day and slack allow. Estimate: "
        f"{how}; in brackets its {100 * level:.0f} % interval. Rule-based labels, unvalidated."
    )


def _shares(row: Any) -> dict[str, str]:
    estimate = percent(row.share_estimate)
    if pd.notna(row.lo):
        estimate += f" ({100 * row.lo:.0f} to {100 * row.hi:.0f})"
    least, most = percent(row.share_lower), percent(row.share_upper)
    return {"least": least, "most": most, "estimate": estimate}


def _span(hours: float) -> str:
    return f"{hours:g} h" if hours <= 48 else f"{hours / 24:g} days"


def assumption_summary(assumptions: pd.DataFrame) -> pd.DataFrame:
    """List what was assumed and why, long lists cut short.

    Parameters
    ----------
    assumptions : pandas.DataFrame
        The table ``assumptions``.

    Returns
    -------
    pandas.DataFrame
        ``about`` (with the file, if one is meant), ``assumed, why``.
    """
    table = assumptions[["about", "assumed", "why", "file"]].reset_index(drop=True)
    named = table["file"].where(table["file"] == "", " (" + table["file"] + ")")
    table["about"] = table["about"] + named
    table = table.drop(columns="file")
    for name in ("assumed", "why"):
        long = table[name].str.len() > LONGEST
        cut = table[name].str.slice(0, LONGEST).str.replace(r",? \S*$", ", …", regex=True)
        table[name] = table[name].mask(long, cut)
    return table
