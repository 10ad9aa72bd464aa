"""Notebooks are prose, one parameters cell and a handful of calls; stored without output."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda p: p.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def _code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_there_are_the_reports():
    assert {
        "sales_vs_relationship",
        "02_import_quality",
        "03_questions_and_answers",
        "04_time_to_pitch",
        "05_after_no_thanks",
    } <= {p.stem for p in NOTEBOOKS}


def test_is_stored_without_output(notebook):
    for cell in _code(notebook):
        assert cell.outputs == []
        assert cell.execution_count is None


def test_has_one_parameters_cell_with_types_and_help(notebook):
    tagged = [c for c in _code(notebook) if "parameters" in c.metadata.get("tags", [])]
    assert len(tagged) == 1
    for statement in ast.parse(tagged[0].source).body:
        assert isinstance(statement, ast.AnnAssign)
    lines = tagged[0].source.splitlines()
    assert all("  # " in line for line in lines)
    assert [line for line in lines if len(line) > 100] == []


def test_defines_nothing_and_stays_short(notebook):
    for cell in _code(notebook):
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda)
        assert len(cell.source.splitlines()) <= 10


def test_has_more_prose_than_code_cells_without_it(notebook):
    headings = [c for c in notebook.cells if c.cell_type == "markdown" and c.source.startswith("#")]
    assert len(headings) >= 5
    assert sum(c.source.startswith("# ") for c in headings) == 1


def test_shows_no_message_text_and_names_no_variable_that_breaks_formulas(notebook):
    for cell in _code(notebook):
        assert not re.search(r"\[.text.\]", cell.source)
        assert not re.search(r"^[CQI]\s*=", cell.source, re.M)
