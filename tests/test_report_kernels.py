"""Kernels of reports: a warm one is as clean as a fresh one, and what they count is kept."""

import json
import sys

import pandas as pd
import pytest

from convostudy.errors import BadTable, ReportFailed
from convostudy.project import page, report
from convostudy.project.kernel import Kernels
from convostudy.project.reporting import warm
from project_studies import write_notebook

POLLUTE = """\
import builtins, os, sys, random
import matplotlib, numpy as np, pandas as pd, convostudy as cs
import matplotlib.pyplot as plt
matplotlib.rcParams["axes.titlesize"] = 77
pd.set_option("display.max_rows", 7)
plt.figure()
builtins.leaked = os.environ["LEAKED"] = "yes"
sys.modules["leaked"] = os
cs.estimates.proportions = None
np.random.seed(1); random.seed(1)
os.chdir("/")
print("polluted")
"""
LOOK = """\
import builtins, os, sys, random
import matplotlib, numpy as np, pandas as pd, convostudy as cs
import matplotlib.pyplot as plt
seen = {
    "title": matplotlib.rcParams["axes.titlesize"],
    "rows": pd.get_option("display.max_rows"),
    "figures": plt.get_fignums(),
    "names": [hasattr(builtins, "leaked"), "leaked" in sys.modules, "LEAKED" in os.environ],
    "room": cs.estimates.proportions is None,
    "variables": "x" in globals(),
    "here": os.path.basename(os.getcwd()),
}
assert os.environ["OMP_NUM_THREADS"] == "1"
row = {"name": "draw", "estimate": np.random.rand(), "low": np.nan, "high": random.random()}
cs.page.result([{**row, "n": np.int64(3), "method": "none", "seen": seen}])
print("Grüße", file=sys.stdout)
"""


def _numbers(project, name):
    file = project / "reports" / "mine" / f"{name}.result.json"
    return json.loads(file.read_text("utf-8"))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="warm kernels are forked, on Linux alone")
def test_a_warm_kernel_knows_nothing_of_the_one_before(project):
    write_notebook(project / "notebooks" / "1_pollute.ipynb", "# P", "x = 1", POLLUTE)
    write_notebook(project / "notebooks" / "2_look.ipynb", "# L", LOOK)
    write_notebook(project / "notebooks" / "3_look.ipynb", "# L", LOOK)
    write_notebook(
        project / "notebooks" / "4_die.ipynb", "# D", "import os\nos.kill(os.getpid(), 9)"
    )
    write_notebook(project / "notebooks" / "5_look.ipynb", "# L", LOOK)
    write_notebook(project / "notebooks" / "6_wait.ipynb", "# W", "import time\ntime.sleep(60)")
    said = []
    with pytest.raises(ReportFailed, match="kernel that died"):
        report("mine", engine="warm", jobs=1, timeout_s=5, say=said.append)
    assert not any("cannot be had" in line for line in said)
    run = json.loads((project / "reports" / "mine" / "run.json").read_text("utf-8"))
    assert [p["status"] for p in run["pages"]] == ["ok", "ok", "ok", "dead-kernel", "ok", "timeout"]
    first, second, third = (_numbers(project, f"{k}_look") for k in (2, 3, 5))
    clean = {
        "title": "large",
        "rows": 60,
        "figures": [],
        "names": [False, False, False],
        "room": False,
        "variables": False,
        "here": project.name,
    }
    for held in (first, second, third):
        assert held["numbers"][0]["seen"] == clean
    # Forked twice from one parent, they must not draw the same numbers.
    assert len({held["numbers"][0]["estimate"] for held in (first, second, third)}) == 3
    assert len({held["numbers"][0]["high"] for held in (first, second, third)}) == 3
    assert first["study"] == "mine"
    assert first["numbers"][0]["low"] is None
    assert first["numbers"][0]["n"] == 3
    assert "Grüße" in (project / "reports" / "mine" / "2_look.html").read_text("utf-8")


def test_where_nothing_can_be_forked_kernels_are_fresh(monkeypatch):
    said = []
    monkeypatch.setattr(warm.sys, "platform", "win32")
    with warm.kernels_of("warm", said.append) as kernels:
        assert kernels.argv == Kernels().argv
    assert "Linux" in said[0]


def test_outside_of_a_report_nothing_is_written(tmp_path, monkeypatch):
    rows = [{"name": "a", "estimate": 0.5, "low": 0.2, "high": 0.8, "n": 8, "method": "Wilson"}]
    monkeypatch.delenv("CONVOSTUDY_RESULT_FILE", raising=False)
    monkeypatch.chdir(tmp_path)
    page.result(rows)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(BadTable, match="no column low"):
        page.result([{"name": "a", "estimate": 1, "high": 1, "n": 1, "method": ""}])
    with pytest.raises(BadTable, match="two numbers named 'a'"):
        page.result(rows * 2)


def test_numbers_are_added_to_and_replaced_by_name(tmp_path, monkeypatch):
    file = tmp_path / "result.json"
    monkeypatch.setenv("CONVOSTUDY_RESULT_FILE", str(file))
    row = {"estimate": 0.5, "low": 0.2, "high": float("inf"), "n": 8, "method": "Wilson"}
    page.result(pd.DataFrame([{"name": "a", **row}, {"name": "b", **row}]))
    page.result([{"name": "b", **row, "n": pd.NA, "at": pd.Timestamp("2025-03-01")}])
    page.result([])
    held = json.loads(file.read_text("utf-8"))
    assert held["schema_version"] == 1
    assert [n["name"] for n in held["numbers"]] == ["a", "b"]
    assert held["numbers"][0]["high"] is None
    assert held["numbers"][1]["n"] is None
    assert held["numbers"][1]["at"].startswith("2025-03-01")
