"""The participants of a thread, in every way in which their names and companies are written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from convostudy.deidentify.lists import entries
from convostudy.deidentify.names_as_words import CALLED_BY
from convostudy.deidentify.patterns import Found
from convostudy.deidentify.shadow import fold, shadow_of
from convostudy.deidentify.words import BLANK, Word, is_ordinary, words_of
from convostudy.language.lexicons import load
from convostudy.language.words import stop_words

__all__ = ["Gazetteer", "Participant", "gazetteer_of", "named_participants"]

_PARTS = re.compile(r"[^\W\d_]+")
# Shorter names are too like other words for a slip of the pen to be told.
_SHORTEST_SLIP = 4
# The sign after a name shows that somebody is spoken to.
_ADDRESSED_BY = re.compile(r"\s*(?:$|[^\w\s'-]|-(?!\w)|\n)")


class Participant(NamedTuple):
    """Whom the export names as taking part in a thread."""

    person_id: str
    name: str
    company: str = ""
    profile_url: str = ""


class Gazetteer(NamedTuple):
    """The names of a thread's participants, by folded word."""

    names: dict[str, str]
    """Folded word to the person, or to the word itself where two persons bear it."""
    short: dict[str, str]
    """Beginnings of first names (mo, coop) to the person."""
    joined: dict[str, str]
    """Names written as one word (annbell, abell) to the person."""
    phrases: dict[str, list[tuple[tuple[str, ...], str]]]
    """First folded word of a company's name to all its words, and the company."""
    slips: dict[int, list[str]]
    """Length of a word to the names that may be meant by it, if one letter is wrong."""


def gazetteer_of(participants: Iterable[Participant]) -> Gazetteer:
    """Return every way in which participants are named.

    Parameters
    ----------
    participants : iterable of Participant
        Those of one thread.

    Returns
    -------
    Gazetteer

    Examples
    --------
    >>> gazetteer = gazetteer_of([Participant("p1", "Michael Müller", "Blue Fox GmbH")])
    >>> sorted(gazetteer.names)
    ['michael', 'michal', 'mick', 'mickey', 'micky', 'mike', 'mikey', 'mm',
     'mueller', 'muller', 'shelly']
    """
    names: dict[str, str] = {}
    short: dict[str, str] = {}
    joined: dict[str, str] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for each in participants:
        for form in _forms(each.name):
            names[form] = (
                form if names.get(form, each.person_id) != each.person_id else each.person_id
            )
        for form in _beginnings(each.name):
            short.setdefault(form, each.person_id)
        for form in _run_together(each.name, each.profile_url):
            joined.setdefault(form, each.person_id)
        for phrase in _company_forms(each.company):
            phrases.setdefault(phrase[0], []).append((phrase, each.company))
    for found in phrases.values():
        found.sort(key=lambda pair: -len(pair[0]))
    slips: dict[int, list[str]] = {}
    for name in names:
        for length in range(len(name) - 1, len(name) + 2) if len(name) >= _SHORTEST_SLIP else ():
            slips.setdefault(length, []).append(name)
    return Gazetteer(names, short, joined, phrases, slips)


def _parts(name: str) -> list[str]:
    return _PARTS.findall(shadow_of(name).text)


@lru_cache(maxsize=50_000)
def _forms(name: str) -> frozenset[str]:
    parts = _parts(name)
    folded = {form for part in parts if len(part) > 1 for form in _spellings(part)}
    folded -= entries("titles") | {"de", "da", "di", "van", "von", "der", "den", "la", "le", "el"}
    nicks = {nick for part in folded for nick in _nicknames().get(part, ())}
    initials = "".join(fold(part)[0] for part in parts)
    short = {initials, initials[:1] + initials[-1:]} if len(parts) > 1 else set()
    return frozenset(folded | nicks | short)


@lru_cache(maxsize=50_000)
def _beginnings(name: str) -> frozenset[str]:
    """Return how a first name may be cut short: mo for Monique, but not so for Sofia."""
    first = fold(_parts(name)[0]) if _parts(name) else ""
    known = stop_words() | entries("talk") | entries("titles")
    return frozenset(first[:n] for n in range(2, len(first))) - known


def _spellings(part: str) -> set[str]:
    lower = part.lower()
    plain = fold(part)
    written_out = fold(
        lower.replace("ü", "ue").replace("ö", "oe").replace("ä", "ae").replace("å", "aa")
    )
    drawn_in = plain.replace("ue", "u").replace("oe", "o").replace("ae", "a")
    return {plain, written_out, drawn_in} if len(plain) > 4 else {plain, written_out}


@cache
def _nicknames() -> dict[str, set[str]]:
    nicks: dict[str, set[str]] = {}
    for line in entries("nicknames"):
        group = line.split("+")
        for name in group:
            nicks.setdefault(name, set()).update(short for short in group if len(short) <= 6)
    return nicks


@lru_cache(maxsize=50_000)
def _run_together(name: str, profile_url: str) -> frozenset[str]:
    parts = [fold(part) for part in _parts(name)]
    slug = [fold(part) for part in _parts(profile_url.rstrip("/").rpartition("/")[2])]
    made = {"".join(slug)}
    if len(parts) > 1:
        first, last, rest = parts[0], parts[-1], "".join(parts[1:])
        made |= {first + last, last + first, first[0] + last, first + last[0], first + rest}
    return frozenset(form for form in made if len(form) >= 5)


