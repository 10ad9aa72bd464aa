"""From an open archive to an Export: every table, and an account of every row."""

from __future__ import annotations

import hashlib

import pandas as pd

from convostudy import tables
from convostudy.errors import counted
from convostudy.sources._archive import Archive
from convostudy.sources._codes import as_codes, stacked, written_out
from convostudy.sources._export import Book, Export
from convostudy.sources._ids import add_ids
from convostudy.sources.linkedin import connections, invitations, lacking, messages, sheets
from convostudy.sources.linkedin.assemble import assemble, people_table
from convostudy.sources.linkedin.columns import COLUMNS, REPEATED
from convostudy.sources.linkedin.conversations import (
    add_conversations,
    add_threads,
    mark_inmail,
    participants_of,
)
from convostudy.sources.linkedin.dates import TIME
from convostudy.sources.linkedin.names import Directory, Pairs, name_key
from convostudy.sources.linkedin.observed import last_instant
from convostudy.sources.linkedin.owner import find_owner, given_owner
from convostudy.sources.linkedin.people import identify, log_people, meet

__all__ = ["read"]

SOURCE = "linkedin"


def read(archive: Archive, *, owner: str | None, observed_until: object) -> Export:
    """Read one LinkedIn export.

    Parameters
    ----------
    archive : Archive
        Open; `recognises` said yes.
    owner : str or None
        Name or profile address of whoever made the export, where known.
    observed_until : timestamp-like or None
        Last instant the export could have shown.

    Returns
    -------
    Export

    Raises
    ------
    BadExport
        Nothing in it is a file of LinkedIn, or its messages stand in a spreadsheet.
    BadParameter
        Nobody is called ``owner``, or ``observed_until`` lies before the last message.
    """
    book = Book()
    found = sheets.collect(archive, book)
    logged = [messages.event_rows(e, book) for e in found.events]
    n_logged = sum(map(len, logged))
    rows = _message_rows(found, book, logged=n_logged > 0)
    if not len(rows) and not n_logged:
        lacking.say_no_messages(archive, found, book)
    notes = [invitations.invitation_rows(s, book) for s in found.sheets["invitations"]]
    invited = pd.concat(notes, ignore_index=True) if notes else _no_invitations()
    linked = [connections.connection_rows(s, book) for s in found.sheets["connections"]]
    ties = pd.concat(linked, ignore_index=True) if linked else _no_ties()
    profile = _profile(found, book)
    directory = Directory()
    senders = Pairs(rows["sender"], rows["sender_url"])
    receivers = Pairs(rows["recipients"], rows["recipient_urls"])
    meet(directory, senders, receivers, invited, ties, profile)
    rows = identify(rows, directory, senders, receivers)
    ties = connections.tie_people(ties, directory, book)
    invited = add_ids(invitations.invited_people(invited, directory))
    invited = _without_repeats(invited, book)
    rows = add_conversations(rows)
    log_owners = {o for part in logged if len(part) for o in part["owner"]}
    connected = set(ties["person_id"])
    participants = participants_of(rows)
    everyone = connected.union(*participants.values(), invited["sender_id"])
    everyone |= set(invited["recipient_ids"])
    owner_id: str | None
    if owner is not None:
        everyone |= log_owners | _of_profile(directory, profile)
        owner_id, how = given_owner(owner, directory, everyone), "given"
    else:
        owner_id, how = find_owner(
            invitations=invited,
            outgoing_senders=_outgoing(rows),
            profile_name=str(profile.get("name", "")),
            participants=participants,
            connected=connected,
            log_owners=log_owners,
            directory=directory,
        )
    _say_people(directory, owner_id, how, book)
    if n_logged:
        rows = stacked([rows, *log_people(logged, owner_id)])
        participants = participants_of(rows)
    rows = add_ids(rows)
    rows = _without_repeats(rows, book)
    rows, thread_of = add_threads(rows, participants, owner_id)
    connected_lo = ties.set_index("person_id")["connected_lo"]
    if found.sheets["connections"]:
        inmail = mark_inmail(rows, participants, owner_id, connected_lo)
    else:
        inmail = pd.Series(False, index=rows.index)
    _say_inmail(inmail, rows, bool(found.sheets["connections"]), owner_id, book)
    export_id = _export_id(found)
    until = last_instant(archive, rows, invited, observed_until, book)
    rows = rows.assign(is_inmail=inmail)
    frame, origins = assemble(rows, invited, thread_of, participants, owner_id, export_id, SOURCE)
    return Export(
        source=SOURCE,
        export_ids=(export_id,),
        messages=frame,
        people=people_table(directory, _everybody(rows, invited), ties, owner_id, profile),
        connections=tables.conform(ties.assign(owner_id=owner_id or ""), tables.CONNECTIONS),
        ledger=book.ledger(export_id, origins),
        assumptions=book.assumptions(export_id),
        rejected=book.rejected(export_id),
        owner_id=owner_id,
        owner_how=how,
        observed_until=until,
        origins=written_out(origins),
    )


