"""Questions without question syntax: "I was wondering whether", "tell me about", "curious how"."""

from __future__ import annotations

import re
from functools import cache

from convostudy.language.questions.patterns import listed

__all__ = ["asks_indirectly", "embeds_wh"]

# A clause that leaves something open, inside another clause.
EMBEDDED = r"(?:what|which|who(?:m|se|'s)?|when|where|why|how(?:'s)?|whether|if)"
# A reader is spoken to, so "she asked if" and "they were wondering" are reports.
_ASKER = r"(?:i|we|i'm|im|we're|i'd|we'd|i am|i was|i've|am|was|just|been|still|also|only)"


@cache
def _patterns() -> re.Pattern[str]:
    telling = listed("question_telling_verbs")
    adverbs = r"(?:\s(?!if\b|what\b|why\b|how\b|who\b|the\b|it\b)[\w']+){0,3}?"
    return re.compile(
        # I was wondering whether; just wondering if; I wonder how
        rf"(?P<wondering>(?:\b{_ASKER}\b\s(?:\w+\s){{0,2}}|^\W*|\band\s)(?:wondering\b,?(?:\s\w+,)?\s(?:{EMBEDDED}|about)"
        rf"|wonder\b,?(?:\s\w+,)?\s{EMBEDDED}|wondered\b,?(?:\s\w+,)?\s(?:if|whether|about|what your))\b)"
        # curious how you chose; I'd be curious what
        rf"|(?P<curious>(?:^\W*|\b(?:i|i'm|im|i'd|was|am|be|also|just|super|really|very|genuinely|and|but|still|always been)\s)"
        rf"(?:curious|intrigued|keen|interested)\b(?:\sto (?:know|hear|learn|see|understand|ask))?"
        rf"(?:\s(?:more|your \w+))?\s?(?:{EMBEDDED}|about(?! the (?:opportunity|role)))\b)"
        # tell me about; could you tell me what; please confirm whether; let me know which
        rf"|(?P<telling>(?:^\W*|[,.;:–—-]\s*|\b(?:and|so|but|please|pls|kindly|do|just|then|also|mind|(?:can|could|would|will)\s(?:you|u|anyone|someone)|(?:you|u)\scould|care\sto)\s(?:please\s|just\s|kindly\s|maybe\s)?)"
        rf"(?:{telling}|telling me|explaining)\b(?:\s(?:me|us))?(?:\s(?!if|it|so\b)[\w']+){{0,2}}?"
        rf"\s(?:(?:a (?:bit|little) )?(?:more )?about(?! it\W*$)(?! that time)|{EMBEDDED}(?<!\bif)|(?<!know )if|more)\b)"
        # would love to hear how; I need to know why; I'd like to ask if; wanted to ask how
        rf"|(?P<wanting>\b(?:love|like|want|wanted|need|curious|keen|interested|eager|have|dying|hoping)\sto"
        rf"\s(?:\w+\s)?(?:know|hear|ask|learn|understand|find out|figure out)\b(?:\s(?:you|from you|your|more|a bit|a little)){{0,2}}"
        rf"(?:\s(?:\w+\s){{0,2}}?(?:{EMBEDDED}|about)\b|\s(?:view|views|thoughts|take|opinion|experience|story|perspective)\b))"
        # may I ask what; can I ask who; might we know the reason
        rf"|(?P<asking>\b(?:may|can|could|might|should)\s(?:i|we)\s(?:just\s|maybe\s|please\s)?(?:ask|know|enquire|inquire|trouble)\b"
        rf"(?:\s(?:you|u))?{adverbs}\s(?:{EMBEDDED}|about|the (?:reason|rate|price|name))\b)"
        rf"|(?P<asked>\b(?:i|we)\s(?:(?:should|must|need to|have to|wanted to|want to|would like to|had to)\sask(?:\s(?:you|u))?|asked\s(?:you|u)|am asking(?:\s(?:you|u))?)\s{EMBEDDED}\b)"
        # you did not say whether; you haven't told me what
        rf"|(?P<unsaid>\b(?:you|u)\s(?:\w+\s){{0,2}}?(?:not|never|\w+n't|didnt|havent)\s(?:\w+\s){{0,2}}?(?:say|said|tell|told|mention(?:ed)?|answer(?:ed)?)\b(?:\sme)?\s{EMBEDDED}\b)"
        rf"|(?P<ask_to>\bwould it be (?:\w+ )?(?:rude|nosy|improper|wrong|too (?:much|forward)|ok|okay|fair)\sto\sask\b)"
    )


_IDLE = re.compile(
    r"\b(?:let me know|tell me) (?:if|when) (?:you|u|i|that|this|we|there|any)|tell me about it\W*$"
)
_OPEN_WORD = re.compile(r"\s(?:what|which|who(?:m|se|'s)?|when|where|why|how|whether|if)\b")
_KNOWING = re.compile(
    r"\b(?:know|tell|say|explain|see|sure|idea|remember|recall|decide[ds]?|find out|figure out|ask|"
    r"wonder\w*|curious|hear|understand|share|confirm|clarify|check|guess|think|advise|inform|"
    r"describe|learn)\b(?:\s(?:me|us|you|yet|already|about|exactly|of|more)){0,2}$"
)
_GATE = re.compile(
    r"wonder|curious|intrigued|keen|interest|\b(?:tell|explain|inform|remind|clarify|confirm|advise|"
    r"describe|specify|define|let (?:me|us)|give (?:me|us)|walk (?:me|us)|share|elaborate|expand|answer|"
    r"know|hear|ask|learn|understand|find out|figure out|trouble|say|said|told|mention)"
)


def asks_indirectly(low: str) -> tuple[str, int, str] | None:
    """Return (rule, start, matched words) if the lower-case text asks without question syntax."""
    # Most sentences hold none of the words; the patterns proper cost ten times this look.
    if _GATE.search(low) is None:
        return None
    found = _patterns().search(low)
    if found is None or _IDLE.search(low, found.start()) is not None:
        return None
    return str(found.lastgroup), found.start(), found.group().strip(" ,.;:-–—")


def embeds_wh(low: str) -> bool:
    """Return whether the text holds an embedded question: "do you know when it starts"."""
    return any(_KNOWING.search(low[: word.start()]) for word in _OPEN_WORD.finditer(low))
