"""What we set out to reach, and who reaches it."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.accuracy.intervals import Estimate
from benchmarks.accuracy.ordinary import WANTED as FALSE_PITCHES

_EACH_ACT = ("opt_out_request", "need_gauging", "cta", "offer_help", "gratitude")
#: At least, by label.
LABELS = {
    "question or not": 0.95,
    "question in texts without any “?”": 0.80,
    "question without a question mark": 0.80,
    "function": 0.85,
    "form": 0.75,
    "answered (next turn)": 0.75,
    "answered (eventually)": 0.75,
    "status": 0.55,
    "pitch": 0.88,
    "first pitch of a thread": 0.90,
    "refusal": 0.80,
    **dict.fromkeys(_EACH_ACT, 0.75),
}
#: At most.
CALIBRATION_ERROR = 0.05
#: At least, of messages and of pairs in a second of CPU, by backend.
MESSAGES_PER_S = {"light": 20_000, "cascade": 1_000}
PAIRS_PER_S = {"light": 5_000}

__all__ = [
    "CALIBRATION_ERROR",
    "FALSE_PITCHES",
    "LABELS",
    "MESSAGES_PER_S",
    "PAIRS_PER_S",
    "reached",
]


def reached(wanted: float, estimates: Mapping[str, Estimate]) -> str:
    """Say which backends reach what is wanted, and whether their interval does, too.

    >>> reached(0.8, {"rules": Estimate(0.7, 0.6, 0.9, 50), "light": Estimate(0.9, 0.79, 1, 50)})
    'light (interval from below)'
    """
    names = []
    for name, estimate in estimates.items():
        if estimate.value >= wanted:
            names.append(name if estimate.low >= wanted else f"{name} (interval from below)")
    return ", ".join(names) or "none"
