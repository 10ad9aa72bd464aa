"""Several reports at a time, on threads: the work is done in their kernels."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, nullcontext

from convostudy.project.kernel import Kernels
from convostudy.project.progress import steps
from convostudy.project.reporting.make import leave, make
from convostudy.project.reporting.status import Status
from convostudy.project.reporting.task import Task

__all__ = ["default_jobs", "make_all"]

Made = tuple[Status, Exception | None]


def default_jobs() -> int:
    """Return how many reports run at a time when nobody says: two, or one on a single core.

    Returns
    -------
    int
    """
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # not on Linux
        cores = os.cpu_count() or 1
    return min(2, cores)


def make_all(
    tasks: Sequence[Task],
    kernels: Kernels,
    *,
    jobs: int,
    fail_fast: bool,
    say: Callable[[str], None],
) -> dict[str, Made]:
    """Make reports, `jobs` at a time.

    Parameters
    ----------
    tasks : sequence of Task
        In the order in which they begin.
    kernels : Kernels
        How kernels are started; those that run are ended on Ctrl-C.
    jobs : int
        How many at a time.
    fail_fast : bool
        Whether none begins any more once one has failed.
    say : callable
        Told what begins and what failed.

    Returns
    -------
    dict
        Name of the report to what became of it; those that never began are not in it.
    """
    made: dict[str, Made] = {}
    alone = jobs == 1 or len(tasks) == 1
    # One alone counts its cells on a bar of its own. Kernels are waited for on threads in any case:
    # Ctrl-C is for this one, and not for the library that talks to the kernel.
    bar: AbstractContextManager[Callable[[str], None]]
    bar = nullcontext(lambda name: None) if alone else steps("Reports", len(tasks) + 1)
    waiting, running = list(tasks), dict[Future[Made], Task]()
    with bar as step, ThreadPoolExecutor(1 if alone else jobs) as pool:
        try:
            while waiting or running:
                while waiting and len(running) < (1 if alone else jobs):
                    _tell(waiting[0], say)
                    begun = pool.submit(make, waiting[0], kernels, bar=alone)
                    running[begun] = waiting.pop(0)
                done: set[Future[Made]]
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    task = running.pop(future)
                    made[task.name] = future.result()
                    step(task.name)
                if fail_fast and any(made[name][1] for name in made):
                    _leave(waiting, "not-begun", "Not begun, since another report had failed")
                    waiting.clear()
        except BaseException:
            kernels.kill()
            _leave(waiting, "interrupted", "Interrupted by Ctrl-C before it began")
            raise
    return made


def _leave(tasks: Sequence[Task], status: str, why: str) -> None:
    """Note of reports that never began that they are still to be made."""
    for task in tasks:
        if task.why_run or task.why_render:
            leave(task, status, why)


def _tell(task: Task, say: Callable[[str], None]) -> None:
    if task.why_run:
        say(f"Running {task.name}")
    elif task.why_render:
        say(f"Making the page of {task.name} anew; its notebook has not changed")
    else:
        say(f"Nothing has changed for {task.name}")
