"""Questions and turns in, adjacency pairs out: which turns could answer, and was there time.

A question is open to the other side's whole next turn (``next``), and to that or the one after it
(``eventual``); in either case to a turn begun within the window of W days, so that what is answered
``next`` is answered ``eventual`` too, and no status hangs on how long after W the export was made.
Whether words answer is judged by `language.answers`; this file knows order and clock only.
"""

from __future__ import annotations

import pandas as pd

from convostudy.tables import unlabelled

__all__ = ["ANSWERED", "eventual_status", "next_status", "reply_slots"]

ANSWERED = ("explicit", "implicit", "partial")
"""Statuses that count as answered."""

DAY = pd.Timedelta(days=1)
HOUR = pd.Timedelta(hours=1)


def reply_slots(
    questions: pd.DataFrame,
    turns: pd.DataFrame,
    *,
    observed_until: pd.Timestamp | None,
    no_reply_days: float = 14.0,
) -> pd.DataFrame:
    """Find the two turns in which each question could be answered, and whether time was left.

    Parameters
    ----------
    questions : pandas.DataFrame
        ``turn_id`` and ``asked_at`` (UTC, may be missing), any index.
    turns : pandas.DataFrame
        The table ``turns``.
    observed_until : pandas.Timestamp or None
        The last instant that the export could have shown; ``None`` when nothing is known.
    no_reply_days : float
        Window W, in days.

    Returns
    -------
    pandas.DataFrame
        Indexed as ``questions``: ``next_turn_id``, ``next_text``, ``next_at`` (the other side's
        next turn), ``second_turn_id``, ``second_text``, ``second_at`` (its turn after that),
        ``next_in_time``, ``second_in_time`` (begun within W; true where instants are unknown),
        ``next_unread``, ``second_unread`` (in time, and in a language without labels: the text is
        missing) and ``window_over`` (true when the export shows the whole window).
    """
    slots = turns[["turn_id", "thread_id", "rank", "text", "began_at"]]
    foreign = unlabelled(turns["turn_id"], turns, "turn_id")
    slots = slots.assign(text=slots["text"].mask(foreign))
    asked = questions[["turn_id", "asked_at"]].merge(
        slots[["turn_id", "thread_id", "rank"]], on="turn_id", how="left"
    )
    asked.index = questions.index
    out = pd.DataFrame(index=questions.index)
    # In a dyad speakers alternate: the next turn is the other side's, and so is the third.
    for name, step in (("next", 1), ("second", 3)):
        reply = slots.rename(
            columns={"turn_id": f"{name}_turn_id", "text": f"{name}_text", "began_at": f"{name}_at"}
        )
        found = asked.assign(rank=asked["rank"] + step).merge(
            reply, on=["thread_id", "rank"], how="left", suffixes=("_asked", "")
        )
        for column in (f"{name}_turn_id", f"{name}_text", f"{name}_at"):
            out[column] = found[column].array
        waited = out[f"{name}_at"] - asked["asked_at"]
        in_time = out[f"{name}_turn_id"].notna() & ~(waited > no_reply_days * DAY)
        out[f"{name}_in_time"] = in_time
        out[f"{name}_unread"] = in_time & unlabelled(out[f"{name}_turn_id"], turns, "turn_id")
    until = pd.NaT if observed_until is None else observed_until
    out["window_over"] = (asked["asked_at"] + no_reply_days * DAY <= until).fillna(False)
    return out


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
    slots: pd.DataFrame, status_next: pd.Series, judged_second: pd.Series
) -> pd.DataFrame:
    """Give the status of each question after up to two turns of the other side and W days.

    Parameters
    ----------
    slots : pandas.DataFrame
        From `reply_slots`.
    status_next : pandas.Series
        From `next_status`.
    judged_second : pandas.Series
        What `language.answers` says of the second turn; missing where there is none.

    Returns
    -------
    pandas.DataFrame
        ``status``, and ``slot``: ``next`` or ``second``, the turn that settled it (missing for
        silence). Not answered *yet* is ``open``: the second turn is missing and the window runs.
        Where one of the two turns cannot be read, an answer elsewhere counts, and the lack of one
        says nothing: the status is missing.
    """
    settled = status_next.isin([*ANSWERED, "no_reply", "open"])
    # A second turn that says nothing to the matter does not soften a refusal or a plea of
    # ignorance that came first.
    keeps_first = status_next.isin(["declined", "claims_ignorance"]) & ~judged_second.isin(ANSWERED)
    better = slots["second_in_time"] & judged_second.notna() & ~settled & ~keeps_first
    status = status_next.mask(better, judged_second)
    waiting = ~settled & ~better & ~slots["window_over"] & slots["second_turn_id"].isna()
    status = status.mask(waiting, "open")
    unread = slots["next_unread"] | (slots["second_unread"] & ~settled)
    status = status.mask(unread & ~status.isin(ANSWERED))
    slot = pd.Series("next", index=slots.index, dtype="str").mask(better, "second")
    slot = slot.mask(status.isin(["no_reply", "open"]) | status.isna())
    return pd.DataFrame({"status": status.astype("str"), "slot": slot})
