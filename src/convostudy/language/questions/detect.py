"""Which stretches of a sentence are questions, with and without a question mark."""

from __future__ import annotations

import re
from typing import NamedTuple

from convostudy.language.questions.hurried import asks_hurriedly
from convostudy.language.questions.indirect import MAY_BE_INDIRECT, asks_indirectly
from convostudy.language.questions.inverted import ANYWHERE, INNER, MAY_BE_INVERTED, first
from convostudy.language.questions.patterns import (
    EMOJI,
    MAY_ASK_LATER,
    MAY_BE_TAG,
    boundaries,
    content_end,
    core_start,
    matches,
    onset,
    tag_start,
)
from convostudy.language.questions.stopped import MAY_OPEN_OR_CLOSE, states

__all__ = ["Found", "Looks", "found_in", "looks"]


class Found(NamedTuple):
    """A stretch that asks: where it is, where its main clause begins, by which rule."""

    start: int
    main: int
    end: int
    rule: str
    words: str
    marked: bool


# A question mark at the end, behind which only quotes, brackets and smileys stand.
MARK = rf"\?[!?.…]*[\"'”’»)\]*_]*[\s{EMOJI}]*$"
_SUBORDINATE = re.compile(
    r"(?:when|whenever|if|since|as|because|before|after|once|given|while|until|although|suppose|"
    r"considering|assuming|now that|in case|provided|instead of|apart from|besides|from|in|on|for"
    r"|at|with)\b"
)
_QUOTE = re.compile(r"[\"'“‘]")
_REPORTED = re.compile(
    r"\b(?:said|says?|asks?|asked|asking|told|wrote|writes?|went|goes|like|called|titled|subject|"
    r"question|thinking|thought|replied|answers?)\b\W*[\"'“‘][^\"”]*\?[\"'”’][^\w]*$"
)
_QUOTE_OPENS = re.compile(r"\s[\"'“‘](?=[^\"“”]*\?[\"'”’]\W*$)")


_NOT_AFTER = re.compile(
    r"\b(?:so|nor|neither|as|than|only|never|i|you|we|they|whatever|whoever|know|wonder\w*|ask\w*"
    r"|what|which|who|whom|where|how|why|when|see|hear|remember|not|if|that|people|no matter"
    r"|will|would|could|can|may|might|must|should|to|[a-z]+'ll|[a-z]+'d|won't|let)\s+$"
)
_TAG_OPEN = re.compile(
    r"(?:you|u|it|they|he|she|that|this|we|i|there|the|your|my|somebody|someone)\b"
)
_CHOICE = re.compile(
    r"(?!.*\b(?:i|you|u|we|they|he|she|it|is|are|was|were|will|would|can|could|either|one way"
    r"|more|sooner|two|something|so|anything|whatever|other)\b)"
    r"(?:[\w/%£$€'-]+\s){1,4}or\s(?:[\w/%£$€'-]+\s?){1,4}$"
)
# With a question mark to confirm it: "Giles did anyone enter?"; "..., want to try it?".
_ANYWHERE_MARKED = re.compile(
    r"(?<=\s)(?:did|does|has|is|are|was|were|would|could|can|will)\s"
    r"(?:anyone|anybody|someone|somebody|there|it|he|she|they|that|this)\s[a-z]"
)
_ELLIPTIC_ONSET = re.compile(
    r"(?:want|wanna|fancy|need|care|any|anyone|free|open|up for|interested|worth|okay if|ok if"
    r"|mind if)\s"
)
_COMMA = re.compile(r"(?:[,;:(!]|\s[–—-]+)\s+(?:(?:and|but|so)\s+)?|\.\.+\s*|…\s*")
_AGREES = re.compile(r"\W*(?:and |but )?(?:so|nor|neither|as)\s")
_SHORT = 5
_FAR = 30
_EXCLAIMED = 3
_STATEMENT = re.compile(
    r"\b(?:i|you|u|we|they|he|she|it|is|are|was|were|has|have|had|will|'s|'re|'m|'ve|'ll|'d)\b"
)


class Looks(NamedTuple):
    """What one look over all sentences says, so that dear patterns run only where they may."""

    marked: bool
    tag: bool
    indirect: bool
    later: bool
    inverted: bool
    hurried: bool


def looks(lows: list[str]) -> list[Looks]:
    """Return what each lower-case sentence may be, in the order of `Looks`."""
    patterns = (
        *(MARK, MAY_BE_TAG, MAY_BE_INDIRECT),
        *(MAY_ASK_LATER, MAY_BE_INVERTED, MAY_OPEN_OR_CLOSE),
    )
    return [Looks(*row) for row in zip(*(matches(lows, p).tolist() for p in patterns), strict=True)]


def found_in(text: str, low: str, look: Looks, *, sets_marks: bool) -> Found | None:
    """Return the stretch of one sentence that asks.

    Parameters
    ----------
    text : str
        The sentence as written.
    low : str
        The same by `patterns.lowered`.
    look : Looks
        What `looks` says of it.
    sets_marks : bool
        Its message holds a question mark, so that a full stop tells something.

    Returns
    -------
    Found or None
        None when the sentence asks nothing. A sentence is one question, also where it asks
        two things at once ("what do you charge and how long does it take?").
    """
    if look.marked:
        return _marked(text, low, look)
    return _unmarked(text, low, look, sets_marks=sets_marks)


