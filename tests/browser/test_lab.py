"""JupyterLab in a real browser: it starts on the first notebook, which runs and answers clicks.

Screenshots are kept in reports/_screenshots, for people to look at.
"""

import json
from urllib.request import urlopen

import pytest
from devtools import Browser
from lab_server import ROOT, SHOTS, Screen, new_project, running_lab

import convostudy as cs
from convostudy.project.demo import demo_export
from convostudy.project.page.pdf import browser as find_browser

FIRST = "notebooks/01_explore.ipynb"
START = "00_start_here.md"
OTHERS = sorted(f.stem for f in (ROOT / "notebooks").glob("*.ipynb") if f.stem not in FIRST)
AREA = "document.querySelector('.jp-OutputArea:has(.widget-select)')"
SHOWN = f"{AREA}.querySelector('.cx-box')"
TITLE = f"{SHOWN}.querySelector('h3').textContent"
HEADS = f"{SHOWN}.querySelector('thead').textContent"
THREADS = f"{AREA}.querySelector('.widget-select select')"
COUNT = f"{AREA}.querySelector('[role=status]').textContent"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project as one has it after `make lab`: the notebooks, and the demo read and measured."""
    if not find_browser():
        pytest.skip("no Chromium here: JupyterLab is not opened in a browser")
    pytest.importorskip("websocket", reason="websocket-client comes with JupyterLab")
    pytest.importorskip("ipywidgets", reason="the widgets are what is tried")
    folder = new_project(tmp_path_factory.mktemp("lab"))
    study = cs.ingest([demo_export()], folder / "data" / "processed" / "demo")
    # The rules are the quickest; what the notebooks do does not depend on who labelled.
    study.measure(parameters={"backend": "rules"})
    return folder


@pytest.fixture(scope="module")
def lab(project):
    # The application is shown to the test alone, so that it can press what a menu presses.
    with running_lab(project, "--LabApp.expose_app_in_browser=True") as address:
        yield address


@pytest.fixture(scope="module")
def screen(lab, tmp_path_factory):
    driven = Browser(find_browser(), tmp_path_factory.mktemp("profile"))
    shown = Screen(driven)
    shown.start(lab, 1400)
    yield shown
    driven.close()


def _button(text):
    return f"[...{AREA}.querySelectorAll('button')].find(b => b.textContent.trim() == '{text}')"


def test_the_lab_opens_on_the_first_notebook_beside_the_list_of_all(screen):
    screen.wait(f"jupyterapp.shell.currentWidget.context.path == '{FIRST}'")
    listed = screen.wait("document.querySelector('.jp-DirListing-content').innerText")
    # What says where to start stands first.
    assert listed.strip().startswith(START)
    for name in (f"{stem}.ipynb" for stem in OTHERS):
        assert name[:18] in listed
    screen.browser.screenshot(SHOTS / "lab.png")


def test_no_line_of_a_cell_runs_off_the_edge(screen):
    lines = "document.querySelectorAll('.jp-NotebookPanel .jp-CodeCell .cm-content')"
    assert screen.wait(f"{lines}.length") >= 3
    beyond = f"[...{lines}].filter(c => c.scrollWidth > c.parentElement.clientWidth + 1)"
    assert screen.browser.do(f"{beyond}.map(c => c.innerText)") == []


def test_the_first_notebook_runs_and_answers_clicks(screen):
    screen.browser.do("jupyterapp.commands.execute('notebook:run-all-cells'); 1")
    n = screen.wait(f"{THREADS}.options.length")
    assert n > 50
    screen.wait(f"{TITLE}.startsWith('1. ')")
    screen.show(AREA, "lab-conversation")

    # Another thread.
    screen.click(f"{THREADS}.options[1]")
    screen.wait(f"{TITLE}.startsWith('2. ')")

    # A filter: fewer threads, and one that passes it.
    before = screen.wait(COUNT)
    screen.choose(AREA, "Pitch:", "a pitch")
    screen.wait(f"{COUNT} != {json.dumps(before)}")
    screen.wait(f"{TITLE}.startsWith('1. ')")
    assert screen.browser.do(f"[...{THREADS}.options].every(o => /pitch/.test(o.text))")
    screen.click(_button("Clear filters"))
    screen.wait(f"{COUNT} == {json.dumps(before)}")

    # A table, another order, and from a row to its thread.
    screen.click(_button("Threads"))
    screen.wait(f"{HEADS}.includes('No. ▲')")
    screen.click(_button("Pitches"))
    screen.wait(f"{HEADS}.includes('Pitches ▼')")
    screen.show(AREA, "lab-table")
    row = screen.browser.do(f"{SHOWN}.querySelector('tbody th').textContent")
    screen.choose(AREA, "Thread", f"{row}. ")
    screen.click(_button("Read this thread"))
    screen.wait(f"{TITLE}.startsWith('{row}. ')")


def test_nothing_popped_up_and_nothing_left_the_machine(screen):
    assert (
        screen.browser.do("document.querySelectorAll('.jp-Dialog, .Toastify__toast').length") == 0
    )
    asked = [
        e["params"]["request"]["url"]
        for e in screen.browser.events
        if e.get("method") == "Network.requestWillBeSent"
    ]
    assert asked
    here = ("http://127.0.0.1", "http://localhost", "data:", "blob:")
    assert [url for url in asked if not url.startswith(here)] == []
    assert [e for e in screen.browser.events if e.get("method") == "Runtime.exceptionThrown"] == []


def test_what_people_wrote_is_not_stored_with_the_notebook(screen, project):
    screen.browser.do("jupyterapp.shell.currentWidget.context.save().then(() => 1)")
    stored = json.loads((project / FIRST).read_text("utf-8"))
    outputs = [o for cell in stored["cells"] for o in cell.get("outputs", [])]
    assert any("application/vnd.jupyter.widget-view+json" in o.get("data", {}) for o in outputs)
    held = json.dumps(stored, ensure_ascii=False)
    people = cs.open_study(project / "data" / "processed" / "demo").people
    counterparts = people.loc[~people["is_owner"], "name"]
    assert [name for name in counterparts if len(name) > 5 and name in held] == []


@pytest.mark.parametrize("stem", OTHERS)
def test_every_other_notebook_runs_cell_by_cell(screen, stem):
    path = f"notebooks/{stem}.ipynb"
    screen.browser.do(f"jupyterapp.commands.execute('docmanager:open', {{path: '{path}'}}); 1")
    panel = "jupyterapp.shell.currentWidget"
    screen.wait(f"{panel}.context.path == '{path}' && {panel}.context.isReady")
    screen.wait(f"{panel}.sessionContext.session.kernel && true")
    cells = f"{panel}.content.widgets.map(c => c.model)"
    n = screen.wait(f"{cells}.length")
    screen.browser.do(
        f"(async () => {{ window.through = ''; {panel}.content.activeCellIndex = 0;"
        f" for (let i = 0; i < {n}; i++) await jupyterapp.commands.execute("
        f"'notebook:run-cell-and-select-next'); window.through = '{stem}' }})(); 1"
    )
    screen.wait(f"window.through == '{stem}'")
    code = (
        f"{cells}.filter(m => m.type == 'code' && m.sharedModel.getSource()).map(m => m.toJSON())"
    )
    ran = json.loads(screen.browser.do(f"JSON.stringify({code})"))
    outputs = [o for cell in ran for o in cell["outputs"]]
    assert all(cell["execution_count"] for cell in ran)
    assert [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"] == []
    assert any("text/html" in o.get("data", {}) for o in outputs)
    screen.show(f"{panel}.content.widgets[0].node", f"lab-{stem}")
    screen.browser.do(f"{panel}.sessionContext.shutdown().then(() => 1)")


def test_the_address_of_the_lab_is_local(lab):
    with urlopen(lab.split("/lab")[0] + "/api", timeout=60) as answer:
        assert "version" in json.load(answer)
