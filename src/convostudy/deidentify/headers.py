"""Names in the header lines of mails that are quoted or forwarded within a text."""

from __future__ import annotations

import re

from convostudy.deidentify.patterns import Found
from convostudy.deidentify.words import Word
from convostudy.language.words import stop_words

__all__ = ["in_headers"]

_FIELD = re.compile(
    r"^[> \t*]{0,20}(?:from|to|cc|bcc|sender|sent by|forwarded by|reply-to|on behalf of|attn"
    r"|attention|name|contact)[ \t*]{0,5}:(?P<named>[^\n]{1,500})",
    re.IGNORECASE | re.MULTILINE,
)


def in_headers(text: str, words: list[Word]) -> list[Found]:
    r"""Return what stands in capitals after From, To, Cc and the like at the start of a line.

    A capital after a colon begins a sentence elsewhere, so that last names which are words (Banks,
    Rivers) would be kept.

    Parameters
    ----------
    text : str
        The text of a `Shadow`.
    words : list of Word
        Its words.

    Returns
    -------
    list of Found

    Examples
    --------
    >>> from convostudy.deidentify.words import words_of
    >>> text = "> From: Rivers, Joy\n> To: Banks; all\nNote: Banks are closed"
    >>> [text[a:b] for a, b, *_ in in_headers(text, words_of(text))]
    ['Rivers', 'Joy', 'Banks']
    """
    if ":" not in text:
        return []
    fields = [hit.span("named") for hit in _FIELD.finditer(text)]
    return [
        (word.start, word.end, "PERSON", "header")
        for start, end in fields
        for word in words
        if start <= word.start < end
        if not word.plain and word.folded not in stop_words()
    ]
