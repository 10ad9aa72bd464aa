"""What a question wants: words (information), a deed (action_request), or nothing (rhetorical)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from convostudy.language.questions.indirect import asks_indirectly
from convostudy.language.questions.patterns import compiled, listed

__all__ = ["function_of"]

_YOU = r"(?:you|u|ya|y'all|someone|anyone|somebody|one of you)"
_DAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|tmrw|tonight|today|"
    r"(?:this|next) (?:week|weekend|morning|afternoon|evening|month)|later|\d{1,2}(?:am|pm|st|nd"
    r"|rd|th)?\b"
)
# Verbs of perceiving, knowing, having: "can you hear me" asks, it does not request.
_STATE = (
    r"(?:hear|see|feel|remember|recall|believe|imagine|think|know|understand|like|love|have|be|"
    r"get (?:that|it|any)|still|even|actually|always|really|usually|say|name|guess|tell|explain"
    r"|describe|"
    r"remind|clarify|confirm|recommend|suggest|relate|live with|cope|manage|cover|handle|afford"
    r"|use|work with)"
)


@cache
def _request() -> re.Pattern[str]:
    meeting = listed("question_meeting_words")
    return re.compile(
        # could you send; can you please speak; will you pull; would you mind sending
        rf"(?P<deed_of_you>(?:please\s)?(?:can|could|will|would|won't|wouldn't|couldn't|can't"
        rf"|might)\s(?:{_YOU})\s(?:\w+ly\s|please\s|pls\s|just\s|also\s|maybe\s|kindly\s"
        rf"|possibly\s|perhaps\s)*(?!{_STATE}\b)[a-z]+"
        rf"|(?:would|do) {_YOU} mind\b)"
        # would you be up for; would you like to; are you open to; are you free for a call
        rf"|(?P<readiness>(?:would|might|could|will) {_YOU} (?:be )?(?:\w+ )?(?:open|up|willing"
        rf"|interested|keen|game|happy|prepared|able|ok|okay|available|free|persuaded|like (?:to"
        rf"|me|a|an|us|some)|consider|care|prefer)\b"
        rf"|(?:are|is|r) {_YOU} (?:\w+ )?(?:open to|up for|game|willing|interested in (?:a |an "
        rf"|seeing|hearing|learning|trying|joining|chatting|talking)|keen)\b"
        rf"|(?:(?:are|r) )?{_YOU} (?:\w+ )?(?:free|available|around)\b(?: (?:to|for)\b"
        rf"|.*\b(?:{meeting})\b)"
        rf"|(?:(?:are|r|is|will|would) )?{_YOU} (?:be )?(?:\w+ )?(?:free|available"
        rf"|around)\b.*\b(?:{_DAY})"
        rf"|(?:have {_YOU} got|got|have) (?:a|any|\d+|five|ten|a few|a quick) (?:\w+ )?(?:min\w*"
        rf"|sec\w*|moment|time)\b"
        rf"|do {_YOU} want (?:an?|some)\b(?!.*\bor\b)"
        rf"|(?:can|could|would|will) (?:they|he|she|your \w+|the \w+) (?:please |also "
        rf"|just )?(?:send|share|give|call|sign|forward|add|bring|pay|check|fix|book|write|post"
        rf"|drop|ship|deliver)\b"
        rf"|(?:is|are) {_YOU} (?:\w+ )?able to\b|(?:would|could|can"
        rf"|will) {_YOU} (?:happen to )?be able to\b"
        rf"|(?:ok|okay|alright|all right|fine|cool|mind|happy|ready|able) (?:if|to|for|with) \w"
        rf"|am i (?:ok|okay|alright|fine) to\b"
        rf"|(?:is there )?any (?:interest|appetite|objection|openness) (?:in|for|to)\b"
        rf"|(?:do|would) {_YOU} (?:fancy|care (?:to|for))\b|do {_YOU} want (?:me|us) to\b"
        rf"|(?:would|will) it help if (?:i|we)\b"
        rf"|(?:can|could) {_YOU} (?:make it|come|join)\b|(?:deal|agreed|shake on it|sounds? good"
        rf"|sound like a plan|work for (?:you|u)|does (?:that|this|it) (?:work|suit|sound (?:good"
        rf"|ok|okay))(?: for (?:you|u))?)$"
        rf"|(?:please|pretty please|pls)$|need (?:a hand|any help|me to)\b|(?:want|fancy) (?:a|an"
        rf"|some|my|the|another)\b"
        rf"|(?:would|could|can|will) {_YOU}$|would {_YOU} be (?:my|our|an?|the)\b|(?:want|wanna"
        rf"|fancy) (?:it|one|some|them|in|that|any)\b|how (?:many|much) \w+ shall (?:i|we)\b"
        rf"|what do you say$"
        rf"|(?:do|could|would) {_YOU} (?:have|spare|got) (?:\w+ ){{0,3}}?(?:\d+ ?(?:min|m\b"
        rf"|minutes)|a (?:few )?(?:minutes?|moment|sec)|half an hour|time (?:for|to|this|next|on"
        rf"|today|tomorrow))"
        rf"|(?:do {_YOU} )?(?:want|wanna|fancy|care)\b (?:me to|us to|to (?:see|hear|try|join"
        rf"|meet|chat|talk|catch|grab|have a|hop|jump|come|take)|see|a (?:\w+ )?(?:{meeting})"
        rf"|(?:{meeting}))"
        rf"|(?:open|up|free|available|interested|game|keen|happy|willing) (?:to|for|in)\b"
        rf"|interested$|you in$|in$|(?:coffee|chai|tea|lunch|drinks?|beers?|call|chat|zoom"
        rf"|quick call)$)"
        # shall I hold; should I send; may I quote; can we talk; can I have it by
        rf"|(?P<leave>(?:shall|should)\s(?:i|we|me)\s(?!be\b|know\b|expect|worry|have\b|take the"
        rf"|think)[a-z]+"
        rf"|(?:can|could|may|might)\s(?:i|we)\s(?:\w+ly\s|please\s|just\s|also\s"
        rf"|maybe\s)?(?!ask\b|know\b|help\b|see why|be\b|expect|assume|still\b|really\b|even\b"
        rf"|actually\b|apply|do\b)[a-z]+"
        rf"|(?:can|may|could) i ask (?:you )?(?:a|one|for|something|another|more|\w+ to)\b"
        rf"|(?:would|is) it (?:be )?(?:ok|okay|possible|alright|fine|all right|too much"
        rf"|there any)\b.*\b(?:if (?:i|we)|to|for (?:me|us|you))\b|mind if\b|(?:would"
        rf"|is) that (?:be )?(?:possible|ok|okay)\b|it would be possible)"
        # worth a quick call; any chance you could; 15 min this week; coffee next week
        rf"|(?P<meeting>worth (?:a|an|\d+|some|exploring|chatting|talking|looking)\b"
        rf"|(?:is there )?any (?:chance|way|possibility)\b.*\b(?:you|i|we|to|of)\b|(?:a |quick "
        rf"|short )*(?:{meeting})\b(?!.*\b(?:was|went|did|were|with|about who)\b).*\b(?:tomorrow"
        rf"|tmrw|today|tonight|this week|next week|\w+day|week|call|sometime|soon|near|over)\b"
        rf"|(?:when|what (?:time|day|date|number)|which day|what (?:time|day) )\b.*\b(?:work"
        rf"|works|suits?|good|best|convenient|free|available|reach you|call you)\b.*(?:\b(?:you|u"
        rf"|your|to|for)\b|$)"
        rf"|(?:would|does|do|is|will|can|could)\s(?!that mean)(?!.*\b(?:did|was)\b).*\b(?:\w+day"
        rf"|am|pm|o'clock|tomorrow|next week|the \d+(?:st|nd|rd|th)|(?:jan|feb|mar|apr|may|june?"
        rf"|july?|aug|sept?|oct|nov|dec)\w*(?: \d+)?|morning|afternoon|mornings"
        rf"|afternoons)\b.*\b(?:work|suit|be (?:easier|better|good|possible|ok|okay|fine|best)"
        rf"|good for|ok for|okay for|good|possible|ok)\b"
        rf"|when (?:can|could|shall|should|may) (?:i|we)\b.*\b(?:meet|talk|call|speak|chat|come"
        rf"|ring|visit|catch up|see you|hop|jump|start)\b"
        rf"|how (?:about|does|do|is|'s|are) (?:\w+ ){{0,3}}?(?:(?:mon|tues|wednes|thurs|fri|satur"
        rf"|sun)day|tomorrow|next week|a (?:\w+ )?(?:{meeting}))\b"
        rf"|how does your (?:\w+ )?(?:week|calendar|diary|schedule|\w+day) look\b"
        rf"|why (?:don't|dont) (?:we|you|i)\b|(?:let's|lets)\b|how about (?:we|i|you)\b)"
        # send me an estimate?  let me know?  come back to me next spring?
        rf"|(?P<imperative>(?:please\s)?(?:send|share|give|call|come|book|join|reply|check|click"
        rf"|ping|ask|drop|put|sign|grab|take|ring|text|email|forward|add|keep|shout"
        rf"|let)\b(?!\s(?:is|are|was)\b)(?!.*\b(?:whom?|what|which|when|where)$)"
        rf"|(?:just )?let (?:me|us) know\b)"
    )


_LET_KNOW_IF = re.compile(
    r"let (?:me|us) know(?: (?:if|when)\b| (?:what|which|a|your) (?:\w+ )?(?:time|day|works|suits"
    r"|date|availab\w+)|$)"
)
_INDIRECT_REQUEST = re.compile(
    rf"\b(?:if|whether) (?:you|u|we|i)(?:'d| would| could| can| might| may) (?:please |just "
    rf"|also )*(?!{_STATE}\b)[a-z]+|(?:wonder\w*|asks?|asking|asked|know|hear|hoping|curious"
    rf"|see) (?:\w+,? )?(?:if|whether) (?:you|u|i|we|there)(?:'d| would| could| can| might| may"
    rf"|'ll| will| want| were|'re| are)?\b (?:\w+ )?"
    r"(?:be (?:a|an|open|up|interested|willing|able|free|available|keen|so kind|my|our)|send"
    r"|share|help|join|meet|call|talk|chat|come|give|write|spare|leave|take|look|review|introduce"
    r"|connect|interested|open|free|available|consider|speak|put|make|do|move|let|get"
    r"|have a (?:look|chat|call))\b"
)
_INFO_WH = re.compile(r"(?:who|why|how (?:much|many|long|did|do|does|is|are|was|were)|where)\b")
_ABOUT_ASKER = re.compile(
    r"(?:can|could|may|should|shall) (?:i|we) (?:do|help|expect|see|apply|be)\b"
)


def function_of(
    core: str, *, form: str, rule: str, disbelief: bool, follows: Callable[[], str]
) -> tuple[str, str, str]:
    """Return (function, rule, the words that decided).

    Parameters
    ----------
    core : str
        The question from its main clause on, lower case, without openers and closing marks.
    form : str
        Its form.
    rule : str
        The rule that found it.
    disbelief : bool
        It closes with both a question and an exclamation mark.
    follows : callable
        Gives what the same message says after it, lower case.
    """
    if core.count(" ") < _SHORT and (found := _shorts().match(core)) is not None:
        return "rhetorical", "surprise", found.group()
    if (frame := _frames().match(core)) is not None:
        return "rhetorical", "frame", frame.group()
    if form == "tag" and (found := _NEGATIVE_ABOUT_YOU.match(core)) is not None:
        return "rhetorical", "negative_tag", found.group()
    if disbelief and form in ("declarative", "fragment"):
        return "rhetorical", "disbelief", "?!"
    if answer := _answers_itself(core, form, follows):
        return "rhetorical", "answers_itself", answer
    if form == "indirect" and rule == "mark" and asks_indirectly(core) is None:
        return "action_request", "imperative", core[:24]
    if form == "indirect":
        if (found := _INDIRECT_REQUEST.search(core)) is not None:
            return "action_request", "indirect_request", found.group()
        if (found := _LET_KNOW_IF.search(core)) is not None:
            return "action_request", "let_me_know", found.group()
        return "information", "indirect", rule
    found = _request().match(core)
    if found is not None:
        return "action_request", str(found.lastgroup), found.group()[:40].strip()
    if form in ("declarative", "fragment", "polar") and (found := _LET_KNOW_IF.search(core)):
        return "action_request", "let_me_know", found.group()
    if form == "fragment" and (found := _PROPOSED_TIME.search(core)) is not None:
        return "action_request", "proposed_time", found.group()
    if form == "declarative" and (found := _OFFER.search(core)) is not None:
        return "action_request", "offer", found.group()
    return "information", "default", form


_NEGATIVE_ABOUT_YOU = re.compile(
    r"you(?:'ve| have)? (?:\w+ )?(?:no|never|don't|haven't|didn't|dont)\b"
)
_OFFER = re.compile(
    r"^(?:so )?(?:i|we)(?:'ll| will| can| could)?(?: \w+)? (?:send|prepare|book|put|write|call"
    r"|come|show|bring|share|make|hold|pencil|meet|do)\b.*\b(?:you|it|u|down|up)\b|^(?:so )?(?:i"
    r"|we) (?:can|could|will)\b.*\bif (?:you|u) (?:like|want|wish|prefer)\b"
)
_PROPOSED_TIME = re.compile(
    r"^(?:(?:on|at|by|before|this|next|say|or|maybe|how about)\s)?(?:mon|tues?|wednes|thurs?|fri"
    r"|satur|sun)(?:day)?\b(?!.*\b(?:of|was|ok|last)\b)"
    r"|^(?:tomorrow|tmrw|tonight|next week|this (?:week|afternoon|evening))\b"
    r"|^(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]* \d{1,2}\b"
    r"|^\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm|h)\b"
)


@cache
def _shorts() -> re.Pattern[str]:
    return re.compile(rf"(?:{listed('question_rhetorical_shorts')})$")


_TEASER = re.compile(
    r"(?:the|my|our|your|and the|but the)?\s*(?:\w+\s)?(?:result|outcome|catch|secret|reason"
    r"|answer|point|kicker|bottom line|best "
    r"(?:part|bit|thing)|difference|verdict|lesson|moral|good news|bad news|problem|solution)s?$"
)


def _answers_itself(core: str, form: str, follows: Callable[[], str]) -> str:
    """Return the answer that the asker gives at once, if so: "The result? 40 % more."."""
    if form == "fragment" and _TEASER.match(core):
        answer = follows()
    elif form in ("fragment", "wh") and _WHY.match(core):
        answer = follows()
        answer = answer if _BECAUSE.match(answer) else ""
    else:
        return ""
    return answer[:24] if "?" not in answer.split(".")[0] else ""


@cache
def _frames() -> re.Pattern[str]:
    return compiled("question_rhetorical_frames", r"(?:{})(?!\w)")


_SHORT = 4
_WHY = re.compile(r"why(?: not)?$|why (?:do|am|did|is)\b|how (?:do|did) (?:i|we)\b|who\b")
_BECAUSE = re.compile(r"because|cos\b|simple|easy|nobody|no one|everyone|of course|exactly|spoiler")
