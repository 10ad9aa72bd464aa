"""A simulated inbox and its messages as read in, the labels that are true out."""

from __future__ import annotations

import pandas as pd

from convostudy.simulate.frames import Inbox
from convostudy.tables import ACTS, QUESTIONS, conform
from convostudy.threads import with_turns

__all__ = ["true_labels"]


def true_labels(inbox: Inbox, messages: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Label messages with what is true of them, in the place of what the rules find.

    Parameters
    ----------
    inbox : Inbox
        From `inbox`.
    messages : pandas.DataFrame
        The table ``messages``, as read from the archive of that inbox.

    Returns
    -------
    dict of pandas.DataFrame
        ``acts`` (pitch, refusal, opt_out_request) and ``questions`` (those for information), with
        evidence "true". Forms and spans are not known and stand at their first value; a question
        on which the export ends is ``open``.

    Examples
    --------
    >>> from convostudy.simulate import inbox
    >>> from convostudy.tables import MESSAGES, empty
    >>> sorted(true_labels(inbox(5), empty(MESSAGES)))
    ['acts', 'questions']
    """
    columns = ["message_id", "thread_id", "side", "sender_id", "conversation_id", "sent_at", "kind"]
    keyed = messages[columns].rename(columns={"kind": "row"})
    turn_of = with_turns(messages)[["message_id", "turn_id"]]
    keyed = keyed.merge(turn_of, on="message_id", how="left")
    parts = [_joined(keyed, inbox.true_messages), _notes(keyed, inbox.true_threads)]
    said = pd.concat(parts, ignore_index=True)
    parts = [
        said[said["is_pitch"]].assign(act="pitch", kind=said["solicitation_type"]),
        said[said["is_refusal"]].assign(act="refusal", kind=said["refusal_kind"]),
        said[said["is_opt_out"]].assign(act="opt_out_request", kind=None),
    ]
    acts = pd.concat(parts).assign(start=0, end=0, evidence="true", confidence=1.0)
    asked = _joined(keyed, inbox.true_questions)
    status = asked["answered_eventual"].map({True: "explicit", False: "dodged"}).fillna("open")
    questions = asked.drop(columns="wait_h").assign(
        question_id=asked["message_id"] + ":0",
        asked_at=asked["sent_at"],
        start=0,
        end=0,
        text=asked["question"],
        form="wh",
        function="information",
        need_gauging=False,
        status_next=status,
        status_eventual=status,
        by_overlap=False,
        needs_review=False,
        evidence="true",
        confidence=1.0,
    )
    return {"acts": conform(acts, ACTS), "questions": conform(questions, QUESTIONS)}


def _joined(keyed: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    """Join what is true by conversation and instant, which the export keeps to the second."""
    known = truth.rename(columns={"conversation": "conversation_id"}).drop(columns="side")
    known = known.drop_duplicates(["conversation_id", "sent_at"])
    return keyed.merge(known, on=["conversation_id", "sent_at"])


def _notes(keyed: pd.DataFrame, threads: pd.DataFrame) -> pd.DataFrame:
    """Label the invitation notes that pitch; they are no messages of the true tables."""
    pitching = threads[threads["pitch_timing"] == "invitation"]
    pitching = pitching[["counterpart_slug", "solicitation_type"]].drop_duplicates()
    notes = keyed[(keyed["row"] == "invitation") & (keyed["side"] == "counterpart")]
    labels = {"is_pitch": True, "is_refusal": False, "is_opt_out": False}
    return notes.merge(pitching, left_on="sender_id", right_on="counterpart_slug").assign(**labels)
