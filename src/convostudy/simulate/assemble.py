"""Put an inbox together: who writes, when the tie began, which script, what the export shows."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import Any, TypeVar

import pandas as pd

from convostudy.errors import BadParameter
from convostudy.simulate.cast import OWNER_PERSON, Cast
from convostudy.simulate.clock import DAY, OFFICE
from convostudy.simulate.extras import add_video, drafts, groups, sponsored, write_other_language
from convostudy.simulate.frames import (
    Inbox,
    conversation_id,
    frame,
    message_row,
    person_row,
)
from convostudy.simulate.outcomes import truth_rows
from convostudy.simulate.packs import Seller, Talk, clutter, fill, sellers, talks
from convostudy.simulate.script import OwnerVoice, Thread
from convostudy.simulate.seller import write_seller
from convostudy.simulate.talk import write_talk
from convostudy.simulate.ties import START, Ties
from convostudy.simulate.truth import Truth

__all__ = ["inbox"]

DEFAULT = Truth()
T = TypeVar("T")


def inbox(
    n_threads: int = 300,
    *,
    seed: int = 2026,
    truth: Truth = DEFAULT,
    observed_until: str | pd.Timestamp = "2025-09-30T00:00:00Z",
) -> Inbox:
    """Simulate the inbox of one owner, with everything that is true of it.

    Sellers' threads are put together line by line as the truth draws them; the other threads
    replay whole talks. Everything that would happen after ``observed_until`` is cut off, so
    threads, answers and pitches are censored as they are in a real export. A script is used
    again only when all have been used; then another person, of another firm, writes it.

    Parameters
    ----------
    n_threads : int
        Two-person threads in English; some clutter comes on top (see `Truth`).
    seed : int
        The same seed, truth and texts give the same inbox.
    truth : Truth
        The rates and waiting times to draw from.
    observed_until : str or pandas.Timestamp
        Instant of the export; UTC where no zone is given. Threads begin from January 2023 on.

    Returns
    -------
    Inbox

    Raises
    ------
    BadParameter
        No thread is asked for, or the observation ends before it begins.

    Examples
    --------
    >>> small = inbox(20, seed=1)
    >>> len(small.true_threads.query("language == 'en'"))
    20
    >>> bool(small.messages["sent_at"].max() <= small.observed_until)
    True
    """
    end = pd.Timestamp(observed_until)
    end = end.tz_localize("UTC") if end.tzinfo is None else end.tz_convert("UTC")
    until = int(end.timestamp())
    if n_threads < 1:
        raise BadParameter(f"n_threads = {n_threads!r}", expected="at least 1 thread")
    if until < START + 30 * DAY:
        raise BadParameter(f"observed_until = {end}", expected="March 2023 or later")
    return _Maker(n_threads, seed, truth, end, until).make()


class _Maker:
    def __init__(self, n: int, seed: int, truth: Truth, end: pd.Timestamp, until: int) -> None:
        self.n, self.seed, self.truth, self.end, self.until = n, seed, truth, end, until
        self.rng = random.Random(f"{seed}/inbox")
        self.cast = Cast(random.Random(f"{seed}/people"), truth.share_credentials)
        self.voice = OwnerVoice(random.Random(f"{seed}/owner"))
        self.ties = Ties(self.cast, truth, self.rng, until)

    def make(self) -> Inbox:
        truth, rng = self.truth, self.rng
        n_sellers = round(self.n * truth.share_sellers)
        kinds = ["seller"] * n_sellers + ["relator"] * (self.n - n_sellers)
        rng.shuffle(kinds)
        packs, replays = _dealt(sellers(), n_sellers, rng), _dealt(talks(), self.n, rng)
        threads = []
        for number, kind in enumerate(kinds):
            chance = random.Random(f"{self.seed}/thread/{number}")
            if kind == "seller":
                pack, nth = packs.pop()
                threads.append(self.seller(pack, nth, chance))
            else:
                talk, nth = replays.pop()
                threads.append(self.relator(talk, chance))
        threads += self.other_languages()
        for thread in threads:
            if thread.lines and thread.rng.random() < truth.share_video:
                add_video(thread)
            self.ties.register(thread)
        self.ties.silent_people(self.n)
        return self.inbox(threads)

    # Threads -------------------------------------------------------------------------------

    def seller(self, pack: Seller, nth: int, rng: random.Random) -> Thread:
        truth, rhythm = self.truth, rng.choice(OFFICE)
        person = self.cast.person(
            position=pack.position, company=pack.company, region=pack.region, firsts=pack.firsts
        )
        thread = Thread("seller", pack.id, person, rng, pack.solicitation_type)
        if rng.random() < truth.share_inmail:
            thread.timing = "inmail"
            began_at = self.ties.begin(rhythm, rng)
        else:
            draw = rng.random()
            thread.timing = (
                "instant"
                if draw < truth.share_instant
                else "slow"
                if draw < truth.share_instant + truth.share_slow
                else "never"
            )
            incoming = rng.random() < truth.share_incoming_sellers
            pitches = incoming and rng.random() < truth.share_note_pitch
            blank = not incoming or rng.random() < truth.share_blank
            note = pack.note_pitch if pitches else "" if blank else pack.note
            began_at = self.ties.connect(thread, incoming, note, rhythm, is_pitch=pitches)
        write_seller(thread, pack, truth, self.voice, rhythm, nth_use=nth, began_at=began_at)
        if thread.timing == "inmail":
            subject = rng.choice(clutter()["subject"])["text"]
            subject = fill(subject, first="", me=person.first, company=person.company)
            for number, line in enumerate(thread.lines):
                line.subject = f"RE: {subject}" if number else subject
        return thread

    def relator(self, talk: Talk, rng: random.Random) -> Thread:
        rhythm = rng.choice(OFFICE[:5])
        person = self.cast.person(
            position=talk.role, company=talk.company, region=talk.region, firsts=talk.firsts
        )
        thread = Thread("relator", talk.id, person, rng)
        incoming = bool(talk.note) or talk.turns[0].side == "c"
        self.ties.connect(thread, incoming, talk.note, rhythm, is_pitch=False)
        write_talk(thread, talk, self.truth, rhythm)
        return thread

    def other_languages(self) -> list[Thread]:
        rows, written = clutter()["other_language"], []
        for number in range(min(len(rows), math.ceil(self.n * self.truth.share_other_language))):
            row, rng = rows[number], random.Random(f"{self.seed}/language/{number}")
            person = self.cast.person(
                position=row["role"], company=row["company"], region=row["region"]
            )
            sells = any(line["pitch"] for line in row["lines"])
            thread = Thread(
                "seller" if sells else "relator", f"{row['language']}{number}", person, rng
            )
            thread.solicitation = row["solicitation"] if sells else ""
            thread.language, thread.timing = row["language"], "slow" if sells else ""
            owner_first = row["lines"][0]["side"] == "o"
            self.ties.connect(thread, not owner_first, "", OFFICE[1], is_pitch=False)
            write_other_language(thread, row)
            written.append(thread)
        return written

    # Frames --------------------------------------------------------------------------------

    def inbox(self, threads: list[Thread]) -> Inbox:
        rng, until, truth = self.rng, self.until, self.truth
        messages: list[dict[str, Any]] = []
        true: tuple[list[Any], list[Any], list[Any]] = ([], [], [])
        begun = []
        for thread in threads:
            conversation = conversation_id(thread.rng)
            folder = "ARCHIVE" if thread.rng.random() < 0.1 else "INBOX"
            row, true_lines, true_questions = truth_rows(thread, conversation, until)
            true[0].append(row)
            true[1].extend(true_lines)
            true[2].extend(true_questions)
            pair = {"owner": OWNER_PERSON, "counterpart": thread.person}
            for line in thread.lines[: row["n_messages"]]:
                other = pair["counterpart" if line.side == "owner" else "owner"]
                shown = message_row(line, pair[line.side], [other], thread.rng, folder=folder)
                messages.append({**shown, "conversation": conversation})
            if row["n_messages"]:
                begun.append((conversation, thread))
        messages += groups(math.ceil(self.n * truth.share_groups), self.cast, rng, START, until)
        messages += sponsored(round(self.n * truth.share_sponsored), rng, START, until)
        messages += drafts(round(self.n * truth.share_drafts), begun, rng, until)
        messages.sort(key=lambda row: row["sent_at"])
        return Inbox(
            truth=truth,
            seed=self.seed,
            observed_until=self.end,
            messages=frame("messages", messages),
            people=frame("people", [person_row(person) for person in self.ties.people]),
            connections=frame("connections", self.ties.connections),
            invitations=frame("invitations", self.ties.invitations),
            true_threads=frame("true_threads", true[0]),
            true_messages=frame("true_messages", true[1]),
            true_questions=frame("true_questions", true[2]),
        )


def _dealt(deck: Sequence[T], n: int, rng: random.Random) -> list[tuple[T, int]]:
    """Deal ``n`` cards, each with how often it was dealt before; shuffle anew for each round."""
    cards: list[tuple[T, int]] = []
    nth = 0
    while len(cards) < n:
        cards += [(card, nth) for card in rng.sample(list(deck), len(deck))]
        nth += 1
    return cards[:n][::-1]
