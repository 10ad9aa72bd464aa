"""Every table of a made-up inbox, for tests of measures."""

from __future__ import annotations

import inspect

import pandas as pd

from conftest import acts_of, messages_of
from convostudy.tables import CONNECTIONS, PEOPLE, QUESTIONS, conform, empty
from convostudy.threads import dyads, turns, with_turns

__all__ = ["ME", "THEY", "THREAD", "UNTIL", "only", "run", "tables_of"]

UNTIL = pd.Timestamp("2024-06-01", tz="UTC")
THEY, ME = "counterpart", "owner"
THREAD = messages_of(
    [
        ("a", "counterpart", "2024-03-01 09:00", "Hi there"),
        ("a", "counterpart", "2024-03-01 09:05", "How are you?"),
        ("a", "counterpart", "2024-03-03 09:00", "Still there?"),
        ("a", "owner", "2024-03-03 10:00", "Yes, well thanks"),
        ("a", "counterpart", "2024-03-03 10:30", "Good"),
        ("b", "owner", "2024-03-02 12:00", "Hello"),
    ]
)


def tables_of(lines, acts=(), questions=(), until=UNTIL, company=None, **columns):
    """Make every table: acts are (message, act, kind), questions (message, text, columns)."""
    messages = messages_of(lines, **columns)
    people = conform(
        pd.DataFrame(
            {
                "person_id": ["me", "they-a"],
                "name": ["Me", "They"],
                "is_owner": [True, False],
                "company": pd.Series([None, company], dtype="str"),
            }
        ),
        PEOPLE,
    )
    turned = turns(messages)
    return {
        "messages": messages,
        "people": people,
        "turns": turned,
        "questions": _questions(questions, messages),
        "acts": acts_of(list(acts), messages, turned),
        "threads": dyads(messages, people, empty(CONNECTIONS), turned, observed_until=until),
    }


def _questions(rows, messages):
    if not rows:
        return empty(QUESTIONS)
    frame = pd.DataFrame([{"message_id": m, "text": t, **more} for m, t, more in rows])
    about = with_turns(messages)[["message_id", "thread_id", "turn_id", "side", "sent_at"]]
    frame = frame.merge(about, on="message_id").rename(columns={"sent_at": "asked_at"})
    given = {
        "start": 0,
        "end": 5,
        "form": "wh",
        "function": "information",
        "need_gauging": False,
        "by_overlap": False,
        "needs_review": False,
        "evidence": "by hand",
        "confidence": 1.0,
    }
    for name, value in given.items():
        frame[name] = value if name not in frame else frame[name].fillna(value)
    frame["need_gauging"] = frame["need_gauging"].astype("bool")
    return conform(frame.assign(question_id=[f"q{i}" for i in range(len(frame))]), QUESTIONS)


def run(measure, tables, **knobs):
    parameters = inspect.signature(measure).parameters.values()
    frames = [tables[p.name] for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
    return measure(*frames, **knobs)


def only(measure, tables, **knobs):
    scores = run(measure, tables, **knobs)
    assert len(scores) == 1
    return scores.iloc[0]
