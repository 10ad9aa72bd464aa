"""The shared words: what one row of each table is.

Every room speaks in these tables. `empty` makes one without rows, `conform` casts a frame to one
and validates every value (the makers' door), `check` refuses a frame that lacks a column or has one
of another type (the users' door, cheap enough to stand at every one).
"""

from convostudy.tables._checks import check, conform, empty
from convostudy.tables._ledger import (
    ASSUMPTIONS,
    LEDGER,
    LEDGER_CLASSES,
    NO_INSTANTS,
    NO_MESSAGES,
    REJECTED,
    SHARED_NOTE,
    SIMULATED_NOTE,
)
from convostudy.tables._lookups import (
    NO_LABELS,
    NO_TIMESTAMPS,
    among,
    is_shared,
    lookup,
    unlabelled,
    why_no_time,
    without_labels,
)
from convostudy.tables._names import as_text
from convostudy.tables._table import TIME, Column, Table
from convostudy.tables._talk import ACTS, ATTEMPTS, LANGUAGES, MESSAGES, QUESTIONS, TURNS
from convostudy.tables._ties import CONNECTIONS, PEOPLE, THREADS
from convostudy.tables._values import (
    ACT_NAMES,
    BACKENDS,
    DEEP,
    FORMS,
    FUNCTIONS,
    KINDS,
    MODALITIES,
    SEQUENCES,
    SIDES,
    SOLICITATIONS,
    STATUSES,
    STYLES,
)

__all__ = [
    "ACTS",
    "ACT_NAMES",
    "ASSUMPTIONS",
    "ATTEMPTS",
    "BACKENDS",
    "CONNECTIONS",
    "DEEP",
    "FORMS",
    "FUNCTIONS",
    "KINDS",
    "LANGUAGES",
    "LEDGER",
    "LEDGER_CLASSES",
    "MESSAGES",
    "MODALITIES",
    "NO_INSTANTS",
    "NO_LABELS",
    "NO_MESSAGES",
    "NO_TIMESTAMPS",
    "PEOPLE",
    "QUESTIONS",
    "REJECTED",
    "SEQUENCES",
    "SHARED_NOTE",
    "SIDES",
    "SIMULATED_NOTE",
    "SOLICITATIONS",
    "STATUSES",
    "STYLES",
    "TABLES",
    "THREADS",
    "TIME",
    "TURNS",
    "Column",
    "Table",
    "among",
    "as_text",
    "check",
    "conform",
    "empty",
    "is_shared",
    "lookup",
    "unlabelled",
    "why_no_time",
    "without_labels",
]


TABLES = {
    table.name: table
    for table in (
        MESSAGES,
        PEOPLE,
        CONNECTIONS,
        LANGUAGES,
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