@lru_cache(maxsize=50_000)
def _company_forms(company: str) -> tuple[tuple[str, ...], ...]:
    words = tuple(word.folded.replace("'", "") for word in words_of(shadow_of(company).text))
    core = list(words)
    while len(core) > 1 and core[-1] in {*load("company_legal_forms"), "b", "v", "s", "a"}:
        core.pop()
    forms = {words, tuple(core)}
    # The first word alone, where it is nobody's ordinary word.
    if core and len(core[0]) > 3 and not is_ordinary(core[0]):
        forms.add((core[0],))
    return tuple(form for form in forms if form and form not in {(word,) for word in stop_words()})


def named_participants(
    text: str, words: list[Word], gazetteer: Gazetteer
) -> list[tuple[Found, str]]:
    """Return where a shadow names participants or their companies, and whom.

    Parameters
    ----------
    text : str
        The text of a `Shadow`.
    words : list of Word
        Its words.
    gazetteer : Gazetteer
        From `gazetteer_of`.

    Returns
    -------
    list of (Found, str)
        The place, and the key of the person or company.

    Examples
    --------
    >>> from convostudy.deidentify.words import words_of
    >>> gazetteer = gazetteer_of([Participant("p1", "Rose Bell", "Blue Fox")])
    >>> text = "thx rose! AnnBell and rosebell99 met Blue Fox"
    >>> [text[a:b] for (a, b, *_), key in named_participants(text, words_of(text), gazetteer)]
    ['rose', 'rosebell99', 'Blue Fox']
    """
    found: list[tuple[Found, str]] = []
    known = gazetteer.names.keys() | gazetteer.short.keys() | gazetteer.phrases.keys()
    for place, word in enumerate(words):
        if word.plain and word.folded not in known:
            continue
        person = _who(text, words, place, gazetteer)
        if person is not None:
            found.append(((word.start, word.end, "PERSON", "participant"), person))
        beginning = word.folded.replace("'", "")
        if beginning not in gazetteer.phrases:
            continue
        for phrase, company in gazetteer.phrases[beginning]:
            follow = words[place : place + len(phrase)]
            apart = BLANK in text[word.start : follow[-1].end]
            same = not apart and tuple(each.folded.replace("'", "") for each in follow) == phrase
            if same and (
                len(phrase) > 1 or word.text[0] != word.folded[0] or not is_ordinary(word.text)
            ):
                found.append(((word.start, follow[-1].end, "ORG", "participant"), company))
                break
    return found


def _who(text: str, words: list[Word], place: int, gazetteer: Gazetteer) -> str | None:
    word = words[place]
    folded = word.folded
    if folded in gazetteer.names:
        if len(folded) <= 2 and not word.text.isupper():
            return None
        # "will" and "may" are hardly ever Will and May, unless spoken to or within a sentence.
        often = folded in stop_words() or folded in ("will", "may")
        if often and not _is_meant(text, words, place):
            return None
        return gazetteer.names[folded]
    if folded in gazetteer.short and _is_called_short(text, words, place):
        return gazetteer.short[folded]
    if word.plain:
        return None
    letters = folded.rstrip("0123456789")
    if letters in gazetteer.joined:
        return gazetteer.joined[letters]
    if len(folded) < _SHORTEST_SLIP:
        return None
    name = _slip_of(folded, gazetteer.slips)
    if name and (not is_ordinary(word.text) or _spoken_to(text, words, place)):
        return gazetteer.names[name]
    return None


def _slip_of(written: str, slips: dict[int, list[str]]) -> str | None:
    """Return the name that was meant, if one letter is wrong."""
    for name in slips.get(len(written), ()):
        # A cheap look first: one slip leaves the first or the last letter as it was.
        alike = written[0] == name[0] or written[-1] == name[-1]
        if alike and _one_slip(written, name):
            return name
    return None


def _is_meant(text: str, words: list[Word], place: int) -> bool:
    """Tell whether a name that is among the most frequent words is meant as a name."""
    word = words[place]
    capital = word.text[0].isupper()
    named = capital and (not word.begins or text[word.end : word.end + 1] in (",", "!"))
    # ", may!": a comma before and an end after it.
    before = text[max(0, word.start - 3) : word.start].rstrip()[-1:]
    after = _ADDRESSED_BY.match(text, word.end)
    return named or _led(text, words, place) or (before == "," and after is not None)


def _is_called_short(text: str, words: list[Word], place: int) -> bool:
    """Tell whether a name cut short is meant: three letters where somebody is spoken to, or two."""
    if len(words[place].folded) > 2:
        return _spoken_to(text, words, place)
    begins = place == 0 and CALLED_BY.match(text, words[place].end) is not None
    return begins or _led(text, words, place)


def _led(text: str, words: list[Word], place: int) -> bool:
    if place == 0 or BLANK in text[words[place - 1].end : words[place].start]:
        return False
    before = words[place - 1].folded
    if before == "you" and place > 1 and words[place - 2].folded == "thank":
        return True
    return any(before in entries(name) for name in ("greetings", "thanks", "titles"))


def _spoken_to(text: str, words: list[Word], place: int) -> bool:
    if _led(text, words, place):
        return True
    return _ADDRESSED_BY.match(text, words[place].end) is not None


def _one_slip(written: str, name: str) -> bool:
    """Tell whether one letter was added, left out, changed or swapped with the next."""
    same = next((i for i, (a, b) in enumerate(zip(written, name, strict=False)) if a != b), None)
    if same is None:
        return True
    a, b = written[same:], name[same:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
