"""Four threads one can hold in the head, with every table, for tests of measures."""

import inspect

import pandas as pd

from conftest import acts_of, messages_of
from convostudy.tables import CONNECTIONS, QUESTIONS, conform
from convostudy.threads import attempts, dyads, turns

UNTIL = pd.Timestamp("2024-06-01", tz="UTC")
LINES = [
    # a: pitches two hours after connecting, is refused, pitches again next day, is refused, stops
    ("a", "counterpart", "2024-03-01 12:00", "We build booking sites, want one?"),
    ("a", "owner", "2024-03-01 13:00", "No thanks. Why did you connect?"),
    ("a", "counterpart", "2024-03-02 13:00", "Our sites double sales, call me"),
    ("a", "owner", "2024-03-02 14:00", "No."),
    # b: chats, never pitches
    ("b", "counterpart", "2024-03-01 09:00", "How did your talk go?"),
    ("b", "owner", "2024-03-04 09:00", "Well, thank you"),
    # c: the owner wrote, then wrote again, and nobody replied; seen for a long time
    ("c", "owner", "2024-03-01 09:00", "Hello?"),
    ("c", "owner", "2024-03-05 09:00", "Hello again"),
    # d: as c, but the export ends three days later
    ("d", "owner", "2024-05-29 09:00", "Hello?"),
]
ACTS = [
    ("a-0", "pitch", "sales"),
    ("a-1", "refusal", "bare"),
    ("a-2", "pitch", "sales"),
    ("a-3", "refusal", "bare"),
]


def four_threads(people):
    messages = messages_of(LINES)
    turned = turns(messages)
    ties = pd.DataFrame(
        {
            "owner_id": "me",
            "person_id": ["they-a", "they-b"],
            "connected_lo": pd.to_datetime(["2024-03-01", "2024-02-20"], utc=True),
            "connected_hi": pd.to_datetime(["2024-03-02", "2024-02-21"], utc=True),
            "resolution": "day",
        }
    )
    asked = pd.DataFrame(
        {
            "question_id": ["q1", "q2", "q3"],
            "thread_id": ["a", "b", "d"],
            "turn_id": ["a/2", "b/1", "d/1"],
            "message_id": ["a-1", "b-0", "d-0"],
            "side": ["owner", "counterpart", "owner"],
            "start": 0,
            "end": 5,
            "text": ["Why did you connect?", "How did your talk go?", "Hello?"],
            "form": ["wh", "wh", "fragment"],
            "function": "information",
            "sequence": ["full_switch", "opening", "opening"],
            "need_gauging": False,
            "status_next": ["dodged", "explicit", "open"],
            "status_eventual": ["dodged", "explicit", "open"],
            "by_overlap": False,
            "needs_review": False,
            "evidence": "by hand",
            "confidence": 1.0,
        }
    )
    return {
        "messages": messages,
        "people": people,
        "turns": turned,
        "attempts": attempts(messages),
        "questions": conform(asked, QUESTIONS),
        "acts": acts_of(ACTS, messages, turned),
        "threads": dyads(
            messages, people, conform(ties, CONNECTIONS), turned, observed_until=UNTIL
        ),
    }


def row_of(scores, **where):
    for column, value in where.items():
        scores = scores[scores[column] == value]
    assert len(scores) == 1
    return scores.iloc[0]


def call(measure, tables):
    given = inspect.signature(measure).parameters.values()
    return measure(*(tables[p.name] for p in given if p.kind is p.POSITIONAL_OR_KEYWORD))
