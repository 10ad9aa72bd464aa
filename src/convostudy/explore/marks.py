"""A message and its labels in, the same message with its evidence marked out.

Every label has a colour, and beside the colour its own underline and its name in small letters, so
that nothing hangs on telling colours apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from convostudy.explore._markup import attribute, words

__all__ = ["FAMILIES", "Mark", "family", "legend", "marked_text"]

# What an act does for the talk; each family has a colour and an underline in explore.css.
FAMILIES = {
    "question": ("question",),
    "selling": ("pitch", "cta", "self_promotion", "opt_out_offer"),
    "refusing": ("refusal", "opt_out_request", "complaint"),
    "relating": (
        "rapport",
        "gratitude",
        "offer_help",
        "need_gauging",
        "small_talk",
        "personalisation",
    ),
    "agreeing": ("acceptance", "referral"),
    "closing": ("closing",),
}
_OF = {act: name for name, acts in FAMILIES.items() for act in acts}
_SAID = {
    "question": "a question; numbered Q1, Q2 … in each thread",
    "selling": "selling: a pitch, a call to action, praise of oneself",
    "refusing": "refusing: a no, a request to stop, a complaint",
    "relating": "relating: thanks, small talk, help offered, asking about the reader",
    "agreeing": "agreeing, or passing on to somebody else",
    "closing": "closing the talk",
}


@dataclass(frozen=True)
class Mark:
    """One label on a stretch of a message.

    Parameters
    ----------
    start, end : int
        The stretch, in characters of the message.
    name : str
        What stands beside it: ``Q1``, ``pitch``.
    act : str
        ``question``, or the act; gives the colour.
    tip : str
        What is told when one points at it.
    """

    start: int
    end: int
    name: str
    act: str
    tip: str


def family(act: str) -> str:
    """Return the family of an act.

    Examples
    --------
    >>> family("cta"), family("something new")
    ('selling', 'closing')
    """
    return _OF.get(act, "closing")


def marked_text(text: str, marks: Iterable[Mark]) -> str:
    """Write a message with its evidence marked.

    Parameters
    ----------
    text : str
        The message; escaped here.
    marks : iterable of Mark
        They may overlap, reach beyond the text, or be empty: then they are not drawn.

    Returns
    -------
    str
        HTML. Where marks overlap, the shortest gives the colour, and all are named.

    Examples
    --------
    >>> marked_text("No & bye", [Mark(0, 2, "refusal", "refusal", "bare: no")])
    '<mark class="cx-refusing" title="refusal: bare: no">No</mark><sup>refusal</sup> &amp; bye'
    """
    inside = [
        Mark(max(m.start, 0), min(m.end, len(text)), m.name, m.act, m.tip)
        for m in marks
        if max(m.start, 0) < min(m.end, len(text))
    ]
    edges = sorted({0, len(text), *(m.start for m in inside), *(m.end for m in inside)})
    parts = []
    for left, right in pairwise(edges):
        here = [m for m in inside if m.start <= left and right <= m.end]
        piece = words(text[left:right])
        if here:
            first = min(here, key=lambda m: m.end - m.start)
            tips = "; ".join(f"{m.name}: {m.tip}" if m.tip else m.name for m in here)
            kind = family(first.act)
            piece = f'<mark class="cx-{kind}" title="{attribute(tips)}">{piece}</mark>'
        ended = [words(m.name) for m in inside if m.end == right]
        parts.append(piece + (f"<sup>{', '.join(ended)}</sup>" if ended else ""))
    return "".join(parts)


def legend() -> str:
    """Say what the marks mean.

    Examples
    --------
    >>> legend().count("<li>") == len(FAMILIES)
    True
    """
    lines = "".join(
        f'<li><span class="cx-key cx-{name}">{name}</span> {said}</li>'
        for name, said in _SAID.items()
    )
    return (
        '<details class="cx-legend"><summary>What the marks mean</summary>'
        f"<ul>{lines}</ul><p>Marked are the words that made the label. The number beside a label "
        "is how sure the program is, from 0 to 1. Labels are made by a machine and nobody has "
        "checked them by hand.</p></details>"
    )
