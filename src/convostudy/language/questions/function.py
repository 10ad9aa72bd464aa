"""What a question wants: words (information), a deed (action_request), or nothing (rhetorical)."""

from __future__ import annotations

import re
from functools import cache

from convostudy.language.questions.patterns import compiled, listed

__all__ = ["function_of"]

_YOU = r"(?:you|u|ya|y'all|someone|anyone|somebody|one of you)"
# Verbs of perceiving, knowing, having: "can you hear me" asks, it does not request.
_STATE = (
    r"(?:hear|see|feel|remember|recall|believe|imagine|think|know|understand|like|love|have|be|"
    r"get (?:that|it|any)|still|even|actually|always|really|usually|say|name|guess|tell|explain|describe|"
    r"remind|clarify|confirm|recommend|suggest|relate|live with|cope|manage|cover|handle|afford|use|work with)"
)


@cache
def _request() -> re.Pattern[str]:
    meeting = listed("question_meeting_words")
    return re.compile(
        # could you send; can you please speak; will you pull; would you mind sending
        rf"(?P<deed_of_you>(?:please\s)?(?:can|could|will|would|won't|wouldn't|couldn't|can't|might)\s(?:{_YOU})\s(?:\w+ly\s|please\s|pls\s|just\s|also\s|maybe\s|kindly\s|possibly\s|perhaps\s)*(?!{_STATE}\b)[a-z]+"
        rf"|(?:would|do) {_YOU} mind\b)"
        # would you be up for; would you like to; are you open to; are you free for a call
        rf"|(?P<readiness>(?:would|might|could|will) {_YOU} (?:be )?(?:\w+ )?(?:open|up|willing|interested|keen|game|happy|prepared|able|ok|okay|available|free|persuaded|my|our|a|an|the|like (?:to|me|a|an|us|some)|consider|care|prefer)\b"
        rf"|(?:are|is|r) {_YOU} (?:\w+ )?(?:open to|up for|game|willing|interested in (?:a |an |seeing|hearing|learning|trying|joining|chatting|talking)|keen)\b"
        rf"|(?:(?:are|r) )?{_YOU} (?:\w+ )?(?:free|available|around)\b(?: (?:to|for)\b|.*\b(?:{meeting})\b)"
        rf"|(?:would|could|can|will) {_YOU}$|(?:want|wanna|fancy) (?:it|one|some|them|in|that|any)\b|how (?:many|much) \w+ shall (?:i|we)\b|what do you say$"
        rf"|(?:do|could|would) {_YOU} (?:have|spare|got) (?:\w+ ){{0,3}}?(?:\d+ ?(?:min|m\b|minutes)|a (?:few )?(?:minutes?|moment|sec)|half an hour|time (?:for|to|this|next|on|today|tomorrow))"
        rf"|(?:do {_YOU} )?(?:want|wanna|fancy|care)\b (?:me to|us to|to (?:see|hear|try|join|meet|chat|talk|catch|grab|have a|hop|jump|come|take)|see|a (?:\w+ )?(?:{meeting})|(?:{meeting}))"
        rf"|(?:open|up|free|available|interested|game|keen|happy|willing) (?:to|for|in)\b|interested$|you in$|in$|(?:coffee|chai|tea|lunch|drinks?|beers?|call|chat|zoom|quick call)$)"
        # shall I hold; should I send; may I quote; can we talk; can I have it by
        rf"|(?P<leave>(?:shall|should)\s(?:i|we|me)\s(?!be\b|know\b|expect|worry|have\b|take the|think)[a-z]+"
        rf"|(?:can|could|may|might)\s(?:i|we)\s(?:\w+ly\s|please\s|just\s|also\s|maybe\s)?(?!ask\b|know\b|help\b|see why|be\b|expect|assume|still\b|really\b|even\b|actually\b|apply|do\b)[a-z]+"
        rf"|(?:can|may|could) i ask (?:you )?(?:a|one|for|something|another|more|\w+ to)\b|(?:would|is) it (?:be )?(?:ok|okay|possible|alright|fine|all right|too much|there any)\b.*\b(?:if (?:i|we)|to|for (?:me|us|you))\b|mind if\b|(?:would|is) that (?:be )?(?:possible|ok|okay)\b|it would be possible)"
        # worth a quick call; any chance you could; 15 min this week; coffee next week
        rf"|(?P<meeting>worth (?:a|an|\d+|some|exploring|chatting|talking|looking)\b|(?:is there )?any (?:chance|way|possibility)\b.*\b(?:you|i|we|to|of)\b|(?:a |quick |short )*(?:{meeting})\b(?!.*\b(?:was|went|did|were|with|about who)\b).*\b(?:tomorrow|tmrw|today|tonight|this week|next week|\w+day|week|call|sometime|soon|near|over)\b"
        rf"|(?:when|what (?:time|day|date|number)|which day|what (?:time|day) )\b.*\b(?:work|works|suits?|good|best|convenient|free|available|reach you|call you)\b.*(?:\b(?:you|u|your|to|for)\b|$)"
        rf"|(?:would|does|do|is|will|can|could)\s(?!that mean)(?!.*\b(?:did|was)\b).*\b(?:\w+day|am|pm|o'clock|tomorrow|next week|the \d+(?:st|nd|rd|th)|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\w*(?: \d+)?|morning|afternoon|mornings|afternoons)\b.*\b(?:work|suit|be (?:easier|better|good|possible|ok|okay|fine|best)|good for|ok for|okay for|good|possible|ok)\b"
        rf"|how (?:about|does|do) (?:\w+ ){{0,3}}?(?:\w+day|tomorrow|next week|your (?:week|calendar|diary|schedule|tuesday)|a (?:\w+ )?(?:{meeting}))\b"
        rf"|why (?:don't|dont) (?:we|you|i)\b|(?:let's|lets)\b|how about (?:we|i|you)\b)"
        # send me an estimate?  let me know?  come back to me next spring?
        rf"|(?P<imperative>(?:please\s)?(?:send|share|give|call|come|book|join|reply|check|click|ping|ask|drop|put|sign|grab|take|ring|text|email|forward|add|keep|shout|let)\b(?!\s(?:is|are|was)\b)(?!.*\b(?:whom?|what|which|when|where)$)|(?:just )?let (?:me|us) know\b)"
    )


