"""A fresh kernel for one report: this very interpreter, no open port, nothing left behind."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

__all__ = ["interpreter_spec", "manager_class", "start_and_ask"]


def interpreter_spec() -> Any:
    """Return a kernel spec that runs `sys.executable`, whatever kernels are installed.

    Returns
    -------
    jupyter_client.kernelspec.KernelSpec
    """
    from jupyter_client.kernelspec import KernelSpec

    return KernelSpec(
        argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        display_name="Python 3 (ipykernel)",
        language="python",
        metadata={"debugger": False},
    )


def manager_class(folder: Path, working_folder: Path) -> type[Any]:
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

    Returns
    -------
    type
        A subclass of ``jupyter_client.AsyncKernelManager``.
    """
    from jupyter_client.manager import AsyncKernelManager

    posix = os.name == "posix"

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
            return interpreter_spec()

        async def _async_launch_kernel(self, kernel_cmd: list[str], **options: Any) -> None:
            options["cwd"] = str(working_folder)
            options["env"] = {
                **(options.get("env") or os.environ),
                "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # silences a debugger nobody asked for
            }
            with (folder / "kernel.log").open("ab") as log:
                await super()._async_launch_kernel(kernel_cmd, stderr=log, **options)

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
