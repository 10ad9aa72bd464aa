"""The texts that inboxes are made of: one JSON object a line, in the folder ``texts``."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = [
    "QUESTION_TOPICS",
    "OwnerLine",
    "Seller",
    "Talk",
    "Turn",
    "clutter",
    "fill",
    "lists",
    "owner_lines",
    "rows_of",
    "sellers",
    "talks",
]

QUESTION_TOPICS = ("purpose", "found_me", "what_do_you_do", "price", "how_works")


@dataclass(frozen=True)
class Seller:
    """One sender's lines.

    ``dodge_pitches`` are the topics whose dodge goes on selling; ``pitch_needs_talk``: the first
    pitch takes up what the owner replied, so it cannot open a thread.
    """

    id: str
    position: str
    company: str
    solicitation_type: str
    note: str
    note_pitch: str
    opener: str
    opener_question: str
    pitches: tuple[str, str]
    bumps: tuple[tuple[str, bool], ...]
    after_no: tuple[str, ...]
    bow_out: tuple[str, ...]
    answers: dict[str, str]
    dodges: dict[str, str]
    chat: tuple[str, ...]
    dodge_pitches: frozenset[str] = frozenset()
    pitch_needs_talk: bool = False
    region: str = ""
    firsts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Turn:
    """One turn of a talk; ``alt`` leaves what the turn before asked without an answer."""

    side: str
    texts: tuple[str, ...]
    gap_h: float
    asks: tuple[str, ...] = ()
    alt: tuple[str, ...] = ()
    pitch: bool = False
    refusal: bool = False


@dataclass(frozen=True)
class Talk:
    """One conversation that builds a relation."""

    id: str
    role: str
    company: str
    note: str
    late_pitch: bool
    turns: tuple[Turn, ...]
    region: str = ""
    firsts: tuple[str, ...] = ()


@dataclass(frozen=True)
class OwnerLine:
    """One line of the owner; ``solicitations`` empty fits all, ``seller`` answers one opener."""

    kind: str
    text: str
    question: str = ""
    solicitations: frozenset[str] = field(default_factory=frozenset)
    when: str = ""
    seller: str = ""


def fill(text: str, *, first: str, me: str, company: str) -> str:
    """Fill the slots of a text: the reader's and the sender's first name, the sender's firm."""
    return text.replace("{first}", first).replace("{me}", me).replace("{company}", company)


@cache
def sellers() -> tuple[Seller, ...]:
    """Return all packs of sellers, by id."""
    codes = {row["id"]: row for row in rows_of("codes")}
    return tuple(_seller(row, codes.get(row["id"], {})) for row in rows_of("sellers"))


@cache
def talks() -> tuple[Talk, ...]:
    """Return all talks, by id."""
    codes = {row["id"]: row for row in rows_of("codes")}
    return tuple(
        Talk(
            id=row["id"],
            role=row["role"],
            company=row["company"],
            note=row.get("note", ""),
            late_pitch=bool(row.get("late_pitch")),
            turns=tuple(_turn(turn) for turn in row["turns"]),
            region=codes.get(row["id"], {}).get("region", "lowlands"),
            firsts=tuple(codes.get(row["id"], {}).get("firsts", ())),
        )
        for row in rows_of("talks")
    )


@cache
def owner_lines() -> tuple[OwnerLine, ...]:
    """Return all lines of the owner."""
    return tuple(
        OwnerLine(
            kind=row["kind"],
            text=row["text"],
            question=row.get("question", ""),
            solicitations=frozenset(row.get("for", ())),
            when=row.get("when", ""),
            seller=row.get("seller", ""),
        )
        for row in rows_of("owner")
    )


@cache
def clutter() -> dict[str, list[dict[str, Any]]]:
    """Return what else lies in an inbox, by kind: sponsored mail, groups, other languages, ..."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows_of("clutter"):
        found.setdefault(row["kind"], []).append(row)
    return found


@cache
def lists(name: str) -> dict[str, list[str]]:
    """Return the word lists of ``names.txt`` or ``firms.txt``, by heading."""
    text = (files("convostudy") / "texts" / f"{name}.txt").read_text("utf-8")
    rows = [row.split(": ", 1) for row in text.splitlines() if row and not row.startswith("#")]
    return {heading: words.split() for heading, words in rows}


def _seller(row: dict[str, Any], codes: dict[str, Any]) -> Seller:
    # A script that names its firm is used by people of other firms too.
    whole = json.dumps(row, ensure_ascii=False).replace(row["company"], "{company}")
    text = json.loads(whole)
    return Seller(
        id=row["id"],
        position=row["position"],
        company=row["company"],
        solicitation_type=row["solicitation_type"],
        note=text["note"],
        note_pitch=text["note_pitch"],
        opener=text["opener"],
        opener_question=text["opener_question"],
        pitches=(text["pitch"], text["pitch_2"]),
        bumps=tuple((bump["text"], bool(bump["is_pitch"])) for bump in text["bump"]),
        after_no=tuple(text["after_no"]),
        bow_out=tuple(text["bow_out"]),
        answers=text["answers"],
        dodges=text["dodges"],
        chat=tuple(text["chat"]),
        dodge_pitches=frozenset(codes.get("dodge_pitches", ())),
        pitch_needs_talk=bool(codes.get("pitch_needs_talk")),
        region=codes.get("region", ""),
        firsts=tuple(codes.get("firsts", ())),
    )


def _turn(row: dict[str, Any]) -> Turn:
    alt = row.get("alt") or ()
    alt = alt.get("texts", ()) if isinstance(alt, dict) else alt
    acts = row.get("acts") or {}
    return Turn(
        side=row["side"],
        texts=tuple(row["texts"]),
        gap_h=float(row["gap_h"]),
        asks=tuple(row.get("asks") or ()),
        alt=(alt,) if isinstance(alt, str) else tuple(alt),
        pitch=bool(acts.get("pitch")),
        refusal=bool(acts.get("refusal")),
    )


def rows_of(name: str) -> list[dict[str, Any]]:
    """Read every ``name*.jsonl``, in the order of ids where rows have one."""
    found = [
        json.loads(line)
        for file in sorted(
            (f for f in (files("convostudy") / "texts").iterdir() if _is(f.name, name)),
            key=lambda f: f.name,
        )
        for line in file.read_text("utf-8").splitlines()
        if line.strip()
    ]
    first_of = {row.get("id", i): row for i, row in reversed(list(enumerate(found)))}
    return [row for i, row in enumerate(found) if first_of[row.get("id", i)] is row]


def _is(file: str, name: str) -> bool:
    return re.fullmatch(rf"{name}(_\w+)?\.jsonl", file) is not None
