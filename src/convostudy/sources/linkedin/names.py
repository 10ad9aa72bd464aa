"""Who is who: the key of a person, and the people named in a TO field."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import unquote

import numpy as np
import pandas as pd

from convostudy.sources._codes import as_codes, coded

__all__ = ["MEMBER", "Directory", "Pairs", "is_placeholder", "name_key", "slug_of"]

#: What stands in recipient lists for a closed account, until its conversation is known.
MEMBER = "member:"

#: Shown instead of a name for a closed or hidden account; several people share it.
_PLACEHOLDERS = ("linkedin member",)

_URL = re.compile(r"linkedin\.com/([^\s,;?#]+)", re.IGNORECASE)


@lru_cache(maxsize=100_000)
def slug_of(url: str) -> str:
    """Return the key of a profile address: decoded, lower case, without host and query.

    Examples
    --------
    >>> slug_of("https://uk.linkedin.com/in/Zo%C3%AB-Brandt/?utm_source=share")
    'zoë-brandt'
    >>> slug_of("www.linkedin.com/company/acme")
    'company/acme'
    """
    found = _URL.search(url)
    path = found[1] if found else url.split("?")[0].split("#")[0]
    path = unquote(path).strip().strip("/").casefold()
    path = path.removeprefix("in/")
    if "/" not in path:
        return _one_word(path)
    head, rest = path.split("/", 1)
    # Pages of a company keep their kind; a profile address may go on (/in/name/en).
    return _one_word(f"{head}/{rest}" if head in _KINDS else head)


#: Between commas, in the longest name with titles ("Sela Quint, MBA, PhD").
_PARTS_OF_A_NAME = 8
_KINDS = ("company", "school", "showcase", "pub", "groups", "sales", "talent")


def urls_in(text: str) -> list[str]:
    """Return the addresses in a list of them, whatever separates them."""
    if not text or not ("," in text or ";" in text or " " in text.strip()):
        return [text.strip()] if text.strip() else []
    return [part for part in re.split(r"[,;\s]+", text) if part]


@lru_cache(maxsize=100_000)
def name_key(name: str) -> str:
    """Return the person_id of somebody known by name alone: it holds no space.

    Examples
    --------
    >>> name_key("  Ivo  MARSH ")
    'name:ivo_marsh'
    """
    return f"name:{_one_word(name.casefold())}"


@lru_cache(maxsize=100_000)
def is_placeholder(name: str) -> bool:
    """Return whether a name is what LinkedIn shows for a closed account, or nothing at all."""
    plain = " ".join(name.casefold().split())
    return not plain or plain in _PLACEHOLDERS


def _one_word(text: str) -> str:
    return "_".join(text.split())


class Directory:
    """Which names go with which profile keys, gathered over the whole export.

    A name that goes with one key stands for it; a name that goes with several stays apart.
    """

    def __init__(self) -> None:
        self._slugs: dict[str, set[str]] = {}  # name key -> profile keys
        self._names: dict[str, dict[str, int]] = {}  # person_id -> display names, how often
        self._urls: dict[str, dict[str, int]] = {}

    def add(self, name: str, url: str, n: int = 1) -> None:
        """Enter that a name was seen ``n`` times, with an address or without one."""
        name = " ".join(name.split())
        slug = slug_of(url) if url else ""
        if slug:
            _count(self._urls, slug, url.split("?")[0].rstrip("/"), n)
        if is_placeholder(name):
            return
        key = name_key(name)
        known = self._slugs.setdefault(key, set())
        if slug:
            known.add(slug)
        _count(self._names, slug or key, name, n)

    def person(self, name: str, url: str) -> str:
        """Return the person_id; `MEMBER` for a closed account."""
        if url and (slug := slug_of(url)):
            return slug
        if is_placeholder(name):
            return MEMBER
        key = name_key(name)
        known = self._slugs.get(key, set())
        return next(iter(known)) if len(known) == 1 else key

    def slugs(self, name: str) -> set[str]:
        """Return the profile keys that go with a name."""
        return self._slugs.get(name_key(name), set())

    def knows(self, name: str) -> bool:
        """Return whether a name was seen."""
        return name_key(name) in self._slugs

    def shared_names(self) -> list[str]:
        """Return the keys of names that go with more than one profile."""
        return sorted(key for key, slugs in self._slugs.items() if len(slugs) > 1)

    def display(self, person_id: str) -> str:
        """Return the name to show: the most frequent, then the first in the alphabet."""
        names = self._names.get(person_id)
        if not names:
            key = person_id if person_id.startswith("name:") else ""
            return "LinkedIn Member" if person_id.startswith(MEMBER) else _spaced(key or person_id)
        return min(names, key=lambda n: (-names[n], n))

    def url(self, person_id: str) -> str | None:
        """Return the profile address, if one was seen."""
        urls = self._urls.get(person_id)
        return min(urls, key=lambda u: (-urls[u], u)) if urls else None

    def names(self) -> dict[str, set[str]]:
        """Return display name to person_ids: what an owner may be called."""
        found: dict[str, set[str]] = {}
        for person, names in self._names.items():
            for name in names:
                here = self.person(name, "") if person.startswith("name:") else person
                found.setdefault(name, set()).add(here)
        return found

    def split(self, names: str, n_urls: int) -> list[str]:
        """Take a TO field apart into names, at commas only where that gives known names.

        Names hold commas themselves (``Sela Quint, MBA``): what cannot be split into known
        names stays together as one.
        """
        whole = names.strip()
        if not whole or "," not in whole or self.knows(whole):
            return [whole] if whole else []
        known = any(is_placeholder(p) or self.knows(p) for p in whole.split(","))
        if n_urls == 1 and not known:
            return [whole]
        parts = [p.strip() for p in names.split(",")]
        found: list[str] = []
        rest: list[str] = []
        at = 0
        while at < len(parts):
            most = min(len(parts), at + _PARTS_OF_A_NAME)
            for end in range(most, at, -1):  # the longest known name first
                name = ", ".join(parts[at:end])
                if self.knows(name) or (is_placeholder(name) and name):
                    if rest:
                        found.append(", ".join(rest))
                        rest = []
                    found.append(name)
                    at = end
                    break
            else:
                rest.append(parts[at])
                at += 1
        if rest:
            found.append(", ".join(rest))
        return [n for n in found if n]

    def recipients(self, names: str, urls: str) -> str:
        """Return the person_ids of a TO field and its addresses, sorted, joined by a space."""
        slugs = {s for u in urls_in(urls) if (s := slug_of(u))}
        ids = set(slugs)
        claimed: set[str] = set()
        unclaimed_names: list[str] = []
        for name in self.split(names, len(slugs)):
            if is_placeholder(name):
                ids.add(MEMBER)
            elif hit := self.slugs(name) & slugs:
                claimed |= hit
            else:
                unclaimed_names.append(name)
        # A name seen nowhere else belongs to an address whose name was seen nowhere else.
        if len(unclaimed_names) > len(slugs - claimed):
            ids |= {self.person(n, "") for n in unclaimed_names}
        return " ".join(sorted(ids))


def _count(counts: dict[str, dict[str, int]], key: str, word: str, n: int) -> None:
    # Not a Counter for each person: making thousands of them costs more than reading their names.
    words = counts.setdefault(key, {})
    words[word] = words.get(word, 0) + n


def _spaced(key: str) -> str:
    return key.removeprefix("name:").replace("_", " ").title() if key.startswith("name:") else key


class Pairs:
    """The distinct pairs of two columns, how often each stands there, and which row has which.

    There are far fewer than rows, so that what a pair means is found out once for each.
    """

    def __init__(self, a: pd.Series, b: pd.Series) -> None:
        a, b = as_codes(a), as_codes(b)
        list_a, list_b = a.cat.categories.tolist(), b.cat.categories.tolist()
        width = max(len(list_b), 1)
        both = a.cat.codes.to_numpy("int64") * width + b.cat.codes.to_numpy()
        self._codes, keys = pd.factorize(both)
        self.counts = np.bincount(self._codes, minlength=len(keys)).tolist()
        self.pairs = [(list_a[key // width], list_b[key % width]) for key in keys.tolist()]
        self._index = a.index

    def map(self, meaning: Callable[[str, str], str]) -> pd.Series:
        """Return for every row what its pair means, as a category."""
        return coded(self._codes, [meaning(*pair) for pair in self.pairs], self._index)
