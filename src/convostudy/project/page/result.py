"""The numbers of a report, in a file that programs read: one row a number."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convostudy.errors import BadTable

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["RESULT_FILE", "SCHEMA_VERSION", "result"]

#: Environment variable by which a report run tells its kernel where the numbers go.
RESULT_FILE = "CONVOSTUDY_RESULT_FILE"
SCHEMA_VERSION = 1
_NEEDED = ("name", "estimate", "low", "high", "n", "method")


def result(numbers: pd.DataFrame | Iterable[Mapping[str, Any]]) -> None:
    """Keep the numbers of a report beside its page, as ``<page>.result.json``.

    Called again, it adds to them; a number of the same name takes the place of the former one.
    Outside of a report run (papermill, JupyterLab, a script) nothing is written.

    Parameters
    ----------
    numbers : pandas.DataFrame or iterable of mapping
        One row a number: ``name``, ``estimate``, ``low`` and ``high`` (the interval), ``n``,
        ``method``; whatever else it holds is kept. What is unknown is missing, never zero.

    Raises
    ------
    BadTable
        A column is lacking, or a name stands twice.

    Examples
    --------
    >>> rows = [dict(name="answered", estimate=0.5, low=0.2, high=0.8, n=8, method="Wilson")]
    >>> result(rows)  # here, nothing is written
    """
    import pandas as pd

    frame = numbers if isinstance(numbers, pd.DataFrame) else pd.DataFrame(list(numbers))
    lacking = [name for name in _NEEDED if name not in frame]
    if lacking and len(frame.columns):
        raise BadTable(
            f"no column {', no '.join(lacking)}",
            where="the numbers given to cs.page.result",
            expected=", ".join(_NEEDED),
            do="Add them; what is unknown is missing",
        )
    twice = sorted(set(frame.loc[frame["name"].duplicated(), "name"])) if len(frame) else []
    if twice:
        raise BadTable(
            f"two numbers named {twice[0]!r}",
            where="the numbers given to cs.page.result",
            expected="a name for each number",
            do="Name them apart",
        )
    place = os.environ.get(RESULT_FILE, "")
    if place:
        _add(Path(place), [_plain(row) for row in frame.to_dict("records")])


def _add(file: Path, rows: list[Any]) -> None:
    """Write the file whole or not at all: the kernel may be killed at any time."""
    held = json.loads(file.read_text(encoding="utf-8"))["numbers"] if file.is_file() else []
    names = {row["name"] for row in rows}
    record = {
        "schema_version": SCHEMA_VERSION,
        "numbers": [*(row for row in held if row["name"] not in names), *rows],
    }
    temporary = file.with_name(f".{file.name}.new")
    text = json.dumps(record, indent=2, ensure_ascii=False, allow_nan=False)
    temporary.write_text(text + "\n", encoding="utf-8")
    temporary.replace(file)


def _plain(value: Any) -> Any:
    """Turn numpy's numbers to Python's, and what is missing to null."""
    if isinstance(value, Mapping):
        return {str(name): _plain(held) for name, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(held) for held in value]
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if hasattr(value, "item"):
        return _plain(value.item())
    import pandas as pd

    return None if pd.isna(value) else str(value)
