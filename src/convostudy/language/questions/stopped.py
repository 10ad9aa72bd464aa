"""Questions that a full stop closes: what the rules of haste find there, less what states.

Some writers set no question mark at all, and transcripts and tidied exports lose it. Then a full
stop tells nothing, but statements end in it, too: where a rule of haste also finds statements
("which brings me to the price.", "exactly right."), a full stop speaks for the statement.
"""

from __future__ import annotations

import re
from functools import cache

from convostudy.language.questions.patterns import UNUSUAL

__all__ = ["MAY_BE_STOPPED", "MAY_OPEN_OR_CLOSE", "states"]

# A clause after its question word may be relative: only what no relative clause begins with.
_FREE = (
    r"where\s(?:the|you|they|he|she|this|that)\b|what\s(?:the|[a-z]+'[a-z]+)\b"
    r"|which\s(?:[a-z]+(?:s|ed)|may|might|must|should|would|could|can|will|uh|um|sort|kind|which"
    r"|you|your|the|this|that|in|on|for)\b(?!\s(?:do|did|does|are|have)\b)"
    r"|which\s\S+\s(?:i|i'm|he|she|they|we|said)\b|how\smuch\s(?:i|we)\b"
    r"|how\s[a-z]+\sto\b|what\sto\b"
    r"|(?:how|what|which|where|why)\s(?:uh|um|how|what|which)\b|how\s(?:much\s)?(?:you|they|the)\b"
    r"(?!.*\b(?:today|now|these days|take|charge|cost)\b)"
    r"|what\s(?:you|we|they|he|she|i|it)\b(?=.*\bare\b)"
)


@cache
def _statements() -> dict[str, re.Pattern[str]]:
    """Return by rule of haste what states where it ends in a full stop."""
    return {
        "wh_open": re.compile(_FREE),
        # Only "you" is asked: "the road is icy or not."
        "or_not": re.compile(r"(?!(?:you|u|ya|ye)\b)"),
        "you_or": re.compile(
            r".*\b(?:or whatever|or leave it|either)\b|\S+\s(?:get|try|sort of)\b"
        ),
        "choice": re.compile(
            r"(?:that's|thats|it's a|it's it's|this|not|huh|uh|um|do|don't|me|you|him|her|us|them"
            r"|lets|let's"
            r"|what)\b"
            r"|.*\b(?:you don't|never|not|that's|thereabouts|so|whatever|worse)\b"
            r"|.*\sor\s.*\s(?:is|are|will|would|works?|suits?|fine|ok|okay)\b"
        ),
        # That is right, but "you come by train right."
        "tag": re.compile(
            r"you know\b|(?!(?:you|u|ya|ye|your|ur|we|they|he|she|so)\b)|.*n't\b|\S+\s\S+$"
        ),
        "no_auxiliary": re.compile(r"\S+\s(?:want\s(?:to|advice)|still\sneed\sto)\b"),
        "no_copula": re.compile(r"\S+\s\S+'|ya (?:sure|ok|okay|good|well)\b"),
        "noun_subject": re.compile(
            r"(?:is|are|was|were|has)\s(?:uh|um|yeah|way|ill|de|da|is|was|gonna|one|low)\b"
            r"|were\sgonna\b|(?:is|was)\s[a-z]+\s(?:and|but|because)\b|should\b"
            r"|(?:will|would|can|could)\s(?:soon|then|maybe|probably)\b|do\sas\b|is\s[a-z]+\W*$"
        ),
        "yet": re.compile(r"(?:i|i'm|we)\b"),
        "any": re.compile(r"anything\si\s(?!should|can|could|need)"),
    }


def states(rule: str, words: str) -> bool:
    """Tell whether a sentence with a full stop states, although a rule of haste finds it.

    Parameters
    ----------
    rule : str
        The rule that found it.
    words : str
        The lower-case words from where the rule found it.

    Examples
    --------
    >>> states("wh_open", "which brings me to the price")
    True
    >>> states("wh_open", "what price you giving for ten")
    False
    """
    pattern = _statements().get(rule)
    return pattern is not None and pattern.match(words) is not None


# For one vectorised (RE2) look: an auxiliary, or "you" with what needs one, where a clause begins.
_BEGINS = rf"(?:^|\n|[.,;:!?)(]\s*|{UNUSUAL}\s*|\b(?:and|so|but|or|also|then|hi|hey|ok|well)\s+)"
MAY_BE_STOPPED = (
    rf"{_BEGINS}(?:is|are|was|were|do|does|did|has|have|can|could|will|would|should|want|any[a-z]+"
    r"|must|might|may|worth|ever|open|mind|got|know|sound|thoughts|opinions|yes or|y'?all"
    r"|(?:you|u|ya|ye)\s(?:[a-z]+\s){0,3}?(?:[a-z]+ing|want|wanna|think|reckon|fancy|still|ever"
    r"|mean|need|got|remember|any|anything|anyone|time|awake|up|free|home|ok|ready|sure|in|out|on"
    r"|at|from|good|back|there|down|around|alive|open|done|bored|sick|serious|able|busy"
    r"|interested))\s"
    r"|\b(?:yet|right|huh|innit)\W*(?:\n|$)"
    r"|\b(?:you|u|your|ur)\b[^.!?\n]*,\s(?:no|yes|ok|okay|correct|aye|eh|true"
    r"|i (?:take it|hope|guess|suppose|assume|presume))\W*(?:\n|$)"
    r"|(?:^|\n)and\s(?:(?:the|your|those|its|their)\s)?[\w'-]+(?:\s[\w'-]+)?\W*(?:\n|$)"
)
# The same for sentences: what every rule of haste begins or ends with, also after a name.
_OPENS = (
    r"(?:is|are|r|was|were|do|does|did|has|have|can|could|will|would|should|want|any[a-z]*|must"
    r"|might|worth|ever|open|mind|got|know|sound|thoughts|opinions|yes|you|u|ya|ye|yous|youse|yall"
    r"|y'?all|(?:what|wat|wot|which|wich|who|whose|whom|where|when|why|how)(?:'?s)?|if|suppose|et|und"
    r"|och|og|en|y|e|in|of|from|by|with|for|to|at|on|under|out|since|as|like|without|before|after"
    r"|once)\b"
)
MAY_OPEN_OR_CLOSE = (
    rf"(?:{_BEGINS}|^[\w'-]+\s){_OPENS}|\sor\s|^and\s(?:\S+\s){{0,2}}\S+$|\b(?:what|much|many|when|one"
    r"|why|who|whom|where|now|then|exactly|aunty|uncle|bro|man|mate|sir|boss|yet|right|huh|innit)"
    r"\W*$"
)
