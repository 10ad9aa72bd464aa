"""What is made again, and what is not; what happens when one of several reports fails.

No kernel runs here: a stand-in executes notebooks. `test_report_kernels.py` has the real ones.
"""

import json
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from convostudy.errors import BadParameter, ReportFailed
from convostudy.project import report
from convostudy.project.cli import main
from convostudy.project.reporting import keys, make, variants
from convostudy.project.run_notebook import Stopped
from convostudy.project.settings import read_settings, write_settings
from convostudy.project.study import MARK, Study
from convostudy.project.versions import versions
from convostudy.project.wanted import MAIN
from project_studies import names_in, write_notebook

PARAMETERS = 'study: str = ""\nn: int = 1  # how many'


@pytest.fixture
def ran(monkeypatch):
    """Names of the notebooks that ran; one whose source holds ``stop`` fails."""
    names = []

    def run(notebook, parameters, work, **options):
        names.append(notebook.stem)
        held = nbformat.read(notebook, as_version=4)
        held.cells.append(nbformat.v4.new_markdown_cell(f"ran with {json.dumps(parameters)}"))
        nbformat.write(held, work / "out.ipynb")
        if any("stop" in cell.source for cell in held.cells):
            raise Stopped("failed", "a stop", where=f"notebook {notebook.stem}")
        if any("result" in cell.source for cell in held.cells):
            (work / "result.json").write_text('{"schema_version": 1, "numbers": []}', "utf-8")
        return held

    monkeypatch.setattr(make, "run_notebook", run)
    return names


def _notebook(project, name, *cells, parameters=PARAMETERS):
    file = project / "notebooks" / f"{name}.ipynb"
    return write_notebook(file, f"# {name}", *cells, "x = 1", parameters=parameters)


def _foretold(**options):
    lines = []
    report("mine", dry_run=True, say=lines.append, **options)
    return lines


def _status(project, name):
    file = project / "reports" / "mine" / f"{name}.status.json"
    return json.loads(file.read_text("utf-8"))


# ---------------------------------------------------------------- what is stale


def test_nothing_unchanged_is_made_again(project, ran):
    _notebook(project, "one")
    assert _foretold() == ["one: run: never made", "1 of 1 page would be made"]
    assert not (project / "reports").exists()
    page = report("mine")
    first = page.stat().st_mtime_ns
    assert _status(project, "one")["status"] == "ok"
    assert report("mine") == page
    assert ran == ["one"]
    assert page.stat().st_mtime_ns == first
    assert _status(project, "one")["status"] == "cached"
    assert _foretold() == ["one: nothing to do", "0 of 1 page would be made"]
    report("mine", force=True)
    assert ran == ["one", "one"]


def test_the_main_report_stands_first(project):
    for name in ("a_first", MAIN, "z_last"):
        _notebook(project, name)
    listed = [line.split(":")[0] for line in _foretold()]
    assert listed[:3] == [MAIN, "a_first", "z_last"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("parameter", "parameter n: 1, now 2"),
        ("table", "table scores/answered changed"),
        ("notebook", "notebook changed"),
        ("code", "code changed"),
        ("library", "library pandas: "),
        ("licence", "settings changed"),
    ],
)
def test_what_a_notebook_computes_from_makes_it_run(project, ran, monkeypatch, change, why):
    notebook = _notebook(project, "one")
    report("mine", parameters={"n": 1})
    given = {"n": 1}
    if change == "parameter":
        given = {"n": 2}
    if change == "table":
        import pandas as pd

        from convostudy.project import store

        scores = pd.DataFrame({"thread_id": ["t1"], "share": [0.75]})
        store.save(scores, project / "data" / "processed" / "mine" / "scores" / "answered")
    if change == "notebook":
        write_notebook(notebook, "# one", "# Another word", parameters=PARAMETERS)
    if change == "licence":
        study = project / "data" / "processed" / "mine"
        write_settings(study, replace(read_settings(study), licence="not to be passed on"))
    if change == "code":
        monkeypatch.setattr(keys, "_code", lambda: "of another day")
    if change == "library":
        monkeypatch.setattr(keys, "versions", lambda: {**versions(), "pandas": "9"})
    assert why in _foretold(parameters=given)[0]
    report("mine", parameters=given)
    assert ran == ["one", "one"]


