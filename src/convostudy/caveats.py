"""Tables in, warnings out: what a reader of the numbers must know about these very data.

Each caution is a sentence with the count that calls for it, and is given only when it is true.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

import pandas as pd

from convostudy.errors import counted, percent
from convostudy.language.packs import packs
from convostudy.tables import NO_TIMESTAMPS, among, lookup

__all__ = ["cautions"]

Tables = Mapping[str, pd.DataFrame]
SOFT = 0.2
"""Above this share of answers without more evidence than these, the rate is called soft."""
NO_CUE = "statement, no cue"
"""Evidence of an answer that nothing but its place marks as one."""


def cautions(
    tables: Tables, *, no_reply_days: float = 14.0, printed: Collection[str] = ()
) -> list[str]:
    """List what limits the numbers of this study.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        ``messages, turns, questions, threads, assumptions`` and the scores ``answered,
        first_contact`` and ``time_to_pitch``.
    no_reply_days : float
        The window W, in days.
    printed : collection of str
        Other scores that the page prints. What such a table says in a column ``caution`` must
        stand beside its numbers (``focus``), and is said here.

    Returns
    -------
    list of str
        Sentences, the one that always holds first.
    """
    checks: list[Callable[[Tables], Iterator[str]]] = [
        _labels,
        _owners,
        _without_owner,
        _connections,
        _talk,
        _answers,
        _first_words,
    ]
    said = [sentence for check in checks for sentence in check(tables)]
    young = _share(tables["answered"]["status_next"] == "open")
    if young > 0.05:
        said.append(
            f"For {percent(young)} of the questions the export ends before {no_reply_days:g} days "
            "had passed: they count neither as answered nor as ignored."
        )
    for name in printed:
        if "caution" in tables[name]:
            said.extend(tables[name]["caution"].dropna().unique())
    return said


def _share(flags: pd.Series) -> float:
    return float(flags.mean()) if len(flags) else 0.0


def _labels(tables: Tables) -> Iterator[str]:
    yield (
        "What is a pitch, a question, an answer or a refusal was decided by a program and not "
        "checked by hand on these data: every rate is one of machine-made labels, unvalidated. The "
        "program has several ways to decide; which it took is the parameter `backend` at the foot, "
        "and `convostudy report -p backend=rules` makes the page by another. No statistical test "
        "is printed."
    )


def _owners(tables: Tables) -> Iterator[str]:
    owners = tables["threads"]["owner_id"].nunique()
    if tables["threads"].empty:
        return  # nobody to put on a side, whoever the owner is
    if owners == 0:
        yield "Whose inbox this is could not be told: name the owner, or no side can be compared."
    elif owners < 8:
        count = "one owner" if owners == 1 else f"{owners} owners"
        yield f"These threads are of {count}: they describe this inbox and do not generalise."


def _without_owner(tables: Tables) -> Iterator[str]:
    messages = tables["messages"]
    talk = messages[messages["kind"].isin(["message", "inmail"])]
    left_out = talk[~among(talk["thread_id"], tables["threads"]["thread_id"])]
    n_threads = left_out["thread_id"].nunique()
    if n_threads:
        yield (
            f"In {counted(n_threads, 'two-person thread')} with "
            f"{counted(len(left_out), 'message')} the owner takes no part, perhaps because of "
            "another name or profile address at that time: nobody there can be put on a side, and "
            "they are in no number."
        )


def _connections(tables: Tables) -> Iterator[str]:
    threads = tables["threads"]
    dyads = threads[~threads["is_group"]]
    known = dyads["connected_lo"].notna()
    if known.any():
        yield (
            "The export knows the day of a connection, not the hour, and names no time zone: the "
            "time from there to a pitch is known within bounds, and nothing shorter than about two "
            "hours can be told."
        )
    if len(dyads) and known.mean() < 0.9:
        have = "have" if len(dyads) > 1 else "has"
        yield (
            f"{int((~known).sum()):,} of {counted(len(dyads), 'two-person thread')} {have} no "
            "known day of connecting (an invitation alone, never connected, hidden, or removed "
            "since): not in the curve of time to the pitch."
        )
    early = int(tables["time_to_pitch"]["before_connection"].sum())
    if early:
        yield (
            f"In {counted(early, 'thread')} a pitch came before the connection (an InMail, or a "
            "connection renewed): not in the curve of time to the pitch."
        )
    clockless = int((tables["time_to_pitch"]["why_no_time"] == NO_TIMESTAMPS).sum())
    if clockless:
        yield (
            f"In {counted(clockless, 'thread')} the export shows no instants: no time to a pitch "
            "can be told, so not in the curve of time to the pitch."
        )


def _talk(tables: Tables) -> Iterator[str]:
    turns, messages = tables["turns"], tables["messages"]
    nontext = _share((turns["n_nontext"] > 0) & (turns["n_words"] == 0))
    if nontext > 0.05:
        without = f"{percent(nontext)} of turns hold no words (video, voice, file)"
        yield f"{without}: they are not judged."
    talk = messages[messages["kind"].isin(["message", "inmail"])]
    inmail = int((talk["kind"] == "inmail").sum())
    if inmail:
        looks = counted(inmail, "message looks", "messages look")
        yield f"{looks} like InMail, which needs no connection."
    dyads = tables["threads"][~tables["threads"]["is_group"]]
    foreign, n = int(dyads["n_unlabelled"].sum()), int(dyads["n_messages"].sum())
    if foreign > 0.05 * n:
        # Backends differ in what they read: named is what was read here, if anything.
        read = set(tables["languages"]["read_as"].dropna()) if "languages" in tables else set()
        names = ", ".join(p.name for code, p in packs().items() if code in read or not read)
        yield (
            f"{foreign:,} of {counted(n, 'message')} ({percent(foreign / n)}) are in a language "
            f"without labels (these read {names}): the numbers describe the rest of the inbox."
        )


def _answers(tables: Tables) -> Iterator[str]:
    scores = tables["answered"]
    yes = scores[scores["answered_eventual"].eq(True).fillna(False)]
    evidence = tables["questions"].set_index("question_id")["answer_evidence"]
    no_cue = lookup(yes["question_id"], evidence).eq(NO_CUE).fillna(False)
    soft = _share(no_cue | yes["by_overlap"])
    if soft > SOFT:
        yield (
            f"Of {counted(len(yes), 'answer')}, recognised by shared words alone: "
            f"{int(yes['by_overlap'].sum()):,}; {int((no_cue & ~yes['by_overlap']).sum()):,} by a "
            f"statement that follows, without any cue ({percent(soft)} together): the share "
            "answered is soft."
        )
    review = int(scores["needs_review"].sum())
    if review:
        stand = "stands in a pitch and shares" if review == 1 else "stand in a pitch and share"
        yield (
            f"{counted(review, 'answer')} {stand} no more than some words with the question: "
            "counted as answered, and a person should look."
        )
    threads = tables["threads"]
    spoken = threads[~threads["is_group"] & (threads["n_messages"] > 0)]
    spoken = spoken.loc[~spoken["labelled"].eq(False).fillna(False), "thread_id"]
    unasked = int((~spoken.isin(scores["thread_id"])).sum())
    if unasked:
        hold = "hold" if len(spoken) > 1 else "holds"
        yield (
            f"{unasked:,} of {counted(len(spoken), 'two-person thread')} with messages {hold} no "
            "question that can be answered in words; the share answered says nothing of them."
        )


def _first_words(tables: Tables) -> Iterator[str]:
    raised = int(tables["first_contact"]["owner_raised_business"].sum())
    if raised:
        where = counted(raised, "thread")
        yield (
            f"In {where} the owner spoke of business before the counterpart did: a pitch there may "
            "have been asked for."
        )
