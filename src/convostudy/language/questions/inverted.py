"""Word orders that ask without a question mark: at the beginning, inside, and anywhere."""

from __future__ import annotations

import re
from functools import cache

from convostudy.language.questions.patterns import AUX, PREPOSITION, SUBJECT, UNUSUAL, WH, listed

__all__ = ["ANYWHERE", "INNER", "MAY_BE_INVERTED", "first"]


@cache
def first() -> re.Pattern[str]:
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
        rf"|(?!were\s.*,.*(?:\b(?:would|could|might)|'d)\b)(?:was|wasn'?t|were|weren'?t)\s(?:you|u|it|that|he|she|they|there|i|these|those|your"
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
INNER = re.compile(
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
ANYWHERE = re.compile(
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
MAY_BE_INVERTED = (
    rf"{UNUSUAL}|\s(?:how\s(?:are|r|is|have)\s(?:you|u|ya|things|everything)\b"
    r"|(?:do|did|are|r|can|could|will|would|have|should|shall|don't|can't)\s(?:you|u|ye|we|i)\s"
    r"|or\s(?:is|are|r|do|does|did|can|will|shall|should|would|has)\s)"
)
