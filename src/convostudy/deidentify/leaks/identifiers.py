"""Everything that tells who somebody in a study is."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping

import pandas as pd

from convostudy.deidentify.leaks.known import Identifiers
from convostudy.deidentify.leaks.needles import LETTERS_DIGITS
from convostudy.deidentify.leaks.spellings import spellings
from convostudy.deidentify.patterns import by_pattern

__all__ = ["NAMES_NOBODY", "identifiers"]

NAMES_NOBODY = (
    *("apache", "arrow", "convokit", "convostudy", "creative commons", "croissant", "csv", "doi"),
    *("frictionless", "github", "jupyter", "linkedin", "matplotlib", "mlcommons", "mlcroissant"),
    *("numpy", "orcid", "pandas", "parquet", "purl", "pyarrow", "python", "rocrate", "schema.org"),
    *("scipy", "spdx", "zenodo"),
)
"""Words of our own pages, which stay no identifier though somebody works there."""

# Put together, since no file of the project may name a home, whichever it is.
_PLACES = (*(f"/{name}/" for name in ("home", "users", "root")), "\\users\\")


def identifiers(
    people: pd.DataFrame,
    messages: pd.DataFrame | None = None,
    *,
    ids: Iterable[str] = (),
    files: Iterable[str] = (),
    places: Iterable[str] = (),
    also: Mapping[str, Iterable[str]] | None = None,
    but_not: Collection[str] = (),
) -> Identifiers:
    """Gather what tells who somebody is.

    Parameters
    ----------
    people : pandas.DataFrame
        The table ``people``; columns ``email``, ``phone`` and ``handle`` are read where there are.
    messages : pandas.DataFrame, optional
        The table ``messages``: its ids, and the addresses, numbers and handles in its texts.
    ids : iterable of str
        Further ids of the export.
    files : iterable of str
        Names of the files that were read.
    places : iterable of str
        Paths of this machine, such as the user's home.
    also : mapping of str to iterable of str
        Further texts by kind: one of ``name``, ``e-mail``, ``phone``, ``handle``, ``profile``, or
        any word of yours.
    but_not : collection of str
        Words that name nobody here, besides `NAMES_NOBODY`.

    Returns
    -------
    Identifiers

    Notes
    -----
    Not searched alone: words of fewer than 4 letters, words that are in the list of ordinary words
    (a company "Target", a first name "Rose"), and companies and positions of ordinary words only.
    Full names are searched always, also of ordinary words ("Rose Hill"). Words of 4 or 5 letters
    are found between signs only, of 6 or 7 between signs or digits, longer ones within words, too.

    Examples
    --------
    >>> people = pd.DataFrame({"name": ["Rose Wolstenholme"], "company": ["Target"]})
    >>> identifiers(people).left_out.to_dict()
    {'company': 1, 'part of a name': 1}
    """
    known = Identifiers({*NAMES_NOBODY, *but_not})
    columns: dict[str, Callable[[str], object]] = {
        "name": known.add_name,
        "email": known.add_email,
        "phone": known.add_phone,
        "handle": known.add_handle,
        "profile_url": known.add_profile,
        "company": known.add_company,
        "position": lambda text: known.add_word("position", text),
        "person_id": lambda text: known.add_id("id", text),
    }
    for column, add in columns.items():
        for text in _distinct(people, column):
            add(text)
    if {"company", "position"} <= set(people):
        pairs = people[["position", "company"]].dropna().drop_duplicates()
        for position, company in pairs.itertuples(index=False):
            _add_work(known, str(position), str(company))
    if messages is not None:
        for column in ("message_id", "thread_id", "conversation_id", "reply_to"):
            for text in _distinct(messages, column):
                known.add_id("id", text)
        _add_written(known, messages)
    for text in ids:
        known.add_id("id", text)
    for text in files:
        known.add_id("file name", text.replace("\\", "/").rsplit("/", 1)[-1])
    for place in _PLACES:
        known.add("place on a disk", place, left=LETTERS_DIGITS)
    for text in places:
        for word in spellings(text):
            known.add("place on a disk", word, right=LETTERS_DIGITS)
    by_kind: dict[str, Callable[[str], object]] = {
        "name": known.add_name,
        "e-mail": known.add_email,
        "phone": known.add_phone,
        "handle": known.add_handle,
        "profile": known.add_profile,
    }
    for kind, texts in (also or {}).items():
        for text in texts:
            if kind in by_kind:
                by_kind[kind](text)
            else:
                known.add_word(kind, text)
    return known


def _add_work(known: Identifiers, position: str, company: str) -> None:
    """Search a position at a company, which may tell who is meant though neither does alone."""
    for job in spellings(position):
        for firm in spellings(company):
            for between in (" at ", " @ ", ", ", " ", "@", " | ", ",", " - "):
                known.add(
                    "company and position",
                    f"{job}{between}{firm}",
                    left=LETTERS_DIGITS,
                    right=LETTERS_DIGITS,
                )


def _add_written(known: Identifiers, messages: pd.DataFrame) -> None:
    """Search the addresses, numbers and handles that stand in the texts."""
    adds: dict[str, Callable[[str], object]] = {
        "EMAIL": known.add_email,
        "PHONE": known.add_phone,
        "HANDLE": known.add_handle,
        "URL": lambda text: known.add_id("web address", re.sub(r"^\w+://(www\.)?", "", text)),
    }
    texts = messages["text"].dropna()
    # One by one, but only texts with a sign of one of these.
    for text in texts[texts.str.contains(r"@|://|www\.|\d{3}", regex=True)].unique().tolist():
        for start, end, type, _ in by_pattern(text):
            if type in adds:
                adds[type](text[start:end])


def _distinct(frame: pd.DataFrame, column: str) -> list[str]:
    if column not in frame:
        return []
    return [text for text in frame[column].dropna().astype("str").unique().tolist() if text.strip()]
