"""The reports on import, questions, pitches and refusals run on any study, and say what lacks."""

import re
from pathlib import Path

import nbformat
import pytest

from odd_studies import ODD

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
        ("04_time_to_pitch", "no times", "No instant of sending is known"),
    ],
)
def test_says_what_it_cannot_show(name, kind, says, studies, capsys):
    assert says in _run(name, studies(kind), capsys)
