"""The shared words: what one row of each table is.

Every room speaks in these tables. `empty` makes one without rows, `conform` casts a frame to one
and validates every value (the makers' door), `check` refuses a frame that lacks a column or has one
of another type (the users' door, cheap enough to stand at every one).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pandas as pd

from convostudy.errors import BadTable

__all__ = [
    "ACTS",
    "ASSUMPTIONS",
    "ATTEMPTS",
    "CONNECTIONS",
    "LEDGER",
    "MESSAGES",
    "PEOPLE",
    "QUESTIONS",
    "REJECTED",
    "SOLICITATIONS",
    "TABLES",
    "THREADS",
    "TIME",
    "TURNS",
    "Column",
    "Table",
    "check",
    "conform",
    "empty",
    "lookup",
]

TIME = "datetime64[us, UTC]"
_MEND = "Read the table with convostudy's own functions, or pass it through tables.conform"


@dataclass(frozen=True)
class Column:
    """One column of a table: its type, whether it may be missing, its values, what it means."""

    dtype: str
    means: str
    missing: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table by name: what one row is, and its columns in order."""

    name: str
    one_row_is: str
    columns: dict[str, Column] = field(default_factory=dict)
    key: tuple[str, ...] = ()

    def describe(self) -> pd.DataFrame:
        """Return the columns with type, meaning and values, one row each: a codebook page."""
        rows = [
            {
                "column": name,
                "dtype": c.dtype,
                "may_be_missing": c.missing,
                "values": ", ".join(c.values),
                "means": c.means,
            }
            for name, c in self.columns.items()
        ]
        return pd.DataFrame(rows)


SIDES = ("owner", "counterpart", "unknown")
KINDS = ("message", "invitation", "inmail", "sponsored", "system")
MODALITIES = ("text", "voice", "video", "image", "file", "empty")
FORMS = ("wh", "polar", "alternative", "declarative", "tag", "indirect", "fragment")
FUNCTIONS = ("information", "action_request", "rhetorical")
SEQUENCES = (
    "introductory",
    "mirror",
    "follow_up",
    "partial_switch",
    "full_switch",
    "opening",
    "rhetorical",
)
STATUSES = (
    "explicit",
    "implicit",
    "partial",
    "general",
    "deflection",
    "dodged",
    "acknowledged_only",
    "declined",
    "claims_ignorance",
    "clarification",
    "no_reply",
    "open",
)
ACT_NAMES = (
    "pitch",
    "cta",
    "rapport",
    "gratitude",
    "offer_help",
    "need_gauging",
    "refusal",
    "acceptance",
    "opt_out_request",
    "opt_out_offer",
    "small_talk",
    "self_promotion",
    "referral",
    "personalisation",
    "complaint",
    "closing",
)
SOLICITATIONS = (
    "sales",
    "recruiting",
    "investment",
    "event",
    "fundraising",
    "survey",
    "favour",
)
STYLES = ("pitch_first", "builder", "neutral")

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
        "reply_to": Column("str", "message_id it replies to, where an app knows", missing=True),
        "folder": Column("str", "mailbox folder as exported", missing=True),
        "export_id": Column("str", "which export it was read from"),
    },
)

PEOPLE = Table(
    "people",
    one_row_is="one participant",
    key=("person_id",),
    columns={
        "person_id": Column("str", "profile key where known, else made from the name"),
        "name": Column("str", "display name at export time"),
        "profile_url": Column("str", "profile address", missing=True),
        "company": Column("str", "company at export time", missing=True),
        "position": Column("str", "position at export time", missing=True),
        "is_owner": Column("bool", "made the export"),
    },
)

