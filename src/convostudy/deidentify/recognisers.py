"""A further layer, handed over by the user: what a model of names finds is masked, too.

A recogniser is any function that takes a text and gives (start, end, label). None is part of this
package and none is ever downloaded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from convostudy.deidentify.patterns import Found
from convostudy.deidentify.words import BLANK
from convostudy.errors import BadParameter

__all__ = ["Recogniser", "found_by", "spacy_recogniser"]

Recogniser = Callable[[str], Iterable[tuple[int, int, str]]]

_TYPES = {
    "PERSON": "PERSON",
    "PER": "PERSON",
    "ORG": "ORG",
    "ORGANIZATION": "ORG",
    "EMAIL_ADDRESS": "EMAIL",
    "PHONE_NUMBER": "PHONE",
    "URL": "URL",
}
_NAMED = ("PERSON", "PER", "ORG", "GPE", "LOC", "FAC", "NORP")
_LETTER = re.compile(r"[^\W_]")


def spacy_recogniser(model: Any) -> Recogniser:
    """Return a recogniser made of a spaCy pipeline, or of anything that is called like one.

    Parameters
    ----------
    model : callable
        What `spacy.load(folder)` gives: called with a text, it returns a document whose ``ents``
        have ``start_char``, ``end_char`` and ``label_``.

    Returns
    -------
    callable
        Dates, amounts and the like are left out: the patterns look for those.

    Examples
    --------
    >>> from types import SimpleNamespace as Thing
    >>> entity = Thing(start_char=4, end_char=8, label_="PERSON")
    >>> list(spacy_recogniser(lambda text: Thing(ents=[entity]))("was hope in?"))
    [(4, 8, 'PERSON')]
    """

    def recognise(text: str) -> list[tuple[int, int, str]]:
        entities = model(text).ents
        return [(e.start_char, e.end_char, e.label_) for e in entities if e.label_ in _NAMED]

    return recognise


def found_by(recogniser: Recogniser, text: str) -> list[Found]:
    """Return what a recogniser finds in a shadow.

    Parameters
    ----------
    recogniser : callable
        Takes a text, gives (start, end, label).
    text : str
        The text of a `Shadow`, with placeholders blanked.

    Returns
    -------
    list of Found
        What overlaps a placeholder or holds no letter is left out.

    Raises
    ------
    BadParameter
        A place lies outside of the text.

    Examples
    --------
    >>> found_by(lambda text: [(4, 8, "PER"), (9, 11, "GPE")], "was hope in?")
    [(4, 8, 'PERSON', 'model'), (9, 11, 'UNKNOWN', 'model')]
    """
    found: list[Found] = []
    for start, end, label in recogniser(text):
        if not 0 <= start < end <= len(text):
            raise BadParameter(
                f"a place from {start} to {end} in a text of {len(text)} characters",
                where="the recogniser",
                expected="places within the text, end after start",
                do="Let it give (start, end, label) in characters of the text that it was given",
            )
        if BLANK not in text[start:end] and _LETTER.search(text, start, end):
            found.append((start, end, _TYPES.get(label, "UNKNOWN"), "model"))
    return found
