"""Tables of a shared dataset in, tables as those of a study out: as far as they were shared."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from convostudy.caveats import NO_CUE
from convostudy.deidentify.features import SCORES, score_table
from convostudy.deidentify.pooling import OTHER
from convostudy.language.focus import YOU_SHARE_CAUTION
from convostudy.language.labels import pitches
from convostudy.parameters import Parameters
from convostudy.project.clock_again import END, ends, instants
from convostudy.tables import SHARED_NOTE, SIMULATED_NOTE, TABLES, among, conform, empty, lookup

__all__ = ["facts_of", "parameters_of", "restored", "restored_scores"]

Tables = Mapping[str, pd.DataFrame]
_EXPORT = "dataset"
WORD = "x "
"""What stands for each word of a text."""
_DAY = pd.Timedelta(days=1)


def facts_of(tables: Tables) -> dict[str, Any]:
    """Return what a dataset says of itself as a whole.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        With ``facts``.

    Returns
    -------
    dict
    """
    facts = tables["facts"]
    return {n: json.loads(v) for n, v in zip(facts["name"], facts["value"], strict=True)}


def parameters_of(facts: Mapping[str, Any]) -> Parameters:
    """Return the parameters with which the dataset was measured.

    Parameters
    ----------
    facts : mapping
        From `facts_of`.

    Returns
    -------
    convostudy.parameters.Parameters
    """
    return Parameters.from_mapping({n: v for n, v in facts.items() if n != "simulated"})


def restored(shared: Tables, *, called: str) -> dict[str, pd.DataFrame]:
    """Give the tables of a dataset the columns that those of a study have.

    Parameters
    ----------
    shared : mapping of str to pandas.DataFrame
        The tables of tier T1, typed.
    called : str
        The dataset, for the table of assumptions.

    Returns
    -------
    dict of str to pandas.DataFrame
        All of `tables.TABLES`, and ``origins``. What was not shared is missing or empty; texts have
        an x for each word. Instants are made up, so that all threads end on one day and
        differ within a thread by what the ladder left of it.
    """
    facts = facts_of(shared)
    shared = _with_ranks(shared)
    messages = _messages(shared)
    turns = _turns(shared, messages)
    sent_at = messages.set_index("message_id")["sent_at"]
    made = {
        "messages": messages,
        "people": _people(shared),
        "connections": _connections(shared),
        "languages": _languages(shared),
        "turns": turns,
        "attempts": ends(
            shared["attempts"].assign(rank=lookup(shared["attempts"]["turn_id"], _rank(shared))),
            messages,
            ["rank", "attempt"],
        ),
        "questions": shared["questions"].assign(
            asked_at=lookup(shared["questions"]["message_id"], sent_at),
            start=np.arange(len(shared["questions"])),
            end=np.arange(len(shared["questions"])),
            text=WORD.rstrip(),
            evidence="",
            answer_evidence=pd.Series(NO_CUE, index=shared["questions"].index, dtype="str").where(
                shared["questions"]["no_cue"]
            ),
        ),
        "acts": shared["acts"].assign(start=0, end=0, evidence=""),
        "ledger": shared["ledger"]
        .dropna(subset=["n_rows"])
        .assign(export_id=_EXPORT, file="the export", reason="not shared", first_lines=""),
        "assumptions": _assumptions(facts, called),
    }
    made["threads"] = _threads(shared, made, parameters_of(facts))
    tables = {
        name: conform(made[name], table) if name in made else empty(table)
        for name, table in TABLES.items()
    }
    origins = pd.DataFrame({"message_id": messages["message_id"], "export_id": _EXPORT})
    return {**tables, "origins": origins.assign(file="the export", line=0)}


def _with_ranks(shared: Tables) -> dict[str, pd.DataFrame]:
    """Name turns as studies do, by thread and rank: pages show the rank."""
    turns = shared["turns"]
    names = turns["thread_id"] + "/" + turns["rank"].astype("str")
    by_id = pd.Series(names.to_numpy(), index=turns["turn_id"], dtype="str")
    return {
        name: frame.assign(
            **{c: lookup(frame[c], by_id) for c in ("turn_id", "answer_turn_id") if c in frame}
        )
        for name, frame in shared.items()
    }


def _rank(shared: Tables) -> pd.Series:
    return shared["turns"].set_index("turn_id")["rank"]


def _messages(shared: Tables) -> pd.DataFrame:
    threads = shared["threads"].set_index("thread_id")
    messages = shared["messages"].sort_values(["thread_id", "seq"], ignore_index=True)
    pair = {name: lookup(messages["thread_id"], threads[name]) for name in ("owner_id",)}
    pair["counterpart_id"] = lookup(messages["thread_id"], threads["counterpart_id"])
    other = pair["counterpart_id"].where(messages["side"] == "owner", pair["owner_id"])
    return messages.assign(
        conversation_id=messages["thread_id"],
        source=lookup(messages["thread_id"], threads["source"]).fillna(OTHER),
        sent_at=instants(messages, threads["quiet_h"]),
        recipient_ids=other.fillna("others others"),
        text=_words(messages["n_words"]),
        content_source="export",
        export_id=_EXPORT,
    )


def _turns(shared: Tables, messages: pd.DataFrame) -> pd.DataFrame:
    turns = shared["turns"]
    return ends(turns, messages, ["rank"]).assign(text=_words(turns["n_words"]))


def _words(n_words: pd.Series) -> pd.Series:
    """Write an x for each word: what counts words, or asks whether there are any, still holds."""
    return pd.Series(WORD, index=n_words.index, dtype="str").str.repeat(n_words).str.rstrip()


def _people(shared: Tables) -> pd.DataFrame:
    """Name people by their keyed ids; a dataset whose ids hold in one thread has no such table."""
    if "people" in shared:
        return shared["people"].assign(name=shared["people"]["person_id"])
    threads = shared["threads"]
    ids = pd.concat([threads["owner_id"], threads["counterpart_id"]]).dropna().drop_duplicates()
    return pd.DataFrame(
        {"person_id": ids, "name": ids, "is_owner": among(ids, threads["owner_id"].dropna())}
    )


def _connections(shared: Tables) -> pd.DataFrame:
    if "connections" not in shared:
        return empty(TABLES["connections"])
    ties = shared["connections"]
    known = ties["day_known"]
    since = {
        "connected_lo": END - pd.to_timedelta(ties["hi_h"], unit="h"),
        "connected_hi": END - pd.to_timedelta(ties["lo_h"], unit="h"),
    }
    return ties.assign(**{n: at.where(known) for n, at in since.items()}, resolution="class")


def _languages(shared: Tables) -> pd.DataFrame:
    told = shared["messages"].dropna(subset=["labelled"])
    read_as = pd.Series("en", index=told.index, dtype="str").where(told["labelled"].astype("bool"))
    return told[["message_id"]].assign(read_as=read_as)


def _assumptions(facts: Mapping[str, Any], called: str) -> pd.DataFrame:
    rows = [(SHARED_NOTE, "features without words, names and dates (T1)", called)]
    if facts.get("simulated"):
        rows.append(("simulated", "nobody sent these messages", SIMULATED_NOTE))
    frame = pd.DataFrame(rows, columns=["about", "assumed", "why"])
    return frame.assign(export_id=_EXPORT, file="")


def _threads(shared: Tables, made: Tables, parameters: Parameters) -> pd.DataFrame:
    threads, messages = shared["threads"], made["messages"]
    ties = made["connections"].assign(
        pair=made["connections"]["owner_id"] + " " + made["connections"]["person_id"]
    )
    ties = ties.set_index("pair")
    pair = threads["owner_id"] + " " + threads["counterpart_id"]
    notes = messages[messages["kind"] == "invitation"].groupby("thread_id")["sent_at"].min()
    first = messages[messages["kind"] == "message"].groupby("thread_id")["sent_at"].min()
    sold = pitches(shared["acts"], side="counterpart", solicitations=parameters.solicitations)
    pitched = messages[among(messages["message_id"], sold["message_id"])]
    # The interval of connecting is in `score_time_to_pitch`; here only whether it is known.
    since = {name: lookup(pair, ties[name]) for name in ("connected_lo", "connected_hi")}
    return threads.assign(
        **since,
        inviter=threads["inviter"].replace(OTHER, "unknown"),
        invitation_type=threads["invitation_type"].replace(OTHER, "unknown"),
        invited_at=lookup(threads["thread_id"], notes),
        observed_until=END,
        first_message_at=lookup(threads["thread_id"], first),
        first_pitch_at=lookup(threads["thread_id"], pitched.groupby("thread_id")["sent_at"].min()),
    )


def restored_scores(shared: Tables) -> dict[str, pd.DataFrame]:
    """Give the score tables of a dataset the columns that those of a study have.

    Parameters
    ----------
    shared : mapping of str to pandas.DataFrame
        The tables of tier T1, typed.

    Returns
    -------
    dict of str to pandas.DataFrame
        By measure; and ``owner_hours``, which the clock of connecting is weighed with.
    """
    shared = _with_ranks(shared)
    scores = {n: shared[score_table(n)].copy() for n in SCORES if score_table(n) in shared}
    if "focus" in scores:
        share = scores["focus"]["you_share"]
        caution = pd.Series(YOU_SHARE_CAUTION, index=share.index, dtype="str")
        scores["focus"]["caution"] = caution.where(share.notna())
    if "time_to_pitch" in scores:
        scores["time_to_pitch"] = _timed(scores["time_to_pitch"], shared["threads"])
    for name, column in (("after_refusal", "refused_at"), ("replies", "sent_at")):
        if name in scores:
            scores[name][column] = pd.Series(END, index=scores[name].index)
    return {**scores, "owner_hours": shared["owner_hours"]}


def _timed(scores: pd.DataFrame, threads: pd.DataFrame) -> pd.DataFrame:
    """Begin each clock at a midnight: the hour of the day is no longer known."""
    known = scores["day_known"]
    inviter = lookup(scores["thread_id"], threads.set_index("thread_id")["inviter"])
    day = pd.Series(END - 400 * _DAY, index=scores.index)
    return scores.assign(
        inviter=inviter.replace(OTHER, "unknown"),
        connected_lo=day.where(known),
        connected_hi=(day + _DAY).where(known),
        ended_at=pd.Series(END, index=scores.index).where(scores["lo_h"].notna()),
    )
