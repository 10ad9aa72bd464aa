"""Invented people: distinct names, slugs and firms."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from convostudy.simulate.packs import lists

__all__ = ["OWNER_PERSON", "Cast", "Person"]

LETTERS = (", MBA", ", PMP", ", Ph.D.", " 🚀", " ✨", ", MSc", " 🎭", ", CFA", " 🌱", ", LL.M.")


@dataclass(frozen=True)
class Person:
    """One person; ``closed`` accounts are exported as "LinkedIn Member", without an address."""

    first: str
    last: str
    slug: str
    company: str
    position: str
    letters: str = ""
    closed: bool = False

    @property
    def name(self) -> str:
        """The name as exported."""
        return "LinkedIn Member" if self.closed else f"{self.first} {self.last}{self.letters}"

    @property
    def shown_slug(self) -> str:
        """The slug as exported: empty for closed accounts."""
        return "" if self.closed else self.slug


OWNER_PERSON = Person(
    "Nadia", "Verhoeven", "nadia-verhoeven-lf", "Lantern Fields", "Head of Operations"
)


class Cast:
    """Deals out people, none of them twice.

    Parameters
    ----------
    rng : random.Random
        Where the chance comes from.
    share_credentials : float
        People with letters or emoji in their name.
    """

    def __init__(self, rng: random.Random, share_credentials: float) -> None:
        self.rng = rng
        self.share_credentials = share_credentials
        names = lists("names")
        self.regions = sorted({heading.split()[0] for heading in names})
        self.firsts = {region: names[f"{region} first"] for region in self.regions}
        self.lasts = {region: names[f"{region} last"] for region in self.regions}
        self.firms = lists("firms")
        self.names_used: set[str] = set()
        self.firms_used: set[str] = set()

    def person(
        self, *, position: str = "", company: str = "", region: str = "", firsts: Sequence[str] = ()
    ) -> Person:
        """Deal a person; a firm that is taken already, or none, is replaced by a new one.

        ``firsts`` are first names to choose from, for texts that tell what their writer is.
        """
        first, last = self._name(region, firsts)
        if not company or company in self.firms_used:
            company = self._firm()
        self.firms_used.add(company)
        letters = ""
        if self.rng.random() < self.share_credentials:
            letters = self.rng.choice(LETTERS)
        return Person(first, last, self._slug(first, last), company, position, letters)

    def close(self, person: Person) -> Person:
        """Close a person's account."""
        return replace(person, closed=True)

    def _name(self, region: str, firsts: Sequence[str]) -> tuple[str, str]:
        for attempt in range(10_000):
            region_now = region or self.rng.choice(self.regions)
            first = self.rng.choice(firsts or self.firsts[region_now])
            last = self.rng.choice(self.lasts[region_now])
            if attempt > 50:  # a region that is nearly used up: people also have two family names
                last = f"{last} {self.rng.choice(self.lasts[self.rng.choice(self.regions)])}"
            if f"{first} {last}" not in self.names_used:
                break
        self.names_used.add(f"{first} {last}")
        return first, last

    def _firm(self) -> str:
        firm = ""
        for attempt in range(10_000):
            firm = f"{self.rng.choice(self.firms['first'])} {self.rng.choice(self.firms['second'])}"
            if attempt > 50:
                firm = f"{self.rng.choice(self.firms['first'])} {firm}"
            if firm not in self.firms_used:
                break
        return firm

    def _slug(self, first: str, last: str) -> str:
        name = f"{first}-{last}".lower().replace(" ", "-")
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        # A few members keep their own letters in the address, percent-encoded.
        base = quote(name) if plain != name and self.rng.random() < 0.2 else plain
        # The tail makes slugs of people of the same folded name differ; most members have one.
        return f"{base}-{self.rng.getrandbits(36):09x}"
