"""Questions typed in a hurry: no mark, no inversion, often no verb ("u free friday").

Who sets full stops sets question marks, too: a sentence that ends in "." or "!" is not looked at.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from convostudy.language.questions.patterns import EMOJI, listed
from convostudy.language.questions.plain import OF_A_CLAUSE, asks_plainly

__all__ = ["MAY_BE_HURRIED", "Hurried", "asks_hurriedly", "ends_open"]


class Hurried(NamedTuple):
    """Where an unmarked question begins, the rule and the words that show it."""

    start: int
    rule: str
    words: str


_YOU = r"(?:you|u|ya|ye|y'?all)"
_SELF = r"(?:i|you|u|ya|ye|we|they|he|she|it)"
_SHE = r"(?:they|he|she|it)"
_NO_CHOICE = (
    "i|i'm|i'll|i'd|we|was|send|tell|take|call|type|text|ring|email|mail|put|bring|use|pick|buy|keep"
    "|leave|just|either|with|whatever|whoever|something|anything|other|maybe|probably|around|about"
    "|if|whether|can|could|should|must"
)
_AUX = r"(?:is|are|r|was|were|do|does|did|has|have|can|could|will|would|shall|should)"
# A word that takes an open clause: what follows it is no question of its own.
_KNOWS = (
    r"\b(?:know\w*|knew|ask\w*|tell\w*|told|say\w*|said|guess\w*|see|sure|unsure|idea|clue|matter"
    r"|wonder\w*|remember|forg[eo]t\w*|explain\w*|understand|care|decid\w+|find|figure|that'?s"
    r"|that is|this is|reason|if|whether|depends?|depending)\b"
)
_CANNOT_BE_WHICH = (
    "is|are|was|were|means|i|we|you|would|will|can|could|makes|made|of|he|she|they|it"
)
_NOT_A_VERB = r"(?:being|bring|thing|king|ring|sing|string|during|(?:no|any|every|some)thing)"
# A verb after a free clause makes it the subject: "what you need is rest".
_GOES_ON = r".*(?:,|\b(?:is|was|were|means|makes|depends|matters)\b)"


@cache
def _anywhere() -> re.Pattern[str]:
    """Match what asks at the beginning of any clause."""
    states = listed("question_states")
    return re.compile(
        # you coming; u free friday; you guys still up
        rf"(?P<no_copula>{_YOU}(?:\s(?:guys|all|two|lads|folks|lot|both|still|really|even))*"
        rf"\s(?:(?!{_NOT_A_VERB}\b)[a-z]+ing|(?:{states})(?!\s(?:the|an?|it|me|them|my|your)\b))\b)"
        # you still got the ladder; you want it; you seen any
        rf"|(?P<no_auxiliary>{_YOU}(?:\s(?:guys|all))?\s(?:(?:wanna|want|think|reckon|fancy"
        r"|still\s(?:got|have|need|want|use|do|live|play|work|there|at|in|on))\b"
        r"(?!.*\b(?:you|u)\s(?:can|get|got|just|have|need|must|should|pay)\b)(?!\snot\b)"
        r"|(?:got|have|had|seen|heard|tried|know|need|been)\s(?:any|anything|anyone|time|a (?:min"
        r"|minute|sec|second|moment))\b)|(?<!just\s)(?<!only\s)want\s(?:me|us|his|her|their|my|some|one|an?)\b)"
        r"|(?P<polar>(?:is|was|are|were)\s(?:that|this|these|those)\b(?!\s(?:the|we|they|i|you|an?)"
        r"\b))"
        # any chance u could; anyone in your dept; anything else you had done
        r"|(?P<any>any chance\b|any(?:one|body)\s(?!(?:who|that|but|with|can|could|will|would"
        r"|i|you)\b)(?!.*\b(?:can|could|will|would|should|is|are|was)\b)[a-z]"
        rf"|anything\s(?:else|new|up|i|on|from)\b(?!{_GOES_ON}))"
        # what file; which hip, my mother had the left
        rf"|(?P<wh_noun>which\s(?!(?:{_CANNOT_BE_WHICH})\b)[\w'-]+(?=[^\w]*$|[,:])|which\s(?:day|date|time|week|month|part"
        r"|side|kind|type|size|colou?r|place|company|school)\b|what\s(?!(?:an?|is|was|fun|luck|joy"
        r"|news|nonsense|rubbish|bliss|weather|timing|ever|matters|it|i|we|he|she|they)\b)"
        r"[a-z]+(?=[^\w]*$))"
        r"|(?P<and_you>(?:et (?:toi|vous)|und (?:du|dir|sie|selbst|ihnen)|och du|og du|en (?:jij"
        r"|jullie)|y (?:tu|tú|vos|usted)|e (?:tu|você|voce|lei))(?=\W*$))"
    )


@cache
def _at_core() -> re.Pattern[str]:
    """Match what asks at the beginning of a sentence only."""
    ordinary = listed("question_statement_words")
    return re.compile(
        # what margin u giving; how the new place; who doing the cake; when u coming
        rf"(?P<wh_open>(?:(?:what|wat|wot)\s(?!(?:an?|i|we|else\W*$|it|he|she|they)\b)"
        rf"|(?:where|why|whys)\s(?!(?:i|we|it|thank)\b)|which\s(?!(?:{_CANNOT_BE_WHICH})\b)"
        rf"|who\s(?!(?:knew|knows|cares|ever)\b)"
        rf"|how\s(?!(?:to|i|we|it|about|nice|kind|lovely|great|cool|cute|sweet|funny|sad|awful"
        rf"|exciting|good of|dare)\b)|when\s{_YOU}\s[a-z]+ing\b)(?!{_GOES_ON})\S+\s\S"
        rf"|what\s(?:looks|sounds|counts|sets|stops|keeps|got|gets|hurts|helps)\s(?!.*\bis\b)"
        rf"|(?:what|where|when|why|how)\s(?:do|does|did)\s[a-z]+\s(?!.*\b(?:is|was)\b))"
        # where is parking; how bad is traffic; why late
        rf"|(?P<wh_be>(?:where|when|who|why|how|what|how\s[a-z]+)\s(?:is|are|r|was|were)\s"
        rf"(?!(?:clear|important|needed|missing|nice|great|good|more|best|worse|really|most)\b)"
        rf"(?!{_GOES_ON})\S|(?:why|where|who)\s(?!(?:not|it|knew|knows|cares|i|we|the)\b)[a-z]+$)"
        # can grandma come; did the money arrive; do dogs count; are shoes included
        rf"|(?P<noun_subject>(?:(?:can|could|will|would|should|did|does)\s(?!(?:{ordinary}|{_SELF})\b)"
        r"(?:(?:the|your|ur|his|her|my|our|their|that|this|those|these)\s)?[a-z]+"
        r"|do\s(?:(?:the|your|ur|his|her|my|our|their|those|these|most|all)\s)?[a-z]+s)"
        rf"\s(?:[a-z]+\s)?(?:{listed('question_bare_verbs')})\b"
        rf"|(?:is|are|has|was|were)\s(?!(?:{ordinary}|{_SELF})\b)(?![a-z]+(?:ing|ed|ly)\b)[a-z]+\s\S"
        r"|(?:is|are)\s[a-z]+ing\s(?:ok|okay|fine|included|free|allowed|possible|available|on|still"
        r"|done|extra|good|better|easy|hard|an?|the|your)\b|were\s(?:the|all|both|his|her|my|our)\s"
        r"|have\s(?:the|your|ur|his|her|all|both|those|these)\s(?:[a-z]+\s){1,2}(?:[a-z]+ed|been|come"
        r"|gone|got|left|done|made|had|seen|found|paid|sent)\b)"
    )


@cache
def _closed_by() -> re.Pattern[str]:
    """Match what asks by the words at its end."""
    return re.compile(
        # they called you yet
        r"(?P<yet>(?!.*(?:n't|nt\b|\b(?:not|no|never|nor|nothing|none|nobody|dunno|\w+est)\b))"
        r"\w.*(?<!\bas)(?<!\band)(?<!\bbut)(?<!better)\syet$)"
        # you coming or not; u down or nah
        rf"|(?P<or_not>(?!.*\b(?:if|whether|know|like|matter)\b)\w.*\sor\s(?:not|what|nah|naw|no)$)"
        # you want the card or a new one; they stay at 49 or they go up
        rf"|(?P<you_or>(?:{_YOU}\s(?!(?:can|could|may|might|must|should|will|would|shall|know|said"
        rf"|either|(?:have|need|ought) to)\b)(?!.*\bif\b).*\sor\s(?!so\b|some|any|two\b|more\b"
        rf"|less\b|else\b|other|whatever)|{_SHE}\s(?!.*\bif\b).*\sor\s(?:{_SHE}|{_YOU}|{_AUX})"
        r"\s)[a-z])"
        # note 1 book how much now; moving what; since when
        rf"|(?P<wh_in_place>(?!(?:which|that|this|it)\b)(?!.*(?:,|{_KNOWS}))(?:\S+\s){{1,9}}?(?<!\bor\s)(?<!\bno\s)(?<!\bso\s)"
        r"(?:what|how much|how many|since when|which one|why|by when|(?:from|with|for|to|by|says?)"
        r"\s(?:who|whom|where|when))(?:\s(?:now|then|exactly|aunty|uncle|bro|man|mate|sir|boss))?$)"
        # worth it or cancel; ok or wait
        rf"|(?P<choice>(?!.*(?:,|\b(?:{_NO_CHOICE})\b))(?:\S+\s){{1,6}}or\s(?!(?:i|i'm|i'll|we|so"
        r"|two|later|less|more|else)\b)(?:\S+\s?){1,5}$)"
    )


# With a name that no comma parts from the question: "Denny whats the holdup".
_NAMED = re.compile(
    r"[A-Z][a-zà-ÿ]+\s(?:how'?s|what'?s|where'?s|(?:how|what|where)\s(?:is|are|was|were|did|do)"
    r"|why\s(?:is|are|did|do|does)|when\s(?:is|are|did|do|does)|is\s(?:this|that|it)\s"
    r"(?:an?|the|true|ok|still|you)|did\s(?:any\w+|ye|you)|who\s(?:do|did))\b"
)
# "is Hugo walking", "can Mme Bouchard be insured": only the capital tells subject from predicate.
_CAPITAL_SUBJECT = re.compile(
    r"(?:[Ii]s|[Aa]re|[Cc]an|[Cc]ould|[Ww]ill|[Ww]ould|[Ss]hould|[Hh]as|[Dd]id)\s"
    r"[A-Z][\w'’-]*\s\S"
)
_LEADS_ON = re.compile(rf"{_KNOWS}|(?:what|look|show|check|not|just|only|love|about|then|here)\b")
_TAG = re.compile(
    r"(?<!\bis)(?<!\bbe)(?<!\bare)(?<!\bwas)(?<!\bwere)(?<!\bit)(?<!'s)(?<!'re)(?<!\bout)"
    r"(?<!\bnot)(?<!\ball)(?<!\bthe)(?<!\bget)(?<!\bgot)(?<!\bdo)(?<!\bdone)(?<!\bfeels)"
    r"(?<!\bthem)(?<!\bso)(?<!\bquite)(?<!\bthats)(?<!\bur)(?<!\bput)(?<!\bem)\s(?:right|huh"
    r"|innit)$"
)
# Begins with a set, which `re` finds fast.
_CLAUSE = re.compile(
    rf"[,;:(…–—.{EMOJI}-](?:(?<=[,;:(…{EMOJI}])|(?<=\s[–—-])|(?<=\.)\.)\s*"
    r"(?:(?:and|but|so|ok|lol)\s+)?"
)
# With these begins what `_anywhere` finds; with these ends what `_closed_by` finds.
_FIRST_LETTERS = frozenset("aeiouyw")
_LAST_WORDS = (
    *(
        " yet",
        " what",
        " much",
        " many",
        " when",
        " one",
        " why",
        " who",
        " whom",
        " where",
        " now",
    ),
    *(" then", " exactly", " aunty", " uncle", " bro", " man", " mate", " sir", " boss"),
)
_TAG_WORDS = (" right", " huh", " innit")
_LETTERS = "\u2600"
# "Ok" opens a sentence, but asks in "ok if I come", "ok or wait".
_AGREEABLE = re.compile(
    r"(?:ok|okay|cool|fine|alright)\s(?:if\s(?:i|we|you|u)\b|to\s|(?:\S+\s)*or\s)"
)
_LONGEST = 180

# For one vectorised (RE2) look at messages: such words in a line that no mark ends.
MAY_BE_HURRIED = (
    r"\b(?:you|u|ya|ye|y'?all|yet|huh|right|innit|want|any\w*|is|are|can|will|would|could|has|do|did"
    r"|should|et toi|et vous|und|och du|og du|en|y|e)\b[^.!?\n]*(?:\n|$)"
)


def ends_open(low: str, end: int) -> bool:
    """Return whether no full stop and no exclamation mark follows the words of a sentence."""
    return "." not in low[end:] and "!" not in low[end:]


def asks_hurriedly(text: str, low: str, at: int, end: int) -> Hurried | None:
    """Return what asks in an unmarked sentence without question syntax.

    Parameters
    ----------
    text, low : str
        The sentence as written, and by `patterns.lowered`.
    at, end : int
        Where its openers end, and where its words end.
    """
    if end - at > _LONGEST:
        return None
    words = low[:end]
    if (plain := asks_plainly(words, at)) is not None:
        return Hurried(plain[0], plain[1], plain[2][:24])
    found = _anywhere().match(words, at) if words[at : at + 1] in _FIRST_LETTERS else None
    found = found or _at_core().match(words, at)
    if found is None and (" or " in words or words.endswith(_LAST_WORDS)):
        found = _closed_by().match(words, at)
    if found is not None:
        return Hurried(at, str(found.lastgroup), found.group()[:24])
    if (found := _CAPITAL_SUBJECT.match(text, at)) is not None:
        return Hurried(at, "noun_subject", low[at : found.end()])
    if (found := _NAMED.match(text, at)) is not None and not _LEADS_ON.match(low, at):
        start = low.index(" ", at) + 1
        return Hurried(start, "named", low[start : found.end()])
    if at and (found := _AGREEABLE.match(words)) is not None:
        return Hurried(0, "choice" if " or " in found.group() else "polar", found.group())
    for gap in _CLAUSE.finditer(words, at):
        found = None
        if words[gap.end() : gap.end() + 1] in _FIRST_LETTERS:
            found = _anywhere().match(words, gap.end())
        # After a smiley a sentence begins.
        if found is None and gap.group()[0] > _LETTERS:
            found = _at_core().match(words, gap.end())
        if found is not None and not OF_A_CLAUSE.match(words, at):
            return Hurried(gap.end(), str(found.lastgroup), found.group()[:24])
    if words.endswith(_TAG_WORDS) and (found := _TAG.search(words, at)) is not None:
        return Hurried(at, "tag", found.group().strip())
    return None
