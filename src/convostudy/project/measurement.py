"""Messages to labels to scores, stored beside the messages."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import convostudy
from convostudy.errors import BadParameter, counted
from convostudy.parameters import Parameters
from convostudy.project import store
from convostudy.project.own_code import table_code
from convostudy.project.paths import shown
from convostudy.project.progress import steps
from convostudy.project.settings import write_settings
from convostudy.project.work import work_folder

if TYPE_CHECKING:
    from convostudy.project.study import Study

__all__ = ["is_current", "is_dataset", "measure"]

# What `pipeline.label` tells of: languages, turns, acts, questions, answers, threads. Only the
# bar's length hangs on it.
_LABEL_STEPS = 6


def measure(
    study: Study,
    *,
    parameters: Mapping[str, Any] | None = None,
    keep: bool = True,
    say: Callable[[str], None] | None = None,
) -> None:
    """Label the messages of a study, take every measure, store both.

    Parameters
    ----------
    study : Study
        An ingested study.
    parameters : mapping, optional
        Name to value; the others are those of ``study.toml``.
    keep : bool
        Whether to write them into ``study.toml``, so that they hold from now on. If not, the next
        `report` finds the study stale and measures it again with the parameters of the file.
    say : callable, optional
        Told how many of each were found.

    Raises
    ------
    BadParameter
        A parameter that does not exist, with the nearest name, or a value that makes no sense.
    """
    from convostudy.measures import measures
    from convostudy.project import pipeline
    from convostudy.project.study import INGESTED, LABELLED, MARK
    from convostudy.prose import left_out_languages

    settings = study.settings
    if is_dataset(study):
        raise _no_words(study, parameters)
    if parameters:
        # Checked before anything is written.
        Parameters.from_mapping(parameters)
        settings = replace(settings, parameters={**settings.parameters, **parameters})
    knobs = settings.resolved()
    tables = {name: study.table(name) for name in INGESTED}
    with steps("Measuring", _LABEL_STEPS + len(measures())) as step:
        labelled = pipeline.label(
            tables["messages"],
            tables["people"],
            tables["connections"],
            observed_until=settings.observed_until,
            parameters=knobs,
            say=step,
        )
        scores = pipeline.score({**tables, **labelled}, knobs, say=step)

    if parameters and keep:
        write_settings(study.path, settings)
    mark = study.path / MARK
    with work_folder(study.path / "measure") as work:
        for name in LABELLED:
            store.save(labelled[name], work / name)
        (work / "scores").mkdir()
        for name, frame in scores.items():
            store.save(frame, work / "scores" / name)
        mark.unlink(missing_ok=True)
        for name in (*LABELLED, "scores"):
            store.replace_folder(work / name, study.path / name)
        record = {
            "parameters": knobs.to_mapping(),
            "messages_sha256": store.fingerprint(study.path / "messages"),
            "convostudy": convostudy.__version__,
            "code": table_code(),
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        text = json.dumps(record, indent=2, ensure_ascii=False) + "\n"
        (work / MARK).write_text(text, encoding="utf-8")
        (work / MARK).replace(mark)
    if say:
        made = [name for name in LABELLED if name != "languages"]
        say(", ".join(counted(len(labelled[n]), n.removesuffix("s"), n) for n in made))
        if left_out := left_out_languages({**tables, **labelled}):
            say(left_out)


def is_dataset(study: Study) -> bool:
    """Tell whether a study is a shared dataset, opened.

    Parameters
    ----------
    study : Study
        Any study.

    Returns
    -------
    bool
    """
    from convostudy.project.ingestion import RECORD

    return "shared" in study.record(RECORD)


def _no_words(study: Study, given: Mapping[str, Any] | None) -> BadParameter:
    from convostudy.project.study import MARK

    held = study.record(MARK).get("parameters", study.parameters.to_mapping())
    wanted = {**study.settings.resolved().to_mapping(), **(given or {})}
    other = [f"{n} = {value}" for n, value in wanted.items() if value != held.get(n)]
    return BadParameter(
        f"a shared dataset to be measured anew{f' with {other[0]}' if other else ''}",
        where=shown(study.path),
        expected="the parameters with which it was measured before it was shared: it holds no "
        "words and no exact times, so nothing else can be computed from it",
        do="Leave these parameters out, or ask its authors for a dataset with others",
    )


def is_current(study: Study) -> bool:
    """Tell whether the study is measured, with its present messages and settings, by this code.

    Parameters
    ----------
    study : Study
        An ingested study.

    Returns
    -------
    bool
    """
    from convostudy.project.study import MARK

    held = study.record(MARK)
    if is_dataset(study):
        # Nothing can be measured anew: whatever code made it, it stays as it was shared.
        return held.get("parameters") == study.settings.resolved().to_mapping()
    return bool(held) and (
        held.get("parameters") == study.settings.resolved().to_mapping()
        and held.get("code") == table_code()
        and held.get("messages_sha256") == store.fingerprint(study.path / "messages")
    )
