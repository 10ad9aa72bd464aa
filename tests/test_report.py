import asyncio
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from jupyter_core.utils import ensure_event_loop

from convostudy.errors import BadParameter, ReportFailed
from convostudy.project import report
from convostudy.project.kernel import end_waiting
from convostudy.project.notebook import Declared, check_given, declared, read_value
from project_studies import names_in, write_notebook

PARAMETERS = '''\
"""What a reader may change."""
study: str = "data/processed/mine"  # the study
min_n: int = 20  # groups below are shown as counts
days: list[int] = [1, 7]  # windows, in days
share: float = 0.5
zone: str | None = None
mark = "a # not a comment"
'''

# ---------------------------------------------------------------- parameters


def test_declared_parameters(tmp_path):
    found = declared(write_notebook(tmp_path / "n.ipynb", "# Title", parameters=PARAMETERS))
    assert list(found) == ["study", "min_n", "days", "share", "zone", "mark"]
    assert found["min_n"] == Declared("min_n", 20, "int", "groups below are shown as counts")
    assert found["mark"] == Declared("mark", "a # not a comment", "", "")
    assert found["zone"].annotation == "str | None"


@pytest.mark.parametrize("line", ["import os", "x = open('y')", "x, y = 1, 2", "x = {1}", "x ="])
def test_a_parameters_cell_holds_plain_values_only(tmp_path, line):
    file = write_notebook(tmp_path / "n.ipynb", parameters=line)
    with pytest.raises(BadParameter, match="tagged 'parameters'"):
        declared(file)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"min_m": 5}, "Did you mean 'min_n'"),
        ({"min_n": "5"}, "min_n = '5'.*int"),
        ({"min_n": True}, "min_n = True"),
        ({"days": 7}, "list"),
        ({"share": float("nan")}, "share = nan"),
        ({"zone": 3}, "zone = 3"),
        ({"zone": pd.Timestamp("2025-01-01")}, "zone = Timestamp"),
    ],
)
def test_wrong_parameters_are_refused(tmp_path, given, says):
    known = declared(write_notebook(tmp_path / "n.ipynb", parameters=PARAMETERS))
    with pytest.raises(BadParameter, match=says):
        check_given(given, known, "n")


def test_right_parameters_pass(tmp_path):
    known = declared(write_notebook(tmp_path / "n.ipynb", parameters=PARAMETERS))
    given = {"min_n": 5, "days": (3, 4), "share": 1, "zone": None}
    assert check_given(given, known, "n") == {"min_n": 5, "days": [3, 4], "share": 1, "zone": None}


def test_a_value_that_looks_like_code_stays_text():
    assert read_value("__import__('os')") == "__import__('os')"


# ---------------------------------------------------------------- runs in a kernel


@pytest.mark.slow
def test_a_report_is_made(project):
    write_notebook(
        project / "notebooks" / "one.ipynb",
        "# One page",
        "import sys\nimport convostudy.project as cs\nheld = cs.open_study(study)",
        "print('noise', file=sys.stderr)\n"
        "cs.page.text(f'{len(held.messages)} messages, min_n {min_n}, {sys.executable}')",
        parameters='study: str = ""\nmin_n: int = 20  # small groups',
    )
    index = report("mine", parameters={"min_n": 3})
    assert index == project / "reports" / "mine" / "one.html"
    files = ["index.html", "one.html", "one.ipynb", "one.status.json", "run.json"]
    assert names_in(index.parent) == files
    text = index.read_text("utf-8")
    assert f"2 messages, min_n 3, {sys.executable}" in text
    assert "noise" not in text
    assert "basic &lt;b&gt;.zip" in text
    assert str(project) not in text.replace(sys.executable, "")
    run = json.loads((index.parent / "run.json").read_text("utf-8"))
    assert run["pages"][0]["status"] == "ok"
    assert run["pages"][0]["parameters"] == {"study": "data/processed/mine", "min_n": 3}
    assert len(run["tables_sha256"]["scores/answered"]) == 64
    executed = nbformat.read(index.parent / "one.ipynb", as_version=4)
    assert executed.metadata.papermill.input_path == "notebooks/one.ipynb"
    assert str(project) not in json.dumps(executed.metadata)


