"""What was said: messages, turns, attempts, questions, acts."""

from __future__ import annotations

from convostudy.tables._table import TIME, Column, Table
from convostudy.tables._values import (
    ACT_NAMES,
    FORMS,
    FUNCTIONS,
    KINDS,
    MODALITIES,
    SEQUENCES,
    SIDES,
    STATUSES,
)

MESSAGES = Table(
    "messages",
    one_row_is="one message, or one invitation note",
    key=("message_id",),
    columns={
        "message_id": Column("str", "stable id: the same message has it in every export"),
        "thread_id": Column("str", "owner x counterpart conversation (see threads)"),
        "conversation_id": Column("str", "the conversation as the export names it"),
        "source": Column("str", "the app: linkedin, ..."),
        "seq": Column("int64", "place within the thread, oldest first; settles ties in sent_at"),
        "sent_at": Column(TIME, "instant of sending, UTC; missing when unknown", missing=True),
        "sender_id": Column("str", "person_id of the sender"),
        "recipient_ids": Column("str", "person_ids of the others, joined by one space"),
        "side": Column("str", "who wrote, seen from the owner of the export", values=SIDES),
        "text": Column("str", "what was written; empty when nothing was"),
        "subject": Column("str", "subject line, if any", missing=True),
        "kind": Column("str", "what sort of row", values=KINDS),
        "modality": Column("str", "what carries the content", values=MODALITIES),
        "content_source": Column("str", "export, transcript or reconstructed"),
        "reply_to": Column("str", "message_id it replies to, where the app tells", missing=True),
        "folder": Column("str", "mailbox folder as exported", missing=True),
        "export_id": Column("str", "which export it was read from"),
    },
)

LANGUAGES = Table(
    "languages",
    one_row_is="the language of one message with text, or of one invitation note",
    key=("message_id",),
    columns={
        "message_id": Column("str", "the message"),
        "language": Column(
            "str",
            "ISO 639-1 code; und: another one than those with labels; missing when it cannot be "
            "told",
            missing=True,
        ),
        "read_as": Column(
            "str", "whose labels it is given; missing: a language without labels", missing=True
        ),
        "evidence": Column(
            "str",
            "what told it: its own words, those of the same person in the thread, those of the "
            "thread, or the parameter `language`",
            missing=True,
            values=("own words", "same person", "thread", "given"),
        ),
        "confidence": Column(
            "float64",
            "0 to 1, by the model; missing where common words, or a parameter, settled it",
            missing=True,
        ),
    },
)

TURNS = Table(
    "turns",
    one_row_is="everything one side sends until the other writes",
    key=("turn_id",),
    columns={
        "turn_id": Column("str", "thread_id, a slash, and the rank"),
        "thread_id": Column("str", "the thread"),
        "sender_id": Column("str", "who wrote"),
        "side": Column("str", "who wrote, seen from the owner", values=SIDES),
        "rank": Column("int64", "place in the thread, from 1"),
        "side_rank": Column("int64", "place among the turns of this sender, from 1"),
        "began_at": Column(TIME, "first message", missing=True),
        "ended_at": Column(TIME, "last message", missing=True),
        "gap_h": Column("float64", "hours since the previous turn ended", missing=True),
        "n_messages": Column("int64", "messages in it"),
        "n_nontext": Column("int64", "messages in it without words: video, voice, image, file"),
        "n_words": Column("int64", "words in it"),
        "text": Column("str", "its messages, joined by line breaks"),
        "language": Column("str", "of most of its messages, if it can be told", missing=True),
        "labelled": Column(
            "boolean",
            "false: most of its messages are in a language without labels, so that nothing is "
            "said of what it does; missing: nobody looked, or there are no words",
            missing=True,
        ),
    },
)

ATTEMPTS = Table(
    "attempts",
    one_row_is="what one sender writes, without a word from others, until a day's pause",
    key=("attempt_id",),
    columns={
        "attempt_id": Column("str", "thread_id, and the running number of the attempt"),
        "thread_id": Column("str", "the thread"),
        "turn_id": Column("str", "the turn of which it is a part"),
        "sender_id": Column("str", "who wrote"),
        "side": Column("str", "who wrote, seen from the owner", values=SIDES),
        "attempt": Column("int64", "1 for the first of its turn, 2 for the first follow-up, ..."),
        "began_at": Column(TIME, "first message", missing=True),
        "ended_at": Column(TIME, "last message", missing=True),
        "gap_h": Column(
            "float64", "hours since the attempt before, if not the first", missing=True
        ),
        "n_messages": Column("int64", "messages in it"),
    },
)

QUESTIONS = Table(
    "questions",
    one_row_is="one question sentence",
    key=("question_id",),
    columns={
        "question_id": Column("str", "message_id, a colon, and the start"),
        "thread_id": Column("str", "the thread"),
        "turn_id": Column("str", "the turn that asks"),
        "message_id": Column("str", "the message that asks"),
        "side": Column("str", "who asks, seen from the owner", values=SIDES),
        "asked_at": Column(TIME, "instant of asking", missing=True),
        "start": Column("int64", "first character in the message text"),
        "end": Column("int64", "one past the last character"),
        "text": Column("str", "the question as written"),
        "form": Column("str", "grammatical form", values=FORMS),
        "function": Column("str", "what is wanted", values=FUNCTIONS),
        "sequence": Column("str", "place in the talk", missing=True, values=SEQUENCES),
        "need_gauging": Column("bool", "asks about the reader's work, goals, needs"),
        "status_next": Column(
            "str",
            "answered in the other side's next turn, if begun within W days? information only",
            missing=True,
            values=STATUSES,
        ),
        "status_eventual": Column(
            "str",
            "... in its next two turns, if begun within W days; in a third, if the second asked "
            "back; in any with a message that replies to it by id. no_reply: no turn within W",
            missing=True,
            values=STATUSES,
        ),
        "answer_turn_id": Column("str", "the turn that settled status_eventual", missing=True),
        "wait_h": Column(
            "float64",
            "hours from asking to the message of that turn that settled it (to the first of the "
            "turn, where no message does alone)",
            missing=True,
        ),
        "by_overlap": Column("bool", "shared words alone decided status_eventual: soft"),
        "needs_review": Column("bool", "a person should look: a pitch matched by overlap alone"),
        "evidence": Column("str", "what made it a question, and of this form and function"),
        "answer_evidence": Column("str", "what settled status_eventual", missing=True),
        "confidence": Column("float64", "0 to 1, of being this kind of question"),
    },
)

ACTS = Table(
    "acts",
    one_row_is="one act in one message (a message may do several)",
    key=("message_id", "act"),
    columns={
        "message_id": Column("str", "the message"),
        "turn_id": Column("str", "its turn; missing for invitation notes", missing=True),
        "thread_id": Column("str", "the thread"),
        "side": Column("str", "who does it, seen from the owner", values=SIDES),
        "act": Column("str", "what is done", values=ACT_NAMES),
        "kind": Column(
            "str",
            "solicitation type of a pitch, reason of a refusal, levels of personalisation",
            missing=True,
        ),
        "start": Column("int64", "first character of the evidence in the message text"),
        "end": Column("int64", "one past its last character"),
        "evidence": Column("str", "the words that made it, and the rule"),
        "confidence": Column("float64", "0 to 1"),
    },
)
