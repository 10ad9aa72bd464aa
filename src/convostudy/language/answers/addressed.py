"""Which part of a reply takes up which of several open questions?

A reply tells by what it quotes, by the numbers of a list, by repeating a question before it answers
it, and by words that only one of the questions has. What it does not tell apart so may be meant for
any question that has no part of its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple

import pandas as pd
import pyarrow.compute as pc

from convostudy.language.answers.quoting import by_quote
from convostudy.language.arrow import arrow_texts
from convostudy.language.lexicons import load, names
from convostudy.language.quoted import MAY_QUOTE
from convostudy.language.sentences import sentences
from convostudy.language.words import content_stems

__all__ = ["addressed"]

_NUMBER = re.compile(r"\(?\b(\d{1,2})[.):]\s")
_WORD = re.compile(r"[^\W_]+(?:'[^\W\d_]+)?")
# A sentence that holds so many of a question's words, and few others, repeats it; questions of
# fewer words ("how are you?") are asked back, not repeated.
_REPEATED = 0.8
_LONGER = 1.5
_FEW_WORDS = 3
_NOBODYS = -1


class _Asked(NamedTuple):
    """An open question: its text, the stems of its topic, is it right before the reply?"""

    text: str
    topic: frozenset[str]
    adjacent: bool


class _Piece(NamedTuple):
    """A sentence of a reply, with the stems of its words."""

    text: str
    stems: frozenset[str]


def addressed(questions: pd.DataFrame, replies: pd.Series, language: str = "en") -> pd.Series:
    """Return the part of a reply that may be meant for each question.

    Parameters
    ----------
    questions : pandas.DataFrame
        Every open question, of whatever function, in the order of asking: ``text``;
        ``reply_turn_id``, the turn that may answer (may be missing); ``adjacent``, bool: asked in
        the turn just before that one.
    replies : pandas.Series
        Texts of turns, by turn_id.
    language : str
        In which the questions are asked.

    Returns
    -------
    pandas.Series
        str, indexed as ``questions``: what is quoted is taken out where a reply quotes; the whole
        reply where nothing tells parts apart; an empty text where all of it is for others.

    Examples
    --------
    >>> questions = pd.DataFrame({
    ...     "text": ["What is a socket?", "Where is the parking?"], "reply_turn_id": "t/2",
    ...     "adjacent": True})
    >>> replies = pd.Series({"t/2": "Parking is in P3. I'd have to ask about the socket."})
    >>> addressed(questions, replies).tolist()
    ["I'd have to ask about the socket.", 'Parking is in P3.']
    """
    turn = questions["reply_turn_id"]
    whole = replies.reindex(turn).set_axis(questions.index).astype("str")
    quotes = pc.match_substring_regex(arrow_texts(whole), MAY_QUOTE).to_numpy(zero_copy_only=False)
    awaited = turn.where(turn.duplicated(keep=False) | quotes)
    some = awaited.notna() & whole.notna()
    if not some.any():
        return whole
    rows = questions[some].reset_index(drop=True)
    portions = _portions(rows, whole[some].tolist())
    whole[some] = _by_sentence(portions, rows, language)
    return whole


def _portions(rows: pd.DataFrame, replies: list[str]) -> list[tuple[list[int], str]]:
    """Return the text that each reply has for some of the questions, by what it quotes."""
    by_turn = defaultdict(list)
    for row, turn_id in enumerate(rows["reply_turn_id"].tolist()):
        by_turn[turn_id].append(row)
    texts = rows["text"].tolist()
    # A loop over the few replies that quote, or that several questions await.
    return [
        ([own[k] for k in which], text)
        for own in by_turn.values()
        for which, text in by_quote(replies[own[0]], [texts[row] for row in own])
    ]


def _by_sentence(
    portions: list[tuple[list[int], str]], rows: pd.DataFrame, language: str
) -> list[str]:
    """Divide each portion among its questions, by what its sentences say."""
    part = [""] * len(rows)
    for own, text in portions:
        for row in own:
            part[row] = text
    frame = frozenset(load("answer_frame", language) if "answer_frame" in names(language) else ())
    stems = content_stems(rows["text"], language)
    asked = [
        _Asked(text, topic - frame, adjacent)
        for text, topic, adjacent in zip(rows["text"], stems, rows["adjacent"], strict=True)
    ]
    shared = [(own, text) for own, text in portions if len(own) > 1]
    telling = [(own, text) for own, text in shared if _tells([asked[row] for row in own], text)]
    said = sentences(pd.Series([text for _, text in telling], dtype="str"), language)
    pieces = defaultdict(list)
    spoken = content_stems(said["text"], language)
    for at, text, words in zip(said["row"].tolist(), said["text"].tolist(), spoken, strict=True):
        pieces[at].append(_Piece(text, words))
    for at, (own, text) in enumerate(telling):
        meant = _meant(pieces[at], [asked[row] for row in own], text)
        for row, mine in zip(own, meant, strict=True):
            part[row] = mine
    return part


def _tells(asked: list[_Asked], text: str) -> bool:
    """Tell whether a text may tell questions apart: most do not, and need not be taken apart."""
    low = text.lower()
    return (
        "?" in text
        or _NUMBER.search(text) is not None
        # Stems that end in "i" are of words in "y".
        or any(stem.removesuffix("i") in low for question in asked for stem in question.topic)
    )


def _meant(pieces: list[_Piece], asked: list[_Asked], whole: str) -> list[str]:
    """Return the text for each question: its own sentences, or those that are nobody's."""
    numbered = _by_number(pieces, asked)
    owner = numbered or _by_topic(pieces, asked)
    owned = {k for k in owner if k is not None and k != _NOBODYS}
    if not owned:
        return [whole] * len(asked)
    # A question about the same may ask back, or return the question behind an answer.
    told = {
        k for piece, k in zip(pieces, owner, strict=True) if k in owned and "?" not in piece.text
    }
    if len(told) == len(asked):
        owner = _carried_on(owner)
    texts = []
    for k, question in enumerate(asked):
        wanted = {k} if k in told else {k, None}
        text = "\n".join(
            _NUMBER.sub("", piece.text) if numbered else piece.text
            for piece, at in zip(pieces, owner, strict=True)
            if at in wanted
        )
        # One sentence may answer two questions; that it answers one asked earlier, too, is far.
        texts.append(text or (whole if question.adjacent else ""))
    return texts


