"""Study how people sell or build relationships in private message threads.

>>> import convostudy as cs
>>> sorted(cs.__all__)[:3]
['Parameters', 'Study', 'cautions']

Nothing is read, written or downloaded on import; each name is fetched when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from convostudy import (
        estimates,
        explore,
        figures,
        measures,
        outcomes,
        prose,
        simulate,
        sources,
        tables,
        threads,
    )
    from convostudy.caveats import cautions
    from convostudy.parameters import Parameters
    from convostudy.project import Study, ingest, load_dataset, open_study, page, report
    from convostudy.project.pipeline import label, score

__version__ = "0.1.0"

_HOME = {
    "Parameters": "convostudy.parameters",
    "Study": "convostudy.project",
    "ingest": "convostudy.project",
    "cautions": "convostudy.caveats",
    "label": "convostudy.project.pipeline",
    "load_dataset": "convostudy.project",
    "open_study": "convostudy.project",
    "report": "convostudy.project",
    "score": "convostudy.project.pipeline",
}
_ROOMS = {
    "estimates": "convostudy.estimates",
    "explore": "convostudy.explore",
    "figures": "convostudy.figures",
    "measures": "convostudy.measures",
    "outcomes": "convostudy.outcomes",
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
    "cautions",
    "estimates",
    "explore",
    "figures",
    "ingest",
    "label",
    "load_dataset",
    "measures",
    "open_study",
    "outcomes",
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
