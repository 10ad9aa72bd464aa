"""Pitch, call to action, self-promotion, and what a pitch solicits."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from convostudy.language.acts.cues import cues
from convostudy.language.acts.scoring import Flags, Scored, rows, score, seen

__all__ = ["selling"]


def selling(texts: pa.Array) -> tuple[pd.DataFrame, dict[str, Flags]]:
    """Find pitches, calls to action and self-promotion.

    Parameters
    ----------
    texts : pyarrow.Array
        As `scoring.readable` gives them.

    Returns
    -------
    acts : pandas.DataFrame
        Columns of `scoring.rows`.
    known : dict of str to array of bool
        ``pitch`` and ``cta`` per text, for the other families.
    """
    cta = score("cta", texts)
    pitch = score("pitch", texts, {"cta": cta.found})
    promotion = score("self_promotion", texts, {"pitch": pitch.found})
    made = [
        rows(pitch, _solicits(texts, pitch.found)),
        rows(cta, _channel(cta)),
        rows(promotion),
    ]
    return pd.concat(made, ignore_index=True), {"pitch": pitch.found, "cta": cta.found}


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
