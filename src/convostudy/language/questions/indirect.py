"""Questions without question syntax: "I was wondering whether", "tell me about", "curious how"."""

from __future__ import annotations

import re
from functools import cache

from convostudy.language.questions.patterns import listed

__all__ = ["EMBEDS", "MAY_BE_INDIRECT", "asks_indirectly"]

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
        rf"(?P<wondering>(?:\b{_ASKER}\b\s(?:\w+\s){{0,2}}|^\W*|,\s"
        rf"|\band\s)(?:wondering\b,?(?:\s\w+,)?\s(?:{EMBEDDED}|about)"
        rf"|wonder\b,?(?:\s\w+,)?\s{EMBEDDED}|wondered\b,?(?:\s\w+,)?\s(?:if|whether|about"
        rf"|what your))\b)"
        # curious how you chose; I'd be curious what
        rf"|(?P<curious>(?:^\W*|\b(?:i|i'm|im|i'd|was|am|be|also|just|super|really|very|genuinely"
        rf"|and|but|still|always been)\s)"
        rf"(?:curious|intrigued|keen|interested)\b(?:\sto (?:know|hear|learn|see|understand|ask))?"
        rf"(?:\s(?:more|your \w+))?\s?(?:{EMBEDDED}|about(?! the (?:opportunity|role)))\b)"
        # tell me about; could you tell me what; please confirm whether; let me know which
        rf"|(?P<telling>(?:^\W*|[,.;:–—-]\s*|\b(?:and|so|but|please|pls|kindly|do|just|then|also"
        rf"|mind|(?:can|could|would|will)\s(?:you|u|anyone|someone)|(?:you|u)\scould"
        rf"|care\sto)\s(?:please\s|just\s|kindly\s|maybe\s)?)"
        rf"(?:{telling}|telling me|explaining)\b"
        rf"(?!\s(?:them|her|him|you|everyone|everybody|people)\b)(?:\s(?:me|us))?"
        rf"(?:\s(?!if|it|so\b)[\w']+){{0,2}}?"
        rf"\s(?:(?:a (?:bit|little) )?(?:more )?about(?! it\W*$)(?! that time)"
        rf"|{EMBEDDED}(?<!\bif)|(?<!know )if|more)\b)"
        # would love to hear how; I need to know why; I'd like to ask if; wanted to ask how
        rf"|(?P<wanting>\b(?:love|like|want|wanted|need|curious|keen|interested|eager|have|dying"
        rf"|hoping)\sto"
        rf"\s(?:\w+\s)?(?:know|hear|ask|learn|understand|find out|figure out|check|enquire"
        rf"|inquire)\b(?:\s(?:you"
        rf"|from you|your|more|a bit|a little)){{0,2}}"
        rf"(?:\s(?:\w+\s){{0,2}}?(?:{EMBEDDED}|about)\b|\s(?:view|views|thoughts|take|opinion"
        rf"|experience|story|perspective)\b))"
        # may I ask what; can I ask who; might we know the reason
        rf"|(?P<asking>\b(?:may|can|could|might|should)\s(?:i|we)\s(?:just\s|maybe\s"
        rf"|please\s)?(?:ask|know|enquire|inquire|trouble)\b"
        rf"(?:\s(?:you|u))?{adverbs}\s(?:{EMBEDDED}|about|the (?:reason|rate|price|name))\b)"
        rf"|(?P<asked>\b(?:i|we)\s(?:(?:should|must|need to|have to|wanted to|want to"
        rf"|would like to|had to)\sask(?:\s(?:you|u))?|asked\s(?:you|u)|am asking(?:\s(?:you"
        rf"|u))?)\s{EMBEDDED}\b)"
        # you did not say whether; you haven't told me what
        rf"|(?P<unsaid>\b(?:you|u)\s(?:\w+\s){{0,2}}?(?:not|never|\w+n't|didnt"
        rf"|havent)\s(?:\w+\s){{0,2}}?(?:say|said|tell|told|mention(?:ed)?"
        rf"|answer(?:ed)?)\b(?:\sme)?\s{EMBEDDED}\b)"
        rf"|(?P<ask_to>\bwould it be (?:\w+ )?(?:rude|nosy|improper|wrong|too (?:much|forward)|ok"
        rf"|okay|fair)\sto\sask\b)"
    )


