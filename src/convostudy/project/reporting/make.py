"""Make one report: run its notebook, make its page, note what became of it. Never raises."""

from __future__ import annotations

import contextlib
import json
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from convostudy.errors import ConvostudyError, ReportFailed, unquoted
from convostudy.project.kernel import Kernels
from convostudy.project.paths import shown
from convostudy.project.reporting.keys import digest, file_digest, render_parts
from convostudy.project.reporting.status import Status, place, write
from convostudy.project.reporting.task import Task
from convostudy.project.run_notebook import Stopped, run_notebook

__all__ = ["leave", "make"]


def make(task: Task, kernels: Kernels, *, bar: bool = False) -> tuple[Status, Exception | None]:
    """Make one report, as far as it is stale, and write its status.

    Parameters
    ----------
    task : Task
        What to make.
    kernels : Kernels
        How to start its kernel.
    bar : bool
        Whether the cells are counted on a bar.

    Returns
    -------
    tuple
        What became of it, and the error if it failed.
    """
    began = time.perf_counter()
    error: Exception | None = None
    try:
        status = _made(task, kernels, bar)
    except Exception as reason:  # one report must not stop the others
        error = reason if isinstance(reason, ConvostudyError) else _unforeseen(task, reason)
        status = _failure(task, error, getattr(reason, "status", "failed"))
        if not kernels.ended:
            # Who gathers the numbers of all reports must not get those of an earlier state.
            with contextlib.suppress(OSError):
                (task.folder / f"{task.name}.result.json").unlink(missing_ok=True)
    if error and kernels.ended:
        return leave(task, "interrupted", "Interrupted by Ctrl-C while it was made"), error
    if not error and task.pdf:
        status, error = _printed(task, status)
    if error or status.did != "nothing":  # else it holds how long it took when it was made
        status = replace(status, seconds=round(time.perf_counter() - began, 3))
    try:
        status.save(task.folder)
    except OSError as reason:
        error = error or _unforeseen(task, reason)
    return status, error


def leave(task: Task, status: str, why: str) -> Status:
    """Note that a report was not made; a page that was there before still holds.

    Parameters
    ----------
    task : Task
        What was to be made.
    status : str
        One of `status.UNFINISHED`.
    why : str
        For readers.

    Returns
    -------
    Status
    """
    held = task.held
    if held is None or held.failed:
        held = replace(_failure(task, ReportFailed(why), status), executed="")
    left = replace(held, status=status, did="nothing", error=why)
    with contextlib.suppress(OSError):  # of a full disk it has been told
        left.save(task.folder)
    return left


def _made(task: Task, kernels: Kernels, bar: bool) -> Status:
    if not task.why_run and not task.why_render and task.held:
        called = task.wanted.called
        return replace(task.held, status="cached", did="nothing", error="", called=called)
    with tempfile.TemporaryDirectory(prefix="cs-") as folder:
        work = Path(folder)
        began = time.perf_counter()
        ran = _run(task, kernels, work, bar) if task.why_run else _read(task.executed)
        run_s = time.perf_counter() - began
        began = time.perf_counter()
        html, title = _page(ran, task)
        result = work / "result.json"
        kept = task.folder / f"{task.name}.result.json"
        if task.why_run:
            # The page goes last: who sees it finds the rest beside it.
            place(work / "out.ipynb", task.executed)
            if result.is_file():
                write(kept, _with_origin(result, task))
            else:
                kept.unlink(missing_ok=True)
        write(task.folder / task.page, html)
        (task.folder / f"{task.name}.failed.ipynb").unlink(missing_ok=True)
        # One of the former page would say other things than this one.
        (task.folder / f"{task.name}.pdf").unlink(missing_ok=True)
    render = render_parts(task.executed, task.facts, show_code=task.show_code)
    return Status(
        name=task.name,
        title=title,
        notebook=shown(task.wanted.notebook),
        status="ok",
        did="ran" if task.why_run else "rendered",
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        run_seconds=round(run_s, 3) if task.why_run else 0.0,
        render_seconds=round(time.perf_counter() - began, 3),
        parameters=task.values,
        matrix=dict(task.wanted.matrix),
        called=task.wanted.called,
        knobs=dict(task.wanted.knobs),
        page=task.page,
        executed=task.executed.name,
        result=kept.name if kept.is_file() else "",
        page_sha256=file_digest(task.folder / task.page),
        keys={"execute": digest(task.parts), "render": digest(render)},
        parts={"execute": dict(task.parts), "render": render},
    )


