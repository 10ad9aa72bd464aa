"""The demo export: an inbox of invented people, so that everything can be tried at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from convostudy.project.paths import demo_folder, study_folder

if TYPE_CHECKING:
    from convostudy.project.study import Study

__all__ = ["NAME", "demo_export", "demo_study"]

# The study's name, and so the folder of its pages.
NAME = "demo"


def demo_export(say: Callable[[str], None] | None = None) -> Path:
    """Return the demo export, made first if it is not there.

    Parameters
    ----------
    say : callable, optional
        Told when it has to be made.

    Returns
    -------
    pathlib.Path
        A LinkedIn archive, named as LinkedIn names it: the name tells when it was made.
    """
    folder = demo_folder()
    there = sorted(folder.glob("*.zip"))
    if there:
        return there[0]
    from convostudy import simulate

    if say:
        say("Making the demo inbox: invented people, a known truth")
    inbox = simulate.inbox()
    archive = folder / simulate.archive_name(inbox)
    folder.mkdir(parents=True, exist_ok=True)
    temporary = archive.with_name(f".{archive.name}.new")
    temporary.write_bytes(simulate.linkedin_archive(inbox))
    temporary.replace(archive)
    return archive


def demo_study(say: Callable[[str], None] | None = None) -> Study:
    """Return the study of the demo export, read and measured first where that is due.

    Parameters
    ----------
    say : callable, optional
        Told what is being done, one line at a time.

    Returns
    -------
    Study
    """
    from convostudy.project.ingestion import ingest
    from convostudy.project.measurement import is_current
    from convostudy.project.study import Study

    folder = study_folder(NAME)
    there = (folder / "messages").is_dir()
    study = Study(folder) if there else ingest(demo_export(say), NAME, say=say)
    return study if is_current(study) else study.measure(say=say)


if __name__ == "__main__":
    from functools import partial

    import click

    # What `make lab` opens must be there; only what takes a while is told.
    demo_study(partial(click.echo, err=True))
