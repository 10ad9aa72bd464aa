"""Records of how studies were measured in, what must not be set side by side out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from convostudy.outcomes.clock import Tables
from convostudy.tables import among, is_shared

__all__ = ["cohort_sizes", "measured_unlike", "shared_messages"]

# They change what a report shows, not what was measured.
_OF_REPORTS = ("min_n", "draws", "seed", "level")


def measured_unlike(records: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    """Find the studies that were measured otherwise than the first.

    Parameters
    ----------
    records : mapping of str to mapping
        Name of a study to its ``measure.json``; empty where it is not measured.

    Returns
    -------
    pandas.DataFrame
        One row per study and thing that differs: ``study, what`` (a parameter; ``code``, by which
        version of the program; ``measured``, not at all), ``value, first``.

    Examples
    --------
    >>> records = {"mine": {"parameters": {"backend": "rules"}}, "hers": {}}
    >>> measured_unlike(records)[["study", "what"]].to_numpy().tolist()
    [['hers', 'measured']]
    """
    first, *others = records.items()
    rows: list[tuple[Any, ...]] = []
    for name, record in others:
        if not record:
            rows.append((name, "measured", "no", "yes"))
            continue
        here, there = record.get("parameters", {}), first[1].get("parameters", {})
        named = [knob for knob in {**there, **here} if knob not in _OF_REPORTS]
        rows += [
            (name, knob, here.get(knob), there.get(knob))
            for knob in named
            if here.get(knob) != there.get(knob)
        ]
        if record.get("code") != first[1].get("code"):
            rows.append((name, "code", record.get("code"), first[1].get("code")))
    return pd.DataFrame(rows, columns=["study", "what", "value", "first"])


def shared_messages(studies: Mapping[str, Tables]) -> pd.DataFrame:
    """Count the messages that two studies have in common: one export read twice, or overlapping.

    Parameters
    ----------
    studies : mapping of str to mapping
        Name to tables, with ``messages``.

    Returns
    -------
    pandas.DataFrame
        ``a, b, n`` (messages alike by id, instant and sender), pairs with any.

    Examples
    --------
    >>> one = {"messages": pd.DataFrame({"message_id": ["m"], "sent_at": 1, "sender_id": "a"})}
    >>> shared_messages({"mine": one, "again": one}).to_numpy().tolist()
    [['mine', 'again', 1]]
    """
    keys = {}
    for name, tables in studies.items():
        held = tables["messages"][["message_id", "sent_at", "sender_id"]].astype("str").fillna("")
        keys[name] = set(held.agg(" ".join, axis=1)) if len(held) else set()
    names = list(keys)
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
    rows = [(a, b, len(keys[a] & keys[b])) for a, b in pairs]
    return pd.DataFrame([row for row in rows if row[2]], columns=["a", "b", "n"])


def cohort_sizes(cohorts: Mapping[str, Tables]) -> pd.DataFrame:
    """Say how large each group of a comparison is, over what time, and in which languages.

    Parameters
    ----------
    cohorts : mapping of str to mapping
        From `cohorts`.

    Returns
    -------
    pandas.DataFrame
        ``group, threads`` (of two people, with messages), ``messages`` in them, ``connections``
        with a known day, ``first`` and ``last`` message, ``observed_until`` and ``unlabelled``
        (share of messages in a language without labels).
    """
    rows = []
    for name, tables in cohorts.items():
        threads, messages, ties = (tables[t] for t in ("threads", "messages", "connections"))
        dyads = threads[~threads["is_group"] & (threads["n_messages"] > 0)]
        talk = messages[messages["kind"].isin(["message", "inmail"])]
        talk = talk[among(talk["thread_id"], dyads["thread_id"])]
        n = int(dyads["n_messages"].sum())
        sent, until = talk["sent_at"], threads["observed_until"]
        if is_shared(tables):  # its instants are made up
            sent, until = sent.iloc[:0], until.iloc[:0]
        rows.append(
            {
                "group": name,
                "threads": len(dyads),
                "messages": len(talk),
                "connections": int(ties["connected_lo"].notna().sum()),
                "first": sent.min(),
                "last": sent.max(),
                "observed_until": until.max(),
                "unlabelled": float(dyads["n_unlabelled"].sum()) / n if n else float("nan"),
            }
        )
    columns = ["group", "threads", "messages", "connections", "first", "last", "observed_until"]
    return pd.DataFrame(rows, columns=[*columns, "unlabelled"])
