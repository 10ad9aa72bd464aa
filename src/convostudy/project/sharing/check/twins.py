"""Parquet from a stranger: the same rows as the CSV beside it, and nothing hidden in it."""

from __future__ import annotations

import io
import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from convostudy.project.sharing.check.described import Sheet
from convostudy.project.sharing.check.fault import Fault, harmless
from convostudy.project.sharing.check.opened import MAX_BYTES

__all__ = ["twin_holds"]

_ARROW = {
    "string": pa.string(),
    "boolean": pa.bool_(),
    "integer": pa.int64(),
    "number": pa.float64(),
}


def twin_holds(sheet: Sheet, frame: pd.DataFrame, content: bytes) -> list[Fault]:
    """Compare a Parquet file with the table that it repeats.

    Parameters
    ----------
    sheet : Sheet
        What the descriptor says.
    frame : pandas.DataFrame
        The table, as texts.
    content : bytes
        The Parquet file.

    Returns
    -------
    list of Fault
    """
    try:
        file = pq.ParquetFile(io.BytesIO(content))
        groups = [file.metadata.row_group(k) for k in range(file.metadata.num_row_groups)]
        if sum(group.total_byte_size for group in groups) > MAX_BYTES:
            return [Fault(sheet.twin, "more than can be read", f"at most {MAX_BYTES:,} bytes")]
        if file.metadata.metadata:
            return [Fault(sheet.twin, "notes beside the columns", "columns alone")]
        wanted = [(name, _ARROW[field["type"]]) for name, field in sheet.fields.items()]
        if [(field.name, field.type) for field in file.schema_arrow] != wanted:
            return [Fault(sheet.twin, "other columns or types than declared", sheet.path)]
        if file.metadata.num_rows != len(frame):
            found = f"{file.metadata.num_rows:,} rows"
            return [Fault(sheet.twin, found, f"{len(frame):,}, as in {sheet.path}")]
        held = file.read()
    except (pa.ArrowException, OSError, ValueError):
        # Arrow's words may quote what is in the file.
        return [Fault(sheet.twin, "a file that is no sound Parquet", "Parquet")]
    faults = []
    for name, field in sheet.fields.items():
        if not _alike(held.column(name), frame[name], field["type"]):
            found = f"other values in column {harmless(name)!r}"
            faults.append(Fault(sheet.twin, found, f"those of {sheet.path}"))
    return faults


def _alike(values: pa.ChunkedArray, cells: pd.Series, kind: str) -> bool:
    """Compare typed values with the texts that stand for them."""
    held: list[object] = values.to_pylist()
    texts: list[str] = cells.tolist()
    if kind == "number":
        numbers = pd.to_numeric(cells.mask(cells == ""), errors="coerce")
        mine = np.array([np.nan if x is None else x for x in held], dtype="float64")
        return bool(np.array_equal(mine, numbers.to_numpy("float64"), equal_nan=True))
    if kind == "string":
        return [x or "" for x in held] == texts
    return ["" if x is None else json.dumps(x) for x in held] == texts
