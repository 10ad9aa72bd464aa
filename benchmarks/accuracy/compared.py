"""What was coded beside what was said: one frame for each label, of which every score is made.

Each frame has ``thread_id``, ``message_id``, ``text`` (what was judged), ``true`` (the coder),
``said`` and ``evidence``. Scores, confusion tables, groups and the errors shown all read it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from convostudy.language.learned.answered import ANSWERED as N_ANSWERED
from convostudy.language.learned.answered import STATUSES as IN_WORDS
from convostudy.language.learned.context import context
from convostudy.tables import ACT_NAMES
from convostudy.training.matching import meet

NOT_FOUND = "(not found)"
NO_QUESTION = "(no question)"
NO_STATUS = "(none given)"
SLOTS = {"status_next": "next turn", "status_eventual": "eventually"}
_FRAME = ["thread_id", "message_id", "text", "true", "said", "evidence"]
_SLOTS = ("form", "function", "status_next", "status_eventual")
_MAIN_ACTS = ("pitch", "refusal")


class Compared(NamedTuple):
    """One label: how it is scored, and each unit as coded and as said."""

    kind: str
    rows: pd.DataFrame


def asked(messages: pd.DataFrame, gold: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Return coded and found questions in one frame, one row for those that meet."""
    gold, found = gold.reset_index(drop=True), found.reset_index(drop=True)
    reply = replies(messages, gold)
    pairs = meet(gold, found)
    met = pairs.set_index("gold")["found"].reindex(gold.index)
    left = gold.assign(found_row=met.to_numpy(), reply=reply, is_coded=True)
    alone = found[~found.index.isin(pairs["found"])]
    alone = alone.assign(found_row=alone.index, reply="", is_coded=False)
    whole = pd.concat([left, alone], ignore_index=True)
    rows = pd.DataFrame(
        {
            "thread_id": whole["message_id"].map(messages.set_index("message_id")["thread_id"]),
            "message_id": whole["message_id"],
            "text": whole["text"],
            "reply": whole["reply"],
            "is_coded": whole["is_coded"].astype(bool),
            "is_found": whole["found_row"].notna(),
        }
    )
    for slot in _SLOTS:
        rows[f"{slot}_true"] = whole[slot].where(whole["is_coded"], None)
        rows[f"{slot}_said"] = _taken(found, slot, whole["found_row"])
    for name in ("evidence", "answer_evidence", "confidence"):
        rows[name] = _taken(found, name, whole["found_row"])
    return rows


def replies(messages: pd.DataFrame, gold: pd.DataFrame) -> list[str]:
    """Return the other side's whole next turn after each question; empty for silence."""
    row = pd.Index(messages["message_id"]).get_indexer(gold["message_id"])
    after = context(messages).around["after"][row]
    texts = messages["text"].tolist()
    bounds = zip(after.indptr[:-1].tolist(), after.indptr[1:].tolist(), strict=True)
    return ["\n".join(texts[k] for k in after.indices[a:b].tolist()) for a, b in bounds]


def question_labels(whole: pd.DataFrame) -> dict[str, Compared]:
    """Return the labels of questions by name, from what `asked` gives."""
    detected = whole.assign(true=whole["is_coded"], said=whole["is_found"])
    unmarked = detected[~detected["text"].str.contains("?", regex=False)]
    met = whole[whole["is_coded"] & whole["is_found"]]
    made = {
        "question or not": Compared("F1", detected[_FRAME]),
        "question without a question mark": Compared("F1", unmarked[_FRAME]),
    }
    for slot in ("function", "form"):
        made[slot] = Compared("macro-F1", _slot(met, slot)[_FRAME])
    for slot, name in SLOTS.items():
        rows = statuses(whole, slot)
        given = rows[rows["said"] != NO_STATUS]
        flags = given.assign(
            true=given["true"].isin(IN_WORDS[:N_ANSWERED]),
            said=given["said"].isin(IN_WORDS[:N_ANSWERED]),
        )
        made[f"answered ({name})"] = Compared("kappa", flags)
    rows = statuses(whole, "status_next")
    made["status"] = Compared("macro-F1", rows)
    made["status of replies in words"] = Compared("macro-F1", rows[rows["true"] != "no_reply"])
    return made


def statuses(whole: pd.DataFrame, slot: str) -> pd.DataFrame:
    """Return questions that both call one for information, with their status; no open ones."""
    both = (whole["function_true"] == "information") & (whole["function_said"] == "information")
    rows = _slot(whole[both & (whole[f"{slot}_true"] != "open")], slot)
    short = rows["text"].str.slice(0, 70) + " → " + rows["reply"].str.slice(0, 85)
    return rows.assign(text=short, evidence=rows["answer_evidence"])[_FRAME]


def act_labels(messages: pd.DataFrame, acts: pd.DataFrame) -> dict[str, Compared]:
    """Return the acts of messages by name, and the first pitch of each thread."""
    frame = messages[["thread_id", "message_id", "text"]]
    made = {}
    for act in (*_MAIN_ACTS, *(name for name in ACT_NAMES if name not in _MAIN_ACTS)):
        given = acts[acts["act"] == act].drop_duplicates("message_id").set_index("message_id")
        said = messages["message_id"].isin(given.index)
        true = messages["acts"].map(lambda held, act=act: act in held).astype(bool)
        rows = frame.assign(true=true, said=said, evidence=None)
        if "evidence" in given:
            rows["evidence"] = messages["message_id"].map(given["evidence"])
        made[act] = Compared("F1", rows[_FRAME])
    # Coders differ on whether a recruiter's offer is a pitch.
    recruiting = (messages["solicitation"] == "recruiting").to_numpy()
    made["pitch without recruiters"] = Compared("F1", made["pitch"].rows[~recruiting])
    first = first_pitches(messages, made["pitch"].rows)
    made["first pitch of a thread"] = Compared("share right", first)
    return made


def first_pitches(messages: pd.DataFrame, pitches: pd.DataFrame) -> pd.DataFrame:
    """Return by thread the turn of the first pitch, coded and said; "none" without one.

    ``messages``: in the order of talk, with ``side``; ``pitches``: their frame for the label pitch.
    """
    side, thread = messages["side"], messages["thread_id"]
    new = (side != side.shift()) | (thread != thread.shift())
    turn = new.groupby(thread).cumsum()
    rows = pd.DataFrame({"thread_id": pd.unique(thread)})
    for name in ("true", "said"):
        first = turn.where(pitches[name].to_numpy()).groupby(thread).min()
        numbers = rows["thread_id"].map(first)
        rows[name] = ["none" if np.isnan(n) else f"turn {int(n)}" for n in numbers]
    return rows


def _slot(rows: pd.DataFrame, slot: str) -> pd.DataFrame:
    said = rows[f"{slot}_said"].astype(object)
    return rows.assign(true=rows[f"{slot}_true"], said=said.where(said.notna(), NO_STATUS))


def _taken(found: pd.DataFrame, name: str, rows: pd.Series) -> pd.Series:
    """Return a column of the found questions at some rows; missing where there is none."""
    if name not in found:
        return pd.Series(None, index=rows.index, dtype=object)
    return rows.map(found[name].astype(object))
