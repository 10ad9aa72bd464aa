"""Plain questions without a mark that the first look misses: longer subjects, clipped openings.

Each rule names what it finds by an example. The order of words must show the question: a statement
in the same words must be rare. Where it would be a guess ("Interested.", "Thursday at 3."), there
is no rule.
"""

from __future__ import annotations

import re
from functools import cache

from convostudy.language.questions.patterns import listed

__all__ = ["OF_A_CLAUSE", "asks_plainly"]

_NOUN_OPENS = r"(?:the|your|ur|his|her|my|our|their|its|those|these|all|both|any|every|no)"
_YOU = r"(?:ye|yous|youse|y'?all|yall)"
# After "did the report" these make a deed of it: "did the dishes already".
_NO_VERB = (
    r"(?:already|yesterday|today|first|last|again|myself|for|in|on|at|with|and|but|so|before|after"
    r"|this|that|the|a|an|it|to|of|by|from|as|because|when|while|too|then|once|twice)"
)
_PARALLEL = r"(?:for|in|of|from|by|on|as|like|with|without|before|after)"
_MINUTES = (
    r"(?:\d+|a|ten|five|fifteen|twenty)\s?(?:more\s)?(?:mins?|minutes?|secs?|seconds?|moment)"
)
# A verb after a free clause makes it the subject: "what you need is rest".
_NO_MAIN_VERB = r"(?!.*\b(?:is|was|were|means|makes|depends|matters)\b)"


@cache
def _opens() -> re.Pattern[str]:
    """Match what asks at the beginning of a sentence."""
    ordinary = listed("question_statement_words")
    verbs = listed("question_bare_verbs")
    return re.compile(
        # would tomorrow 10am suit; could Achter & Lowe do half; did the 70c land with you
        rf"(?P<noun_subject>(?:would|could|will|might|can)\s(?!(?:{ordinary}|soon|then|maybe|or|and|start|also|just|even"
        rf"|like|prefer|appreciate|rather)\b)(?:(?:\d[\d,.]*|[\w'.:%&+-]+)\s){{1,7}}?(?:be\s(?!there\b)|(?:{verbs})"
        r"\b(?!ly))"
        rf"|did\s{_NOUN_OPENS}\s(?:of\s\w+\s)?[\w'%-]+\s(?!{_NO_VERB}\b)[a-z]+"
        rf"|did\s{_YOU}\s[a-z]|(?:were|are|do|have)\s{_YOU}\s[a-z]"
        r"|have\s(?:my|our|their)\s(?:[a-z]+\s){1,2}[a-z]+ed\b"
        r"|(?:is|are|was)\s\d[\w:.%]*\s(?:\w+\s){0,2}(?:too|enough|ok|okay|fine|suitable|possible"
        r"|alright|better|convenient|still)\b"
        r"|must\s(?:i|we|it|they|he|she|you|the)\s[a-z]|might\s(?:this|that|it|there)\s"
        r"|do\s(?:[a-z]{3,}s)\s(?:[a-z]{2,}\s)(?:a|an|the|it|them|any|part|you|me|us)\b)"
        # which account number is on it; whose name; what means this; when works; which would suit
        r"|(?P<wh_noun>whose\s(?!idea\b)\w|which\s(?!(?:the|an?|my|your|i|we|you|they|he|she|it|this"
        r"|that|is|are|was|of|in|on|for|uh|um|may|can|will|would|should|has|had)\b)(?!again\b)[\w'-]+(?<!s)"
        r"(?<!ed)\s(?:[\w'-]+\s){0,2}?(?:is|are|was|were|has|have|do|does|did|would|can|should)\s\S"
        r"|which\s(?:shall|should|can|would|will|do|does|did)\s(?:i|we|you(?!\sknow)|he|she|they)\s"
        r"|which\swould\sbe\s(?:better|best|easier|cheaper|more)\b|what\smeans\b"
        r"|when\s(?:works|suits|would\sbe|is\s(?:good|best|comfortable|convenient))\s"
        rf"|what\s(?:would|could|should|must|might|can)\s(?!be\b)\S+\s{_NO_MAIN_VERB}\S"
        rf"|(?:what|where|when|why|how)\s(?:do|does|did)\s\S+\s{_NO_MAIN_VERB}\S"
        r"|what\sare\s[a-z]+\s\S)"
        # for which one; of which size; by whom
        rf"|(?P<wh_prepositional>(?:of|from|by|in|with|for|to|at|on|under|out\sof)\s(?:which\s[a-z]+"
        r"|whose\s[a-z]+|what\s(?:size|kind|type|sort|price|date|year|day|time))(?:\W*$"
        r"|\s(?:is|are|was|do|does|did|can|will|would)\s))"
        # open to a short loom; worth a look; got 5 minutes; ever had a coach; mind if I call
        r"|(?P<clipped>open\sto\s(?:an?\s(?:\S+\s){0,3}?(?:call|chat|look|demo|loom|coffee|meeting"
        r"|talk|conversation|word|try|visit)|(?:connecting|seeing|learning|hearing|trying|chatting"
        r"|talking|meeting)\b)|worth\s(?:an?\s(?:\S+\s){0,2}(?:look|chat|call|go|demo|coffee|word"
        rf"|conversation|visit)|{_MINUTES}|\d+\s?min\w*)|got\s{_MINUTES}\b|mind\sif\s(?:i|we)\b"
        r"|ever\s(?:been|had|thought|seen|tried|told|heard|done|wonder(?:ed)?|met|read|used|taken"
        r"|consider(?:ed)?|felt|made|notice[d]?)\b|want\s(?:it|in|him|her|them|some|one|more|that)"
        r"\W*$|want\sto\s(?:see|try|join|come|meet|grab|swap|go)\b|sound\s(?:familiar|good|fair"
        r"|ok|okay|right)\b|(?:thoughts|opinions)\W*$|yes\sor\sno\W*$"
        r"|anything\s(?:[a-z]{2,}ing|i\s(?:should|can|could|need))\b(?!.*\b(?:is|was|would|will)\b)"
        r"|know\s(?:any\s?(?:one|body)?|someone|somebody)\b)"
        # for the small things or for capital items
        r"|(?P<choice>(?!.*\b(?:is|are|will|would|works?|i|we|i'm|can|it's|better|fine)\b)"
        rf"{_PARALLEL}\s.*\sor\s{_PARALLEL}\b(?!\sworse\b))"
        # you ever feel so; you mean per page; you need me to come
        r"|(?P<no_auxiliary>(?:you|u|ya|ye)\s(?:ever\s(?!so\b|need\b|want\b|wish\b|change\b)[a-z]"
        r"|mean\s(?!(?:the\sworld|well|a\slot|so|everything|it|much|more|nothing)\b)(?:\S+\s)*?or\s"
        r"|need\sme\sto\b|got\s\d+\s?(?:min|sec)\w*|remember\s(?:me|us|him|her)\W*$))"
    )


