"""A package from a stranger: is it what it says, and safe to open?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from convostudy.project.sharing.check.agreement import agreement
from convostudy.project.sharing.check.classes import classes_hold
from convostudy.project.sharing.check.described import described
from convostudy.project.sharing.check.fault import Fault
from convostudy.project.sharing.check.layout import declared_hold, layout, sums_hold
from convostudy.project.sharing.check.opened import Opened, opened
from convostudy.project.sharing.check.relations import keys_hold
from convostudy.project.sharing.check.twins import twin_holds
from convostudy.project.sharing.check.values import read_sheet, values_hold

__all__ = ["Fault", "check_files", "validate"]


def validate(path: str | Path) -> list[Fault]:
    """Look at a package as one looks at a stranger's: nothing is unpacked, run or fetched.

    Parameters
    ----------
    path : str or pathlib.Path
        Its folder, or a zip of it.

    Returns
    -------
    list of Fault
        What is wrong, by file; empty if nothing is.
    """
    with opened(path) as package:
        return _faults(package)


def check_files(files: Mapping[str, bytes]) -> list[Fault]:
    """Look at a package that is not on the disk yet.

    Parameters
    ----------
    files : mapping of str to bytes
        By path.

    Returns
    -------
    list of Fault
    """
    return _faults(Opened({n: len(held) for n, held in files.items()}, files.__getitem__, []))


def _faults(package: Opened) -> list[Fault]:
    held, sheets, faults = described(package)
    declared = [path for sheet in sheets for path in (sheet.path, sheet.twin) if path]
    faults += layout(package, declared) + sums_hold(package)
    frames: dict[str, pd.DataFrame] = {}
    for sheet in sheets:
        content = package.read(sheet.path) if sheet.path in package else None
        if content is None:
            continue
        faults += declared_hold(package, sheet.said, sheet.path)
        if sheet.twin:
            faults += declared_hold(package, sheet.said["parquet"], sheet.twin)
        frame, wrong = read_sheet(sheet, content)
        faults += wrong
        if frame is None:
            continue
        frames[sheet.name] = frame
        faults += values_hold(sheet, frame)
        twin = package.read(sheet.twin) if sheet.twin in package else None
        if twin is not None:
            faults += twin_holds(sheet, frame, twin)
    faults += keys_hold(sheets, frames) + classes_hold(package, sheets, frames)
    if held:
        faults += agreement(package, held, sheets)
    return package.faults + list(dict.fromkeys(faults))
