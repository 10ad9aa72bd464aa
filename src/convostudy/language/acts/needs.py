r"""What words a text must hold before an expression can match it, read off the expression.

A search for a large expression costs the same in every text, and nearly all texts hold none of
its words. So the expression is read once and turned into a condition on words ("teaser and
curious, or sneak and peek"); only texts that meet it are searched. The condition may let through
too much and never too little: whatever cannot be read needs nothing.

A fragment is a piece of one word, written with a blank where the word must begin or end there:
``" call "`` is that word, ``" invest"`` any word that begins so. A word here is a run of ``\w``,
and every digit reads as ``0``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import product

__all__ = ["FOREIGN", "AllOf", "Need", "OneOf", "needs"]

FOREIGN = "~"  # stands for every character beyond ASCII, which no word here holds

# Two parts are spelled out together up to so many spellings; beyond, each is a condition.
_SPELLINGS = 12
_GAP, _ANYTHING = " ", "*"  # no letter or digit is here; whatever may be here
_GAPS = (r"\b", "^", "$", r"\s", r"\W")
_FOREIGN = f"{_GAP}{FOREIGN}{_GAP}"
_WORDLY = re.compile(r"[a-z0-9_]")
# Words with the white space between them are one token, as they make up most of an expression.
_TOKEN = re.compile(
    r"(?:[a-z_]|\\s\+)+(?![*+?{])|\\.|\[\^?(?:\\.|[^\]\\])+\]|\(\?:|[*+?]|\{\d+(?:,\d*)?\}|.",
    re.DOTALL,
)
_UNREADABLE = re.compile(r"\(\?[^:]|\\[^bdswDSWnt.?$+^*|()\[\]{}/-]|\[\[|\)\?\?|[*+?}][?+]|[A-Z]")
_BETWEEN_UNKNOWNS = re.compile(r"\*[ *]*\*")
_FRAGMENT = re.compile(rf"[a-z0-9_]+|{FOREIGN}")


@dataclass(frozen=True)
class AllOf:
    """Met when every part is met; without parts, always."""

    parts: tuple[Need, ...] = ()


@dataclass(frozen=True)
class OneOf:
    """Met when at least one part is met."""

    parts: tuple[Need, ...]


Need = str | AllOf | OneOf
_ALWAYS = AllOf()


@dataclass(frozen=True)
class _Part:
    """A part of an expression: conditions, and how the part may be spelled."""

    needs: tuple[Need, ...]
    spellings: frozenset[str]


@cache
def needs(pattern: str) -> Need:
    r"""Return what a text must hold for an expression to match it.

    Parameters
    ----------
    pattern : str
        RE2, for lower-cased text.

    Returns
    -------
    str, AllOf or OneOf
        A fragment of a word, or a condition on several.

    Examples
    --------
    >>> needs(r"\b(?:call|chat)\b|\binvest\w*")
    OneOf(parts=(' call ', ' chat ', ' invest'))
    >>> needs(r"\d%")
    '0 '
    >>> needs(r"[^.]*")
    AllOf(parts=())
    """
    # An escape such as \W holds a capital that is not text.
    if _UNREADABLE.search(re.sub(r"\\[DSW]", r"\\d", pattern)):
        return _ALWAYS
    return _condition(_alternatives(pattern, False, False))


@cache  # the same macros come again and again
def _alternatives(inside: str, after_gap: bool, before_gap: bool) -> _Part:
    """Read an expression or what a group holds, knowing whether words can run into it."""
    branches: list[list[str]] = [[]]
    depth = 0
    for token in _TOKEN.findall(inside):
        depth += (token in ("(", "(?:")) - (token == ")")
        if token == "|" and not depth:
            branches.append([])
        else:
            branches[-1].append(token)
    return _either([_sequence(tokens, after_gap, before_gap) for tokens in branches])


def _sequence(tokens: list[str], after_gap: bool, before_gap: bool) -> _Part:
    made = _Part((), frozenset({_GAP if after_gap else ""}))
    at = 0
    while at < len(tokens):
        end = _end(tokens, at)
        quantified = end < len(tokens) and tokens[end][0] in "*+?{"
        if tokens[at] in ("(", "(?:"):
            gap = _is_gap(tokens[end : end + 2]) if end < len(tokens) else before_gap
            ends = all(spelled.endswith(_GAP) for spelled in made.spellings)
            inside = "".join(tokens[at + 1 : end - 1])
            if quantified:  # its own repetition may be its neighbour
                part = _alternatives(inside, ends and tokens[end] == "?", False)
            else:
                part = _alternatives(inside, ends, gap)
        else:
            part = _Part((), _character(tokens[at]))
        if quantified:
            part = _repeated(part, tokens[end])
        made = _joined(made, part)
        at = end + quantified
    return _joined(made, _Part((), frozenset({_GAP}))) if before_gap else made


def _is_gap(following: list[str]) -> bool:
    """Return whether no word can run into what follows; what may be left out is no gap."""
    optional = len(following) > 1 and following[1][0] in "*?{"
    return not optional and (following[0] in _GAPS or following[0].startswith(r"\s+"))


def _end(tokens: list[str], at: int) -> int:
    """Return where the token, or the group that it opens, is over."""
    depth = 0
    for end in range(at, len(tokens)):
        depth += (tokens[end] in ("(", "(?:")) - (tokens[end] == ")")
        if not depth:
            return end + 1
    return len(tokens)


def _character(token: str) -> frozenset[str]:
    if token.startswith("[") and len(token) > 1:
        return _class(token[1:-1])
    if token == ".":
        return frozenset({_ANYTHING})
    if token in (r"\w", r"\D", r"\S"):
        return frozenset({_ANYTHING})
    if token == r"\d":
        return frozenset({"0"})
    if (len(token) > 1 and not token.startswith("\\")) or token.startswith(r"\s+"):
        return frozenset({token.replace(r"\s+", _GAP)})
    return frozenset({_plain(token)})  # \b, ^ and $ are gaps: a word cannot run across them


def _class(inside: str) -> frozenset[str]:
    if inside.startswith("^"):
        return frozenset({_ANYTHING})
    members = re.findall(r"\\.|.", inside, re.DOTALL)
    if any(member in (r"\w", r"\D", r"\S") for member in members):
        return frozenset({_ANYTHING})
    if re.search(r"[^\\]-.", inside):  # a range
        return frozenset({_ANYTHING})
    return frozenset("0" if member == r"\d" else _plain(member) for member in members)


def _plain(token: str) -> str:
    if token.isdigit() and token.isascii():
        return "0"
    if not token.isascii():
        return _FOREIGN
    return token if _WORDLY.fullmatch(token) else _GAP


def _repeated(part: _Part, how: str) -> _Part:
    least, most = {"?": (0, 1), "*": (0, 2), "+": (1, 2)}.get(how, (0, 0))
    if how.startswith("{"):
        first, comma, last = how[1:-1].partition(",")
        least, most = int(first), int(last) if last else (int(first) + 1 if comma else int(first))
    spelled = set(part.spellings)
    if most == 0:
        spelled = {""}
    elif most > 1 and spelled != {_GAP}:  # begins as one, ends as one, anything between
        spelled |= {_tidy(f"{a}*{b}") for a, b in product(spelled, spelled)}
    if least == 0:
        return _Part((), frozenset({"", *spelled}))
    return _Part(part.needs, frozenset(spelled))


def _joined(first: _Part, then: _Part) -> _Part:
    both = first.needs + then.needs
    n, m = len(first.spellings), len(then.spellings)
    if n == 1 or m == 1 or n * m <= _SPELLINGS:
        pairs = product(first.spellings, then.spellings)
        return _Part(both, frozenset([_tidy(a + b) for a, b in pairs]))
    # Cut between the two; what is known of the cut is whether a word can run across it.
    ends = all(spelled.endswith(_GAP) for spelled in first.spellings)
    begins = all(spelled.startswith(_GAP) for spelled in then.spellings)
    cut = _GAP if ends or begins else _ANYTHING
    met = _held(_tidy(spelled + cut) for spelled in first.spellings)
    return _Part((*both, met), frozenset([_tidy(cut + spelled) for spelled in then.spellings]))


def _either(branches: list[_Part]) -> _Part:
    if len(branches) == 1:
        return branches[0]
    if not any(branch.needs for branch in branches):
        spelled = frozenset().union(*(branch.spellings for branch in branches))
        return _Part((), spelled)
    every = [spelled for branch in branches for spelled in branch.spellings]
    begins = _GAP if all(spelled.startswith(_GAP) for spelled in every) else ""
    ends = _GAP if all(spelled.endswith(_GAP) for spelled in every) else ""
    spelled = frozenset({f"{begins}{_ANYTHING}{ends}"})
    return _Part((_one_of(map(_condition, branches)),), spelled)


def _tidy(spelled: str) -> str:
    if spelled.count(_ANYTHING) > 1:
        spelled = _BETWEEN_UNKNOWNS.sub(_ANYTHING, spelled)
    while "  " in spelled:
        spelled = spelled.replace("  ", _GAP)
    return spelled


def _condition(part: _Part) -> Need:
    return _all_of([*part.needs, _held(part.spellings)])


def _held(spellings: Iterable[str]) -> Need:
    """Return the condition that one of the spellings is there."""
    return _one_of(_all_of(_fragments(spelled)) for spelled in sorted(spellings))


def _fragments(spelled: str) -> list[Need]:
    # What precedes and follows the whole is unknown, hence the stars.
    around = f"{_ANYTHING}{spelled}{_ANYTHING}"
    return [
        around[hit.start() - 1 : hit.end() + 1].replace(_ANYTHING, "")
        for hit in _FRAGMENT.finditer(around)
    ]


def _all_of(parts: Iterable[Need]) -> Need:
    flat: list[Need] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, AllOf) else [part])
    kept = tuple(dict.fromkeys(flat))
    return kept[0] if len(kept) == 1 else AllOf(kept)


def _one_of(parts: Iterable[Need]) -> Need:
    flat: list[Need] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, OneOf) else [part])
    kept = tuple(dict.fromkeys(flat))
    if _ALWAYS in kept:
        return _ALWAYS
    return kept[0] if len(kept) == 1 else OneOf(kept)
