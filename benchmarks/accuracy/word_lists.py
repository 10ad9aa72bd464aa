"""What one gets with a list of words written down in ten minutes: a baseline, not a part of us.

Written from the names of the labels alone, before any score was seen, and not to be improved.
"""

from __future__ import annotations

ASKS = (
    r"\?|^\W*(?:who|what|where|when|why|which|how|do|does|did|is|are|was|were|can|could|will|would"
    r"|should|have|has)\b"
)
ASKS_FOR_ACTION = r"\b(?:can|could|would|will) you\b|\bplease\b|\b(?:call|meet|chat|demo|send)\b"
RHETORICAL = r"\b(?:who knows|who doesn't|what if|right\?|isn't it|why not)\b"
#: First pattern that fits gives the form.
FORMS = {
    "alternative": r"\bor\b",
    "tag": r"\b(?:right|isn't it|aren't you|don't you|correct|no)\?",
    "wh": r"^\W*(?:who|what|where|when|why|which|how)\b",
    "polar": r"^\W*(?:do|does|did|is|are|was|were|can|could|will|would|should|have|has)\b",
    "indirect": r"\b(?:wonder|tell me|let me know|curious)\b",
    "fragment": r"^\W*\S+(?:\s+\S+){0,2}\W*$",
    "declarative": r"\?",
}
#: First pattern that fits the reply gives the status; ``explicit`` where none does.
STATUSES = {
    "claims_ignorance": r"\b(?:don't know|no idea|not sure|dunno)\b",
    "declined": r"\b(?:rather not|can't say|cannot say|confidential|can't share)\b",
    "clarification": r"^[^.!?]*\b(?:what do you mean|which one|do you mean)\b",
    "acknowledged_only": r"^\W*(?:thanks|thank you|ok|okay|great|cheers)\W*$",
}
ACTS = {
    "pitch": r"\b(?:we help|our (?:product|service|platform|agency|company)|offer|discount|free"
    r"|solution|clients)\b",
    "refusal": r"\b(?:no thanks|no thank you|not interested|unfortunately|i'll pass|can't)\b",
    "cta": r"\b(?:call|demo|click|book|sign up|calendar|schedule|reply)\b",
    "rapport": r"\b(?:haha|lol|me too|same here|congrats)\b",
    "gratitude": r"\b(?:thanks|thank you|thx|appreciate|grateful|cheers)\b",
    "offer_help": r"\b(?:happy to help|let me know if|if you need|can i help|glad to help)\b",
    "need_gauging": r"\b(?:looking for|challenge|currently|need|struggling)\b.*\?",
    "acceptance": r"\b(?:sounds good|sure|yes please|works for me|let's do)\b",
    "opt_out_request": r"\b(?:unsubscribe|stop (?:messaging|writing|contacting)|remove me)\b",
    "opt_out_offer": r"\b(?:opt out|unsubscribe|reply stop|don't want to hear)\b",
    "small_talk": r"\b(?:weekend|weather|how are you|happy friday|holiday)\b",
    "self_promotion": r"\b(?:award|expert|years of experience|featured|founder)\b",
    "referral": r"\b(?:introduce|put you in touch|refer|connect you)\b",
    "personalisation": r"\b(?:your (?:post|profile|article|company|work)|i saw|i noticed)\b",
    "complaint": r"\b(?:spam|annoying|rude|ignored|complain)\b",
    "closing": r"\b(?:bye|take care|best regards|all the best|good luck)\b",
}
