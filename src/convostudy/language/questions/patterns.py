"""Building blocks of English questions: auxiliaries, subjects, question words, clause starts."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from convostudy.language.lexicons import load

__all__ = [
    "AUX",
    "EMOJI",
    "MAY_ASK_LATER",
    "MAY_BE_TAG",
    "PREPOSITION",
    "PRONOUN",
    "SUBJECT",
    "UNUSUAL",
    "WH",
    "boundaries",
    "compiled",
    "content_end",
    "core_start",
    "listed",
    "lowered",
    "matches",
    "onset",
    "tag_start",
]

_APOSTROPHES = {ord(sign): "'" for sign in "’‘ʼ`´＇"}
EMOJI = "\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff☀-➿⬀-⯿‍️"

# "ll", "s" after an apostrophe are handled with the question word ("who's", "what'll").
_MODAL = (
    r"(?:can|could|will|would|shall|should|may|might|must)(?:n'?t)?|cannot|can't|cant|won't|wont"
)
_BE = r"is|are|was|were|am|r|isn'?t|aren'?t|wasn'?t|weren'?t|ain'?t"
_DO = r"do|does|did|don'?t|doesn'?t|didn'?t"
_HAVE = r"have|has|had|haven'?t|hasn'?t|hadn'?t"
AUX = rf"(?:{_MODAL}|{_BE}|{_DO}|{_HAVE})"
PRONOUN = (
    r"(?:i|you|u|ya|ye|y'all|we|they|he|she|it|this|that|these|those|there|one|"
    r"any(?:one|body|thing)|some(?:one|body|thing)|every(?:one|body|thing)|people)"
)
DETERMINER = r"(?:the|an?|my|your|ur|our|his|her|its|their|any|some|all|both|either|each|every|no)"
SUBJECT = rf"(?:{PRONOUN}|{DETERMINER}(?= ))"
WH = (
    r"(?:what(?:'?s|'?re|'?d|'?ll)?|wh?ich|who(?:'?s|'?re|'?d|'?ll|m|se)?|where(?:'?s|'?re|'?d)?|"
    r"when(?:'?s|'?re)?|why(?:'?s|'?d)?|how(?:'?s|'?re|'?d)?|wat|wot|whats|hows|wheres)"
)
_TAIL = r"(?:i|you|u|ya|we|they|he|she|it|there|this|that)"
_POSITIVE = r"(?:is|are|was|were|do|does|did|have|has|had|can|could|will|would|should)"
# "..., isn't it", "..., have you", "..., right".
_TAG = re.compile(
    rf"(?:\b(?:and |then )?(?:is|are|was|were|do|does|did|have|has|had|ca|could|wo|would|should|ai)"
    rf"n'?t\s{_TAIL}"
    rf"|,\s*(?:and |then )?(?:{_POSITIVE}\s{_TAIL}|am i right)"
    rf"|,\s*(?:right|correct|yeah|yes|no|eh|innit|huh|ok|okay|na|nah|true"
    rf"|i (?:take|trust|assume|presume|guess|suppose)(?: it)?)"
    rf"|(?<!\bor)\s(?:right|innit|correct|na|no|huh|eh))$"
)
# "You have no idea what it is do you": a negative statement needs no comma.
_BARE_TAG = re.compile(
    rf"(?<!\bto)(?<!\band)(?<!\bor)(?<!\bwill)(?<!\bcan)(?<!\bcould)(?<!\bwould)(?<!\bshould)(?<!n't)"
    rf"\s{_POSITIVE}\s(?:you|u|we|they|he|she|it)$"
)
# For one vectorised look.
MAY_BE_TAG = (
    r"(?:n'?t\s\w+|\s(?:i|you|u|ya|we|they|he|she|it|there|this|that)"
    r"|[\s,](?:right|correct|yeah|yes|no|eh|innit|huh|ok|okay|na|nah|true|it|take|trust|assume"
    r"|presume"
    r"|guess|suppose))\W*$"
)
_NEGATIVE = re.compile(r"n'?t\b|\b(?:never|no|not)\b")
_TAG_LENGTH = 24
PREPOSITION = r"(?:to|for|in|at|on|from|by|with|of|about|since|until|till|under|through|after)"

_LOOSE = re.compile(
    rf"(?:{PREPOSITION} )?{WH}\b(?!ever)(?! (?:a|an) )|{AUX}\s(?:not )?{SUBJECT}\b|"
    rf"(?:do|does|did|could|can|would|will|should|shall|might|may) "
    rf"(?!(?:love|like|be|appreciate|have|prefer|need|do|not|check|try|also)\b)[a-z£$€0-9]"
)
# Where a clause ends and one that may ask begins. After a weak boundary (a comma, a conjunction)
# relative clauses begin as well.
_ONSET_WORD = (
    rf"(?:{WH}|{AUX}|fancy|wanna|any|since|like|want|need|care|anyone|free|open|up|interested"
    r"|worth|mind|ok|okay)\b"
)
# Bounded, as are the dots below to the first of a run: else each place would look through the
# whole rest, and a message of nothing but "and" would take minutes.
_PASSED = r"(?:(?:and|but|so|or|also|then|please|pls|just|roughly|btw|though|well)[\s,]+){0,8}"
# Both begin with a set or a literal, which `re` finds fast.
_BOUNDARY = re.compile(
    rf"[,;:(!?.…–—{EMOJI}-](?:(?<=[,-])\s|(?<=\.)(?<!\.\.)\.+|(?<=:)-?[)D(P]?|(?<=[^,.:-]))"
    rf"[\s\"'“‘*]*{_PASSED}(?={_ONSET_WORD})"
)
_CONJUNCTION = re.compile(rf"\s(?:and|but|so)\s+{_PASSED}(?={_ONSET_WORD})")
# For one vectorised look: what both need. RE2 knows no looking behind and takes only ASCII for a
# space or a letter, so any other sign passes.
UNUSUAL = r"[^\t\n\f\r -~]"
MAY_ASK_LATER = (
    rf"{UNUSUAL}|(?:[,;:(!?.-](?:\s|\.+|-?[)D(P]?)[\s\"'*]*|\s(?:and|but|so)\s+)"
    rf"{_PASSED}{_ONSET_WORD}"
)
_CONTENT = re.compile(rf"(?s).*[^\s?!.…,;:\"'”’»)\]*_{EMOJI}–—-]")
_VOCATIVE = re.compile(r"[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+){0,2}\s*(?:[,:–—!.]|-(?=\s))\s*")


def lowered(text: str) -> str:
    """Return the text in lower case with straight apostrophes, character for character."""
    if text.isascii():
        return text.lower()
    straight = text.translate(_APOSTROPHES)
    low = straight.lower()
    # A few letters (İ) grow when lowered; offsets must keep.
    return low if len(low) == len(text) else "".join(c.lower()[:1] or c for c in straight)


@cache
def compiled(name: str, frame: str = r"(?:{})") -> re.Pattern[str]:
    """Return one pattern of all entries of a word list, longest first, in a frame."""
    entries = sorted(load(name), key=len, reverse=True)
    return re.compile(frame.replace("{}", "|".join(entries)))


@cache
def listed(name: str) -> str:
    """Return the entries of a word list as an alternation to put inside another pattern."""
    return "|".join(sorted(load(name), key=len, reverse=True))


def core_start(text: str, low: str) -> int:
    """Return where the text begins once greetings, markers and a name in address are passed."""
    openers = compiled("question_openers", rf"(?:{{}})(?![\w'])[\s,.:;!–—{EMOJI}-]*|[{EMOJI}]+\s*")
    at = 0
    while True:
        found = openers.match(low, at) or _VOCATIVE.match(text, at)
        if found is None or found.end() == at or found.end() >= len(low.rstrip(" ?!.")):
            return at
        at = found.end()


def matches(texts: Any, pattern: str) -> Any:
    """Return a numpy array: does each text hold the pattern? RE2 in Arrow, one call a column."""
    import pyarrow as pa
    import pyarrow.compute as pc

    column: Any = pa.array(texts, type=pa.large_string(), from_pandas=True)
    found = pc.fill_null(pc.match_substring_regex(column, pattern), False)
    return found.to_numpy(zero_copy_only=False)


def onset(low: str, at: int = 0) -> re.Match[str] | None:
    """Match a question word or an auxiliary before its subject at a place."""
    return _LOOSE.match(low, at)


def boundaries(low: str) -> list[tuple[int, bool]]:
    """Return where a later clause that may ask begins, and whether its boundary is weak.

    Weak are a comma and a conjunction: relative clauses follow them too.
    """
    found = [(gap.end(), low[gap.start()] == ",") for gap in _BOUNDARY.finditer(low)]
    found += [(gap.end(), True) for gap in _CONJUNCTION.finditer(low)]
    return sorted(found)


def tag_start(core: str) -> int | None:
    """Return where a tag at the end begins ("..., isn't it"), or None."""
    offset = max(0, len(core) - _TAG_LENGTH)
    tail = core[offset:]
    if (found := _TAG.search(tail)) is not None:
        return offset + found.start()
    if (found := _BARE_TAG.search(tail)) is not None:
        before = core[: offset + found.start()]
        if _NEGATIVE.search(before):
            return len(before) + 1
    return None


def content_end(low: str, start: int = 0, end: int | None = None) -> int:
    """Return the end of the words: closing marks, quotes, smileys and white space cut."""
    # Greedy and from the left, so that only the end is tried again and again.
    found = _CONTENT.match(low, start, len(low) if end is None else end)
    return found.end() if found else start
