"""Questions in messages: which sentences ask, in what form, for what, and where in the talk.

Rules of grammar, not a trained model: auxiliary before subject, question word in front, tags,
clauses that leave something open. Each question carries the rules and words that made it.
"""

from __future__ import annotations

from convostudy.language.questions.label import questions
from convostudy.language.questions.sequence import sequence

__all__ = ["questions", "sequence"]
