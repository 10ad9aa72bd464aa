"""Some errors to look at: drawn by a seed, so that nobody chose them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from benchmarks.accuracy.compared import Compared

SEED = 2026
_LONGEST = 160
_WORDS = {
    "question or not": {True: "a question", False: "none"},
    "answered (next turn)": {True: "answered", False: "not answered"},
    "answered (eventually)": {True: "answered", False: "not answered"},
}
#: Said twice over, or without a text of their own.
_LEFT_OUT = (
    "question without a question mark",
    "question in texts without any “?”",
    "status of replies in words",
    "pitch without recruiters",
    "first pitch of a thread",
)


def wrong(labels: dict[str, Compared]) -> pd.DataFrame:
    """Return every error: label, text, what coder and backend said, evidence."""
    parts = []
    for label, (_, rows) in labels.items():
        if label in _LEFT_OUT:
            continue
        off = rows[rows["true"].astype(object) != rows["said"].astype(object)]
        words = _WORDS.get(label, {True: label, False: f"no {label}"})
        parts.append(
            pd.DataFrame(
                {
                    "label": label,
                    "message_id": off["message_id"],
                    "text": off["text"],
                    "coder": off["true"].astype(object).replace(words),
                    "backend": off["said"].astype(object).replace(words),
                    "evidence": off["evidence"],
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def drawn(errors: pd.DataFrame, n: int, seed: int = SEED) -> pd.DataFrame:
    """Draw ``n`` errors, one label after the other, at random within each label.

    Rare labels are shown as often as common ones, until they have no error left.
    """
    rng = np.random.default_rng(seed)
    # By what an error is, not by where it stands: the draw does not hang on the order of rows.
    known = errors.sort_values(["label", "message_id", "text"], ignore_index=True)
    known["place"] = rng.permutation(len(known))
    known["turn"] = known.sort_values("place").groupby("label").cumcount()
    return (
        known.sort_values(["turn", "place"])
        .head(n)
        .sort_values(["label", "place"])[
            ["label", "message_id", "text", "coder", "backend", "evidence"]
        ]
    )


def shortened(text: object, longest: int = _LONGEST) -> str:
    """Return a text on one line, cut to ``longest`` characters; nothing for a missing one."""
    if not isinstance(text, str):
        return ""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
