"""Every notebook runs with plain papermill, from any folder, and what it shows stands still."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

import convostudy as cs
from convostudy.project.demo import demo_export

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("study") / "demo"
    # The rules are the quickest; that a notebook runs does not depend on who labelled.
    return cs.ingest([demo_export()], folder).measure(parameters={"backend": "rules"})


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda p: p.stem)
def test_runs_as_one_would_type_it(notebook, study, tmp_path):
    out = tmp_path / "out.ipynb"
    typed = ["papermill", str(notebook), str(out), "-p", "study", str(study.path)]
    ran = subprocess.run(
        [sys.executable, "-m", *typed, "--no-progress-bar"],
        capture_output=True, text=True, cwd=tmp_path, timeout=600,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    held = nbformat.read(out, as_version=4)
    outputs = [o for cell in held.cells if cell.cell_type == "code" for o in cell.outputs]
    assert [o for o in outputs if o.output_type in ("error", "stream")] == []
    assert any("text/html" in o.get("data", {}) for o in outputs)
    text = out.read_text("utf-8")
    assert "widget-view" not in text
    people = study.people.loc[~study.people["is_owner"], "name"]
    assert [name for name in people if len(name) > 5 and name in text] == []
    # Beside the notebook that was asked for, nothing is written.
    assert sorted(file.name for file in tmp_path.iterdir()) == ["out.ipynb"]
