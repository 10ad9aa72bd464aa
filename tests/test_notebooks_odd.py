"""Every notebook runs on every odd study, says what it cannot show, and its page does no harm."""

import json
import os
import re
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from convostudy.project.page.export import page_html
from convostudy.project.page.result import RESULT_FILE
from odd_studies import NASTY, ODD
from page_looks import FACTS, handed_over, problems

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
SAID = ("fill empty slots", "saves you hours", "still paint", "stop writing", "How did you find me")
# What a page on that study must say, so that nobody takes nothing for zero.
SAYS = {
    "empty": {
        "02_import_quality": "There is no message",
        "03_questions_and_answers": "No figure here. n = 0: nothing to count",
        "04_time_to_pitch": "no connection with a known day",
        "05_after_no_thanks": "n = 0: nothing to follow",
        "sales_vs_relationship": "n = 0",
        "compare": "One study alone",
    },
    "one thread": {
        "03_questions_and_answers": "too few threads for a rate",
        "04_time_to_pitch": "1 of 1",
        "05_after_no_thanks": "Too few for a flow (n = 1)",
        "sales_vs_relationship": "too few",
        "compare": "One study alone",
    },
    "no connections": {
        "02_import_quality": "can start no clock",
        "04_time_to_pitch": "no connection with a known day",
        "sales_vs_relationship": "no connection with a known day",
    },
    "no times": {
        "02_import_quality": "No figure here. n = 0: no message with a known instant",
        "04_time_to_pitch": "No instant of sending is known",
    },
    "nasty names": {"02_import_quality": "2 rows could not be read"},
}


def _page(path, study, monkeypatch, tmp_path, **given):
    """Run the cells here, without a kernel; return the page that its outputs make."""
    monkeypatch.setenv(RESULT_FILE, os.fspath(tmp_path / f"{path.stem}.json"))
    space = {}
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        shown = handed_over(monkeypatch)
        exec(cell.source, space)
        last = cell.source.splitlines()[-1]
        if "parameters" in cell.metadata.get("tags", []):
            space |= {"study": str(study.path), **given}
            space |= {"draws": 20} if "draws" in space else {}
        elif path.stem == "01_explore":
            shown.append((eval(last, space)._repr_html_(), ""))
        data = [nbformat.v4.new_output("display_data", data={"text/html": h}) for h, _ in shown]
        cell.outputs = data
    return page_html(notebook, path.stem, FACTS)[0]


@pytest.mark.parametrize("kind", ODD)
def test_every_notebook_runs_on_an_odd_study(kind, tmp_path, monkeypatch):
    study = ODD[kind](tmp_path / "odd")
    for path in NOTEBOOKS:
        html = _page(path, study, monkeypatch, tmp_path)
        soup = BeautifulSoup(html, "html.parser")
        words = soup.main.get_text(" ").replace("\N{NO-BREAK SPACE}", " ")
        assert SAYS[kind].get(path.stem, "") in words, path.stem
        assert not re.search(r"\bnan\b|<NA>|NaT|Traceback", words), path.stem
        if (path.stem, kind) == ("02_import_quality", "no times"):
            assert "8 messages without an instant" in words
        # Nobody's words stand on a page that was not asked to show them.
        assert [w for w in SAID if w in html] == [], path.stem
        assert problems(html) == [], path.stem
        assert NASTY[0] not in html, path.stem
        assert [s for s in soup.find_all("script") if "alert" in s.text] == [], path.stem
        assert len(html) < 300_000, path.stem
        # The numbers are written, whatever the study holds.
        held = json.loads((tmp_path / f"{path.stem}.json").read_text("utf-8"))["numbers"]
        assert held or (kind, path.stem) == ("empty", "compare"), path.stem


def test_words_stand_on_a_page_that_was_asked_to_show_them(tmp_path, monkeypatch):
    study = ODD["one thread"](tmp_path / "odd")
    for path in NOTEBOOKS:
        if "show_text" not in path.read_text("utf-8"):
            continue
        html = _page(path, study, monkeypatch, tmp_path, show_text=True)
        assert "How did you find me?" in html, path.stem
