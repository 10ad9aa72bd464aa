"""Notebooks in, pages out: with checked parameters, and only what is stale."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from convostudy.errors import BadParameter, ReportFailed, counted
from convostudy.parameters import Parameters
from convostudy.project.page.pdf import check_printer
from convostudy.project.paths import file_key, reports, shown
from convostudy.project.reporting import listing, variants
from convostudy.project.reporting.chosen import only
from convostudy.project.reporting.described import described
from convostudy.project.reporting.leftover import left_over
from convostudy.project.reporting.order import in_order
from convostudy.project.reporting.overview import write_overview
from convostudy.project.reporting.pool import Made, default_jobs, make_all
from convostudy.project.reporting.status import Status
from convostudy.project.reporting.task import Task, foot, task_of
from convostudy.project.reporting.warm import kernels_of
from convostudy.project.study import Study, open_study
from convostudy.project.wanted import Wanted, ready, split_parameters, wanted_pages

__all__ = ["report"]

Names = str | Path | Sequence[str | Path] | None


def report(
    study: Study | str | Path,
    notebook: Names = None,
    *,
    parameters: Mapping[str, Any] | None = None,
    out: str | Path | None = None,
    show_code: bool = False,
    pdf: bool = False,
    timeout_s: float = 1800,
    start_timeout_s: float = 120,
    jobs: int | None = None,
    engine: str = "fresh",
    only_pages: Sequence[str] = (),
    fail_fast: bool = False,
    retry_failed: bool = False,
    force: bool = False,
    dry_run: bool = False,
    say: Callable[[str], None] | None = None,
) -> Path:
    """Run notebooks on a measured study and make pages of them.

    A page is made again only if something that it hangs on has changed: its notebook, its
    parameters, a table of the study, the code or a library. Where only the look of pages has
    changed, no notebook runs.

    Parameters
    ----------
    study : Study or path
        Measured first if it is not.
    notebook : path, name or sequence of them, optional
        Left out, the pages that ``study.toml`` lists are made, or else those of all notebooks.
    parameters : mapping, optional
        Values for the notebook's parameters cell, and for measurement parameters
        (``no_reply_days``, ...), with which a copy of the study is then measured. They hold for
        this report alone; what shall last stands in ``study.toml`` or is given to
        ``study.measure``.
    out : str or pathlib.Path, optional
        Folder of the pages; ``reports/<study>`` when left out.
    show_code : bool
        Whether pages offer the code, folded.
    pdf : bool
        Whether each page is printed as PDF, too: by WeasyPrint where it is installed, else by a
        browser of the Chromium family.
    timeout_s, start_timeout_s : float
        Longest time for one cell, and for a kernel to start, in seconds.
    jobs : int, optional
        How many reports run at a time; two when left out.
    engine : str
        ``fresh`` starts an interpreter for each report; ``warm`` forks each from one that has
        imported what reports need, which is several times faster for many (Linux).
    only_pages : sequence of str
        Make these alone, by the name of the page or of its notebook; the others stay listed.
    fail_fast : bool
        Begin no other report once one has failed.
    retry_failed : bool
        Make those alone that failed the last time, or that were interrupted.
    force : bool
        Make them even if nothing has changed.
    dry_run : bool
        Make nothing; tell what would be made, and why.
    say : callable, optional
        Told what is being done, one line at a time.

    Returns
    -------
    pathlib.Path
        The page, where one is wanted; else ``index.html``, the list of all pages in the folder,
        which is written in any case.

    Raises
    ------
    BadParameter
        An unknown notebook or parameter, with the nearest name; nothing has been run then.
    ReportFailed
        A notebook stopped before its end. The others have been made all the same.
    MissingTool
        PDFs are wanted and nothing is there that could write them; nothing has been run then.
    """
    say = say or (lambda line: None)
    study = study if isinstance(study, Study) else open_study(study)
    if jobs is not None and jobs < 1:
        raise BadParameter(f"jobs = {jobs}", expected="1 or more", do="Leave it out for two")
    _check_limits(timeout_s, start_timeout_s)
    folder = Path(out).expanduser() if out else reports() / file_key(study.path.name)
    held = listing.earlier(folder)
    listed = wanted_pages(study, notebook)
    if retry_failed and not notebook:
        listed += left_over(held, listed, say)
    knobs, own = split_parameters(parameters or {}, [w.notebook for w in listed])
    listed = [
        replace(w, parameters={**w.parameters, **own}, knobs={**w.knobs, **knobs}) for w in listed
    ]
    for page in listed:
        ready(page, study, lenient=set(own))
        Parameters.from_mapping(dict(page.knobs))
    chosen = only(listed, only_pages)
    if retry_failed:
        chosen = [p for p in chosen if p.name in held and held[p.name].is_to_be_retried]
    # Who asks for some of the pages does not want the others off the list.
    partial = bool(notebook) or retry_failed or len(chosen) < len(listed)
    names = [page.name for page in listed]
    others = [name for name in held if name not in names] if partial else []

    options: dict[str, Any] = {
        "show_code": show_code,
        "force": force,
        "timeout_s": timeout_s,
        "start_timeout_s": start_timeout_s,
        "pdf": pdf,
    }
    if dry_run:
        _foretell(chosen, study, folder, set(own), options, say)
        return folder / "index.html"
    # Whoever waits for minutes shall not be told at the end that nothing can be written.
    _look_at(folder)
    if pdf:
        check_printer()
    variants.without_stale_variants(study)
    tasks = []
    for page in chosen:
        measured = variants.measured_study(study, page.measured_with, say)
        given = ready(page, measured, lenient=set(own))
        tasks.append(task_of(page, given, measured, study, folder, **options))
    if retry_failed and not tasks:
        failed = any(status.is_to_be_retried for status in held.values())
        say("There is nothing to retry" if failed else "No report failed the last time")
    try:
        made = _make(tasks, jobs, engine, fail_fast, say)
    except KeyboardInterrupt:
        _finish(folder, study, listed, others, {})
        say("What was interrupted stands in the list; --retry-failed goes on with it")
        raise
    return _finish(folder, study, listed, others, made)


def _check_limits(timeout_s: float, start_timeout_s: float) -> None:
    """Refuse a time that is none."""
    for name, seconds in (("timeout", timeout_s), ("start_timeout", start_timeout_s)):
        if not (math.isfinite(seconds) and seconds > 0):
            raise BadParameter(
                f"a time of {seconds:g} seconds",
                where=f"--{name.replace('_', '-')} ({name}_s in Python)",
                expected="a number of seconds above zero",
                do="Leave it out, or give it longer: 86400 is a day",
            )


def _look_at(folder: Path) -> None:
    """Make the folder of the pages, and see whether it can be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"a page")
    except OSError as reason:
        raise BadParameter(
            f"a folder that cannot be written to ({reason.strerror or reason})",
            where=shown(folder),
            expected="a folder of your own, on a disk with room",
            do="Choose another with --out, or mend the rights or the disk",
        ) from reason


