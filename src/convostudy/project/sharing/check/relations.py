"""Between tables: keys that tell rows apart, and rows that name rows that are there."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from convostudy.project.sharing.check.described import Sheet
from convostudy.project.sharing.check.fault import Fault, harmless

__all__ = ["keys_hold"]


def keys_hold(sheets: list[Sheet], frames: Mapping[str, pd.DataFrame]) -> list[Fault]:
    """Look at primary and foreign keys.

    Parameters
    ----------
    sheets : list of Sheet
        What the descriptor says.
    frames : mapping of str to pandas.DataFrame
        The tables that could be read.

    Returns
    -------
    list of Fault
    """
    faults: list[Fault] = []
    for sheet in sheets:
        frame = frames.get(sheet.name)
        if frame is None:
            continue
        first = 1 if sheet.path.endswith(".jsonl") else 2
        if sheet.key:
            twice = np.flatnonzero(frame.duplicated(list(sheet.key)).to_numpy(bool))
            if len(twice):
                found = f"two rows with one key ({len(twice):,} rows)"
                expected = f"{', '.join(map(harmless, sheet.key))} tells the rows apart"
                faults.append(Fault(sheet.path, found, expected, int(twice[0]) + first))
        for column, home, target in sheet.links:
            there = frames.get(home or sheet.name)
            if there is None or target not in there:
                found = f"column {harmless(column)!r} that names rows of {harmless(home)!r}"
                faults.append(Fault(sheet.path, found, "a table that can be read"))
                continue
            known = frame[column].isin(there[target]) | (frame[column] == "")
            lost = np.flatnonzero(~known.to_numpy(bool))
            if len(lost):
                found = f"{len(lost):,} rows whose {harmless(column)!r} names no row"
                where = f"a {target} of {harmless(home or sheet.name)}"
                faults.append(Fault(sheet.path, found, where, int(lost[0]) + first))
    return faults