def _by_number(pieces: list[_Piece], asked: list[_Asked]) -> list[int | None] | None:
    """Give sentences of a numbered list to the questions of these numbers."""
    newest = [k for k, question in enumerate(asked) if question.adjacent]
    owner: list[int | None] = []
    numbers = []
    for piece in pieces:
        number = _NUMBER.match(piece.text)
        if number:
            numbers.append(int(number[1]))
            owner.append(newest[numbers[-1] - 1] if 0 < numbers[-1] <= len(newest) else None)
        else:
            owner.append(owner[-1] if owner else None)
    return owner if len(numbers) > 1 and {*numbers} <= {*range(1, len(newest) + 1)} else None


def _by_topic(pieces: list[_Piece], asked: list[_Asked]) -> list[int | None]:
    """Give sentences to the question that they repeat, or whose words alone they share."""
    others = [
        frozenset().union(*(rival.topic for rival in asked if rival is not question))
        for question in asked
    ]
    own = [question.topic - known for question, known in zip(asked, others, strict=True)]
    owner: list[int | None] = []
    heading = None
    for piece in pieces:
        again = _repeated(piece, asked) if len(owner) + 1 < len(pieces) else None
        if again is not None:
            heading = again
            owner.append(_NOBODYS)
            continue
        n_shared = [len(piece.stems & stems) for stems in own]
        if max(n_shared) and n_shared.count(max(n_shared)) == 1:
            owner.append(n_shared.index(max(n_shared)))
            heading = heading if heading == owner[-1] else None
        else:
            owner.append(heading)
    return owner


def _repeated(piece: _Piece, asked: list[_Asked]) -> int | None:
    """Return the question that a sentence repeats."""
    if "?" not in piece.text:
        return None
    said = _words(piece.text)
    for k, question in enumerate(asked):
        words = _words(question.text)
        enough = len(said & words) >= _REPEATED * len(words)
        if len(words) > _FEW_WORDS and enough and len(said) <= _LONGER * len(words):
            return k
    return None


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.replace("’", "'").lower()))


def _carried_on(owner: list[int | None]) -> list[int | None]:
    """Give sentences that are nobody's to the question of the sentence before."""
    first = next(k for k in owner if k is not None and k != _NOBODYS)
    carried: list[int | None] = []
    for k in owner:
        carried.append(k if k is not None else (carried[-1] if carried else first))
    return carried
