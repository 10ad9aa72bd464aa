"""Which question does a reply quote before it answers? Mail answers below each quoted line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from convostudy.language.quoted import quoted_stretches, without_quoted

__all__ = ["by_quote"]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")


def by_quote(reply: str, questions: Sequence[str]) -> list[tuple[list[int], str]]:
    r"""Divide a reply among questions by the lines that it quotes.

    Parameters
    ----------
    reply : str
        As written.
    questions : sequence of str
        Open questions.

    Returns
    -------
    list of (list of int, str)
        Places of questions, and the text that is meant for these, without quoted lines. What
        stands below a quoted question is meant for it; what stands above the first quoted line,
        or in a later paragraph, for those that are not quoted. Who quotes nothing that was
        asked, or writes above what is quoted, means all of it for all.

    Examples
    --------
    >>> by_quote("> Where?\nGhent\n> Since when?\nMay", ["Where?", "Since when?"])
    [([0], 'Ghent'), ([1], 'May')]
    >>> by_quote("Ghent", ["Where?", "Since when?"])
    [([0, 1], 'Ghent')]
    """
    everyone = list(range(len(questions)))
    stretches = quoted_stretches(reply)
    if not stretches:
        return [(everyone, reply)]
    ends = [start for start, _ in stretches[1:]] + [len(reply)]
    loose = [reply[: stretches[0][0]]]
    meant: dict[int, list[str]] = {}
    for (start, end), until in zip(stretches, ends, strict=True):
        below = reply[end:until].strip()
        quoted = _questions_in(reply[start:end], questions) if below else []
        for question in quoted:
            meant.setdefault(question, []).append(below)
        loose += _PARAGRAPH.split(below, maxsplit=1)[1:] if quoted else [below]
    if not meant:
        return [(everyone, without_quoted(reply).strip())]
    texts = {question: "\n".join(parts) for question, parts in meant.items()}
    shared: dict[str, list[int]] = {}
    for question, text in texts.items():
        shared.setdefault(text, []).append(question)
    portions = [(sorted(which), text) for text, which in shared.items()]
    others = [question for question in everyone if question not in meant]
    left = "\n".join(text.strip() for text in loose if text.strip())
    return [*portions, (others, left)] if others else portions


def _questions_in(quoted: str, questions: Sequence[str]) -> list[int]:
    """Return the questions that a quoted stretch holds; if none, the one that it is a part of."""
    there = _spaced(quoted)
    asked = [_spaced(question) for question in questions]
    whole = [k for k, words in enumerate(asked) if words in there]
    parts = [k for k, words in enumerate(asked) if there in words]
    return whole or (parts if len(parts) == 1 else [])


def _spaced(text: str) -> str:
    """Return the words of a text between single spaces."""
    words = _WORD.findall(text.replace("’", "'").lower())
    return f" {' '.join(words)} " if words else "no words"
