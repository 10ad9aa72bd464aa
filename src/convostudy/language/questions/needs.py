"""Does a question gauge the reader's work, goals, problems or present solutions?

A sum of signs rather than one pattern: who the question is about, in which tense, and with what
kind of word. One sign alone ("you") is in half of all questions.
"""

from __future__ import annotations

import re
from functools import cache

from convostudy.language.questions.patterns import listed

__all__ = ["gauges_need"]

_YOU = re.compile(r"\b(?:you|u|ya|your|ur|yours|you're|you've|you'd)\b")
_WHO_DOES = re.compile(
    r"who(?:'s| is| else)? (?:\w+ )?(?:looks? after|looking after|handles?|handling|does|doing|runs?|"
    r"running|manages?|managing|decides?|takes? care|owns?|leads?|in charge|responsible|signs? off|"
    r"gets|writes|pays)\b"
)
# "What do you use", "how do you handle", "how many do you have": habits of the reader.
_HABIT = re.compile(
    r"(?:what|which|how|who|where)\b.*?\b(?:do|are|have|does|would|is) (?:you|u|your|they|people)\b"
    r"|\b(?:what|how|which|who) (?:\w+ ){0,2}?(?:you|u|your \w+)\b"
)
_ABOUT_ASKER = re.compile(r"\b(?:my|me|mine|our|us|i)\b")
_ABOUT_OFFER = re.compile(
    r"\b(?:price|charge|fee|cost me|your (?:\w+ )?(?:price|rate|fee|offer|thing|product|service)|shall|mean)\b"
)
_ACQUAINTANCE = re.compile(
    r"\b(?:heard (?:of|about)|ever (?:heard|seen|been|met|read)|know(?:n)? (?:of|about))\b"
)
_PAST = re.compile(r"\b(?:did|was|were)\b")
_PERSONAL = re.compile(
    r"\b(?:how (?:are|is|was|have) (?:you|your|things)|are you (?:ok|well|coming|in|there|sure|alright|"
    r"free|around)|doing today|weekend|birthday|remember|mum|mom|dad|family|kids|wife|husband|baby|"
    r"holidays?|lunch|coffee|call|meet|tonight|tomorrow)\b"
)
_LITTLE = re.compile(r"(?:when|why|where)\b")
_ENOUGH = 2


def gauges_need(core: str, *, function: str, form: str) -> str:
    """Return the words that make it a question about needs, or an empty text.

    Parameters
    ----------
    core : str
        The question, lower case, without openers and closing marks.
    function : str
        Only information questions gauge a need.
    form : str
        Fragments live on context, which one sentence does not show.
    """
    if function != "information" or form == "fragment":
        return ""
    if (found := _WHO_DOES.match(core)) is not None and not _ABOUT_ASKER.search(core):
        return found.group()
    signs = {str(sign.lastgroup): sign.group() for sign in _words().finditer(core)}
    score = len(signs) + (_YOU.search(core) is not None) + (_HABIT.search(core) is not None)
    if score < _ENOUGH:
        return ""
    score -= (
        (_ABOUT_ASKER.search(core) is not None)
        + (_PAST.search(core) is not None)
        + (_ACQUAINTANCE.search(core) is not None)
        + (_LITTLE.match(core) is not None)
        + 2 * (_PERSONAL.search(core) is not None)
        + 2 * (_ABOUT_OFFER.search(core) is not None)
    )
    if score < _ENOUGH:
        return ""
    return ", ".join(signs.values()) or "you"


@cache
def _words() -> re.Pattern[str]:
    kinds = "|".join(
        f"(?P<{kind}>{listed(f'question_{kind}_words')})" for kind in ("want", "present", "work")
    )
    return re.compile(rf"\b(?:{kinds})\b")
