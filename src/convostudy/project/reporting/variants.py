"""A study measured with other parameters, beside the study: for one report, or for a matrix.

It lies in ``<study>/variants/<parameters>``, shares the ingested tables with the study (as links,
where the disk has them) and goes when these change.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from convostudy.parameters import Parameters
from convostudy.project import store
from convostudy.project.ingestion import RECORD
from convostudy.project.measurement import is_current, measure
from convostudy.project.paths import file_key
from convostudy.project.settings import Settings, read_settings, write_settings
from convostudy.project.study import INGESTED, Study

__all__ = ["measured_study", "variant_of", "without_stale_variants"]

FOLDER = "variants"


def variant_of(study: Study, knobs: Mapping[str, Any]) -> Study:
    """Return where the study with these parameters is, or would be.

    Parameters
    ----------
    study : Study
        The study.
    knobs : mapping
        Measurement parameters that differ from those of ``study.toml``.

    Returns
    -------
    Study
        The study itself where they do not.
    """
    settings = study.settings
    if _with(settings, knobs).resolved() == settings.resolved():
        return study
    marks = [f"{n}-{v if isinstance(v, str) else json.dumps(v)}" for n, v in sorted(knobs.items())]
    return Study(study.path / FOLDER / file_key("-".join(marks)))


def measured_study(study: Study, knobs: Mapping[str, Any], say: Callable[[str], None]) -> Study:
    """Return the study measured with these parameters; measured now unless it is already.

    Parameters
    ----------
    study : Study
        The study; its own measures are touched only where the parameters are its own.
    knobs : mapping
        Measurement parameters for this report alone.
    say : callable
        Told what is being done.

    Returns
    -------
    Study
    """
    found = variant_of(study, knobs)
    if found.path != study.path and not _fits(found, study, knobs):
        _make(found.path, study, knobs)
    if is_current(found):
        return found
    with_them = ", ".join(f"{n} = {v}" for n, v in knobs.items()) if found != study else ""
    say("Finding turns, questions and acts; measuring" + (f" with {with_them}" * bool(with_them)))
    measure(found, say=say)
    return Study(found.path)


def without_stale_variants(study: Study) -> None:
    """Remove variants of other messages: those of a study that was read anew.

    Parameters
    ----------
    study : Study
        The study.
    """
    now = store.fingerprint(study.path / "messages")
    for folder in (study.path / FOLDER).glob("[!.]*"):
        if store.fingerprint(folder / "messages") != now:
            shutil.rmtree(folder)


def _with(settings: Settings, knobs: Mapping[str, Any]) -> Settings:
    Parameters.from_mapping(dict(knobs))
    return replace(settings, parameters={**settings.parameters, **knobs}, reports=())


def _fits(variant: Study, study: Study, knobs: Mapping[str, Any]) -> bool:
    """Tell whether a variant is of this study as it stands."""
    if not (variant.path / "messages").is_dir():
        return False
    wanted = _with(study.settings, knobs)
    held = read_settings(variant.path)
    return (held.owners, held.observed_until, held.resolved()) == (
        wanted.owners,
        wanted.observed_until,
        wanted.resolved(),
    )


def _make(target: Path, study: Study, knobs: Mapping[str, Any]) -> None:
    target.parent.mkdir(exist_ok=True)
    with store.fresh_folder(target) as folder:
        for name in INGESTED:
            if (study.path / name).is_dir():
                shutil.copytree(study.path / name, folder / name, copy_function=_link)
        if (study.path / RECORD).is_file():
            shutil.copyfile(study.path / RECORD, folder / RECORD)
        write_settings(folder, _with(study.settings, knobs))


def _link(source: str, target: str) -> None:
    """Link a file, or copy it where the disk knows no links; tables are never written in place."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
