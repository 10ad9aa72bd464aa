"""An inbox in, the bytes of a LinkedIn archive out, as that year's export was laid out."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import pandas as pd

from convostudy.errors import BadParameter
from convostudy.simulate.frames import Inbox
from convostudy.simulate.sidefiles import side_files
from convostudy.tables import SIMULATED_NOTE

__all__ = ["LAYOUTS", "archive_name", "linkedin_archive"]

OLDEST = [
    "CONVERSATION ID",
    "CONVERSATION TITLE",
    "FROM",
    "SENDER PROFILE URL",
    "TO",
    "DATE",
    "SUBJECT",
    "CONTENT",
    "FOLDER",
]
WITH_RECIPIENTS = [*OLDEST[:5], "RECIPIENT PROFILE URLS", *OLDEST[5:]]
LAYOUTS = {
    "2022": OLDEST,
    "2023": WITH_RECIPIENTS,
    "2025": [*WITH_RECIPIENTS, "ATTACHMENTS", "IS MESSAGE DRAFT"],
    "2026": [*WITH_RECIPIENTS, "ATTACHMENTS"],
}
"""Columns of messages.csv by era. 2022 has no profile addresses in Connections and Invitations
either; 2026 quotes every field and no longer shows drafts."""

PREAMBLE = (
    "Notes:\n"
    '"When exporting your connection data, you may notice that some of the email addresses are '
    "missing. You will only see email addresses for connections who have allowed their "
    "connections to see or download their email address using this setting "
    "https://www.linkedin.com/psettings/privacy/email. You can learn more here "
    'https://www.linkedin.com/help/linkedin/answer/261"\n\n'
)
ASSISTANTS = ("guide_messages", "learning_coach_messages", "learning_role_play_messages")


def archive_name(inbox: Inbox) -> str:
    """Return the name the archive has when it is downloaded.

    Examples
    --------
    >>> from convostudy.simulate import inbox
    >>> archive_name(inbox(5))
    'Complete_LinkedInDataExport_09-30-2025.zip'
    """
    return f"Complete_LinkedInDataExport_{inbox.observed_until:%m-%d-%Y}.zip"


def linkedin_archive(inbox: Inbox, *, layout: str = "2026") -> bytes:
    """Write an inbox as the zip that LinkedIn's "Get a copy of your data" gives.

    Parameters
    ----------
    inbox : Inbox
        From `inbox` or `large_inbox`. What is marked as not exported is left out.
    layout : str
        Era of the export: 2022, 2023, 2025 or 2026 (see `LAYOUTS`).

    Returns
    -------
    bytes
        The zip. The same inbox gives the same bytes (with the same version of zlib).

    Raises
    ------
    BadParameter
        An era that is not known.

    Examples
    --------
    >>> from convostudy.simulate import inbox
    >>> found = zipfile.ZipFile(io.BytesIO(linkedin_archive(inbox(5))))
    >>> found.read("messages.csv").decode().splitlines()[0][:40]
    '"CONVERSATION ID","CONVERSATION TITLE","'
    """
    if layout not in LAYOUTS:
        raise BadParameter(f"layout = {layout!r}", expected=f"one of {', '.join(LAYOUTS)}")
    urls = layout != "2022"
    files = {
        "messages.csv": _csv(_messages(inbox, layout), quote_all=layout == "2026"),
        "Connections.csv": PREAMBLE + _csv(_connections(inbox, urls=urls)).rstrip("\n"),
        "Invitations.csv": _csv(_invitations(inbox, urls=urls)),
        SIMULATED_NOTE: "Written by convostudy.simulate. Nobody ever sent these messages.\n",
        "LearningCoachMessages.csv": "No conversations found",
        **{f"{name}.csv": _csv([WITH_RECIPIENTS]) for name in ASSISTANTS},
        **{name: _csv(rows) for name, rows in side_files(inbox).items()},
    }
    made_at = inbox.observed_until
    stamp = (made_at.year, made_at.month, made_at.day, made_at.hour, made_at.minute, 0)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name].encode())
    return packed.getvalue()


def _csv(rows: list[list[Any]], *, quote_all: bool = False) -> str:
    text = io.StringIO()
    if quote_all:
        csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    else:
        csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _url(slugs: pd.Series) -> pd.Series:
    """Turn slugs joined by commas into profile addresses joined by commas; none stays none."""
    base = "https://www.linkedin.com/in/"
    return (base + slugs.str.replace(",", f",{base}")).where(slugs != "", "")


def _messages(inbox: Inbox, layout: str) -> list[list[Any]]:
    """Newest conversation first, newest message first in it; drafts where the era shows them."""
    rows = inbox.messages
    if layout != "2025":
        rows = rows[~rows["is_draft"]]
    latest = rows.groupby("conversation")["sent_at"].transform("max")
    place = pd.Series(range(len(rows)), index=rows.index)
    order = pd.DataFrame({"latest": latest, "conversation": rows["conversation"], "place": place})
    rows = rows.loc[order.sort_values(["latest", "conversation", "place"], ascending=False).index]
    shown = {
        "CONVERSATION ID": rows["conversation"],
        "CONVERSATION TITLE": rows["title"],
        "FROM": rows["sender"],
        "SENDER PROFILE URL": _url(rows["sender_slug"]),
        "TO": rows["recipients"],
        "RECIPIENT PROFILE URLS": _url(rows["recipient_slugs"]),
        "DATE": rows["sent_at"].dt.strftime("%Y-%m-%d %H:%M:%S UTC"),
        "SUBJECT": rows["subject"],
        "CONTENT": rows["text"],
        "FOLDER": rows["folder"],
        "ATTACHMENTS": rows["attachments"],
        "IS MESSAGE DRAFT": rows["is_draft"].map({True: "Yes", False: "No"}),
    }
    columns = LAYOUTS[layout]
    return [columns, *map(list, zip(*(shown[column].tolist() for column in columns), strict=True))]


def _connections(inbox: Inbox, *, urls: bool) -> list[list[Any]]:
    """Newest first; of hidden members only the day."""
    rows = inbox.connections[inbox.connections["exported"]]
    rows = rows.sort_values("connected_at", ascending=False, kind="stable")
    shown = {
        "First Name": rows["first"],
        "Last Name": rows["last"],
        "URL": _url(rows["slug"]),
        "Email Address": rows["email"],
        "Company": rows["company"],
        "Position": rows["position"],
        "Connected On": rows["connected_on"],
    }
    if not urls:
        shown.pop("URL")
    return [
        list(shown),
        *map(list, zip(*(column.tolist() for column in shown.values()), strict=True)),
    ]


def _invitations(inbox: Inbox, *, urls: bool) -> list[list[Any]]:
    """Newest first; instants to the minute, in the American manner."""
    rows = inbox.invitations[inbox.invitations["exported"]]
    rows = rows.sort_values("sent_at", ascending=False, kind="stable")
    at = rows["sent_at"].dt
    hour = ((at.hour + 11) % 12 + 1).astype("str")
    day = at.month.astype("str") + "/" + at.day.astype("str") + "/" + at.strftime("%y")
    half = pd.Series(["AM" if h < 12 else "PM" for h in at.hour], index=rows.index, dtype="str")
    shown = {
        "From": rows["sender"],
        "To": rows["recipient"],
        "Sent At": day + ", " + hour + ":" + at.strftime("%M") + " " + half,
        "Message": rows["message"],
        "Direction": rows["direction"],
        "inviterProfileUrl": _url(rows["inviter_slug"]),
        "inviteeProfileUrl": _url(rows["invitee_slug"]),
    }
    if not urls:
        shown = dict(list(shown.items())[:5])
    return [
        list(shown),
        *map(list, zip(*(column.tolist() for column in shown.values()), strict=True)),
    ]
