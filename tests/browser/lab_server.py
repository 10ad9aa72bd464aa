"""JupyterLab as `make lab` starts it, in a project of its own, and the browser that looks at it."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devtools import Browser

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "reports" / "_screenshots"
# Two shared cores: a kernel, a server and a browser may take minutes to start.
PATIENCE_S = 420


def of_makefile(name: str) -> list[str]:
    """Return the words of a variable of the Makefile."""
    lines = (ROOT / "Makefile").read_text("utf-8").replace("\\\n", " ").splitlines()
    return next(line for line in lines if line.startswith(f"{name} :=")).split()[2:]


@contextmanager
def running_lab(project: Path, *more: str) -> Iterator[str]:
    """Start JupyterLab in a project, for somebody who never used it; give its address."""
    told = project / "lab.log"
    home = {"JUPYTER_CONFIG_DIR": str(project / "home")}
    settings = {"JUPYTER_CONFIG_PATH": of_makefile("LAB_SETTINGS")[0]}
    flags = [*of_makefile("LAB_FLAGS"), "--no-browser", "--port=0", "--allow-root", *more]
    with told.open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", f"--notebook-dir={project}", *flags],
            stdout=log, stderr=log, cwd=project, env={**os.environ, **home, **settings},
        )  # fmt: skip
    try:
        yield _address(server, told)
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()


def _address(server: subprocess.Popen, told: Path) -> str:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        assert server.poll() is None, told.read_text()
        for word in told.read_text().split():
            if word.startswith("http://127.0.0.1:") and "token=" in word:
                return word
        time.sleep(0.1)
    raise AssertionError(f"JupyterLab did not start: {told.read_text()}")


def new_project(folder: Path) -> Path:
    """Make a folder with the notebooks as they stand in the repository."""
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    (folder / "pyproject.toml").write_text("", encoding="utf-8")
    return folder


class Screen:
    """JupyterLab on a screen: what one waits for, and the mouse.

    Parameters
    ----------
    browser : Browser
        In which the lab has been opened.
    """

    def __init__(self, browser: Browser) -> None:
        self.browser = browser

    def start(self, address: str, width: int) -> None:
        """Open the lab; wait until its first notebook stands there, ready to run."""
        self.browser.look(width)
        # JupyterLab knows which notebook is meant by where the cursor is.
        self.browser.call("Emulation.setFocusEmulationEnabled", enabled=True)
        self.browser.open(address)
        self.wait("document.querySelector('.jp-NotebookPanel .jp-Cell') && true")
        self.wait("jupyterapp.commands.isEnabled('notebook:run-all-cells')")
        self.wait("jupyterapp.shell.currentWidget.sessionContext.session.kernel && true")

    def wait(self, script: str):
        """Wait until a script in the page gives something."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            found = self.browser.do(
                f"(() => {{ try {{ return {script} }} catch {{ return null }} }})()"
            )
            if found:
                return found
            time.sleep(0.1)
        self.browser.screenshot(SHOTS / "lab-failed.png")
        raise AssertionError(f"this never came true in JupyterLab: {script}")

    def click(self, element: str) -> None:
        """Press the mouse in the middle of an element, which a script finds."""
        x, y = self.browser.do(
            f"(() => {{ const e = {element}; e.scrollIntoView({{block: 'nearest'}});"
            " const r = e.getBoundingClientRect();"
            " return [r.x + r.width / 2, r.y + r.height / 2] })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.browser.call(
                "Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1
            )

    def choose(self, area: str, label: str, begins: str) -> None:
        """Choose an option of the list with this label; its menu is drawn outside of the page."""
        chosen = self.browser.do(
            f"(() => {{ const list = [...{area}.querySelectorAll('.widget-dropdown')].find("
            f"d => d.querySelector('label').textContent == {json.dumps(label)});"
            " const s = list.querySelector('select');"
            # ipywidgets writes spaces as spaces that do not break.
            " const o = [...s.options].find("
            f"o => o.text.replaceAll('\\xa0', ' ').startsWith({json.dumps(begins)}));"
            " s.value = o.value; s.dispatchEvent(new Event('change', {bubbles: true}));"
            " return o.text })()"
        )
        assert chosen

    def show(self, element: str, name: str) -> None:
        """Go to the cell with an element, as a notebook goes to a cell, and keep a picture."""
        notebook = "jupyterapp.shell.currentWidget.content"
        self.browser.do(
            f"(async () => {{ const n = {notebook}; n.mode = 'command';"
            f" n.activeCellIndex = n.widgets.findIndex(c => c.node.contains({element}));"
            " await n.scrollToCell(n.activeCell, 'start') })()"
        )
        time.sleep(1)
        self.browser.screenshot(SHOTS / f"{name}.png")
