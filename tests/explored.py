"""Threads that are hard to show: markup, formulas, emoji, right to left, no times, one message."""

from __future__ import annotations

import pandas as pd

from conftest import acts_of, messages_of
from convostudy.tables import PEOPLE, QUESTIONS, TABLES, THREADS, conform, empty
from convostudy.threads import turns as turns_of
from convostudy.threads import with_turns

SCRIPT = "<script>alert('x')</script>"
LONG = "Société Générale " * 19
ARABIC = "\u202eمحمد"

LINES = [
    ("plain", "counterpart", "2025-03-01 10:00", "Hi, what do you do?"),
    ("plain", "owner", "2025-03-04 10:00", "I run a theatre, and you?"),
    ("plain", "counterpart", "2025-03-04 11:00", "Buy my lights: $5 or $9!"),
    ("plain", "owner", "2025-03-05 11:00", "No thanks."),
    ("script", "owner", "2025-04-01 10:00", f"{SCRIPT} & \\(x\\) 😀 <img src=x onerror=y>"),
    ("script", "counterpart", "2025-04-02 10:00", "Sounds good"),
    ("rtl", "counterpart", "2025-05-01 10:00", "مرحبا"),
    ("timeless", "counterpart", None, "When?"),
    ("timeless", "owner", None, "Never."),
]
NAMES = {"plain": "Ana $1 and $2", "script": SCRIPT, "rtl": ARABIC, "timeless": LONG}


def tables_of(lines=LINES):
    """Every table that the room needs, of threads one can hold in the head."""
    messages = messages_of(lines)
    turns = turns_of(messages)
    ids = list(dict.fromkeys(messages["thread_id"]))
    people = pd.DataFrame(
        {
            "person_id": ["me", *(f"they-{i}" for i in ids)],
            "name": ["Me", *(NAMES.get(i, i) for i in ids)],
            "company": [None, *(LONG for _ in ids)],
            "is_owner": [True, *(False for _ in ids)],
        }
    )
    threads = pd.DataFrame({"thread_id": ids}).assign(
        source="made up",
        owner_id="me",
        counterpart_id=[f"they-{i}" for i in ids],
        is_group=False,
        inviter="unknown",
        invitation_type="unknown",
        n_messages=messages["thread_id"].value_counts().reindex(ids).to_numpy(),
        n_turns=turns["thread_id"].value_counts().reindex(ids).to_numpy(),
    )
    acts = [("plain-2", "pitch", "sales"), ("plain-3", "refusal", "bare")]
    acts = [row for row in acts if row[0] in set(messages["message_id"])]
    return {
        **{name: empty(table) for name, table in TABLES.items()},
        "messages": messages,
        "people": conform(people, PEOPLE),
        "threads": conform(threads, THREADS),
        "turns": turns,
        "questions": _questions(messages),
        "acts": acts_of(acts, messages, turns),
    }


def _questions(messages):
    told = {
        ("plain-0", "Hi, "): ("explicit", "plain/2", 72.0),
        ("plain-1", "I run a theatre, "): ("no_reply", None, None),
        ("timeless-0", ""): ("open", None, None),
    }
    turn_of = with_turns(messages).set_index("message_id")["turn_id"]
    rows = []
    for (message_id, before), (status, answer, wait) in told.items():
        here = messages[messages["message_id"] == message_id]
        if here.empty:
            continue
        row = here.iloc[0]
        rows.append(
            {
                "question_id": f"{message_id}:{len(before)}",
                "thread_id": row["thread_id"],
                "turn_id": turn_of[message_id],
                "message_id": message_id,
                "side": row["side"],
                "asked_at": row["sent_at"],
                "start": len(before),
                "end": len(row["text"]),
                "text": row["text"][len(before) :],
                "form": "wh",
                "function": "information",
                "sequence": "opening",
                "need_gauging": False,
                "status_next": status,
                "status_eventual": status,
                "answer_turn_id": answer,
                "wait_h": wait,
                "by_overlap": False,
                "needs_review": False,
                "evidence": "found: mark '?'",
                "answer_evidence": None,
                "confidence": 0.9,
            }
        )
    return conform(pd.DataFrame(rows), QUESTIONS) if rows else empty(QUESTIONS)
