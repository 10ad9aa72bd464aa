"""Messages in, what each month holds out."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from convostudy.tables import is_shared

__all__ = ["monthly_messages", "silent_spells"]

MOST_YEARS = 20


def monthly_messages(
    tables: Mapping[str, pd.DataFrame], *, most_years: int = MOST_YEARS
) -> pd.DataFrame:
    """Count the messages of each month, from the first message to the end of the export.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        ``messages`` and ``threads``.
    most_years : int
        No more than the last so many years.

    Returns
    -------
    pandas.DataFrame
        Index: years; columns: months 1 to 12; values: messages and InMails (``Int64``), missing
        before the first and after the end of observation. No rows where no instant is known, nor
        of a shared dataset, which has no calendar.

    Notes
    -----
    Months are those of UTC. A month without messages may be a holiday as well as a hole in the
    export: only its owner can tell.

    Examples
    --------
    >>> sent = pd.to_datetime(["2024-01-05", "2024-03-01"], utc=True)
    >>> messages = pd.DataFrame({"sent_at": sent, "kind": "message"})
    >>> threads = pd.DataFrame({"observed_until": sent[1:]})
    >>> months = monthly_messages({"messages": messages, "threads": threads})
    >>> months.loc[2024, [1, 2, 3, 4]].tolist()
    [1, 0, 1, <NA>]
    """
    messages = tables["messages"]
    at = messages.loc[messages["kind"].isin(["message", "inmail"]), "sent_at"].dropna()
    if at.empty or is_shared(tables):
        return pd.DataFrame(columns=range(1, 13), dtype="Int64")
    until = tables["threads"]["observed_until"].max()
    # An export that ends at midnight has not seen the month that begins then.
    end = at.max() if pd.isna(until) else max(at.max(), until - pd.Timedelta(microseconds=1))
    counts = at.groupby([at.dt.year, at.dt.month]).size().unstack(fill_value=0)
    first = max(at.min().year, end.year - most_years + 1)
    months = counts.reindex(index=range(first, end.year + 1), columns=range(1, 13), fill_value=0)
    place = np.add.outer(12 * np.asarray(months.index), np.arange(1, 13))
    seen = (place >= 12 * at.min().year + at.min().month) & (place <= 12 * end.year + end.month)
    return months.astype("Int64").where(seen).rename_axis(index="year", columns="month")


def silent_spells(months: pd.DataFrame) -> pd.DataFrame:
    """List the months in a row without any message.

    Parameters
    ----------
    months : pandas.DataFrame
        From `monthly_messages`.

    Returns
    -------
    pandas.DataFrame
        ``first`` and ``last`` (such as ``2024-02``) and ``n_months``, the longest first.

    Examples
    --------
    >>> months = pd.DataFrame([[3, 0, 0, 1]], index=[2024], columns=[1, 2, 3, 4], dtype="Int64")
    >>> silent_spells(months)
         first     last  n_months
    0  2024-02  2024-03         2
    """
    long = months.rename_axis("year").reset_index().melt("year", var_name="month", value_name="n")
    long = long.sort_values(["year", "month"]).dropna(subset=["n"])
    none = long["n"].eq(0).astype("bool")
    name = long["year"].astype("str") + "-" + long["month"].astype("str").str.zfill(2)
    spells = (
        name[none].groupby((none != none.shift()).cumsum()[none]).agg(["first", "last", "size"])
    )
    spells = spells.rename(columns={"size": "n_months"})
    return spells.sort_values("n_months", ascending=False, kind="stable").reset_index(drop=True)