def _run(task: Task, kernels: Kernels, work: Path, bar: bool) -> Any:
    """Run the notebook; of one that stops the part that ran is kept."""
    try:
        return run_notebook(
            task.wanted.notebook,
            task.given,
            work,
            timeout_s=task.timeout_s,
            start_timeout_s=task.start_timeout_s,
            kernels=kernels,
            bar=bar,
        )
    except Stopped as reason:
        partial = work / "out.ipynb"
        if not partial.is_file():
            raise
        broken = task.folder / f"{task.name}.failed.ipynb"
        place(partial, broken)
        raise Stopped(
            reason.status,
            reason.found,
            where=reason.where,
            expected=reason.expected,
            do=f"{reason.do}; the notebook as far as it came is {shown(broken)}",
        ) from reason


def _printed(task: Task, status: Status) -> tuple[Status, Exception | None]:
    """Print the page, unless there is a PDF of it; the page holds even where that fails."""
    from convostudy.project.page.pdf import write_pdf

    if status.did == "nothing" and task.printed:
        return status, None
    pdf = task.folder / f"{task.name}.pdf"
    try:
        write_pdf(task.folder / status.page, pdf)
    except Exception as reason:
        error = reason if isinstance(reason, ConvostudyError) else _unforeseen(task, reason)
        return replace(status, pdf="", pdf_of="", error=f"No PDF: {error}"), error
    return replace(status, pdf=pdf.name, pdf_of=status.page_sha256, error=""), None


def _page(ran: Any, task: Task) -> tuple[str, str]:
    from convostudy.project.page.export import page_html

    return page_html(ran, task.wanted.notebook.stem, task.facts, show_code=task.show_code)


def _read(executed: Path) -> Any:
    """Read a notebook with nbformat, which has no types."""
    import nbformat

    reader: Any = nbformat
    return reader.read(executed, as_version=4)


def _with_origin(result: Path, task: Task) -> str:
    """Add to the numbers what they are of."""
    held = json.loads(result.read_text(encoding="utf-8"))
    numbers = held.pop("numbers")
    of = {
        "report": task.name,
        "study": task.study,
        "parameters": task.values,
        "measurement_parameters": {m["name"]: m["value"] for m in task.facts["measurement"]},
    }
    return json.dumps({**held, **of, "numbers": numbers}, indent=2, ensure_ascii=False)


def _failure(task: Task, error: Exception, status: str) -> Status:
    broken = task.folder / f"{task.name}.failed.ipynb"
    return Status(
        name=task.name,
        title=task.held.title if task.held else task.wanted.notebook.stem,
        notebook=shown(task.wanted.notebook),
        status=status,
        error=str(error),
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        parameters=task.values,
        matrix=dict(task.wanted.matrix),
        called=task.wanted.called,
        knobs=dict(task.wanted.knobs),
        executed=broken.name if broken.is_file() else "",
        keys={"execute": digest(task.parts)},
        parts={"execute": dict(task.parts)},
    )


def _unforeseen(task: Task, reason: Exception) -> ReportFailed:
    of_disk = isinstance(reason, OSError)
    error = ReportFailed(
        f"{type(reason).__name__}: {reason}" if of_disk else unquoted(reason),
        where=f"report {task.name}",
        expected="room on the disk, and rights to write" if of_disk else "a page of the notebook",
        do="Look at the disk, then go on with --retry-failed" if of_disk else "Please report this",
    )
    error.__cause__ = reason
    return error
