"""Questions and turns in, adjacency pairs out: which turns could answer, and was there time.

A question is open to the other side's whole next turn (``next``), and to that or the one after it
(``eventual``), to a third where the second asked back, and to any turn with a message that names it
as what it replies to. In each case to a turn begun within the window of W days, so that what is
answered ``next`` is answered ``eventual`` too, and no status hangs on how long after W the export
was made. Whether words answer is judged by `language.answers`; here are order and clock only.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from convostudy.tables import lookup, unlabelled

__all__ = ["ANSWERED", "eventual_status", "next_status", "reply_slots"]

ANSWERED = ("explicit", "implicit", "partial")
"""Statuses that count as answered."""

DAY = pd.Timedelta(days=1)
SLOTS = {"next": 1, "second": 3, "third": 5}
"""Turns of the other side that may answer, by how many turns after the question they stand."""

_NOTHING_WORDS = 3  # of a turn that puts nothing between a question and a later answer


def reply_slots(
    questions: pd.DataFrame,
    turns: pd.DataFrame,
    *,
    observed_until: pd.Timestamp | None,
    no_reply_days: float = 14.0,
    named: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Find the turns in which each question could be answered, and whether time was left.

    Parameters
    ----------
    questions : pandas.DataFrame
        ``turn_id`` and ``asked_at`` (UTC, may be missing), any index; ``message_id`` where
        ``named`` is given. All that want a reply: a turn that asks is one that puts something
        between an earlier question and its answer.
    turns : pandas.DataFrame
        The table ``turns``, in its order.
    observed_until : pandas.Timestamp or None
        The last instant that the export could have shown; ``None`` when nothing is known.
    no_reply_days : float
        Window W, in days.
    named : pandas.DataFrame, optional
        Messages that name a question as what they reply to, from `links`.

    Returns
    -------
    pandas.DataFrame
        Indexed as ``questions``. Of each slot (``next``, ``second``, ``third``: the other side's
        turns in their order; ``linked``: the first turn with a message that names the question)
        ``<slot>_turn_id``, ``<slot>_text``, ``<slot>_at``, ``<slot>_in_time`` (begun within W;
        true where instants are unknown) and ``<slot>_unread`` (in time, and in a language without
        labels: the text is missing). ``second_direct``: that turn names the question, or the asker
        put nothing between (at most three words, and no question). ``window_over``: the export
        shows the whole window.
    """
    place = pd.Index(turns["turn_id"]).get_indexer(pd.Index(questions["turn_id"]))
    foreign = unlabelled(turns["turn_id"], turns, "turn_id").to_numpy()
    shown = turns[["turn_id", "text", "began_at"]].assign(text=turns["text"].mask(foreign))
    thread = (turns["thread_id"] != turns["thread_id"].shift()).cumsum().to_numpy()
    # In a dyad speakers alternate: the next turn is the other side's, and so is the third.
    at = {name: _later(place, step, thread) for name, step in SLOTS.items()}
    at["linked"] = _named(questions, turns, named)
    out = pd.DataFrame(index=questions.index)
    for name, where in at.items():
        reply = shown.take(where).set_axis(questions.index)
        there = where >= 0
        out[f"{name}_turn_id"] = reply["turn_id"].where(there)
        out[f"{name}_text"] = reply["text"].where(there)
        out[f"{name}_at"] = reply["began_at"].where(there)
        waited = out[f"{name}_at"] - questions["asked_at"]
        out[f"{name}_in_time"] = there & ~(waited > no_reply_days * DAY)
        out[f"{name}_unread"] = out[f"{name}_in_time"] & foreign[where]
    says_nothing = (turns["n_words"] <= _NOTHING_WORDS).to_numpy(copy=True)
    says_nothing[place[place >= 0]] = False
    between = _later(place, SLOTS["second"] - 1, thread)
    out["second_direct"] = (between >= 0) & says_nothing[between]
    out["second_direct"] |= out["linked_turn_id"] == out["second_turn_id"]
    until = pd.NaT if observed_until is None else observed_until
    out["window_over"] = (questions["asked_at"] + no_reply_days * DAY <= until).fillna(False)
    return out


