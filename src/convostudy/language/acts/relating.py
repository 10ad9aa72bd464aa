"""Acts that tend the relation: thanks, help, rapport, small talk, referral, personal touch."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from convostudy.language.acts.cues import cues
from convostudy.language.acts.scoring import Flags, Scored, rows, score

__all__ = ["relating"]

_PLAIN = ("gratitude", "offer_help", "acceptance", "small_talk", "rapport", "referral", "closing")


def relating(texts: pa.Array, known: dict[str, Flags]) -> pd.DataFrame:
    """Find gratitude, help, acceptance, small talk, rapport, referral, closing, personalisation.

    Parameters
    ----------
    texts : pyarrow.Array
        As `scoring.readable` gives them.
    known : dict of str to array of bool
        ``pitch``, ``cta`` and ``refusal`` per text.

    Returns
    -------
    pandas.DataFrame
        Columns of `scoring.rows`; ``kind`` of personalisation is its levels, such as ``"a c"``.
    """
    personal = score("personalisation", texts, known)
    made = [rows(score(act, texts, known)) for act in _PLAIN]
    return pd.concat([*made, rows(personal, _levels(personal))], ignore_index=True)


def _levels(personal: Scored) -> npt.NDArray[np.object_]:
    kinds = np.full(len(personal.texts), "", dtype=object)
    for cue in sorted(cues("personalisation"), key=lambda c: c.name):
        level = cue.name.removeprefix("level_")[0]
        kinds[personal.hits[cue.name]] += f" {level}"
    return np.array([levels.strip() or None for levels in kinds], dtype=object)