CONNECTIONS = Table(
    "connections",
    one_row_is="one tie of the owner, accepted within [connected_lo, connected_hi)",
    key=("owner_id", "person_id"),
    columns={
        "owner_id": Column("str", "the owner of the export"),
        "person_id": Column("str", "the other person; empty for a hidden member"),
        "connected_lo": Column(TIME, "earliest instant of the connection", missing=True),
        "connected_hi": Column(TIME, "latest instant of the connection", missing=True),
        "resolution": Column("str", "how finely the export knows it: day or minute"),
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
            "str", "answered in the next turn? information only", missing=True, values=STATUSES
        ),
        "status_eventual": Column(
            "str", "... within two turns and W days", missing=True, values=STATUSES
        ),
        "answer_turn_id": Column("str", "the turn that settled status_eventual", missing=True),
        "wait_h": Column("float64", "hours from asking to that turn", missing=True),
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

THREADS = Table(
    "threads",
    one_row_is="one owner x counterpart conversation",
    key=("thread_id",),
    columns={
        "thread_id": Column("str", "the thread"),
        "source": Column("str", "the app"),
        "owner_id": Column("str", "who made the export", missing=True),
        "counterpart_id": Column("str", "the other side; missing in groups", missing=True),
        "is_group": Column("bool", "more than two people: left out of dyadic measures"),
        "inviter": Column("str", "who sent the invitation", values=SIDES),
        "invited_at": Column(TIME, "when the invitation was sent", missing=True),
        "invitation_type": Column("str", "blank, note or unknown"),
        "connected_lo": Column(TIME, "earliest instant of the connection", missing=True),
        "connected_hi": Column(TIME, "latest instant of the connection", missing=True),
        "observed_until": Column(TIME, "last instant the export could have shown", missing=True),
        "first_message_at": Column(TIME, "first message that is no InMail", missing=True),
        "n_messages": Column("int64", "messages, invitation notes not counted"),
        "n_turns": Column("int64", "turns"),
        "first_pitch_at": Column(TIME, "the counterpart's first pitch", missing=True),
        "style_landmark": Column(
            "str", "style in the first counterpart turn", missing=True, values=STYLES
        ),
    },
)

LEDGER_CLASSES = (
    "message",
    "invitation",
    "connection",
    "profile",
    "continuation",
    "draft",
    "system",
    "sponsored",
    "duplicate",
    "rejected",
)

LEDGER = Table(
    "ledger",
    one_row_is="the rows of one input file that ended in one class for one reason",
    columns={
        "export_id": Column("str", "which export"),
        "file": Column("str", "file inside it"),
        "row_class": Column("str", "where the rows ended", values=LEDGER_CLASSES),
        "reason": Column("str", "why"),
        "n_rows": Column("int64", "how many rows"),
        "first_lines": Column("str", "line numbers of the first few"),
    },
)

ASSUMPTIONS = Table(
    "assumptions",
    one_row_is="one thing the reader took for granted",
    columns={
        "export_id": Column("str", "which export"),
        "file": Column("str", "file inside it"),
        "about": Column("str", "owner, zone, date order, encoding, end of observation, ..."),
        "assumed": Column("str", "what was assumed"),
        "why": Column("str", "on what evidence"),
    },
)

REJECTED = Table(
    "rejected",
    one_row_is="one row that could not be read, kept as it was",
    columns={
        "export_id": Column("str", "which export"),
        "file": Column("str", "file inside it"),
        "line": Column("int64", "line in the file on which the row begins"),
        "reason": Column("str", "why it was rejected"),
        "raw": Column("str", "the row as it stood"),
    },
)

TABLES = {
    table.name: table
    for table in (
        MESSAGES,
        PEOPLE,
        CONNECTIONS,
        TURNS,
        ATTEMPTS,
        QUESTIONS,
        ACTS,
        THREADS,
        LEDGER,
        ASSUMPTIONS,
        REJECTED,
    )
}


def empty(table: Table) -> pd.DataFrame:
    """Return the table without rows, with every column in place.

    Parameters
    ----------
    table : Table
        Which table.

    Returns
    -------
    pandas.DataFrame

    Examples
    --------
    >>> empty(CONNECTIONS).columns.tolist()
    ['owner_id', 'person_id', 'connected_lo', 'connected_hi', 'resolution']
    """
    return pd.DataFrame({n: pd.Series([], dtype=c.dtype) for n, c in table.columns.items()})


def conform(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Cast a frame to a table: columns in order, types right, extra columns dropped.

    Parameters
    ----------
    frame : pandas.DataFrame
        Holds at least the columns of ``table`` that may not be missing.
    table : Table
        What it is to be.

    Returns
    -------
    pandas.DataFrame
        A new frame with a fresh index; the one given is not changed.

    Raises
    ------
    BadTable
        A column is lacking, cannot be cast, is missing where it must not be, or holds a value
        that the table does not know.

    Examples
    --------
    >>> rows = pd.DataFrame({"person_id": ["a"], "name": ["Ana"], "is_owner": [True]})
    >>> conform(rows, PEOPLE).iloc[0].to_dict()["name"]
    'Ana'
    """
    lacking = [n for n, c in table.columns.items() if n not in frame and not c.missing]
    if lacking:
        raise _lacks(frame, table, lacking)
    columns: dict[str, Any] = {}
    for name, column in table.columns.items():
        if name not in frame:
            columns[name] = pd.Series(None, index=frame.index, dtype=column.dtype)
            continue
        try:
            columns[name] = frame[name].astype(column.dtype)
        except (ValueError, TypeError) as reason:
            raise BadTable(
                f"values in column {name!r} that are no {column.dtype} ({reason})",
                where=f"table {table.name}",
                expected=f"{column.dtype}: {column.means}",
                do="Look at that column before it was handed over",
            ) from reason
    return _validate(pd.DataFrame(columns).reset_index(drop=True), table)


def check(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Return the frame if it is the table, and refuse it if not.

    Parameters
    ----------
    frame : pandas.DataFrame
        To be looked at; columns beyond the table's are allowed.
    table : Table
        What it should be.

    Returns
    -------
    pandas.DataFrame
        ``frame`` itself, unchanged.

    Raises
    ------
    BadTable
        With the name of the first column that is wrong and what it holds.

    Examples
    --------
    >>> check(pd.DataFrame({"person_id": ["a"]}), PEOPLE)
    Traceback (most recent call last):
        ...
    convostudy.errors.BadTable: table people: found no column 'name', 'profile_url', 'company', ...
    """
    lacking = [n for n in table.columns if n not in frame]
    if lacking:
        raise _lacks(frame, table, lacking)
    for name, column in table.columns.items():
        if str(frame[name].dtype) != column.dtype:
            raise BadTable(
                f"the type {frame[name].dtype}",
                where=f"table {table.name}, column {name!r}",
                expected=f"{column.dtype}: {column.means}",
                do=_MEND,
            )
    return frame


def _validate(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Let pandera look at every value: missing ones, unknown ones, keys that repeat."""
    # Imported here: pandera costs half a second, and a package must be light to import.
    import pandera.errors

    try:
        _schema(table.name).validate(frame)
    except pandera.errors.SchemaError as wrong:
        name = getattr(wrong.schema, "name", None)
        column = table.columns.get(str(name))
        where = f"table {table.name}" + (f", column {name!r}" if column else "")
        raise BadTable(
            str(wrong).splitlines()[0],
            where=where,
            expected=f"{column.dtype}, {column.means}" if column else table.one_row_is,
            do=_MEND,
        ) from None
    return frame


def lookup(keys: pd.Series, by_key: pd.Series) -> pd.Series:
    """Look up a value for each key; like ``keys.map(by_key)``, but the type always stays.

    Parameters
    ----------
    keys : pandas.Series
        What to look up; may repeat, may be missing.
    by_key : pandas.Series
        Values, indexed by unique keys.

    Returns
    -------
    pandas.Series
        Indexed as ``keys``, missing where there is no such key.

    Examples
    --------
    >>> lookup(pd.Series(["b", "x"]), pd.Series([1.5, 2.5], index=["a", "b"])).tolist()
    [2.5, nan]
    """
    return by_key.reindex(keys).set_axis(keys.index)


def _lacks(frame: pd.DataFrame, table: Table, lacking: list[str]) -> BadTable:
    names = ", ".join(map(repr, lacking))
    has = ", ".join(map(repr, frame.columns)) or "no column at all"
    return BadTable(
        f"no column {names}; it has {has}",
        where=f"table {table.name}",
        expected=f"one row for {table.one_row_is}, with {', '.join(table.columns)}",
        do="Read the table with convostudy's own functions, or add the column",
    )


@cache
def _schema(name: str) -> Any:
    """Build the pandera schema of a table, once."""
    import pandera.pandas as pa

    table = TABLES[name]
    columns = {
        n: pa.Column(
            c.dtype,
            nullable=c.missing,
            checks=pa.Check.isin(c.values) if c.values else None,
        )
        for n, c in table.columns.items()
    }
    return pa.DataFrameSchema(columns, unique=list(table.key) or None)
