"""Tier T1: the tables of a study as they leave it, column by column; no other column does.

Nobody's words, names, companies, addresses or dates are in them. A test holds the list of columns:
who adds one has to say so there, too.
"""

from __future__ import annotations

from convostudy.deidentify.features._columns import (
    CLOCK,
    count,
    flag,
    hours,
    pid,
    place,
    share,
    word,
)
from convostudy.deidentify.pooling import OTHER
from convostudy.language.acts.refusing import REASONS
from convostudy.tables import (
    ACT_NAMES,
    FORMS,
    FUNCTIONS,
    KINDS,
    LEDGER_CLASSES,
    MODALITIES,
    SEQUENCES,
    SIDES,
    SOLICITATIONS,
    STATUSES,
    STYLES,
    Column,
    Table,
)

__all__ = ["ACT_KINDS", "QUASI_IDENTIFIERS", "SENSITIVE", "TALK"]

QUASI_IDENTIFIERS = ("source", "inviter", "invitation_type")
"""Columns of ``threads`` that somebody who knows the person may know, too: pooled together. The
language of a thread and the quarter of connecting are not shared at all: with them, the threads of
an ordinary inbox keep nothing else."""
SENSITIVE = "pitched"
ASKS = ("calendar", "call", "demo", "download", "link", "meeting", "other", "reply")
ACT_KINDS = tuple(sorted({*SOLICITATIONS, *REASONS, *ASKS}))
"""Sorts of an act that may be told; any other is missing."""

_THREAD, _SIDE = pid("the thread"), word("who wrote, seen from the owner", SIDES)

