"""What became of a report, written by the runner: a notebook cannot tell that its kernel died."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["FAILURES", "SCHEMA_VERSION", "UNFINISHED", "Status", "place", "read_status", "write"]

SCHEMA_VERSION = 1
FAILURES = ("failed", "timeout", "dead-kernel")
#: Stopped from outside: by Ctrl-C, or before it began since another had failed.
UNFINISHED = ("interrupted", "not-begun")


@dataclass(frozen=True)
class Status:
    """What became of one report, as ``<name>.status.json`` holds it.

    Parameters
    ----------
    name, title, notebook : str
        Name of its files; title as shown; notebook it was made from.
    status : str
        ``ok``, ``cached`` (nothing had changed), ``failed``, ``timeout``, ``dead-kernel``; or
        ``interrupted`` and ``not-begun``, where a page that was there before still holds.
    did : str
        ``ran``, ``rendered`` (the notebook had not changed, the page's look had) or ``nothing``.
    error : str
        Why it failed, and what to do.
    at : str
        When it was made, ISO 8601, UTC.
    seconds, run_seconds, render_seconds : float
        How long it took when it was made: all in all, in the kernel, and to make the page.
    parameters, matrix : mapping
        All values it ran with; those that the matrix of study.toml gave it.
    called : str
        The name that study.toml gives it.
    knobs : mapping
        Parameters of the measures that were given for it alone.
    page, executed, result : str
        File names: the page, the notebook (the partial one when it failed), the numbers.
    page_sha256 : str
        Of the page, so that one changed by hand is made again.
    pdf, pdf_of : str
        File name of the PDF, if one was asked for, and the ``page_sha256`` that it was made from.
    keys : mapping
        ``execute`` and ``render``.
    parts : mapping
        What these were hashed from, part by part.
    """

    name: str
    title: str
    notebook: str
    status: str
    did: str = "ran"
    error: str = ""
    at: str = ""
    seconds: float = 0.0
    run_seconds: float = 0.0
    render_seconds: float = 0.0
    parameters: Mapping[str, Any] = field(default_factory=dict)
    matrix: Mapping[str, Any] = field(default_factory=dict)
    called: str = ""
    knobs: Mapping[str, Any] = field(default_factory=dict)
    page: str = ""
    executed: str = ""
    result: str = ""
    page_sha256: str = ""
    pdf: str = ""
    pdf_of: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Whether there is no page of it."""
        return self.status in FAILURES or (self.status in UNFINISHED and not self.page)

    @property
    def is_to_be_retried(self) -> bool:
        """Whether the last run left it unmade, for whatever reason."""
        return self.status in (*FAILURES, *UNFINISHED)

    def save(self, folder: Path) -> None:
        """Write it beside the page.

        Parameters
        ----------
        folder : pathlib.Path
            Folder of the pages.
        """
        record = {"schema_version": SCHEMA_VERSION, **asdict(self)}
        write(status_file(folder, self.name), json.dumps(record, indent=2, ensure_ascii=False))


def status_file(folder: Path, name: str) -> Path:
    """Return where the status of a report lies.

    Parameters
    ----------
    folder : pathlib.Path
        Folder of the pages.
    name : str
        Of the report.

    Returns
    -------
    pathlib.Path
    """
    return folder / f"{name}.status.json"


def read_status(folder: Path, name: str) -> Status | None:
    """Read what became of a report the last time.

    Parameters
    ----------
    folder : pathlib.Path
        Folder of the pages.
    name : str
        Of the report.

    Returns
    -------
    Status or None
        None if it was never made, or by a version that noted other things.
    """
    try:
        held = json.loads(status_file(folder, name).read_text(encoding="utf-8"))
        if held.pop("schema_version") != SCHEMA_VERSION:
            return None
        return Status(**held)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write(file: Path, text: str) -> None:
    """Write a file whole or not at all.

    Parameters
    ----------
    file : pathlib.Path
        Its place.
    text : str
        What it shall hold; a line break is added at its end if it has none.
    """
    with _beside(file) as temporary:
        temporary.write_text(text if text.endswith("\n") else text + "\n", encoding="utf-8")


def place(source: Path, target: Path) -> None:
    """Copy a file to its place, whole or not at all; it may come from another disk.

    Parameters
    ----------
    source, target : pathlib.Path
        From where, to where.
    """
    with _beside(target) as temporary:
        shutil.copyfile(source, temporary)


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Give a place for a file that is moved to its own once it is whole."""
    temporary = target.with_name(f".{target.name}.new")
    try:
        yield temporary
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
