"""JupyterLab in a real browser: it starts on the first notebook, beside the list of all.

Screenshots are kept in reports/_screenshots, for people to look at.
"""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest
from devtools import Browser

from convostudy.project.page.pdf import browser as find_browser

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "reports" / "_screenshots"
# Two shared cores: a kernel, a server and a browser may take minutes to start.
PATIENCE_S = 420
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A folder with the notebooks."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    (folder / "pyproject.toml").write_text("", encoding="utf-8")
    return folder


def _flags():
    """The flags with which the Makefile starts JupyterLab."""
    makefile = (ROOT / "Makefile").read_text("utf-8").replace("\\\n", " ")
    return next(line for line in makefile.splitlines() if line.startswith("LAB_FLAGS")).split()[2:]


@pytest.fixture(scope="module")
def lab(project):
    """A running JupyterLab, started as the Makefile starts it; its address."""
    told = project / "lab.log"
    more = ["--no-browser", "--port=0", "--allow-root"]
    with told.open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", f"--notebook-dir={project}", *_flags(), *more],
            stdout=log, stderr=log, cwd=project,
        )  # fmt: skip
    try:
        yield _address(server, told)
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()


def _address(server, told):
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        assert server.poll() is None, told.read_text()
        for word in told.read_text().split():
            if word.startswith("http://127.0.0.1:") and "token=" in word:
                return word
        time.sleep(0.5)
    raise AssertionError(f"JupyterLab did not start: {told.read_text()}")


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    path = find_browser()
    if not path:
        pytest.skip("no Chromium here: JupyterLab is not opened in a browser")
    pytest.importorskip("websocket", reason="websocket-client comes with JupyterLab")
    driven = Browser(path, tmp_path_factory.mktemp("profile"))
    yield driven
    driven.close()


def _wait(browser, script):
    """Wait until a script in the page gives something."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        found = browser.do(f"(() => {{ try {{ return {script} }} catch {{ return null }} }})()")
        if found:
            return found
        time.sleep(0.5)
    browser.screenshot(SHOTS / "lab-failed.png")
    raise AssertionError(f"this never came true in JupyterLab: {script}")


def test_the_lab_opens_on_the_first_notebook_beside_the_list_of_all(lab, browser):
    browser.look(1400)
    browser.open(lab)
    _wait(browser, "document.querySelector('.jp-NotebookPanel .jp-Cell') && true")
    _wait(browser, "document.body.textContent.includes('01_explore.ipynb')")
    _wait(browser, "document.body.textContent.includes('README.md')")
    browser.screenshot(SHOTS / "lab.png")


def test_the_address_of_the_lab_is_local(lab):
    with urlopen(lab.split("/lab")[0] + "/api", timeout=60) as answer:
        assert "version" in json.load(answer)
