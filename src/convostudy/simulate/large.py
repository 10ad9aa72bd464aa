"""A large inbox in seconds: texts of the packs recombined, for speed and memory benchmarks."""

from __future__ import annotations

import random
import re
from functools import cache

import numpy as np
import pandas as pd

from convostudy.errors import BadParameter
from convostudy.simulate.cast import OWNER_PERSON, Cast
from convostudy.simulate.clock import DAY, seconds
from convostudy.simulate.frames import Inbox, connection_row, conversation_id, frame, person_row
from convostudy.simulate.packs import fill, owner_lines, sellers, talks
from convostudy.simulate.truth import Truth

__all__ = ["large_inbox"]

START, END = seconds(2019, 1, 1), seconds(2025, 9, 30)
OPENINGS = (
    "",
    "",
    "",
    "",
    "Hi Nadia, ",
    "Hello, ",
    "Dear Nadia, ",
    "ok so ",
    "Good morning! ",
    "Right, ",
)
CLOSINGS = ("", "", "", "", "", " Best wishes", "\n\nKind regards", " Thanks!", " Talk soon", " 🙂")


def large_inbox(n_messages: int = 100_000, n_threads: int = 2_000, *, seed: int = 0) -> Inbox:
    """Make a large inbox fast, for benchmarks: plausible sizes, texts and times, no truth.

    Sentences of the packs are recombined, one or two a message, so there are many different
    texts of about 20 words, but a thread makes no sense to a reader. Thread lengths are
    log-normal, gaps too; threads last months. The tables of the truth are empty.

    Parameters
    ----------
    n_messages : int
        Messages in all; at least ``2 * n_threads``.
    n_threads : int
        Two-person threads.
    seed : int
        The same seed gives the same inbox.

    Returns
    -------
    Inbox

    Raises
    ------
    BadParameter
        No thread, or fewer than two messages a thread.

    Examples
    --------
    >>> made = large_inbox(500, 20)
    >>> len(made.messages), made.messages["conversation"].nunique()
    (500, 20)
    """
    if n_threads < 1 or n_messages < 2 * n_threads:
        raise BadParameter(
            f"n_messages = {n_messages!r} for n_threads = {n_threads!r}",
            expected="at least 1 thread and 2 messages a thread",
        )
    rng, chance = np.random.default_rng(seed), random.Random(f"{seed}/large")
    cast = Cast(chance, 0.05)
    people = [cast.person(position="", company="") for _ in range(n_threads)]
    weights = rng.lognormal(0, 1, n_threads)
    sizes = 2 + rng.multinomial(n_messages - 2 * n_threads, weights / weights.sum())
    thread = np.repeat(np.arange(n_threads), sizes)
    connected = rng.integers(START, END - 200 * DAY, n_threads)
    at = _instants(rng, thread, sizes, connected)

    # Turns of one to three messages: the side changes at random, not at every message.
    changes = rng.random(n_messages) < 0.65
    firsts = np.cumsum(sizes) - sizes
    changes[firsts] = rng.random(n_threads) < 0.3
    flips = np.cumsum(changes)
    owner_writes = (flips - np.repeat(flips[firsts] - changes[firsts], sizes)) % 2 == 1

    names = np.array([person.name for person in people], dtype=object)
    slugs = np.array([person.slug for person in people], dtype=object)
    ids = np.array([conversation_id(chance) for _ in people], dtype=object)
    me, my_slug = OWNER_PERSON.name, OWNER_PERSON.slug
    messages = pd.DataFrame(
        {
            "conversation": ids[thread],
            "title": "",
            "sent_at": at,
            "sender": np.where(owner_writes, me, names[thread]),
            "sender_slug": np.where(owner_writes, my_slug, slugs[thread]),
            "recipients": np.where(owner_writes, names[thread], me),
            "recipient_slugs": np.where(owner_writes, slugs[thread], my_slug),
            "subject": "",
            "text": _texts(rng, n_messages),
            "folder": "INBOX",
            "attachments": "",
            "kind": "message",
            "is_group": False,
            "is_draft": False,
        }
    ).sort_values("sent_at", kind="stable", ignore_index=True)
    empty = {name: frame(name, []) for name in ("true_threads", "true_messages", "true_questions")}
    return Inbox(
        truth=Truth(),
        seed=seed,
        observed_until=pd.Timestamp(END, unit="s", tz="UTC"),
        messages=frame("messages", messages),
        people=frame("people", [person_row(person) for person in (OWNER_PERSON, *people)]),
        connections=frame(
            "connections",
            [
                connection_row(person, int(at), exported=True)
                for person, at in zip(people, connected, strict=True)
            ],
        ),
        invitations=frame("invitations", []),
        **empty,
    )


def _instants(
    rng: np.random.Generator, thread: np.ndarray, sizes: np.ndarray, connected: np.ndarray
) -> np.ndarray:
    """Let log-normal gaps pass from each connection on, shrunk where a thread would outlast it."""
    gaps = 1 + rng.lognormal(np.log(5 * 3600), 2.2, len(thread))
    passed = np.cumsum(gaps)
    ends = np.cumsum(sizes) - 1
    begun = np.concatenate([[0.0], passed[ends[:-1]]])
    passed = passed - np.repeat(begun, sizes)
    room = (END - connected) / np.maximum(passed[ends], 1.0)
    passed = passed * np.repeat(np.minimum(1.0, room), sizes)
    instants: np.ndarray = connected[thread] + passed.astype("int64")
    return instants


def _texts(rng: np.random.Generator, n: int) -> np.ndarray:
    """Join an opening, one or two sentences and a closing."""
    pool = np.array(_sentences(), dtype=object)
    openings, closings = np.array(OPENINGS, dtype=object), np.array(CLOSINGS, dtype=object)
    second = np.where(rng.random(n) < 0.75, " " + rng.choice(pool, n), "")
    body = rng.choice(pool, n) + second
    texts: np.ndarray = np.asarray(rng.choice(openings, n) + body + rng.choice(closings, n))
    return texts


@cache
def _sentences() -> tuple[str, ...]:
    """Cut the packs' texts into sentences, roughly, with their slots filled."""
    texts = [line.text for line in owner_lines()]
    for pack in sellers():
        texts += [pack.opener, *pack.pitches, *pack.after_no, *pack.bow_out, *pack.chat]
        texts += [*pack.answers.values(), *pack.dodges.values(), *(text for text, _ in pack.bumps)]
    texts += [text for talk in talks() for turn in talk.turns for text in turn.texts]
    filled = [fill(text, first="Nadia", me="Ana", company="Northquill Works") for text in texts]
    cut = [part.strip() for text in filled for part in re.split(r"(?<=[.!?])\s+", text)]
    return tuple(dict.fromkeys(part for part in cut if part))
