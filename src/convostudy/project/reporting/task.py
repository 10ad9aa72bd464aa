"""One report to be made: what it hangs on, whether it is stale, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from convostudy.parameters import Parameters
from convostudy.project.notebook import Declared, declared
from convostudy.project.reporting.keys import (
    digest,
    execute_parts,
    file_digest,
    render_parts,
    why_stale,
)
from convostudy.project.reporting.status import Status, read_status
from convostudy.project.study import Study
from convostudy.project.versions import versions
from convostudy.project.wanted import OF_ESTIMATES, Wanted

__all__ = ["Task", "foot", "task_of"]


@dataclass(frozen=True)
class Task:
    """One report to be made; it can be pickled, so that another process may make it.

    Parameters
    ----------
    wanted : Wanted
        Notebook and name.
    given : mapping
        Checked parameters.
    facts : mapping
        For the foot of its page, see `page.export.page_html`.
    study : str
        Name of the study.
    folder : pathlib.Path
        Where its files go.
    page : str
        File name of its page.
    show_code : bool
        Whether the page offers the code.
    timeout_s, start_timeout_s : float
        Longest time for one cell, and for the kernel to start.
    pdf : bool
        Whether its page is printed, too.
    parts : mapping
        Of the execute key.
    held : Status, optional
        What became of it the last time.
    why_run, why_render : list of str
        Why the notebook runs, why the page is made anew; empty where neither is needed.
    """

    wanted: Wanted
    given: Mapping[str, Any]
    facts: Mapping[str, Any]
    study: str
    folder: Path
    page: str
    show_code: bool
    timeout_s: float
    start_timeout_s: float
    pdf: bool = False
    parts: Mapping[str, Any] = field(default_factory=dict)
    held: Status | None = None
    why_run: tuple[str, ...] = ()
    why_render: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Name of its files."""
        return self.wanted.name

    @property
    def values(self) -> dict[str, Any]:
        """All parameters it runs with, those left at their default too."""
        return {one["name"]: one["value"] for one in self.facts["parameters"]}

    @property
    def executed(self) -> Path:
        """Where the executed notebook lies."""
        return self.folder / f"{self.name}.ipynb"

    @property
    def printed(self) -> bool:
        """Whether a PDF of the page that is there is there."""
        held = self.held
        if held is None or not held.pdf or held.pdf_of != held.page_sha256:
            return False
        return (self.folder / held.pdf).is_file()


def task_of(
    wanted: Wanted,
    given: Mapping[str, Any],
    measured: Study,
    study: Study,
    folder: Path,
    *,
    show_code: bool,
    force: bool,
    timeout_s: float,
    start_timeout_s: float,
    pdf: bool = False,
) -> Task:
    """Look at one report: is it stale, and why?

    Parameters
    ----------
    wanted : Wanted
        The page.
    given : mapping
        Its checked parameters.
    measured, study : Study
        The study as measured for this page, and the one that was asked for.
    folder : pathlib.Path
        Of the pages.
    show_code, force : bool
        Whether the page offers the code; whether it is made whatever has changed.
    timeout_s, start_timeout_s : float
        Longest time for one cell, and for the kernel to start.
    pdf : bool
        Whether its page is printed, too.

    Returns
    -------
    Task
    """
    known = declared(wanted.notebook)
    facts = {
        "parameters": [_shown_value(n, given.get(n, d.default), d) for n, d in known.items()],
        **foot(measured, study.path.name),
    }
    values = {one["name"]: one["value"] for one in facts["parameters"]}
    for one in facts["measurement"]:
        if one["name"] in OF_ESTIMATES and one["name"] in values:
            one["value"] = values[one["name"]]
            one["changed"] = one["value"] != one["default"]
    parts = execute_parts(wanted.notebook, given, values, measured)
    held = read_status(folder, wanted.name)
    page = wanted.page
    executed = folder / f"{wanted.name}.ipynb"
    why_run = ["asked for"] if force else _why_run(held, parts, folder, executed)
    why_render: list[str] = []
    if not why_run and held:
        now = render_parts(executed, facts, show_code=show_code)
        why_render = why_stale(held.parts.get("render", {}), now)
        if held.page != page or file_digest(folder / page) != held.page_sha256:
            why_render.append("no such page, or it was changed by hand")
    return Task(
        wanted,
        given,
        facts,
        study.path.name,
        folder,
        page,
        show_code,
        timeout_s,
        start_timeout_s,
        pdf,
        parts,
        held,
        tuple(why_run),
        tuple(why_render),
    )


def foot(measured: Study, name: str) -> dict[str, Any]:
    """Return what the foot of a page says of its origin.

    Parameters
    ----------
    measured : Study
        As it was measured.
    name : str
        Of the study.

    Returns
    -------
    dict
    """
    from convostudy.project.ingestion import RECORD

    knobs = measured.parameters.to_mapping()
    defaults, means = Parameters().to_mapping(), Parameters.describe()
    return {
        "study": name,
        "made_at": datetime.now(UTC),
        "measurement": [
            {"name": n, "value": v, "default": defaults[n], "changed": v != defaults[n]}
            | {"help": means[n]}
            for n, v in knobs.items()
        ],
        "inputs": measured.record(RECORD).get("inputs", []),
        "versions": versions(),
    }


def _shown_value(name: str, value: Any, known: Declared) -> dict[str, Any]:
    """Return one line of the foot; the study is named in any case, so it is no change."""
    changed = value != known.default and name != "study"
    said = {"name": name, "value": value, "default": known.default}
    return {**said, "changed": changed, "help": known.help}


def _why_run(
    held: Status | None, parts: Mapping[str, Any], folder: Path, executed: Path
) -> list[str]:
    if held is None:
        return ["never made"]
    if held.failed:
        return [f"{held.status} the last time"]
    if held.keys.get("execute") != digest(parts):
        return why_stale(held.parts.get("execute", {}), parts) or ["never made by this version"]
    if file_digest(executed) != held.parts.get("render", {}).get("executed notebook"):
        return ["the executed notebook is gone or was changed"]
    if held.result and not (folder / held.result).is_file():
        return ["its numbers are gone"]
    return []
