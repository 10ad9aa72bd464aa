"""What a study and its threads show of themselves in a notebook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from convostudy.explore import Thread
    from convostudy.project.study import Study

__all__ = ["overview", "thread"]

COUNTED = ("messages", "people", "connections", "threads", "turns", "questions", "acts")


def overview(study: Study) -> str:
    """Write what is in a study as HTML; no table is read for it, and nobody is named.

    Parameters
    ----------
    study : Study
        Measured or not.

    Returns
    -------
    str
    """
    from convostudy.explore import study_html
    from convostudy.project.paths import shown

    rows = {name: _rows(study.path / name) for name in COUNTED if (study.path / name).is_dir()}
    until = study.settings.observed_until
    facts = [f"Folder: {shown(study.path)}"]
    facts += [f"Observed until {until:%Y-%m-%d}"] if until is not None else []
    if study.is_measured:
        facts.append(f"Measured, with the labels of {study.parameters.backend}")
        hint = "In a notebook: study.thread('a name', show_text=True) shows a conversation"
    else:
        facts.append("Not measured yet")
        hint = "study.measure() finds turns, questions and acts, and takes every measure"
    return study_html(study.path.name, rows, facts, hint=hint)


def thread(study: Study, wanted: str, *, show_text: bool) -> Thread:
    """Return a thread of a study; see `Study.thread`."""
    from convostudy.explore import NEEDS, Thread, browse

    tables = {name: study.table(name) for name in NEEDS}
    return Thread(browse(tables).find(wanted), tables, show_text)


def _rows(table: Path) -> int:
    """Count the rows of a table by what its files say of themselves."""
    from pyarrow.parquet import read_metadata

    return sum(read_metadata(part).num_rows for part in table.glob("*.parquet"))
