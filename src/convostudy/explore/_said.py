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
    "information": "an answer",
    "action_request": "an action",
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
_KINDS = {letter: f"level {letter}" for letter in "abcde"}


def said(label: Any, *, kind: bool = False) -> str:
    """Write a label in words; a kind (of a pitch, of a refusal) is a vocabulary of its own.

    Examples
    --------
    >>> said("cta"), said("offer_help"), said("indirect", kind=True), said(None)
    ('call to action', 'offer help', 'indirect', '')
    """
    if pd.isna(label):
        return ""
    words = {} if kind else _WORDS
    plain = words.get(str(label), str(label).replace("_", " "))
    levels = [_KINDS.get(part) for part in plain.split()]
    return ", ".join(level or "" for level in levels) if kind and all(levels) else plain
