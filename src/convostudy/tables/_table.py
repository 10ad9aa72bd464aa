"""What a table is: a name, what one row is, and columns with type and meaning."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

TIME = "datetime64[us, UTC]"


@dataclass(frozen=True)
class Column:
    """One column of a table: its type, whether it may be missing, its values, what it means."""

    dtype: str
    means: str
    missing: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table by name: what one row is, and its columns in order."""

    name: str
    one_row_is: str
    columns: dict[str, Column] = field(default_factory=dict)
    key: tuple[str, ...] = ()

    def describe(self) -> pd.DataFrame:
        """Return the columns with type, meaning and values, one row each: a codebook page."""
        rows = [
            {
                "column": name,
                "dtype": c.dtype,
                "may_be_missing": c.missing,
                "values": ", ".join(c.values),
                "means": c.means,
            }
            for name, c in self.columns.items()
        ]
        return pd.DataFrame(rows)
