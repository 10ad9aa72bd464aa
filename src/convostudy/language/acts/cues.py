"""Cue files in, cues out: what speaks for an act, and with how many points.

A file ``lexicons/en/act_<act>.txt`` holds headings ``[name points]`` and below each the
expressions of that cue: a blank stands for any white space, ``{name}`` for an entry of
``act_macros.txt``, and a line is matched as whole words unless it begins with ``~ ``. A line
``@act`` counts when that other act was found in the message. The points of the cues found are
added up; 1.0 makes the act. ``act_<act>_mask.txt`` lists what is blanked out before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from convostudy.errors import BadTable
from convostudy.language.lexicons import load, names

__all__ = ["ENOUGH", "Cue", "confidence", "cues", "mask"]

ENOUGH = 1.0

_HEADING = re.compile(r"\[([a-z_]+) (-?[\d.]+)\]")


@dataclass(frozen=True)
class Cue:
    """One family of expressions.

    Attributes
    ----------
    name : str
        The rule's name, as it stands in the evidence.
    points : float
        What finding it is worth; negative speaks against the act.
    lines : tuple of str
        RE2 expressions for lower-cased text; none when the cue only looks at other acts.
    acts : tuple of str
        Other acts that count as this cue.
    """

    name: str
    points: float
    lines: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()

    @property
    def pattern(self) -> str:
        """The expressions as one; empty when there is none."""
        return "|".join(self.lines)


@cache
def cues(act: str) -> tuple[Cue, ...]:
    """Return the cues of an act, in the order of its file.

    Parameters
    ----------
    act : str
        The middle of an ``act_*.txt`` file name.

    Returns
    -------
    tuple of Cue

    Raises
    ------
    BadTable
        A line of the file stands before the first heading.

    Examples
    --------
    >>> [cue.name for cue in cues("opt_out_offer")]
    ['say_so_and_i_stop', 'unsubscribe_line']
    """
    parts: dict[tuple[str, float], list[str]] = {}
    here: list[str] | None = None
    for line in load(f"act_{act}"):
        heading = _HEADING.fullmatch(line)
        if heading:
            here = parts.setdefault((heading[1], float(heading[2])), [])
        elif here is None:
            raise BadTable(
                f"the line {line!r} before any heading",
                where=f"act_{act}.txt",
                expected="a heading such as [price 0.5]",
                do="Give the expressions a heading",
            )
        else:
            here.append(line)
    return tuple(
        Cue(
            name,
            points,
            tuple(_expression(line) for line in lines if not line.startswith("@")),
            tuple(line[1:] for line in lines if line.startswith("@")),
        )
        for (name, points), lines in parts.items()
    )


@cache
def mask(act: str) -> str:
    """Return the expression of what is blanked out before an act is looked for; may be empty.

    Parameters
    ----------
    act : str
        As for `cues`.

    Returns
    -------
    str
    """
    name = f"act_{act}_mask"
    return "|".join(map(_expression, load(name))) if name in names() else ""


@cache
def confidence() -> dict[tuple[str, str], float]:
    """Return how far each rule can be trusted, by act and rule.

    Returns
    -------
    dict
        (act, rule) to ``(right + 1) / (hits + 2)`` on batches the rules were not written on; see
        ``act_confidence.txt`` for how it was counted.
    """
    lines = (line.split() for line in load("act_confidence"))
    return {(act, rule): (int(right) + 1) / (int(hits) + 2) for act, rule, hits, right in lines}


@cache
def _macros() -> dict[str, str]:
    macros: dict[str, str] = {}
    for line in load("act_macros"):
        name, _, value = line.partition(" = ")
        macros[name] = _filled(value, macros)
    return macros


def _filled(text: str, macros: dict[str, str]) -> str:
    for name, value in macros.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _expression(line: str) -> str:
    whole_words = not line.startswith("~ ")
    text = _filled(line if whole_words else line[2:], _macros())
    text = text.replace(" ?", r"\s*").replace(" ", r"\s+")
    if not whole_words:
        return f"(?:{text})"
    # A line that may end on punctuation or with the text has no word boundary there.
    last_group = text[text.rfind("(?:") :]
    return rf"\b(?:{text})" if "$" in last_group or text.endswith("?") else rf"\b(?:{text})\b"