def _make(
    tasks: list[Task], jobs: int | None, engine: str, fail_fast: bool, say: Callable[[str], None]
) -> dict[str, Made]:
    """Make them; kernels are warmed only if one is to run."""
    runs = sum(1 for task in tasks if task.why_run)
    with kernels_of(engine if runs else "fresh", say) as kernels:
        made = make_all(tasks, kernels, jobs=jobs or default_jobs(), fail_fast=fail_fast, say=say)
    for status, error in made.values():
        if error and len(tasks) > 1:
            say(f"{status.name}: {'no PDF' if status.page else status.status}. {error}")
    if len(made) < len(tasks):
        left = counted(len(tasks) - len(made), "report")
        say(f"{left} not begun, since one failed")
    return made


def _finish(
    folder: Path,
    study: Study,
    listed: list[Wanted],
    others: list[str],
    made: dict[str, Made],
) -> Path:
    """Write the list and the record; raise what went wrong first."""
    now = listing.earlier(folder)
    names = {page.name: page.notebook.stem for page in listed}
    names |= {name: Path(now[name].notebook).stem for name in others if name in now}
    statuses: list[Status] = [now[name] for name in in_order(names, study) if name in now]
    measured = [variants.variant_of(study, page.measured_with) for page in listed]
    of = described(next((one for one in measured if (one.path / "threads").is_dir()), study))
    index = listing.write_list(folder, statuses, foot(study, study.path.name), of)
    listing.write_run(folder, study, statuses, of)
    if folder.parent == reports():
        write_overview(folder.parent)
    failed = [error for _, error in made.values() if error]
    if failed:
        first = failed[0]
        if len(failed) == 1 or not isinstance(first, ReportFailed):
            raise first
        raise ReportFailed(
            f"{first.found} (and {counted(len(failed) - 1, 'other report')} failed, too)",
            where=first.where,
            expected=first.expected,
            do=first.do,
        )
    return folder / listed[0].page if len(listed) == 1 else index


def _foretell(
    chosen: list[Wanted],
    study: Study,
    folder: Path,
    lenient: set[str],
    options: Mapping[str, Any],
    say: Callable[[str], None],
) -> None:
    """Tell what a run would make, and why."""
    from convostudy.project.measurement import is_current

    n_stale = 0
    for page in chosen:
        measured = variants.variant_of(study, page.measured_with)
        there = (measured.path / "messages").is_dir() and is_current(measured)
        if not there:
            why = "run: the study is measured first, as its settings or the code have changed"
            if measured.path != study.path:
                why = "run: the study is measured first with these parameters"
        else:
            given = ready(page, measured, lenient=lenient)
            task = task_of(page, given, measured, study, folder, **options)
            why = _why(task)
        n_stale += not why.startswith("nothing")
        say(f"{page.name}: {why}")
    say(f"{n_stale} of {counted(len(chosen), 'page')} would be made")


def _why(task: Task) -> str:
    if task.why_run:
        return f"run: {', '.join(task.why_run)}"
    if task.why_render:
        return f"make the page only: {', '.join(task.why_render)}"
    if task.pdf and not task.printed:
        return "print it as PDF"
    return "nothing to do"
