"""Does more text still help? The light models, trained on more and more batches.

    python -m benchmarks.accuracy.learning_curve [--sizes N ...] [--batches NAME ...] [--out FILE]

Batches come in one order, drawn once by a seed; each size holds those of the sizes before it.
Scored are the calibration batches, which no light model learns from. Rules, which find questions
and their form, learn nothing, so these labels are left out.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from benchmarks.accuracy import wanted
from benchmarks.accuracy.backends import said_by
from benchmarks.accuracy.intervals import Estimate, estimate
from benchmarks.accuracy.markdown import shown, table
from benchmarks.accuracy.retraining import RETRAINED, lent, light_models
from benchmarks.accuracy.splits import ROOT, learning_batches, read_batches, split_batches

SEED = 2026
SIZES = (5, 10, 20, 40)
LABELS = tuple(name for name in wanted.LABELS if not name.startswith("question") and name != "form")
_COLUMNS = 4


def arguments() -> argparse.Namespace:
    """Read the command line."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    asks.add_argument("--batches", nargs="+", help="to learn from; all when left out")
    asks.add_argument("--out", type=Path, default=ROOT / "docs/learning_curve.png")
    return asks.parse_args()


def steps(batches: Sequence[str], sizes: Sequence[int], seed: int = SEED) -> list[tuple[str, ...]]:
    """Return the batches of each size: drawn once, each step with those of the step before.

    A size above the number of batches stands for all of them.
    """
    order = np.random.default_rng(seed).permutation(sorted(batches)).tolist()
    return [tuple(order[:size]) for size in sorted({min(size, len(order)) for size in sizes})]


def learning_curve(batches: Sequence[str], sizes: Sequence[int]) -> pd.DataFrame:
    """Train and score, size by size.

    Returns
    -------
    pandas.DataFrame
        One row by size and label: n_batches, n_messages, label, value, low, high, n.
    """
    scored = read_batches(split_batches("calibration"))
    rows = []
    for names in steps(batches, sizes):
        began = time.perf_counter()
        learned = read_batches(names)
        with lent(light_models(*learned)):
            labels = said_by(RETRAINED, *scored).labels
        size = {"n_batches": len(names), "n_messages": len(learned[0])}
        for label in LABELS:
            kind, held = labels[label]
            rows.append({**size, "label": label, **estimate(held, kind)._asdict()})
        spent = time.perf_counter() - began
        sys.stdout.write(f"{len(names)} batches ({', '.join(names)}): {spent:.0f} s\n")
        sys.stdout.flush()
    return pd.DataFrame(rows)


def as_table(curve: pd.DataFrame) -> str:
    """Return the scores, labels by sizes."""
    n = curve.groupby("label", sort=False)["n"].first()
    cells = curve.assign(
        size=[
            f"{batches} batches, {messages:,} messages"
            for batches, messages in zip(curve["n_batches"], curve["n_messages"], strict=True)
        ],
        shown=[
            shown(Estimate(row.value, row.low, row.high, row.n), n[row.label])
            for row in curve.itertuples()
        ],
    )
    wide = cells.pivot_table(
        index="label", columns="size", values="shown", aggfunc="first", sort=False
    )
    wide.insert(0, "n", n)
    wide["wanted"] = [f"{wanted.LABELS[str(label)]:.2f}" for label in wide.index]
    return table(wide, "label")


def draw(curve: pd.DataFrame, out: Path) -> None:
    """Draw one small figure a label: score with its interval, and what is wanted."""
    # Here, not above: the backend that draws on files must be chosen first.
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    labels = list(dict.fromkeys(curve["label"]))
    figure, axes = plt.subplots(
        -(-len(labels) // _COLUMNS), _COLUMNS, figsize=(12, 8), sharex=True, sharey=True
    )
    for ax, label in zip(axes.flat, labels, strict=False):
        part = curve[curve["label"] == label]
        ax.axhline(wanted.LABELS[label], color="0.6", linestyle="--", linewidth=1)
        ax.fill_between(part["n_messages"], part["low"], part["high"], alpha=0.25)
        ax.plot(part["n_messages"], part["value"], marker="o")
        ax.set_title(f"{label} (n {part['n'].iloc[-1]:,})", fontsize=10)
        ax.set_ylim(0, 1)
        ax.set_xlim(0, 1.05 * curve["n_messages"].max())
    for ax in list(axes.flat)[len(labels) :]:
        ax.set_visible(False)
    figure.supxlabel("messages learned from")
    figure.supylabel("score: F1, macro-F1, kappa (answered), share right (first)", x=0.005)
    figure.suptitle(
        f"light models of {curve['n_batches'].min()} to {curve['n_batches'].max()} batches, "
        "with 95 % intervals (threads drawn anew); dashed: wanted"
    )
    figure.tight_layout()
    figure.savefig(out, dpi=100)
    plt.close(figure)


def main() -> None:
    """Train, score, print and draw."""
    given = arguments()
    held_out = split_batches("calibration")
    batches = tuple(given.batches or learning_batches())
    if set(batches) & set(held_out):
        sys.exit(f"{', '.join(held_out)} are scored on: leave them out of --batches")
    if max(given.sizes) > len(batches):
        sys.stdout.write(f"There are {len(batches)} batches to learn from: the largest size\n")
    curve = learning_curve(batches, given.sizes)
    sys.stdout.write(as_table(curve) + "\n")
    draw(curve, given.out)
    sys.stdout.write(f"drawn: {given.out.name}\n")


if __name__ == "__main__":
    main()
