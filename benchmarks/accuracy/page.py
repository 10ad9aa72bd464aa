"""The page, put together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from benchmarks.accuracy import ordinary, provenance, sections, wanted
from benchmarks.accuracy.intervals import DRAWS, SEED
from benchmarks.accuracy.markdown import plain, table
from benchmarks.accuracy.measured import Measured
from benchmarks.accuracy.public_sets import about
from benchmarks.accuracy.public_tasks import PUBLISHED
from benchmarks.accuracy.shown_errors import SEED as ERROR_SEED

_TEXTS = Path(__file__).with_name("page.md")
_CURVE = "learning_curve.png"


def page(
    made: Measured,
    *,
    split: str,
    batches: Sequence[str],
    learned_from: Sequence[str],
    public: Path,
    default: str,
    n_errors: int,
    command: str,
    has_curve: bool,
) -> str:
    """Return the whole page as Markdown."""
    shown_by = default if default in made.said else next(iter(made.said))
    return _TEXTS.read_text(encoding="utf-8").format(
        split=split,
        batches=", ".join(batches),
        n_messages=f"{len(made.messages):,}",
        n_threads=made.messages["thread_id"].nunique(),
        n_questions=f"{len(made.gold):,}",
        n_coder_threads=made.n_coder_threads,
        standing=_standing(split),
        backends=", ".join(f"`{name}`" for name in made.said),
        default=default,
        draws=f"{DRAWS:,}",
        seed=SEED,
        summary=summary(made),
        labels=sections.labels_table(made),
        n_learned=len(learned_from),
        baselines=sections.baselines_table(made),
        confusions=sections.confusion_tables(made),
        stated=sections.calibration_table(made.stated),
        given=_given(made),
        chat=sections.chat_table(made),
        false_wanted=f"{100 * ordinary.WANTED:.0f} %",
        public=_public(made, public),
        groups=sections.group_tables(made),
        briefs=sections.briefs_table(made),
        n_errors=n_errors,
        shown_by=shown_by,
        error_seed=ERROR_SEED,
        errors=sections.error_table(made, shown_by, n_errors) if n_errors else "None asked for.",
        speed=_speed(made),
        left_out=_left_out(made),
        openings=_openings(split),
        command=command,
        made=_made(made),
        curve=f"![Learning curve]({_CURVE})" if has_curve else "Not drawn yet.",
    )


def summary(made: Measured) -> str:
    """Say in a few lines what is reached by which backend."""
    lines = []
    for backend, scores in made.scores.items():
        reached = [n for n, least in wanted.LABELS.items() if scores[n].value >= least]
        missed = [n for n in wanted.LABELS if n not in reached]
        off = sections.badly_calibrated(made.stated)[backend]
        worst = {name: counts[backend].sentences.value for name, counts in made.chat.items()}
        false = [name for name, value in worst.items() if value > ordinary.WANTED]
        lines += [
            f"- **{backend}** reaches {len(reached)} of {len(wanted.LABELS)} labels: "
            f"{', '.join(reached) or 'none'}. Not reached: {', '.join(missed) or 'none'}. "
            f"Confidence off by more than {wanted.CALIBRATION_ERROR:.2f}: "
            f"{', '.join(off) or 'no label'}. False pitches above "
            f"{100 * ordinary.WANTED:.0f} % of sentences: {', '.join(false) or 'in no set'}."
        ]
    return "\n".join(lines)


def _standing(split: str) -> str:
    return {
        "test": (
            "Its threads were written by other voices than those learned from; nobody reads them "
            "to change a rule or a weight, and nothing is learned from them. Each time that it "
            "was scored stands at the end; scores seen earlier told what to work on."
        ),
        "calibration": (
            "**Not the test split.** No weight was learned from these batches, but cuts and "
            "probabilities were chosen on them, which flatters the scores."
        ),
        "dev": (
            "**Not the test split.** The rules were written with scores of these batches in view, "
            "and the package's models have learned from them: a learned backend stands here only "
            "where it was fitted anew without them (`--retrain`)."
        ),
    }[split]


def _given(made: Measured) -> str:
    held = {backend: labels for backend, labels in made.given.items() if labels}
    silent = [backend for backend in made.given if backend not in held]
    parts = [sections.calibration_table(held, with_likely=True)] if held else []
    if silent:
        parts.append(f"Decides without a probability of every label: {', '.join(silent)}.")
    return "\n\n".join(parts)


def _public(made: Measured, folder: Path) -> str:
    if not made.public:
        return "Not measured: " + made.left_out.get("public sets", "left out by an option") + "."
    names = dict.fromkeys([task.dataset for task, _ in made.public] + list(made.chat))
    sources = [
        f"- **{plain(name)}**: "
        + "; ".join(f"{what}: {plain(said)}" for what, said in about(folder / name).items())
        for name in names
        if (folder / name).is_dir()
    ]
    published = [f"- {what}: {number}" for what, number in PUBLISHED.items()]
    return "\n\n".join(
        [
            sections.public_table(made),
            "Published, on other splits and with other models, so only the order of magnitude "
            "compares:\n\n" + "\n".join(published),
            "As the README beside each set has it:\n\n" + "\n".join(sources),
        ]
    )


def _speed(made: Measured) -> str:
    if not made.speeds:
        return "Not measured."
    messages, pairs = made.speed_n
    n = f"{messages:,} messages and {pairs:,} pairs of the batches learned from"
    return f"{n}, read at once on the machine that made this page.\n\n{sections.speed_table(made)}"


def _left_out(made: Measured) -> str:
    lines = [f"- {name}: {why}." for name, why in made.left_out.items()]
    return "\n".join(lines) or "Nothing was left out."


def _openings(split: str) -> str:
    if split != "test":
        return "This page was made without opening the test split."
    lines = [f"- {o['date']}, commit {o['commit']}: {o['batches']}" for o in provenance.opened()]
    return "Scored on the test split so far (the last one is this page):\n\n" + "\n".join(lines)


def _made(made: Measured) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in provenance.versions().items())
    weights = ", ".join(f"{name} {digest}" for name, digest in provenance.weights().items())
    steps = {
        name: {"seconds": f"{wall:,.0f}", "of CPU": f"{cpu:,.0f}"}
        for name, (wall, cpu) in made.seconds.items()
    }
    return "\n\n".join(
        [
            f"Made on {provenance.today()} from commit {provenance.commit()}. {versions}.",
            f"Weights, first figures of SHA-256: {weights}.",
            table(pd.DataFrame.from_dict(steps, orient="index"), "step"),
        ]
    )
