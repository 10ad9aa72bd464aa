"""Texts and cues in, points and spans out: the arithmetic that all acts share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from convostudy.language.acts.cues import ENOUGH, confidence, cues, mask, screens
from convostudy.language.acts.words import strongest

__all__ = ["COLUMNS", "WORDS", "Flags", "Scored", "readable", "rows", "score", "seen"]

COLUMNS = ["row", "act", "kind", "start", "end", "evidence", "confidence", "rule"]
Flags = npt.NDArray[np.bool_]

_STRAIGHT = {"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " "}
_QUOTED = re.compile(r'"[^"\n]*"|^\s*>.*$', re.MULTILINE)
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
        Lower case, straight quotation marks, quoted words blanked out. Position ``k`` of a text
        is position ``k`` of what was written, so that spans hold.

    Examples
    --------
    >>> readable(pd.Series(["He wrote “we sell it to you now” – no, I’ll pass"])).to_pylist()
    ["he wrote                         – no, i'll pass"]
    """
    written = pa.array(texts.astype("str").array, type=pa.large_string(), from_pandas=True)
    if isinstance(written, pa.ChunkedArray):
        written = written.combine_chunks()
    # One to one: Python's own lower() turns some letters into two and would shift spans.
    plain = pc.fill_null(pc.utf8_lower(written), "")
    for curly, straight in _STRAIGHT.items():
        plain = pc.replace_substring(plain, curly, straight)
    return _blanked(plain, seen(plain, r'"|(?:^|\n)\s*>'), _QUOTED, _quote)


def _quote(hit: re.Match[str]) -> str:
    words = hit[0]
    foreign = len(words.split()) >= _LONG_QUOTE or words.lstrip().startswith(">")
    return " " * len(words) if foreign else words


def _blanked(
    texts: pa.Array, where: Flags, pattern: re.Pattern[str], fill: object = None
) -> pa.Array:
    if not where.any():
        return texts
    values = texts.to_pylist()
    blank = fill if callable(fill) else (lambda hit: " " * len(hit[0]))
    for row in np.flatnonzero(where):  # the few that hold it: RE2 cannot blank in place
        values[row] = pattern.sub(blank, values[row])
    return pa.array(values, type=pa.large_string())


def seen(texts: pa.Array, pattern: str) -> Flags:
    """Return which texts hold a pattern.

    Parameters
    ----------
    texts : pyarrow.Array
        As `readable` gives them.
    pattern : str
        RE2: no look-around. Empty is found nowhere.

    Returns
    -------
    numpy.ndarray of bool
    """
    if not pattern or not len(texts):
        return np.zeros(len(texts), dtype=bool)
    flags: Flags = pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False)
    return flags.astype(bool)


def score(act: str, texts: pa.Array, known: Mapping[str, Flags] | None = None) -> Scored:
    """Add up the points of an act in each text.

    Parameters
    ----------
    act : str
        Whose cues.
    texts : pyarrow.Array
        As `readable` gives them.
    known : mapping of str to array of bool, optional
        Acts found already, for cues that look at them.

    Returns
    -------
    Scored
    """
    hidden = mask(act)
    if hidden:
        # Python's `re` and RE2 agree on these expressions once \b and \w are ASCII in both.
        texts = _blanked(texts, seen(texts, hidden), re.compile(hidden, re.ASCII))
    others = known or {}
    maybe = np.zeros(len(texts), dtype=bool)
    for pattern in screens(act):
        maybe |= seen(texts, pattern)
    for other in {o for cue in cues(act) if cue.points > 0 for o in cue.acts}:
        maybe |= others[other]
    where = np.flatnonzero(maybe)
    some = texts.take(pa.array(where))
    hits = {}
    points = np.zeros(len(texts))
    for cue in cues(act):
        flags = np.zeros(len(texts), dtype=bool)
        flags[where] = seen(some, cue.pattern)
        for other in cue.acts:
            flags |= others[other]
        hits[cue.name] = flags
        points += cue.points * flags
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
    words: dict[int, list[str]] = {row: [] for row in found.tolist()}
    first = dict.fromkeys(words, _FAR)
    last = dict.fromkeys(words, 0)
    rule: dict[int, str] = {}
    for cue in sorted((c for c in cues(scored.act) if c.points > 0), key=lambda c: -c.points):
        here = found[scored.hits[cue.name][found]]
        if not len(here) or not cue.pattern:
            continue
        texts = scored.texts.take(pa.array(here))
        spans = pc.extract_regex_span(texts, f"(?P<hit>{cue.pattern})").field("hit")
        plain = texts.to_pylist()
        held = np.flatnonzero(spans.is_valid().to_numpy(zero_copy_only=False))
        begun, length = spans.drop_null().flatten().to_numpy().reshape(-1, 2).T.tolist()
        enough = cue.points >= ENOUGH
        # A loop over hits, not over messages: bytes into characters, words into evidence.
        for at, start, size in zip(held.tolist(), begun, length, strict=True):
            row, text = int(here[at]), plain[at]
            end = start + size
            if not text.isascii():
                start, end = _characters(text, start, end)
            first[row] = min(first[row], start)
            last[row] = max(last[row], end)
            words[row].append(f"{cue.name}: {' '.join(text[start:end].split())}")
            if row not in rule:
                rule[row] = cue.name if enough else _band(scored.points[row])
    if WORDS in scored.hits:
        for row in found[scored.hits[WORDS][found]].tolist():
            _add_words(row, scored, words, first, last)
            rule.setdefault(row, _band(scored.points[row]))
    shown = np.array([row for row in words if words[row]], dtype=np.int64)
    sure = confidence()
    return pd.DataFrame(
        {
            "row": shown,
            "act": scored.act,
            "kind": kind[shown] if kind is not None else None,
            "start": [first[row] for row in shown],
            "end": [last[row] for row in shown],
            "evidence": ["; ".join(words[row]) for row in shown],
            "confidence": [sure.get((scored.act, rule[row]), _UNKNOWN) for row in shown],
            "rule": [rule[row] for row in shown],
        },
        columns=COLUMNS,
    )


def _add_words(
    row: int,
    scored: Scored,
    words: dict[int, list[str]],
    first: dict[int, int],
    last: dict[int, int],
) -> None:
    """Name the single words that spoke; the span is theirs only where no cue has one."""
    text = scored.texts[row].as_py()
    held = strongest(text)
    if not held:
        return
    if not words[row]:
        first[row] = min(text.index(word) for word in held)
        last[row] = max(text.index(word) + len(word) for word in held)
    words[row].append(f"{WORDS}: {' '.join(held)}")


def _characters(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span in characters of a span in bytes, which is what RE2 counts."""
    coded = text.encode()
    before = len(coded[:start].decode())
    return before, before + len(coded[start:end].decode())


def _band(points: float) -> str:
    """Name of the confidence band of a sum of points: half a point wide, 2.0 and more in one."""
    return f"points_{min(np.floor(2 * points + _ROUNDING) / 2, 2.0):.1f}"
