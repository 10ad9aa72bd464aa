"""An export without any message: which of its parts are missing, or an error if it is none."""

from __future__ import annotations

from pathlib import PurePosixPath

from convostudy.errors import BadExport, counted
from convostudy.sources._archive import Archive
from convostudy.sources._export import Book
from convostudy.sources._strangers import spreadsheets
from convostudy.sources.linkedin import sheets
from convostudy.tables import NO_MESSAGES

__all__ = ["say_no_messages"]

#: Parts of the archive that hold nothing to measure, and yet are LinkedIn's: without case,
#: spaces, underscores.
_OTHER_PARTS = frozenset(
    {
        "certifications",
        "courses",
        "education",
        "emailaddresses",
        "endorsementgiveninfo",
        "endorsementreceivedinfo",
        "honors",
        "languages",
        "logins",
        "phonenumbers",
        "positions",
        "projects",
        "recommendationsgiven",
        "recommendationsreceived",
        "registration",
        "richmedia",
        "searchqueries",
        "skills",
    }
)


def say_no_messages(archive: Archive, found: sheets.Found, book: Book) -> None:
    """Enter in the book that there is no message, and why; refuse what is no export at all.

    Parameters
    ----------
    archive : Archive
        Open.
    found : Found
        What was recognised in it.
    book : Book
        Takes the account; holds the rows that were set aside so far.

    Raises
    ------
    BadExport
        Nothing in it is a file of LinkedIn; or it holds a spreadsheet, in which the messages may
        stand: a page without them would mislead.
    """
    tables = [s for part in found.sheets.values() for s in part]
    if unread := spreadsheets(archive):
        raise _nothing(
            archive,
            found,
            f"Save {unread[0]} as CSV (UTF-8), or hand over the zip as LinkedIn sent it",
        )
    others = [m for m in found.unused if sheets.plain_name(m) in _OTHER_PARTS]
    if not tables and not found.events and not others and not book.has_rows:
        raise _nothing(
            archive,
            found,
            "Ask LinkedIn again (Settings, Data privacy, Get a copy of your data) and tick "
            "Messages, Connections and Invitations; or wait for the second mail, the complete "
            "archive",
        )
    book.assume("", NO_MESSAGES, "nothing is known of what was written", _why(found, book))


def _why(found: sheets.Found, book: Book) -> str:
    """Say what became of the messages. A page shows it: files of LinkedIn are named, no others."""
    empty = [m for m in found.unused if sheets.plain_name(m) == "messages"]
    files = [s.file for s in found.sheets["messages"]] or empty
    held = sorted({PurePosixPath(s.file).name for p in found.sheets.values() for s in p})
    if not files:
        return "it has no messages.csv; what it has: " + (", ".join(held) or "none of its tables")
    set_aside = {
        "draft": ("draft, never sent", "drafts, never sent"),
        "rejected": ("row that cannot be read", "rows that cannot be read"),
        "system": ("message of an assistant", "messages of an assistant"),
    }
    counts = {c: n for c in set_aside if (n := book.n_rows(files, c))}
    said = ", ".join(counted(n, *set_aside[c]) for c, n in counts.items())
    name = PurePosixPath(files[0]).name
    if said:
        return f"{name} holds {said}, and nothing else"
    return f"{name} is empty" if empty else f"{name} holds its header alone"


def _nothing(archive: Archive, found: sheets.Found, do: str) -> BadExport:
    known = [
        f"{s.file} ({t}, {counted(len(s), 'row')})"
        for t, part in found.sheets.items()
        for s in part
    ]
    holds = ", ".join(known + found.unused[:8]) or ", ".join(archive.members[:8]) or "nothing"
    return BadExport(
        f"no file of LinkedIn that can be read: it holds {holds}",
        where=archive.name,
        expected="a zip as LinkedIn sent it, with messages.csv, Connections.csv, Profile.csv",
        do=do,
    )
