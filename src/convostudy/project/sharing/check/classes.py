"""Does nobody stand alone, as ``DEID.json`` says? Counted anew from the table as it was written."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from convostudy.deidentify.pooling import class_sizes
from convostudy.errors import counted
from convostudy.project.sharing.check.described import Sheet
from convostudy.project.sharing.check.fault import Fault
from convostudy.project.sharing.check.opened import Opened
from convostudy.project.sharing.check.read_json import read_json
from convostudy.project.sharing.files import DEID

__all__ = ["classes_hold"]


def classes_hold(
    package: Opened, sheets: list[Sheet], frames: Mapping[str, pd.DataFrame]
) -> list[Fault]:
    """Count the rows that share what others may know of them, and the outcomes among these.

    Parameters
    ----------
    package : Opened
        Its files.
    sheets : list of Sheet
        What the descriptor says.
    frames : mapping of str to pandas.DataFrame
        The tables that could be read.

    Returns
    -------
    list of Fault
    """
    content = package.read(DEID) if DEID in package else None
    held = read_json(DEID, content)[0] if content is not None else None
    said = held.get("pooled") if isinstance(held, dict) else None
    if said is None:
        return []
    try:
        name, columns = str(said["table"]), [str(one) for one in said["quasi_identifiers"]]
        sensitive, k, l = str(said["sensitive"]), int(said["k"]), int(said["l"])  # noqa: E741
    except (KeyError, TypeError, ValueError):
        return [Fault(DEID, "pooling of another form", "table, quasi_identifiers, sensitive, k, l")]
    frame = frames.get(name)
    path = next((sheet.path for sheet in sheets if sheet.name == name), name)
    if frame is None or not columns or not {*columns, sensitive} <= set(frame.columns):
        return [Fault(DEID, "pooling of columns that are not there", "columns of a table")]
    if frame.empty:
        return []
    outcome = frame[sensitive].mask(frame[sensitive] == "")
    sizes = class_sizes(frame.assign(**{sensitive: outcome}), columns, sensitive)
    few = sizes[(sizes["n_rows"] < k) | (sizes["n_outcomes"] < l)]
    if few.empty:
        return []
    what = counted(len(few), "combination")
    found = f"{what} of {', '.join(columns)} that {'is' if len(few) == 1 else 'are'} too rare"
    return [Fault(path, found, f"at least {k} rows and {l} outcomes each, as {DEID} says")]
