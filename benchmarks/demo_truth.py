"""What is true of the demo inbox, and what the rules make of it.

The demo is simulated, so its pitches, refusals and answers are known. Prints the five primary
outcomes twice, by the same code: once with the true labels, once with those of the rules; and how
well the rules find each label. The texts of the demo were not looked at while writing the rules.

    python benchmarks/demo_truth.py
"""

from __future__ import annotations

import pandas as pd

import convostudy as cs
from convostudy import simulate
from convostudy.project.demo import demo_export

THREADS, SEED = 300, 2026


def agreement(true: set[str], found: set[str]) -> str:
    """Say precision, recall and F1 of message ids found against those that are true."""
    hits = len(true & found)
    precision, recall = hits / max(1, len(found)), hits / max(1, len(true))
    f1 = 2 * hits / max(1, len(true) + len(found))
    return f"precision {precision:.2f}, recall {recall:.2f}, F1 {f1:.2f} (true: {len(true)})"


def main() -> None:
    """Print both tables."""
    inbox = simulate.inbox(THREADS, seed=SEED)
    export = cs.sources.read(demo_export())
    parameters = cs.Parameters()
    ruled = {
        "messages": export.messages,
        "people": export.people,
        "connections": export.connections,
        **cs.label(
            export.messages, export.people, export.connections, observed_until=export.observed_until
        ),
    }
    both = {"true": ruled | simulate.true_labels(inbox, export.messages), "rules": ruled}
    five = {name: _headline(tables, parameters) for name, tables in both.items()}
    print(f"{'':58}{'true labels':>30}{'rules':>30}")
    for label in five["true"]:
        print(f"{label:58}{five['true'][label]:>30}{five['rules'][label]:>30}")
    print()
    for act in ("pitch", "refusal", "opt_out_request"):
        found = [set(t["acts"].loc[t["acts"]["act"] == act, "message_id"]) for t in both.values()]
        print(f"{act:18}{agreement(*found)}")


def _headline(tables: dict[str, pd.DataFrame], parameters: cs.Parameters) -> dict[str, str]:
    scored = tables | cs.score(tables, parameters)
    numbers = cs.prose.headline_numbers(cs.outcomes.primary(scored, parameters))
    return {label: f"{value} ({detail.split(',')[0]})" for value, label, detail in numbers}


if __name__ == "__main__":
    main()
