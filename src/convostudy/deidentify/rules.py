"""Names by their place: after greetings and thanks, under a message, after titles; and the rest.

`by_place` finds names of people who take no part in the thread. `not_ordinary` fails closed: what
is not known to be an ordinary word is masked.
"""

from __future__ import annotations

import re
from functools import cache

from convostudy.deidentify.lists import entries
from convostudy.deidentify.patterns import Found
from convostudy.deidentify.words import BLANK, Word, is_first_name, is_ordinary
from convostudy.language.words import stop_words

__all__ = ["by_place", "not_ordinary"]

_GAP = re.compile(r"[ \t]{1,3}|-|\.[ \t]?")
_BEFORE = re.compile(r"[ \t]{1,3}|, ?|-|\. ?")
_WITHIN = re.compile(r"[ \t]|-|\. ?")
_ENDS = re.compile(r"\s*(?:$|[^\w\s'-]|-(?!\w)|\n)")
_INTRODUCES = re.compile(
    r"(?<!\w)(?:my name is|my name's|name is|this is|i am|i'm|im|called|ask for|speak to|talk to"
    r"|meet)\s{1,3}(?=\w)",
    re.IGNORECASE,
)
_LONGEST_NAME = 3


def by_place(text: str, words: list[Word]) -> list[Found]:
    r"""Return names that stand where names stand.

    Parameters
    ----------
    text : str
        The text of a `Shadow`.
    words : list of Word
        Its words.

    Returns
    -------
    list of Found

    Examples
    --------
    >>> from convostudy.deidentify.words import words_of
    >>> text = "hi summer, did dr park call? was it grace white?\nBest,\nhope"
    >>> [text[a:b] for a, b, *_ in by_place(text, words_of(text))]
    ['summer', 'park', 'grace white', 'hope']
    """
    found: list[Found] = []
    greetings, thanks, titles = entries("greetings"), entries("thanks"), entries("titles")
    leads = _leads()
    for place, word in enumerate(words[:-1]):
        if word.folded not in leads:
            continue
        if word.folded in greetings:
            found += _name_after(text, word, words[place + 1 : place + 1 + _LONGEST_NAME])
        elif word.folded in thanks:
            found += _name_after(text, word, words[place + 1 : place + 2])
        elif word.folded in titles:
            found += _titled(text, word, words[place + 1 : place + 1 + _LONGEST_NAME])
        if is_first_name(word.folded) and _is_pair(text, word, words[place + 1]):
            found.append((word.start, words[place + 1].end, "PERSON", "name list"))
    at = {word.start: word for word in words}
    for hit in _INTRODUCES.finditer(text):
        first = at.get(hit.end())
        if first is None or not is_first_name(first.folded):
            continue
        named = first.folded not in entries("after_greetings")
        # "I am rich" says no name, "ask for rose" does.
        asked = hit.group().lower().startswith(("ask", "speak", "talk", "my name", "name"))
        plain = first.plain
        sure = not plain or (asked and first.folded in entries("names_that_are_words"))
        if named and (sure or _ENDS.match(text, first.end)):
            found.append((first.start, first.end, "PERSON", "introduction"))
    return found + _under(text, words)


@cache
def _leads() -> frozenset[str]:
    """Return the words after which a name may be."""
    listed = ("greetings", "thanks", "titles", "first_names")
    return frozenset[str]().union(*map(entries, listed))


def _name_after(text: str, word: Word, follow: list[Word]) -> list[Found]:
    run: list[Word] = []
    end = word.end
    for each in follow:
        gap = text[end : each.start]
        parted = _WITHIN if run else _BEFORE
        if each.folded in entries("after_greetings") or not parted.fullmatch(gap):
            break
        if each.folded in entries("titles"):
            end = each.end
            continue
        if (
            run
            and not each.text[0].isupper()
            and is_ordinary(each.text)
            and not _closes(text, each, run)
        ):
            break
        run.append(each)
        end = each.end
    if not run:
        return []
    first = run[0]
    sure = first.text[0].isupper() or not is_ordinary(first.text) or is_first_name(first.folded)
    if sure or _ENDS.match(text, run[-1].end):
        return [(first.start, run[-1].end, "PERSON", "greeting")]
    return []


def _closes(text: str, word: Word, run: list[Word]) -> bool:
    return len(run) == 1 and _ENDS.match(text, word.end) is not None


def _titled(text: str, word: Word, follow: list[Word]) -> list[Found]:
    if not re.fullmatch(r"\.?[ \t]{1,2}", text[word.end : follow[0].start]):
        return []
    if (
        word.folded in ("sir", "madam", "miss", "fr", "sr", "dame")
        and not follow[0].text[0].isupper()
    ):
        return []
    run = [follow[0]]
    for each in follow[1:]:
        if not each.text[0].isupper() or not _GAP.fullmatch(text, run[-1].end, each.start):
            break
        run.append(each)
    if follow[0].folded in stop_words():
        return []
    return [(run[0].start, run[-1].end, "PERSON", "title")]


