"""The reports on import, questions, pitches and refusals run on any study, and say what lacks."""

import re
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from convostudy.project import ingest, report
from convostudy.project.demo import demo_export
from odd_studies import NASTY, ODD, nasty_names

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
NAMES = ("02_import_quality", "03_questions_and_answers", "04_time_to_pitch", "05_after_no_thanks")


@pytest.fixture(scope="module")
def studies(tmp_path_factory):
    """Each odd study, made when it is first asked for."""
    made = {}

    def make(kind):
        if kind not in made:
            made[kind] = ODD[kind](tmp_path_factory.mktemp("study") / "odd")
        return made[kind]

    return make


def _run(name, study, capsys, **given):
    """Run the cells here, without a kernel: what would be shown is written as plain text."""
    space = {}
    for cell in nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4).cells:
        if cell.cell_type == "code":
            exec(cell.source, space)
            if "parameters" in cell.metadata.get("tags", []):
                space |= {"study": str(study.path), **given}
                space |= {"draws": 20} if "draws" in space else {}
    return capsys.readouterr().out


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize("name", NAMES)
def test_runs_on_an_odd_study(name, kind, studies, capsys):
    said = _run(name, studies(kind), capsys)
    assert not re.search(r"\bnan\b|<NA>|NaT|Traceback", said)
    # Nobody's words stand on a page that was not asked to show them.
    assert "fill empty slots" not in said
    assert "still paint" not in said


@pytest.mark.parametrize(
    ("name", "kind", "says"),
    [
        ("02_import_quality", "empty", "There is no message"),
        ("02_import_quality", "no times", "8 messages without an instant"),
        ("02_import_quality", "no times", "No figure here. n = 0: no message with a known instant"),
        ("02_import_quality", "nasty names", "2 rows could not be read"),
        ("02_import_quality", "no connections", "can start no clock"),
        ("03_questions_and_answers", "empty", "No figure here. n = 0: nothing to count"),
        ("03_questions_and_answers", "one thread", "too few for a rate"),
        ("04_time_to_pitch", "no connections", "No connection has a known day"),
        ("04_time_to_pitch", "one thread", "1 of 1"),
        ("04_time_to_pitch", "no times", "In 4 threads the export shows no instants"),
        ("05_after_no_thanks", "empty", "n = 0: nothing to follow"),
        ("05_after_no_thanks", "one thread", "Too few for a flow (n = 1)"),
    ],
)
def test_says_what_it_cannot_show(name, kind, says, studies, capsys):
    assert says in _run(name, studies(kind), capsys)


def test_questions_stand_on_the_page_where_that_was_asked_for(studies, capsys):
    said = _run("03_questions_and_answers", studies("one thread"), capsys, show_text=True)
    assert "How did you find me?" in said


def test_the_owners_pitches_can_be_studied_too(tmp_path, capsys):
    study = ODD["one thread"](tmp_path / "odd")
    study.measure(parameters={"backend": "rules", "side": "owner"})
    for name in NAMES:
        assert "Traceback" not in _run(name, study, capsys)


@pytest.mark.slow
def test_nasty_names_do_no_harm_on_the_page(tmp_path):
    study = nasty_names(tmp_path / "odd")
    out = tmp_path / "pages"
    given = {"draws": 20, "show_text": True}
    report(study, list(NAMES), parameters=given, out=out)
    for name in NAMES:
        page = BeautifulSoup((out / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
        assert not page.find_all("script")
        assert NASTY[0] not in str(page)
    words = (out / "03_questions_and_answers.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;" in words


@pytest.mark.slow
def test_each_report_on_the_demo_has_its_figures_and_captions(tmp_path):
    study = ingest(demo_export(), tmp_path / "demo").measure(parameters={"backend": "rules"})
    out = tmp_path / "pages"
    report(study, list(NAMES), parameters={"draws": 50}, out=out)
    for name, least in zip(NAMES, (3, 7, 6, 5), strict=True):
        page = BeautifulSoup((out / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
        assert "No figure here" not in page.get_text()
        figures = page.find_all("figure")
        assert len(figures) >= least
        for figure in figures:
            assert len(figure.find("img")["alt"]) > 60
            caption = figure.find("figcaption").get_text()
            assert re.search(r"\d", caption)
            assert re.search(r"interval|95 %|\d+.% ", caption)
