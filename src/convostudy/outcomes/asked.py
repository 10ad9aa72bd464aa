"""Questions and their scores in, who asked what and what was answered out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from convostudy import estimates
from convostudy.outcomes.counts import WHO_ASKED
from convostudy.tables import STATUSES, among, lookup

__all__ = [
    "STATUS_WORDS",
    "answered_by_group",
    "answered_when",
    "asked_forms",
    "asked_functions",
    "every_status",
    "left_open",
]

Tables = Mapping[str, pd.DataFrame]

FORM_WORDS = {
    "wh": "who, what, when, how …",
    "polar": "yes or no",
    "alternative": "this or that",
    "declarative": "a statement with ?",
    "tag": "…, right?",
    "indirect": "“I wonder …”",
    "fragment": "a few words",
}
FUNCTION_WORDS = {
    "information": "wants to know",
    "action_request": "wants something done",
    "rhetorical": "wants no answer",
}
STATUS_WORDS = {
    "explicit": "answered directly",
    "implicit": "answered indirectly",
    "partial": "answered in part",
    "general": "something general instead",
    "deflection": "turned to own point",
    "dodged": "passed over",
    "acknowledged_only": "receipt alone",
    "declined": "declined to say",
    "claims_ignorance": "does not know",
    "clarification": "asked back",
    "no_reply": "no reply",
    "open": "still open at the end",
}
"""The statuses of an answer as a reader says them; eleven, and those still open."""


def asked_forms(tables: Tables) -> pd.DataFrame:
    """Count the questions for information of each side by their form.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        ``questions`` and ``threads``.

    Returns
    -------
    pandas.DataFrame
        Index: forms; columns: who asked; values: questions of two-person threads.
    """
    asked = _in_dyads(tables)
    return _by_asker(asked[asked["function"] == "information"], "form", FORM_WORDS)


def asked_functions(tables: Tables) -> pd.DataFrame:
    """Count the questions of each side by what they want.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        ``questions`` and ``threads``.

    Returns
    -------
    pandas.DataFrame
        Index: functions; columns: who asked; values: questions of two-person threads.
    """
    return _by_asker(_in_dyads(tables), "function", FUNCTION_WORDS)


def every_status(answered: pd.DataFrame) -> pd.DataFrame:
    """Count what became of the questions of each side, all statuses apart.

    Parameters
    ----------
    answered : pandas.DataFrame
        Scores of the measure ``answered``.

    Returns
    -------
    pandas.DataFrame
        Index: the eleven statuses, and still open; columns: who asked. Questions whose status
        cannot be told (no labels in their language) are in none.
    """
    asked = answered.rename(columns={"asker": "side"})
    words = {status: STATUS_WORDS[status] for status in STATUSES}
    return _by_asker(asked, "status_eventual", words)


def answered_when(tables: Tables, **rates: Any) -> pd.DataFrame:
    """Estimate the share answered in the next turn, and in the end, by who asked.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        With the score ``answered``.
    **rates
        As for `estimates.proportions`.

    Returns
    -------
    pandas.DataFrame
        One row per side and moment: ``who``, and the columns of `estimates.proportions`.
    """
    asked = tables["answered"]
    rows = [
        estimates.proportions(asked[asked["asker"] == asker], f"answered_{when}", **rates).assign(
            who=f"{WHO_ASKED[asker]}: {said}"
        )
        for asker in ("counterpart", "owner")
        for when, said in (("next", "next turn"), ("eventual", "in the end"))
    ]
    return pd.concat(rows, ignore_index=True)


def answered_by_group(tables: Tables, asker: str, **rates: Any) -> pd.DataFrame:
    """Estimate the share of one side's questions that was answered, by kinds of question.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        With ``questions`` and the score ``answered``.
    asker : str
        Whose questions: ``owner`` or ``counterpart``.
    **rates
        As for `estimates.proportions`.

    Returns
    -------
    pandas.DataFrame
        One row per group that has a question: ``by`` (form, what it asks about, what went before,
        how many at once), ``who`` (the group), and the columns of `estimates.proportions`.
    """
    asked = tables["answered"]
    asked = asked[asked["asker"] == asker].reset_index(drop=True)
    needs = tables["questions"].set_index("question_id")["need_gauging"]
    about = lookup(asked["question_id"], needs).map(
        {True: "the reader's work or needs", False: "anything else"}
    )
    before = (
        asked["after_pitch"]
        .astype("object")
        .map({True: "right after a pitch of the one asked", False: "not after a pitch"})
    )
    many = (
        asked["n_in_turn"]
        .clip(upper=3)
        .map({1: "one question in the turn", 2: "two", 3: "three or more"})
    )
    facets = {
        "form": (asked["form"].map(FORM_WORDS), list(FORM_WORDS.values())),
        "about": (about, ["the reader's work or needs", "anything else"]),
        "before": (before, ["right after a pitch of the one asked", "not after a pitch"]),
        "at once": (many, ["one question in the turn", "two", "three or more"]),
    }
    rows = [
        estimates.proportions(asked[group == name], "answered_eventual", **rates).assign(
            by=by, who=name
        )
        for by, (group, names) in facets.items()
        for name in names
        if (group == name).any()
    ]
    if not rows:
        return estimates.proportions(asked, "answered_eventual", **rates).assign(by="", who="")
    return pd.concat(rows, ignore_index=True)


def left_open(tables: Tables) -> pd.DataFrame:
    """Count the questions of each side that have no answer, by why.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        With ``turns, questions`` and the score ``answered``.

    Returns
    -------
    pandas.DataFrame
        One row per asker: ``asked by, questions, answered, replied without an answer, no reply in
        time, still open, cannot be told`` (these five add up to the questions), and ``last word``,
        questions without an answer after which the other side never wrote again.
    """
    asked = tables["answered"]
    turns = tables["turns"]
    turn = lookup(asked["question_id"], tables["questions"].set_index("question_id")["turn_id"])
    rank = lookup(turn, turns.set_index("turn_id")["rank"])
    last = lookup(asked["thread_id"], turns.groupby("thread_id")["rank"].max())
    status = asked["status_eventual"]
    yes = asked["answered_eventual"].eq(True).fillna(False).astype("bool")
    parts = {
        "answered": yes,
        "no reply in time": status.eq("no_reply").fillna(False).astype("bool"),
        "still open": status.eq("open").fillna(False).astype("bool"),
        "cannot be told": status.isna(),
    }
    decided = pd.DataFrame(parts).any(axis=1)
    rows = []
    for asker in ("owner", "counterpart"):
        mine = asked["asker"] == asker
        counts = {name: int((mine & flag).sum()) for name, flag in parts.items()}
        rows.append(
            {
                "asked by": "owner" if asker == "owner" else "counterparts",
                "questions": int(mine.sum()),
                "answered": counts["answered"],
                "replied without an answer": int((mine & ~decided).sum()),
                "no reply in time": counts["no reply in time"],
                "still open": counts["still open"],
                "cannot be told": counts["cannot be told"],
                "last word": int((mine & ~yes & (rank >= last)).sum()),
            }
        )
    return pd.DataFrame(rows)


def _in_dyads(tables: Tables) -> pd.DataFrame:
    threads = tables["threads"]
    dyads = threads.loc[~threads["is_group"], "thread_id"]
    return tables["questions"][among(tables["questions"]["thread_id"], dyads)]


def _by_asker(asked: pd.DataFrame, column: str, words: Mapping[str, str]) -> pd.DataFrame:
    table = pd.crosstab(asked[column].map(words), asked["side"].map(WHO_ASKED))
    return table.reindex(
        index=list(words.values()), columns=list(WHO_ASKED.values()), fill_value=0
    ).rename_axis(index=None, columns=None)