def _later(
    place: npt.NDArray[np.int64], step: int, thread: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Return the place of the turn so many after each, -1 where the thread has none."""
    later = np.minimum(place + step, len(thread) - 1)
    there = (place >= 0) & (place + step < len(thread)) & (thread[later] == thread[place])
    return np.where(there, later, -1)


def _named(
    questions: pd.DataFrame, turns: pd.DataFrame, named: pd.DataFrame | None
) -> npt.NDArray[np.int64]:
    """Return the place of the first turn with a message that names each question, or -1."""
    if named is None or not len(named):
        return np.full(len(questions), -1)
    first = named.drop_duplicates("reply_to").set_index("reply_to")["turn_id"]
    turn_ids = pd.Index(lookup(questions["message_id"], first))
    found: npt.NDArray[np.int64] = pd.Index(turns["turn_id"]).get_indexer(turn_ids)
    return found


def next_status(slots: pd.DataFrame, judged: pd.Series) -> pd.Series:
    """Give the status of each question after the next turn of the other side.

    Parameters
    ----------
    slots : pandas.DataFrame
        From `reply_slots`.
    judged : pandas.Series
        What `language.answers` says of the next turn; missing where there is none, or where it
        holds no words.

    Returns
    -------
    pandas.Series
        As ``judged``, with ``no_reply`` (silence for the whole window, even if a turn came later)
        and ``open`` (silence, but the export ends first) filled in. A turn without words stays
        missing: it cannot be judged.
    """
    silent = slots["next_turn_id"].isna()
    late = ~silent & ~slots["next_in_time"]
    status = judged.mask(late | (silent & slots["window_over"]), "no_reply")
    return status.mask(silent & ~slots["window_over"], "open").astype("str")


def eventual_status(
    slots: pd.DataFrame,
    status_next: pd.Series,
    judged_second: pd.Series,
    *,
    judged_third: pd.Series | None = None,
    judged_linked: pd.Series | None = None,
) -> pd.DataFrame:
    """Give the status of each question after all turns of the other side that may answer it.

    Parameters
    ----------
    slots : pandas.DataFrame
        From `reply_slots`.
    status_next : pandas.Series
        From `next_status`.
    judged_second : pandas.Series
        What `language.answers` says of the second turn; missing where there is none, or where it
        says nothing to the question.
    judged_third, judged_linked : pandas.Series, optional
        The same of the third, which counts where the second asked back, and of the turn that names
        the question.

    Returns
    -------
    pandas.DataFrame
        ``status``, and ``slot``: the turn that settled it (missing for silence). Not answered
        *yet* is ``open``: the second turn is missing and the window runs, or the last one asked
        back and the window runs. Where one of the turns cannot be read, an answer elsewhere
        counts, and the lack of one says nothing: the status is missing.
    """
    status = status_next.copy()
    slot = pd.Series("next", index=slots.index, dtype="str")
    unread = slots["next_unread"].copy()
    later = {"second": judged_second, "third": judged_third, "linked": judged_linked}
    asked_back = pd.Series(False, index=slots.index)
    for name, judged in later.items():
        if judged is None:
            continue
        due = ~status.isin([*ANSWERED, "no_reply", "open"])
        if name == "third":
            due &= asked_back
        unread |= slots[f"{name}_unread"] & due
        # A later turn that does not answer changes nothing, but after one that asked back or
        # could not be judged.
        due &= judged.isin(ANSWERED) | (status == "clarification") | status.isna()
        better = slots[f"{name}_in_time"] & judged.notna() & due
        status = status.mask(better, judged)
        slot = slot.mask(better, name)
        asked_back = (slot == "second") & (status == "clarification")
    unsettled = ~status.isin([*ANSWERED, "no_reply", "open"]) & ~slots["window_over"]
    last = slots["second_turn_id"].isna() & (slot == "next")
    waiting = last | (asked_back & slots["third_turn_id"].isna())
    status = status.mask(waiting & unsettled, "open")
    status = status.mask(unread & ~status.isin(ANSWERED))
    slot = slot.mask(status.isin(["no_reply", "open"]) | status.isna())
    return pd.DataFrame({"status": status.astype("str"), "slot": slot})