def test_what_jupyterlab_notes_beside_the_cells_does_not_count(project, ran):
    notebook = _notebook(project, "one")
    report("mine")
    held = nbformat.read(notebook, as_version=4)
    held.metadata["widgets"] = {"state": 1}
    nbformat.write(held, notebook)
    report("mine")
    assert ran == ["one"]


def test_a_change_of_style_runs_no_notebook(project, ran, monkeypatch):
    _notebook(project, "one")
    page = report("mine")
    page.write_text("by hand", "utf-8")
    assert "changed by hand" in _foretold()[0]
    monkeypatch.setattr(keys, "page_code", lambda: "of another day")
    assert _foretold()[0].startswith("one: make the page only: template changed")
    report("mine")
    assert _status(project, "one")["did"] == "rendered"
    report("mine", show_code=True)
    assert _status(project, "one")["did"] == "rendered"
    assert "ran with" in page.read_text("utf-8")
    assert ran == ["one"]


def test_what_was_taken_away_is_made_again(project, ran):
    _notebook(project, "one", "cs.page.result")
    folder = report("mine").parent
    assert (folder / "one.result.json").is_file()
    for lost in ("one.result.json", "one.ipynb", "one.status.json"):
        (folder / lost).unlink()
        report("mine")
    assert ran == ["one"] * 4
    _notebook(project, "one", "no numbers any more")
    report("mine")
    assert not (folder / "one.result.json").exists()


def test_of_a_notebook_that_fails_now_no_earlier_numbers_are_left(project, ran):
    _notebook(project, "one", "cs.page.result")
    folder = report("mine").parent
    _notebook(project, "one", "cs.page.result", "stop")
    with pytest.raises(ReportFailed):
        report("mine")
    assert not list(folder.glob("*.result.json"))


def test_a_page_that_is_not_made_again_keeps_how_long_it_took(project, ran):
    _notebook(project, "one")
    report("mine")
    file = project / "reports" / "mine" / "one.status.json"
    file.write_text(json.dumps(_status(project, "one") | {"seconds": 12.5}), "utf-8")
    report("mine")
    held = _status(project, "one")
    assert (held["status"], held["seconds"]) == ("cached", 12.5)


def test_the_list_keeps_its_order_whichever_was_made_last(project, ran):
    for name in ("b", MAIN, "a"):
        _notebook(project, name)
    for notebook in (None, "b", ["b", "a"], MAIN):
        report("mine", notebook)
        record = (project / "reports" / "mine" / "run.json").read_text("utf-8")
        assert [page["name"] for page in json.loads(record)["pages"]] == [MAIN, "a", "b"]


def test_a_name_given_in_the_settings_is_shown_and_can_be_asked_for(project, ran):
    _notebook(project, "one")
    file = project / "data" / "processed" / "mine" / "study.toml"
    pages = (
        '[[reports]]\nnotebook = "one"\nname = "small groups too"\n'
        '[[reports]]\nnotebook = "one"\nname = "windows"\nmatrix = { n = [1, 2] }\n'
    )
    file.write_text(file.read_text("utf-8") + pages, "utf-8")
    report("mine", only_pages=["windows"])
    assert ran == ["one"] * 2
    report("mine", only_pages=["small groups too"])
    assert ran == ["one"] * 3
    html = (project / "reports" / "mine" / "index.html").read_text("utf-8")
    for said in ("one: small groups too", "one: windows (n = 1)", "one: windows (n = 2)"):
        assert said in html
    with pytest.raises(BadParameter, match="windows"):
        report("mine", only_pages=["window"])


# ---------------------------------------------------------------- several pages


def test_one_that_fails_leaves_the_others(project, ran):
    for name in ("a", "b", "c"):
        _notebook(project, name, "stop" if name == "b" else "y = 2")
    with pytest.raises(ReportFailed, match="a stop"):
        report("mine", jobs=2)
    folder = project / "reports" / "mine"
    assert [_status(project, n)["status"] for n in "abc"] == ["ok", "failed", "ok"]
    listed = (folder / "index.html").read_text("utf-8")
    assert 'href="a.html"' in listed
    assert "a stop" in listed
    assert 'href="b.html"' not in listed
    assert "b.failed.ipynb" in names_in(folder)

    said = []
    report_again = {"retry_failed": True, "say": said.append}
    with pytest.raises(ReportFailed):
        report("mine", **report_again)
    _notebook(project, "b", "y = 3")
    del ran[:]
    index = report("mine", **report_again)
    assert ran == ["b"]
    assert index.read_text("utf-8").count('.html"') >= 3
    report("mine", **report_again)
    assert said[-1] == "No report failed the last time"
    assert ran == ["b"]
    assert "b.failed.ipynb" not in names_in(folder)


