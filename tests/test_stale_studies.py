"""A study knows which code made its tables, and what is set for it reaches its pages."""

import ast
from pathlib import Path

import pytest

from convostudy.project import measurement, own_code
from convostudy.project.wanted import Wanted, ready
from project_studies import stored_study, write_notebook


def test_the_code_of_the_tables_rests_on_nothing_else():
    within = [own_code.PACKAGE / part for part in own_code.PARTS]
    for file in own_code.files():
        if file.suffix != ".py":
            continue
        for module in _imported(file):
            place = own_code.PACKAGE.parent / module.replace(".", "/")
            place = place if place.is_dir() else place.with_suffix(".py")
            assert any(place == part or part in place.parents for part in within), (file, module)


def _imported(file: Path) -> list[str]:
    """Name the modules of convostudy that a file imports, the package itself left out."""
    names = []
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            deeper = own_code.PACKAGE.parent / (node.module or "").replace(".", "/")
            names += [
                f"{node.module}.{alias.name}"
                if (deeper / alias.name).is_dir() or (deeper / f"{alias.name}.py").is_file()
                else str(node.module)
                for alias in node.names
            ]
    return [name for name in names if name.startswith("convostudy")]


def test_lexicons_count_as_code_and_how_a_page_is_written_does_not():
    named = [file.relative_to(own_code.PACKAGE).as_posix() for file in own_code.files()]
    assert "language/lexicons/en/stop_words.txt" in named
    assert "measures/first_contact.py" in named
    assert "tables/_ties.py" in named
    assert not any("__pycache__" in name or name.startswith("prose") for name in named)


def test_another_line_of_code_is_another_hash(tmp_path, monkeypatch):
    (tmp_path / "measures").mkdir()
    file = tmp_path / "measures" / "one.py"
    monkeypatch.setattr(own_code, "PACKAGE", tmp_path)
    monkeypatch.setattr(own_code, "PARTS", ("measures",))
    hashes = []
    for text in ("a = 1", "a = 2", "a = 1"):
        file.write_text(text, "utf-8")
        hashes.append(own_code.table_code.__wrapped__())
    file.rename(file.with_name("two.py"))
    hashes.append(own_code.table_code.__wrapped__())
    assert hashes[0] == hashes[2]
    assert len(set(hashes)) == 3


def test_a_study_measured_by_other_code_is_stale_until_it_is_measured_again(tmp_path, monkeypatch):
    study = stored_study(tmp_path / "mine")
    assert measurement.is_current(study)
    monkeypatch.setattr(measurement, "table_code", lambda: "of another day")
    assert not measurement.is_current(study)
    measurement.measure(study)
    assert measurement.is_current(study)
    assert "why_no_time" in study.scores["answered"]  # the stored one had no such column


def test_a_study_of_a_version_that_kept_no_hash_is_stale(tmp_path):
    study = stored_study(tmp_path / "mine")
    mark = study.path / "measure.json"
    mark.write_text(mark.read_text("utf-8").replace('"code"', '"codes"'), "utf-8")
    assert not measurement.is_current(study)


@pytest.mark.parametrize(
    ("in_toml", "of_page", "holds"),
    [
        ("", {}, 20),
        ("min_n = 5", {}, 5),
        ("min_n = 5", {"min_n": 7}, 7),
        ("no_reply_days = 7.0", {}, 20),  # for the measures alone: the notebook has none
    ],
)
def test_what_the_study_sets_reaches_the_page(tmp_path, monkeypatch, in_toml, of_page, holds):
    monkeypatch.chdir(tmp_path)
    study = stored_study(tmp_path / "mine")
    toml = study.path / "study.toml"
    text = toml.read_text("utf-8")
    assert "[parameters]\n" in text
    toml.write_text(text.replace("[parameters]\n", f"[parameters]\n{in_toml}\n"), "utf-8")
    notebook = write_notebook(
        tmp_path / "one.ipynb", parameters='study: str = ""\nmin_n: int = 20  # small groups'
    )
    given = ready(Wanted(notebook, "one", of_page), study, lenient=set())
    assert given.get("min_n", 20) == holds
    assert set(given) <= {"study", "min_n"}
