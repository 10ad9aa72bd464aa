"""Compare answer statuses with coded threads: kappa of answered or not, macro-F1, confusion.

    python benchmarks/labels_answers.py PATH...

Each PATH is a JSON-lines file of coded threads, one thread a line, as in the coded direct
messages: messages with ``sender``, ``text``, ``acts`` and ``questions`` (``text``, ``form``,
``function``, ``status_next``). The reply of a question is the other side's whole next turn.
Questions, forms and pitches are taken as coded, so this scores the judging of replies alone.

Accuracy says nothing here, as most questions are answered: always "answered" has kappa 0. Pairs
without a reply are left out (silence is judged by the clock, not by words). A label that never
gets its status counts with F1 = 0 in the macro mean. The interval of kappa comes from a bootstrap
of threads.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import pandas as pd

from convostudy.language.answers import status

ANSWERED = ("explicit", "implicit", "partial")
_WH = r"(?i)\b(?:who|whom|whose|what|when|where|why|which|how)\b"


def pairs_of(path: Path) -> pd.DataFrame:
    """Return the information questions of a file that got a reply, with their coded status."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        messages = json.loads(line)["messages"]
        for i, message in enumerate(messages):
            later = messages[i + 1 :]
            others = [m["sender"] != message["sender"] for m in later]
            start = others.index(True) if True in others else len(later)
            stop = others.index(False, start) if False in others[start:] else len(later)
            turn = later[start:stop]
            rows += [
                {
                    "file": path.stem,
                    "thread": f"{path.stem}/{number}",
                    "question": question["text"],
                    "form": question["form"],
                    "reply": "\n".join(m["text"] for m in turn),
                    "reply_is_pitch": any("pitch" in m["acts"] for m in turn),
                    "coded": question["status_next"],
                }
                for question in message["questions"]
                if question["function"] == "information" and turn
            ]
    pairs = pd.DataFrame(rows)
    holds_wh = pairs["question"].str.contains(_WH, regex=True)
    return pairs.assign(embedded_wh=holds_wh & (pairs["form"] != "wh"))


def kappa(a: np.ndarray, b: np.ndarray) -> float:
    """Return Cohen's kappa of two yes-no codings; nan when chance agreement is total."""
    chance = a.mean() * b.mean() + (1 - a.mean()) * (1 - b.mean())
    return float(((a == b).mean() - chance) / (1 - chance)) if chance < 1 else float("nan")


def kappa_interval(scored: pd.DataFrame, draws: int = 2000, seed: int = 0) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of kappa, threads drawn with replacement."""
    coded, given = scored["coded"].isin(ANSWERED), scored["status"].isin(ANSWERED)
    cell = (2 * coded + given).to_numpy()
    counts = pd.crosstab(scored["thread"], cell).reindex(columns=range(4), fill_value=0).to_numpy()
    weights = np.random.default_rng(seed).multinomial(
        len(counts), np.full(len(counts), 1 / len(counts)), size=draws
    )
    share = weights @ counts
    share = share / share.sum(axis=1, keepdims=True)
    yes_coded, yes_given = share[:, 2] + share[:, 3], share[:, 1] + share[:, 3]
    chance = yes_coded * yes_given + (1 - yes_coded) * (1 - yes_given)
    kappas = (share[:, 0] + share[:, 3] - chance) / (1 - chance)
    lo, hi = np.quantile(kappas, [0.025, 0.975])
    return float(lo), float(hi)


def f1_by_label(scored: pd.DataFrame) -> pd.DataFrame:
    """Return precision, recall and F1 of each coded label."""
    table = pd.crosstab(scored["coded"], scored["status"])
    right = pd.Series({name: table.get(name, {}).get(name, 0) for name in table.index})
    coded, given = table.sum(axis=1), table.sum(axis=0).reindex(table.index, fill_value=0)
    return pd.DataFrame(
        {
            "n_coded": coded,
            "n_given": given,
            "precision": (right / given).round(2),
            "recall": (right / coded).round(2),
            "f1": (2 * right / (coded + given)).round(2),
        }
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", nargs="+", type=Path)
    pairs = pd.concat([pairs_of(path) for path in parser.parse_args().path], ignore_index=True)
    # A coded "no reply" with a reply beside it came after the window: the clock's matter.
    pairs = pairs[~pairs["coded"].isin(["no_reply", "open"])].reset_index(drop=True)
    scored = pairs.join(status(pairs))
    print(f"{'file':<20} {'pairs':>6} {'kappa':>6} {'95 % interval':>14} {'macro-F1':>9}")
    for name, group in [*scored.groupby("file"), ("pooled", scored)]:
        a, b = (group[c].isin(ANSWERED).to_numpy() for c in ("coded", "status"))
        lo, hi = kappa_interval(group)
        macro = f1_by_label(group)["f1"].mean()
        print(
            f"{name:<20} {len(group):>6} {kappa(a, b):>6.2f} {lo:>6.2f} to {hi:.2f} {macro:>9.2f}"
        )
    print("\nby label, pooled (partial is not given by the rules)\n")
    print(f1_by_label(scored).to_string())
    print("\ncoded (rows) against given (columns)\n")
    print(pd.crosstab(scored["coded"], scored["status"]).to_string())
    print(f"\nanswered by shared words alone: {scored['by_overlap'].mean():.0%} of the pairs")


if __name__ == "__main__":
    main()
