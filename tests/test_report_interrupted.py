"""Ctrl-C in the middle of a batch, a full disk, a folder that is none: each is told and mended."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from functools import partial

import pytest

from convostudy.errors import BadParameter, MissingTool, ReportFailed
from convostudy.project import report
from convostudy.project.page import pdf
from convostudy.project.reporting import make
from convostudy.project.run_notebook import Stopped
from project_studies import names_in, write_notebook

WAIT = "import os, pathlib, time\npathlib.Path('{}').write_text(str(os.getpid()))\ntime.sleep(60)"


def _status(project, name):
    return json.loads((project / "reports" / "mine" / f"{name}.status.json").read_text("utf-8"))


def _begun(file, run, seconds=120):
    """Return the process id that a kernel wrote."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and run.poll() is None:
        if file.is_file() and file.read_text():
            return int(file.read_text())
        time.sleep(0.1)
    raise AssertionError(f"{file.name} did not begin")


def _is_gone(pid, seconds=10):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize(
    ("engine", "jobs", "number"),
    [("fresh", 1, signal.SIGINT), ("fresh", 2, signal.SIGTERM), ("warm", 2, signal.SIGINT)],
)
def test_what_was_interrupted_is_noted_and_gone_on_with(project, engine, jobs, number):
    write_notebook(project / "notebooks" / "1_good.ipynb", "# Good", "print('fine')")
    report("mine", "1_good")
    waits = {f"{k}_wait": project / f"{k}.pid" for k in range(2, 2 + jobs)}
    for name, file in waits.items():
        write_notebook(project / "notebooks" / f"{name}.ipynb", "# Waits", WAIT.format(file))
    write_notebook(project / "notebooks" / "9_later.ipynb", "# Later", "print('later')")
    command = [sys.executable, "-m", "convostudy", "report", "--study", "mine"]
    run = subprocess.Popen(
        [*command, "--engine", engine, "--jobs", str(jobs)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # as in a terminal, but without this one's other processes
        # A shell has what runs behind it ignore Ctrl-C, and children of the tests inherit that.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    try:
        pids = [_begun(file, run) for file in waits.values()]
    finally:
        run.send_signal(number)
        out, err = run.communicate(timeout=60)
    assert run.returncode == 130, err
    assert out == ""
    assert "--retry-failed goes on" in err
    assert "Stopped. Nothing half-written was kept." in err
    assert "Traceback" not in err
    assert all(_is_gone(pid) for pid in pids)
    assert _status(project, "1_good")["status"] == "cached"
    for name in waits:
        held = _status(project, name)
        assert (held["status"], held["page"]) == ("interrupted", "")
        assert held["error"] == "Interrupted by Ctrl-C while it was made"
    assert _status(project, "9_later")["error"] == "Interrupted by Ctrl-C before it began"
    index = (project / "reports" / "mine" / "index.html").read_text("utf-8")
    assert "Interrupted by Ctrl-C" in index
    assert 'href="1_good.html"' in index
    assert 'href="9_later.html"' not in index

    for name in waits:
        write_notebook(project / "notebooks" / f"{name}.ipynb", "# Waits no more", "print(1)")
    said = []
    index = report("mine", engine=engine, retry_failed=True, say=said.append)
    assert sorted(line for line in said if line.startswith("Running")) == [
        *(f"Running {name}" for name in waits),
        "Running 9_later",
    ]
    listed = index.read_text("utf-8").replace('href="../index.html">', "")  # the way up
    assert listed.count('.html">') == 2 + jobs


def _fails_as(monkeypatch, error):
    def run(notebook, parameters, work, *, kernels, **options):
        if isinstance(error, KeyboardInterrupt):
            kernels.ended = True
            raise Stopped("dead-kernel", "a kernel that died")
        raise error

    monkeypatch.setattr(make, "run_notebook", run)


@pytest.mark.slow
def test_a_page_that_was_there_before_still_holds(project, monkeypatch):
    write_notebook(project / "notebooks" / "one.ipynb", "# One", "print('fine')")
    page = report("mine")
    with monkeypatch.context() as patch:
        _fails_as(patch, KeyboardInterrupt())
        with pytest.raises(ReportFailed):
            report("mine", force=True)
    held = _status(project, "one")
    assert (held["status"], held["page"]) == ("interrupted", "one.html")
    assert page.is_file()
    said = []
    report("mine", retry_failed=True, dry_run=True, say=said.append)
    # Nothing had changed: the page is still the right one.
    assert said[0] == "one: nothing to do"
    report("mine", retry_failed=True)
    assert _status(project, "one")["status"] == "cached"


def test_what_fail_fast_left_is_retried(project, monkeypatch):
    for name in ("a", "b"):
        write_notebook(project / "notebooks" / f"{name}.ipynb", "# A page", "x = 1")
    _fails_as(monkeypatch, Stopped("failed", "a stop", where="notebook a"))
    with pytest.raises(ReportFailed):
        report("mine", jobs=1, fail_fast=True)
    assert _status(project, "b")["status"] == "not-begun"
    assert "another report had failed" in (project / "reports/mine/index.html").read_text("utf-8")
    said = []
    report("mine", retry_failed=True, dry_run=True, say=said.append)
    assert said == [
        "a: run: failed the last time",
        "b: run: not-begun the last time",
        "2 of 2 pages would be made",
    ]


def test_a_folder_that_cannot_be_written_to_is_told_before_anything_runs(project, monkeypatch):
    write_notebook(project / "notebooks" / "one.ipynb", "# One", "x = 1")
    (project / "a_file").write_text("here")
    _fails_as(monkeypatch, AssertionError("it ran"))
    for out in ("a_file", "a_file/pages"):
        with pytest.raises(BadParameter, match=r"cannot be written to .*--out"):
            report("mine", out=out)


@pytest.mark.parametrize("where", ["run", "page", "status"])
def test_a_full_disk_is_told_as_one(project, monkeypatch, where):
    write_notebook(project / "notebooks" / "one.ipynb", "# One", "x = 1")
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if where == "run":
        from papermill import execute

        def stop(*given, **options):
            raise full

        monkeypatch.setattr(execute, "execute_notebook", stop)
    else:
        ran = write_notebook(project / "ran.ipynb", "# One")

        def run(notebook, parameters, work, **options):
            import nbformat

            shutil.copyfile(ran, work / "out.ipynb")
            return nbformat.read(ran, as_version=4)

        def write(file, text):
            raise full

        monkeypatch.setattr(make, "run_notebook", run)
        if where == "page":
            monkeypatch.setattr(make, "write", write)
        else:
            monkeypatch.setattr(make.Status, "save", lambda *given: write(*given))
    with pytest.raises(ReportFailed, match=r"No space left on device.*[Ll]ook at the disk"):
        report("mine")


# ---------------------------------------------------------------- on paper


@pytest.fixture
def printed(monkeypatch):
    """Names of the pages that were printed, by a stand-in."""
    names = []

    def write_pdf(page, out):
        names.append(page.name)
        out.write_bytes(b"%PDF")

    def run(notebook, parameters, work, **options):
        import nbformat

        shutil.copyfile(notebook, work / "out.ipynb")
        return nbformat.read(notebook, as_version=4)

    monkeypatch.setattr(pdf, "write_pdf", write_pdf)
    monkeypatch.setattr(pdf, "browser", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(make, "run_notebook", run)
    return names


def test_pages_are_printed_when_asked_and_only_once(project, printed):
    for name in ("a", "b"):
        write_notebook(project / "notebooks" / f"{name}.ipynb", f"# {name}", "x = 1")
    report("mine")
    assert printed == []
    said = []
    report("mine", pdf=True, dry_run=True, say=said.append)
    assert said[0] == "a: print it as PDF"
    index = report("mine", pdf=True)
    assert sorted(printed) == ["a.html", "b.html"]
    assert 'href="a.pdf"' in index.read_text("utf-8")
    report("mine", pdf=True)
    assert len(printed) == 2
    (index.parent / "a.pdf").unlink()
    report("mine", pdf=True)
    assert len(printed) == 3
    # A PDF of a former page would say other things than the page.
    write_notebook(project / "notebooks" / "a.ipynb", "# Another title", "x = 1")
    index = report("mine")
    assert [n for n in names_in(index.parent) if n.endswith(".pdf")] == ["b.pdf"]
    assert 'href="a.pdf"' not in index.read_text("utf-8")


def test_a_page_holds_where_its_pdf_fails(project, printed, monkeypatch):
    for name in ("a", "b"):
        write_notebook(project / "notebooks" / f"{name}.ipynb", f"# {name}", "x = 1")

    def write_pdf(page, out):
        raise MissingTool("no way to make a PDF (the browser broke off)", do="Print it")

    monkeypatch.setattr(pdf, "write_pdf", write_pdf)
    said = []
    with pytest.raises(MissingTool, match="the browser broke off"):
        report("mine", pdf=True, say=said.append)
    assert sum("no PDF" in line for line in said) == 2
    assert 'href="a.html"' in (project / "reports" / "mine" / "index.html").read_text("utf-8")
    assert _status(project, "a")["status"] == "ok"


def test_without_a_printer_nothing_runs(project, monkeypatch):
    write_notebook(project / "notebooks" / "one.ipynb", "# One", "x = 1")
    _fails_as(monkeypatch, AssertionError("it ran"))
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    monkeypatch.setattr(pdf, "browser", lambda: None)
    with pytest.raises(MissingTool, match="WeasyPrint is not installed; there is no browser"):
        report("mine", pdf=True)
