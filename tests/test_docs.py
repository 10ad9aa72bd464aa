"""What the documents say is so: the tree, the commands, the links, the Python in the README."""

import ast
import re
import shlex
import subprocess
from pathlib import Path
from tempfile import gettempdir

import pandas as pd
import pytest

import convostudy as cs
from convostudy.errors import BadTable
from convostudy.parameters import Parameters
from convostudy.project.cli import _parameters, main
from convostudy.project.wanted import split_parameters

ROOMS = {
    "estimates",
    "explore",
    "figures",
    "measures",
    "outcomes",
    "page",
    "prose",
    "simulate",
    "sources",
}
ROOMS |= {"tables", "threads"}
ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *ROOT.glob("docs/*.md"),
]


def _tracked() -> set[str]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(listed.stdout.splitlines())


def test_the_tree_in_the_readme_is_the_tree():
    tree = README.split("## What is where")[1].split("```")[1]
    named = {line.split()[1].rstrip("/") for line in tree.splitlines() if line[:1] in ("├", "└")}
    tops = {name.split("/")[0] for name in named}
    there = {path.split("/")[0] for path in _tracked()}
    hidden = {name for name in there if name.startswith(".")}
    assert tops == there - hidden - {"LICENSE"}
    for name in named:
        assert (ROOT / name).exists(), name


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_inside_the_project_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


def test_the_python_in_the_readme_runs(tmp_path, monkeypatch):
    inbox = cs.simulate.inbox(20)
    export = tmp_path / "path" / "to" / "export.zip"
    export.parent.mkdir(parents=True)
    export.write_bytes(cs.simulate.linkedin_archive(inbox))
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", README, re.S)
    names, shown = {}, []
    for block in blocks:
        *steps, last = ast.parse(block).body
        exec(compile(ast.Module(steps, []), "README.md", "exec"), names)
        shown.append(eval(compile(ast.Expression(last.value), "README.md", "eval"), names))
    assert len(names["study"].messages) > 20
    by_asker, in_memory = shown
    assert set(by_asker["asker"]) == {"owner", "counterpart"}
    assert by_asker["n"].sum() > 0
    # On disk or in memory, the numbers are the same.
    pd.testing.assert_frame_equal(in_memory, names["study"].scores["time_to_pitch"])
    with pytest.raises(BadTable, match="Add what was read to what"):
        cs.score(names["labelled"])


def test_commands_in_the_readme_are_understood():
    lines = re.findall(r"(?:^    |`)(convostudy [^`\n]+)", README, re.M)
    assert len(lines) > 8
    notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
    for line in lines:
        _, name, *words = shlex.split(line, comments=True)
        given = main.commands[name].make_context(name, words).params.get("given", ())
        of_measures, _ = split_parameters(_parameters(given), notebooks)
        Parameters.from_mapping(of_measures)


def test_make_targets_of_the_readme_exist():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    commands = re.findall(r"(?:^    |`)make ([a-z]+)", README, re.M)
    assert set(commands) <= targets


def test_make_clean_takes_what_was_made_and_leaves_what_is_in_git(tmp_path):
    kept = {path for path in _tracked() if path.startswith(("data/", "reports/"))}
    made = {"data/processed/mine/study.toml", "data/processed/.mine.x/a", "reports/mine/index.html"}
    for path in kept | made | {".venv/.installed"}:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    makefile = str(ROOT / "Makefile")
    subprocess.run(["make", "-f", makefile, "clean"], cwd=tmp_path, check=True, capture_output=True)
    left = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    assert left == kept


def test_the_changelog_opens_each_version_with_numbers_that_change():
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    for version in re.split(r"^## ", text, flags=re.M)[1:]:
        assert re.findall(r"^### (.+)$", version, re.M)[0] == "Numbers that change"


def test_public_names_are_all_there():
    for name in cs.__all__:
        first, second = getattr(cs, name), getattr(cs, name)
        assert first is second, name
        assert callable(first) == (name not in ROOMS), name


def test_import_is_light_and_inert():
    code = (
        "import sys, time; t = time.process_time(); import convostudy; "
        "spent = time.process_time() - t; "
        "assert spent < 0.5, spent; "
        "heavy = {'statsmodels', 'nltk', 'matplotlib', 'papermill'} & set(sys.modules); "
        "assert not heavy, heavy"
    )
    subprocess.run([__import__("sys").executable, "-c", code], check=True)


def test_no_file_names_the_place_where_it_was_written():
    """Neither this checkout, nor a home, nor a folder for temporary files, whichever they are."""
    places = {str(place.resolve()) + "/" for place in (ROOT, Path.home(), Path(gettempdir()))}
    kinds = {".py", ".md", ".toml", ".yml", ".ipynb", ".lock", ""}
    texts = {p: (ROOT / p).read_text("utf-8") for p in _tracked() if Path(p).suffix in kinds}
    named = {path: place for path, text in texts.items() for place in places if place in text}
    assert named == {}


def test_settings_name_no_address():
    """Where packages come from is the reader's own setting."""
    settings = ["pyproject.toml", "environment.yml", "Makefile", "requirements.lock"]
    addresses = {n: re.findall(r"\w+://[^\s\"']+", (ROOT / n).read_text("utf-8")) for n in settings}
    assert addresses == {name: [] for name in settings}
