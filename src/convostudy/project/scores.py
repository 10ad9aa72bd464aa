"""The scores of a study on disk: one table a measure, read when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from convostudy.errors import BadTable
from convostudy.project import store
from convostudy.project.paths import nearest

__all__ = ["Scores"]


class Scores(Mapping[str, pd.DataFrame]):
    """The scores of a study by measure, each read when it is asked for.

    Parameters
    ----------
    folder : pathlib.Path
        ``<study>/scores``.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return the score table of a measure."""
        if name not in self:
            raise BadTable(
                f"no scores of a measure {name!r}",
                where=str(self._folder),
                expected=f"one of {', '.join(self) or '(none: the study is not measured)'}",
                do=nearest(str(name), list(self)) or "Run `convostudy measure`",
            )
        if name not in self._read:
            self._read[name] = store.load(self._folder / name)
        return self._read[name].copy(deep=False)

    def __contains__(self, name: object) -> bool:
        """Tell whether that measure was taken."""
        return isinstance(name, str) and name in set(self)

    def __iter__(self) -> Iterator[str]:
        """Go through the names of the measures."""
        return iter(sorted(p.name for p in self._folder.glob("[!.]*") if p.is_dir()))

    def __len__(self) -> int:
        """Return how many measures were taken."""
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        """Name the measures."""
        return f"Scores({', '.join(self)})"
