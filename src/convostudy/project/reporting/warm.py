"""Where kernels come from: a fresh interpreter each, or children of one that has imported all."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from convostudy.errors import BadParameter
from convostudy.project.kernel import ENGINES, ONE_THREAD, Kernels
from convostudy.project.paths import nearest
from convostudy.project.reporting.zygote import READY

__all__ = ["kernels_of"]


@contextmanager
def kernels_of(engine: str, say: Callable[[str], None]) -> Iterator[Kernels]:
    """Give the way to start kernels, and end what was started for it.

    ``fresh`` starts an interpreter for each report. ``warm`` starts one that imports what reports
    need and forks a kernel for each: the same isolation, without the imports. Where that cannot be
    (no Linux, or a library that began a thread, with which forking is not safe) it says so and is
    ``fresh``.

    Parameters
    ----------
    engine : str
        One of `kernel.ENGINES`.
    say : callable
        Told when warm kernels cannot be had.

    Yields
    ------
    Kernels

    Raises
    ------
    BadParameter
        Another engine.
    """
    if engine not in ENGINES:
        raise BadParameter(
            f"engine = {engine!r}",
            expected=f"one of {', '.join(ENGINES)}",
            do=nearest(engine, ENGINES) or "Choose one of these",
        )
    if engine == "fresh":
        yield Kernels()
    elif sys.platform != "linux":
        say("Warm kernels need Linux; each report gets a fresh one")
        yield Kernels()
    else:
        with tempfile.TemporaryDirectory(prefix="cs-") as folder:
            yield from _warm(Path(folder) / "zygote", say)


def _warm(address: Path, say: Callable[[str], None]) -> Iterator[Kernels]:
    env = {**os.environ, **ONE_THREAD}
    # pyarrow's allocator would run a thread of its own; and the zygote is nobody's kernel.
    env["JE_ARROW_MALLOC_CONF"] = "background_thread:false"
    env.pop("JPY_PARENT_PID", None)
    module = "convostudy.project.reporting.zygote"
    zygote = subprocess.Popen(
        [sys.executable, "-P", "-m", module, str(address)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env,
        start_new_session=True,
    )
    if zygote.stdin is None or zygote.stdout is None or zygote.stderr is None:
        raise RuntimeError("a process without pipes")
    try:
        if zygote.stdout.readline() == READY:
            asks = str(Path(__file__).with_name("ask_zygote.py"))
            argv = (sys.executable, "-I", "-S", asks, str(address), "{connection_file}")
            yield Kernels(argv)
        else:
            say("Warm kernels cannot be had here; each report gets a fresh one")
            yield Kernels()
    finally:
        zygote.stdin.close()  # which ends it, and its kernels with it
        try:
            zygote.wait(10)
        except subprocess.TimeoutExpired:
            zygote.kill()
            zygote.wait()
        zygote.stdout.close()
        zygote.stderr.close()
