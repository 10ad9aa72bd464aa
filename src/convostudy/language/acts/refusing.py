"""Refusals with their reason, opting out, and complaints about manner."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from convostudy.language.acts.cues import cues
from convostudy.language.acts.scoring import Scored, rows, score
from convostudy.language.acts.sieve import Flags, Sieve

__all__ = ["REASONS", "refusing"]

# When several reasons are given the one that says most about the sender's conduct counts.
REASONS = ("principle", "manner", "price", "need", "time", "indirect", "bare")


def refusing(sieve: Sieve, known: dict[str, Flags]) -> tuple[pd.DataFrame, dict[str, Flags]]:
    """Find refusals, opt-outs and complaints.

    Parameters
    ----------
    sieve : Sieve
        The texts.
    known : dict of str to array of bool
        ``pitch`` and ``cta`` per text.

    Returns
    -------
    acts : pandas.DataFrame
        Columns of `scoring.rows`; ``kind`` of a refusal is its reason.
    known : dict of str to array of bool
        ``refusal`` per text.
    """
    offer = score("opt_out_offer", sieve)
    request = score("opt_out_request", sieve, {**known, "opt_out_offer": offer.found})
    refusal = score("refusal", sieve, known)
    complaint = score("complaint", sieve, known)
    stop = rows(request)
    declined = rows(refusal, _reason(refusal))
    # To ask that it stop is to refuse (codebook 5.5), in whatever words.
    implied = stop[~stop["row"].isin(declined["row"])].assign(act="refusal", kind="bare")
    made = [declined, implied, stop, rows(offer), rows(complaint)]
    return pd.concat(made, ignore_index=True), {"refusal": refusal.found | request.found}


def _reason(refusal: Scored) -> npt.NDArray[np.object_]:
    kinds = np.full(len(refusal.texts), None, dtype=object)
    for reason in reversed(REASONS):
        for cue in cues("refusal"):
            if cue.points > 0 and cue.name.split("_")[0] == reason:
                kinds[refusal.hits[cue.name]] = reason
    return kinds
