"""From a frame to what is written: sorted rows, rounded numbers, harmless texts."""

from __future__ import annotations

import io
import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from convostudy.errors import BadTable
from convostudy.project.sharing.fields import KINDS, arrow_schema, kind_of
from convostudy.tables import Table, conform

__all__ = ["FORMULA", "FORMULA_RULE", "canonical", "csv_bytes", "disarmed"]
__all__ += ["parquet_bytes"]

#: A cell that begins so is run as a formula by spreadsheet programs, full-width signs, too.
FORMULA = r"[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]"
FORMULA_RULE = "a text that begins like a formula (= + - @, tab, return) has ' set before it"
# Programs differ in where such a cell ends.
_BREAKS = r"[\r\x00]"
_DIGITS = 10


def canonical(frame: pd.DataFrame, table: Table, *, words: bool = False) -> pd.DataFrame:
    """Return a table as it is written: columns, types, values and rows in one order.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table; extra columns are an error, since nobody decided to share them.
    table : Table
        Its schema.
    words : bool
        Whether it holds text that must stay as it is (never written as CSV).

    Returns
    -------
    pandas.DataFrame
        Numbers have ten digits, so that CSV and Parquet hold the same; a text without letters is
        missing; rows are sorted by the key, and without one by all columns, so that their order
        tells nothing.

    Raises
    ------
    BadTable
        A column is lacking or too many, or holds a value that the schema does not know.

    Examples
    --------
    >>> from convostudy.tables import Column
    >>> table = Table("t", "a thing", {"x": Column("float64", "x", missing=True)})
    >>> canonical(pd.DataFrame({"x": [2 / 3, None, -0.0]}), table)["x"].tolist()
    [0.0, 0.6666666667, nan]
    """
    extra = [str(name) for name in frame.columns if name not in table.columns]
    if extra:
        raise BadTable(
            f"columns that are not of it ({', '.join(extra)})",
            where=f"table {table.name}",
            expected=f"only {', '.join(table.columns)}",
            do="Leave them out: only what the schema names is shared",
        )
    whole = conform(frame, table)
    columns = {n: _plain(whole[n], table, n, words) for n in table.columns}
    plain = pd.DataFrame(columns)
    order = list(table.key) or list(table.columns)
    return plain.sort_values(order, kind="stable", ignore_index=True, na_position="last")


def csv_bytes(frame: pd.DataFrame, table: Table) -> bytes:
    r"""Write a canonical table as CSV: UTF-8, commas, line feeds, empty where missing.

    Parameters
    ----------
    frame : pandas.DataFrame
        From `canonical`.
    table : Table
        Its schema.

    Returns
    -------
    bytes

    Examples
    --------
    >>> from convostudy.tables import Column
    >>> table = Table("t", "a thing", {"x": Column("bool", "x"), "n": Column("Int64", "n", True)})
    >>> csv_bytes(pd.DataFrame({"x": [True], "n": pd.array([None], dtype="Int64")}), table)
    b'x,n\ntrue,\n'
    """
    cells = pd.DataFrame({n: _written(frame[n], c.dtype) for n, c in table.columns.items()})
    text: str = cells.to_csv(index=False, lineterminator="\n", encoding="utf-8")
    return text.encode("utf-8")


def parquet_bytes(frame: pd.DataFrame, table: Table) -> bytes:
    """Write a canonical table as Parquet, from arrays made for that alone.

    `DataFrame.to_parquet` would write the index, the frame's notes and category names that no row
    has any more, and with them names of people.

    Parameters
    ----------
    frame : pandas.DataFrame
        From `canonical`.
    table : Table
        Its schema.

    Returns
    -------
    bytes
    """
    schema = arrow_schema(table)
    arrays = [
        pa.array(frame[field.name].astype(object).tolist(), type=field.type, from_pandas=True)
        for field in schema
    ]
    sink = io.BytesIO()
    pq.write_table(
        pa.Table.from_arrays(arrays, schema=schema),
        sink,
        compression="zstd",
        compression_level=19,
        store_schema=False,
    )
    return sink.getvalue()


def disarmed(texts: pd.Series) -> pd.Series:
    """Set a ' before texts that a spreadsheet program would run.

    Parameters
    ----------
    texts : pandas.Series
        Of text, missing allowed.

    Returns
    -------
    pandas.Series

    Examples
    --------
    >>> disarmed(pd.Series(["=1+1", "one"])).tolist()
    ["'=1+1", 'one']
    """
    formula = texts.str.match(FORMULA).fillna(False).astype(bool)
    return texts.mask(formula, "'" + texts)


def _plain(values: pd.Series, table: Table, name: str, words: bool) -> pd.Series:
    kind = kind_of(table.columns[name], f"table {table.name}, column {name!r}")
    if kind.package in ("boolean", "integer"):
        return values
    if kind.package == "number":
        numbers = values.to_numpy("float64", na_value=np.nan)
        if np.isinf(numbers).any():
            raise BadTable(
                "an endless number",
                where=f"table {table.name}, column {name!r}",
                expected="numbers, or missing",
                do="Make it missing",
            )
        texts = {x: float(f"{x:.{_DIGITS}g}") + 0.0 for x in np.unique(numbers[~np.isnan(numbers)])}
        return pd.Series(numbers, index=values.index).map(texts).astype("float64")
    texts_only = values.astype("str")
    blank = (texts_only == "").fillna(False)
    if blank.any() and not table.columns[name].missing:
        raise BadTable(
            f"an empty text, first in row {int(blank.to_numpy(bool).argmax())}",
            where=f"table {table.name}, column {name!r}",
            expected="a text: in CSV an empty one is a missing one",
            do="Declare the column as one that may be missing, or give it a value",
        )
    texts_only = texts_only.mask(blank)
    if words:
        return texts_only
    if texts_only.str.contains(_BREAKS).fillna(False).any():
        raise BadTable(
            "a text with a return or a null sign",
            where=f"table {table.name}, column {name!r}",
            expected="texts that every program reads as one cell",
            do="Take these signs out",
        )
    return disarmed(texts_only)


def _written(values: pd.Series, dtype: str) -> pd.Series:
    kind = KINDS[dtype].package
    if kind == "boolean":
        return values.map({True: "true", False: "false"})
    if kind == "integer":
        return values.map(str, na_action="ignore")
    if kind == "number":
        numbers = values.to_numpy("float64")
        texts = {x: _number(x) for x in np.unique(numbers[~np.isnan(numbers)])}
        return pd.Series(numbers, index=values.index).map(texts)
    return values


def _number(value: float) -> str:
    """Write a number with ten digits at most, and none that say nothing."""
    text = f"{value:.{_DIGITS}g}"
    return re.sub(r"e([+-])0+(\d)", r"e\1\2", text)
