"""Folders to work in, beside what they will become; those of a process that was killed are swept.

A folder is held by a lock of the operating system while its process lives, and a lock ends with
its process, however that ends: so a folder that can be locked is nobody's any more.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: nothing can be told to be left behind, so nothing is swept
    fcntl = None  # type: ignore[assignment]

__all__ = ["ASIDE", "work_folder"]

#: Under this name a work folder holds what was at the place before.
ASIDE = "old"


@contextmanager
def work_folder(target: Path) -> Iterator[Path]:
    """Give an empty folder beside ``target``, and remove it in the end, also on Ctrl-C.

    Work folders of ``target`` that a killed process left are removed first; what they put aside
    goes back to its place if that is empty.

    Parameters
    ----------
    target : pathlib.Path
        What is being made; its folder must be there.

    Yields
    ------
    pathlib.Path
        Readable by its owner only: messages are private.

    Examples
    --------
    >>> with work_folder(Path(tempfile.gettempdir()) / "table") as work:
    ...     work.is_dir(), list(work.iterdir())
    (True, [])
    >>> work.exists()
    False
    """
    _sweep(target)
    work, lock = _held(target)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)
        _unlock(lock)


def _held(target: Path) -> tuple[Path, int | None]:
    """Make a folder and hold it; None for the lock where the system or the disk knows none."""
    tries_left = 3 if fcntl else 1
    while True:
        work = Path(tempfile.mkdtemp(prefix=f".{target.name}.work-", dir=target.parent))
        lock = _lock(work)
        tries_left -= 1
        if (lock is not None and work.is_dir()) or not tries_left:
            return work, lock
        # Another process took it for left behind in the instant before it was held.
        _unlock(lock)
        shutil.rmtree(work, ignore_errors=True)


def _sweep(target: Path) -> None:
    """Remove the work folders of ``target`` that no living process holds."""
    ours = re.compile(rf"\.{re.escape(target.name)}\.work-[a-z0-9_]{{8}}")
    for left in target.parent.iterdir():
        if not ours.fullmatch(left.name):
            continue
        lock = _lock(left)
        if lock is None:
            continue
        aside = left / ASIDE
        if aside.is_dir() and not target.exists():
            aside.rename(target)
        shutil.rmtree(left, ignore_errors=True)
        _unlock(lock)


def _lock(folder: Path) -> int | None:
    """Hold a folder; None if another does, or if this system or disk knows no such locks."""
    if fcntl is None:
        return None
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def _unlock(handle: int | None) -> None:
    if handle is not None:
        with suppress(OSError):
            os.close(handle)
