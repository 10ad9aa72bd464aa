"""01_explore runs by hand, and the start page names every notebook."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from convostudy.errors import BadParameter, BadTable
from convostudy.project import store
from convostudy.project.study import Study
from explored import tables_of
from project_studies import stored_study

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "notebooks" / "01_explore.ipynb"
SECRET = "theatre"


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """A measured study of the threads that are hard to show."""
    folder = tmp_path_factory.mktemp("study") / "hard"
    stored_study(folder)
    for name, table in tables_of().items():
        store.save(table, folder / name)
    return Study(folder)


def _shown(study, **given):
    """Run the notebook's code as JupyterLab does, cell by cell; return what each cell shows."""
    space, shown = {}, []
    for cell in nbformat.read(NOTEBOOK, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        *before, last = cell.source.splitlines()
        exec("\n".join(before), space)
        if "parameters" in cell.metadata.get("tags", []):
            exec(last, space)
            space.update({"study": str(study.path), **given})
        else:
            shown.append(eval(last, space)._repr_html_())
    return shown


def test_shows_the_study_and_its_threads_without_names_and_words(study):
    overview, threads = _shown(study)
    assert "Measured, with the labels of cascade" in overview
    assert 'th scope="row">messages</th><td class="cx-num">9</td>' in overview
    assert "Thread 1" in threads
    assert SECRET not in threads
    assert "Ana" not in threads


def test_shows_them_when_told(study):
    threads = _shown(study, show_text=True, thread="theatre", n_threads=1)[1]
    assert SECRET in threads
    assert threads.count('<section class="cx-thread">') == 1


def test_an_empty_study_says_that_there_is_nothing(tmp_path):
    empty = stored_study(tmp_path / "empty")
    assert "no threads in this study" in _shown(empty)[1]


def test_a_study_shows_a_thread_in_any_notebook(study):
    thread = study.thread("theatre", show_text=True)
    assert repr(thread) == "Thread plain with 4 messages"
    assert SECRET in thread._repr_html_()
    assert SECRET not in study.thread("plain")._repr_html_()
    with pytest.raises(BadParameter, match="no thread for"):
        study.thread("Zoe")


def test_a_study_that_is_not_measured_says_what_to_do(tmp_path):
    bare = stored_study(tmp_path / "bare")
    (bare.path / "measure.json").unlink()
    assert "Not measured yet" in bare._repr_html_()
    with pytest.raises(BadTable, match="has not been measured"):
        bare.thread("Ben")


def test_the_start_page_names_every_notebook():
    page = (ROOT / "notebooks" / "00_start_here.md").read_text("utf-8")
    # It is the first of the list of files, which is sorted by name.
    shown = sorted(f.name.lower() for f in (ROOT / "notebooks").iterdir() if f.name[0] != ".")
    assert shown[0] == "00_start_here.md"
    there = {file.name for file in (ROOT / "notebooks").glob("*.ipynb")}
    assert there <= set(re.findall(r"\]\(([^)]+\.ipynb)\)", page))
