"""Estimates in, what stands beside each of them in a figure out."""

from __future__ import annotations

import pandas as pd

from convostudy.prose.sentences import percent

__all__ = ["dot_notes"]


def dot_notes(rows: pd.DataFrame) -> pd.DataFrame:
    """Add what stands beside each row: share and counts, or counts alone.

    Parameters
    ----------
    rows : pandas.DataFrame
        From `estimates.proportions`.

    Returns
    -------
    pandas.DataFrame
        With the column ``note``.

    Examples
    --------
    >>> rows = pd.DataFrame({"n": [40, 3], "k": [12, 1], "share": [0.3, 0.33]})
    >>> dot_notes(rows.assign(shown=[True, False]))["note"].tolist()
    ['30 % (12 of 40)', '1 of 3, too few']
    """
    notes = []
    for row in rows.to_dict("records"):
        counts = f"{row['k']:,} of {row['n']:,}"
        notes.append(
            f"{percent(row['share'])} ({counts})" if row["shown"] else f"{counts}, too few"
        )
    return rows.assign(note=pd.Series(notes, index=rows.index, dtype="str"))
