"""The demo export: an inbox of invented people, so that everything can be tried at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from convostudy.project.paths import demo_archive

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
        A LinkedIn archive.
    """
    archive = demo_archive()
    if archive.is_file():
        return archive
    from convostudy import simulate

    if say:
        say("Making the demo inbox: invented people, a known truth")
    content = simulate.linkedin_archive(simulate.inbox())
    archive.parent.mkdir(parents=True, exist_ok=True)
    temporary = archive.with_name(f".{archive.name}.new")
    temporary.write_bytes(content)
    temporary.replace(archive)
    return archive
