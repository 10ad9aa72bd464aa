"""Several reports at a time, on threads: the work is done in their kernels."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from convostudy.project.kernel import Kernels
from convostudy.project.progress import steps
from convostudy.project.reporting.make import make
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
    if jobs == 1 or len(tasks) == 1:
        for task in tasks:
            _tell(task, say)
            made[task.name] = make(task, kernels, bar=True)
            if made[task.name][1] and fail_fast:
                break
        return made
    with steps("Reports", len(tasks) + 1) as step, ThreadPoolExecutor(jobs) as pool:
        waiting, running = list(tasks), dict[Future[Made], Task]()
        try:
            while waiting or running:
                while waiting and len(running) < jobs:
                    task = waiting.pop(0)
                    _tell(task, say)
                    running[pool.submit(make, task, kernels)] = task
                done: set[Future[Made]]
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    task = running.pop(future)
                    made[task.name] = future.result()
                    step(task.name)
                    if made[task.name][1] and fail_fast:
                        waiting.clear()
        except BaseException:
            kernels.kill()
            raise
    return made


def _tell(task: Task, say: Callable[[str], None]) -> None:
    if task.why_run:
        say(f"Running {task.name}")
    elif task.why_render:
        say(f"Making the page of {task.name} anew; its notebook has not changed")
    else:
        say(f"Nothing has changed for {task.name}")
