"""A process that has imported what reports need, and forks a kernel for whoever asks.

Most of a short report is spent on imports. Here they are done once; each kernel is a child of its
own, so that nothing a report does (modules, options, figures, a crash) reaches the next one. The
process must have one thread only when it forks: it looks, and says no otherwise.

Run as ``python -P -m convostudy.project.reporting.zygote SOCKET``. It ends, and its kernels with
it, when its standard input closes: when whoever started it is gone.
"""

from __future__ import annotations

import array
import contextlib
import gc
import importlib
import io
import json
import os
import random
import selectors
import signal
import socket
import sys
from pathlib import Path
from typing import Any

__all__ = ["PRELOADED", "main"]

PRELOADED = (
    "pandas",
    "pyarrow.dataset",
    "pyarrow.pandas_compat",
    "pyarrow.parquet",
    "scipy.sparse",
    "scipy.stats",
    "statsmodels.duration.survfunc",
    "matplotlib.figure",
    "matplotlib.style",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "matplotlib_inline.backend_inline",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "IPython.core.interactiveshell",
    "mistune",
    "convostudy.caveats",
    "convostudy.estimates",
    "convostudy.explore",
    "convostudy.figures",
    "convostudy.measures",
    "convostudy.outcomes",
    "convostudy.project.page",
    "convostudy.project.study",
    "convostudy.prose",
)
READY, REFUSED = b"ready\n", b"threads\n"


def main(address: str) -> None:
    """Import, listen, fork; return when standard input closes.

    Parameters
    ----------
    address : str
        Path of the socket to listen on.
    """
    _preload()
    # Objects made so far are never looked at again by the collector: their pages stay shared.
    gc.collect()
    gc.freeze()
    if _threads() > 1:
        os.write(1, REFUSED)
        return
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen(64)
        os.write(1, READY)
        _Zygote(listener).serve()


def _preload() -> None:
    for name in PRELOADED:
        # What is lacking here is told by the report that needs it.
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    # Fonts are looked for and parsed when the first text is drawn.
    fig = Figure(layout="constrained")
    fig.subplots().plot([0, 1], [0, 1])
    canvas: Any = FigureCanvasSVG(fig)
    canvas.print_svg(io.BytesIO())


def _threads() -> int:
    """Count the threads of this process, those of C libraries too."""
    tasks = Path("/proc/self/task")
    if tasks.is_dir():
        return sum(1 for _ in tasks.iterdir())
    import threading

    return threading.active_count()


class _Zygote:
    """Listens, forks, passes signals on, and tells how each kernel ended."""

    def __init__(self, listener: socket.socket) -> None:
        self.listener = listener
        self.asking: dict[int, socket.socket] = {}  # pid to the connection that asked for it
        self.loop = selectors.DefaultSelector()
        self.wake, woken = os.pipe()
        for end in (self.wake, woken):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asks

    def serve(self) -> None:
        """Answer until standard input closes, then end every kernel."""
        self.loop.register(self.listener, selectors.EVENT_READ)
        self.loop.register(self.wake, selectors.EVENT_READ)
        self.loop.register(0, selectors.EVENT_READ)
        while True:
            for key, _ in self.loop.select():
                if key.fileobj == 0:
                    for pid in self.asking:
                        _kill(pid, signal.SIGKILL)
                    return
                if key.fileobj is self.listener:
                    self._accept()
                elif key.fileobj == self.wake:
                    os.read(self.wake, 4096)
                    self._reap()
                elif key.data in self.asking:
                    self._heed(key.data)

    def _accept(self) -> None:
        conn, _ = self.listener.accept()
        request, files = _receive(conn)
        if not request:
            conn.close()
            return
        pid = os.fork()
        if pid == 0:
            _become_kernel(request, files, [self.listener, conn, *self.asking.values()])
        for file in files:
            os.close(file)
        self.asking[pid] = conn
        self.loop.register(conn, selectors.EVENT_READ, pid)

    def _heed(self, pid: int) -> None:
        """Pass signals on; a connection that closed was cut by a kill, and so is the kernel."""
        try:
            asked = self.asking[pid].recv(16)
        except OSError:
            asked = b""
        for number in asked or (signal.SIGKILL,):
            _kill(pid, number)
        if not asked:
            self._forget(pid)

    def _reap(self) -> None:
        with contextlib.suppress(ChildProcessError):
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if not pid:
                    return
                if pid in self.asking:
                    with contextlib.suppress(OSError):
                        self.asking[pid].send(str(os.waitstatus_to_exitcode(status)).encode())
                    self._forget(pid)

    def _forget(self, pid: int) -> None:
        conn = self.asking.pop(pid)
        self.loop.unregister(conn)
        conn.close()


def _receive(conn: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """Read one request: its length, JSON, and the files for standard output and error."""
    space = socket.CMSG_LEN(2 * array.array("i").itemsize)
    head, passed, _, _ = conn.recvmsg(8, space)
    files = array.array("i")
    for _, _, held in passed:
        files.frombytes(held[: len(held) - len(held) % files.itemsize])
    text = b""
    size = int.from_bytes(head, "big")
    while len(text) < size and (part := conn.recv(size - len(text))):
        text += part
    return (json.loads(text) if size and len(text) == size else {}), list(files)


def _kill(pid: int, number: int) -> None:
    """Signal a kernel and what it started; before it has a group of its own, it alone."""
    try:
        os.killpg(pid, number)
    except OSError:
        with contextlib.suppress(OSError):
            os.kill(pid, number)


def _become_kernel(request: dict[str, Any], files: list[int], held: list[socket.socket]) -> None:
    """Turn this child into a kernel as `ipykernel_launcher` starts it; never return."""
    code = 1
    try:
        parent = os.getppid()
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for conn in held:
            conn.close()
        nothing = os.open(os.devnull, os.O_RDONLY)
        for source, target in zip((nothing, *files), (0, 1, 2), strict=False):
            os.dup2(source, target)
            if source > 2:
                os.close(source)
        os.environ.clear()
        os.environ.update(request["env"])
        os.chdir(request["cwd"])
        _draw_anew()
        sys.argv = ["ipykernel_launcher", *request["argv"]]
        kernelapp: Any = importlib.import_module("ipykernel.kernelapp")
        kernelapp.IPKernelApp.launch_instance(
            argv=[*request["argv"], f"--IPKernelApp.parent_handle={parent}"]
        )
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _draw_anew() -> None:
    """Seed the shared generators anew: forked twice, they would give the same numbers twice."""
    import numpy as np

    random.seed()
    np.random.seed()


if __name__ == "__main__":
    main(sys.argv[1])