# "If the carrier overcharges you, who catches it": what follows is the main clause.
_AFTER_CONDITION = re.compile(
    r"(?:if|when|suppose|supposing|without|after|once|with)\s[^,]{4,60},\s(?P<asked>(?:who|what|why"
    r"|where)'?(?:s|d|ll)?\s(?!(?:i|we|you|they|it)\b)(?!\S+\s\S+ed\b)[^,]+$|how\s(?:long|much"
    r"|many)\s(?:would|will|does|do|is|are|did|can)\s)"
)
# What asks after a comma, where a relative clause cannot begin so.
_LATER = re.compile(
    r"(?:(?:is|was)\s(?:that|this|your|my|there|it)\s[a-z]|(?:did|does|has)\s(?:any\w*|some\w*|the"
    r"|your|my|his|her|our|their|uncle|aunty|auntie|mama|ye|yous?)\s[\w'-]+\s\S|must\s(?:i|we)\s"
    r"|would\s(?:that|this|it)\s(?:be|work|suit|help)\b|who\selse\s(?:is|was|has|did|does)\b"
    r"|(?:who|what|which)\s(?:do|did)\s(?:i|we|you)\s|how\s(?:does|did|is)\s(?!that\b|it\b)[a-z]+\s\S"
    rf"|how\s(?:many|much)\s[a-z]+$|what\s(?:way|happens)\s{_NO_MAIN_VERB}\S|yes\sor\sno$)"
)
# "What I like, is that it is dry": the clause in front is the subject.
OF_A_CLAUSE = re.compile(r"(?:what|which|all|whatever|the (?:only|first|last|main|best))\b")
_COMMA = re.compile(r"[,:–—-]\s+(?:(?:and|but|so|then)\s+)?")
# "And the price." asks on; "and the dog, who ..." does not.
_AND_NOUN = re.compile(
    r"and\s(?:(?:the|your|those|its|their)\s(?!same\b|best\b|rest\b|next\b)[a-z'-]+(?:\s[a-z'-]+)?"
    r"|yours?|you)$"
)
_NO_NOUN = re.compile(r".*\b(?:is|are|was|were|too|also|yes|no|again)$")


def asks_plainly(words: str, at: int) -> tuple[int, str, str] | None:
    """Return (start, rule, words) if an unmarked sentence has the order of words of a question.

    Parameters
    ----------
    words : str
        The sentence by `patterns.lowered`, cut where its words end.
    at : int
        Where its openers end.

    Examples
    --------
    >>> asks_plainly("would tomorrow 10am suit", 0)
    (0, 'noun_subject', 'would tomorrow 10am suit')
    >>> asks_plainly("would love to come", 0)
    """
    if (found := _opens().match(words, at)) is not None:
        return at, str(found.lastgroup), found.group()
    if words.startswith("and ") and (found := _AND_NOUN.match(words)) is not None:
        return None if _NO_NOUN.match(words) else (0, "and_noun", found.group())
    for comma in _COMMA.finditer(words, at):
        if (found := _LATER.match(words, comma.end())) is not None:
            if OF_A_CLAUSE.match(words, at):
                return None
            return comma.end(), "later", found.group()
    if "," in words and (found := _AFTER_CONDITION.match(words, at)) is not None:
        return at, "wh_after_condition", found.group("asked")
    return None
