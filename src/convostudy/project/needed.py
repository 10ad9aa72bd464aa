"""Which tables a measure reads, handed over by name; the cure is named for one that is lacking."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping

import pandas as pd

from convostudy.errors import BadTable
from convostudy.tables import TABLES

__all__ = ["needed_tables"]

# What `pipeline.label` makes.
_LABELLED = ("languages", "turns", "attempts", "questions", "acts", "threads")


def needed_tables(
    measure: Callable[..., pd.DataFrame], tables: Mapping[str, pd.DataFrame]
) -> list[pd.DataFrame]:
    """Return the tables that a measure names, in the order in which it takes them.

    Parameters
    ----------
    measure : callable
        Its positional parameters are named after tables.
    tables : mapping of str to pandas.DataFrame
        The tables there are, by name.

    Returns
    -------
    list of pandas.DataFrame

    Raises
    ------
    BadTable
        One that it names is lacking; the message says how to add it.

    Examples
    --------
    >>> def talkers(messages, people): ...
    >>> needed_tables(talkers, {"messages": pd.DataFrame()})
    Traceback (most recent call last):
        ...
    convostudy.errors.BadTable: tables for the measure talkers: found no people among messages.
    Expected: messages, people. What to do: Add what was read to what cs.label made:
    cs.score({"messages": export.messages, "people": export.people, **labelled}).
    """
    given = inspect.signature(measure).parameters.values()
    names = [p.name for p in given if p.kind is p.POSITIONAL_OR_KEYWORD]
    lacking = [name for name in names if name not in tables]
    if not lacking:
        return [tables[name] for name in names]
    read = [n for n in TABLES if n not in _LABELLED and (n in names or n in ("messages", "people"))]
    pairs = ", ".join(f'"{name}": export.{name}' for name in read)
    raise BadTable(
        f"no {', no '.join(lacking)} among {', '.join(tables) or 'no tables at all'}",
        where=f"tables for the measure {measure.__name__}",
        expected=", ".join(names),
        do=f"Add what was read to what cs.label made: cs.score({{{pairs}, **labelled}})",
    )
