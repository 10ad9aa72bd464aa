"""Which stretches of a sentence are questions, with and without a question mark."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from convostudy.language.questions.hurried import asks_hurriedly, ends_open
from convostudy.language.questions.indirect import MAY_BE_INDIRECT, asks_indirectly
from convostudy.language.questions.patterns import (
    AUX,
    EMOJI,
    MAY_ASK_LATER,
    MAY_BE_TAG,
    PREPOSITION,
    SUBJECT,
    UNUSUAL,
    WH,
    boundaries,
    content_end,
    core_start,
    listed,
    matches,
    onset,
    tag_start,
)

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


@cache
def _first() -> re.Pattern[str]:
    """Match what makes a question without a mark at the beginning of a sentence."""
    fill = r"(?:(?!(?:i|you|u|we|they|he|she|it|is|are|was|were)\b)[\w'/-]+\s){1,4}?"
    heads = listed("question_fragment_heads")
    return re.compile(
        rf"(?P<wh_inverted>(?:{PREPOSITION} )?(?:what|where|when|why|how|who|whom|wat|wot)"
        rf"(?: (?:exactly|else|then|roughly|on earth|the hell"
        rf"|the heck))?,? {AUX}\s(?:not\s)?(?:{SUBJECT}|[a-z]+ing)\b"
        rf"|(?:{PREPOSITION} )?(?:what|which|whose|how)\s{fill}{AUX}\s(?:i|you|u|we|they|he|she"
        rf"|it)\b"
        rf"|how\s\w+\s(?:is|are|was|were)\s{SUBJECT}\b|how (?:is|are) [a-z]|what (?:is"
        rf"|are) [\w-]+\W*$)"
        rf"|(?P<wh_contracted>(?:what|where|when|why|how|who)'?(?:s|re|d|ll)\s(?!more\b|app\b"
        rf"|up to you)(?!.*\bis\s(?:that|to|the|how|when)\b))"
        rf"|(?P<wh_subject>who\s(?!ever\b|knows\W*$|cares|knew)[a-z']+\b"
        rf"|what\s(?:happened|happens|changed|made|makes|brings|brought|went|kind|sort|else"
        rf"|percentage|time)\b"
        rf"|(?:which|what|whose)\s(?!is\b|are\b|was\b|were\b|means\b|(?:i|we|you|he|she|they|it|a)\b"
        rf"|[a-z]+s (?:is|was)\b)[\w'-]+\s(?:of\s\w+\s(?:\w+\s)?)?(?:is|are|was|were|did|do|does"
        rf"|can|could|will|would|should|works?|suits?|made|makes?)\b"
        rf"|which (?:one|of)\b"
        rf"|how (?:many|long|often|soon|far|old)\b(?!\s(?:i|we|it|this|that)\b)"
        rf"|how much\s(?:is|are|does|do|did|was|would|will|for|per|to|each|time|money|of)\b"
        rf"|(?:how|what) about\b|how come\b|what if\b|why (?:not|the)\b)"
        rf"|(?P<wh_bare>(?:(?:{PREPOSITION} |like |and )?{WH}|since when|wh?ich \w+|how (?:much"
        rf"|many|long|so|far|soon)|what (?:time|else|day|for)|at what \w+)(?=[^\w!]*$))"
        rf"|(?P<polar>(?:do|don'?t)\s(?:you|u|ya|ye|we|they|i|people|women|men|any(?:one"
        rf"|body))\b(?!\s(?:worry|dare|forget|mind me))"
        rf"|(?:did|didn'?t)\s(?:you|u|he|she|they|we|i|any(?:one|body)|it(?=\s(?!yesterday|today"
        rf"|again|for|in|on|with|at|last|once)[a-z]))\b"
        rf"|(?:does|doesn'?t)\s(?:{SUBJECT}|[a-z]+)\b"
        rf"|(?:is|isn'?t|are|aren'?t|r)\s{SUBJECT}\b"
        rf"|(?:was|wasn'?t|were|weren'?t)\s(?:you|u|it|that|he|she|they|there|i|these|those|your"
        rf"|any\w*)\b"
        rf"|(?:can|could|will|would|shall|can'?t|couldn'?t|won'?t|wouldn'?t)\s(?:{SUBJECT})\b"
        rf"|should\s(?:{SUBJECT})\b(?!\s(?:need|have|wish|want|require|ever|decide|change|find"
        rf"|feel|be|know|get|prefer)\b.*(?:,|let me|call|contact)|(?<=\ba)\s.*,)"
        rf"|(?:may|might)\s(?:i|we|you(?!\s(?:have|be|all|find|always|both))|u|they|he|she)\b"
        rf"|(?:have|haven'?t)\s(?:you|u|we|they|i)\b|(?:has|hasn'?t)\s{SUBJECT}\b|had\s(?:you|u"
        rf"|they|he|she)\b(?!.*\bwould)"
        rf"|am\si\b)"
        rf"|(?P<ellipsis>any (?:{heads})\b(?!.*\b(?:is|are|would|will)\b).{{0,50}}$|(?:fancy"
        rf"|wanna)\s\w|(?:how|what) about (?:you|u|yours?|yourself)\W*$|and (?:you|u|yourself)\W*$)"
    )


# Inside a sentence only what a relative or free clause cannot be.
_INNER = re.compile(
    rf"(?P<inner_wh>(?:what|where|when|why|how)\s{AUX}\s(?:you|u|i|we|they|he|she|it|there|the"
    rf"|your|my)\b"
    rf"|(?:how|what|where|when)'?s\s(?:the|your|it|my|his|her|life|things)\b"
    rf"|(?:how|what) about\s\w)"
    rf"|(?P<inner_polar>(?!(?:do|did|have) it\b)"
    rf"(?:do|did|does|have|has|are|r|is|can|could|will|would|shall|may|might"
    rf"|were|was|"
    rf"don'?t|didn'?t|can'?t|won'?t|wouldn'?t|isn'?t|aren'?t)\s(?:you|u|we|they|i|he|she|it|there"
    rf"|someone|anyone)\s[a-z])"
)
# An auxiliary before "you" or "we" asks wherever it stands, but for "so do we", "nor are you".
_ANYWHERE = re.compile(
    r"(?<=\s)(?P<inverted>(?:how\s(?:are|r|is|have)\s(?:you|u|ya|things|everything)\b"
    r"|(?:what|where|when|why|how)\s(?:do|did|are|can|could|should|will|would)\s(?:you|u|we"
    r"|i)\s[a-z]"
    r"|do\s(?:you|u|ye)\s(?!(?:the|an?|some|no|good)\b)[a-z]|have\s(?:you|u|ye)\s(?:[a-z]+ed|been"
    r"|got|had|seen|done|ever|already|heard|any|thought|found|met|read|made|taken|gone|given)\b"
    r"|(?:did|are|r|can|could|will|would|don't|can't)\s(?:you|u|ye)\s[a-z]"
    r"|or\s(?:is|are|r|do|does|did|can|will|shall|should|would|has)\s(?:it|you|u|ye|they|he|she|we"
    r"|there)\s[a-z]"
    r"|(?:can|could|shall|are|did|do)\s(?:we|i)\s(?!(?:say|add|mention|think)\b)[a-z]))"
)
# What it needs, for one vectorised (RE2) look.
_MAY_BE_INVERTED = (
    rf"{UNUSUAL}|\s(?:how\s(?:are|r|is|have)\s(?:you|u|ya|things|everything)\b"
    r"|(?:do|did|are|r|can|could|will|would|have|should|shall|don't|can't)\s(?:you|u|ye|we|i)\s"
    r"|or\s(?:is|are|r|do|does|did|can|will|shall|should|would|has)\s)"
)
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


def looks(lows: list[str]) -> list[Looks]:
    """Return what each lower-case sentence may be, in the order of `Looks`."""
    patterns = (MARK, MAY_BE_TAG, MAY_BE_INDIRECT, MAY_ASK_LATER, _MAY_BE_INVERTED)
    return [Looks(*row) for row in zip(*(matches(lows, p).tolist() for p in patterns), strict=True)]


def found_in(text: str, low: str, look: Looks) -> Found | None:
    """Return the stretch of one sentence that asks.

    Parameters
    ----------
    text : str
        The sentence as written.
    low : str
        The same by `patterns.lowered`.
    look : Looks
        What `looks` says of it.

    Returns
    -------
    Found or None
        None when the sentence asks nothing. A sentence is one question, also where it asks
        two things at once ("what do you charge and how long does it take?").
    """
    return _marked(text, low, look) if look.marked else _unmarked(text, low, look)


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
    for pattern in (_ANYWHERE, _ANYWHERE_MARKED):
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


def _unmarked(text: str, low: str, look: Looks) -> Found | None:
    at = core_start(text, low)
    if low.endswith("!") and low.count(" ", at) < _EXCLAIMED:
        return None
    found = _first().match(low, at)
    if found is not None:
        # "So do I" agrees.
        if low[found.end() :].strip(" .!") or not _AGREES.match(low):
            return _unmarked_at(low, text, at, str(found.lastgroup), found.group())
        return None
    if look.indirect and (indirect := asks_indirectly(low[at:])) is not None:
        rule, start, words = indirect[0], indirect[1] + at, indirect[2]
        where = _clause_start(low, start)
        return Found(where, start, len(text), f"indirect_{rule}", words, False)
    for after, weak in boundaries(low) if look.later else ():
        if after <= at or (weak and _NOT_AFTER.search(low[:after])):
            continue
        if (found := (_INNER if weak else _first()).match(low, after)) is not None:
            return _unmarked_at(low, text, after, str(found.lastgroup), found.group())
    found = _ANYWHERE.search(low, at) if look.inverted else None
    if found is not None and not _NOT_AFTER.search(low[: found.start()]):
        return Found(found.start(), found.start(), len(text), "inverted", found.group(), False)
    core = low[at : content_end(low, at)] if look.tag else ""
    tag = tag_start(core) if look.tag else None
    if tag is not None and "n't" not in core[tag:] and not _TAG_OPEN.match(core):
        tag = None
    # A bare "right", "no" at the end of a statement is as often part of it.
    if tag is not None and tag > _SHORT and (core[tag] == "," or " " in core[tag:].strip()):
        return _unmarked_at(low, text, at, "tag", core[tag:])
    if " or " in low and (found := _CHOICE.match(low, at)) is not None:
        return _unmarked_at(low, text, at, "choice", found.group())
    if low.endswith((".", "!")) or not ends_open(low, end := content_end(low, at)):
        return None
    if (quick := asks_hurriedly(text, low, at, end)) is not None:
        return _unmarked_at(low, text, quick.start, quick.rule, quick.words)
    return None


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
