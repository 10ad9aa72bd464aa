"""What goes into a package: tables with one schema, and what is said about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from convostudy.project.sharing.about import About
from convostudy.tables import Table

__all__ = ["TIERS", "Release"]

TIERS = {
    "T0": "aggregates: counts of groups, nobody's rows",
    "T1": "features without text: no words, names, dates or companies",
    "T2": "masked text of people who agreed, for restricted access",
    "invented": "words and all, since nobody in it exists",
}


@dataclass(frozen=True)
class Release:
    """A dataset that is about to be written.

    Parameters
    ----------
    name, version : str
        Of the dataset; together they name its folder.
    tier : str
        A key of `TIERS`.
    tables : mapping of str to pandas.DataFrame
        By name.
    schema : mapping of str to Table
        What each table is; every describing file is made from this.
    about : About
        Title, authors, terms, and the sections of the data card.
    deid : mapping
        What was done so that nobody can be told, for ``DEID.json``; holds no key.
    words : frozenset of str
        Names of tables with text, which are written as JSON Lines and never as CSV.
    """

    name: str
    version: str
    tier: str
    tables: Mapping[str, pd.DataFrame]
    schema: Mapping[str, Table]
    about: About
    deid: Mapping[str, Any] = field(default_factory=dict)
    words: frozenset[str] = frozenset()

    @property
    def folder(self) -> str:
        """The name of the package's folder."""
        return f"{self.name}-{self.version}"
