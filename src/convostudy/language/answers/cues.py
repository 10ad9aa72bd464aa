"""What a reply does, whatever was asked: greets, thanks, asks back, refuses, tells."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from convostudy.language.answers.matching import LETTER_OR_DIGIT, Mask, any_of, has, plain, without

__all__ = ["GREETING", "Reply", "asks", "confirms", "denies", "dissect", "first_words", "is_thumb"]

_TITLE = r"(?:dr|mr|mrs|ms|miss|prof|professor|doctor|sir|madam|ma'am|mam)"
# "Hi Camille.", "Dear Ms. Voss,": a greeting with whom it greets, up to its punctuation.
GREETING = (
    r"^(?:hi|hiya|hello|hey|hallo|hola|dear|namaste|good (?:morning|afternoon|evening|day)"
    rf"|morning|afternoon|evening)(?: (?:again|there))?(?: {_TITLE}\.?)?(?: [^\s,.!?:]+){{0,3}}"
    r"(?:[,.!:]+\s*|\s*\n)"
)
# A sentence that asks: up to its question mark, or of an interrogative shape without one.
_MARKED = r"[^.!?\n]*\?[?!]*"
_UNMARKED = (
    r"(?:^|[.!\n]\s*)(?:and |so |but |also |btw |then )*(?:"
    r"(?:what|whats|what's|how|where|who|when|why|which \w+|wich \w+) "
    r"(?:do|does|did|is|are|was|were|about|many|much|long|can|could|would|will|have|has|suits|works|happened)\b"
    r"|(?:do|did|are|have|can|could|would|will) (?:you|u|ya)\b"
    r"|(?:did|does|is|was|are|has|can|will) (?:it|that|he|she|they|this|there)\b"
    r")[^.!?\n]*"
    # "what file", "which Hector": a few words without a question mark.
    r"|(?:^|[.!\n]\s*)(?:what|which|wich|where|whose)(?: [\w']+){1,3}[ .!]*(?:$|\n)"
)


# "You have no idea": ignorance laid on the other side is no "I don't know".
_YOURS = (
    r"\b(?:you|u)"
    r"(?:'ve|'re| have| had| are| really| clearly| obviously| probably| just| seem to have)*"
    r" (?:no (?:idea|clue)|not sure|(?:do not|don't|dont) know)\b"
)


@dataclass(frozen=True)
class Reply:
    """A column of replies taken apart; every field has one entry a reply.

    Parameters
    ----------
    full : pyarrow array
        The reply in plain form (see `matching.plain`).
    body : pyarrow array
        Without greeting and receipts (thanks, noted, lovely to meet you).
    claims : pyarrow array
        The body without what it says the other side does not know.
    told : pyarrow array
        The body without the questions in it, and without opening interjections.
    body_words, told_words, lead_words : numpy arrays of int64
        Words in the body, in what is told, and in the first sentence of that.
    """

    full: Any
    body: Any
    claims: Any
    told: Any
    body_words: npt.NDArray[np.int64]
    told_words: npt.NDArray[np.int64]
    lead_words: npt.NDArray[np.int64]


def dissect(replies: Any) -> Reply:
    """Take replies apart into what greets, thanks, asks and tells.

    Parameters
    ----------
    replies : pyarrow array of str
        As written, missing ones empty (see `matching.column`).

    Returns
    -------
    Reply

    Examples
    --------
    >>> from convostudy.language.answers.matching import column
    >>> import pandas as pd
    >>> reply = dissect(column(pd.Series(["Hi Ana, thanks for asking! About forty. And you?"])))
    >>> reply.told.to_pylist()[0].strip(), reply.told_words.tolist()
    ('about forty.', [2])
    """
    full = plain(replies)
    greeted = without(full, GREETING, "")
    body = without(greeted, _receipts(), r"\1")
    told = without(without(body, _MARKED), _UNMARKED)
    told = without(without(told, _praise(), r"\1\2"), rf"^[\s,.!:;)–—-]*{_interjections()}", "")
    lead = without(told, r"(?s)^(\W*[^.!?\n]*).*$", r"\1")
    return Reply(full, body, without(body, _YOURS), told, _count(body), _count(told), _count(lead))


def asks(reply: Reply) -> Mask:
    """Say for each reply whether it asks anything itself."""
    return has(reply.body, _MARKED) | has(reply.body, _UNMARKED)


def is_thumb(reply: Reply) -> Mask:
    """Say for each reply whether it is nothing but a thumb up or a tick."""
    return has(
        reply.full,
        r"^[\s👍✅💯✔👌\x{FE0F}\x{1F3FB}-\x{1F3FF}]*[👍✅💯✔👌][\s👍✅💯✔👌\x{FE0F}\x{1F3FB}-\x{1F3FF}]*$",
    )


def first_words(pattern: str) -> str:
    """Return the pattern that finds another at the start of a reply or of one of its sentences.

    Words that say nothing of their own ("ha,", "oh well,") and one name may stand before it.
    """
    return rf"(?:^|[.!?\n]\s*)[\s,:;)\"'–—-]*(?:\w+, )?{_interjections()}{pattern}"


@cache
def confirms() -> str:
    """Return the pattern of a yes: at the start of a sentence, or as a word after a comma."""
    return rf"{first_words(any_of('yes'))}(?:[^\w']|$)|[,;:–—-] (?:yes|yep|yeah|yup)(?:[.,!;:\n]|$)"


@cache
def denies() -> str:
    """Return the pattern of a no: at the start of a sentence, or as a word after a comma."""
    return rf"{first_words(any_of('no'))}(?:[^\w']|$)|[,;:–—-] (?:no|nope|not yet)(?:[.,!;:\n]|$)"


@cache
def _interjections() -> str:
    return rf"(?:{any_of('interjection')}(?:[\s,.!:;)–—-]+|$))*"


@cache
def _praise() -> str:
    words = any_of("praise")
    return rf"(^|[.!?\n]\s*){words}(?:[\s,:;)(–—-]+{words})*[^0-9A-Za-z.!?\n]*([.!?\n]|$)"


@cache
def _receipts() -> str:
    return rf"(^|[.!?\n,;]\s*){_interjections()}{any_of('receipt')}[^.!?\n,;:]*"


def _count(texts: Any) -> npt.NDArray[np.int64]:
    import pyarrow.compute as pc

    # Runs between spaces: a fifth of the cost of a word pattern, and close enough for thresholds.
    runs = pc.list_value_length(pc.utf8_split_whitespace(pc.utf8_trim_whitespace(texts)))
    counts = np.asarray(runs.to_numpy(zero_copy_only=False), dtype=np.int64)
    return np.where(has(texts, LETTER_OR_DIGIT), counts, 0)
