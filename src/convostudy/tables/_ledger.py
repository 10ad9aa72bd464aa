"""What was read: the import ledger, what was assumed, what was rejected."""

from __future__ import annotations

from convostudy.tables._table import Column, Table

SIMULATED_NOTE = "SIMULATED.txt"
"""The file by which an archive owns up to being simulated: `simulate` writes it."""
SHARED_NOTE = "shared dataset"
"""What an assumption is about where the tables are those of a dataset without words and dates."""
NO_MESSAGES = "messages missing"
"""What an assumption is about where the export holds no message that was sent."""
NO_INSTANTS = "instants missing"
"""What an assumption is about where no message has a date that can be read."""

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
