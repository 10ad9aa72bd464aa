"""All reports on one page: what is there, what failed, and nothing of what was deleted."""

import json
import shutil

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from convostudy import tables
from convostudy.errors import ReportFailed
from convostudy.project import report, store
from convostudy.project.reporting import make, overview, variants
from convostudy.project.reporting.described import described, talk_words
from convostudy.project.run_notebook import Stopped
from convostudy.project.study import Study
from convostudy.project.wanted import MAIN
from convostudy.prose.inbox import opening
from page_looks import problems
from project_studies import UNTIL, messages, stored_study, write_notebook


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project folder with two measured studies; a stand-in runs notebooks."""
    (tmp_path / "notebooks").mkdir()
    for name in ("mine", "<b>yours & #1"):
        stored_study(tmp_path / "data" / "processed" / name)

    def run(notebook, parameters, work, **options):
        shutil.copyfile(notebook, work / "out.ipynb")
        held = nbformat.read(notebook, as_version=4)
        if any("stop" in cell.source for cell in held.cells):
            raise Stopped("timeout", "a <i>stop</i>", where=f"notebook {notebook.stem}")
        return held

    monkeypatch.setattr(make, "run_notebook", run)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _notebook(project, name, prose, code="x = 1"):
    write_notebook(project / "notebooks" / f"{name}.ipynb", prose, code)


def _page(project):
    text = (project / "reports" / "index.html").read_text("utf-8")
    assert problems(text) == []
    return BeautifulSoup(text, "html.parser")


def _links(project):
    found = [a["href"] for a in _page(project).main.find_all("a")]
    for href in found:
        assert (project / "reports" / href.replace("%20", " ")).is_file(), href
    return found


def test_reports_on_all_studies_stand_on_one_page(project):
    _notebook(project, "one", "# Who asks?\n\nWho *asks*, and [how](#x)? And when?")
    _notebook(project, "two", "# Second <b>")
    report("mine")
    report("<b>yours & #1", "one")
    soup = _page(project)
    assert soup.h1.text == "Reports"
    assert [h.text for h in soup.main.find_all("h2")] == ["<b>yours & #1", "mine"]
    assert "Who asks, and how? And when?" in soup.main.text
    assert "0 messages in 0 two-person threads, read from basic <b>.zip" in soup.main.text
    assert "3 reports on 2 studies" in soup.main.text
    links = _links(project)
    assert {"mine/index.html", "mine/one.html", "mine/two.html"} < set(links)
    assert len(links) == 5
    assert soup.script is None
    listed = (project / "reports" / "mine" / "index.html").read_text("utf-8")
    assert 'href="../index.html"' in listed


def test_what_was_deleted_is_not_listed_and_what_failed_is(project):
    for name in ("a", "b", "c"):
        _notebook(project, name, f"# Page {name}", "stop" if name == "c" else "x = 1")
    for study in ("mine", "<b>yours & #1"):
        with pytest.raises(ReportFailed):
            report(study)
    soup = _page(project)
    assert "2 could not be made" in soup.main.text
    assert "Ran out of time. notebook c: found a <i>stop</i>" in soup.main.text
    # More than a few can be sorted.
    assert [th.text for th in soup.select("main thead th")][:3] == ["Report", "Study", "State"]
    states = [td["data-v"] for td in soup.select("main tbody td:nth-of-type(2)")]
    assert sorted(states) == ["made"] * 4 + ["out of time"] * 2
    assert "Its one script sorts tables" in soup.footer.text

    reports = project / "reports"
    shutil.rmtree(next(f for f in reports.iterdir() if f.name.startswith("b-yours")))
    (reports / "mine" / "a.html").unlink()
    (reports / "mine" / "c.status.json").unlink()
    overview.write_overview(reports)
    assert _links(project) == ["mine/index.html", "mine/b.html"]

    (project / "notebooks" / "c.ipynb").unlink()
    report("mine")
    assert "Page c" not in _page(project).main.text
    assert _page(project).main.find(class_="cs-failed") is None


def test_pages_of_another_version_and_other_files_do_no_harm(project):
    reports = project / "reports"
    old = {"study": "old", "pages": [{"name": "p", "title": "P", "status": "ok", "page": "p.html"}]}
    for name, text in (("old", json.dumps(old)), ("torn", "{"), ("_pictures", json.dumps(old))):
        (reports / name).mkdir(parents=True)
        (reports / name / "run.json").write_text(text, "utf-8")
    (reports / "old" / "p.html").write_text("a page", "utf-8")
    overview.write_overview(reports)
    assert _links(project) == ["old/p.html"]
    shutil.rmtree(reports / "old")
    overview.write_overview(reports)
    assert "There is no report yet" in _page(project).main.text


def test_a_notebook_named_index_leaves_the_list_its_name(project):
    _notebook(project, "index", "# The first")
    page = report("mine")
    assert "The first" in BeautifulSoup(page.read_text("utf-8"), "html.parser").h1.text
    assert _links(project) == ["mine/index.html", "mine/index-page.html"]


def test_of_very_many_pages_some_are_shown_and_all_are_listed(project):
    _notebook(project, "one", "# One")
    toml = project / "data" / "processed" / "mine" / "study.toml"
    listed = [f'[[reports]]\nnotebook = "one"\nname = "p{k:02}"\n' for k in range(12)]
    toml.write_text(toml.read_text("utf-8") + "\n" + "".join(listed), "utf-8")
    report("mine")
    soup = _page(project)
    assert len(soup.select(".cs-pages li")) == 9
    assert "3 more pages: the list of mine" in soup.main.text
    assert len(soup.select("main tbody tr")) == 12


def _threads(*held):
    """A table of threads: for each its number of messages, and whether it is a group."""
    said = {"source": "linkedin", "inviter": "owner", "invitation_type": "blank", "n_turns": 1}
    rows = [
        {**said, "thread_id": f"t{i}", "n_messages": n, "is_group": group, "observed_until": UNTIL}
        for i, (n, group) in enumerate(held)
    ]
    return tables.conform(pd.DataFrame(rows), tables.THREADS)


def test_a_study_that_is_measured_for_a_report_alone_is_counted_as_its_pages_count(
    project, monkeypatch
):
    study = project / "data" / "processed" / "mine"
    for gone in (study / "measure.json", study / "threads"):
        shutil.rmtree(gone) if gone.is_dir() else gone.unlink()

    def measure(variant, **options):
        # Of a thread without messages there is an invitation alone.
        store.save(_threads((1200, False), (5, True), (0, False)), variant.path / "threads")
        (variant.path / "measure.json").write_text('{"parameters": {}}', "utf-8")

    monkeypatch.setattr(variants, "measure", measure)
    monkeypatch.setattr(variants, "is_current", lambda s: (s.path / "measure.json").is_file())
    for name in ("one", "two"):
        _notebook(project, name, "# One")
    index = report("mine", parameters={"no_reply_days": 7})
    said = "1,205 messages in 1 two-person thread and 1 group"
    assert said in _page(project).main.text
    assert said in index.read_text("utf-8")


def test_lists_count_as_the_opening_of_a_page_does(project):
    study = Study(project / "data" / "processed" / "mine")
    kinds = ["message", "inmail", "invitation", "sponsored"]
    held = pd.concat(
        [
            messages(["Hi"]).assign(kind=k, thread_id=f"t{i}", message_id=f"m{i}")
            for i, k in enumerate(kinds)
        ]
    )
    threads = _threads((1, False), (1, True), (0, False))
    store.save(tables.conform(held, tables.MESSAGES), study.path / "messages")
    store.save(threads, study.path / "threads")
    assumptions = study.assumptions
    said = opening({"messages": held, "threads": threads, "assumptions": assumptions})
    assert "2 messages in 1 two-person thread and 1 group" in said
    assert talk_words(described(study)) in said


def test_a_simulated_inbox_is_told_as_such_and_where_to_begin(project):
    for name in ("a_first", MAIN):
        _notebook(project, name, f"# Page {name}")
    index = report("mine")
    assert "simulated" not in _page(project).main.text
    told = pd.DataFrame([dict.fromkeys(tables.ASSUMPTIONS.columns, "x") | {"about": "simulated"}])
    told = tables.conform(told, tables.ASSUMPTIONS)
    store.save(told, project / "data" / "processed" / "mine" / "assumptions")
    report("mine")
    begin = f"Begin with Page {MAIN}; the others go into detail."
    for html in (index.read_text("utf-8"), (index.parent.parent / "index.html").read_text("utf-8")):
        main = BeautifulSoup(html, "html.parser").main
        assert "imulated: nobody wrote these messages." in main.text
        assert begin in main.text
    # Of several studies it is told which one, and how to begin with each.
    report("<b>yours & #1")
    main = _page(project).main
    assert "of each study begin with the first" in main.p.text
    assert [p.text.startswith("Simulated") for p in main.select(".cs-of")] == [False, True]


def test_elsewhere_no_list_is_written(project):
    _notebook(project, "one", "# One")
    report("mine", out="elsewhere/pages")
    assert not (project / "elsewhere" / "index.html").exists()
    assert not (project / "reports").exists()
