"""Make one report: run its notebook, make its page, note what became of it. Never raises."""

from __future__ import annotations

import json
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from convostudy.errors import ConvostudyError, ReportFailed
from convostudy.project.kernel import Kernels
from convostudy.project.paths import shown
from convostudy.project.reporting.keys import digest, file_digest, render_parts
from convostudy.project.reporting.status import Status, place, write
from convostudy.project.reporting.task import Task
from convostudy.project.run_notebook import Stopped, run_notebook

__all__ = ["make"]


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
    status = replace(status, seconds=round(time.perf_counter() - began, 3))
    if not kernels.ended:  # by Ctrl-C: what was there before still holds
        status.save(task.folder)
    return status, error


def _made(task: Task, kernels: Kernels, bar: bool) -> Status:
    if not task.why_run and not task.why_render and task.held:
        return replace(
            task.held, status="cached", did="nothing", run_seconds=0.0, render_seconds=0.0
        )
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
        executed=broken.name if broken.is_file() else "",
        keys={"execute": digest(task.parts)},
        parts={"execute": dict(task.parts)},
    )


def _unforeseen(task: Task, reason: Exception) -> ReportFailed:
    error = ReportFailed(
        f"{type(reason).__name__}: {reason}",
        where=f"notebook {task.wanted.notebook.stem}, after it was run",
        expected="a notebook that becomes a page",
        do="Look at the disk; if it has room, please report this",
    )
    error.__cause__ = reason
    return error
