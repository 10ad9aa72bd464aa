"""Small LinkedIn exports written for a test."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from convostudy.errors import ConvostudyError

URL = "https://www.linkedin.com/in/"
HEADER = (
    "CONVERSATION ID",
    "CONVERSATION TITLE",
    "FROM",
    "SENDER PROFILE URL",
    "TO",
    "RECIPIENT PROFILE URLS",
    "DATE",
    "SUBJECT",
    "CONTENT",
    "FOLDER",
    "ATTACHMENTS",
    "IS MESSAGE DRAFT",
)
CONNECTIONS = ("First Name", "Last Name", "URL", "Email Address", "Company", "Position")
INVITATIONS = ("From", "To", "Sent At", "Message", "Direction")
INVITATION_URLS = ("inviterProfileUrl", "inviteeProfileUrl")


def slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def message(
    sender: str = "Ivo Marsh",
    to: str = "Dana Holt",
    at: str = "2025-05-02 08:15:00 UTC",
    text: str = "Hello",
    conversation: str = "2-ivo",
    **more: str,
) -> dict[str, str]:
    """Return one row of messages.csv; ``more`` names columns in lower case with underscores."""
    row = {
        "CONVERSATION ID": conversation,
        "FROM": sender,
        "SENDER PROFILE URL": URL + slug(sender),
        "TO": to,
        "RECIPIENT PROFILE URLS": URL + slug(to),
        "DATE": at,
        "CONTENT": text,
        "FOLDER": "INBOX",
    }
    for name, value in more.items():
        row[name.upper().replace("_", " ")] = value
    return row


def table(
    header: Iterable[str], rows: Iterable[Mapping[str, str] | Iterable[str]], delimiter: str = ","
) -> str:
    header = list(header)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        cells = [row.get(h, "") for h in header] if isinstance(row, Mapping) else list(row)
        writer.writerow(cells)
    return out.getvalue()


def messages(*rows: Mapping[str, str], header: Iterable[str] = HEADER, delimiter: str = ",") -> str:
    return table(header, rows, delimiter)


def connections(*rows: tuple[str, str, str]) -> str:
    """Return Connections.csv of (name, profile key or nothing, day)."""
    lines = []
    for name, key, day in rows:
        first, _, last = name.partition(" ")
        lines.append((first, last, URL + key if key else "", "", "Acme", "Buyer", day))
    return table([*CONNECTIONS, "Connected On"], lines)


def invitations(*rows: tuple[str, str, str, str, str]) -> str:
    """Return Invitations.csv of (from, to, sent at, message, direction)."""
    lines = [(*r, URL + slug(r[0]), URL + slug(r[1])) for r in rows]
    return table([*INVITATIONS, *INVITATION_URLS], lines)


def folder(path: Path, **files: str) -> Path:
    """Write files into a folder; a name such as ``messages`` becomes ``messages.csv``."""
    path.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    return path


def zipped(path: Path, files: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def said(error: pytest.ExceptionInfo[ConvostudyError]) -> str:
    """Return the text of an error, after checking that it says what to expect and what to do."""
    assert error.value.expected
    assert error.value.do
    return str(error.value)
