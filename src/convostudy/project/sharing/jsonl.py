"""Tables with words as JSON Lines: no spreadsheet program opens these and runs a formula."""

from __future__ import annotations

import json

import pandas as pd

from convostudy.tables import Table

__all__ = ["jsonl_bytes"]


def jsonl_bytes(frame: pd.DataFrame, table: Table) -> bytes:
    r"""Write a canonical table, one JSON object a row; missing is null.

    Parameters
    ----------
    frame : pandas.DataFrame
        From `cells.canonical`.
    table : Table
        Its schema.

    Returns
    -------
    bytes

    Examples
    --------
    >>> from convostudy.tables import Column
    >>> table = Table("t", "a text", {"text": Column("str", "words")})
    >>> jsonl_bytes(pd.DataFrame({"text": ["a </script>"]}), table)
    b'{"text": "a \\u003c/script>"}\n'
    """
    lists = {
        name: frame[name].astype(object).where(frame[name].notna(), None).tolist()
        for name in table.columns
    }
    # A Python loop: JSON has no vectorised writer that keeps the order and the escapes.
    lines = [
        json.dumps(dict(zip(lists, row, strict=True)), ensure_ascii=False).replace("<", "\\u003c")
        for row in zip(*lists.values(), strict=True)
    ]
    text = "".join(f"{line}\n" for line in lines)
    for separator in ("\u2028", "\u2029"):
        text = text.replace(separator, f"\\u{ord(separator):04x}")
    return text.encode("utf-8")
