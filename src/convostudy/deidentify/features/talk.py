"""Tables of a study in, the same without words, names and dates out: exact, ids not yet keyed."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np
import pandas as pd

from convostudy.deidentify.features.schema import ACT_KINDS
from convostudy.deidentify.times import hour_bucket
from convostudy.language.labels import pitches
from convostudy.parameters import Parameters
from convostudy.tables import among, lookup

__all__ = ["talk"]

HOUR = pd.Timedelta(hours=1)
FEWEST = 10
NO_CUE = "statement, no cue"
"""Evidence of an answer that nothing but its place makes one."""
Tables = Mapping[str, pd.DataFrame]


def talk(tables: Tables, parameters: Parameters) -> dict[str, pd.DataFrame]:
    """Return what is shared of the tables of a study, before anything is made coarse.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Of a measured study.
    parameters : Parameters
        With which it was measured.

    Returns
    -------
    dict of str to pandas.DataFrame
        By the names of `schema.TALK`, with more columns than these.
    """
    acts, questions = tables["acts"], tables["questions"]
    cue = questions["answer_evidence"]
    return {
        "threads": _threads(tables, parameters),
        "people": _people(tables),
        "connections": _connections(tables),
        "messages": _messages(tables),
        "turns": _turns(tables["turns"]),
        "attempts": tables["attempts"],
        "questions": questions.assign(no_cue=cue.eq(NO_CUE).fillna(False).astype("bool")),
        "acts": acts.assign(kind=acts["kind"].where(acts["kind"].isin(ACT_KINDS))),
        "ledger": _ledger(tables["ledger"]),
        "owner_hours": owner_hours(tables["messages"]),
        "facts": _facts(tables["assumptions"], parameters),
    }


def _threads(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    threads, messages = tables["threads"], tables["messages"]
    made = pitches(tables["acts"], side=parameters.side, solicitations=parameters.solicitations)
    last = lookup(threads["thread_id"], messages.groupby("thread_id")["sent_at"].max())
    until = threads["observed_until"]
    return threads.assign(
        pitched=among(threads["thread_id"], made["thread_id"]),
        quiet_h=((until - last) / HOUR).clip(lower=0),
    )


def _people(tables: Tables) -> pd.DataFrame:
    """Keep everybody who is named by another table, also where the export has no card of them."""
    people = tables["people"][["person_id", "is_owner"]]
    named = [tables["messages"]["sender_id"], tables["turns"]["sender_id"]]
    named += [tables["threads"][name] for name in ("owner_id", "counterpart_id")]
    named += [tables["connections"][name] for name in ("owner_id", "person_id")]
    every = pd.concat(named).dropna().drop_duplicates()
    every = every[(every != "") & ~among(every, people["person_id"])]
    more = pd.DataFrame({"person_id": every, "is_owner": False})
    return pd.concat([people, more], ignore_index=True)


def _connections(tables: Tables) -> pd.DataFrame:
    """Give each tie's age at the end of observation; hidden members are nobody's row."""
    ties = tables["connections"]
    ties = ties[(ties["person_id"].fillna("") != "") & (ties["owner_id"].fillna("") != "")]
    ties = ties.drop_duplicates(["owner_id", "person_id"]).reset_index(drop=True)
    until = tables["threads"]["observed_until"].max()
    known = ties["connected_lo"].notna()
    # Of a tie made after the end of observation no clock runs.
    known &= (ties["connected_lo"] <= until) if pd.notna(until) else False
    return ties.assign(
        day_known=known,
        lo_h=((until - ties["connected_hi"]) / HOUR).where(known).clip(lower=0),
        hi_h=((until - ties["connected_lo"]) / HOUR).where(known).clip(lower=0),
    )


def _messages(tables: Tables) -> pd.DataFrame:
    messages = tables["messages"].sort_values(["thread_id", "seq"], kind="stable")
    at = messages["sent_at"]
    languages = tables["languages"].set_index("message_id")
    told = languages["language"].notna()
    labelled = languages["read_as"].notna().astype("boolean").where(told)
    gap = at.groupby(messages["thread_id"]).diff() / HOUR
    reply = messages["reply_to"]
    return messages.assign(
        reply_to=reply.where(among(reply, messages["message_id"])),
        n_words=messages["text"].str.count(r"\S+").fillna(0).astype("int64"),
        labelled=lookup(messages["message_id"], labelled),
        gap_h=gap.clip(lower=0),
        weekday=at.dt.day_of_week.astype("Int64"),
        clock=hour_bucket(at),
    )


def _turns(turns: pd.DataFrame) -> pd.DataFrame:
    return turns.assign(
        gap_h=turns["gap_h"].clip(lower=0),
        span_h=(turns["ended_at"] - turns["began_at"]) / HOUR,
    )


def _ledger(ledger: pd.DataFrame) -> pd.DataFrame:
    """Count rows by class alone: names of files and reasons may name people."""
    counts = ledger.groupby("row_class", as_index=False)["n_rows"].sum()
    n = counts["n_rows"].astype("Int64")
    return counts.assign(n_rows=n.mask((n > 0) & (n < FEWEST)))


def _facts(assumptions: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """Give the parameters without a folder of this machine and without the owner's zone."""
    held = parameters.to_mapping()
    held["backend"] = str(held["backend"]).partition(":")[0]
    del held["connected_on_tz"]
    held["simulated"] = bool((assumptions["about"] == "simulated").any())
    values = [json.dumps(value) for value in held.values()]
    return pd.DataFrame({"name": list(held), "value": values})


def owner_hours(messages: pd.DataFrame) -> pd.DataFrame:
    """Count at which hours of the day owners write, which weighs the hours of a connection day.

    Parameters
    ----------
    messages : pandas.DataFrame
        The table ``messages``.

    Returns
    -------
    pandas.DataFrame
        ``hour`` and ``share``; hours with few messages share what they have.

    Examples
    --------
    >>> at = pd.to_datetime(pd.Series(["2025-01-01 09:30"] * 24), utc=True)
    >>> made = owner_hours(pd.DataFrame({"side": "owner", "sent_at": at}))
    >>> float(made.loc[9, "share"]), float(made["share"].sum())
    (1.0, 1.0)
    """
    at = messages.loc[messages["side"] == "owner", "sent_at"].dropna()
    counts = at.dt.hour.value_counts().reindex(range(24), fill_value=0).to_numpy(float)
    few = counts < FEWEST
    counts[few] = counts[few].mean() if few.any() else 0.0
    share = counts / counts.sum() if counts.sum() else np.full(24, 1 / 24)
    return pd.DataFrame({"hour": range(24), "share": share.round(4)})
