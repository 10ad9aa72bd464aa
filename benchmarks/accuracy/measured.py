"""Everything that the page says, measured."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from benchmarks.accuracy import ordinary, probabilities, public_tasks
from benchmarks.accuracy.backends import Said, question_reply_pairs, said_by, speed
from benchmarks.accuracy.baselines import Bare, Baseline, WordList, said_by_baseline
from benchmarks.accuracy.calibration import Calibration, calibration
from benchmarks.accuracy.compared import act_labels, asked, question_labels
from benchmarks.accuracy.groups import by_brief, by_group, message_groups
from benchmarks.accuracy.intervals import Estimate, estimate
from benchmarks.accuracy.splits import read_batches, second_coder, split_batches

from convostudy.language.acts import acts as rule_acts

Scores = dict[str, Estimate]
OWN_CHAT = "own"
_TIMED = 8  # batches


@dataclass
class Measured:
    """All numbers of one page, by backend or other speaker where several speak."""

    messages: pd.DataFrame
    gold: pd.DataFrame
    said: dict[str, Said] = field(default_factory=dict)
    scores: dict[str, Scores] = field(default_factory=dict)
    coder: Scores = field(default_factory=dict)
    n_coder_threads: int = 0
    baselines: dict[str, Scores] = field(default_factory=dict)
    stated: dict[str, dict[str, Calibration]] = field(default_factory=dict)
    given: dict[str, dict[str, Calibration]] = field(default_factory=dict)
    chat: dict[str, dict[str, ordinary.FalsePitches]] = field(default_factory=dict)
    public: list[tuple[public_tasks.Task, Scores]] = field(default_factory=list)
    speeds: dict[str, tuple[float, float]] = field(default_factory=dict)
    speed_n: tuple[int, int] = (0, 0)
    groups: dict[str, dict[str, dict[str, Scores]]] = field(default_factory=dict)
    briefs: dict[str, dict[str, Scores]] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, tuple[float, float]] = field(default_factory=dict)

    def step(self, name: str, work: Callable[[], None]) -> None:
        """Do one piece of work and keep how long it took: by the clock, and of CPU."""
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        self.seconds[name] = (time.perf_counter() - wall, time.process_time() - cpu)


def measure_backend(made: Measured, backend: str) -> None:
    """Score one backend on the split: labels, probabilities, groups, its own ordinary chat."""
    try:
        said = said_by(backend, made.messages, made.gold)
    except ModuleNotFoundError as lacking:
        made.left_out[backend] = f"{lacking.name} is not installed here"
        return
    except FileNotFoundError as lacking:
        made.left_out[backend] = f"{Path(lacking.filename or 'a file').name} is not here"
        return
    made.said[backend] = said
    made.scores[backend] = {
        name: estimate(rows, kind) for name, (kind, rows) in said.labels.items()
    }
    made.stated[backend] = _calibrations(probabilities.stated(said, made.messages))
    given = probabilities.given(backend, made.messages, made.gold, said.pairs)
    made.given[backend] = _calibrations(given)
    made.groups[backend] = by_group(
        said.labels, message_groups(made.messages), said.labels["form"].rows
    )
    made.briefs[backend] = by_brief(said.labels, split_batches("other_briefs"))
    coded = made.messages["acts"].map(lambda acts: "pitch" in acts)
    quiet = made.messages[~coded.groupby(made.messages["thread_id"]).transform("any")]
    pitches = said.acts[said.acts["act"] == "pitch"]
    false = ordinary.pitch_sentences(quiet, pitches)
    made.chat.setdefault(OWN_CHAT, {})[backend] = false


def measure_coder(made: Measured) -> None:
    """Score the second coder on the threads that they read."""
    found, acts, read = second_coder(made.messages)
    if not read.any():
        return
    both = made.messages[read].reset_index(drop=True)
    known = made.gold[made.gold["message_id"].isin(both["message_id"])]
    labels = question_labels(asked(both, known, found)) | act_labels(both, acts)
    made.coder = {name: estimate(rows, kind) for name, (kind, rows) in labels.items()}
    made.n_coder_threads = both["thread_id"].nunique()


def measure_baselines(
    made: Measured, learning: tuple[pd.DataFrame, pd.DataFrame], *, with_tfidf: bool
) -> list[Baseline]:
    """Score the baselines on the split; they learn from ``learning``."""
    baselines: list[Baseline] = [Bare(learning[1]), WordList()]
    if with_tfidf:
        # Here, not above: only those who train need scikit-learn.
        from benchmarks.accuracy.tfidf import TfIdf

        baselines.append(TfIdf(*learning))
    for baseline in baselines:
        labels = said_by_baseline(baseline, made.messages, made.gold)
        made.baselines[baseline.name] = {
            name: estimate(rows, kind) for name, (kind, rows) in labels.items()
        }
    return baselines


def measure_public(
    made: Measured, folder: Path, backends: Sequence[str], baselines: Sequence[Baseline]
) -> None:
    """Look for false pitches in ordinary chat, and score the public sets, where they lie."""
    if not folder.is_dir():
        made.left_out["public sets"] = "no folder of public sets was given that exists"
        return
    for chat in ordinary.SETS:
        if not (folder / chat.name).is_dir():
            made.left_out[chat.name] = "not in the folder of public sets"
            continue
        messages = chat.messages(folder / chat.name)
        made.chat[chat.name] = {b: ordinary.false_pitches(messages, b) for b in backends}
    for name in sorted({"mrda", "mrda_qa", "persuasion_for_good", "email_intent"}):
        if not (folder / name).is_dir():
            made.left_out[name] = "not in the folder of public sets"
    for task in public_tasks.tasks(folder):
        scores = {backend: task.score(task.by_backend(backend)) for backend in backends}
        scores |= {b.name: task.score(task.by_baseline(b)) for b in baselines}
        made.public.append((task, scores))


def measure_speed(made: Measured, batches: Sequence[str], backends: Sequence[str]) -> None:
    """Time the backends on the first of other batches: the split is too small to tell."""
    messages, gold = read_batches(batches[:_TIMED])
    pairs = question_reply_pairs(messages, gold, rule_acts(messages[["message_id", "text"]]))
    made.speed_n = (len(messages), len(pairs))
    made.speeds = {backend: speed(backend, messages, pairs) for backend in backends}


def _calibrations(stated: dict[str, probabilities.Stated]) -> dict[str, Calibration]:
    return {name: calibration(*held) for name, held in stated.items()}