_LET_KNOW_IF = re.compile(
    r"let (?:me|us) know(?: (?:if|when)\b| (?:what|which|a|your) (?:\w+ )?(?:time|day|works|suits|date|availab\w+)|$)"
)
_INDIRECT_REQUEST = re.compile(
    r"\b(?:wondering,? (?:\w+, )?|ask )if (?:we|i) (?:might|could|may)\b|(?:wonder\w*|asks?|asking|asked|know|hear|hoping|curious|see) (?:\w+,? )?(?:if|whether) (?:you|u|i|we|there)(?:'d| would| could| can| might| may|'ll| will| want| were|'re| are)?\b (?:\w+ )?"
    r"(?:be (?:a|an|open|up|interested|willing|able|free|available|keen|so kind|my|our)|send|share|help|join|meet|call|talk|chat|come|give|write|spare|leave|take|look|review|introduce|connect|interested|open|free|available|consider|speak|put|make|do|move|let|get|have a (?:look|chat|call))\b"
)
_INFO_WH = re.compile(r"(?:who|why|how (?:much|many|long|did|do|does|is|are|was|were)|where)\b")
_ABOUT_ASKER = re.compile(
    r"(?:can|could|may|should|shall) (?:i|we) (?:do|help|expect|see|apply|be)\b"
)


def function_of(
    core: str, *, form: str, rule: str, follows: str, n_words: int, marks: str
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
    follows : str
        What the same message says after it, lower case.
    n_words : int
        Words in ``core``.
    marks : str
        Its closing marks.
    """
    if n_words <= 4 and (found := _shorts().match(core)) is not None:
        return "rhetorical", "surprise", found.group()
    if (frame := compiled("question_rhetorical_frames", r"(?:{})(?!\w)").match(core)) is not None:
        return "rhetorical", "frame", frame.group()
    if form == "tag" and (found := _NEGATIVE_ABOUT_YOU.match(core)) is not None:
        return "rhetorical", "negative_tag", found.group()
    if follows and (answer := _answers_itself(core, form, follows, n_words)):
        return "rhetorical", "answers_itself", answer
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
    r"^(?:so )?(?:i|we)(?:'ll| will| can| could)?(?: \w+)? (?:send|prepare|book|put|write|call|come|show|bring|share|make|hold|pencil|meet|do)\b.*\b(?:you|it|u|down|up)\b|^(?:so )?(?:i|we) (?:can|could|will)\b.*\bif (?:you|u) (?:like|want|wish|prefer)\b"
)
_PROPOSED_TIME = re.compile(
    r"^(?:(?:on|at|by|before|this|next|say|or|maybe|how about)\s)?(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?\b(?!.*\b(?:of|was|ok|last)\b)"
    r"|^(?:tomorrow|tmrw|tonight|next week|this (?:week|afternoon|evening))\b"
    r"|^(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]* \d{1,2}\b|^\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm|h)\b"
)


@cache
def _shorts() -> re.Pattern[str]:
    return re.compile(rf"(?:{listed('question_rhetorical_shorts')})$")


_TEASER = re.compile(
    r"(?:the|my|our|your|and the|but the)?\s*(?:\w+\s)?(?:result|outcome|catch|secret|reason|answer|point|kicker|bottom line|best "
    r"(?:part|bit|thing)|difference|verdict|lesson|moral|good news|bad news|problem|solution)s?$"
)


def _answers_itself(core: str, form: str, follows: str, n_words: int) -> str:
    """Return the answer that the asker gives at once, if so: "The result? 40 % more."."""
    if "?" in follows.split(".")[0]:
        return ""
    if form == "fragment" and n_words <= 5 and _TEASER.match(core):
        return follows[:20]
    if re.match(r"why$|why not$|the reason", core) and re.match(r"because|cos|since|so ", follows):
        return follows[:20]
    if form in ("wh", "polar") and re.match(
        r"(?:simple|easy|nobody|no one|everyone|exactly|of course|not me|me neither|nothing|neither|because|spoiler|answer)\b",
        follows,
    ):
        return follows[:20]
    return ""
