"""The tables of the page, each as Markdown, from what was measured."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from benchmarks.accuracy import wanted
from benchmarks.accuracy.calibration import Calibration
from benchmarks.accuracy.compared import Compared
from benchmarks.accuracy.confusion import confusions
from benchmarks.accuracy.groups import BRIEFS, LABELS, MIN_N, in_order
from benchmarks.accuracy.intervals import Estimate
from benchmarks.accuracy.markdown import percent, plain, shown, table
from benchmarks.accuracy.measured import OWN_CHAT, Measured, Scores
from benchmarks.accuracy.ordinary import SETS
from benchmarks.accuracy.shown_errors import drawn, shortened, wrong

CODER = "second coder"


def labels_table(made: Measured) -> str:
    """Every label: n, backends, second coder, what is wanted, who reaches it."""
    kinds = _labels(made)
    first = next(iter(made.scores.values()))
    rows = {}
    for name, (kind, _) in kinds.items():
        row = {"n": f"{first[name].n:,}"}
        for backend, scores in made.scores.items():
            row[backend] = shown(scores[name], first[name].n)
        row[CODER] = shown(made.coder[name], first[name].n) if name in made.coder else ""
        if name in wanted.LABELS:
            least = wanted.LABELS[name]
            row["wanted"] = f"{least:.2f}"
            row["reached by"] = wanted.reached(least, _of(made.scores, name))
        rows[f"{name}, {kind}"] = row
    return table(pd.DataFrame.from_dict(rows, orient="index"), "label")


def briefs_table(made: Measured) -> str:
    """The labels with a goal, apart by what the writers were asked for; empty if all is alike."""
    scored = next(iter(made.briefs.values()))
    if any(scores["pitch"].n == 0 for scores in scored.values()):
        return "All of these threads were written by one kind of brief."
    rows = {}
    for name in wanted.LABELS:
        row = {}
        for brief in BRIEFS:
            for backend, scores in made.briefs.items():
                held = scores[brief][name]
                row[f"{backend}: {brief}"] = f"{shown(held, held.n)}, n {held.n:,}"
        rows[name] = row
    return table(pd.DataFrame.from_dict(rows, orient="index"), "label")


def baselines_table(made: Measured) -> str:
    """The same labels by the baselines."""
    kinds = _labels(made)
    rows = {
        f"{name}, {kind}": {
            "n": f"{next(iter(made.baselines.values()))[name].n:,}",
            **{who: shown(scores[name]) for who, scores in made.baselines.items()},
        }
        for name, (kind, _) in kinds.items()
    }
    return table(pd.DataFrame.from_dict(rows, orient="index"), "label")


def confusion_tables(made: Measured) -> str:
    """Confusion tables of questions by backend; one that equals an earlier one is named only."""
    parts, seen = [], {}
    for backend, said in made.said.items():
        for name, counts in confusions(said.asked, said.labels).items():
            text = table(counts, "coded ↓, said →")
            if (name, text) in seen:
                parts.append(f"**{name}, {backend}**: the same as by {seen[name, text]}.")
                continue
            seen[name, text] = backend
            n = f"n {int(counts.to_numpy().sum()):,}"
            parts.append(f"**{name}, {backend}** ({n})\n\n{text}")
    return "\n\n".join(parts)


def calibration_table(
    held: Mapping[str, Mapping[str, Calibration]], *, with_likely: bool = False
) -> str:
    """Expected calibration error by label and backend; of likely ones apart where asked for."""
    names = list(dict.fromkeys(name for labels in held.values() for name in labels))
    rows = {}
    for name in names:
        row = {}
        for backend, labels in held.items():
            if name not in labels:
                continue
            one = labels[name]
            row[backend] = shown(one.error, digits=3) + f", n {one.error.n:,}"
            if with_likely:
                row[f"{backend}, from .1"] = shown(one.likely, digits=3) + f", n {one.likely.n:,}"
            if one.likely.n:
                row[f"{backend}: said, true"] = f"{one.said:.2f}, {one.came_true:.2f}"
        rows[name] = row
    return table(pd.DataFrame.from_dict(rows, orient="index"), "label")


def badly_calibrated(held: Mapping[str, Mapping[str, Calibration]]) -> dict[str, list[str]]:
    """Return by backend the labels (of `MIN_N` units or more) whose error is above the wanted."""
    return {
        backend: [
            name
            for name, one in labels.items()
            if one.error.n >= MIN_N and one.error.value > wanted.CALIBRATION_ERROR
        ]
        for backend, labels in held.items()
    }


def chat_table(made: Measured) -> str:
    """False pitches by set of ordinary chat and backend."""
    about = {chat.name: chat.what for chat in SETS}
    about[OWN_CHAT] = "threads of this split without a coded pitch"
    rows = {}
    for name, counts in made.chat.items():
        first = next(iter(counts.values()))
        row = {"sentences": f"{first.sentences.n:,}", "messages": f"{first.messages.n:,}"}
        for backend, false in counts.items():
            row[f"{backend}, of sentences"] = percent(false.sentences)
            row[f"{backend}, of messages"] = percent(false.messages)
        rows[f"{name}: {about[name]}"] = row
    return table(pd.DataFrame.from_dict(rows, orient="index"), "set")


def public_table(made: Measured) -> str:
    """Scores on public sets."""
    rows = {}
    for task, scores in made.public:
        first = next(iter(scores.values()))
        cells = {who: shown(score, first.n) for who, score in scores.items()}
        name = f"{task.dataset}: {task.what}, {task.kind}"
        rows[name] = {"n": f"{first.n:,} of {len(task.rows):,}", **cells}
    return table(pd.DataFrame.from_dict(rows, orient="index"), "set and task")


def group_tables(made: Measured) -> str:
    """Scores by group, one table for each grouping; groups of few units as counts."""
    groupings = next(iter(made.groups.values()))
    parts = []
    for grouping, groups in groupings.items():
        rows = {}
        for group in in_order(groups):
            for backend, held in made.groups.items():
                scores = held[grouping].get(group, {})
                rows[f"{group}: {backend}"] = {
                    label: _of_group(scores[label]) for label in LABELS if label in scores
                }
        frame = pd.DataFrame.from_dict(rows, orient="index")
        parts.append(f"**By {grouping}**\n\n{table(frame, 'group')}")
    return "\n\n".join(parts)


def speed_table(made: Measured) -> str:
    """Messages and pairs in a second of CPU."""
    rows = {}
    for backend, (messages, pairs) in made.speeds.items():
        least = wanted.MESSAGES_PER_S.get(backend), wanted.PAIRS_PER_S.get(backend)
        rows[backend] = {
            "messages a second of CPU": f"{messages:,.0f}",
            "wanted": f"{least[0]:,}" if least[0] else "",
            "question–reply pairs a second of CPU": f"{pairs:,.0f}",
            "wanted ": f"{least[1]:,}" if least[1] else "",
        }
    return table(pd.DataFrame.from_dict(rows, orient="index"), "backend")


def error_table(made: Measured, backend: str, n: int) -> str:
    """Some errors of one backend."""
    errors = drawn(wrong(made.said[backend].labels), n)
    rows = pd.DataFrame(
        {
            "label": errors["label"],
            "message": errors["message_id"],
            "text": [plain(shortened(text)) for text in errors["text"]],
            "coder": errors["coder"],
            backend: errors["backend"],
            "evidence": [plain(shortened(text)) for text in errors["evidence"]],
        }
    )
    rows.index = pd.RangeIndex(1, len(rows) + 1)
    return table(rows)


def _labels(made: Measured) -> dict[str, Compared]:
    """Return the labels of the first backend, those with something wanted first."""
    labels = next(iter(made.said.values())).labels
    first = [name for name in wanted.LABELS if name in labels]
    return {name: labels[name] for name in [*first, *labels]}


def _of(scores: Mapping[str, Scores], name: str) -> Scores:
    return {who: held[name] for who, held in scores.items()}


def _of_group(score: Estimate) -> str:
    return f"n {score.n}" if score.n < MIN_N else f"{shown(score)}, n {score.n:,}"