THREADS = Table(
    "threads",
    one_row_is="one owner x counterpart conversation",
    key=("thread_id",),
    columns={
        "thread_id": pid("the thread"),
        "owner_id": pid("whose inbox it is", missing=True),
        "counterpart_id": pid("the other side; missing in groups", missing=True),
        "source": Column("str", "the app; other where too few threads share it"),
        "is_group": flag("more than two people: left out of dyadic measures", missing=False),
        "inviter": word("who sent the invitation", (*SIDES, OTHER)),
        "invitation_type": word("how invited", ("blank", "note", "unknown", OTHER)),
        "pitched": flag("a pitch of the counterpart was found"),
        "labelled": flag("false: a language without labels"),
        "n_messages": place("messages, invitation notes not counted"),
        "n_turns": place("turns"),
        "n_unlabelled": place("messages in a language without labels", missing=True),
        "style_landmark": word("style of the first counterpart turn", STYLES, missing=True),
        "quiet_h": hours("from the last message to the end of observation, in classes"),
    },
)
PEOPLE = Table(
    "people",
    one_row_is="one participant",
    key=("person_id",),
    columns={"person_id": pid("the person"), "is_owner": flag("made the export", missing=False)},
)
CONNECTIONS = Table(
    "connections",
    one_row_is="one tie of the owner",
    key=("owner_id", "person_id"),
    columns={
        "owner_id": pid("the owner"),
        "person_id": pid("the other person"),
        "day_known": flag("whether the export tells the day", missing=False),
        "lo_h": hours("least time from connecting to the end of observation, in classes"),
        "hi_h": hours("most time from connecting to the end of observation, in classes"),
    },
)
MESSAGES = Table(
    "messages",
    one_row_is="one message, or one invitation note",
    key=("message_id",),
    columns={
        "message_id": pid("the message"),
        "thread_id": _THREAD,
        "sender_id": pid("who wrote"),
        "seq": place("place within the thread, oldest first"),
        "side": _SIDE,
        "kind": word("what sort of row", KINDS),
        "modality": word("what carries the content", MODALITIES),
        "reply_to": pid("the message it replies to, where the app tells", missing=True),
        "n_words": count("words in it"),
        "labelled": flag("false: a language without labels; missing: no words"),
        "gap_h": hours("since the message before in the thread"),
        "weekday": place("0 Monday to 6 Sunday, UTC", missing=True),
        "clock": word("quarter of the day, UTC", CLOCK, missing=True),
    },
)
TURNS = Table(
    "turns",
    one_row_is="everything one side sends until the other writes",
    key=("turn_id",),
    columns={
        "turn_id": pid("the turn"),
        "thread_id": _THREAD,
        "sender_id": pid("who wrote"),
        "side": _SIDE,
        "rank": place("place in the thread, from 1"),
        "side_rank": place("place among the turns of this sender, from 1"),
        "n_messages": place("messages in it"),
        "n_nontext": count("messages in it without words"),
        "n_words": count("words in it"),
        "labelled": flag("false: a language without labels"),
        "gap_h": hours("since the previous turn ended"),
        "span_h": hours("from its first message to its last"),
    },
)
ATTEMPTS = Table(
    "attempts",
    one_row_is="what one sender writes, without a word from others, until a day's pause",
    key=("attempt_id",),
    columns={
        "attempt_id": pid("the attempt"),
        "thread_id": _THREAD,
        "turn_id": pid("the turn of which it is a part"),
        "sender_id": pid("who wrote"),
        "side": _SIDE,
        "attempt": place("1 for the first of its turn, 2 for the first follow-up, ..."),
        "gap_h": hours("since the attempt before"),
        "n_messages": place("messages in it"),
    },
)
QUESTIONS = Table(
    "questions",
    one_row_is="one question sentence",
    key=("question_id",),
    columns={
        "question_id": pid("the question"),
        "thread_id": _THREAD,
        "turn_id": pid("the turn that asks"),
        "message_id": pid("the message that asks"),
        "side": word("who asks, seen from the owner", SIDES),
        "form": word("grammatical form", FORMS),
        "function": word("what is wanted", FUNCTIONS),
        "sequence": word("place in the talk", SEQUENCES, missing=True),
        "need_gauging": flag("asks about the reader's work, goals, needs", missing=False),
        "status_next": word("answered in the next turn", STATUSES, missing=True),
        "status_eventual": word("answered in the end", STATUSES, missing=True),
        "answer_turn_id": pid("the turn that settled it", missing=True),
        "wait_h": hours("from asking to what settled it"),
        "by_overlap": flag("shared words alone decided: soft", missing=False),
        "no_cue": flag("a statement that follows, without any cue, decided: soft", missing=False),
        "needs_review": flag("a person should look", missing=False),
        "confidence": share("of being this kind of question", 1),
    },
)
ACTS = Table(
    "acts",
    one_row_is="one act in one message",
    key=("message_id", "act"),
    columns={
        "message_id": pid("the message"),
        "turn_id": pid("its turn; missing for invitation notes", missing=True),
        "thread_id": _THREAD,
        "side": word("who does it, seen from the owner", SIDES),
        "act": word("what is done", ACT_NAMES),
        "kind": word("sort of pitch, refusal or call to action", ACT_KINDS, missing=True),
        "confidence": share("that it is done", 1),
    },
)
LEDGER = Table(
    "ledger",
    one_row_is="the rows of the export that ended in one class",
    key=("row_class",),
    columns={
        "row_class": word("where the rows ended", LEDGER_CLASSES),
        "n_rows": place("how many rows; fewer than 10 are missing", missing=True),
    },
)
OWNER_HOURS = Table(
    "owner_hours",
    one_row_is="one hour of the day (UTC)",
    key=("hour",),
    columns={
        "hour": place("0 to 23"),
        "share": share("of the messages of owners; hours with fewer than 10 are pooled", 4),
    },
)
FACTS = Table(
    "facts",
    one_row_is="one thing to know of the whole study",
    key=("name",),
    columns={
        "name": Column("str", "a parameter of the measures, or simulated"),
        "value": Column("str", "as JSON"),
    },
)
TALK = {
    table.name: table
    for table in (
        THREADS,
        PEOPLE,
        CONNECTIONS,
        MESSAGES,
        TURNS,
        ATTEMPTS,
        QUESTIONS,
        ACTS,
        LEDGER,
        OWNER_HOURS,
        FACTS,
    )
}
