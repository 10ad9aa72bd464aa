"""Tables and scores of a study in, the tables of tier T1 out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import pandas as pd

from convostudy.deidentify.features._columns import ID_KINDS
from convostudy.deidentify.features.coarse import FOLLOWED_H, coarse
from convostudy.deidentify.features.schema import QUASI_IDENTIFIERS, SENSITIVE, TALK
from convostudy.deidentify.features.scores_schema import EVENTS, LEFT_OUT, SCORES, score_table
from convostudy.deidentify.features.talk import talk
from convostudy.deidentify.pooling import pool
from convostudy.errors import BadTable, counted
from convostudy.parameters import Parameters
from convostudy.tables import Table, among, conform

__all__ = ["MIN_THREADS", "T1", "Features", "NameOf", "released"]

MIN_THREADS = 20
NameOf = Callable[[str, pd.Series, "pd.Series | None"], pd.Series]
"""Given a kind, ids and their threads, returns pseudonyms: `Pseudonyms.of`."""
T1: dict[str, Table] = {**TALK, **{score_table(name): table for name, table in SCORES.items()}}
"""Every table of tier T1 by name; what is not in it does not leave a study."""


class Features(NamedTuple):
    """What may leave a study in tier T1."""

    tables: dict[str, pd.DataFrame]
    """By the names of `T1`, sorted by keyed id."""
    pooled: pd.DataFrame
    """What was pooled, from `pool`."""


def released(
    tables: Mapping[str, pd.DataFrame],
    scores: Mapping[str, pd.DataFrame],
    parameters: Parameters,
    *,
    name_of: NameOf,
    k: int = 5,
    l: int = 2,  # noqa: E741 - the name that the field gives it
) -> Features:
    """Make the tables of tier T1.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Of a measured study, of people who agreed.
    scores : mapping of str to pandas.DataFrame
        By measure.
    parameters : Parameters
        With which they were measured.
    name_of : callable
        ``Pseudonyms(key, domain).of``.
    k, l : int
        Threads that share each combination of quasi-identifiers, and their outcomes, at least.

    Returns
    -------
    Features

    Raises
    ------
    BadTable
        There are too few threads, or a measure whose columns nobody has declared.
    """
    n = len(tables["threads"])
    if n < MIN_THREADS:
        raise BadTable(
            counted(n, "thread"),
            where="threads",
            expected=f"at least {MIN_THREADS}: of fewer, each can be told",
            do="Share aggregates (T0), or join several inboxes in one study",
        )
    _refuse_undeclared(scores)
    # Campaign mail, and talk in which no owner takes part, is in no number.
    known = tables["threads"]["thread_id"]
    tables = {
        name: frame[among(frame["thread_id"], known)] if "thread_id" in frame else frame
        for name, frame in tables.items()
    }
    exact = {TALK[name].name: frame for name, frame in talk(tables, parameters).items()}
    pooled = pool(exact["threads"], list(QUASI_IDENTIFIERS), SENSITIVE, k=k, l=l)
    exact["threads"] = pooled.frame
    for name, frame in scores.items():
        exact[score_table(name)] = _prepared(name, frame)
    # Where a report parts its rows, so that it parts these alike.
    classes_h = {*FOLLOWED_H, *parameters.pitch_within_h, 24.0 * parameters.no_reply_days}
    made = {}
    for name, frame in exact.items():
        measure = name.removeprefix("score_")
        events = {duration: told for (of, duration), told in EVENTS.items() if of == measure}
        cut = coarse(frame, T1[name], events=events, classes_h=classes_h)
        made[name] = _keyed(cut, T1[name], name_of)
    return Features(made, pooled.report)


def _refuse_undeclared(scores: Mapping[str, pd.DataFrame]) -> None:
    for name, frame in scores.items():
        known = {*SCORES[name].columns, *LEFT_OUT.get(name, {})} if name in SCORES else set()
        strange = [str(column) for column in frame.columns if column not in known]
        if strange:
            what = f"column {strange[0]!r} of the measure {name}" if known else f"measure {name!r}"
            raise BadTable(
                f"a {what} that is not declared",
                where="deidentify/features/scores_schema.py",
                expected="every column named there, as shared or as left out with a reason",
                do="Say there what it is: nothing is shared that nobody decided on",
            )


def _prepared(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    if name == "time_to_pitch":
        return frame.assign(day_known=frame["connected_lo"].notna())
    return frame


def _keyed(frame: pd.DataFrame, table: Table, name_of: NameOf) -> pd.DataFrame:
    threads = frame.get("thread_id")
    ids = {
        name: name_of(ID_KINDS[name], frame[name].replace("", None), threads)
        for name in frame.columns
        if name in ID_KINDS
    }
    keyed = conform(frame.assign(**ids), table)
    # By keyed ids: any other order tells of names or of dates.
    order = [*table.key, *(name for name in table.columns if name not in table.key)]
    return keyed.sort_values(order, kind="stable", ignore_index=True)
