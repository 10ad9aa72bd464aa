"""Values that could tell who somebody is, pooled until nobody stands alone.

k: each combination of quasi-identifiers is that of at least k rows. l: the rows of a combination
have at least l values of the sensitive outcome, so that to know the combination is not to know the
outcome.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from convostudy.errors import BadTable, counted

__all__ = ["OTHER", "Pooled", "class_sizes", "pool", "top_code"]

OTHER = "other"


class Pooled(NamedTuple):
    """A frame fit to share, and what it cost."""

    frame: pd.DataFrame
    report: pd.DataFrame
    """One row a quasi-identifier: how many values there were and are left, in how many rows its
    value was pooled, and in how many it was suppressed because that was not enough."""


def class_sizes(
    frame: pd.DataFrame, quasi_identifiers: Sequence[str], sensitive: str | None = None
) -> pd.DataFrame:
    """Count the rows of each combination of quasi-identifiers, as whoever reads the file can.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table as it was written; a missing value is a value.
    quasi_identifiers : sequence of str
        Columns that others may know.
    sensitive : str, optional
        Column of the outcome.

    Returns
    -------
    pandas.DataFrame
        The combinations, ``n_rows``, and ``n_outcomes`` where ``sensitive`` is given; the smallest
        first.

    Examples
    --------
    >>> frame = pd.DataFrame({"field": ["it", "it", "law"], "pitched": [True, False, True]})
    >>> class_sizes(frame, ["field"], "pitched")
      field  n_rows  n_outcomes
    0   law       1           1
    1    it       2           2
    """
    columns = list(quasi_identifiers)
    groups = frame.groupby(columns, dropna=False, observed=True, sort=True)
    sizes = groups.size().rename("n_rows").reset_index()
    by = ["n_rows"]
    if sensitive is not None:
        # A missing outcome may stand for any: it adds no value that protects.
        sizes["n_outcomes"] = groups[sensitive].nunique().to_numpy()
        by.append("n_outcomes")
    return sizes.sort_values(by, kind="stable", ignore_index=True)


def pool(
    frame: pd.DataFrame,
    quasi_identifiers: Sequence[str],
    sensitive: str,
    *,
    k: int = 5,
    l: int = 2,  # noqa: E741 - the name that the field gives it
) -> Pooled:
    """Pool values until each combination has k rows and l outcomes.

    The rarest value of a row that stands out becomes `OTHER` in all rows, one after the other. As
    soon as it changes fewer cells, the rows that still stand out lose all of their values instead.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a unit; top-code numbers and cut them into classes first.
    quasi_identifiers : sequence of str
        Columns of few values.
    sensitive : str
        Column of the outcome; a missing one counts as none.
    k : int
        Fewest rows; 10 where everybody may read them.
    l : int
        Fewest outcomes.

    Returns
    -------
    Pooled
        The frame given is not changed; quasi-identifiers come out as text.

    Raises
    ------
    BadTable
        All rows together have fewer than k rows or l outcomes.

    Examples
    --------
    >>> frame = pd.DataFrame({"field": ["it"] * 3 + ["law", "art"], "pitched": [1, 0, 1, 0, 1]})
    >>> pooled = pool(frame, ["field"], "pitched", k=2)
    >>> pooled.frame["field"].tolist()
    ['it', 'it', 'it', 'other', 'other']
    """
    columns = list(quasi_identifiers)
    if not columns:
        raise BadTable(
            "no quasi-identifier",
            expected="the columns that others may know of a person",
            do="Name them, or do not pool",
        )
    if len(frame) < k or frame[sensitive].nunique() < l:
        raise BadTable(
            f"{counted(len(frame), 'row')} with "
            f"{counted(frame[sensitive].nunique(), 'value')} of {sensitive}",
            expected=f"at least {k} rows and {l} values: fewer hide nobody",
            do="Share aggregates (T0), or more threads",
        )
    given = frame[columns].astype("str")
    values = given.copy()
    outcome = frame[sensitive]
    while True:
        bad = _standing_out(values, outcome, k, l)
        pooled = values
        if not bad.any():
            break
        rarest = _rarest(values, bad)
        whole = (values == OTHER).all(axis=1)
        together = bad | whole
        enough = together.sum() >= k and outcome[together].nunique() >= l
        cells = int((values[bad] != OTHER).to_numpy().sum())
        if rarest is None:
            # Nothing is left in the rows that stand out: the next rarest of all joins them.
            rarest = _rarest(values, ~whole)
            assert rarest is not None, "all rows together are enough"
        elif enough and cells <= rarest[2]:
            values = values.mask(bad, OTHER)
            break
        column, value, _ = rarest
        hit = _same(values[column], value)
        values = values.assign(**{column: values[column].mask(hit, OTHER)})
    report = pd.DataFrame(
        {
            "column": columns,
            "n_values": [given[c].nunique(dropna=False) for c in columns],
            "n_values_left": [values[c].nunique(dropna=False) for c in columns],
            "n_pooled": [_n_made_other(given[c], pooled[c]) for c in columns],
            "n_suppressed": [_n_made_other(pooled[c], values[c]) for c in columns],
        }
    )
    return Pooled(frame.assign(**{c: values[c] for c in columns}), report)


def _standing_out(values: pd.DataFrame, outcome: pd.Series, k: int, l: int) -> pd.Series:  # noqa: E741
    """Tell which rows are of a combination with too few rows or outcomes."""
    code = values.groupby(list(values.columns), dropna=False).ngroup()
    groups = outcome.groupby(code)
    return (groups.transform("size") < k) | (groups.transform("nunique") < l)


def _rarest(values: pd.DataFrame, rows: pd.Series) -> tuple[str, str, int] | None:
    """Return column, value and count of the rarest value in these rows; alphabetically if equal."""
    found = []
    for column in values.columns:
        counts = values[column].value_counts(dropna=False)
        for value in values.loc[rows, column].unique().tolist():
            if value != OTHER:
                known = isinstance(value, str)
                n = int(counts[value]) if known else int(values[column].isna().sum())
                found.append((n, column, known, value if known else ""))
    if not found:
        return None
    n, column, known, value = min(found)
    return column, value if known else None, n  # type: ignore[return-value]


def _same(column: pd.Series, value: str | None) -> pd.Series:
    return column.isna() if value is None else column.eq(value)


def _n_made_other(before: pd.Series, after: pd.Series) -> int:
    return int((after.eq(OTHER) & before.ne(OTHER)).sum())


def top_code(values: pd.Series, quantile: float = 0.99) -> tuple[pd.Series, float]:
    """Replace the largest values by the value that few exceed.

    Parameters
    ----------
    values : pandas.Series
        Numbers; may be missing.
    quantile : float
        Which share of the values lies at it or below.

    Returns
    -------
    tuple of pandas.Series and float
        The values, none above the cap, and the cap: a value of the data, that of two rows at least
        from two known values on.

    Examples
    --------
    >>> top_code(pd.Series([1, 2, 3, 900]))
    (0    1
    1    2
    2    3
    3    3
    dtype: int64, 3.0)
    """
    known = values.dropna().sort_values()
    if len(known) < 2:
        return values, float(known.iloc[0]) if len(known) else float("nan")
    cap = min(known.quantile(quantile, interpolation="lower"), known.iloc[-2])
    return values.clip(upper=cap), float(cap)
