"""Score the labels of a language on its own corpus, and write a short page.

    python -m benchmarks.accuracy.other_language --language es [--split dev|test] [--out FILE]

``dev`` leaves out each batch to learn from in turn and fits the models anew without it; ``test``
takes the package's models. Messages are told their language first, as in a study.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import pandas as pd
from benchmarks.accuracy import intervals, provenance, wanted
from benchmarks.accuracy.baselines import Bare, said_by_baseline
from benchmarks.accuracy.compared import Compared, act_labels, asked, question_labels
from benchmarks.accuracy.intervals import Estimate, estimate
from benchmarks.accuracy.markdown import shown, table
from benchmarks.accuracy.provenance import OPENINGS
from benchmarks.accuracy.splits import ROOT, inbox

from convostudy.language.backends import find_questions
from convostudy.language.packs import Pack, packs, reads
from convostudy.parameters import Parameters
from convostudy.project import pipeline
from convostudy.tables import CONNECTIONS, conform, empty
from convostudy.training.corpus import coded
from convostudy.training.matching import meet

#: Labels of the page; the others are coded too seldom to say anything.
_LEAST_CODED = 10
_READ = ["message_id", "text", "thread_id", "side", "sent_at"]
_PAGE = Path(__file__).with_suffix(".md")


def compared(
    messages: pd.DataFrame, gold: pd.DataFrame, backend: str, language: str
) -> dict[str, Compared]:
    """Run the whole pipeline, and compare what it says with the coder."""
    frame, people, until = inbox(messages)
    made = pipeline.label(
        frame,
        people,
        conform(empty(CONNECTIONS), CONNECTIONS),
        observed_until=until,
        parameters=Parameters(backend=backend),
    )
    labels = question_labels(asked(messages, gold, made["questions"]))
    met = _sequences(messages, gold, made["questions"])
    labels["sequence"] = Compared("macro-F1", met)
    labels |= act_labels(messages, made["acts"])
    told = made["languages"].set_index("message_id")["read_as"].reindex(messages["message_id"])
    right = messages[["thread_id"]].assign(true=language, said=told.fillna("none").to_numpy())
    labels["language"] = Compared("share right", right)
    # Each mark becomes one other character, so that places hold.
    bare = frame["text"].str.translate(str.maketrans({"?": ".", "¿": " "}))
    found = find_questions(frame[_READ].assign(text=bare), backend, language)
    stripped = question_labels(asked(messages, gold, found))
    labels["question in texts without any “?”"] = stripped["question or not"]
    return labels


def _sequences(messages: pd.DataFrame, gold: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Return where found questions stand, as coded and as said."""
    pairs = meet(gold.reset_index(drop=True), found.reset_index(drop=True))
    coded_rows = gold.reset_index(drop=True).loc[pairs["gold"]]
    thread = messages.set_index("message_id")["thread_id"]
    return pd.DataFrame(
        {
            "thread_id": coded_rows["message_id"].map(thread).to_numpy(),
            "true": coded_rows["sequence"].to_numpy(dtype=object),
            "said": found.reset_index(drop=True).loc[pairs["found"], "sequence"].to_numpy(object),
        }
    )


def measured(pack: Pack, split: str, backend: str) -> tuple[dict[str, Compared], pd.DataFrame]:
    """Return the labels of a split, each as said and as coded, and its messages."""
    folder = ROOT / "data/raw" / pack.corpus
    kept = json.loads((folder / "split.json").read_text(encoding="utf-8"))
    if split == "test":
        batches = tuple(kept["test"])
        provenance.note_opening(batches, OPENINGS.with_name(f"test_openings_{pack.code}.csv"))
        messages, gold = coded(folder / f"{name}.jsonl" for name in batches)
        return compared(messages, gold, backend, pack.code), messages
    # Here, not above: only those who train need scikit-learn.
    from benchmarks.accuracy.retraining import lent, light_models

    held_out = {*kept["test"], *kept["calibration"]}
    files = [path for path in sorted(folder.glob("*.jsonl")) if path.stem not in held_out]
    parts, read = [], []
    for left_out in files:
        models = light_models(*coded(f for f in files if f != left_out), pack.code)
        messages, gold = coded([left_out])
        with ExitStack() as held:
            held.enter_context(lent(models))
            parts.append(compared(messages, gold, backend, pack.code))
        read.append(messages)
    whole = {
        name: Compared(kind, pd.concat([part[name].rows for part in parts], ignore_index=True))
        for name, (kind, _) in parts[0].items()
    }
    return whole, pd.concat(read, ignore_index=True)


def commonest(pack: Pack, split: str) -> dict[str, Estimate]:
    """Score who takes every "?" for a question and gives always the commonest label."""
    folder = ROOT / "data/raw" / pack.corpus
    kept = json.loads((folder / "split.json").read_text(encoding="utf-8"))
    learned = [path for path in sorted(folder.glob("*.jsonl")) if path.stem not in kept["test"]]
    tested = [folder / f"{name}.jsonl" for name in kept["test"]] if split == "test" else learned
    said = said_by_baseline(Bare(coded(learned)[1]), *coded(tested))
    return {name: estimate(rows, kind) for name, (kind, rows) in said.items()}


def scores_table(labels: dict[str, Compared], bare: dict[str, Estimate]) -> str:
    """Every label that was coded often enough: n, score with its interval, baseline, wanted."""
    rows = {}
    for name, (kind, held) in labels.items():
        score = estimate(held, kind)
        if score.n < _LEAST_CODED:
            continue
        least = wanted.LABELS.get(name)
        rows[f"{name}, {kind}"] = {
            "n": f"{score.n:,}",
            "light": shown(score),
            "“?” / always": f"{bare[name].value:.2f}" if name in bare else "",
            "wanted": f"{least:.2f}" if least else "",
            "reached": "" if not least else "yes" if score.value >= least else "no",
        }
    return table(pd.DataFrame.from_dict(rows, orient="index"), "label")


def main(given: Sequence[str] | None = None) -> None:
    """Measure, and write the page."""
    others = [code for code in packs() if not reads(code, "rules")]
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--language", choices=others, required=True)
    asks.add_argument("--split", choices=["dev", "test"], default="dev")
    asks.add_argument("--out", type=Path, help="printed when left out")
    asked_for = asks.parse_args(given)
    pack = packs()[asked_for.language]
    labels, messages = measured(pack, asked_for.split, "light")
    text = _PAGE.read_text(encoding="utf-8").format(
        name=pack.name,
        code=pack.code,
        corpus=pack.corpus,
        split=asked_for.split,
        n_messages=f"{len(messages):,}",
        n_threads=messages["thread_id"].nunique(),
        batches=", ".join(messages["batch"].unique()),
        draws=intervals.DRAWS,
        least=_LEAST_CODED,
        date=provenance.today(),
        scores=scores_table(labels, commonest(pack, asked_for.split)),
    )
    if asked_for.out:
        asked_for.out.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