def _message_rows(found: sheets.Found, book: Book, *, logged: bool) -> pd.DataFrame:
    """Return the messages of all sheets; undated ones only where nothing tells an instant."""
    read = [(s, messages.message_rows(s, book)) for s in found.sheets["messages"] if len(s)]
    if logged or any(part["sent_at"].notna().any() for _, part in read):
        # Beside dated ones, their place is unknown, and which of them stand there twice.
        read = [(s, messages.without_undated(s, part, book)) for s, part in read]
    parts = [part.assign(has_ids="conversation_id" in s.present) for s, part in read if len(part)]
    for sheet, part in read:
        messages.say_undated(sheet, part, book)
    if not parts:
        columns = [*COLUMNS["messages"], "file"]
        none = pd.DataFrame({c: pd.Series([], dtype="str") for c in columns})
        none = none.assign(**{c: as_codes(none[c]) for c in [*REPEATED["messages"], "file"]})
        return none.assign(sent_at=pd.Series([], dtype=TIME), line=0, order=0, has_ids=True).pipe(
            messages.add_contents
        )
    rows = parts[0] if len(parts) == 1 else stacked(parts)
    return messages.add_contents(rows)


def _everybody(*parts: pd.DataFrame) -> set[str]:
    """Return who wrote or received a message or invitation."""
    people: set[str] = set()
    for part in parts:
        people.update(part["sender_id"].unique().tolist())
        for recipients in part["recipient_ids"].unique().tolist():
            people.update(recipients.split())
    return people


def _of_profile(directory: Directory, profile: dict[str, str]) -> set[str]:
    """Return who the profile may be of: its owner, even where they wrote to nobody."""
    name = profile.get("name", "")
    return (directory.slugs(name) or {name_key(name)}) if name else set()


def _outgoing(rows: pd.DataFrame) -> set[str]:
    """Return who wrote the messages that exports of 2017 mark OUTGOING."""
    marks = [d for d in rows["direction"].unique().tolist() if d.strip().lower() == "outgoing"]
    return set(rows.loc[rows["direction"].isin(marks), "sender_id"].unique()) if marks else set()


def _without_repeats(rows: pd.DataFrame, book: Book) -> pd.DataFrame:
    if len(rows["file"].unique()) < 2:  # repeats inside one file are numbered, and stay
        return rows
    again = rows.duplicated("message_id")
    if not again.any():
        return rows
    for file, part in rows[again].groupby("file"):
        book.count(str(file), "duplicate", "also in another file", part["line"])
    return rows[~again].reset_index(drop=True)


def _profile(found: sheets.Found, book: Book) -> dict[str, str]:
    profile: dict[str, str] = {}
    for sheet in found.sheets["profile"]:
        book.count(sheet.file, "profile", "the owner", sheet.lines)
        for row in sheet.rows.to_dict("records"):
            name = f"{row['first_name'].strip()} {row['last_name'].strip()}".strip()
            profile = profile or {"name": name, "headline": row["headline"].strip()}
    return profile


def _export_id(found: sheets.Found) -> str:
    """Hash the recognised files: alike for a zip and its folder, unlike for two of one name."""
    files = sorted((file.rsplit("/", 1)[-1], digest) for file, digest in found.digests.items())
    digest = hashlib.sha256(b"".join(name.encode() + b"\0" + d for name, d in files))
    return f"{SOURCE}-{digest.hexdigest()[:12]}"


def _say_people(directory: Directory, owner_id: str | None, how: str, book: Book) -> None:
    if owner_id is None:
        why = "no invitation, profile or coverage points to one person; every side is unknown"
        book.assume("", "owner", "unresolved", why)
    else:
        book.assume("", "owner", owner_id, how)
    if shared := directory.shared_names():
        # Whatever is assumed stands on pages that may be shared: how many, never who.
        why = f"{counted(len(shared), 'name goes', 'names go')} with several profiles"
        book.assume("", "people", "rows with such a name and no address stay apart", why)


def _say_inmail(
    inmail: pd.Series, rows: pd.DataFrame, has_ties: bool, owner_id: str | None, book: Book
) -> None:
    about = "InMail"
    if len(rows) and rows["sent_at"].isna().all():
        if any(s.strip() for s in rows["subject"].unique()):
            book.assume("", about, "none: it cannot be told", "no message has an instant")
    elif inmail.any():
        n = rows.loc[inmail, "conversation_id"].nunique()
        why = "the first message has a subject, and no connection stands on that day or before"
        assumed = f"{counted(int(inmail.sum()), 'message')} in {counted(n, 'conversation')}"
        book.assume("", about, assumed, why)
    elif (not has_ties or owner_id is None) and any(s.strip() for s in rows["subject"].unique()):
        why = "there is no Connections file" if not has_ties else "the owner is unresolved"
        book.assume("", about, "none: it cannot be told from direct messages", why)


def _no_invitations() -> pd.DataFrame:
    columns = ("sender", "sender_url", "recipient", "recipient_url", "content", "file")
    none = pd.DataFrame({c: pd.Series([], dtype="str") for c in columns})
    return none.assign(
        sent_at=pd.Series([], dtype=TIME),
        outgoing=pd.Series([], dtype="bool"),
        line=pd.Series([], dtype="int64"),
        order=pd.Series([], dtype="int64"),
    )


def _no_ties() -> pd.DataFrame:
    columns = ("name", "url", "company", "position", "resolution", "file")
    none = pd.DataFrame({c: pd.Series([], dtype="str") for c in columns})
    return none.assign(
        connected_lo=pd.Series([], dtype=TIME),
        connected_hi=pd.Series([], dtype=TIME),
        line=pd.Series([], dtype="int64"),
    )