def test_fail_fast_begins_no_other(project, ran):
    for name in ("a", "b", "c"):
        _notebook(project, name, "stop")
    said = []
    with pytest.raises(ReportFailed):
        report("mine", jobs=1, fail_fast=True, say=said.append)
    assert ran == ["a"]
    assert said[-1] == "2 reports not begun, since one failed"
    with pytest.raises(ReportFailed, match="2 other reports failed"):
        report("mine", jobs=1)


def test_pages_are_chosen_and_the_others_stay_listed(project, ran):
    for name in ("a", "b"):
        _notebook(project, name)
    report("mine")
    del ran[:]
    index = report("mine", only_pages=["b"], force=True)
    assert ran == ["b"]
    for name in ("a", "b"):
        assert f'href="{name}.html"' in index.read_text("utf-8")
    assert report("mine", "a").name == "a.html"
    assert 'href="b.html"' in index.read_text("utf-8")
    with pytest.raises(BadParameter, match="no page 'c'"):
        report("mine", only_pages=["c"])


def test_a_page_has_the_name_of_its_notebook_also_where_it_is_alone(project, ran):
    _notebook(project, "a")
    _notebook(project, "b")
    page = report("mine", "a", out="elsewhere")
    assert page == Path("elsewhere/a.html")
    assert "ran with" in page.read_text("utf-8")
    index = page.with_name("index.html")
    assert "1 page. " in index.read_text("utf-8")
    assert 'href="a.html"' in index.read_text("utf-8")
    assert report("mine", out="elsewhere") == index
    assert ran == ["a", "b"]
    for name in "ab":
        assert f'href="{name}.html"' in index.read_text("utf-8")


def test_a_failed_notebook_of_ones_own_is_retried_without_being_named(project, ran):
    for name in ("a", "b"):
        _notebook(project, name)
    report("mine")
    own = write_notebook(project / "own" / "mine.ipynb", "# mine", "stop", parameters=PARAMETERS)
    with pytest.raises(ReportFailed):
        report("mine", own, parameters={"n": 5})
    del ran[:]
    assert _foretold(retry_failed=True)[0] == "mine: run: failed the last time"
    write_notebook(own, "# mine", "y = 2", parameters=PARAMETERS)
    index = report("mine", retry_failed=True)
    assert ran == ["mine"]
    assert _status(project, "mine")["parameters"]["n"] == 5  # as it was asked for
    for name in ("a", "b", "mine"):
        assert f'href="{name}.html"' in index.read_text("utf-8")

    # One that is gone is told of, and does not stop the others.
    write_notebook(own, "# mine", "stop", parameters=PARAMETERS)
    with pytest.raises(ReportFailed):
        report("mine", own)
    own.unlink()
    said = []
    report("mine", retry_failed=True, say=said.append)
    assert said == [
        "mine: failed, and its notebook own/mine.ipynb is gone",
        "There is nothing to retry",
    ]


# ---------------------------------------------------------------- matrix


def _listed(project, text):
    file = project / "data" / "processed" / "mine" / "study.toml"
    held = file.read_text("utf-8").split("[[reports]]\nnotebook")[0]
    file.write_text(f"{held}\n{text}\n", "utf-8")


