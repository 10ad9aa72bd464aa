"""A fresh kernel for one report: this very interpreter, no open port, nothing left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = [
    "ENGINES",
    "FRESH",
    "ONE_THREAD",
    "Kernels",
    "interpreter_spec",
    "manager_class",
    "start_and_ask",
]

#: ``fresh`` starts an interpreter for each report; ``warm`` forks it, with the imports done.
ENGINES = ("fresh", "warm")

FRESH = (sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}")

#: Several reports run at once, so each counts on one core; numbers are the same with all engines.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass
class Kernels:
    """How kernels are started, and those that run now.

    Parameters
    ----------
    argv : sequence of str
        The command; ``{connection_file}`` is filled in.
    running : dict
        Working folder to process id.
    ended : bool
        Whether all were ended, and none may begin.
    """

    argv: tuple[str, ...] = FRESH
    running: dict[Path, int] = field(default_factory=dict)
    ended: bool = False

    def kill(self) -> None:
        """End all kernels that run now or begin hereafter: who waits for one learns of it."""
        self.ended = True
        for pid in list(self.running.values()):
            with contextlib.suppress(OSError):
                if os.name == "posix":
                    os.killpg(pid, signal.SIGKILL)
                else:
                    os.kill(pid, signal.SIGTERM)


def end_waiting() -> None:
    """Cancel what this thread still waits for from a kernel that was given up.

    nbclient leaves it behind when a cell runs out of time, and asyncio then complains of it on
    the terminal at the end of the program.
    """
    import asyncio

    from jupyter_core.utils import ensure_event_loop

    loop = ensure_event_loop()
    if loop.is_running():  # somebody else's
        return
    waiting = asyncio.all_tasks(loop)
    for task in waiting:
        task.cancel()
    if waiting:
        loop.run_until_complete(asyncio.gather(*waiting, return_exceptions=True))


def interpreter_spec(argv: tuple[str, ...] = FRESH) -> Any:
    """Return a kernel spec that runs `sys.executable`, whatever kernels are installed.

    Parameters
    ----------
    argv : sequence of str
        The command.

    Returns
    -------
    jupyter_client.kernelspec.KernelSpec
    """
    from jupyter_client.kernelspec import KernelSpec

    return KernelSpec(
        argv=list(argv),
        display_name="Python 3 (ipykernel)",
        language="python",
        metadata={"debugger": False},
    )


def manager_class(
    folder: Path,
    working_folder: Path,
    *,
    kernels: Kernels | None = None,
    env: Mapping[str, str] | None = None,
) -> type[Any]:
    """Return a kernel manager class for papermill to use.

    Sockets are files in ``folder`` on POSIX, so that no port is opened and two reports can never
    meet on one; elsewhere they are encrypted TCP. What the kernel writes to its own stderr goes to
    ``folder/kernel.log``.

    Parameters
    ----------
    folder : pathlib.Path
        A temporary folder with a short absolute path (sockets allow about 100 characters).
    working_folder : pathlib.Path
        Where the notebook runs. papermill's own ``cwd`` would move the whole process there.
    kernels : Kernels, optional
        How to start it; it is noted there while it runs.
    env : mapping, optional
        Added to the environment of this process.

    Returns
    -------
    type
        A subclass of ``jupyter_client.AsyncKernelManager``.
    """
    from jupyter_client.manager import AsyncKernelManager

    posix = os.name == "posix"
    started = kernels or Kernels()

    class ReportKernelManager(AsyncKernelManager):
        """A kernel manager that needs no installed kernel spec."""

        def __init__(self, **options: Any) -> None:
            options["connection_file"] = str(folder / "kernel.json")
            if posix:
                options["transport"] = "ipc"
            elif self.has_trait("transport_encryption"):
                options["transport_encryption"] = "auto"
            super().__init__(**options)

        @property
        def kernel_spec(self) -> Any:
            """Return the spec of this interpreter."""
            return interpreter_spec(started.argv)

        async def _async_launch_kernel(self, kernel_cmd: list[str], **options: Any) -> None:
            options["cwd"] = str(working_folder)
            options["env"] = {
                **ONE_THREAD,
                **(options.get("env") or os.environ),
                **(env or {}),
                "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # silences a debugger nobody asked for
            }
            with (folder / "kernel.log").open("ab") as log:
                await super()._async_launch_kernel(kernel_cmd, stderr=log, **options)
            if pid := getattr(self.provisioner, "pid", None):
                started.running[folder] = pid
            if started.ended:
                started.kill()

        # jupyter_client calls the name with one underscore.
        _launch_kernel = _async_launch_kernel

    return ReportKernelManager


def start_and_ask(seconds: float = 60) -> str:
    """Start a kernel, ask it which interpreter it is, stop it: for `doctor`.

    Parameters
    ----------
    seconds : float
        How long to wait.

    Returns
    -------
    str
        The path of its interpreter.
    """
    import tempfile

    import nbformat
    from nbclient import NotebookClient

    v4: Any = nbformat.v4
    cell = v4.new_code_cell("import sys; print(sys.executable, end='')")
    with tempfile.TemporaryDirectory(prefix="cs-") as folder:
        client = NotebookClient(
            v4.new_notebook(cells=[cell]),
            kernel_name="python3",
            timeout=int(seconds),
            startup_timeout=int(seconds),
            kernel_manager_class=manager_class(Path(folder), Path.cwd()),
        )
        ran = client.execute()
    return str(ran.cells[0].outputs[0].text)
