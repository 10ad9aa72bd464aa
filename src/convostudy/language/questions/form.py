"""The grammatical form of a question: wh, polar, alternative, declarative, tag, ..."""

from __future__ import annotations

import re

from convostudy.language.questions.detect import Looks
from convostudy.language.questions.indirect import asks_indirectly
from convostudy.language.questions.patterns import AUX, PREPOSITION, SUBJECT, WH, tag_start

__all__ = ["form_of"]

_WH_START = re.compile(rf"(?:{PREPOSITION}\s)?{WH}\b")
_POLAR_START = re.compile(rf"{AUX}\s|(?:do|does|did|is|are)\b")
_ELLIPTIC = re.compile(
    r"(?:ever|wanna|want|need|fancy|care|mind|got|had|heard|seen|know|remember|you (?:remember"
    r"|know|want|need|see|think|have|got|still|ever))\b\s\S"
)
_OR = re.compile(
    r"\bor\b(?!\s(?:other|even|maybe|two|more|less|any(?:one|body|where|thing)?)\b(?!\Z))"
    r"(?!\s(?:not|no|so|something|anything|whatever|what|two|more|less|other|else"
    r"|similar)(?:\s\w+)?\W*$)(?!\W*$)"
)
_SUBJECT_FIRST = re.compile(
    rf"(?:(?:i|you|u|we|they|he|she|it|this|that|these|those|there|everyone|everybody|someone"
    rf"|somebody)(?:'?(?:re|s|m|ve|d|ll))?\b(?=\s\S)"
    rf"|{SUBJECT}\b)"
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|am|do|does|did|have|has|had|can|could|will|would|should|shall|may"
    r"|might|must|"
    r"get|gets|got|need|needs|want|wants|means?|say|says|said|mentioned|starts?|includes?|goes"
    r"|comes|"
    r"\w+n't)\b|\b(?:i|you|u|we|they|he|she|it|that|there|who)'(?:s|re|m|ve|d|ll)\b"
    r"|\b(?:i|you|u|we|they|he|she|it)\s(?!too\b|and\b|or\b|guys\b|lot\b)[a-z]+"
)
_INDEFINITE = re.compile(r"(?:\w+ \w+, )?(?:any(?:one|body|thing|where)?|no (?:one|more))\b")
_CLAUSE_ALONE = re.compile(
    r"(?:if|because|unless|as long as|in case|as in|assuming|when|after|before)\b"
)
_IMPERATIVE = re.compile(
    r"(?:please )?(?:send|share|give|call|come|book|ping|ask|drop|text|email|forward|add|ring"
    r"|keep)\b(?! (?:is|are)\b)"
)
_WH_IN_PLACE = re.compile(
    r"\b(?:how (?:much|many)|who|what|where|when|which(?: one| \w+)?)(?:\s\w+)?$"
)


def form_of(core: str, *, rule: str, look: Looks) -> tuple[str, str]:
    """Return (form, the words that decided).

    Parameters
    ----------
    core : str
        The question from its main clause on, lower case, without openers and closing marks.
    rule : str
        The rule that found it.
    look : Looks
        What one look at the sentence said: marked, may end in a tag, may be indirect.
    """
    n_words = core.count(" ") + 1
    wh, polar = _WH_START.match(core), _POLAR_START.match(core)
    may_be_tag = wh is None and polar is None and look.tag and n_words > 2
    tag = tag_start(core) if may_be_tag else None
    if tag is not None and (tag > 3 or n_words > 4):
        return "tag", core[tag:].strip(" ,")
    if rule.startswith("indirect"):
        return "indirect", rule.removeprefix("indirect_")
    indirect = asks_indirectly(core) if wh is None and look.indirect else None
    if indirect is not None and not (
        polar is not None and core.startswith(("do ", "did ", "have "))
    ):
        return "indirect", indirect[2]
    either = _OR.search(core) if " or " in core else None
    if either is not None and (wh is None or _closed_choice(core)):
        return (
            "alternative",
            core[max(0, either.start() - 12) : either.end() + 12].strip(),
        )
    if wh is not None:
        is_short = n_words <= 3 and not _has_verb_after(core, wh)
        return ("fragment" if is_short else "wh"), wh.group()
    if polar is not None:
        return (
            ("polar" if n_words > 2 or not look.marked else "fragment"),
            polar.group().strip(),
        )
    if _ELLIPTIC.match(core) and n_words > 2:
        return "polar", core.split()[0]
    if _IMPERATIVE.match(core) and n_words > 2:
        return "indirect", core[:24]
    if _CLAUSE_ALONE.match(core) and "," not in core and "let me know" not in core:
        return "fragment", core[:24]
    if n_words <= 3 and not (_SUBJECT_FIRST.match(core) and _VERB.search(core)):
        return "fragment", core
    if _INDEFINITE.match(core) or not _VERB.search(core):
        last = _WH_IN_PLACE.search(core) if n_words > 3 else None
        return ("wh" if last else "fragment"), (last.group() if last else core[:24])
    return "declarative", core[:24]


def _closed_choice(core: str) -> bool:
    """Return whether a wh-question closes with its options: "who decides, you or the chair"."""
    return (
        re.search(r"[,:–—-]\s(?!and\b)(?:[\w'£$€%.-]+\s){0,8}?or\s(?:[\w'£$€%.-]+\s?){1,12}$", core)
        is not None
    )


def _has_verb_after(core: str, wh: re.Match[str]) -> bool:
    """Return whether a short wh-question has a verb: "who owns them", "what's new"."""
    rest = core[wh.end() :].strip()
    word = wh.group()
    if not rest:
        return False
    if "'" in word or word in ("whats", "hows", "wheres"):
        return True
    if word.startswith("who"):
        return " " in rest or not re.match(
            r"(?:in|at|from|for|with|else|by|then|exactly|did|do|does|is|are)\b", rest
        )
    if re.search(r"\b(?:suits?|works?|matters?)$", rest):
        return True
    return re.match(rf"(?:{AUX}|happen\w*|changed|works?|broke|won|went|made)\b", rest) is not None
