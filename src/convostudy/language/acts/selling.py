"""Pitch, call to action, self-promotion, and what a pitch solicits."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from convostudy.language.acts.cues import cues
from convostudy.language.acts.scoring import Scored, rows, score
from convostudy.language.acts.sieve import Flags, Sieve, seen
from convostudy.language.acts.words import leaning

__all__ = ["selling"]

_SHORT = 70  # characters


def selling(sieve: Sieve) -> tuple[pd.DataFrame, dict[str, Flags]]:
    """Find pitches, calls to action and self-promotion.

    Parameters
    ----------
    sieve : Sieve
        The texts.

    Returns
    -------
    acts : pandas.DataFrame
        Columns of `scoring.rows`.
    known : dict of str to array of bool
        ``pitch`` and ``cta`` per text, for the other families.
    """
    cta = score("cta", sieve)
    pitch = score("pitch", sieve, {"cta": cta.found}, _worth)
    promotion = score("self_promotion", sieve, {"pitch": pitch.found})
    made = [
        rows(pitch, _solicits(sieve.texts, pitch.found)),
        rows(cta, _channel(cta)),
        rows(promotion),
    ]
    return pd.concat(made, ignore_index=True), {"pitch": pitch.found, "cta": cta.found}


def _worth(texts: pa.Array) -> npt.NDArray[np.float64]:
    """Points for single words: half a point at even odds, one point at log odds of one."""
    # Whoever writes less than this pitches by cue or not at all; it spares half the work.
    long = np.flatnonzero(pc.utf8_length(texts).to_numpy() >= _SHORT)
    worth = np.zeros(len(texts))
    worth[long] = np.clip(0.5 + 0.5 * leaning(texts.take(pa.array(long))), 0.0, 1.0)
    return worth


def _solicits(texts: pa.Array, pitched: Flags) -> npt.NDArray[np.object_]:
    """Solicitation type of every pitch: the one with most different words, sales when none."""
    where = np.flatnonzero(pitched)
    kinds = np.full(len(texts), None, dtype=object)
    kinds[where] = "sales"
    some = texts.take(pa.array(where))
    best = np.zeros(len(where))
    for cue in cues("solicitation"):
        # Each line of the file is a reason of its own; more reasons beat fewer.
        reasons = sum((seen(some, line) * cue.points for line in cue.lines), np.zeros(len(where)))
        kinds[where[reasons > best]] = cue.name
        best = np.maximum(best, reasons)
    return kinds


def _channel(cta: Scored) -> npt.NDArray[np.object_]:
    """Channel of every call to action: the first in the order of the file."""
    kinds = np.full(len(cta.texts), None, dtype=object)
    for cue in reversed([c for c in cues("cta") if c.points > 0]):
        kinds[cta.hits[cue.name]] = cue.name
    return kinds
