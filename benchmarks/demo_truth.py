"""What is true of the demo inbox, and what each backend makes of it.

The demo is simulated, so its pitches, refusals and answers are known. Prints the five primary
outcomes by the same code with the true labels and with those of each backend; and how well each
finds the labels. The texts of the demo were not looked at while writing the rules, and none of them
was learned from.

    python benchmarks/demo_truth.py
"""

from __future__ import annotations

import pandas as pd

import convostudy as cs
from convostudy import simulate
from convostudy.project.demo import demo_export
from convostudy.tables import BACKENDS

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
    read = {
        "messages": export.messages,
        "people": export.people,
        "connections": export.connections,
    }
    made = {
        backend: read
        | cs.label(
            *read.values(),
            observed_until=export.observed_until,
            parameters=cs.Parameters(backend=backend),
        )
        for backend in BACKENDS
    }
    true = made["rules"] | simulate.true_labels(inbox, export.messages)
    every = {"true": true, **made}
    five = {name: _headline(tables, parameters) for name, tables in every.items()}
    print(f"{'':58}", *(f"{name:>30}" for name in every), sep="")
    for label in five["true"]:
        print(f"{label:58}", *(f"{five[name].get(label, ''):>30}" for name in every), sep="")
    print()
    for act in ("pitch", "refusal", "opt_out_request"):
        found = {
            name: set(t["acts"].loc[t["acts"]["act"] == act, "message_id"])
            for name, t in every.items()
        }
        for backend in BACKENDS:
            print(f"{act:18}{backend:8}{agreement(found['true'], found[backend])}")


def _headline(tables: dict[str, pd.DataFrame], parameters: cs.Parameters) -> dict[str, str]:
    scored = tables | cs.score(tables, parameters)
    numbers = cs.prose.headline_numbers(cs.outcomes.primary(scored, parameters))
    return {label: f"{value} ({detail.split(',')[0]})" for value, label, detail in numbers}


if __name__ == "__main__":
    main()
