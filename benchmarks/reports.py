"""How much faster are many reports than papermill called once for each, with stock HTML?

Makes the main report N times (20 when left out), each with a seed of its own, on the measured demo
study: once with ``convostudy report --engine warm``, once with the commands ``papermill`` and
``jupyter nbconvert --to html`` called for each. Both run in one go on the same machine, the study
is measured before the clock starts, and the figure is wall-clock time. Also prints the processor
time of rendering one page after the run. Run it with ``python benchmarks/reports.py``.

The stock way is also counted without the start of nbconvert (its HTML made in one process), the
strictest reading of "papermill once per report".
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "notebooks" / "sales_vs_relationship.ipynb"
LIMITS = {"wall ratio": 0.35, "rendering one page, CPU s": 0.3}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("--n", type=int, default=20, help="reports (20)")
    asked.add_argument("--jobs", type=int, default=2, help="at a time, ours (2)")
    asked.add_argument("--engine", default="warm", help="warm or fresh")
    asked.add_argument("--backend", default="rules", help="of the measuring, outside the clock")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="cs-bench-") as folder:
        os.chdir(folder)
        project = Path(folder)
        _prepare(project, given)
        before = _cpu()
        ours = _ours(given)
        cpu = _cpu() - before
        stock, html = _stock(project, given.n)
        stock_cpu = _cpu() - before - cpu
        executed = sorted((project / "reports" / "demo").glob("*.ipynb"))[0]
        render = _render_cpu(executed)
    print(
        f"{given.n} main reports on the demo study, {given.engine} engine, {given.jobs} at a time"
    )
    print(f"  convostudy report                          {ours:8.1f} s, CPU {cpu:.1f} s")
    print(f"  papermill per report                       {stock:8.1f} s")
    print(f"  + jupyter nbconvert --to html per report   {html:8.1f} s")
    _say("wall ratio", ours / (stock + html))
    print(f"  CPU ratio, for a machine that is busy: {cpu / stock_cpu:.2f} of {stock_cpu:.1f} s")
    print(f"  wall ratio to papermill alone, no HTML at all: {ours / stock:.2f}")
    _say("rendering one page, CPU s", render)


def _prepare(project: Path, given: argparse.Namespace) -> None:
    """Read and measure the demo, and list N pages: the same notebook, a seed each."""
    (project / "notebooks").mkdir()
    shutil.copyfile(NOTEBOOK, project / "notebooks" / NOTEBOOK.name)
    shutil.copytree(ROOT / "data" / "raw" / "demo", project / "data" / "raw" / "demo")
    export = next((project / "data" / "raw" / "demo").glob("*.zip"))
    _run("convostudy", "ingest", str(export), "--study", "demo")
    _run("convostudy", "measure", "--study", "demo", "-p", f"backend={given.backend}")
    toml = project / "data" / "processed" / "demo" / "study.toml"
    seeds = list(range(1, given.n + 1))
    listed = f'\n[[reports]]\nnotebook = "{NOTEBOOK.stem}"\n[reports.matrix]\nseed = {seeds}\n'
    toml.write_text(toml.read_text("utf-8") + listed, "utf-8")


def _ours(given: argparse.Namespace) -> float:
    began = time.perf_counter()
    jobs = str(given.jobs)
    _run("convostudy", "report", "--study", "demo", "--engine", given.engine, "--jobs", jobs)
    return time.perf_counter() - began


def _stock(project: Path, n: int) -> tuple[float, float]:
    """Return the seconds of papermill, and of nbconvert after it."""
    (project / "stock").mkdir()
    ran = converted = 0.0
    for seed in range(1, n + 1):
        executed = f"stock/{seed}.ipynb"
        began = time.perf_counter()
        source = f"notebooks/{NOTEBOOK.name}"
        values = ["-p", "study", "data/processed/demo", "-p", "seed", str(seed)]
        _run("papermill", source, executed, "-k", "python3", "--no-progress-bar", *values)
        ran += time.perf_counter() - began
        began = time.perf_counter()
        _run("jupyter-nbconvert", "--to", "html", executed)
        converted += time.perf_counter() - began
    return ran, converted


def _cpu() -> float:
    """Return the processor seconds of all that was run so far."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _run(command: str, *words: str) -> None:
    """Run a command of this environment; the kernel python3 is this environment's, too."""
    place = Path(sys.executable).parent
    env = {**os.environ, "PATH": f"{place}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run([str(place / command), *words], env=env, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{command} {' '.join(words)}\n{done.stderr[-2000:]}")


def _render_cpu(executed: Path) -> float:
    """Return the processor seconds of a page, the exporter being loaded, as in a batch."""
    from convostudy.project.page.export import page_html

    held = nbformat.read(executed, as_version=4)
    facts = {"study": "demo", "made_at": datetime.now(UTC), "parameters": [], "measurement": []}
    facts |= {"inputs": [], "versions": {}}
    spent = []
    for _ in range(3):
        began = time.process_time()
        page_html(held, executed.stem, facts)
        spent.append(time.process_time() - began)
    return spent[-1]


def _say(what: str, value: float) -> None:
    verdict = "ok" if value <= LIMITS[what] else "TOO SLOW"
    print(f"  {what}: {value:.2f}, limit {LIMITS[what]:g}: {verdict}")


if __name__ == "__main__":
    main()
