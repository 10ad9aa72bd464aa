"""Mask who is named in the text of message threads; say what was masked, where and why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from convostudy.deidentify.headers import in_headers
from convostudy.deidentify.languages import refuse_unlisted
from convostudy.deidentify.lists import entries
from convostudy.deidentify.names_as_words import names_as_words
from convostudy.deidentify.patterns import Found, by_pattern
from convostudy.deidentify.people import Gazetteer, Participant, gazetteer_of, named_participants
from convostudy.deidentify.placeholders import Placeholders, Span, merged
from convostudy.deidentify.recognisers import Recogniser, found_by
from convostudy.deidentify.rules import by_place, not_ordinary
from convostudy.deidentify.shadow import Shadow, shadow_of
from convostudy.deidentify.words import BLANK, PLACEHOLDER, Word, is_first_name, words_of
from convostudy.language.words import stop_words

__all__ = ["Scrubbed", "scrub", "scrub_thread"]

_SPREADS = ("PERSON", "ORG", "UNKNOWN")
_MASK_COLUMNS = {
    "message_id": "str",
    "start": "int64",
    "end": "int64",
    "type": "str",
    "placeholder": "str",
    "layer": "str",
}


class Scrubbed(NamedTuple):
    """Scrubbed messages, and what was masked in them."""

    messages: pd.DataFrame
    """message_id, thread_id, sender_id, text."""
    masks: pd.DataFrame
    """One row a mask: message_id, start and end in the text as it was, type, placeholder, layer."""


def scrub(
    messages: pd.DataFrame,
    people: pd.DataFrame,
    *,
    languages: pd.DataFrame | None = None,
    recogniser: Recogniser | None = None,
) -> Scrubbed:
    """Mask names, companies, addresses and numbers in the text of messages.

    This is not anonymisation: it misses some names, and what is said may tell who said it. Compute
    features first: masks hide words that measures read.

    Parameters
    ----------
    messages : pandas.DataFrame
        The table `messages`.
    people : pandas.DataFrame
        The table `people`.
    languages : pandas.DataFrame, optional
        The table `languages`; left out, all is taken for English.
    recogniser : callable, optional
        A further layer, such as `spacy_recogniser` makes: what it finds is masked, too.

    Returns
    -------
    Scrubbed
        Other columns of text, such as subjects, are not handed on.

    Raises
    ------
    BadParameter
        A thread is in a language without a list of ordinary words.

    Examples
    --------
    >>> messages = pd.DataFrame({"message_id": ["m1"], "thread_id": "t", "sender_id": "a",
    ...     "recipient_ids": "b", "text": "Hi Ana, Tom Okafor of Blue Fox wrote to t@example.org."})
    >>> people = pd.DataFrame({"person_id": ["a", "b"], "name": ["Rose Bell", "Ana Diaz"],
    ...     "company": ["Blue Fox Ltd", None], "profile_url": None})
    >>> scrub(messages, people).messages["text"].item()
    'Hi [PERSON_1], [PERSON_2] of [ORG_1] wrote to [EMAIL_1].'
    """
    if languages is not None:
        refuse_unlisted(messages, languages)
    known = {
        each.person_id: Participant(*("" if pd.isna(value) else str(value) for value in each))
        for each in people[["person_id", "name", "company", "profile_url"]].itertuples(index=False)
    }
    scrubbed = messages[["message_id", "thread_id", "sender_id"]].copy()
    new: dict[object, str] = {}
    rows: list[tuple[object, int, int, str, str, str]] = []
    # A loop over threads: each has its own names.
    for _, thread in messages.groupby("thread_id", sort=False):
        ids = set(thread["sender_id"].dropna())
        ids.update(*thread["recipient_ids"].dropna().str.split())
        takes_part = [known[each] for each in sorted(ids) if each in known]
        texts, masks = scrub_thread(
            thread["text"].fillna("").tolist(), takes_part, recogniser=recogniser
        )
        new.update(zip(thread.index, texts, strict=True))
        for message_id, spans in zip(thread["message_id"], masks, strict=True):
            rows += [(message_id, *span) for span in spans]
    scrubbed["text"] = pd.Series(new, index=messages.index, dtype="str")
    return Scrubbed(scrubbed, pd.DataFrame(rows, columns=list(_MASK_COLUMNS)).astype(_MASK_COLUMNS))


def scrub_thread(
    texts: Iterable[str],
    participants: Iterable[Participant] = (),
    *,
    recogniser: Recogniser | None = None,
) -> tuple[list[str], list[list[tuple[int, int, str, str, str]]]]:
    """Mask names, companies, addresses and numbers in the English texts of one thread.

    Parameters
    ----------
    texts : iterable of str
        The messages of a thread, in order.
    participants : iterable of Participant
        Who takes part in it; others whose names are known can be added.
    recogniser : callable, optional
        A further layer: takes a text, gives (start, end, label).

    Returns
    -------
    tuple of list
        The texts; and for each its masks: start and end in the text as it was, type, placeholder,
        layer.

    Examples
    --------
    >>> scrub_thread(["Hi Ana!", "Ana is out"], [Participant("p", "Ana Diaz")])[0]
    ['Hi [PERSON_1]!', '[PERSON_1] is out']
    """
    given = list(texts)
    gazetteer = gazetteer_of(participants)
    shadows = [shadow_of(text) for text in given]
    plain = [PLACEHOLDER.sub(_blanked, shadow.text) for shadow in shadows]
    words = [words_of(text) for text in plain]
    found = [_found(text, each, gazetteer) for text, each in zip(plain, words, strict=True)]
    if recogniser is not None:
        for text, places in zip(plain, found, strict=True):
            places += [Span(*place, "") for place in found_by(recogniser, text)]
    again = _said_again(words, found)
    names = Placeholders(given)
    spans = [
        merged(text, _whole_compounds(text, each, [*places, *_repeats(each, again)]))
        for text, each, places in zip(plain, words, found, strict=True)
    ]
    names.read(plain, spans)
    done = [
        _masked(text, shadow, each, names)
        for text, shadow, each in zip(given, shadows, spans, strict=True)
    ]
    return [text for text, _ in done], [masks for _, masks in done]


def _blanked(hit: re.Match[str]) -> str:
    return BLANK * len(hit.group())


def _found(text: str, words: list[Word], gazetteer: Gazetteer) -> list[Span]:
    # What begins with a placeholder was looked at before: scrubbing again must change nothing.
    formed = [place for place in by_pattern(text) if not text.startswith(BLANK * 6, place[0])]
    places: list[Found] = [*formed, *by_place(text, words), *not_ordinary(text, words)]
    places += [*in_headers(text, words), *names_as_words(text, words)]
    named = [Span(*place, key) for place, key in named_participants(text, words, gazetteer)]
    return named + [Span(*place, "") for place in places]


def _said_again(words: list[list[Word]], found: list[list[Span]]) -> dict[str, str]:
    """Return the words that were masked as names somewhere, as written, with their type."""
    again: dict[str, str] = {}
    for each, spans in zip(words, found, strict=True):
        spreading = [span for span in spans if span.type in _SPREADS]
        at = {word.start: place for place, word in enumerate(each)} if spreading else {}
        for span in spreading:
            for word in each[at[span.start] :] if span.start in at else ():
                if word.start >= span.end:
                    break
                if word.folded not in stop_words() and again.get(word.text) != "PERSON":
                    again[word.text] = span.type
                    if span.type == "PERSON" and _is_name_alone(word):
                        again[word.text.lower()] = "PERSON"
    return again


def _is_name_alone(word: Word) -> bool:
    """Tell whether a name is a name in small letters, too: olive after Olive, but not hope."""
    return is_first_name(word.folded) and word.folded not in entries("after_greetings")


def _repeats(words: list[Word], again: dict[str, str]) -> list[Span]:
    return [
        Span(word.start, word.end, again[word.text], "masked elsewhere", "")
        for word in words
        if word.text in again
    ]


def _whole_compounds(text: str, words: list[Word], spans: list[Span]) -> list[Span]:
    """Mask all capitals of a word with hyphens, if one part of it is a name: Seo-yeon."""
    if "-" not in text:
        return spans
    named = {
        place for span in spans if span.type in _SPREADS for place in range(span.start, span.end)
    }
    more: list[Span] = []
    for first, then in (*pairwise(words), *pairwise(reversed(words))):
        left, right = sorted((first, then))
        if text[left.end : right.start] != "-" or first.start not in named:
            continue
        if then.start not in named and then.text[0].isupper():
            named.add(then.start)
            more.append(Span(then.start, then.end, "UNKNOWN", "part of a name", ""))
    return spans + more


def _masked(
    text: str, shadow: Shadow, spans: list[Span], names: Placeholders
) -> tuple[str, list[tuple[int, int, str, str, str]]]:
    pieces: list[str] = []
    masks: list[tuple[int, int, str, str, str]] = []
    end = 0
    for span in spans:
        start, stop = shadow.original(span.start, span.end)
        placeholder = names.of(shadow.text[span.start : span.end], span)
        pieces += [text[end:start], placeholder]
        type = placeholder[1:].rpartition("_")[0]
        masks.append((start, stop, type, placeholder, span.layer))
        end = stop
    return "".join([*pieces, text[end:]]), masks
