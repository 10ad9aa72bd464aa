"""The room with the door: paths, the store, ingest, measure, report and the command line.

All reading and writing of studies happens here and nowhere else.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from convostudy.project import page as page
    from convostudy.project.ingestion import ingest as ingest
    from convostudy.project.reporting import report as report
    from convostudy.project.study import Study as Study
    from convostudy.project.study import open_study as open_study

__all__ = ["Study", "ingest", "load_dataset", "open_study", "page", "report"]

_HOMES = {
    "Study": "study",
    "load_dataset": "dataset",
    "open_study": "study",
    "ingest": "ingestion",
    "report": "reporting",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: `convostudy --help` needs none of them."""
    if name == "page":
        return import_module(f"{__name__}.page")
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
