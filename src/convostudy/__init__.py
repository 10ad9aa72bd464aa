"""Study how people sell or build relationships in private message threads.

>>> import convostudy as cs
>>> sorted(cs.__all__)[:3]
['Parameters', 'Study', 'estimates']

Nothing is read, written or downloaded on import; each name is fetched when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from convostudy import estimates, figures, measures, prose, simulate, sources, tables, threads
    from convostudy.parameters import Parameters
    from convostudy.project import Study, ingest, open_study, page, report
    from convostudy.project.pipeline import label, score

__version__ = "0.1.0"

_HOME = {
    "Parameters": "convostudy.parameters",
    "Study": "convostudy.project",
    "ingest": "convostudy.project",
    "label": "convostudy.project.pipeline",
    "open_study": "convostudy.project",
    "report": "convostudy.project",
    "score": "convostudy.project.pipeline",
}
_ROOMS = {
    "estimates": "convostudy.estimates",
    "figures": "convostudy.figures",
    "measures": "convostudy.measures",
    "page": "convostudy.project.page",
    "prose": "convostudy.prose",
    "simulate": "convostudy.simulate",
    "sources": "convostudy.sources",
    "tables": "convostudy.tables",
    "threads": "convostudy.threads",
}

__all__ = [
    "Parameters",
    "Study",
    "estimates",
    "figures",
    "ingest",
    "label",
    "measures",
    "open_study",
    "page",
    "prose",
    "report",
    "score",
    "simulate",
    "sources",
    "tables",
    "threads",
]


def __getattr__(name: str) -> Any:
    """Fetch a public name when it is first used."""
    if name in _ROOMS:
        return import_module(_ROOMS[name])
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"convostudy has no {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    """List the public names, for completion in a notebook."""
    return [*__all__, "__version__"]
