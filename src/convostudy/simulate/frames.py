"""Written threads in, frames out: what the export would show, and what is true."""

from __future__ import annotations

import base64
import random
import uuid
from dataclasses import dataclass
from typing import Any

import pandas as pd

from convostudy.simulate.cast import OWNER_PERSON, Person
from convostudy.simulate.script import Line
from convostudy.simulate.truth import Truth

__all__ = [
    "FRAMES",
    "Inbox",
    "connection_row",
    "conversation_id",
    "frame",
    "message_row",
    "person_row",
]

TIME = "datetime64[us, UTC]"
FRAMES: dict[str, dict[str, str]] = {
    "messages": {
        "conversation": "str",
        "title": "str",
        "sent_at": TIME,
        "sender": "str",
        "sender_slug": "str",
        "recipients": "str",
        "recipient_slugs": "str",
        "subject": "str",
        "text": "str",
        "folder": "str",
        "attachments": "str",
        "kind": "str",
        "is_group": "bool",
        "is_draft": "bool",
    },
    "people": {
        "name": "str",
        "slug": "str",
        "first": "str",
        "last": "str",
        "company": "str",
        "position": "str",
        "closed": "bool",
        "is_owner": "bool",
    },
    "connections": {
        "first": "str",
        "last": "str",
        "slug": "str",
        "email": "str",
        "company": "str",
        "position": "str",
        "connected_at": TIME,
        "connected_on": "str",
        "hidden": "bool",
        "exported": "bool",
    },
    "invitations": {
        "sender": "str",
        "recipient": "str",
        "sent_at": TIME,
        "message": "str",
        "direction": "str",
        "inviter_slug": "str",
        "invitee_slug": "str",
        "accepted": "bool",
        "is_pitch": "bool",
        "exported": "bool",
    },
    "true_threads": {
        "conversation": "str",
        "kind": "str",
        "language": "str",
        "script": "str",
        "solicitation_type": "str",
        "counterpart": "str",
        "counterpart_slug": "str",
        "inviter": "str",
        "invitation_type": "str",
        "invitation_exported": "bool",
        "connected_at": TIME,
        "connection_exported": "bool",
        "pitch_timing": "str",
        "first_pitch_at": TIME,
        "first_pitch_shown_at": TIME,
        "n_messages": "int64",
        "n_pitches": "int64",
        "n_refusals": "int64",
        "persisted": "boolean",
        "opted_out": "bool",
        "opt_out_honoured": "boolean",
    },
    "true_messages": {
        "conversation": "str",
        "sent_at": TIME,
        "side": "str",
        "sender": "str",
        "text": "str",
        "is_pitch": "bool",
        "solicitation_type": "str",
        "is_refusal": "bool",
        "refusal_kind": "str",
        "is_opt_out": "bool",
        "pitch_follows": "boolean",
    },
    "true_questions": {
        "conversation": "str",
        "sent_at": TIME,
        "side": "str",
        "topic": "str",
        "question": "str",
        "outcome_next": "str",
        "answered_next": "boolean",
        "answered_eventual": "boolean",
        "wait_h": "float64",
        "drawn": "bool",
    },
}


@dataclass(frozen=True, eq=False)
class Inbox:
    """A simulated inbox: what an export shows, and what is true.

    Parameters
    ----------
    truth : Truth
        The rates it was drawn from.
    seed : int
        The seed.
    observed_until : pandas.Timestamp
        The instant of the export, UTC; nothing later exists.
    messages : pandas.DataFrame
        One row a message, oldest first: names and profile slugs as shown ("LinkedIn Member"
        without a slug), several recipients joined by commas, ``attachments`` as addresses,
        ``kind`` (message, inmail, sponsored), ``is_group``, ``is_draft``.
    people : pandas.DataFrame
        Everybody, the owner first.
    connections : pandas.DataFrame
        Ties with the true instant ``connected_at`` and the day ``connected_on`` (UTC) that an
        export shows; ``hidden`` ones show only the day; those not ``exported`` are left out.
    invitations : pandas.DataFrame
        Accepted and pending ones; those not ``exported`` are left out of the archive.
    true_threads : pandas.DataFrame
        One row a two-person thread, by ``conversation``: ``kind`` (seller, relator),
        ``pitch_timing`` (invitation, inmail, instant, slow, never; none for relators),
        ``first_pitch_at`` (missing: not yet), ``first_pitch_shown_at`` (the same, where the
        export shows it: an invitation may be left out), ``persisted`` (a pitch was the next turn
        after a refusal; missing where nothing was refused or it is not known yet).
    true_messages : pandas.DataFrame
        One row a message of these threads; ``pitch_follows`` (seller threads) is missing where
        the export cut the thread before the pitch that was drawn.
    true_questions : pandas.DataFrame
        One row an information question: ``outcome_next`` (answered, not_answered, no_reply,
        open), ``answered_next`` and ``answered_eventual`` (the next turn, the next two turns;
        missing where open), ``wait_h`` (hours to the answer), ``drawn`` (a rate of the truth
        decided, not the script).
    """

    truth: Truth
    seed: int
    observed_until: pd.Timestamp
    messages: pd.DataFrame
    people: pd.DataFrame
    connections: pd.DataFrame
    invitations: pd.DataFrame
    true_threads: pd.DataFrame
    true_messages: pd.DataFrame
    true_questions: pd.DataFrame
    owner: Person = OWNER_PERSON


