"""What else lies in an inbox: other languages, groups, sponsored mail, drafts, video."""

from __future__ import annotations

import random
from typing import Any

from convostudy.simulate.cast import OWNER_PERSON, Cast, Person
from convostudy.simulate.clock import HOUR, OFFICE, OWNER, lognormal
from convostudy.simulate.frames import conversation_id, message_row
from convostudy.simulate.packs import clutter
from convostudy.simulate.script import Line, Thread

__all__ = ["add_video", "drafts", "groups", "sponsored", "write_other_language"]


def write_other_language(thread: Thread, row: dict[str, Any]) -> None:
    """Write a dialogue that is not in English."""
    asked = None
    for turn in row["lines"]:
        side = "owner" if turn["side"] == "o" else "counterpart"
        rhythm = OWNER if side == "owner" else OFFICE[1]
        at = rhythm.after(thread.now, turn["gap_h"] * lognormal(thread.rng, 1, 0.3))
        line = thread.say(
            side,
            at,
            turn["text"],
            is_pitch=turn["pitch"],
            refusal="need" if turn["refusal"] else "",
        )
        if asked is not None:
            asked.answered_by = line
        for question in turn["asks"]:
            asked = thread.ask(line, question, "talk")
            asked.drawn = False
        if not turn["asks"]:
            asked = None


def add_video(thread: Thread) -> None:
    """Put one message without words behind a line of the thread."""
    rng = thread.rng
    place = rng.randrange(len(thread.lines)) + 1
    before = thread.lines[place - 1]
    room = 90
    if place < len(thread.lines):
        room = min(room, max(2, thread.lines[place].at - before.at))
    video = Line(before.at + rng.randint(1, room - 1), before.side, "", attachment="video")
    video.subject = before.subject
    thread.lines.insert(place, video)

    def moved(line: int) -> int:
        return line + (line >= place)

    for asked in thread.asked:
        asked.line = moved(asked.line)
        if asked.answered_by is not None:
            asked.answered_by = moved(asked.answered_by)
    thread.pitch_follows = {
        moved(refused): pitch if pitch is None else moved(pitch)
        for refused, pitch in thread.pitch_follows.items()
    }


def groups(n: int, cast: Cast, rng: random.Random, start: int, until: int) -> list[dict[str, Any]]:
    """Write group conversations of the owner and two others, as message rows."""
    rows = []
    for number in range(n):
        script = clutter()["group"][number % len(clutter()["group"])]
        people: dict[str, Person] = {"owner": OWNER_PERSON, "1": cast.person(), "2": cast.person()}
        conversation, at = conversation_id(rng), rng.randrange(start, until)
        for who, text in script["lines"]:
            at = OWNER.after(at, lognormal(rng, 3, 1))
            others = [person for key, person in people.items() if key != who]
            if at <= until:
                row = message_row(Line(at, who, text), people[who], others, rng, is_group=True)
                rows.append({**row, "conversation": conversation, "title": script["title"]})
    return rows


def sponsored(n: int, rng: random.Random, start: int, until: int) -> list[dict[str, Any]]:
    """Write campaign mail with HTML, from senders without an address, as message rows."""
    rows = []
    for number in range(n):
        script = clutter()["sponsored"][number % len(clutter()["sponsored"])]
        sender = Person(script["sender"], "", "", "", "")
        line = Line(rng.randrange(start, until), "counterpart", script["text"])
        row = message_row(line, sender, [OWNER_PERSON], rng, kind="sponsored")
        row |= {"conversation": conversation_id(rng), "title": script["title"]}
        rows.append({**row, "sender": script["sender"]})
    return rows


def drafts(
    n: int, last: list[tuple[str, Thread]], rng: random.Random, until: int
) -> list[dict[str, Any]]:
    """Leave messages unsent in threads given with their conversation ids, as message rows."""
    rows = []
    for conversation, thread in rng.sample(last, min(n, len(last))):
        at = min(until, max(line.at for line in thread.lines if line.at <= until) + 5 * HOUR)
        line = Line(at, "owner", rng.choice(clutter()["draft"])["text"])
        row = message_row(line, OWNER_PERSON, [thread.person], rng, is_draft=True)
        rows.append({**row, "conversation": conversation})
    return rows
