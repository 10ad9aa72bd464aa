"""Tables in, tables for reading out: the import ledger, the thresholds."""

from __future__ import annotations

import pandas as pd

from convostudy.prose.sentences import percent

__all__ = ["assumption_summary", "ledger_summary", "threshold_words"]

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
        One row per file, class and reason, with the number of rows and, for what was left out,
        the first lines; a row "all" gives their sum where there are several.
    """
    if ledger.empty:
        return pd.DataFrame(columns=["file", "class", "reason", "rows", "first lines"])
    parts = []
    for file, rows in ledger.groupby("file", sort=True):
        table = rows[["row_class", "reason", "n_rows", "first_lines"]].copy()
        table.columns = pd.Index(["class", "reason", "rows", "first lines"])
        left_out = ~table["class"].isin(["message", "invitation", "connection", "profile"])
        table["first lines"] = table["first lines"].where(left_out, "")
        total = {"class": "all", "reason": "", "rows": table["rows"].sum(), "first lines": ""}
        if len(table) > 1:
            table = pd.concat([table, pd.DataFrame([total])], ignore_index=True)
        table.insert(0, "file", [file, *[""] * (len(table) - 1)])
        parts.append(table)
    return pd.concat(parts, ignore_index=True)


def threshold_words(table: pd.DataFrame) -> pd.DataFrame:
    """Write `estimates.threshold_table` in columns for reading.

    Parameters
    ----------
    table : pandas.DataFrame
        From `estimates.threshold_table`.

    Returns
    -------
    pandas.DataFrame
        One row per threshold, every cell a text.
    """
    rows = []
    for row in table.itertuples(index=False):
        hours = row.threshold_h
        estimate = percent(row.share_estimate)
        if pd.notna(row.lo):
            estimate += f" ({100 * row.lo:.0f} to {100 * row.hi:.0f})"
        rows.append(
            {
                "within": f"{hours:g} h" if hours <= 48 else f"{hours / 24:g} days",
                "certain": row.n_certain,
                "possible": row.n_possible,
                "ruled out": row.n_ruled_out,
                "unseen": row.n_censored_before,
                "least": percent(row.share_lower),
                "most": percent(row.share_upper),
                "estimate (interval)": estimate,
            }
        )
    return pd.DataFrame(rows)


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