def test_a_matrix_makes_a_page_of_each_with_each(project, ran, monkeypatch):
    def measure(study, **options):
        mark = {"parameters": study.settings.resolved().to_mapping()}
        (study.path / MARK).write_text(json.dumps(mark), "utf-8")

    monkeypatch.setattr(variants, "measure", measure)
    monkeypatch.setattr(variants, "is_current", lambda study: (study.path / MARK).is_file())
    _notebook(project, "one")
    _listed(
        project,
        '[[reports]]\nnotebook = "one"\n[reports.matrix]\nno_reply_days = [7, 14]\nn = [3, 4]',
    )
    index = report("mine", engine="fresh")
    names = [f"one-no_reply_days-{days}-n-{n}" for days in (7, 14) for n in (3, 4)]
    assert [n for n in names_in(index.parent) if n.endswith(".html")] == sorted(
        [f"{n}.html" for n in names] + ["index.html"]
    )
    assert "no_reply_days = 7, n = 3" in index.read_text("utf-8")
    study = project / "data" / "processed" / "mine"
    assert names_in(study / "variants") == ["no_reply_days-7"]  # 14 is the study's own
    other = Study(study / "variants" / "no_reply_days-7")
    assert other.parameters.no_reply_days == 7
    assert len(other.messages) == 2
    assert Study(study).parameters.no_reply_days == 14
    assert _status(project, names[0])["parameters"]["study"].endswith("variants/no_reply_days-7")
    report("mine", only_pages=["one"])
    assert len(ran) == 4
    # Other messages, and the variant is gone: what was deleted is deleted everywhere.
    (study / "messages" / "part-0.parquet").unlink()
    variants.without_stale_variants(Study(study))
    assert names_in(study / "variants") == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("matrix = { n = 3 }", "n = 3 in a matrix"),
        ("matrix = { n = [] }", "n = .. in a matrix"),
        ("matrix = { n = [1] }\nparameters = { n = 2 }", "and in parameters"),
        ("matrix = [1]", "matrix = .1. in"),
        ("matrix = { m = [1] }", "unknown parameter 'm'"),
        ('matrix = { n = [1, "x"] }', "n = 'x'"),
        ("matrix = { no_reply_days = [0] }", "no_reply_days"),
        ("matrixx = { n = [1] }", "Did you mean 'matrix'"),
    ],
)
def test_a_wrong_matrix_is_refused_before_anything_runs(project, ran, text, says):
    _notebook(project, "one")
    _listed(project, f'[[reports]]\nnotebook = "one"\n{text}')
    with pytest.raises(BadParameter, match=says):
        report("mine")
    assert ran == []


# ---------------------------------------------------------------- files, command line


def test_a_page_that_cannot_be_written_leaves_the_former_one(project, ran, monkeypatch):
    _notebook(project, "one")
    page = report("mine")
    former = page.read_text("utf-8")

    def full(file, text):
        if file.suffix == ".html":
            file.with_name(f".{file.name}.new").write_text("half", "utf-8")
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(make, "write", full)
    with pytest.raises(ReportFailed, match="No space left"):
        report("mine", parameters={"n": 5})
    assert page.read_text("utf-8") == former
    assert _status(project, "one")["status"] == "failed"


def test_half_a_file_is_taken_away(tmp_path):
    from convostudy.project.reporting.status import read_status, write

    with pytest.raises(UnicodeEncodeError):
        write(tmp_path / "one.html", "half a character: \ud800")
    assert names_in(tmp_path) == []
    write(tmp_path / "one.status.json", "{")
    assert read_status(tmp_path, "one") is None
    assert read_status(tmp_path, "two") is None


def test_exit_codes(project, ran):
    def run(*words):
        return CliRunner().invoke(main, ["report", "--study", "mine", *words])

    _notebook(project, "a")
    _notebook(project, "b", "stop")
    done = run("--dry-run")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[0] == "a: run: never made"
    assert ran == []
    done = run("--jobs", "2")
    assert done.exit_code == 1
    assert sorted(ran) == ["a", "b"]
    assert "a stop" in done.stderr
    assert "Traceback" not in done.output
    assert run("--only", "a").exit_code == 0
    assert run("--retry-failed").exit_code == 1
    _notebook(project, "b")
    assert run("--retry-failed", "--fail-fast").exit_code == 0
    for words in (["--engine", "hot"], ["--jobs", "0"], ["--only", "aa"]):
        assert run(*words).exit_code == 2
    done = CliRunner().invoke(main, ["report", "--dry-run"])
    assert done.exit_code == 2
    assert "--dry-run without --study" in done.stderr


def test_an_engine_or_a_number_of_jobs_that_is_none(project, ran):
    _notebook(project, "one")
    with pytest.raises(BadParameter, match="Did you mean 'warm'"):
        report("mine", engine="warmm")
    with pytest.raises(BadParameter, match="jobs = 0"):
        report("mine", jobs=0)
    assert ran == []
