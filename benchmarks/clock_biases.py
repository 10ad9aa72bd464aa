"""How wrong do the two obvious readings of an export make the clock?

Simulates threads whose truth is known, and prints what would be read off them:

- the day of connecting taken for its midnight (65 % are pitched to, after a median of an hour;
  connections in waking hours), against the truth and what convostudy estimates;
- the watch ended at the last message of a thread instead of at the export, where threads fall
  silent whether or not a pitch was to come.

    python benchmarks/clock_biases.py
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from convostudy import estimates

THREADS, SEED = 20_000, 2026
WAKING = np.array(
    [1, 1, 1, 1, 1, 2, 4, 8, 14, 16, 15, 14, 12, 13, 13, 12, 12, 10, 9, 8, 8, 6, 4, 2]
)


def day_as_midnight(rng: np.random.Generator) -> dict[str, float]:
    """Return the share pitched to within 12 hours: true, with midnight starts, and estimated."""
    start = rng.choice(24, THREADS, p=WAKING / WAKING.sum()) + rng.random(THREADS)
    delay = np.exp(1.5 * rng.normal(size=THREADS))
    delay[rng.random(THREADS) > 0.65] = np.inf
    watched = 24 * rng.uniform(60, 200, THREADS) - start
    end = start + np.minimum(delay, watched)
    pitched = delay <= watched
    latest = np.where(pitched, np.minimum(24, end), 24)
    scores = pd.DataFrame(
        {
            "thread_id": np.arange(THREADS).astype("str"),
            "connected_lo": pd.Timestamp("2020-01-07", tz="UTC"),
            "lo_h": end - latest,
            "hi_h": end,
            "pitched": pitched,
            "in_invitation": False,
        }
    )
    told = estimates.threshold_table(scores, (12,), weights=WAKING, draws=20).iloc[0]
    midnight = pd.DataFrame({"hours": end, "pitched": pitched})
    return {
        "true": float((delay <= 12).mean()),
        "day read as midnight": by(midnight, 12),
        "estimated (interval starts)": float(told["share_estimate"]),
    }


def ended_at_last_message(rng: np.random.Generator) -> dict[str, float]:
    """Return the share pitched to within 30 days: true, and by either end of the watch."""
    delay = rng.exponential(60, THREADS)
    # Each thread falls silent one day, pitch or no pitch; a pitch that would come later never does.
    silent = rng.exponential(30, THREADS)
    happened = delay <= silent
    export = rng.uniform(60, 400, THREADS)
    pitched = happened & (delay <= export)
    at_export = pd.DataFrame({"hours": np.where(pitched, delay, export), "pitched": pitched})
    last = np.where(pitched, delay, np.minimum(silent, export))
    at_last = pd.DataFrame({"hours": last, "pitched": pitched})
    return {
        "true": float((happened & (delay <= 30)).mean()),
        "watched until the export": by(at_export, 30),
        "watched until the last message": by(at_last, 30),
    }


def by(times: pd.DataFrame, until: float) -> float:
    """Return the Kaplan-Meier share by a time."""
    curve = estimates.kaplan_meier(times, "hours", "pitched")
    return float(curve.loc[curve["time"] <= until, "share"].iloc[-1])


def main() -> None:
    """Print both."""
    rng = np.random.default_rng(SEED)
    for title, shares in (
        ("Pitched to within 12 hours of connecting", day_as_midnight(rng)),
        ("Pitched to within 30 days", ended_at_last_message(rng)),
    ):
        print(title)
        for name, share in shares.items():
            print(f"  {name:34}{share:6.1%}")


if __name__ == "__main__":
    main()
