"""``codebook.csv``: one row a column, with its meaning, for those who open a spreadsheet."""

from __future__ import annotations

import pandas as pd

from convostudy.project.sharing.cells import FORMULA_RULE, csv_bytes, disarmed
from convostudy.project.sharing.fields import field_of, kind_of, links
from convostudy.project.sharing.release import Release
from convostudy.tables import Column, Table

__all__ = ["COLUMNS", "codebook"]

COLUMNS = Table(
    "codebook",
    one_row_is="one column of one table",
    columns={
        "table": Column("str", "the table"),
        "column": Column("str", "the column"),
        "type": Column("str", "string, integer, number or boolean"),
        "may_be_missing": Column("bool", "whether a cell may be empty"),
        "values": Column("str", "the values it can take, parted by a bar", missing=True),
        "key": Column("bool", "whether it tells the rows of its table apart"),
        "names_a_row_of": Column("str", "the table whose row it names", missing=True),
        "description": Column("str", "what it means"),
        "one_row_is": Column("str", "what one row of the table is"),
    },
)


def codebook(release: Release) -> bytes:
    """Write the codebook.

    Parameters
    ----------
    release : Release
        What is described.

    Returns
    -------
    bytes
        CSV.
    """
    found = links(release.schema)
    rows = []
    for name in release.tables:
        table = release.schema[name]
        for column, held in table.columns.items():
            home = found[name].get(column)
            rows.append(
                {
                    "table": name,
                    "column": column,
                    "type": kind_of(held, column).package,
                    "may_be_missing": held.missing,
                    "values": " | ".join(held.values) or None,
                    "key": column in table.key,
                    "names_a_row_of": None if home is None else home or name,
                    "description": field_of(column, held)["description"],
                    "one_row_is": table.one_row_is,
                }
            )
    frame = pd.DataFrame(rows, columns=list(COLUMNS.columns))
    texts = [n for n, c in COLUMNS.columns.items() if c.dtype == "str"]
    safe = {name: disarmed(frame[name].astype("str")) for name in texts}
    return csv_bytes(frame.assign(**safe), COLUMNS)


#: Said once in the card, since it holds for every file.
NOTE = f"Empty cells are missing values; {FORMULA_RULE}."
