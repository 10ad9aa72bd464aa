"""What kind of thing a question wants (a time, a number, a person), and whether a text has one."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from convostudy.language.answers.matching import CAPITAL, SMALL, Mask, any_of, has

__all__ = ["TYPES", "kind_cues", "wanted"]

# In this order the first that fits wins; "how long" and "how soon" take a time or a number.
TYPES: dict[str, str] = {
    "duration": r"how (?:long|soon|often|old)|which year|what year",
    "number": r"(?:how|hw) (?:many|much|big|large|far|high|wide|tall|heavy|strong)"
    r"|(?:what|what's|whats|which) (?:\w+ ){0,4}(?:price|cost|costs|rate|fee|fees|salary|ctc|"
    r"number|percentage|budget|charge|margin|cut|quota|size|range|pay|rent|premium|amount|share)\b"
    r"|what (?:do|does|did|would|will|are) (?:\w+ ){1,4}(?:cost|charge|pay|paying|earn)\b",
    "time": r"when|when's|whens"
    r"|(?:what|which) (?:time|day|date|month|week|weekend|quarter|season|slot)",
    "reason": r"why|how come|how so|what (?:made|makes|brings|brought)|for what reason|what for",
    "place": r"where|where's|wheres"
    r"|(?:what|which) (?:city|town|country|place|area|street|hotel|venue|office|room)",
    "person": r"who|who's|whos|whom|whose"
    r"|(?:what|which) (?:person|colleague|colleagues|company|client|agency)",
    "state": r"how (?:are|r|is|was|were)\b|how's|hows|how're"
    r"|how (?:have|has|did|do|does) (?:[a-z']+ ){1,4}(?:been|go|going|feel|like|turn|doing)\b"
    r"|what (?:did|do) (?:you|u) (?:think|make|say|reckon)",
    "manner": r"how|in what way",
    "thing": r"what|what's|whats|which|wich",
}


def wanted(
    questions: Any, forms: npt.NDArray[np.object_], embedded: Mask
) -> npt.NDArray[np.object_]:
    """Say for each question what kind of thing would fill it.

    Parameters
    ----------
    questions : pyarrow array of str
        Questions in plain form (see `matching.plain`).
    forms : numpy array
        Form of each question, as in the codebook.
    embedded : numpy array of bool
        The question holds a wh-question inside ("do you know when it starts?").

    Returns
    -------
    numpy array of str
        One of ``TYPES``, or empty when the question has no wh-word to fill.

    Examples
    --------
    >>> import pandas as pd
    >>> from convostudy.language.answers.matching import column
    >>> asked = column(pd.Series(["how long have you been there?", "is it far?"]))
    >>> wanted(asked, np.array(["wh", "polar"]), np.array([False, False])).tolist()
    ['duration', '']
    """
    import pyarrow.compute as pc

    first = pc.struct_field(pc.extract_regex(questions, _first_wh()), "hit").to_pylist()
    open_slot = np.isin(forms, ["wh", "indirect", "fragment"]) | embedded
    kinds = np.array([""] * len(forms), dtype=object)
    hits = _strings(first)
    kinds[(forms == "fragment") & has(questions, _PRICE)] = "number"
    for name, pattern in reversed(TYPES.items()):
        kinds[has(hits, rf"^(?:{pattern})")] = name
    kinds[~open_slot] = ""
    return kinds


def kind_cues(kind: str, told: Any, written: Any) -> list[tuple[Any, str]]:
    """Return where to look for a thing of one kind, and by which pattern.

    Parameters
    ----------
    kind : str
        One of ``TYPES``.
    told : pyarrow array of str
        What the reply says, in plain form.
    written : pyarrow array of str
        The reply as written: names are told by their capitals.

    Returns
    -------
    list of (pyarrow array, str)
        Texts and a pattern for them; empty for ``thing``, as anything can be a what.
    """
    if kind == "thing":
        return []
    if kind == "duration":
        return [(told, any_of("time", "number"))]
    cues = [(told, any_of(kind))]
    if kind == "place":
        cues.append((written, rf"\b(?:in|at|from|to|near) {_WORD}"))
    if kind in ("person", "place"):
        cues.append((written, _NAME))
    return cues


_PRICE = r"\b(?:price|prices|cost|costs|rate|rates|fee|fees|budget|salary)\b"
_WORD = f"{CAPITAL}{SMALL}+"
# A capital inside a sentence, or a name as the whole reply.
_NAME = rf"[a-zß-öø-ÿ,0-9'\"(:] {_WORD}|^\W*{_WORD}(?: {_WORD})*\W*$|^{_WORD} {_WORD}"


@cache
def _first_wh() -> str:
    # The words after the wh-word decide its kind, so they are taken along.
    alternatives = "|".join(TYPES.values())
    return rf"\b(?P<hit>(?:{alternatives}))\b"


def _strings(values: list[str | None]) -> Any:
    import pyarrow as pa

    return pa.array([value or "" for value in values], type=pa.large_string())
