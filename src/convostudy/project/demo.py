"""The demo export: an inbox of invented people, so that everything can be tried at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from convostudy.project.paths import demo_folder

__all__ = ["NAME", "demo_export"]

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
