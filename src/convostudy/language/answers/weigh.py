"""The decision order of the codebook: which cue settles a reply that was taken apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from convostudy.language.answers.cues import (
    Reply,
    asks,
    confirms,
    denies,
    first_words,
    is_thumb,
)
from convostudy.language.answers.matching import (
    CAPITAL,
    SMALL,
    Mask,
    any_of,
    has,
    span,
)
from convostudy.language.answers.overlap import shared_stems
from convostudy.language.answers.typed import TYPES, kind_cues

__all__ = ["Pairs", "Verdicts", "decide"]

# In replies longer than this a "don't know" after the first sentence is mostly about another
# matter, and so is a vague phrase.
LONG_WORDS = 30
# A reply this short without any cue leans on the question: an ellipsis.
SHORT_WORDS = 6
# The first sentence of a pitch is taken for an answer up to here.
LEAD_WORDS = 8
# Up to here a statement in reply to a wh-question is read as stating what was asked.
DIRECT_WORDS = 25
_CONFIRMED = ["polar", "tag", "declarative"]
_COUNTED = ["number", "duration", "time"]
_NAMED = ["person", "place"]
_CLOSED = {"declined": "declined", "claims_ignorance": "ignorance"}
_THANKS_NAME = rf"(?i:thanks|thank you|cheers)[^.!?\n]*, {CAPITAL}{SMALL}+\W*$"


@dataclass(frozen=True)
class Pairs:
    """Question-reply pairs in columns, replies taken apart; one entry a pair in each field."""

    question: pd.Series
    form: npt.NDArray[np.object_]
    kind: npt.NDArray[np.object_]
    written: Any
    reply: Reply
    is_pitch: Mask


class Verdicts:
    """Statuses given so far: the first rule that fits a pair has it."""

    def __init__(self, pairs: Pairs) -> None:
        rows = len(pairs.form)
        self.pairs = pairs
        self.status = np.full(rows, None, dtype=object)
        self.evidence = np.full(rows, None, dtype=object)
        self.by_overlap = np.zeros(rows, dtype=bool)
        self.by_place = np.zeros(rows, dtype=bool)
        self.needs_review = np.zeros(rows, dtype=bool)
        self.open: Mask = np.ones(rows, dtype=bool)

    @property
    def by_sign(self) -> Mask:
        """Which answers something in the reply speaks for, other than its place."""
        answered: Mask = np.isin(self.status.astype("str"), ["explicit", "implicit"])
        return answered & ~self.by_place

    def give(self, where: Mask, status: str, evidence: str | list[str]) -> Mask:
        """Give the open pairs of a mask a status; return which got it."""
        rows = np.asarray(where & self.open, dtype=bool)
        self.status[rows] = status
        self.evidence[rows] = evidence
        self.open &= ~rows
        return rows

    def assume(self, where: Mask, status: str, evidence: str) -> None:
        """Give the open pairs of a mask a status for which only the place of the reply speaks."""
        self.by_place |= self.give(where, status, evidence)

    def has(self, texts: Any, pattern: str) -> Mask:
        """Say for the open pairs whether a pattern is found; False for those decided."""
        import pyarrow as pa

        found = self.open.copy()
        found[self.open] = has(texts.filter(pa.array(self.open)), pattern)
        return found

    def find(self, where: Mask, texts: Any, pattern: str, status: str, rule: str) -> None:
        """Give the open pairs of a mask in which a pattern is found a status, and quote it."""
        import pyarrow as pa

        rows = np.asarray(where & self.open, dtype=bool)
        if not rows.any():
            return
        candidates = texts.filter(pa.array(rows))
        hits = has(candidates, pattern)
        rows[rows] = hits
        quoted = span(candidates.filter(pa.array(hits)), pattern)
        self.give(rows, status, [f"{rule}: {words.strip(_MARGIN)}" for words in quoted])

    def share(self, where: Mask, status: str, *, review: Mask | None = None) -> None:
        """Give the open pairs of a mask that share content stems a status, and name the stems."""
        rows = np.asarray(where & self.open, dtype=bool)
        stems = self._shared(rows)
        some = np.array([bool(words) for words in stems], dtype=bool)
        rows[rows] = some
        self.give(rows, status, [f"shares {', '.join(words)}" for words in stems if words])
        if review is not None:
            self.by_overlap |= rows
            self.needs_review |= rows & review

    def _shared(self, rows: Mask) -> list[tuple[str, ...]]:
        import pyarrow as pa

        asked = self.pairs.question[rows].reset_index(drop=True)
        said = pd.Series(self.pairs.reply.body.filter(pa.array(rows)).to_pylist(), dtype="str")
        return list(shared_stems(asked, said))


_MARGIN = ' \t\n.,;:!?()"–—-'


def decide(pairs: Pairs) -> Verdicts:
    """Judge pairs in the order of the codebook.

    Parameters
    ----------
    pairs : Pairs
        Every reply has at least one character.

    Returns
    -------
    Verdicts
        Status and evidence of every pair.
    """
    verdicts = Verdicts(pairs)
    _non_answers(pairs, verdicts)
    _cued_answers(pairs, verdicts)
    _what_is_left(pairs, verdicts)
    return verdicts


def _non_answers(pairs: Pairs, verdicts: Verdicts) -> None:
    """Find refusals, "don't know", receipts and questions back."""
    reply, confirmed = pairs.reply, np.isin(pairs.form, _CONFIRMED)
    for status, cue in _CLOSED.items():
        in_first_sentence = rf"^[\s,.!:;)–—-]*(?:[^.!?\n]*[^\w.!?\n])?{any_of(cue)}"
        verdicts.find(verdicts.open, reply.claims, in_first_sentence, status, cue)

    verdicts.give(confirmed & is_thumb(reply), "explicit", "thumb up for yes")
    mood = first_words(any_of("state")) + r"\s*(?:[.,!;:)\n]|$)"
    verdicts.find(pairs.kind == "state", reply.full, mood, "explicit", "state")

    silent, asking = reply.told_words == 0, asks(reply)
    verdicts.give(silent & ~asking, "acknowledged_only", "receipt, nothing else")
    unclear = any_of("clarification")
    verdicts.find(silent, reply.body, unclear, "clarification", "asks what was meant")
    choice = verdicts.has(reply.body, r"\bor\b") & (reply.body_words <= 2 * SHORT_WORDS)
    verdicts.give(silent & choice, "clarification", "asks which of two")
    verdicts.give(silent & (reply.body_words <= 3), "clarification", "asks back in a word or two")
    verdicts.share(silent, "clarification")
    asks_first = rf"^[\s,.!:;)–—-]*(?:[^.!?\n]*[^\w.!?\n])?{unclear}"
    verdicts.find(
        asking & (reply.told_words <= 2 * SHORT_WORDS),
        reply.body,
        asks_first,
        "clarification",
        "asks what was meant",
    )
    verdicts.give(silent, "dodged", "only asks something of its own")


def _cued_answers(pairs: Pairs, verdicts: Verdicts) -> None:
    """Find yes and no, a named option, the kind of thing that was asked for, and vague talk."""
    reply, form, kind = pairs.reply, pairs.form, pairs.kind
    brief = reply.told_words <= LONG_WORDS
    verdicts.share((form == "alternative") & ~pairs.is_pitch, "explicit")
    takes_yes = (form != "wh") & ~((form == "indirect") & (kind != ""))
    verdicts.find(takes_yes, reply.told, confirms(), "explicit", "yes")
    unknown = any_of("ignorance")
    verdicts.find(takes_yes & brief, reply.claims, unknown, "claims_ignorance", "ignorance")
    verdicts.find(takes_yes, reply.told, denies(), "explicit", "no")

    vague = verdicts.has(reply.told, any_of("vague")) & brief
    exact = verdicts.has(reply.told, r"[0-9]")
    for name in TYPES:
        counted = name in _COUNTED
        # A pitch is full of names, places and means; of figures it holds those asked for.
        fits = (kind == name) & (~pairs.is_pitch | counted) & (~vague | (exact & counted))
        if name == "manner":
            fits &= brief
        before = verdicts.open.copy()
        for texts, pattern in kind_cues(name, reply.told, pairs.written):
            verdicts.find(fits, texts, pattern, "explicit", name)
        if name in _NAMED:
            # Long replies hold some name or place, whatever they are about.
            verdicts.by_place |= before & ~verdicts.open & (reply.told_words > SHORT_WORDS)
    for status, cue in _CLOSED.items():
        verdicts.find(brief, reply.claims, any_of(cue), status, cue)
    named = (reply.told_words == 1) & verdicts.has(pairs.written, _THANKS_NAME)
    verdicts.give(named, "acknowledged_only", "receipt, nothing else")
    verdicts.find(brief & ~pairs.is_pitch, reply.told, any_of("vague"), "general", "vague")


def _what_is_left(pairs: Pairs, verdicts: Verdicts) -> None:
    """Judge statements without a cue: on offer, on the matter, or just after the question."""
    reply, kind = pairs.reply, pairs.kind
    verdicts.find(verdicts.open, reply.full, any_of("leave"), "dodged", "breaks off")
    offer = any_of("elsewhere")
    # Many a pitch answers first, in a few words; one whose first sentence offers does not.
    leads_with = verdicts.has(reply.told, rf"^[^.!?\n]*{offer}")
    sells = leads_with | (pairs.is_pitch & (reply.lead_words > LEAD_WORDS))
    sells |= verdicts.has(reply.full, offer) & (reply.lead_words > LEAD_WORDS)
    verdicts.share(sells, "deflection", review=pairs.is_pitch)
    verdicts.find(sells, reply.full, offer, "dodged", "sets out an offer instead")
    verdicts.give(sells, "dodged", "pitches instead")
    verdicts.share(verdicts.open, "implicit", review=pairs.is_pitch)

    misses = np.isin(kind, _COUNTED) & (reply.told_words > SHORT_WORDS)
    verdicts.give(misses, "dodged", "tells, but no time or number that was asked for")
    brief = reply.told_words <= SHORT_WORDS
    direct = np.isin(kind, ["thing", "person", "place", "state", "reason", *_COUNTED])
    direct |= (kind == "") & np.isin(pairs.form, ["fragment", "alternative", "indirect"])
    verdicts.assume(brief & direct, "explicit", "short statement fills the slot")
    verdicts.assume(brief, "implicit", "short statement leans on the question")
    verdicts.assume(direct & (reply.told_words <= DIRECT_WORDS), "explicit", "statement, no cue")
    verdicts.assume(verdicts.open, "implicit", "statement, no cue")