@cache
def _requests() -> re.Pattern[str]:
    """Match what is asked in so many words, or for another: found after `_patterns` only."""
    named = listed("question_named_things")
    return re.compile(
        # I would be grateful to know whether
        rf"(?P<grateful>(?:\b(?:would|should)|'d) be (?:\w+\s){{1,2}}to (?:know|hear|learn"
        rf"|understand|find out)\s{EMBEDDED}\b)"
        # kindly share your rates; please confirm the date
        rf"|(?P<naming>(?:\b(?:kindly|please|pls|plz)\s(?:share|advise|confirm|indicate|specify"
        rf"|state|tell (?:me|us))|^\W*(?:share|advise|confirm|indicate|specify|state|lmk"
        rf"|tell (?:me|us)|let (?:me|us) know)|\bcan (?:you|u) (?:share|confirm))"
        rf"\s(?:(?:me|us|your|ur|the|an?|his|her|their|its)\s)?(?:\w+\s){{0,2}}?(?:{named})\b)"
        # the board wonders if you; he wants to know is there; just checking you got it
        rf"|(?P<relayed>\bwonders?\s(?:if|whether)\s(?:you|u|we)\b|\b(?:asks|asking|is asking"
        rf"|wants|want|likes?) (?:to know )?(?:if|whether|(?:is|are|can|do|does|will|could|did)"
        rf"\s(?:there|we|you|u|it|they|i|he|she)\b)|^\W*(?:just )?checking\s(?:if|whether"
        rf"|in (?:if|whether)|you|u|that you)\b)"
        # I asked why he left
        rf"|(?P<repeated>^\W*(?:i|we) (?:had |have )?asked (?:who|why|when|where|how)\s"
        rf"(?!.*(?:\band\b|,)))"
    )


# Begins with a few letters, so that `re` leaps from one to the next.
_MAY_REQUEST = re.compile(
    r"[abcilpstw](?:e \w+(?: \w+)? to |indly|lease|l[sz] |hare |dvise |onfirm |ndicate |pecify "
    r"|tate |mk|ell (?:me|us) |et (?:me|us) |onders? |sk|ants? |ikes? |hecking )"
)
_IDLE = re.compile(
    r"\b(?:let me know|tell me) (?:if|when) (?:you|u|that|this|there|any"
    r"|(?:i|we)\s(?!(?:can|could|may|should|shall|must)\b))|tell me about it\W*$"
)
# For one vectorised (RE2) look: "do you know when it starts".
EMBEDS = (
    r"\b(?:know|tell|say|explain|see|sure|idea|remember|recall|decided?|find out|figure out|ask|"
    r"wonder\w*|curious|hear|understand|share|confirm|clarify|check|guess|think|advise|inform|"
    r"describe|learn)\b(?:\s(?:me|us|you|yet|already|about|exactly|of|more)){0,2}"
    r"\s(?:what|which|who(?:m|se|'s)?|when|where|why|how|whether|if)\b"
)
# What every pattern above needs, in one vectorised (RE2) look.
MAY_BE_INDIRECT = (
    r"\b(?:wonder\w*|curious|intrigued|keen|interested|tell\w*|explain\w*|inform|remind|clarify"
    r"|confirm|"
    r"advise|describe|specify|define|know|idea|sense|through|share|elaborate|expand|answer\w*"
    r"|hear|ask|"
    r"asked|asking|learn|understand|out|enquire|inquire|trouble|say|said|told|mention\w*)\b"
    r".*\b(?:what|which|who\w*|when|where|why|how|whether|if|about|more|views?|thoughts|take"
    r"|opinion|"
    r"experience|story|perspective|reason|rate|price|name|ask)\b|\bwould it be\b.*\bask\b"
    r"|\b(?:kindly|please|pls|plz)\s(?:share|advise|confirm|indicate|specify|state|tell)\b"
    r"|\b(?:(?:let|tell) (?:me|us)(?: know)?|lmk|share|confirm|indicate|advise|specify|state)"
    r" (?:your|ur|the|his|her|their|its|an?)\b|\b(?:wonders|asks|asking|checking)\b"
    r"|\b(?:wants?|likes?) to know\b"
)


def asks_indirectly(low: str) -> tuple[str, int, str] | None:
    """Return (rule, start, matched words) if the lower-case text asks without question syntax."""
    found = _patterns().search(low)
    if found is None and _MAY_REQUEST.search(low) is not None:
        found = _requests().search(low)
    if found is None or _IDLE.search(low, found.start()) is not None:
        return None
    return str(found.lastgroup), found.start(), found.group().strip(" ,.;:-–—")
