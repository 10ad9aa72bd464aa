"""Texts and cues in, points and spans out: the arithmetic that all acts share."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from convostudy.language.acts.cues import ENOUGH, confidence, cues, mask
from convostudy.language.acts.sieve import Flags, Sieve, seen
from convostudy.language.acts.words import strongest
from convostudy.language.quoted import MAY_QUOTE, without_quoted

__all__ = ["COLUMNS", "WORDS", "Flags", "Scored", "readable", "rows", "score"]

COLUMNS = ["row", "act", "kind", "start", "end", "evidence", "confidence", "rule"]

# Opening marks cling to the word behind them, which would be another word for them.
_STRAIGHT = {"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "¿": " ", "¡": " "}
_BETWEEN_MARKS = re.compile(r'"[^"\n]*"')
# Fewer words between quotation marks are a name or irony, not somebody else's message.
_LONG_QUOTE = 4
WORDS = "words"  # name of the rule that is no cue: single words, see `words`
_UNKNOWN = 0.5  # confidence of a rule that never fired in development
_FAR = 2**62
_ROUNDING = 1e-9  # points such as 0.35 + 0.65 may miss 1.0 by a hair


@dataclass(frozen=True)
class Scored:
    """An act looked for in texts: points and cues per text."""

    act: str
    texts: pa.Array
    points: npt.NDArray[np.float64]
    hits: dict[str, Flags]

    @property
    def found(self) -> Flags:
        """Which texts do the act."""
        enough: Flags = self.points >= ENOUGH - _ROUNDING
        return enough


def readable(texts: pd.Series) -> pa.Array:
    """Return the texts as the cues read them, every character in its place.

    Parameters
    ----------
    texts : pandas.Series
        As written; missing reads as empty.

    Returns
    -------
    pyarrow.Array
        Lower case, straight quotation marks, opening marks and quoted words blanked out. Position
        ``k`` of a text is position ``k`` of what was written, so that spans hold.

    Examples
    --------
    >>> readable(pd.Series(["He wrote “we sell it to you now” – no, I’ll pass"])).to_pylist()
    ["he wrote                         – no, i'll pass"]
    """
    written = pa.array(texts.astype("str").array, type=pa.large_string(), from_pandas=True)
    if isinstance(written, pa.ChunkedArray):
        written = written.combine_chunks()
    plain = pc.fill_null(pc.ascii_lower(written), "")
    odd = ~pc.string_is_ascii(plain).to_numpy(zero_copy_only=False)
    if odd.any():
        # One to one: Python's own lower() turns some letters into two and would shift spans.
        lower = pc.utf8_lower(plain.filter(pa.array(odd)))
        for curly, straight in _STRAIGHT.items():
            lower = pc.replace_substring(lower, curly, straight)
        plain = pc.replace_with_mask(plain, pa.array(odd), lower)
    return _rewritten(plain, seen(plain, rf'"|{MAY_QUOTE}'), _own_words)


def _own_words(text: str) -> str:
    return _BETWEEN_MARKS.sub(_blank_if_long, without_quoted(text))


def _blank_if_long(hit: re.Match[str]) -> str:
    return _blank(hit) if len(hit[0].split()) >= _LONG_QUOTE else hit[0]


def _blank(hit: re.Match[str]) -> str:
    return " " * len(hit[0])


def _rewritten(texts: pa.Array, where: Flags, rewrite: Callable[[str], str]) -> pa.Array:
    if not where.any():
        return texts
    # The few that need it, in Python: RE2 cannot blank in place.
    held = pa.array(where)
    values = [rewrite(text) for text in texts.filter(held).to_pylist()]
    return pc.replace_with_mask(texts, held, pa.array(values, type=pa.large_string()))


def score(
    act: str,
    sieve: Sieve,
    known: Mapping[str, Flags] | None = None,
    bonus: Callable[[pa.Array], npt.NDArray[np.float64]] | None = None,
) -> Scored:
    """Add up the points of an act in each text that may have enough of them.

    Parameters
    ----------
    act : str
        Whose cues.
    sieve : Sieve
        The texts.
    known : mapping of str to array of bool, optional
        Acts found already, for cues that look at them.
    bonus : function of texts, optional
        Further points per text, zero or more; they count as the rule `WORDS`.

    Returns
    -------
    Scored
        Where no sum could reach `cues.ENOUGH`, cues are not looked for, and points are too few.
    """
    texts, others = sieve.texts, known or {}
    hidden = mask(act)
    masked = sieve.seen(hidden)
    if hidden:
        # Python's `re` and RE2 agree on these expressions once \b and \w are ASCII in both.
        texts = _rewritten(texts, masked, partial(re.compile(hidden, re.ASCII).sub, _blank))
    given = bonus(texts) if bonus else np.zeros(len(texts))
    speaking = [cue for cue in cues(act) if cue.points > 0]
    # The sieve knows the texts unmasked: a masked one may be anything.
    maybe = {cue.name: sieve.maybe(cue.pattern) | masked for cue in speaking if cue.pattern}
    none = np.zeros(len(texts), dtype=bool)
    by_others = {
        cue.name: np.logical_or.reduce([none, *(others[other] for other in cue.acts)])
        for cue in cues(act)
    }
    most = given.copy()
    for cue in speaking:
        most += cue.points * (maybe.get(cue.name, none) | by_others[cue.name])
    within = most >= ENOUGH - 2 * _ROUNDING
    hits = {}
    spoken = none.copy()
    for cue in sorted(cues(act), key=lambda cue: cue.points <= 0):
        flags = by_others[cue.name].copy()
        # What speaks against an act is looked for only where a cue speaks for it.
        ask = within & (maybe.get(cue.name, none) if cue.points > 0 else spoken)
        where = np.flatnonzero(ask)
        flags[where] |= seen(texts.take(pa.array(where)), cue.pattern)
        hits[cue.name] = flags
        if cue.points > 0:
            spoken |= flags
    points = np.zeros(len(texts))
    for cue in cues(act):
        points += cue.points * hits[cue.name]
    if bonus:
        points = points + given
        hits[WORDS] = given > 0
    return Scored(act, texts, points, hits)


def rows(scored: Scored, kind: npt.NDArray[np.object_] | None = None) -> pd.DataFrame:
    """Return one row per text that does the act, with its evidence.

    Parameters
    ----------
    scored : Scored
        What `score` gave.
    kind : array of object, optional
        Finer kind of every text; missing when left out.

    Returns
    -------
    pandas.DataFrame
        row (position of the text), act, kind, start and end (from the first to the last word
        that speaks for the act), evidence (``rule: words``, the strongest first), confidence,
        rule (the name that confidence goes by).
    """
    found = np.flatnonzero(scored.found)
    texts = scored.texts.take(pa.array(found))
    ascii_only = pc.string_is_ascii(texts).to_numpy(zero_copy_only=False)
    bands = _bands(scored.points[found])
    first = np.full(len(found), _FAR)
    last = np.zeros(len(found), dtype=np.int64)
    rule = np.full(len(found), None, dtype=object)
    words: list[list[str]] = [[] for _ in found]
    for cue in sorted((c for c in cues(scored.act) if c.points > 0), key=lambda c: -c.points):
        at = np.flatnonzero(scored.hits[cue.name][found])
        if not len(at) or not cue.pattern:
            continue
        some = texts.take(pa.array(at))
        spans = pc.extract_regex_span(some, f"(?P<hit>{cue.pattern})").field("hit")
        held = np.flatnonzero(spans.is_valid().to_numpy(zero_copy_only=False))
        at, plain = at[held], some.take(pa.array(held)).to_pylist()
        begun, length = spans.drop_null().flatten().to_numpy().reshape(-1, 2).astype("int64").T
        start, end = begun.copy(), begun + length
        for k in np.flatnonzero(~ascii_only[at]).tolist():  # RE2 counts bytes
            start[k], end[k] = _characters(plain[k], int(start[k]), int(end[k]))
        first[at] = np.minimum(first[at], start)
        last[at] = np.maximum(last[at], end)
        unruled = at[rule[at] == None]  # noqa: E711, element by element
        rule[unruled] = cue.name if cue.points >= ENOUGH else bands[unruled]
        # A loop over hits, not over messages: words into evidence.
        for k, text, i, j in zip(at.tolist(), plain, start.tolist(), end.tolist(), strict=True):
            words[k].append(f"{cue.name}: {' '.join(text[i:j].split())}")
    if WORDS in scored.hits:
        at = np.flatnonzero(scored.hits[WORDS][found])
        for k, text in zip(at.tolist(), texts.take(pa.array(at)).to_pylist(), strict=True):
            _add_words(k, text, words, first, last)
        unruled = at[rule[at] == None]  # noqa: E711
        rule[unruled] = bands[unruled]
    shown = np.flatnonzero([bool(held) for held in words])
    sure = confidence()
    return pd.DataFrame(
        {
            "row": found[shown],
            "act": scored.act,
            "kind": kind[found[shown]] if kind is not None else None,
            "start": first[shown],
            "end": last[shown],
            "evidence": ["; ".join(held) for held in words if held],
            "confidence": [sure.get((scored.act, name), _UNKNOWN) for name in rule[shown]],
            "rule": rule[shown],
        },
        columns=COLUMNS,
    )


def _add_words(
    at: int,
    text: str,
    words: list[list[str]],
    first: npt.NDArray[np.int64],
    last: npt.NDArray[np.int64],
) -> None:
    """Name the single words that spoke; the span is theirs only where no cue has one."""
    held = strongest(text)
    if not held:
        return
    if not words[at]:
        first[at] = min(text.index(word) for word in held)
        last[at] = max(text.index(word) + len(word) for word in held)
    words[at].append(f"{WORDS}: {' '.join(held)}")


def _characters(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span in characters of a span in bytes, which is what RE2 counts."""
    coded = text.encode()
    before = len(coded[:start].decode())
    return before, before + len(coded[start:end].decode())


def _bands(points: npt.NDArray[np.float64]) -> npt.NDArray[np.object_]:
    """Names of the confidence bands of sums: half a point wide, 2.0 and more in one."""
    lower = np.minimum(np.floor(2 * points + _ROUNDING) / 2, 2.0)
    names = {low: f"points_{low:.1f}" for low in np.unique(lower).tolist()}
    return np.array([names[low] for low in lower.tolist()], dtype=object)
