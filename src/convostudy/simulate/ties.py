"""Who is tied to the owner, since when, by whose invitation; and what the export shows of it."""

from __future__ import annotations

import random
from typing import Any

from convostudy.simulate.cast import OWNER_PERSON, Cast, Person
from convostudy.simulate.clock import DAY, HOUR, MINUTE, OWNER, Rhythm, lognormal, seconds
from convostudy.simulate.frames import connection_row
from convostudy.simulate.packs import fill, sellers, talks
from convostudy.simulate.script import Invitation, Thread
from convostudy.simulate.truth import Truth

__all__ = ["START", "Ties"]

START = seconds(2023, 1, 9, 6)


class Ties:
    """The owner's people, connections and invitations, as rows for their frames.

    Parameters
    ----------
    cast : Cast
        Deals the people.
    truth : Truth
        The rates.
    rng : random.Random
        For what belongs to no thread.
    until : int
        Instant of the export.
    """

    def __init__(self, cast: Cast, truth: Truth, rng: random.Random, until: int) -> None:
        self.cast, self.truth, self.rng, self.until = cast, truth, rng, until
        self.people: list[Person] = [OWNER_PERSON]
        self.connections: list[dict[str, Any]] = []
        self.invitations: list[dict[str, Any]] = []

    def begin(self, rhythm: Rhythm, rng: random.Random) -> int:
        """Draw an instant of the observation at the pace of the week of whoever acts."""
        active_h = (self.until - START) / HOUR - 3
        return rhythm.after(START, rng.random() * active_h)

    def connect(
        self, thread: Thread, incoming: bool, note: str, rhythm: Rhythm, *, is_pitch: bool
    ) -> int:
        """Invite and accept: the one who was invited clicks in waking hours."""
        rng = thread.rng
        at = min(self.begin(OWNER if incoming else rhythm, rng), self.until - 5 * MINUTE)
        waited = min(lognormal(rng, 20, 1.5) * HOUR, 60 * DAY)
        side = "counterpart" if incoming else "owner"
        me, reader = thread.person, OWNER_PERSON
        note = fill(note, first=reader.first, me=me.first, company=me.company)
        thread.connected_at = at
        thread.invitation = Invitation(side, at - max(2 * MINUTE, round(waited)), note, is_pitch)
        return at

    def register(self, thread: Thread) -> None:
        """Decide what the export shows of a thread's person, invitation and connection."""
        truth, rng = self.truth, thread.rng
        if rng.random() < truth.share_member:
            thread.person = self.cast.close(thread.person)
        self.people.append(thread.person)
        missing = rng.random() < truth.share_invitation_missing
        unlisted = rng.random() < truth.share_connection_missing
        if thread.invitation is None or thread.connected_at is None:
            return
        thread.invitation.exported = not missing and not thread.person.closed
        thread.connection_exported = not unlisted and not thread.person.closed
        self.invite(thread.person, thread.invitation, accepted=True)
        self.tie(thread.person, thread.connected_at, exported=not unlisted)

    def invite(self, person: Person, made: Invitation, *, accepted: bool) -> None:
        """Enter an invitation."""
        incoming = made.side == "counterpart"
        inviter, invitee = (person, OWNER_PERSON) if incoming else (OWNER_PERSON, person)
        self.invitations.append(
            {
                "sender": inviter.name,
                "recipient": invitee.name,
                "sent_at": made.at,
                "message": made.note,
                "direction": "INCOMING" if incoming else "OUTGOING",
                "inviter_slug": inviter.shown_slug,
                "invitee_slug": invitee.shown_slug,
                "accepted": accepted,
                "is_pitch": made.is_pitch,
                "exported": made.exported,
            }
        )

    def tie(self, person: Person, at: int, *, exported: bool = True) -> None:
        """Enter a connection; a few people show their address."""
        email = ""
        if self.rng.random() < 0.08:
            email = f"{person.slug.split('-')[0]}@example.org"
        self.connections.append(connection_row(person, at, email, exported=exported))

    def silent_people(self, n_threads: int) -> None:
        """Add ties without a message, hidden ones, and invitations nobody accepted."""
        truth, rng, n = self.truth, self.rng, n_threads
        roles = [talk.role for talk in talks()] + [pack.position for pack in sellers()]
        n_silent = round(n * truth.share_silent_connections)
        n_hidden = round(n * truth.share_hidden_connections)
        for number in range(n_silent + n_hidden):
            person = self.cast.person(position=rng.choice(roles))
            if number >= n_silent:
                person = self.cast.close(person)
            self.people.append(person)
            self.tie(person, self.begin(OWNER, rng))
        for _ in range(round(n * truth.share_pending)):
            pack = rng.choice(sellers())
            person = self.cast.person(
                position=pack.position, region=pack.region, firsts=pack.firsts
            )
            self.people.append(person)
            incoming, draw = rng.random() < 0.8, rng.random()
            note = pack.note_pitch if draw < 0.3 else pack.note if draw < 0.5 else ""
            note = fill(note, first="Nadia", me=person.first, company=person.company)
            at = self.until - rng.randrange(HOUR, 150 * DAY)
            made = Invitation("counterpart", at, note, note != "" and draw < 0.3)
            if not incoming:
                made = Invitation("owner", at)
            self.invite(person, made, accepted=False)
