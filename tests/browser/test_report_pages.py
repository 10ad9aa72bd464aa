"""Every page in a real browser: no error, no request, no sideways scrolling, axe content.

The pages are those of the demo. Screenshots are kept in reports/_screenshots, to be looked at.
"""

import importlib.util
import os
import shutil
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from devtools import Browser

import convostudy as cs
from convostudy.project.demo import demo_export
from convostudy.project.page.export import page_html
from convostudy.project.page.pdf import browser as find_browser
from page_looks import FACTS, handed_over, problems

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "reports" / "_screenshots"
WIDTHS = {"phone": 390, "desk": 1280}
LARGEST = {"sales_vs_relationship": 150_000}
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    path = find_browser()
    if not path:
        pytest.skip("no Chromium here: pages are not opened in a browser")
    pytest.importorskip("websocket", reason="websocket-client comes with JupyterLab")
    driven = Browser(path, tmp_path_factory.mktemp("profile"))
    yield driven
    driven.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The folder with the pages of all notebooks, or the one that CONVOSTUDY_PAGES names."""
    there = os.environ.get("CONVOSTUDY_PAGES")
    if there:
        return Path(there)
    project = tmp_path_factory.mktemp("project")
    (project / "data").mkdir()
    shutil.copytree(ROOT / "notebooks", project / "notebooks")
    archive = demo_export()
    here = Path.cwd()
    os.chdir(project)
    try:
        study = cs.ingest([archive], "demo")
        # The rules are the quickest; how a page looks does not depend on who labelled.
        # Nor on whether each notebook imports everything anew.
        return cs.report(study, parameters={"backend": "rules"}, engine="warm").parent
    finally:
        os.chdir(here)


def test_pages_are_small_and_well_formed(pages):
    files = sorted(pages.glob("*.html"))
    assert {file.stem for file in (ROOT / "notebooks").glob("*.ipynb")} <= {f.stem for f in files}
    for file in files:
        html = file.read_text("utf-8")
        assert problems(html) == [], file.name
        assert "No description has been provided" not in html
        assert len(html.encode()) <= LARGEST.get(file.stem, 300_000), file.name


@pytest.mark.parametrize("screen", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_opens(browser, pages, screen, scheme):
    # Half of the four will do: each width and each scheme comes once.
    axe = _axe() if (screen, scheme) in (("desk", "light"), ("phone", "dark")) else ""
    wrong = []
    # The list of all studies stands one folder up.
    for file in [*sorted(pages.glob("*.html")), pages.parent / "index.html"]:
        browser.look(WIDTHS[screen], scheme)
        events = browser.open(file.resolve().as_uri())
        wrong += [f"{file.name}: {w}" for w in _wrong(events, file)]
        wide = browser.do("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            wrong.append(f"{file.name}: {wide} pixels wider than the screen")
        name = file.stem if file.parent == pages else "all-studies"
        browser.screenshot(SHOTS / f"{name}-{screen}-{scheme}.png")
        if axe:
            wrong += [f"{file.name}: {w}" for w in _serious(browser, axe)]
    assert wrong == []


def test_axe_is_there_and_finds_what_is_wrong(browser, tmp_path):
    axe = _axe()
    if not axe:
        pytest.skip("axe-core-python is not installed: pages were opened without it")
    page = tmp_path / "page.html"
    page.write_text("<title>t</title><main><h1>T</h1><img src=''></main>", "utf-8")
    browser.look(1280)
    browser.open(page.as_uri())
    found = " ".join(_serious(browser, axe))
    assert "image-alt" in found
    assert "html-has-lang" in found


def test_no_table_is_cut_off_at_a_desk(browser, pages):
    browser.look(1280)
    # A wide table scrolls in its frame, which never is too wide itself: what counts is whether
    # there is something to scroll to. Nor may what stands around it cut the frame.
    cut = (
        "[...document.querySelectorAll('.cs-table')].filter(t => t.scrollWidth > t.clientWidth + 1"
        " || t.getBoundingClientRect().right > t.parentElement.getBoundingClientRect().right + 1 &&"
        " getComputedStyle(t.parentElement).overflowX !== 'visible').map(t => t.ariaLabel)"
    )
    for file in sorted(pages.glob("*.html")):
        browser.open(file.resolve().as_uri())
        assert browser.do(cut) == [], file.name


def test_a_table_is_sorted_by_a_click_and_only_then(browser, tmp_path, monkeypatch):
    shown = handed_over(monkeypatch)
    frame = pd.DataFrame({"who": ["b", "a", "c"], "n": [900, 1234, None]})
    cs.page.table(frame, caption="Who", sortable=True)
    output = nbformat.v4.new_output("display_data", data={"text/html": shown[0][0]})
    cells = [nbformat.v4.new_markdown_cell("# T"), nbformat.v4.new_code_cell("", outputs=[output])]
    page = tmp_path / "page.html"
    page.write_text(page_html(nbformat.v4.new_notebook(cells=cells), "n", FACTS)[0], "utf-8")
    browser.look(1280)
    assert list(_wrong(browser.open(page.as_uri()), page)) == []
    order = (
        "[...document.querySelectorAll('.cs-sortable tbody th')].map(c => c.textContent).join('')"
    )
    head = "document.querySelectorAll('.cs-sortable thead th')[1]"
    click = f"(h => (h.firstChild.click(), h.ariaSort))({head})"
    assert browser.do(order) == "bac"
    assert (browser.do(click), browser.do(order)) == ("ascending", "bac")
    assert (browser.do(click), browser.do(order)) == ("descending", "abc")
    # A script that came in with a name stays outside: the policy knows one, and no other.
    foreign = "Object.assign(document.createElement('script'), {text: 'window.bad = 1'})"
    browser.do(f"document.body.append({foreign}); 1")
    assert browser.do("window.bad === undefined")


def test_the_tables_of_a_comparison_are_sorted_by_a_click(browser, pages):
    page = pages / "compare.html"
    browser.look(1280)
    assert list(_wrong(browser.open(page.resolve().as_uri()), page)) == []
    tables = "[...document.querySelectorAll('main .cs-sortable')]"
    captions = browser.do(f"{tables}.map(t => t.caption.innerText)")
    assert {"The groups", "The five outcomes, group by group", "Differences"} <= {
        c.partition(" to “")[0] for c in captions
    }
    table = f"{tables}[{captions.index('The five outcomes, group by group')}]"
    head = f"[...{table}.tHead.rows[0].cells].find(h => h.innerText.startsWith('n'))"
    keys = f"[...{table}.tBodies[0].rows].map(r => +r.cells[{head}.cellIndex].dataset.v)"
    rows = browser.do(keys)
    for sign in (1, -1):
        x, y = browser.do(
            f"(b => {{ b.scrollIntoView({{block: 'center', behavior: 'instant'}});"
            f" const r = b.getBoundingClientRect();"
            f" return [r.x + r.width / 2, r.y + r.height / 2] }})({head}.firstChild)"
        )
        for kind in ("mousePressed", "mouseReleased"):
            browser.call(
                "Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1
            )
        assert browser.do(keys) == sorted(rows, key=lambda n, sign=sign: sign * n)
    assert browser.do(f"{head}.ariaSort") == "descending"
    # Sorted, it is as fit to be read out as before.
    if axe := _axe():
        assert _serious(browser, axe) == []


@pytest.mark.parametrize("name", [p.stem for p in sorted((ROOT / "notebooks").glob("*.ipynb"))])
def test_on_paper_the_contents_stand_and_nothing_is_cut_off(browser, pages, name):
    browser.look(673, media="print")  # a sheet of A4 less its margins
    browser.open((pages / f"{name}.html").resolve().as_uri())
    assert browser.do("document.querySelector('.cs-contents').offsetHeight") > 0
    # The headline numbers stand in one row, or what they mean begins on the second sheet.
    tops = "[...document.querySelectorAll('.cs-headline > li')].map(e => e.offsetTop)"
    assert len(set(browser.do(tops))) <= 1
    # Letters of a figure are small on a screen; on paper they must not shrink much further.
    shrunk = (
        "[...document.querySelectorAll('.cs-plate img')].filter(e =>"
        " e.getBoundingClientRect().width < .8 * Math.min(+e.getAttribute('width'),"
        " e.closest('.cs-plate').clientWidth)).length"
    )
    assert browser.do(shrunk) == 0
    drawn = "[...document.querySelectorAll('main table, main img')]"
    beyond = f"{drawn}.filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
    assert browser.do(f"{beyond}.map(e => e.outerHTML.slice(0, 120))") == []


def _wrong(events, file):
    """What a page did that it must not do."""
    for event in events:
        given = event.get("params", {})
        if event.get("method") == "Network.requestWillBeSent":
            url = given["request"]["url"]
            if not url.startswith(("data:", file.resolve().as_uri())):
                yield f"asked for {url[:100]}"
        elif event.get("method") == "Runtime.exceptionThrown":
            yield f"threw {given['exceptionDetails'].get('text')}"
        elif event.get("method") == "Log.entryAdded" and given["entry"]["level"] == "error":
            yield f"logged {given['entry']['text'][:200]}"
        elif event.get("method") == "Runtime.consoleAPICalled" and given["type"] == "error":
            yield f"wrote an error: {str(given['args'])[:200]}"


def _axe():
    """axe-core, from the package of it that came with the tests, or a newer one put beside it."""
    for package in ("axe_playwright_python", "axe_core_python"):
        found = importlib.util.find_spec(package)
        script = Path(found.origin).with_name("axe.min.js") if found and found.origin else None
        if script and script.is_file():
            return script.read_text("utf-8")
    return ""


def _serious(browser, axe):
    browser.do(axe + "; 1")
    found = browser.do(
        "axe.run().then(r => r.violations.map(v => [v.impact, v.id, v.nodes[0].html]))"
    )
    return [f"{v[1]}: {v[2][:160]}" for v in found if v[0] in ("serious", "critical")]
