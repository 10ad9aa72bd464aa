"""One placeholder for each person, company and address of a thread: who is who stays clear."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from convostudy.deidentify.shadow import fold

__all__ = ["Placeholders", "Span", "merged"]

_RANK = {
    type: rank
    for rank, type in enumerate(
        ("EMAIL", "URL", "HANDLE", "DATE", "PHONE", "ADDRESS", "NUMBER", "PERSON", "ORG", "UNKNOWN")
    )
}
_NAMES = ("PERSON", "ORG", "UNKNOWN")
# Between the words of a name: a blank, a hyphen, a middle initial, particles.
_PARTICLES = (
    "(?:van|von|vom|zu|de|den|der|del|della|di|da|dos|das|do|du|la|le|el|al|bin|ibn|ten|ter|te|y|e)"
)
_WITHIN_A_NAME = re.compile(
    rf"[ \t]|-|\.[ \t]?|_|'| & |\.? [A-Za-z]\.? |\.? (?:{_PARTICLES} ){{1,3}}", re.IGNORECASE
)
_PARTICLES_BEFORE = re.compile(
    r"(?<!\w)(?:(?:van|von|vom|zu|den|der|del|ten|ter|te|de) ){1,3}\Z", re.IGNORECASE
)
_PARTICLE_ENDS = ("n ", "r ", "m ", "u ", "l ", "e ", "N ", "R ", "M ", "U ", "L ", "E ")
_TAKEN = re.compile(r"\[([A-Z]{2,12})_(\d{1,6})\]")


class Span(NamedTuple):
    """A place in a shadow that is masked."""

    start: int
    end: int
    type: str
    layer: str
    key: str
    """The person or company, where the export names it; else empty."""


def merged(text: str, spans: list[Span]) -> list[Span]:
    """Return spans without overlaps, the words of one name as one span.

    Parameters
    ----------
    text : str
        The text of a `Shadow`.
    spans : list of Span
        In any order.

    Returns
    -------
    list of Span
        In order.

    Examples
    --------
    >>> first, last = Span(0, 3, "PERSON", "list", ""), Span(4, 10, "UNKNOWN", "other", "")
    >>> merged("Tom Okafor", [last, first])
    [Span(start=0, end=10, type='PERSON', layer='list', key='')]
    """
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, *_rank(span))):
        if span.type in _NAMES and text.endswith(_PARTICLE_ENDS, 0, span.start):
            before = _PARTICLES_BEFORE.search(text, max(0, span.start - 15), span.start)
            if before and text[span.start].isupper():
                span = span._replace(start=before.start())
        if kept and _are_one(text, kept[-1], span):
            kept[-1] = _joined(kept[-1], span)
            continue
        if kept and _are_beside(text, kept[-1], span):
            # Two people's names, and what one name would hold: masked, whoever is known by name.
            between = text[kept[-1].end : span.start].rstrip()
            kept[-1] = kept[-1]._replace(end=kept[-1].end + len(between))
        kept.append(span)
    return kept


def _are_one(text: str, first: Span, then: Span) -> bool:
    if then.start < first.end:
        return True
    same = not (first.key and then.key) or first.key == then.key
    return same and _are_beside(text, first, then)


def _are_beside(text: str, first: Span, then: Span) -> bool:
    """Tell whether nothing stands between two masks but what stands within names."""
    if first.type not in _NAMES or then.type not in _NAMES:
        return False
    if _WITHIN_A_NAME.fullmatch(text, first.end, then.start) is None:
        return False
    # A full stop ends a sentence, unless an initial is before it.
    return text[first.end] != "." or not text[first.start : first.end][-2:-1].isalnum()


def _joined(first: Span, then: Span) -> Span:
    start, end = min(first.start, then.start), max(first.end, then.end)
    lead = then if _rank(then) < _rank(first) else first
    return Span(start, end, lead.type, lead.layer, lead.key)


def _rank(span: Span) -> tuple[int, bool]:
    """Return a low number for the surer type: whom the export names, before who is guessed."""
    rank = _RANK[span.type]
    return (min(rank, _RANK["PERSON"]) if span.key else rank), not span.key


class Placeholders:
    """The placeholders of one thread, numbered by type in order of appearance.

    Parameters
    ----------
    texts : list of str
        The texts as they were: numbers of placeholders in them are not given again.
    """

    def __init__(self, texts: list[str]) -> None:
        self._numbers: Counter[str] = Counter()
        self._given: dict[tuple[str, str], str] = {}
        self._whole_names: dict[str, str] = {}
        for text in texts:
            for type, number in _TAKEN.findall(text):
                self._numbers[type] = max(self._numbers[type], int(number))

    def read(self, texts: list[str], spans: list[list[Span]]) -> None:
        """Note whole names, so that a first name alone is known to be of the same person."""
        parts: dict[str, set[str]] = {}
        for text, each in zip(texts, spans, strict=True):
            for span in each:
                name = fold(text[span.start : span.end])
                if span.type == "PERSON" and not span.key and " " in name:
                    for part in name.split():
                        parts.setdefault(part, set()).add(name)
        self._whole_names = {
            part: next(iter(names)) for part, names in parts.items() if len(names) == 1
        }

    def of(self, name: str, span: Span) -> str:
        """Return the placeholder of a span."""
        folded = re.sub(r"'s$", "", fold(name))
        key = span.key or self._whole_names.get(folded, folded)
        type = "PERSON" if span.type == "UNKNOWN" and key != folded else span.type
        known = (type, key)
        if known not in self._given:
            self._numbers[type] += 1
            self._given[known] = f"[{type}_{self._numbers[type]}]"
        return self._given[known]
