"""Notebooks in, pages out: each in a fresh kernel, with parameters that were checked."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from convostudy.errors import ConvostudyError, ReportFailed
from convostudy.parameters import Parameters
from convostudy.project import store
from convostudy.project.notebook import declared
from convostudy.project.paths import file_key, reports, shown
from convostudy.project.run_notebook import run_notebook
from convostudy.project.study import INGESTED, LABELLED, Study, open_study
from convostudy.project.versions import versions
from convostudy.project.wanted import Wanted, ready, split_parameters, wanted_pages

__all__ = ["Page", "report"]


@dataclass(frozen=True)
class Page:
    """What became of one page.

    Parameters
    ----------
    name, title : str
        Name of its files; title as shown.
    status : str
        ``ok`` or ``failed``.
    html, notebook : pathlib.Path, optional
        The page, and the executed notebook (the partial one when it failed).
    seconds : float
        How long it took.
    error : str
        Why it failed.
    parameters : mapping
        All values it ran with.
    """

    name: str
    title: str
    status: str
    html: Path | None
    notebook: Path | None
    seconds: float
    error: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)


def report(
    study: Study | str | Path,
    notebook: str | Path | Sequence[str | Path] | None = None,
    *,
    parameters: Mapping[str, Any] | None = None,
    out: str | Path | None = None,
    show_code: bool = False,
    timeout_s: float = 1800,
    say: Callable[[str], None] | None = None,
) -> Path:
    """Run notebooks on a measured study and make pages of them.

    Parameters
    ----------
    study : Study or path
        Measured first if it is not.
    notebook : path, name or sequence of them, optional
        Left out, the pages that ``study.toml`` lists are made, or else those of all notebooks.
    parameters : mapping, optional
        Values for the notebook's parameters cell, and for measurement parameters
        (``no_reply_days``, ...), with which the study is then measured again. They hold for this
        report alone; what shall last stands in ``study.toml`` or is given to ``study.measure``.
    out : str or pathlib.Path, optional
        Folder of the pages; ``reports/<study>`` when left out.
    show_code : bool
        Whether pages offer the code, folded.
    timeout_s : float
        Longest time for one cell, in seconds.
    say : callable, optional
        Told what is being done, one line at a time.

    Returns
    -------
    pathlib.Path
        ``index.html``: the page itself when there is one, else a list of them.

    Raises
    ------
    BadParameter
        An unknown notebook or parameter, with the nearest name; nothing has been run then.
    ReportFailed
        A notebook stopped before its end. The others have been made all the same.
    """
    from convostudy.project.measurement import is_current, measure

    say = say or (lambda line: None)
    study = study if isinstance(study, Study) else open_study(study)
    wanted = wanted_pages(study, notebook)
    knobs, own = split_parameters(parameters or {}, [w.notebook for w in wanted])
    if knobs:
        Parameters.from_mapping(knobs)
    wanted = [Wanted(w.notebook, w.name, {**w.parameters, **own}) for w in wanted]
    for page in wanted:
        ready(page, study, lenient=set(own))
    if knobs or not is_current(study):
        say("Finding turns, questions and acts; measuring")
        measure(study, parameters=knobs, keep=False, say=say)
        study = Study(study.path)

    folder = Path(out).expanduser() if out else reports() / file_key(study.path.name)
    folder.mkdir(parents=True, exist_ok=True)
    pages, failed = [], []
    for page in wanted:
        say(f"Running {page.notebook.stem}")
        made, error = _make(page, study, folder, len(wanted) == 1, own, show_code, timeout_s)
        pages.append(made)
        if error:
            failed.append(error)
    index = _index(folder, study, pages)
    _write_run(folder, study, pages)
    if failed:
        raise failed[0]
    return index


def _make(
    page: Wanted,
    study: Study,
    folder: Path,
    alone: bool,
    own: Mapping[str, Any],
    show_code: bool,
    timeout_s: float,
) -> tuple[Page, ConvostudyError | None]:
    """Run one notebook and write its page; a failure is returned, not raised."""
    from convostudy.project.page.export import page_html

    began = time.perf_counter()
    known = declared(page.notebook)
    given = ready(page, study, lenient=set(own))
    values = {name: given.get(name, parameter.default) for name, parameter in known.items()}
    html = folder / ("index.html" if alone else f"{page.name}.html")
    executed, broken = folder / f"{page.name}.ipynb", folder / f"{page.name}.failed.ipynb"
    with tempfile.TemporaryDirectory(prefix="cs-") as work:
        try:
            ran = run_notebook(page.notebook, given, Path(work), timeout_s=timeout_s)
            facts = {
                "parameters": [
                    _fact(n, v, known[n].default, known[n].help) for n, v in values.items()
                ],
                **_facts(study),
            }
            text, title = page_html(ran, page.notebook.stem, facts, show_code=show_code)
        except ReportFailed as reason:
            partial = Path(work) / "out.ipynb"
            kept = None
            if partial.is_file():
                _place(partial, broken)
                kept = broken
                reason = ReportFailed(
                    reason.found,
                    where=reason.where,
                    expected=reason.expected,
                    do=f"{reason.do}; the notebook as far as it came is {shown(broken)}",
                )
            seconds = time.perf_counter() - began
            bad = Page(
                page.name, page.notebook.stem, "failed", None, kept, seconds, str(reason), values
            )
            return bad, reason
        _place(Path(work) / "out.ipynb", executed)
    broken.unlink(missing_ok=True)
    _write(html, text)
    seconds = time.perf_counter() - began
    return Page(page.name, title, "ok", html, executed, seconds, "", values), None


def _fact(name: str, value: Any, default: Any, means: str) -> dict[str, Any]:
    """Return one line of the foot; the study is named in any case, so it is no change."""
    changed = value != default and name != "study"
    return {"name": name, "value": value, "default": default, "changed": changed, "help": means}


def _facts(study: Study) -> dict[str, Any]:
    """Return what the foot of a page says of its origin."""
    from convostudy.project.ingestion import RECORD

    knobs = study.parameters.to_mapping()
    defaults, means = Parameters().to_mapping(), Parameters.describe()
    return {
        "study": study.path.name,
        "made_at": datetime.now(UTC),
        "measurement": [_fact(n, v, defaults[n], means[n]) for n, v in knobs.items()],
        "inputs": study.record(RECORD).get("inputs", []),
        "versions": versions(),
    }


def _index(folder: Path, study: Study, pages: list[Page]) -> Path:
    """Write the list of pages, unless the one page is the index already."""
    index = folder / "index.html"
    if len(pages) > 1:
        from convostudy.project.page.export import list_html

        rows = [
            {
                "title": p.title,
                "href": p.html.name if p.html else "",
                "error": p.error,
                "seconds": p.seconds,
            }
            for p in pages
        ]
        _write(index, list_html(rows, _facts(study)))
    return index


def _write_run(folder: Path, study: Study, pages: list[Page]) -> None:
    scores = [f"scores/{name}" for name in study.scores]
    there = [n for n in (*INGESTED, *LABELLED) if (study.path / n).is_dir()]
    record = {
        "study": study.path.name,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "pages": [
            {
                "name": p.name,
                "title": p.title,
                "status": p.status,
                "page": p.html.name if p.html else None,
                "notebook": p.notebook.name if p.notebook else None,
                "seconds": round(p.seconds, 2),
                "error": p.error or None,
                "parameters": dict(p.parameters),
            }
            for p in pages
        ],
        "measurement_parameters": study.parameters.to_mapping(),
        "inputs": study.record("ingest.json").get("inputs", []),
        "tables_sha256": {n: store.fingerprint(study.path / n) for n in there + scores},
        "versions": versions(),
    }
    _write(folder / "run.json", json.dumps(record, indent=2, ensure_ascii=False) + "\n")


def _write(file: Path, text: str) -> None:
    """Write a file whole or not at all."""
    temporary = file.with_name(f".{file.name}.new")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(file)


def _place(source: Path, target: Path) -> None:
    """Copy a file to its place, whole or not at all; source may lie on another disk."""
    temporary = target.with_name(f".{target.name}.new")
    shutil.copyfile(source, temporary)
    temporary.replace(target)
