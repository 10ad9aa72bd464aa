"""Which texts may ask at all: one look over a column, before the rules look closer."""

from __future__ import annotations

from typing import Any

from convostudy.language.questions.hurried import MAY_BE_HURRIED
from convostudy.language.questions.patterns import matches
from convostudy.language.questions.stopped import MAY_BE_STOPPED

__all__ = ["may_ask"]

# One vectorised (RE2) look tells which messages need a closer one.
_MAYBE = (
    r"(?i)\?|\b(?:what|whats|which|wich|who|whos|whose|whom|where|wheres|when|whens|why|how|hows"
    r"|wat|wot)\b"
    r"|\b(?:do|does|did|is|are|r|was|were|am|can|could|will|would|shall|should|may|might|have|has"
    r"|had"
    r"|[a-z]+n['’]?t)\s+(?:you|u|ya|i|we|they|he|she|it|this|that|these|those|there|the|an?|your|my"
    r"|our|any\w*|some\w*|every\w*|people|women|men)\b"
    r"|\b(?:wonder\w*|curious|tell|explain|define|inform|confirm|remind|ask\w*|whether|any|fancy"
    r"|kindly|lmk|asks|checking|indicate|(?:please|pls|plz) (?:share|advise|specify|state)"
    r"|wanna)\b|\w or \w"
    r"|\bright\W*$|\bn['’]?t (?:it|you|they|he|she|we)\W*$|\b(?:you|yours?|yourself)\W*$"
    rf"|{MAY_BE_HURRIED}"
)


def may_ask(texts: Any) -> Any:
    """Return a numpy array: may each text ask, so that it needs a closer look?

    Examples
    --------
    >>> may_ask(["Did Ana call.", "Ana called."]).tolist()
    [True, False]
    """
    # Two small automata are faster than one large one.
    return matches(texts, _MAYBE) | matches(texts, rf"(?i){MAY_BE_STOPPED}")
