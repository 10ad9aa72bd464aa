"""What a file that no source recognises looks like, to say so in the error."""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath

from convostudy.sources._archive import Archive

__all__ = ["LOOK_AT", "SPREADSHEET", "json_damage", "looks_like", "spreadsheets"]

_WHATSAPP = re.compile(
    rb"^(?:\xef\xbb\xbf|\xe2\x80\x8e)*\[?\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{1,4},?\s[^\n]{4,20}(?:\]|\s-)\s",
    re.MULTILINE,
)
#: Where WhatsApp puts the date into brackets, it writes the seconds; signal-export may leave them.
_SIGNAL = re.compile(rb"^\[\d{4}-\d{2}-\d{2},? \d{2}:\d{2}\] [^\n:]{1,80}: ", re.MULTILINE)
_EITHER = re.compile(rb"^\[\d{4}-\d{2}-\d{2},? \d{2}:\d{2}:\d{2}\] ", re.MULTILINE)
_SIGNS = (
    ("a Signal chat", _SIGNAL),
    ("a Signal or WhatsApp chat", _EITHER),
    ("a WhatsApp chat", _WHATSAPP),
    ("a mailbox (mbox)", re.compile(rb"^From \S+.*\n(?:.*\n){0,40}?[\w-]+: ")),
    ("an X archive", re.compile(rb"^\s*window\.(?:YTD|__THAR_CONFIG)")),
    ("a Telegram export", re.compile(rb'"date_unixtime"|"from_id"\s*:\s*"(?:user|channel)')),
    ("a Telegram export", re.compile(rb'"type"\s*:\s*"(?:personal_chat|saved_messages)"')),
    ("a Messenger or Instagram export", re.compile(rb'"(?:sender_name|senderName)"\s*:')),
    ("a Discord export", re.compile(rb'"guild"\s*:[\s\S]*"channel"\s*:')),
    ("a Slack export", re.compile(rb'"(?:client_msg_id|user_team|thread_ts)"\s*:')),
    ("a saved web page", re.compile(rb"^\s*<(?:!doctype html|html)", re.IGNORECASE)),
    ("a PDF", re.compile(rb"^%PDF")),
    ("a zip inside it; hand that over by itself", re.compile(rb"^PK\x03\x04")),
)
LOOK_AT = 200
SPREADSHEET = "a spreadsheet"
_SPREADSHEETS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
#: Of a zip, and of the files that office programs wrote before they wrote zips.
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def spreadsheets(archive: Archive) -> list[str]:
    """Return the members that are spreadsheets, or the archive itself where it is one.

    Parameters
    ----------
    archive : Archive
        Open. A spreadsheet is a zip, and then the archive holds its parts.
    """
    if archive.kind == "zip" and archive.path.suffix.lower() in _SPREADSHEETS:
        return [archive.name]
    named = [m for m in archive.members if PurePosixPath(m).suffix.lower() in _SPREADSHEETS]
    return [m for m in named if archive.head(m, 4) in _OFFICE]


def looks_like(archive: Archive) -> str | None:
    """Return what an archive looks like, by the first bytes of its members; None if unknown.

    Parameters
    ----------
    archive : Archive
        Open.
    """
    if spreadsheets(archive) or "xl/workbook.xml" in archive.members:
        return SPREADSHEET
    if "[Content_Types].xml" in archive.members:
        return "a document of an office program"
    if archive.members and not any(archive.head(m, 1) for m in archive.members[:LOOK_AT]):
        return "an empty file"
    for member in archive.members[:LOOK_AT]:
        if PurePosixPath(member).suffix.lower() in (".png", ".jpg", ".mp4", ".webp"):
            continue
        head = archive.head(member, 8_192)
        for what, sign in _SIGNS:
            if sign.search(head):
                return what
    return None


def json_damage(archive: Archive, member: str) -> str:
    """Say where a JSON file stops being JSON; empty if it does not.

    Parameters
    ----------
    archive : Archive
        Open.
    member : str
        One of its members.
    """
    try:
        json.loads(archive.read(member).decode("utf-8-sig"))
    except UnicodeDecodeError as reason:
        return f"a byte that is no UTF-8, at {reason.start:,}"
    except ValueError as reason:  # no JSON, or a number of thousands of digits
        return str(reason)
    except RecursionError:
        return "brackets within brackets without end"
    return ""
