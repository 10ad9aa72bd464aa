"""Run one notebook with papermill in a kernel of its own, and say plainly why if it stops."""

from __future__ import annotations

import errno
import logging
import math
import re
import shutil
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from convostudy.errors import ReportFailed, counted
from convostudy.project.cell_errors import code_words, error_words, without_quotes
from convostudy.project.kernel import Kernels, end_waiting, manager_class
from convostudy.project.page.result import RESULT_FILE
from convostudy.project.paths import project_root, shown
from convostudy.project.progress import steps

__all__ = ["Stopped", "run_notebook"]

_OF_THE_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)


class Stopped(ReportFailed):
    """A notebook stopped before its end, and in which way.

    Parameters
    ----------
    status : str
        ``failed``, ``timeout`` or ``dead-kernel``.
    found, where, expected, do : str
        As for every error of the package.
    """

    def __init__(self, status: str, found: str, **said: str) -> None:
        super().__init__(found, **said)
        self.status = status


def run_notebook(
    notebook: Path,
    parameters: Mapping[str, Any],
    work: Path,
    *,
    timeout_s: float,
    start_timeout_s: float = 120,
    kernels: Kernels | None = None,
    bar: bool = True,
) -> Any:
    """Run a notebook to its end.

    Parameters
    ----------
    notebook : pathlib.Path
        The notebook; it is not changed.
    parameters : mapping
        Checked values for its parameters cell.
    work : pathlib.Path
        An empty temporary folder; ``out.ipynb`` in it is the executed notebook, also when it
        stopped half-way, and ``result.json`` what it gave to `page.result`.
    timeout_s, start_timeout_s : float
        Longest time for one cell, and for the kernel to start, in seconds; whole ones, rounded up.
    kernels : Kernels, optional
        How to start its kernel; a fresh one when left out.
    bar : bool
        Whether its cells are counted on a bar; not where several run at a time.

    Returns
    -------
    nbformat.NotebookNode
        The executed notebook, with no path of this computer in its metadata.

    Raises
    ------
    Stopped
        A cell raised, ran too long, or the kernel died or did not start.
    OSError
        The disk is full or takes nothing.
    """
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError
    from papermill.execute import execute_notebook

    # papermill takes braces in a path for fields to fill in, so it works on plain names here.
    source, output = work / "in.ipynb", work / "out.ipynb"
    shutil.copyfile(notebook, source)
    n_cells = len(_format().read(source, as_version=4).cells)
    at = _Where()
    # It reports cells, and what stopped them, to its own log; we have a bar and a message.
    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    failure: tuple[str, str, str] | None = None
    # The library that talks to the kernel counts whole seconds.
    cell_s, start_s = math.ceil(timeout_s), math.ceil(start_timeout_s)
    cells: AbstractContextManager[Callable[[str], None]]
    cells = steps(notebook.stem, n_cells + 1) if bar else nullcontext(lambda name: None)
    kernels = kernels or Kernels()
    try:
        with cells as step:
            at.step = step
            ran = execute_notebook(
                str(source),
                str(output),
                parameters=dict(parameters),
                kernel_name="python3",
                language="python",
                progress_bar=False,
                start_timeout=start_s,
                execution_timeout=cell_s,
                # Written once more at the end of each cell is enough; each write costs.
                autosave_cell_every=0,
                kernel_manager_class=manager_class(
                    work,
                    project_root(),
                    kernels=kernels,
                    env={RESULT_FILE: str(work / "result.json")},
                ),
                on_cell_start=at.cell_start,
            )
    except PapermillExecutionError as reason:
        at.name_cell(reason.source)
        known = code_words(_format().read(source, as_version=4))
        says = error_words(str(reason.ename), str(reason.evalue), known)
        failure = "failed", says, "Open that notebook in JupyterLab and run it up to the cell"
        # What it was raised by is its whole traceback, which may quote a message.
        cause: Exception | None = None
    except CellTimeoutError as reason:
        failure = (
            "timeout",
            f"a cell that ran longer than {counted(cell_s, 'second')}",
            "Give it longer with --timeout (timeout_s in Python), or study fewer messages",
        )
        cause = reason
    except DeadKernelError as reason:
        failure = (
            "dead-kernel",
            "a kernel that died while it ran this cell, most often for lack of memory",
            "Close other programs, or study fewer messages",
        )
        cause = reason
    except (NoSuchKernel, RuntimeError, OSError) as reason:
        if isinstance(reason, OSError) and reason.errno in _OF_THE_DISK:
            raise
        late = isinstance(reason, RuntimeError) and "seconds" in str(reason)
        last = _last_line(work / "kernel.log", at) or str(reason)
        failure = (
            "timeout" if late else "dead-kernel",
            f"a kernel that did not start within {counted(start_s, 'second')}"
            if late
            else f"a kernel that did not start or broke off ({last})",
            "Give it longer with --start-timeout (start_timeout_s in Python), or run "
            "`convostudy doctor`"
            if late
            else "Run `convostudy doctor`",
        )
        cause = reason
    finally:
        kernels.running.pop(work, None)
        end_waiting()
    if failure:
        if output.is_file():
            _scrub(_format().read(output, as_version=4), notebook, output)
        raise Stopped(
            failure[0],
            failure[1],
            where=f"notebook {notebook.stem}{at}",
            expected="a notebook that runs to its end",
            do=failure[2],
        ) from cause
    return _scrub(ran, notebook, output)


def _last_line(file: Path, at: _Where) -> str:
    """Return what the kernel said last, if it never came to a cell."""
    if at.cell >= 0 or not file.is_file():
        return ""
    lines = file.read_text("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else ""


def _scrub(ran: Any, notebook: Path, output: Path) -> Any:
    """Take out this computer's paths and what errors quote, and write the notebook again."""
    without_quotes(ran)
    held = ran.metadata.get("papermill", {})
    held["input_path"] = shown(notebook)
    held.pop("output_path", None)
    _format().write(ran, output)
    return ran


def _format() -> Any:
    """Return nbformat, which has no types."""
    import nbformat

    return nbformat


class _Where:
    """The cell that runs now, and the heading it stands under."""

    def __init__(self) -> None:
        self.cell = -1
        self.number = 0
        self.source = ""
        self.step: Any = lambda name: None

    def cell_start(self, cell: Any, cell_index: int) -> None:
        """Note that a cell begins; nbclient calls it for each."""
        self.cell = cell_index
        if cell.cell_type == "code":
            self.number += 1
            self.source = cell.source
        heading = re.match(r"#+\s+(.+)", cell.source) if cell.cell_type == "markdown" else None
        self.step(heading[1] if heading else f"cell {self.number}")

    def name_cell(self, source: str) -> None:
        """Note the source of the cell that failed."""
        self.source = source

    def __str__(self) -> str:
        """Say which code cell it is, and how it begins."""
        if not self.number:
            return ""
        lines = [line for line in self.source.splitlines() if line.strip()]
        begins = f" that begins {lines[0][:60]!r}" if lines else ""
        return f", code cell {self.number}{begins}"
