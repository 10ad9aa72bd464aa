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
from convostudy.tables import ACTS, QUESTIONS, conform
from convostudy.threads import with_turns

THREADS, SEED = 300, 2026


def with_truth(
    tables: dict[str, pd.DataFrame], messages: pd.DataFrame, inbox: simulate.Inbox
) -> dict[str, pd.DataFrame]:
    """Put the true acts and questions in the place of those that the rules found."""
    keyed = messages[["message_id", "thread_id", "side", "conversation_id", "sent_at", "text"]]
    turn_of = with_turns(messages)[["message_id", "turn_id"]]
    keyed = keyed.merge(turn_of, on="message_id", how="left")
    truth = inbox.true_messages.rename(columns={"conversation": "conversation_id"})
    said = keyed.merge(
        truth.drop(columns=["side", "text"]).drop_duplicates(["conversation_id", "sent_at"]),
        on=["conversation_id", "sent_at"],
    )
    parts = [
        said[said["is_pitch"]].assign(act="pitch", kind=said["solicitation_type"]),
        said[said["is_refusal"]].assign(act="refusal", kind=said["refusal_kind"]),
        said[said["is_opt_out"]].assign(act="opt_out_request", kind=None),
    ]
    acts = pd.concat(parts).assign(start=0, end=0, evidence="true", confidence=1.0)
    asked = inbox.true_questions.rename(columns={"conversation": "conversation_id"})
    asked = keyed.merge(
        asked.drop(columns="side").drop_duplicates(["conversation_id", "sent_at"]),
        on=["conversation_id", "sent_at"],
    )
    status = asked["answered_eventual"].map({True: "explicit", False: "dodged"}).fillna("open")
    questions = asked.assign(
        question_id=asked["message_id"] + ":0",
        asked_at=asked["sent_at"],
        start=0,
        end=0,
        text=asked["question"],
        form="wh",
        function="information",
        need_gauging=False,
        status_next=status,
        status_eventual=status,
        by_overlap=False,
        needs_review=False,
        evidence="true",
        confidence=1.0,
    )
    return {
        **tables,
        "acts": conform(acts, ACTS),
        "questions": conform(questions.drop(columns="wait_h"), QUESTIONS),
    }


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
        **cs.label(
            export.messages, export.people, export.connections, observed_until=export.observed_until
        ),
    }
    both = {"true": with_truth(ruled, export.messages, inbox), "rules": ruled}
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
