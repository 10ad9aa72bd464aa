"""What a source hands out: the tables of one export, and the account of every row in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from convostudy import tables

__all__ = ["Book", "Export", "ledger_from_origins", "origins_frame", "sort_ledger"]

_FIRST_LINES = 5
_CELL_SHOWN = 60


def origins_frame() -> pd.DataFrame:
    """Return an empty table of where each message came from."""
    columns = ("message_id", "export_id", "file", "line", "row_class", "reason")
    return pd.DataFrame(
        {c: pd.Series([], dtype="int64" if c == "line" else "str") for c in columns}
    )


@dataclass(frozen=True)
class Export:
    """One export, or several merged, as tables.

    Parameters
    ----------
    source : str
        The app: ``linkedin``.
    export_ids : tuple of str
        Made from the content of the recognised files: the same files have the same id whether
        they come zipped or unpacked, and two archives of one name differ.
    messages, people, connections : pandas.DataFrame
        The tables of that name in `convostudy.tables`.
    ledger : pandas.DataFrame
        Every record of every recognised file, counted in exactly one class.
    assumptions : pandas.DataFrame
        What was taken for granted, and on what evidence.
    rejected : pandas.DataFrame
        Rows that could not be read, as they stood.
    owner_id : str or None
        Who made the export; None when nobody could be told.
    owner_how : str
        On what evidence: ``outgoing invitations``, ``profile name``, ``in 97 % of
        conversations``, ``given``, ``unresolved``.
    observed_until : pandas.Timestamp or None
        Last instant the export could have shown, UTC.
    origins : pandas.DataFrame
        Where each message was read: message_id, export_id, file, line, row_class, reason.
    """

    source: str
    export_ids: tuple[str, ...]
    messages: pd.DataFrame
    people: pd.DataFrame
    connections: pd.DataFrame
    ledger: pd.DataFrame
    assumptions: pd.DataFrame
    rejected: pd.DataFrame
    owner_id: str | None
    owner_how: str
    observed_until: pd.Timestamp | None
    origins: pd.DataFrame = field(default_factory=origins_frame, repr=False)


class Book:
    """The running account of one reading: rows by class, rejected rows, assumptions."""

    def __init__(self) -> None:
        self._ledger: list[dict[str, Any]] = []
        self._rejected: list[pd.DataFrame] = []
        self._assumptions: list[dict[str, str]] = []

    def count(self, file: str, row_class: str, reason: str, lines: Iterable[int]) -> None:
        """Enter rows of a file, by their lines, into one class for one reason."""
        lines = np.sort(np.asarray(list(lines), dtype="int64"))
        self._ledger.append(
            {
                "file": file,
                "row_class": row_class,
                "reason": reason,
                "n_rows": len(lines),
                "first_lines": _first(lines),
            }
        )

    def count_if(self, file: str, row_class: str, reason: str, lines: Iterable[int]) -> None:
        """Enter rows as `count` does, but no line for a class without rows."""
        lines = list(lines)
        if lines:
            self.count(file, row_class, reason, lines)

    def reject(self, file: str, rows: pd.DataFrame) -> None:
        """Enter rows (line, reason, raw) that could not be read, and count them.

        What a cell holds (a column ``cell``, where there is one) stands in the table of rejected
        rows and in no ledger: pages show the ledger.
        """
        if not len(rows):
            return
        told = rows
        if "cell" in rows:
            cells = [f": {cell[:_CELL_SHOWN]!r}" if cell else "" for cell in rows["cell"]]
            told = rows.drop(columns="cell").assign(reason=rows["reason"] + cells)
        self._rejected.append(told.assign(file=file))
        for reason, part in rows.groupby("reason", sort=True):
            self.count(file, "rejected", str(reason), part["line"])

    def assume(self, file: str, about: str, assumed: str, why: str) -> None:
        """Enter one thing that was taken for granted."""
        entry = {"file": file, "about": about, "assumed": assumed, "why": why}
        if entry not in self._assumptions:
            self._assumptions.append(entry)

    @property
    def has_rows(self) -> bool:
        """Whether any row of any file was counted so far."""
        return any(entry["n_rows"] for entry in self._ledger)

    def n_rows(self, files: Iterable[str], row_class: str) -> int:
        """Return how many rows of some files were counted in a class so far."""
        files = set(files)
        found = (e for e in self._ledger if e["file"] in files and e["row_class"] == row_class)
        return sum(entry["n_rows"] for entry in found)

    def ledger(self, export_id: str, origins: pd.DataFrame) -> pd.DataFrame:
        """Return the ledger: what was counted here, and the messages by where they came from."""
        counted = pd.DataFrame(self._ledger)
        if len(counted):
            counted = counted.assign(export_id=export_id)
            counted = tables.conform(counted, tables.LEDGER)
        else:
            counted = tables.empty(tables.LEDGER)
        return sort_ledger(pd.concat([counted, ledger_from_origins(origins)]))

    def assumptions(self, export_id: str) -> pd.DataFrame:
        """Return what was taken for granted."""
        if not self._assumptions:
            return tables.empty(tables.ASSUMPTIONS)
        frame = pd.DataFrame(self._assumptions).assign(export_id=export_id)
        return tables.conform(frame, tables.ASSUMPTIONS)

    def rejected(self, export_id: str) -> pd.DataFrame:
        """Return the rejected rows."""
        if not self._rejected:
            return tables.empty(tables.REJECTED)
        frame = pd.concat(self._rejected).assign(export_id=export_id)
        return tables.conform(frame.sort_values(["file", "line"]), tables.REJECTED)


def ledger_from_origins(origins: pd.DataFrame) -> pd.DataFrame:
    """Count messages by export, file, class and reason.

    Parameters
    ----------
    origins : pandas.DataFrame
        One row per message: export_id, file, line, row_class, reason.

    Returns
    -------
    pandas.DataFrame
        A ledger of those messages.
    """
    if not len(origins):
        return tables.empty(tables.LEDGER)
    keys = ["export_id", "file", "row_class", "reason"]
    group = np.zeros(len(origins), dtype="int64")
    for key in keys:
        if (origins[key] == origins[key].iloc[0]).all():
            continue  # as of one export and one file: nothing to tell apart
        codes, names = pd.factorize(origins[key])
        group = group * len(names) + codes
    lines = origins["line"].to_numpy()
    rows = []
    for at in np.flatnonzero(~pd.Series(group).duplicated()).tolist():
        part = lines[group == group[at]]
        where = {key: origins[key].iloc[at] for key in keys}
        rows.append({**where, "n_rows": len(part), "first_lines": _first(part)})
    rows.sort(key=lambda row: [row[key] for key in keys])
    return tables.conform(pd.DataFrame(rows), tables.LEDGER)


def sort_ledger(ledger: pd.DataFrame) -> pd.DataFrame:
    """Put a ledger in its order: by export, file, class, reason."""
    keys = ["export_id", "file", "row_class", "reason"]
    return ledger.sort_values(keys, kind="stable").reset_index(drop=True)


def _first(lines: Any) -> str:
    lines = np.asarray(lines)
    if len(lines) > _FIRST_LINES:
        lines = np.partition(lines, _FIRST_LINES)[:_FIRST_LINES]
    return ", ".join(str(n) for n in np.sort(lines))
