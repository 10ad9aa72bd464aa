"""Tables of a study in, what they are made of out: counts of people, talk and labels."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from convostudy.tables import among

__all__ = ["composition", "label_counts", "message_kinds"]

ACTS = {
    "cta": "call to action",
    "gratitude": "thanks",
    "need_gauging": "question about needs",
    "offer_help": "offer of help",
    "opt_out_offer": "way out offered",
    "opt_out_request": "request to stop",
    "self_promotion": "praise of oneself",
}
WANTS = {
    "information": "wants to know",
    "action_request": "wants something done",
    "rhetorical": "wants no answer",
}
Tables = Mapping[str, pd.DataFrame]


def composition(tables: Tables) -> pd.DataFrame:
    """Count what a study holds.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The tables of a measured study.

    Returns
    -------
    pandas.DataFrame
        ``what`` and ``n``, from people to acts.
    """
    people, threads, messages = (tables[name] for name in ("people", "threads", "messages"))
    talk = messages[messages["kind"].isin(["message", "inmail"])]
    spoken = threads[threads["n_messages"] > 0]
    dyads = spoken[~spoken["is_group"]]
    within = among(talk["thread_id"], dyads["thread_id"])
    counts = {
        "owners (whose inbox it is)": int(people["is_owner"].sum()),
        "other people": int((~people["is_owner"]).sum()),
        "connections": len(tables["connections"]),
        "… of these with a known day": int(tables["connections"]["connected_lo"].notna().sum()),
        "two-person threads with messages": len(dyads),
        "groups (read, not measured)": len(spoken) - len(dyads),
        "people with an invitation and no message": len(threads) - len(spoken),
        "messages": len(talk),
        "… in two-person threads": int(within.sum()),
        "… of these by the owner": int((talk.loc[within, "side"] == "owner").sum()),
        "… without an instant": int(talk["sent_at"].isna().sum()),
        "turns": len(tables["turns"]),
        "questions": len(tables["questions"]),
        "acts (pitch, refusal, thanks, …)": len(tables["acts"]),
    }
    return pd.DataFrame({"what": list(counts), "n": list(counts.values())})


def message_kinds(messages: pd.DataFrame) -> pd.DataFrame:
    """Count messages by app, kind, and what they are made of.

    Parameters
    ----------
    messages : pandas.DataFrame
        The table ``messages``.

    Returns
    -------
    pandas.DataFrame
        ``app, kind, modality, text_from`` and ``n``, most first.

    Examples
    --------
    >>> rows = {"source": "linkedin", "kind": ["message", "inmail"], "modality": "text",
    ...         "content_source": "export"}
    >>> message_kinds(pd.DataFrame(rows))["n"].tolist()
    [1, 1]
    """
    by = ["source", "kind", "modality", "content_source"]
    counts = messages.groupby(by, sort=True).size().reset_index(name="n")
    counts = counts.sort_values("n", ascending=False, kind="stable").reset_index(drop=True)
    return counts.rename(columns={"source": "app", "content_source": "text_from"})


def label_counts(tables: Tables) -> pd.DataFrame:
    """Count the machine-made labels of the two sides.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        ``questions`` and ``acts``.

    Returns
    -------
    pandas.DataFrame
        ``label, owner, counterpart``: what questions want, and each act.
    """
    questions = tables["questions"][["function", "side"]].rename(columns={"function": "label"})
    questions = questions.assign(label="question: " + questions["label"].replace(WANTS))
    acts = tables["acts"][["act", "side"]].rename(columns={"act": "label"})
    acts = acts.assign(label="act: " + acts["label"].replace(ACTS).str.replace("_", " "))
    rows = pd.concat([questions, acts], ignore_index=True)
    table = rows.groupby(["label", "side"]).size().unstack(fill_value=0)
    table = table.reindex(columns=["owner", "counterpart"], fill_value=0).astype("int64")
    return table.sort_index(ascending=False).rename_axis(columns=None).reset_index()
