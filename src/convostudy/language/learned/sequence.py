"""Where in the talk a question stands: by a model, where a language has no rules for it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from convostudy.language.learned.linear import load, probabilities
from convostudy.language.learned.sentence import Reading, form_reading
from convostudy.language.words import content_stems

__all__ = ["SEQUENCES", "light_sequence", "sequence_reading"]

#: What a question can be that is not rhetorical.
SEQUENCES = ("introductory", "mirror", "follow_up", "partial_switch", "full_switch", "opening")
_RHETORICAL = "rhetorical"


def light_sequence(asked: pd.DataFrame, language: str) -> pd.Series:
    """Say where in the talk each question stands.

    Parameters
    ----------
    asked : pandas.DataFrame
        As `convostudy.language.questions.sequence` wants them.
    language : str
        In which they are asked.

    Returns
    -------
    pandas.Series
        As `convostudy.language.questions.sequence` gives it.
    """
    if asked.empty:
        return pd.Series([], index=asked.index, dtype="str")
    model = load(f"sequence.{language}")
    chance = probabilities(model, model.score(*sequence_reading(asked, language)))
    # Without a word of the other side nothing can be followed up, and only then one opens.
    opens = asked["partner_text"].isna().to_numpy()
    for name in ("mirror", "follow_up"):
        chance[opens, SEQUENCES.index(name)] = -1
    chance[~opens, SEQUENCES.index("opening")] = -1
    best = pd.Series(np.array(SEQUENCES, dtype=object)[chance.argmax(axis=1)], index=asked.index)
    return best.mask(asked["function"] == _RHETORICAL, _RHETORICAL).astype("str")


def sequence_reading(asked: pd.DataFrame, language: str) -> Reading:
    """Return words, places and signs of questions: their own, and what they share with the talk.

    Parameters
    ----------
    asked : pandas.DataFrame
        ``text, partner_text, own_text``.
    language : str
        In which they are asked.
    """
    found, around, seen = form_reading(asked["text"].reset_index(drop=True), language)
    here = content_stems(asked["text"], language)
    said = [asked["partner_text"], asked["own_text"]]
    parts = [seen]
    for texts in said:
        stems = content_stems(texts, language)
        shared = [len(a & b) for a, b in zip(here, stems, strict=True)]
        spoke = texts.notna() & (texts != "")
        asks = texts.fillna("").astype("str").str.contains("?", regex=False)
        parts.append(np.column_stack([np.array(shared) > 0, np.array(shared) > 1, spoke, asks]))
    return found, around, np.hstack(parts).astype(np.float32)
