"""Tables in, one row a thread out: what one needs to choose which to look at."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from convostudy.language.labels import having, pitches
from convostudy.tables import TABLES, empty, lookup
from convostudy.threads import TALK
from convostudy.threads.pairs import ANSWERED

__all__ = ["NEEDS", "counterpart_names", "thread_list", "whole"]

NOBODY = "Unnamed"
NEEDS = ("messages", "people", "questions", "acts", "threads")
"""The tables that everything in this room is made of."""


def whole(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables with those that are lacking as empty ones.

    Examples
    --------
    >>> len(whole({})["questions"])
    0
    """
    return {name: empty(table) for name, table in TABLES.items() if name not in tables} | dict(
        tables
    )


def thread_list(
    tables: Mapping[str, pd.DataFrame],
    *,
    solicitations: Collection[str] = ("sales", "investment", "event"),
) -> pd.DataFrame:
    r"""List the threads, those with most messages first.

    Nothing here goes thread by thread, so that an inbox of 200,000 threads is listed in a second.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        ``messages, people, questions, acts, threads``.
    solicitations : collection of str
        Kinds of pitch that count.

    Returns
    -------
    pandas.DataFrame
        ``thread_id, number`` (from 1, in this order)\ ``, name, company, position, is_group,
        began_by, n_messages, first_at, last_at, n_questions`` (that want an answer in words)\ ``,
        n_unanswered, n_pitches, n_refusals, labelled``.

    Examples
    --------
    >>> thread_list({})["thread_id"].tolist()
    []
    """
    tables = whole(tables)
    threads, messages = tables["threads"], tables["messages"]
    ids = threads["thread_id"]
    asked = tables["questions"]
    asked = asked[asked["function"] == "information"]
    # Missing and open: nobody can say yet that there is no answer.
    known = asked["status_eventual"].notna() & (asked["status_eventual"] != "open")
    ignored = asked[known & ~asked["status_eventual"].isin(ANSWERED)]
    talk = messages[messages["kind"].isin(TALK)]
    times = messages.groupby("thread_id", sort=False)["sent_at"].agg(["min", "max"])
    names = counterpart_names(threads, messages, tables["people"])
    person = tables["people"].drop_duplicates("person_id").set_index("person_id")
    listed = pd.DataFrame(
        {
            "thread_id": ids,
            "name": names,
            "company": lookup(threads["counterpart_id"], person["company"]),
            "position": lookup(threads["counterpart_id"], person["position"]),
            "is_group": threads["is_group"],
            "began_by": _began_by(threads, talk),
            "n_messages": threads["n_messages"],
            "first_at": lookup(ids, times["min"]),
            "last_at": lookup(ids, times["max"]),
            "n_questions": _counts(ids, asked),
            "n_unanswered": _counts(ids, ignored),
            "n_pitches": _counts(ids, pitches(tables["acts"], solicitations=solicitations)),
            "n_refusals": _counts(ids, having(tables["acts"], "refusal", "opt_out_request")),
            "labelled": threads.get("labelled"),
        }
    )
    order = ["n_messages", "last_at"]
    listed = listed.sort_values(order, ascending=False, kind="stable").reset_index(drop=True)
    listed.insert(1, "number", np.arange(1, len(listed) + 1))
    return listed


def counterpart_names(
    threads: pd.DataFrame, messages: pd.DataFrame, people: pd.DataFrame
) -> pd.Series:
    """Name the other side of each thread; of a group, how many write in it."""
    named = people.drop_duplicates("person_id").set_index("person_id")["name"]
    names = lookup(threads["counterpart_id"], named)
    names = names.where(names.fillna("").str.strip() != "").fillna(threads["counterpart_id"])
    groups = threads.loc[threads["is_group"], "thread_id"]
    if len(groups):
        written = messages[messages["thread_id"].isin(groups)]
        n = lookup(threads["thread_id"], written.groupby("thread_id")["sender_id"].nunique())
        group = "Group, " + n.fillna(0).astype("int64").astype("str") + " who wrote"
        names = names.where(~threads["is_group"], group)
    return names.fillna(NOBODY).astype("str")


def _began_by(threads: pd.DataFrame, talk: pd.DataFrame) -> pd.Series:
    """Who sent the first message; where there is none, who invited."""
    first = talk.sort_values("seq", kind="stable").drop_duplicates("thread_id")
    side = lookup(threads["thread_id"], first.set_index("thread_id")["side"])
    return side.fillna(threads["inviter"]).astype("str")


def _counts(ids: pd.Series, rows: pd.DataFrame) -> pd.Series:
    return lookup(ids, rows["thread_id"].value_counts()).fillna(0).astype("int64")