def _marked(text: str, low: str, look: Looks) -> Found | None:
    if _QUOTE.search(low) and _REPORTED.search(low):
        return None
    at = core_start(text, low)
    core = low[at : max(at + 1, content_end(low, at))]
    opened = onset(core)
    tag = tag_start(core) if look.tag else None
    if tag is not None and opened is not None:
        words = f"? {core[tag:]}"
        return Found(_with_conjunction(low, at), at, len(text), "mark", words, True)
    if opened is None and tag is None and not (look.indirect and asks_indirectly(core)):
        if _QUOTE_OPENS.search(low, at):
            return None
        main, opened = _main_clause(low, at, core)
        start = at if main == at or _SUBORDINATE.match(low, at) else main
        at = main
    else:
        start = at
    words = f"? {opened.group()}" if opened else "?"
    return Found(_with_conjunction(low, start), at, len(text), "mark", words.strip(), True)


def _main_clause(low: str, at: int, core: str) -> tuple[int, re.Match[str] | None]:
    """Return where the clause that asks begins, when it is not the first one."""
    for after, _ in boundaries(core):
        if after and (opened := onset(core, after) or _ELLIPTIC_ONSET.match(core, after)):
            # "There is a bus, or do you drive?" is one choice.
            return (at if core[:after].rstrip().endswith(" or") else at + after), opened
    for pattern in (ANYWHERE, _ANYWHERE_MARKED):
        if (found := pattern.search(core)) and not _NOT_AFTER.search(core[: found.start()]):
            return at + found.start(), found
    # "I'm in Ghent next week, coffee?": a statement, then a fragment that asks.
    for comma in reversed([gap.end() for gap in _COMMA.finditer(core)]):
        if core.startswith("or ", comma):
            break
        if core.count(" ", comma) < _SHORT and _STATEMENT.search(core[:comma]):
            return (at, None) if _SUBORDINATE.match(core) else (at + comma, None)
        break
    return at, None


def _unmarked(text: str, low: str, look: Looks, *, sets_marks: bool) -> Found | None:
    at = core_start(text, low)
    if low.endswith("!") and low.count(" ", at) < _EXCLAIMED:
        return None
    found = first().match(low, at)
    if found is not None:
        # "So do I" agrees.
        rule = str(found.lastgroup)
        if low[found.end() :].strip(" .!") or rule == "wh_bare" or not _AGREES.match(low):
            return _unmarked_at(low, text, at, rule, found.group())
        return None
    if look.indirect and (indirect := asks_indirectly(low[at:])) is not None:
        rule, start, words = indirect[0], indirect[1] + at, indirect[2]
        where = _clause_start(low, start)
        return Found(where, start, len(text), f"indirect_{rule}", words, False)
    for after, weak in boundaries(low) if look.later else ():
        if after <= at or (weak and _NOT_AFTER.search(low[:after])):
            continue
        if (found := (INNER if weak else first()).match(low, after)) is not None:
            return _unmarked_at(low, text, after, str(found.lastgroup), found.group())
    found = ANYWHERE.search(low, at) if look.inverted else None
    if found is not None and not _NOT_AFTER.search(low[: found.start()]):
        return Found(found.start(), found.start(), len(text), "inverted", found.group(), False)
    core = low[at : content_end(low, at)] if look.tag else ""
    tag = tag_start(core) if look.tag else None
    if tag is not None and "n't" not in core[tag:] and not _TAG_OPEN.match(core):
        tag = None
    # A bare "right", "no" at the end of a statement is as often part of it.
    if tag is not None and tag > _SHORT and (core[tag] == "," or " " in core[tag:].strip()):
        return _unmarked_at(low, text, at, "tag", core[tag:])
    if not look.hurried:
        return None
    end = content_end(low, at)
    stopped = "." in low[end:]
    if "!" in low[end:] or (stopped and sets_marks):
        return None
    found = _CHOICE.match(low[:end], at) if " or " in low else None
    if found is not None and not (stopped and states("choice", found.group())):
        return _unmarked_at(low, text, at, "choice", found.group())
    quick = asks_hurriedly(text, low, at, end)
    if quick is None or (stopped and states(quick.rule, low[quick.start : end])):
        return None
    return _unmarked_at(low, text, quick.start, quick.rule, quick.words)


def _unmarked_at(low: str, text: str, at: int, rule: str, words: str) -> Found:
    return Found(_with_conjunction(low, at), at, len(text), rule, words.strip(), False)


def _with_conjunction(low: str, at: int) -> int:
    """Keep "and", "so", "but" at the very beginning of the sentence with the question."""
    return 0 if 0 < at <= 5 and low[:at].strip() in ("and", "so", "but", "or", "also") else at


def _clause_start(low: str, start: int) -> int:
    """Return the beginning of the clause that holds a place."""
    earlier = [gap.end() for gap in _COMMA.finditer(low, 0, start)]
    begin = earlier[-1] if earlier else 0
    return begin if start - begin < _FAR else start
