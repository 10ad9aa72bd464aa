"""The words that are searched, each in every form in which it could be written."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import unquote

import pandas as pd

from convostudy.deidentify.leaks.needles import (
    DIGITS,
    LETTERS,
    LETTERS_DIGITS,
    NONE,
    SHORTEST,
    Needle,
    Needles,
)
from convostudy.deidentify.leaks.spellings import (
    ENCODED,
    IN_BYTES,
    PHONE_DIGITS,
    encoded,
    is_common,
    name_spellings,
    parts_of,
    phone_spellings,
    spellings,
)

__all__ = ["Identifiers"]

_WITHIN = 8
"""From so many letters on, a word is searched within longer ones."""
_IN_BYTES = 6
_ID = 8
# Which of two kinds a word is called that is of both.
_KINDS = (
    "name", "e-mail", "phone", "profile", "handle", "part of a name", "company and position",
    "company", "position", "web address", "id", "file name", "place on a disk",
)  # fmt: skip


class Identifiers:
    """What is searched: for whom, and in which forms.

    Parameters
    ----------
    but_not : collection of str
        Words that name nobody here.

    Notes
    -----
    Neither its text nor its errors hold an identifier.
    """

    def __init__(self, but_not: Collection[str] = ()) -> None:
        self._but_not = {spelled for word in but_not for spelled in spellings(word)}
        self._folded: dict[bytes, Needle] = {}
        self._exact: dict[bytes, Needle] = {}
        self._left_out: dict[str, set[str]] = {}
        self._made: tuple[Needles, Needles] | None = None

    def __repr__(self) -> str:
        """Count the forms, without one of them."""
        return f"<Identifiers: {len(self._folded) + len(self._exact):,} forms>"

    @property
    def left_out(self) -> pd.Series:
        """How many identifiers of each kind are not searched: too short, or ordinary words."""
        return pd.Series({kind: len(those) for kind, those in sorted(self._left_out.items())})

    @property
    def in_views(self) -> Needles:
        """What is searched in small letters."""
        return self._needles()[0]

    @property
    def in_bytes(self) -> Needles:
        """What is searched in the bytes as they are."""
        return self._needles()[1]

    def _needles(self) -> tuple[Needles, Needles]:
        if self._made is None:
            self._made = Needles(self._folded), Needles(self._exact)
        return self._made

    def add(self, kind: str, text: str, *, left: int = NONE, right: int = NONE) -> None:
        """Search a text as it stands in small letters, and in no other form."""
        self._put(self._folded, text.encode("utf-8", "surrogatepass"), kind, "plain", left, right)

    def add_word(self, kind: str, text: str, *, forms: bool = True) -> bool:
        """Search a text, unless it is too short or of ordinary words; in encoded forms, too.

        Returns
        -------
        bool
            Whether it is searched.
        """
        searched = False
        for word in spellings(text):
            whole = len(word.encode()) >= SHORTEST and (len(word) >= SHORTEST or not word.isascii())
            if not whole or word in self._but_not or is_common(word):
                self._left_out.setdefault(kind, set()).add(word)
                continue
            edge = LETTERS_DIGITS if len(word) < _IN_BYTES else LETTERS
            edge = NONE if len(word) >= _WITHIN or not word.isascii() else edge
            self.add(kind, word, left=edge, right=edge)
            searched = True
        if searched and forms:
            self._add_forms(kind, text)
        return searched

    def _add_forms(self, kind: str, text: str) -> None:
        for word in spellings(text):
            data = word.encode("utf-8", "surrogatepass")
            if len(data) < ENCODED:
                continue
            backwards = word[::-1]
            if not is_common(backwards):
                of = backwards.encode("utf-8", "surrogatepass")
                self._put(self._folded, of, kind, "reversed", NONE, NONE)
        for form in {text, text.lower(), text.upper(), *spellings(text)}:
            data = form.encode("utf-8", "surrogatepass")
            if len(data) >= ENCODED:
                self._put(self._folded, data.hex().encode(), kind, "hex", NONE, NONE)
        for data, how in encoded(text):
            self._put(self._exact, data, kind, how, NONE, NONE)

    def _put(
        self, where: dict[bytes, Needle], word: bytes, kind: str, how: str, left: int, right: int
    ) -> None:
        known = where.get(word)
        if len(word) < SHORTEST or (known and _rank(known.kind) <= _rank(kind)):
            return
        among = "text" if how == "plain" and len(word) < _IN_BYTES else ""
        among = "bytes" if how == IN_BYTES else among
        where[word] = Needle(kind, how, left, right, among)
        self._made = None

    def add_name(self, name: str) -> None:
        """Search a person's full name, and those of its parts that are no ordinary words."""
        parts = parts_of(name)
        words = [word for part in parts for word in spellings(part)]
        if any(word in self._but_not for word in words) and is_common(
            " ".join(word for word in words if word not in self._but_not)
        ):
            # What is shown in place of a name, such as "LinkedIn Member".
            return
        for written, in_one in name_spellings(name):
            letters = sum(map(str.isalnum, written))
            if letters < _IN_BYTES - 1 or written in self._but_not or (in_one and len(written) < 6):
                continue
            edge = NONE if letters >= _WITHIN and not is_common(written) else LETTERS_DIGITS
            self.add("name", written, left=edge, right=edge)
        full = " ".join(parts)
        if len(parts) > 1:
            for form in (full, "".join(parts), f"{parts[0]} {parts[-1]}"):
                self._add_forms("name", form)
        for part in parts:
            self.add_word("part of a name", part)

    def add_company(self, company: str) -> None:
        """Search a company, as two words or as one, unless its words are ordinary."""
        if self.add_word("company", company):
            for word in spellings(company):
                for between in ("", "-", "_", "."):
                    self.add_word("company", between.join(word.split()), forms=False)

    def add_email(self, email: str) -> None:
        """Search an address, and what stands before its @ where that is no ordinary word."""
        address = email.strip()
        name, at, host = address.partition("@")
        if at and name and host:
            for word in spellings(address):
                self.add("e-mail", word, left=LETTERS_DIGITS, right=LETTERS_DIGITS)
            self._add_forms("e-mail", address)
            if len(name) >= _IN_BYTES:
                self.add_word("e-mail", name, forms=False)

    def add_profile(self, url: str) -> None:
        """Search the last part of a profile address."""
        path = [part for part in re.split(r"[?#]", url)[0].split("/") if part]
        if not path:
            return
        slug = unquote(path[-1])
        for word in spellings(slug):
            self.add("profile", f"in/{word}", left=LETTERS, right=LETTERS_DIGITS)
        self.add_word("profile", slug)

    def add_phone(self, phone: str) -> None:
        """Search a number with and without its country code, however its digits are grouped."""
        for written in phone_spellings(phone):
            self.add("phone", written, left=DIGITS, right=DIGITS)
        digits = "".join(filter(str.isdigit, phone))
        if len(digits) >= PHONE_DIGITS:
            self._add_forms("phone", phone.strip())
            self._add_forms("phone", digits)

    def add_handle(self, handle: str) -> None:
        """Search a handle with its @, and without it where it is no ordinary word."""
        bare = handle.strip().lstrip("@")
        for word in spellings(bare):
            self.add("handle", f"@{word}", right=LETTERS_DIGITS)
        if len(bare) > SHORTEST:
            self.add_word("handle", bare)

    def add_id(self, kind: str, text: str) -> None:
        """Search an id of the export or a file's name: only whole, and only as it is."""
        for word in spellings(text):
            if len(word) < _ID or is_common(word) or word in self._but_not:
                self._left_out.setdefault(kind, set()).add(word)
            else:
                self.add(kind, word, left=LETTERS_DIGITS, right=LETTERS_DIGITS)


def _rank(kind: str) -> int:
    return _KINDS.index(kind) if kind in _KINDS else len(_KINDS)
