"""The record of one simulated thread while it is written: lines, questions, refusals."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from convostudy.simulate.cast import OWNER_PERSON, Person
from convostudy.simulate.packs import OwnerLine, fill, owner_lines

__all__ = ["Asked", "Invitation", "Line", "OwnerVoice", "Thread"]


@dataclass
class Line:
    """One message; ``refusal`` holds the reason, ``attachment`` video, image or file."""

    at: int
    side: str
    text: str
    is_pitch: bool = False
    refusal: str = ""
    opt_out: bool = False
    attachment: str = ""
    subject: str = ""


@dataclass
class Asked:
    """One information question and the line that answers it, if one does.

    ``drawn`` is False where the script left no choice, so that no rate of the truth decided.
    """

    line: int
    text: str
    topic: str
    answered_by: int | None = None
    drawn: bool = True


@dataclass
class Invitation:
    """Who invited whom, when, with what note."""

    side: str
    at: int
    note: str = ""
    is_pitch: bool = False
    exported: bool = True


@dataclass
class Thread:
    """One conversation with one counterpart, as it is written."""

    kind: str
    script: str
    person: Person
    rng: random.Random
    solicitation: str = ""
    language: str = "en"
    timing: str = ""
    connected_at: int | None = None
    connection_exported: bool = True
    invitation: Invitation | None = None
    lines: list[Line] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    pitch_follows: dict[int, int | None] = field(default_factory=dict)
    """Line of a refusal -> line of the pitch that is the seller's next turn, or None."""
    honoured: bool | None = None

    def say(self, side: str, at: int, text: str, **marks: object) -> int:
        """Write a line at an instant, or a little after the line before; return its number."""
        owner, other = OWNER_PERSON, self.person
        me, reader = (owner, other) if side == "owner" else (other, owner)
        text = fill(text, first=reader.first, me=me.first, company=other.company)
        if self.lines:
            at = max(at, self.lines[-1].at + self.rng.randint(9, 50))
        self.lines.append(Line(at, side, text, **marks))  # type: ignore[arg-type]
        return len(self.lines) - 1

    def ask(self, line: int, question: str, topic: str) -> Asked:
        """Note that a line asks something; the question is found in the text as written."""
        owner, other = OWNER_PERSON, self.person
        side = self.lines[line].side
        me, reader = (owner, other) if side == "owner" else (other, owner)
        question = fill(question, first=reader.first, me=me.first, company=other.company)
        self.asked.append(Asked(line, question, topic))
        return self.asked[-1]

    @property
    def now(self) -> int:
        """The instant of the last line, else of the connection."""
        if self.lines:
            return self.lines[-1].at
        return self.connected_at or 0


class OwnerVoice:
    """The owner's lines, dealt so that those used least come first."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.by_kind: dict[str, list[OwnerLine]] = {}
        self.used: dict[str, int] = {}
        for line in owner_lines():
            self.by_kind.setdefault(line.kind, []).append(line)

    def line(self, kind: str, solicitation: str, when: str, seller: str = "") -> OwnerLine | None:
        """Deal a line of a kind that fits the sender's business and the moment, if there is one.

        A line made for one seller's opener goes before general ones.
        """
        fitting = [
            line
            for line in self.by_kind.get(kind, [])
            if (not line.solicitations or solicitation in line.solicitations)
            and line.when in ("", when)
            and line.seller in ("", seller)
        ]
        fitting = [line for line in fitting if line.seller] or fitting
        if not fitting:
            return None
        least = min(self.used.get(line.text, 0) for line in fitting)
        line = self.rng.choice([x for x in fitting if self.used.get(x.text, 0) == least])
        self.used[line.text] = least + 1
        return line
