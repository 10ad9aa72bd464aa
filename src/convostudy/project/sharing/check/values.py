"""Every cell of a table from a stranger: of its type, within its limits, and no formula."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import numpy as np
import pandas as pd

from convostudy.project.sharing.cells import FORMULA
from convostudy.project.sharing.check.described import Sheet
from convostudy.project.sharing.check.fault import Fault, harmless

__all__ = ["read_sheet", "values_hold"]

_PATTERNS = {
    "integer": r"-?(?:0|[1-9][0-9]{0,17})",
    "number": r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?(?:e[+-]?[0-9]{1,3})?",
    "boolean": r"true|false",
}
_JSON = {"string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,)}


def read_sheet(sheet: Sheet, content: bytes) -> tuple[pd.DataFrame | None, list[Fault]]:
    """Read a table as texts, with missing cells empty.

    Parameters
    ----------
    sheet : Sheet
        What the descriptor says of it.
    content : bytes
        The file.

    Returns
    -------
    pandas.DataFrame or None, list of Fault
    """
    if sheet.path.endswith(".jsonl"):
        return _lines(sheet, content)
    if b"\0" in content or b"\r\n" in content or (content and not content.endswith(b"\n")):
        return None, [Fault(sheet.path, "lines that do not end in one line feed", "\\n")]
    try:
        frame = pd.read_csv(
            io.BytesIO(content),
            dtype="str",
            keep_default_na=False,
            na_filter=False,
            encoding="utf-8",
            header=None,
            skip_blank_lines=False,
        )
    except (ValueError, OverflowError) as reason:
        # The parser's own words may quote a cell: only the line is told.
        line = re.search(r"line (\d+)", str(reason))
        found = "a row that cannot be read"
        return None, [
            Fault(sheet.path, found, "CSV in UTF-8, one length a row", int(line[1]) if line else 0)
        ]
    header = frame.iloc[0].tolist()
    if header != list(sheet.fields):
        expected = ", ".join(map(harmless, sheet.fields))
        return None, [Fault(sheet.path, "other columns than declared", expected, 1)]
    frame = frame.iloc[1:].reset_index(drop=True)
    frame.columns = pd.Index(header)
    return frame, []


def _lines(sheet: Sheet, content: bytes) -> tuple[pd.DataFrame | None, list[Fault]]:
    """Read JSON Lines as texts; what is no object of these columns is a fault."""
    rows: list[list[str]] = []
    for number, line in enumerate(content.split(b"\n")[:-1], 1):
        try:
            held = json.loads(line)
        except (ValueError, RecursionError):
            return None, [Fault(sheet.path, "a line that is no JSON", "one object a line", number)]
        if not isinstance(held, dict) or list(held) != list(sheet.fields):
            names = ", ".join(map(harmless, sheet.fields))
            return None, [Fault(sheet.path, "other columns than declared", names, number)]
        for name, value in held.items():
            wanted = _JSON[sheet.fields[name]["type"]]
            if value is not None and type(value) not in wanted:
                found = f"a value of another type in {harmless(name)}"
                return None, [Fault(sheet.path, found, sheet.fields[name]["type"], number)]
        rows.append([_text(value) for value in held.values()])
    if not content.endswith(b"\n") and content:
        return None, [Fault(sheet.path, "a last line without end", "\\n")]
    return pd.DataFrame(rows, columns=list(sheet.fields), dtype="str"), []


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value)


def values_hold(sheet: Sheet, frame: pd.DataFrame) -> list[Fault]:
    """Look at every cell.

    Parameters
    ----------
    sheet : Sheet
        What the descriptor says.
    frame : pandas.DataFrame
        From `read_sheet`.

    Returns
    -------
    list of Fault
        One a column and rule, with the first line where it is broken.
    """
    faults: list[Fault] = []
    first = 1 if sheet.path.endswith(".jsonl") else 2
    if sheet.rows is not None and sheet.rows != len(frame):
        faults.append(Fault(sheet.path, f"{len(frame):,} rows", f"{sheet.rows:,}, as declared"))

    def broken(mask: Any, name: str, found: str, expected: str) -> None:
        rows = np.flatnonzero(np.asarray(mask, dtype=bool))
        if len(rows):
            where = f"{found} in column {harmless(name)!r} ({len(rows):,} rows)"
            faults.append(Fault(sheet.path, where, expected, int(rows[0]) + first))

    for name, field in sheet.fields.items():
        cells, limits = frame[name], field.get("constraints", {})
        empty = (cells == "").to_numpy(bool)
        if limits.get("required"):
            broken(empty, name, "empty cells", "a value in each row")
        pattern = _PATTERNS.get(field["type"])
        if pattern:
            odd = ~(cells.str.fullmatch(pattern).to_numpy(bool) | empty)
            if field["type"] == "number":  # such as 1e999
                numbers = pd.to_numeric(cells.mask(empty | odd)).to_numpy("float64", na_value=0.0)
                odd |= np.isinf(numbers)
            broken(odd, name, f"cells that are no {field['type']}", field["type"])
            _ends(cells.mask(empty | odd), limits, name, broken)
        elif first == 2:
            formula = cells.str.match(FORMULA).to_numpy(bool)
            broken(formula, name, "cells that begin like a formula", "a ' before it")
        if limits.get("enum"):
            known = cells.isin(limits["enum"]).to_numpy(bool)
            broken(~(known | empty), name, "values that are not of the list", "one declared")
        if limits.get("unique"):
            twice = cells.duplicated().to_numpy(bool) & ~empty
            broken(twice, name, "values that stand twice", "each once")
    return faults


def _ends(cells: pd.Series, limits: dict[str, Any], name: str, broken: Any) -> None:
    if not {"minimum", "maximum"} & set(limits):
        return
    numbers = pd.to_numeric(cells, errors="coerce").to_numpy("float64", na_value=np.nan)
    low, high = limits.get("minimum", -np.inf), limits.get("maximum", np.inf)
    expected = f"{low:g} to {high:g}" if "maximum" in limits else f"at least {low:g}"
    broken((numbers < low) | (numbers > high), name, "numbers out of range", expected)
