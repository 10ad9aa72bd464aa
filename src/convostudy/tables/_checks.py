"""A frame in, the same frame out, checked."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd

from convostudy.errors import BadTable
from convostudy.tables._table import Table

_MEND = "Read the table with convostudy's own functions, or pass it through tables.conform"


def empty(table: Table) -> pd.DataFrame:
    """Return the table without rows, with every column in place.

    Parameters
    ----------
    table : Table
        Which table.

    Returns
    -------
    pandas.DataFrame

    Examples
    --------
    >>> from convostudy.tables import CONNECTIONS
    >>> empty(CONNECTIONS).columns.tolist()
    ['owner_id', 'person_id', 'connected_lo', 'connected_hi', 'resolution']
    """
    return pd.DataFrame({n: pd.Series([], dtype=c.dtype) for n, c in table.columns.items()})


def conform(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Cast a frame to a table: columns in order, types right, extra columns dropped.

    Parameters
    ----------
    frame : pandas.DataFrame
        Holds at least the columns of ``table`` that may not be missing.
    table : Table
        What it is to be.

    Returns
    -------
    pandas.DataFrame
        A new frame with a fresh index; the one given is not changed.

    Raises
    ------
    BadTable
        A column is lacking, cannot be cast, is missing where it must not be, or holds a value
        that the table does not know.

    Examples
    --------
    >>> from convostudy.tables import PEOPLE
    >>> rows = pd.DataFrame({"person_id": ["a"], "name": ["Ana"], "is_owner": [True]})
    >>> conform(rows, PEOPLE).iloc[0].to_dict()["name"]
    'Ana'
    """
    lacking = [n for n, c in table.columns.items() if n not in frame and not c.missing]
    if lacking:
        raise _lacks(frame, table, lacking)
    columns: dict[str, Any] = {}
    for name, column in table.columns.items():
        if name not in frame:
            columns[name] = pd.Series(None, index=frame.index, dtype=column.dtype)
            continue
        try:
            columns[name] = frame[name].astype(column.dtype)
        except (ValueError, TypeError) as reason:
            raise BadTable(
                f"values in column {name!r} that are no {column.dtype} ({reason})",
                where=f"table {table.name}",
                expected=f"{column.dtype}: {column.means}",
                do="Look at that column before it was handed over",
            ) from reason
    return _validate(pd.DataFrame(columns).reset_index(drop=True), table)


def check(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Return the frame if it is the table, and refuse it if not.

    Parameters
    ----------
    frame : pandas.DataFrame
        To be looked at; columns beyond the table's are allowed.
    table : Table
        What it should be.

    Returns
    -------
    pandas.DataFrame
        ``frame`` itself, unchanged.

    Raises
    ------
    BadTable
        With the name of the first column that is wrong and what it holds.

    Examples
    --------
    >>> from convostudy.tables import PEOPLE
    >>> check(pd.DataFrame({"person_id": ["a"]}), PEOPLE)
    Traceback (most recent call last):
        ...
    convostudy.errors.BadTable: table people: found no column 'name', 'profile_url', 'company', ...
    """
    lacking = [n for n in table.columns if n not in frame]
    if lacking:
        raise _lacks(frame, table, lacking)
    for name, column in table.columns.items():
        if str(frame[name].dtype) != column.dtype:
            raise BadTable(
                f"the type {frame[name].dtype}",
                where=f"table {table.name}, column {name!r}",
                expected=f"{column.dtype}: {column.means}",
                do=_MEND,
            )
    return frame


def _validate(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Let pandera look at every value: missing ones, unknown ones, keys that repeat."""
    # Imported here: pandera costs half a second, and a package must be light to import.
    import pandera.errors

    try:
        _schema(table.name).validate(frame)
    except pandera.errors.SchemaError as wrong:
        name = getattr(wrong.schema, "name", None)
        column = table.columns.get(str(name))
        where = f"table {table.name}" + (f", column {name!r}" if column else "")
        raise BadTable(
            str(wrong).splitlines()[0],
            where=where,
            expected=f"{column.dtype}, {column.means}" if column else table.one_row_is,
            do=_MEND,
        ) from None
    return frame


def _lacks(frame: pd.DataFrame, table: Table, lacking: list[str]) -> BadTable:
    names = ", ".join(map(repr, lacking))
    has = ", ".join(map(repr, frame.columns)) or "no column at all"
    return BadTable(
        f"no column {names}; it has {has}",
        where=f"table {table.name}",
        expected=f"one row for {table.one_row_is}, with {', '.join(table.columns)}",
        do="Read the table with convostudy's own functions, or add the column",
    )


@cache
def _schema(name: str) -> Any:
    """Build the pandera schema of a table, once."""
    import pandera.pandas as pa

    from convostudy.tables import TABLES

    table = TABLES[name]
    columns = {
        n: pa.Column(
            c.dtype,
            nullable=c.missing,
            checks=pa.Check.isin(c.values) if c.values else None,
        )
        for n, c in table.columns.items()
    }
    return pa.DataFrameSchema(columns, unique=list(table.key) or None)
