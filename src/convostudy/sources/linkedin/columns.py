"""Which column means what: LinkedIn's headers as data.

A localized or renamed header is added here, as one more word in a tuple, and nowhere else. No
localized header has been seen so far: headers are English in every known export.
"""

from __future__ import annotations

import difflib
import re

__all__ = [
    "COLUMNS",
    "REPEATED",
    "is_like_header",
    "known_cells",
    "nearest",
    "table_of",
    "to_fields",
]

#: table -> field -> the headers that mean it, case, spaces and underscores aside.
COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "messages": {
        "conversation_id": ("CONVERSATION ID",),
        "title": ("CONVERSATION TITLE",),
        "sender": ("FROM",),
        "sender_url": ("SENDER PROFILE URL",),
        "recipients": ("TO",),
        "recipient_urls": ("RECIPIENT PROFILE URLS",),
        "date": ("DATE",),
        "subject": ("SUBJECT",),
        "content": ("CONTENT",),
        "folder": ("FOLDER",),
        "attachments": ("ATTACHMENTS",),
        "message_draft": ("IS MESSAGE DRAFT",),
        "conversation_draft": ("IS CONVERSATION DRAFT",),
        "direction": ("DIRECTION",),
    },
    "connections": {
        "first_name": ("First Name",),
        "last_name": ("Last Name",),
        "url": ("URL",),
        "email": ("Email Address",),
        "company": ("Company", "Current Company"),
        "position": ("Position", "Current Position"),
        "connected_on": ("Connected On",),
    },
    "invitations": {
        "sender": ("From",),
        "recipient": ("To",),
        "date": ("Sent At",),
        "content": ("Message",),
        "direction": ("Direction",),
        "inviter_url": ("inviterProfileUrl",),
        "invitee_url": ("inviteeProfileUrl",),
    },
    "profile": {
        "first_name": ("First Name",),
        "last_name": ("Last Name",),
        "headline": ("Headline",),
        "summary": ("Summary",),
    },
}

#: table -> fields that say the same few things in many rows.
REPEATED: dict[str, frozenset[str]] = {
    "messages": frozenset(COLUMNS["messages"]) - {"date", "content"},
    "connections": frozenset(),
    "invitations": frozenset(),
    "profile": frozenset(),
}

#: What a header must hold to be that table; one of each inner tuple is enough.
_NEEDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "messages": (
        ("sender",),
        ("recipients",),
        ("date",),
        ("content",),
        ("conversation_id", "direction", "folder"),
    ),
    "connections": (("first_name",), ("last_name",), ("connected_on",)),
    "invitations": (("sender",), ("recipient",), ("date",), ("direction",)),
    "profile": (("first_name",), ("last_name",), ("headline",), ("summary",)),
}


def _plain(header: str) -> str:
    return "".join(header.strip("﻿\"' \t").casefold().replace("_", " ").split())


_MEANS = {
    table: {_plain(alias): field for field, aliases in fields.items() for alias in aliases}
    for table, fields in COLUMNS.items()
}


def to_fields(header: list[str], table: str) -> list[str | None]:
    """Return the field that each header cell means in a table, None where none.

    Of two cells that mean the same the first counts.

    Examples
    --------
    >>> to_fields(["From", "DATE", "Mood"], "messages")
    ['sender', 'date', None]
    """
    fields: list[str | None] = []
    for cell in header:
        field = _MEANS[table].get(_plain(cell))
        fields.append(None if field in fields else field)
    return fields


def table_of(header: list[str]) -> str | None:
    """Return which table a header belongs to, by its columns and never by the file's name.

    Examples
    --------
    >>> table_of(["First Name", "Last Name", "Company", "Connected On"])
    'connections'
    >>> table_of(["Date", "Link", "Message"]) is None
    True
    """
    for table, needs in _NEEDS.items():
        fields = set(to_fields(header, table))
        if all(fields.intersection(options) for options in needs):
            return table
    return None


#: Words without digits, as names of columns are; dates, addresses and sentences are others.
_NAME_OF_COLUMN = re.compile(r"[^\W\d]+(?:[ _-][^\W\d]+){0,3}\??")
_LONGEST_NAME = 40


def is_like_header(cells: list[str]) -> bool:
    """Return whether cells are names of columns, as far as one can tell: no content among them.

    Examples
    --------
    >>> is_like_header(["Name", "When", "", "inviter_url"])
    True
    >>> is_like_header(["Ivo Marsh", "2025-05-02", "Hello"])
    False
    """
    said = [cell.strip() for cell in cells if cell.strip()]
    return all(len(cell) <= _LONGEST_NAME and _NAME_OF_COLUMN.fullmatch(cell) for cell in said)


def nearest(header: list[str], table: str = "messages") -> str:
    """Say for each header cell that is no known column which one it resembles most.

    Examples
    --------
    >>> nearest(["CONVERSATION", "FORM", "TEXT"])
    "'CONVERSATION' is near 'CONVERSATION ID', 'FORM' is near 'FROM'"
    """
    known = {_plain(alias): alias for aliases in COLUMNS[table].values() for alias in aliases}
    said = []
    for cell in header:
        if _plain(cell) in known:
            continue
        close = difflib.get_close_matches(_plain(cell), known, n=1, cutoff=0.6)
        if close:
            said.append(f"{cell.strip()!r} is near {known[close[0]]!r}")
    return ", ".join(said)


def known_cells(header: list[str], table: str = "messages") -> list[str]:
    """Return the header cells that are columns of a table.

    Examples
    --------
    >>> known_cells(["From", "To", "Text"])
    ['From', 'To']
    """
    return [c.strip() for c, f in zip(header, to_fields(header, table), strict=True) if f]
