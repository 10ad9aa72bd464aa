"""What the codebook settles, whatever a model has learned."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from convostudy.language.lexicons import any_of
from convostudy.tables import ACT_NAMES

__all__ = ["settled"]

_NO_THANKS = "act_gratitude_refusing"  # thanks that refuse


def settled(
    given: npt.NDArray[np.bool_],
    by_rule: npt.NDArray[np.bool_],
    labels: list[str],
    texts: pa.Array,
    language: str = "en",
) -> npt.NDArray[np.bool_]:
    """Return labels as the codebook has them.

    "No thanks" is no gratitude; what is offered in a pitch is the pitch, not help: both stand only
    where a rule finds them. Complaints are few and of every kind: what a rule finds is one.

    Parameters
    ----------
    given : numpy.ndarray of bool
        Messages by labels: what is likely enough.
    by_rule : numpy.ndarray of bool
        The same, by rules.
    labels : list of str
        Of the columns.
    texts : pyarrow.Array
        Lower-case texts of the messages.
    language : str
        In which they are.

    Returns
    -------
    numpy.ndarray of bool

    Examples
    --------
    >>> said = np.array([[True, True]])
    >>> settled(said, said & False, ["gratitude", "refusal"], pa.array(["no thanks"])).tolist()
    [[False, True]]
    """
    place = {name: labels.index(name) for name in ACT_NAMES if name in labels}
    made = given.copy()
    if "gratitude" in place:
        refusing = pc.match_substring_regex(texts, any_of(_NO_THANKS, language))
        column = place["gratitude"]
        made[:, column] &= by_rule[:, column] | ~refusing.to_numpy(zero_copy_only=False).astype(
            bool
        )
    if "offer_help" in place and "pitch" in place:
        column = place["offer_help"]
        made[:, column] &= by_rule[:, column] | ~made[:, place["pitch"]]
    if "complaint" in place:
        made[:, place["complaint"]] |= by_rule[:, place["complaint"]]
    return made
