"""A frame in, the same frame out, checked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from convostudy.errors import BadTable
from convostudy.tables._names import as_text, names_in
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
        missing = frame[name].isna().to_numpy(bool)
        if missing.any() and not column.missing:
            # Before the cast: None would become False, and "nan" a name.
            raise _wrong(
                f"{missing.sum()} missing values, first in row {missing.argmax()}", table, name
            )
        try:
            columns[name] = as_text(frame[name]).astype(column.dtype)
        except (ValueError, TypeError) as reason:
            raise BadTable(
                f"values in column {name!r} that are no {column.dtype} ({type(reason).__name__})",
                where=f"table {table.name}",
                expected=f"{column.dtype}: {column.means}",
                do="Look at that column before it was handed over",
            ) from None  # what pandas says quotes a value
    return _validate(pd.DataFrame(columns).reset_index(drop=True), table, frame)


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


def _validate(frame: pd.DataFrame, table: Table, given: pd.DataFrame) -> pd.DataFrame:
    """Look for values that the table does not know, and for keys that repeat.

    By hand and not by pandera, which takes 35 ms a table however small: a tenth of what reading a
    large archive may cost, and most of what a test of three messages does.
    """
    for name, column in table.columns.items():
        values = frame[name]
        missing = values.isna().to_numpy(bool)
        if missing.any() and not column.missing:
            raise _wrong(
                f"{missing.sum()} missing values, first in row {missing.argmax()}", table, name
            )
        if column.values:
            # The names of a category are at hand before it is written out.
            coded = name in given and isinstance(given[name].dtype, pd.CategoricalDtype)
            said = names_in(given[name]) if coded else values.dropna().unique()
            unknown = sorted(set(said) - set(column.values))
            if unknown:
                raise _wrong(f"the value {unknown[0]!r}", table, name)
    if (
        table.key
        and _may_repeat(frame[list(table.key)])
        and frame.duplicated(list(table.key)).any()
    ):
        # Rows by number: an id may be made of somebody's name.
        later = int(frame.duplicated(list(table.key)).to_numpy().argmax())
        same = (frame[list(table.key)] == frame[list(table.key)].iloc[later]).all(axis=1)
        first = int(same.to_numpy().argmax())
        raise _wrong(
            f"rows {first} and {later} with one {', '.join(table.key)}", table, table.key[0]
        )
    return frame


def _may_repeat(keys: pd.DataFrame) -> bool:
    """Return False only if no two rows are alike, which one look at numbers made of them shows.

    Ids of one length, such as those of messages, are read as numbers of eight bytes and mixed to
    one: where all of these differ, so do the ids. Anything else may repeat, and is looked at.
    """
    import pyarrow as pa

    if keys.shape[1] != 1 or not len(keys) or keys.iloc[:, 0].dtype != "str":
        return True
    texts = pa.array(keys.iloc[:, 0].array, type=pa.large_string())
    texts = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    _, ends, letters = texts.buffers()
    if texts.null_count or letters is None:
        return True
    edges = np.frombuffer(ends, dtype="int64")[texts.offset :][: len(texts) + 1]
    width = int(edges[1] - edges[0])
    if width == 0 or width % 8 or (np.diff(edges) != width).any():
        return True
    words = np.frombuffer(letters, dtype="u8", count=len(texts) * width // 8, offset=int(edges[0]))
    mixed = np.zeros(len(texts), dtype="u8")
    for word in words.reshape(len(texts), -1).T:
        mixed = (mixed ^ word) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(32)
    return len(pd.unique(mixed)) < len(mixed)


def _wrong(found: str, table: Table, name: str) -> BadTable:
    column = table.columns[name]
    values = f" (one of {', '.join(column.values)})" if column.values else ""
    return BadTable(
        found,
        where=f"table {table.name}, column {name!r}",
        expected=f"{column.means}{values}, in each row for {table.one_row_is}",
        do=_MEND,
    )


def _lacks(frame: pd.DataFrame, table: Table, lacking: list[str]) -> BadTable:
    names = ", ".join(map(repr, lacking))
    has = ", ".join(map(repr, frame.columns)) or "no column at all"
    return BadTable(
        f"no column {names}; it has {has}",
        where=f"table {table.name}",
        expected=f"one row for {table.one_row_is}, with {', '.join(table.columns)}",
        do="Read the table with convostudy's own functions, or add the column",
    )
