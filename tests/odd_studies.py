"""Studies that a report must survive: empty, tiny, timeless, full of nasty names."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from conftest import messages_of
from convostudy.project import store
from convostudy.project.settings import Settings, write_settings
from convostudy.project.study import INGESTED, Study
from convostudy.tables import CONNECTIONS, PEOPLE, REJECTED, TABLES, conform, empty

UNTIL = pd.Timestamp("2024-06-01", tz="UTC")
NASTY = (
    "<script>alert(1)</script>",
    "$x^2$ & *Sons* | `rm`",
    "🙂🙃",
    "مرحبا بالعالم",
    "Very Long Company " * 17,
)
LINES = [
    ("a", "counterpart", "2024-03-01 12:00", "We help clinics fill empty slots. Free for a call?"),
    ("a", "owner", "2024-03-01 13:00", "No thanks. How did you find me?"),
    ("a", "counterpart", "2024-03-02 13:00", "Our tool saves you hours every week, book a demo."),
]
MORE = [
    ("b", "counterpart", "2024-03-04 09:00", "How did your talk go?"),
    ("b", "owner", "2024-03-05 09:00", "It went well, thanks for asking."),
    ("c", "owner", "2024-05-30 09:00", "Do you still paint?"),
    ("d", "counterpart", "2024-04-01 09:00", "We sell blinds. Interested?"),
    ("d", "owner", "2024-04-01 10:00", "Please stop writing to me."),
]


def _store(folder: Path, **tables: pd.DataFrame) -> Study:
    """Write a study as `ingest` does, and measure it with the rules."""
    origins = tables["messages"][["message_id"]].assign(file="messages.csv", line=2)
    held = {"origins": origins, **tables}
    for name in INGESTED:
        frame = held[name] if name in held else empty(TABLES[name])
        store.save(frame.reset_index(drop=True), folder / name)
    write_settings(folder, Settings(owners=("me",), observed_until=UNTIL))
    (folder / "ingest.json").write_text(json.dumps({"inputs": []}), encoding="utf-8")
    return Study(folder).measure(parameters={"backend": "rules"})


def _people(messages: pd.DataFrame, names: tuple[str, ...] = ()) -> pd.DataFrame:
    others = sorted(set(messages["sender_id"]) | set(messages["recipient_ids"]) - {"me"})
    ids = ["me", *(other for other in others if other != "me")]
    named = [names[i % len(names)] if names else f"Person {i}" for i in range(len(ids))]
    frame = {
        "person_id": ids,
        "name": named,
        "company": named,
        "is_owner": [i == "me" for i in ids],
    }
    return conform(pd.DataFrame(frame), PEOPLE)


def _ties(messages: pd.DataFrame) -> pd.DataFrame:
    people = sorted({p for p in messages["sender_id"] if p != "me"})
    day = pd.Timestamp("2024-03-01", tz="UTC")
    ties = {"owner_id": "me", "person_id": people, "connected_lo": day}
    ties |= {"connected_hi": day + pd.Timedelta(days=1), "resolution": "day"}
    return conform(pd.DataFrame(ties), CONNECTIONS)


def empty_study(folder: Path) -> Study:
    return _store(folder, messages=messages_of([]), people=_people(messages_of([])))


def one_thread(folder: Path) -> Study:
    talk = messages_of(LINES)
    return _store(folder, messages=talk, people=_people(talk), connections=_ties(talk))


def no_connections(folder: Path) -> Study:
    talk = messages_of([*LINES, *MORE])
    return _store(folder, messages=talk, people=_people(talk))


def no_times(folder: Path) -> Study:
    talk = messages_of([(thread, side, None, text) for thread, side, _, text in [*LINES, *MORE]])
    return _store(folder, messages=talk, people=_people(talk), connections=_ties(talk))


def nasty_names(folder: Path) -> Study:
    talk = messages_of([(t, s, at, f"{text} {NASTY[0]}") for t, s, at, text in [*LINES, *MORE]])
    file = f"{NASTY[0]}{NASTY[4]}.csv"
    ledger = pd.DataFrame(
        {
            "export_id": "e",
            "file": file,
            "row_class": ["message", "rejected", "duplicate"],
            "reason": ["sent", f"no date {NASTY[0]}", NASTY[1]],
            "n_rows": [len(talk), 2, 1],
            "first_lines": ["2, 3", "9", "11"],
        }
    )
    rejected = {
        "export_id": "e",
        "file": file,
        "line": [9, 10],
        "reason": "no date",
        "raw": NASTY[0],
    }
    assumed = {
        "export_id": "e",
        "file": file,
        "about": "zone",
        "assumed": list(NASTY),
        "why": NASTY[0],
    }
    return _store(
        folder,
        messages=talk,
        people=_people(talk, NASTY),
        connections=_ties(talk),
        ledger=conform(ledger, TABLES["ledger"]),
        rejected=conform(pd.DataFrame(rejected), REJECTED),
        assumptions=conform(pd.DataFrame(assumed), TABLES["assumptions"]),
    )


ODD = {
    "empty": empty_study,
    "one thread": one_thread,
    "no connections": no_connections,
    "no times": no_times,
    "nasty names": nasty_names,
}
