"""Messages in, the shape of the talk out: turns, bursts, sessions, adjacency pairs, dyads."""

from convostudy.threads.dyads import dyads, with_connection, without_owner
from convostudy.threads.links import links, text_meant_for
from convostudy.threads.pairs import eventual_status, next_status, reply_slots
from convostudy.threads.segments import (
    TALK,
    attempts,
    bursts,
    followups,
    sessions,
    turns,
    with_turns,
)
from convostudy.threads.spoken import threads_with_language, turns_with_language

__all__ = [
    "TALK",
    "attempts",
    "bursts",
    "dyads",
    "eventual_status",
    "followups",
    "links",
    "next_status",
    "reply_slots",
    "sessions",
    "text_meant_for",
    "threads_with_language",
    "turns",
    "turns_with_language",
    "with_connection",
    "with_turns",
    "without_owner",
]
