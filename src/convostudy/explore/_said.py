"""Labels of the codebook in, words that a reader knows out."""

from __future__ import annotations

from typing import Any

import pandas as pd

__all__ = ["said"]

# Those that do not speak for themselves once their underscores are gone.
_WORDS = {
    "cta": "call to action",
    "wh": "open question",
    "polar": "yes-or-no question",
    "alternative": "either-or question",
    "declarative": "statement as question",
    "tag": "tag question",
    "indirect": "indirect question",
    "fragment": "fragment",
    "information": "to know",
    "action_request": "something done",
    "rhetorical": "no answer",
    "explicit": "answered outright",
    "implicit": "answered indirectly",
    "partial": "answered in part",
    "general": "answered in general terms",
    "deflection": "turned aside",
    "dodged": "passed over",
    "acknowledged_only": "acknowledged, not answered",
    "declined": "answer declined",
    "claims_ignorance": "says not to know",
    "clarification": "asked back",
    "no_reply": "no reply",
    "open": "still open",
}
# Kinds of an act: what makes a text personal (the codebook's a to e), and the grounds of a refusal.
_KINDS = {
    "a": "by name",
    "b": "by group",
    "c": "by profile",
    "d": "by the reader's work",
    "e": "by this thread",
    "bare": "no reason given",
    "need": "no need",
    "price": "the price",
    "time": "no time",
    "manner": "the manner",
    "principle": "on principle",
}


def said(label: Any, *, kind: bool = False) -> str:
    """Write a label in words; a kind (of a pitch, of a refusal) is a vocabulary of its own.

    Examples
    --------
    >>> said("cta"), said("offer_help"), said("indirect", kind=True), said("a c", kind=True)
    ('call to action', 'offer help', 'indirect', 'by name, by profile')
    >>> said(None)
    ''
    """
    if pd.isna(label):
        return ""
    if kind:
        return ", ".join(_KINDS.get(part, part.replace("_", " ")) for part in str(label).split())
    return _WORDS.get(str(label), str(label).replace("_", " "))
