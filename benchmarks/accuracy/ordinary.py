"""How often is ordinary chat taken for a pitch? Counted by sentence, on talk that sells nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from benchmarks.accuracy import public_sets
from benchmarks.accuracy.intervals import Estimate, share

from convostudy.language.backends import find_acts
from convostudy.language.sentences import sentences

#: Share of sentences of ordinary chat that may be called a pitch.
WANTED = 0.01
_READ = ["message_id", "text", "thread_id", "side"]


class Chat(NamedTuple):
    """A set of ordinary talk."""

    name: str
    what: str
    messages: Callable[[Path], pd.DataFrame]


SETS = (
    Chat("mrda", "research meetings, spoken, 12 of the validation part", public_sets.mrda),
    Chat("sms_spam", "private text messages (ham)", public_sets.sms_ham),
    Chat(
        "persuasion_for_good",
        "those asked for a donation (those who ask are left out: they do ask)",
        public_sets.persuasion,
    ),
    Chat(
        "casino",
        "campers who bargain over food and water: no sale, but offers, so the hardest",
        public_sets.casino,
    ),
)


class FalsePitches(NamedTuple):
    """Share of sentences that the evidence of a pitch touches, and messages called a pitch."""

    sentences: Estimate
    messages: Estimate


def false_pitches(messages: pd.DataFrame, backend: str) -> FalsePitches:
    """Count the pitches that a backend sees in talk without any.

    ``messages``: message_id, thread_id and text; with ``side``, who spoke, they are read where
    they stand, else each alone; with ``is_ordinary``, only those are counted.
    """
    read = messages[_READ] if "side" in messages else messages[["message_id", "text"]]
    acts = find_acts(read.reset_index(drop=True), backend)
    counted = messages[messages["is_ordinary"]] if "is_ordinary" in messages else messages
    return pitch_sentences(counted, acts[acts["act"] == "pitch"])


def pitch_sentences(messages: pd.DataFrame, pitches: pd.DataFrame) -> FalsePitches:
    """Count sentences and messages with a pitch; ``pitches``: message_id, start, end."""
    known = messages.reset_index(drop=True)
    parts = sentences(known["text"])
    parts = parts.assign(
        message_id=known["message_id"].loc[parts["row"]].to_numpy(),
        thread_id=known["thread_id"].loc[parts["row"]].to_numpy(),
    ).reset_index(names="sentence")
    spans = pitches[["message_id", "start", "end"]]
    both = parts.merge(spans, on="message_id", suffixes=("", "_pitch"))
    touched = (both["start"] < both["end_pitch"]) & (both["end"] > both["start_pitch"])
    hit = parts["sentence"].isin(both.loc[touched, "sentence"])
    called = known["message_id"].isin(pitches["message_id"])
    return FalsePitches(
        share(hit, parts["thread_id"]),
        share(called, known["thread_id"]),
    )