def frame(name: str, rows: list[dict[str, Any]] | pd.DataFrame) -> pd.DataFrame:
    """Make a frame with its columns and types from rows with instants in seconds since 1970."""
    columns = FRAMES[name]
    table = pd.DataFrame(rows, columns=list(columns))
    for column, dtype in columns.items():
        table[column] = _instants(table[column]) if dtype == TIME else table[column].astype(dtype)
    if name == "connections":
        table["connected_on"] = _days(table["connected_at"])
    return table


def _instants(seconds: pd.Series) -> pd.Series:
    """Turn seconds since 1970, or None, into instants."""
    return pd.to_datetime(seconds.astype("Float64"), unit="s", utc=True).astype(TIME)


def _days(instants: pd.Series) -> pd.Series:
    """Write days as ``08 Feb 2022``, in English whatever the locale."""
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun"]
    months += ["Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    month = instants.dt.month.map(dict(enumerate(months, 1))).astype("str")
    return (instants.dt.strftime("%d ") + month + instants.dt.strftime(" %Y")).astype("str")


def person_row(person: Person) -> dict[str, Any]:
    """Show one person as the frame ``people`` does."""
    return {
        "name": person.name,
        "slug": person.shown_slug,
        "first": person.first,
        "last": person.last,
        "company": person.company,
        "position": person.position,
        "closed": person.closed,
        "is_owner": person is OWNER_PERSON,
    }


def connection_row(person: Person, at: int, email: str = "", *, exported: bool) -> dict[str, Any]:
    """Show one tie as the frame ``connections`` does: of a closed account only the day."""
    shown = not person.closed
    return {
        "first": person.first if shown else "",
        "last": person.last + person.letters if shown else "",
        "slug": person.shown_slug,
        "email": email if shown else "",
        "company": person.company if shown else "",
        "position": person.position if shown else "",
        "connected_at": at,
        "connected_on": "",
        "hidden": not shown,
        "exported": exported,
    }


def conversation_id(rng: random.Random) -> str:
    """Make an id of the shape the export has."""
    made = f"{uuid.UUID(int=rng.getrandbits(128), version=4)}_{rng.choice('01')}00"
    return "2-" + base64.b64encode(made.encode()).decode()


def message_row(
    line: Line, sender: Person, recipients: list[Person], rng: random.Random, **more: Any
) -> dict[str, Any]:
    """Show one line as the export does."""
    attachment = ""
    if line.attachment:
        short = {"video": "vid", "image": "image", "file": "doc"}[line.attachment]
        attachment = (
            f"https://www.linkedin.com/dms/prv/{short}/v2/SIM{rng.getrandbits(60):015x}?e=1&v=beta"
        )
    return {
        "title": "",
        "sent_at": line.at,
        "sender": sender.name,
        "sender_slug": sender.shown_slug,
        "recipients": ", ".join(person.name for person in recipients),
        "recipient_slugs": ",".join(p.shown_slug for p in recipients if p.shown_slug),
        "subject": line.subject,
        "text": line.text,
        "folder": "INBOX",
        "attachments": attachment,
        "kind": "inmail" if line.subject else "message",
        "is_group": False,
        "is_draft": False,
        **more,
    }
