"""Acts that tend the relation: thanks, help, rapport, small talk, referral, personal touch."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from convostudy.language.acts.cues import cues
from convostudy.language.acts.scoring import Scored, rows, score
from convostudy.language.acts.sieve import Flags, Sieve

__all__ = ["relating"]

_PLAIN = ("gratitude", "offer_help", "acceptance", "small_talk", "rapport", "referral", "closing")


def relating(sieve: Sieve, known: dict[str, Flags]) -> pd.DataFrame:
    """Find gratitude, help, acceptance, small talk, rapport, referral, closing, personalisation.

    Parameters
    ----------
    sieve : Sieve
        The texts.
    known : dict of str to array of bool
        ``pitch``, ``cta`` and ``refusal`` per text.

    Returns
    -------
    pandas.DataFrame
        Columns of `scoring.rows`; ``kind`` of personalisation is its levels, such as ``"a c"``.
    """
    personal = score("personalisation", sieve, known)
    made = [rows(score(act, sieve, known)) for act in _PLAIN]
    return pd.concat([*made, rows(personal, _levels(personal))], ignore_index=True)


def _levels(personal: Scored) -> npt.NDArray[np.object_]:
    kinds = np.full(len(personal.texts), "", dtype=object)
    for cue in sorted(cues("personalisation"), key=lambda c: c.name):
        level = cue.name.removeprefix("level_")[0]
        kinds[personal.hits[cue.name]] += f" {level}"
    return np.array([levels.strip() or None for levels in kinds], dtype=object)
