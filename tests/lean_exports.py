"""Exports as real zips that lack what a report lives on: messages, dates, talk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sources_files import connections, invitations, message, messages, zipped

NAME = "Basic_LinkedInDataExport_06-01-2025.zip"
TIES = connections(*((f"Ivo Marsh{n}", f"ivo-marsh{n}", "01 May 2025") for n in range(30)))
PROFILE = "First Name,Last Name,Headline,Summary\nDana,Holt,Potter,\n"
SKILLS = "Name\nPottery\n"
TALK = [
    ("Ivo Marsh0", "Dana Holt", "We help potters sell more. Free for a call on Friday?", "2-a"),
    ("Dana Holt", "Ivo Marsh0", "No thanks. How did you find me?", "2-a"),
    ("Ivo Marsh0", "Dana Holt", "Our tool saves you hours, book a demo.", "2-a"),
    ("Ivo Marsh1", "Dana Holt", "Do you still paint?", "2-b"),
    ("Dana Holt", "Ivo Marsh1", "Yes, I paint every week.", "2-b"),
]


def talk(*dates: str) -> str:
    """Write messages.csv as LinkedIn does, the newest first, with these dates for the oldest."""
    rows = [message(w, to, at, text, c) for (w, to, text, c), at in zip(TALK, dates, strict=True)]
    return messages(*rows[::-1])


def _zip(**files: str) -> Callable[[Path], Path]:
    held = {f"{name}.csv": text for name, text in files.items()}
    return lambda folder: zipped(folder / NAME, {"Profile.csv": PROFILE, **held})


def _group() -> str:
    row = message("Ivo Marsh0", "Dana Holt", text="Hello both, shall we meet?")
    row["TO"] = "Dana Holt,Ivo Marsh1"
    row["RECIPIENT PROFILE URLS"] += ",https://www.linkedin.com/in/ivo-marsh1"
    return messages(row)


DATED = [f"2025-05-0{n} 08:15:00 UTC" for n in range(2, 7)]
INVITED = invitations(("Dana Holt", "Ivo Marsh0", "5/1/25, 8:15 AM", "Hello", "OUTGOING"))
LEAN = {
    "no file of messages": _zip(Connections=TIES, Skills=SKILLS),
    "an empty file of messages": _zip(Connections=TIES, messages=""),
    "a header without messages": _zip(Connections=TIES, messages=messages()),
    "invitations alone": _zip(Connections=TIES, Invitations=INVITED),
    "neither messages nor connections": _zip(Skills=SKILLS),
    "no dates": _zip(Connections=TIES, messages=talk(*[""] * 5)),
    "dates nobody can read": _zip(
        Connections=TIES, Invitations=INVITED, messages=talk(*["le 2 mai vers midi"] * 5)
    ),
    "days alone": _zip(Connections=TIES, messages=talk(*(d[:10] for d in DATED))),
    "some dates": _zip(Connections=TIES, messages=talk(*DATED[:3], "soon", "")),
    "one message": _zip(Connections=TIES, messages=messages(message(text="How are you?"))),
    "drafts alone": _zip(Connections=TIES, messages=messages(message(is_message_draft="Yes"))),
    "campaigns alone": _zip(
        Connections=TIES, messages=messages(message(conversation_title="Sponsored Conversation"))
    ),
    "groups alone": _zip(Connections=TIES, messages=_group()),
    "messages alone": _zip(messages=talk(*DATED)),
}