def _is_pair(text: str, first: Word, last: Word) -> bool:
    """Tell whether a first name is followed by a last name, in small letters or at a beginning."""
    if text[first.end : last.start] not in (" ", ". ") or first.text.endswith("'s"):
        return False
    if first.folded in entries("after_greetings") or last.folded in stop_words():
        return False
    if last.text[0].isupper():
        return first.text[0].isupper()
    known = last.folded in entries("surnames_that_are_words")
    rare = not is_ordinary(first.text) or first.folded in entries("names_that_are_words")
    small = first.text.islower() and last.text.islower()
    return small and rare and (known or not is_ordinary(last.text))


def _under(text: str, words: list[Word]) -> list[Found]:
    """Return the names that sign a message: short lines at its end, or after a closing."""
    found: list[Found] = []
    lines = _lines(text, words)
    signed_off = False
    for number, line in enumerate(lines):
        closing = bool(line) and len(line) <= 7 and line[0].folded in entries("signs_off")
        last = number == len(lines) - 1 and number > 0
        if (signed_off or last) and line and len(line) <= _LONGEST_NAME and not closing:
            names = [
                word
                for word in line
                if word.folded not in entries("after_greetings")
                or (signed_off and _may_sign(word) and len(line) == 1)
            ]
            if names and text[line[-1].end : line[-1].end + 1] not in ("?", ":"):
                found.append((names[0].start, names[-1].end, "PERSON", "signature"))
        if closing:
            tail = [
                word
                for word in line
                if word.folded not in entries("signs_off")
                and word.folded not in entries("after_greetings")
            ]
            if (
                tail
                and tail[-1] is line[-1]
                and (tail[-1].text[0].isupper() or is_first_name(tail[-1].folded))
            ):
                found.append((tail[-1].start, tail[-1].end, "PERSON", "signature"))
        signed_off = closing
    return found


def _may_sign(word: Word) -> bool:
    return len(word.text) == 1 or word.folded in entries("names_that_are_words")


def _lines(text: str, words: list[Word]) -> list[list[Word]]:
    """Return the words of each line that holds any; none where a part is masked already."""
    lines: list[list[Word]] = []
    start, place = 0, 0
    for line in text.split("\n"):
        end = start + len(line)
        held: list[Word] = []
        while place < len(words) and words[place].start < end:
            held.append(words[place])
            place += 1
        if held or BLANK in line:
            lines.append([] if BLANK in line else held)
        start = end + 1
    return lines


def not_ordinary(text: str, words: list[Word]) -> list[Found]:
    """Return every word that is not known to be an ordinary one.

    Small letters and the beginning of a sentence are needed: elsewhere a capital makes a name.

    Parameters
    ----------
    text : str
        The text of a `Shadow`.
    words : list of Word
        Its words.

    Returns
    -------
    list of Found

    Examples
    --------
    >>> from convostudy.deidentify.words import words_of
    >>> text = "The plan by Fox and wolstenholme is good. Rose left."
    >>> [text[a:b] for a, b, *_ in not_ordinary(text, words_of(text))]
    ['Fox', 'wolstenholme', 'Rose']
    """
    found: list[Found] = []
    for place, word in enumerate(words):
        if word.plain:
            continue
        following = words[place + 1] if place + 1 < len(words) else None
        if not _is_kept(text, word, following):
            type = "PERSON" if is_first_name(word.folded) else "UNKNOWN"
            found.append((word.start, word.end, type, "not an ordinary word"))
    return found


def _is_kept(text: str, word: Word, following: Word | None) -> bool:
    if not is_ordinary(word.text):
        return False
    if word.folded == "i":
        return True
    if not word.text[0].isupper():
        return word.text.islower() or word.text.isdigit() or word.text.lower() in entries("talk")
    lower = word.text.lower()
    if len(lower) > 1 and any(lower in entries(name) for name in ("talk", "titles", "kin")):
        # An abbreviation in the spelling of a name, within a sentence: Md, Ai.
        spelled = word.text.istitle() and len(lower) == 2 and not word.begins
        return not (spelled and is_first_name(lower))
    # Headings: function words tell nothing, those apart that are names.
    if (
        len(word.text) > 2
        and word.folded in stop_words()
        and word.folded not in ("will", "may", "can")
    ):
        return True
    if not word.begins or (len(word.text) > 1 and not word.text[1:].islower()):
        return False
    if len(word.text) == 1 and word.text not in "AI" and text[word.end : word.end + 1] == ".":
        return False
    if word.folded in entries("names_that_are_words"):
        if following is None or text[word.end : following.start] != " ":
            return False
        return f"{word.folded}+{following.text.lower()}" in entries("keeps_starting")
    # A word that is a first name before a last name: "Rich Wolstenholme".
    named = is_first_name(word.folded) and word.folded not in entries("after_greetings")
    apart = following is None or text[word.end : following.start] != " "
    return (
        apart
        or following is None
        or not (named and following.text[0].isupper() and following.folded != "i")
    )
