"""Does a question gauge the reader's work, goals, problems or present solutions?

A sum of signs rather than one pattern: who the question is about, in which tense, and with what
kind of word. One sign alone ("you") is in half of all questions. Without a word of wants, of work
or of the present state of things a question is friendly interest ("How do you know Ana?"), however
much it is about the reader.
"""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from convostudy.language.questions.patterns import listed, matches

__all__ = ["gauges_need"]

_YOU = r"\b(?:you|u|ya|your|ur|yours|you're|you've|you'd)\b"
_WHO_DOES = (
    r"^who(?:'s| is| else)? (?:\w+ )?(?:looks? after|looking after|handles?|handling|does|doing"
    r"|runs?|"
    r"running|manages?|managing|decides?|takes? care|owns?|leads?|in charge|responsible|signs? off|"
    r"gets|writes|pays)\b"
)
# "What do you use", "how do you handle", "how many do you have": habits of the reader.
_HABIT = (
    r"^(?:what|which|how|who|where)\b.*?\b(?:do|are|have|does|would|is) (?:you|u|your|they"
    r"|people)\b"
    r"|\b(?:what|how|which|who) (?:\w+ ){0,2}?(?:you|u|your \w+)\b"
)
_ABOUT_ASKER = r"\b(?:my|me|mine|our|us|i)\b"
_ABOUT_OFFER = (
    r"\b(?:price|charge|fee|cost me|shall|mean"
    r"|your (?:\w+ )?(?:price|rate|fee|offer|thing|product|service))\b"
)
_ACQUAINTANCE = (
    r"\b(?:heard (?:of|about)|ever (?:heard|seen|been|met|read)|know(?:n)? (?:of|about))\b"
)
_PAST = r"\b(?:did|was|were)\b"
_PERSONAL = (
    r"\b(?:how (?:are|is|was|have) (?:you|your|things)|are you (?:ok|well|coming|in|there|sure"
    r"|alright|"
    r"free|around)|doing today|weekend|birthday|remember|mum|mom|dad|family|kids|wife|husband|baby|"
    r"holidays?|lunch|coffee|call|meet|tonight|tomorrow)\b"
)
# How the reader came to be where they are: what one asks a new acquaintance.
_BIOGRAPHY = (
    r"\b(?:brings?|brought|draws?|drew|leads?|led|makes?|made|gets?|got|inspire[sd]?"
    r"|attract(?:s|ed)|moved?|keeps?|kept) (?:you|u|ya)\b"
    r"|\byou (?:two |both |all )?(?:end(?:ed)? up|g[eo]t (?:in)?to|g[eo]t started|gr[eo]w up"
    r"|stud(?:y|ied)|meet|met|choose|chose|become|became|learn(?:ed|t)?)\b"
)
_LITTLE = r"^(?:when|why|where)\b"
_ENOUGH = 2
_KINDS = ("want", "present", "work")


def gauges_need(cores: pd.Series, *, function: pd.Series, form: pd.Series) -> pd.Series:
    """Return for each question the words that make it one about needs, or an empty text.

    Parameters
    ----------
    cores : pandas.Series
        Questions, lower case, without openers and closing marks.
    function : pandas.Series
        Only information questions gauge a need.
    form : pandas.Series
        Fragments live on context, which one sentence does not show.

    Returns
    -------
    pandas.Series
        str, same index.
    """
    texts = cores.tolist()

    def has(pattern: str) -> Any:
        return matches(texts, pattern).astype(int)

    kinds = {kind: rf"\b(?:{listed(f'question_{kind}_words')})\b" for kind in _KINDS}
    asker = has(_ABOUT_ASKER)
    named = sum(map(has, kinds.values()))
    score = named + has(_YOU) + has(_HABIT) - asker
    score = score - has(_PAST) - has(_ACQUAINTANCE) - has(_LITTLE)
    score = score - 2 * has(_PERSONAL) - 2 * has(_ABOUT_OFFER) - 2 * has(_BIOGRAPHY)
    who_does = has(_WHO_DOES) * (1 - asker)
    gauges = (function == "information") & (form != "fragment")
    gauges &= ((named > 0) & (score >= _ENOUGH)) | (who_does == 1)
    words = pd.Series("", index=cores.index, dtype="str")
    search = re.compile("|".join((_WHO_DOES, *kinds.values(), _YOU, _HABIT)))
    words[gauges] = [", ".join(_matched(search, core)) for core in cores[gauges]]
    return words


def _matched(search: re.Pattern[str], core: str) -> list[str]:
    return [found.group() for found in search.finditer(core)][:3]