@pytest.mark.slow
def test_a_failing_notebook_says_where_and_does_not_stop_the_others(project):
    write_notebook(project / "notebooks" / "bad.ipynb", "# Bad", "x = 1", "x / 0  # here")
    write_notebook(project / "notebooks" / "good.ipynb", "# Good", "print('fine')")
    with pytest.raises(ReportFailed) as failed:
        report("mine")
    for words in ("notebook bad, code cell 2", "x / 0", "ZeroDivisionError: division by zero"):
        assert words in str(failed.value)
    folder = project / "reports" / "mine"
    assert "reports/mine/bad.failed.ipynb" in str(failed.value)
    assert names_in(folder) == [
        "bad.failed.ipynb",
        "bad.status.json",
        "good.html",
        "good.ipynb",
        "good.status.json",
        "index.html",
        "run.json",
    ]
    index = BeautifulSoup((folder / "index.html").read_text("utf-8"), "html.parser")
    # First the way up, to the list of all studies.
    assert [a["href"] for a in index.main.find_all("a")] == ["../index.html", "good.html"]
    assert "ZeroDivisionError" in index.main.text
    run = json.loads((folder / "run.json").read_text("utf-8"))
    assert [p["status"] for p in run["pages"]] == ["failed", "ok"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cell", "says", "status"),
    [
        ("import os\nos.kill(os.getpid(), 9)", "kernel that died", "dead-kernel"),
        ("import time\ntime.sleep(60)", "longer than 1 second. ", "timeout"),
    ],
)
def test_dead_kernels_and_endless_cells_are_failures(project, caplog, cell, says, status):
    write_notebook(project / "notebooks" / "bad.ipynb", "# Bad", cell)
    with pytest.raises(ReportFailed, match=f"code cell 1 that begins 'import.*{says}"):
        report("mine", "bad", timeout_s=0.5)
    # What the libraries think of it is for nobody who waits for a page.
    assert caplog.records == []
    folder = project / "reports" / "mine"
    assert names_in(folder) == ["bad.failed.ipynb", "bad.status.json", "index.html", "run.json"]
    held = json.loads((folder / "bad.status.json").read_text("utf-8"))
    assert (held["status"], held["schema_version"]) == (status, 1)
    assert says in held["error"]


def test_unknown_names_are_refused_before_anything_runs(project):
    write_notebook(project / "notebooks" / "one.ipynb", parameters="min_share: float = 0.5")
    with pytest.raises(BadParameter, match="Did you mean 'min_share'"):
        report("mine", parameters={"min_shara": 1})
    with pytest.raises(BadParameter, match="min_share = 'x'"):
        report("mine", parameters={"min_share": "x"})
    with pytest.raises(BadParameter, match="Did you mean 'one'"):
        report("mine", "onee")
    assert not (project / "reports").exists()


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf")])
def test_a_time_that_is_none_is_refused(project, seconds):
    write_notebook(project / "notebooks" / "one.ipynb", "x = 1")
    with pytest.raises(BadParameter, match="a number of seconds above zero"):
        report("mine", timeout_s=seconds)
    with pytest.raises(BadParameter, match="--start-timeout"):
        report("mine", start_timeout_s=seconds)


def test_nothing_waits_for_a_kernel_that_was_given_up():
    loop = ensure_event_loop()
    left = loop.create_task(asyncio.sleep(60))
    end_waiting()
    assert left.cancelled()
    end_waiting()


@pytest.mark.slow
def test_the_pages_of_study_toml(project):
    write_notebook(project / "notebooks" / "one.ipynb", "print(n)", parameters="n: int = 1")
    file = project / "data" / "processed" / "mine" / "study.toml"
    listed = '\n[[reports]]\nnotebook = "one"\nname = "{}"\nparameters = {{ n = {} }}\n'
    text = file.read_text("utf-8")
    file.write_text(text + listed.format("ten", 10) + listed.format("six", 6), "utf-8")
    folder = report("mine").parent
    assert "<pre" in (folder / "ten.html").read_text("utf-8")
    shown = [
        BeautifulSoup((folder / f"{n}.html").read_text("utf-8"), "html.parser").main.pre.text
        for n in ("ten", "six")
    ]
    assert [s.strip() for s in shown] == ["10", "6"]
    file.write_text(text + listed.format("ten", 10) * 2, "utf-8")
    with pytest.raises(BadParameter, match="two pages named 'ten'"):
        report("mine")


@pytest.mark.slow
def test_the_wheel_carries_notebooks_and_templates(tmp_path):
    root = Path(__file__).parents[1]
    copy = tmp_path / "copy"
    shutil.copytree(
        root / "src", copy / "src", ignore=shutil.ignore_patterns("*.egg-info", "__*__")
    )
    shutil.copytree(root / "notebooks", copy / "notebooks")
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copyfile(root / name, copy / name)
    build = [sys.executable, "setup.py", "-q", "bdist_wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=copy, check=True, capture_output=True)
    held = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    packed = {Path(name).name for name in held if name.startswith("convostudy/notebooks/")}
    assert packed == {file.name for file in (root / "notebooks").glob("*.ipynb")}
    template = "convostudy/project/page/template/convostudy"
    for name in ("index.html.j2", "list.html.j2", "page.css", "conf.json"):
        assert f"{template}/{name}" in held
