"""Tables in, one score table out: one file a measure, found by being in this folder.

A measure is its module's function of the same name. Its positional parameters are named after
the tables that it reads (``messages``, ``turns``, ``questions``, ``acts``, ``threads``); its
keyword-only ones are knobs, named as in `convostudy.Parameters`.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

import pandas as pd

__all__ = ["measures"]


def measures() -> dict[str, Callable[..., pd.DataFrame]]:
    """Return every measure by name.

    Returns
    -------
    dict
        Name to function, in alphabetical order.

    Examples
    --------
    >>> "time_to_pitch" in measures()
    True
    """
    names = sorted(m.name for m in iter_modules(__path__) if not m.name.startswith("_"))
    return {name: getattr(import_module(f"{__name__}.{name}"), name) for name in names}


# Bound once, after all are imported: `convostudy.measures.time_to_pitch` is the function, not the
# module of that name, whoever imported what first.
globals().update(measures())
