"""What is true of a written thread, as far as it had come when the export was made."""

from __future__ import annotations

from typing import Any

from convostudy.simulate.cast import OWNER_PERSON
from convostudy.simulate.clock import DAY, HOUR
from convostudy.simulate.script import Asked, Line, Thread

__all__ = ["truth_rows"]

OPEN_DAYS = 14
"""Silence this long is no reply; a question asked later than that is still open."""


def truth_rows(
    thread: Thread, conversation: str, until: int
) -> tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]:
    """Say what is true of a thread as far as it had come when the export was made."""
    lines = [line for line in thread.lines if line.at <= until]
    invited = thread.invitation
    follows = {
        refused: None if pitch is not None and pitch >= len(lines) else pitch is not None
        for refused, pitch in thread.pitch_follows.items()
        if refused < len(lines)
    }
    messages = [
        {
            "conversation": conversation,
            "sent_at": line.at,
            "side": line.side,
            "sender": OWNER_PERSON.name if line.side == "owner" else thread.person.name,
            "text": line.text,
            "is_pitch": line.is_pitch,
            "solicitation_type": (thread.solicitation or "sales") if line.is_pitch else None,
            "is_refusal": bool(line.refusal) or line.opt_out,
            "refusal_kind": "opt_out" if line.opt_out else line.refusal or None,
            "is_opt_out": line.opt_out,
            "pitch_follows": follows.get(number),
        }
        for number, line in enumerate(lines)
    ]
    shown = [line.at for line in lines if line.is_pitch and line.side == "counterpart"]
    note_pitch = invited is not None and invited.is_pitch
    first = [invited.at] if invited is not None and note_pitch else shown[:1]
    first_shown = first if not note_pitch or (invited and invited.exported) else shown[:1]
    known = [follow for follow in follows.values() if follow is not None]
    persisted = (any(known) or (None if len(known) < len(follows) else False)) if follows else None
    opted_out = any(line.opt_out for line in lines)
    row = {
        "conversation": conversation,
        "kind": thread.kind,
        "language": thread.language,
        "script": thread.script,
        "solicitation_type": thread.solicitation or None,
        "counterpart": thread.person.name,
        "counterpart_slug": thread.person.shown_slug,
        "inviter": invited.side if invited else "unknown",
        "invitation_type": _invitation_type(thread),
        "invitation_exported": bool(invited and invited.exported),
        "connected_at": thread.connected_at,
        "connection_exported": thread.connection_exported and thread.connected_at is not None,
        "pitch_timing": "invitation" if note_pitch else thread.timing or "none",
        "first_pitch_at": first[0] if first else None,
        "first_pitch_shown_at": first_shown[0] if first_shown else None,
        "n_messages": len(lines),
        "n_pitches": len(shown),
        "n_refusals": sum(bool(line.refusal) or line.opt_out for line in lines),
        "persisted": persisted,
        "opted_out": opted_out,
        "opt_out_honoured": thread.honoured if opted_out else None,
    }
    questions = [
        {"conversation": conversation, **_question(asked, lines, until)}
        for asked in thread.asked
        if asked.line < len(lines)
    ]
    return row, messages, questions


def _invitation_type(thread: Thread) -> str:
    invited = thread.invitation
    if invited is None:
        return "none"
    return "pitch" if invited.is_pitch else "note" if invited.note else "blank"


def _question(asked: Asked, lines: list[Line], until: int) -> dict[str, Any]:
    """Settle one question from the lines that are there when the export is made."""
    asker = lines[asked.line].side
    after = lines[asked.line + 1 :]
    # Turns of the other side, as lists of line numbers.
    turns: list[list[int]] = []
    before = asker
    for number, line in enumerate(after, asked.line + 1):
        if line.side != asker:
            if before == asker:
                turns.append([])
            turns[-1].append(number)
        before = line.side
    answer = asked.answered_by
    answered = [answer is not None and answer in turn for turn in turns[:2]]
    long_ago = until - lines[asked.line].at >= OPEN_DAYS * DAY
    answered_next: bool | None
    if not turns:
        outcome, answered_next = ("no_reply", False) if long_ago else ("open", None)
    else:
        answered_next = answered[0]
        outcome = "answered" if answered_next else "not_answered"
    eventual = any(answered) or (False if long_ago or len(turns) > 1 else None)
    wait = None
    if any(answered) and answer is not None:
        wait = (lines[answer].at - lines[asked.line].at) / HOUR
    return {
        "sent_at": lines[asked.line].at,
        "side": asker,
        "topic": asked.topic,
        "question": asked.text,
        "outcome_next": outcome,
        "answered_next": answered_next,
        "answered_eventual": eventual,
        "wait_h": wait,
        "drawn": asked.drawn,
    }
