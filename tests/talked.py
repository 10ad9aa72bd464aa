"""Threads one can hold in the head, labelled from end to end."""

import pandas as pd

from conftest import messages_of
from convostudy.parameters import Parameters
from convostudy.project import pipeline
from convostudy.tables import CONNECTIONS, MESSAGES, PEOPLE, conform, empty

__all__ = ["ANSWERED", "ME", "UNTIL", "YOU", "asked", "label", "status", "talk", "talks"]

UNTIL = pd.Timestamp("2024-06-01", tz="UTC")
ANSWERED = ("explicit", "implicit", "partial")
ME, YOU = "owner", "counterpart"
PEOPLE_ROWS = pd.DataFrame({"person_id": ["me"], "name": ["Me"], "is_owner": [True]})


def label(messages, until=UNTIL, **knobs):
    """Label messages, by the rules if not told otherwise."""
    people = conform(PEOPLE_ROWS, PEOPLE)
    ties = empty(CONNECTIONS)
    parameters = Parameters(**{"backend": "rules", **knobs})
    return pipeline.label(messages, people, ties, observed_until=until, parameters=parameters)


def talk(*said, until=UNTIL, **knobs):
    """Label a thread of (side, text) or (side, text, number of the message it replies to).

    A number by itself is a pause in days.
    """
    return talks([said], until=until, **knobs)[0]


def talks(threads, until=UNTIL, **knobs):
    """Label several threads at once; give the questions and acts of each."""
    lines, replies = [], []
    for number, said in enumerate(threads):
        at = pd.Timestamp("2024-03-01 09:00", tz="UTC")
        for entry in said:
            if isinstance(entry, int):
                at += pd.Timedelta(days=entry)
                continue
            side, text, *reply_to = entry
            lines.append((f"t{number}", side, str(at), text))
            replies.append(f"t{number}-{reply_to[0]}" if reply_to else None)
            at += pd.Timedelta(minutes=10)
    messages = messages_of(lines).assign(reply_to=pd.Series(replies, dtype="str"))
    tables = label(conform(messages, MESSAGES), until, **knobs)
    return [
        {name: tables[name][tables[name]["thread_id"] == thread] for name in ("questions", "acts")}
        for thread in (f"t{number}" for number in range(len(threads)))
    ]


def asked(tables, side=ME):
    """Return the information questions of a side, in order."""
    return tables["questions"].query("side == @side and function == 'information'")


def status(tables, side=ME, when="eventual"):
    return asked(tables, side)[f"status_{when}"].tolist()
