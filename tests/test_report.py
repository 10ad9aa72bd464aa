import json
import re
import sys

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from matplotlib.figure import Figure

from convostudy.errors import BadParameter, ReportFailed
from convostudy.project import page, report
from convostudy.project.notebook import Declared, check_given, declared, read_value
from convostudy.project.page.export import list_html, page_html
from convostudy.project.page.tables import cell_text
from project_studies import names_in, stored_study, write_notebook

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


# ---------------------------------------------------------------- what a notebook shows


@pytest.fixture
def shown(monkeypatch):
    """What the page helpers hand over, as (html, plain)."""
    held = []
    for module in ("figures", "tables", "words"):
        name = f"convostudy.project.page.{module}"
        monkeypatch.setattr(sys.modules[name], "show", lambda h, p: held.append((h, p)))
    return held


def test_a_figure_is_described_and_closed(shown):
    fig, ax = plt.subplots()
    ax.plot([0, 1])
    page.figure(fig, alt='A "line" <up>', caption="n = 2 & more")
    html, plain = shown[0]
    image = BeautifulSoup(html, "html.parser").img
    assert image["alt"] == 'A "line" <up>'
    assert image["src"].startswith("data:image/svg+xml;base64,")
    assert 100 < int(image["width"]) < 1000
    assert "n = 2 &amp; more" in html
    assert plain == '[Figure: A "line" <up>] n = 2 & more'
    assert not plt.get_fignums()


def _drawn(n=2):
    fig = Figure()
    fig.subplots().scatter(np.linspace(0, 1, n), np.linspace(0, 1, n))
    return fig


def test_the_same_figure_gives_the_same_bytes(shown):
    page.figure(_drawn(), alt="x")
    page.figure(_drawn(), alt="x")
    assert shown[0] == shown[1]


def test_many_marks_become_pixels(shown):
    page.figure(_drawn(5000), alt="x")
    image = BeautifulSoup(shown[0][0], "html.parser").img
    assert image["src"].startswith("data:image/png;base64,")
    assert 100 < int(image["width"]) < 1000
    assert len(shown[0][0]) < 200_000


def test_a_figure_without_words_is_refused():
    with pytest.raises(BadParameter, match="alt text"):
        page.figure(_drawn(), alt=" ")


def test_a_table_has_scopes_and_escapes(shown):
    frame = pd.DataFrame({"who": ["<b>Ana</b>", None], "n": [1234, 5], "share": [0.256, None]})
    page.table(frame, caption="A & B", formats={"share": "percent"})
    soup = BeautifulSoup(shown[0][0], "html.parser")
    assert [th["scope"] for th in soup.select("thead th")] == ["col"] * 3
    assert [th["scope"] for th in soup.select("tbody th")] == ["row"] * 2
    assert soup.find("b") is None
    assert soup.caption.text == "A & B"
    cells = [c.text for c in soup.select("tbody th, tbody td")]
    assert cells == ["<b>Ana</b>", "1,234", "26 %", "–", "5", "–"]
    assert [c.text for c in soup.select("tbody .cs-num")] == ["1,234", "26 %", "5", "–"]


def test_a_long_table_says_what_it_leaves_out(shown):
    page.table(pd.DataFrame({"n": range(100)}), caption="c", max_rows=3)
    assert "The first 3 of 100 rows." in shown[0][0]
    page.table(pd.DataFrame({"n": []}), caption="c")
    assert "No rows." in shown[1][1]


def test_a_named_index_is_a_column_and_columns_can_be_chosen(shown):
    counts = pd.Series({"open": 3}, name="n").rename_axis("status").to_frame()
    page.table(counts, caption="c", columns={"n": "how many", "status": "what"})
    assert shown[0][1] == "c\nhow many  what\n3         open"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (np.int64(1000), "1,000"),
        (np.float64(0.0123456), "0.0123"),
        (12345.6, "12,346"),
        (pd.NaT, "–"),
        (pd.NA, "–"),
        (pd.Timestamp("2025-03-01T10:00Z"), "2025-03-01 10:00 UTC"),
        (np.True_, "yes"),
        ([1, 2], "1, 2"),
    ],
)
def test_values_are_written_for_readers(value, written):
    assert cell_text(value) == written


def test_words_are_escaped(shown):
    page.text("Of **3** <script>alert(1)</script> [x](javascript:alert(1))")
    page.note("<img src=x onerror=alert(1)>")
    page.headline([("<i>", "b", "c")])
    html = "".join(h for h, _ in shown)
    soup = BeautifulSoup(html, "html.parser")
    assert soup.find(["script", "img", "i"]) is None
    assert soup.strong.text == "3"
    assert "javascript:" not in " ".join(str(a.get("href")) for a in soup.find_all("a"))


# ---------------------------------------------------------------- the page


FACTS = {
    "study": "mine",
    "made_at": pd.Timestamp("2025-03-01T10:00Z").to_pydatetime(),
    "parameters": [{"name": "min_n", "value": 20.0, "help": "small <groups>"}],
    "measurement": [],
    "inputs": [{"name": "a<b>.zip", "bytes": 1234, "sha256": "ab" * 32}],
    "versions": {"convostudy": "0.1.0"},
}


def _page(*cells, show_code=False):
    made = []
    for cell in cells:
        if isinstance(cell, str):
            made.append(nbformat.v4.new_markdown_cell(cell))
            continue
        outputs = [
            nbformat.v4.new_output("stream", name=o[0], text=o[1])
            if o[0] in ("stdout", "stderr")
            else nbformat.v4.new_output("display_data", data={o[0]: o[1]})
            for o in cell.get("outputs", [])
        ]
        made.append(
            nbformat.v4.new_code_cell(
                cell.get("source", "secret_call()"),
                outputs=outputs,
                metadata={"tags": cell.get("tags", [])},
            )
        )
    notebook = nbformat.v4.new_notebook(cells=made)
    html, title = page_html(notebook, "my_notebook", FACTS, show_code=show_code)
    return BeautifulSoup(html, "html.parser"), html, title


def test_a_page_has_one_title_contents_and_anchors():
    soup, html, title = _page("# Who *sells*?\n\nText", "## First", "## First\n### Deep", "# Again")
    assert html.startswith("<!DOCTYPE html>")
    assert soup.html["lang"] == "en"
    assert title == "Who sells ?" or title == "Who sells?"
    assert [h.get_text() for h in soup.find_all("h1")] == ["Who sells?"]
    links = [a["href"] for a in soup.select("nav a")]
    assert links == ["#first", "#first-2", "#again"]
    assert all(soup.find(id=link[1:]) for link in links)
    ids = [t["id"] for t in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert soup.find("a", class_="cs-skip")["href"] == "#main"


def test_a_page_without_a_heading_is_named_after_its_notebook():
    soup, _, title = _page("Only text.")
    assert title == "My notebook" == soup.h1.text
    assert soup.nav is None


@pytest.mark.filterwarnings("ignore:Your element with mimetype")
def test_a_page_runs_nothing_and_loads_nothing():
    soup, html, _ = _page(
        "# T\n\n<script>alert(1)</script>\n\n![x](https://example.com/x.png)",
        {
            "outputs": [
                ("text/html", "<iframe src='https://example.com'></iframe><p onclick='x()'>")
            ]
        },
        {"outputs": [("text/html", "<style>@import url(https://example.com)</style>")]},
        {"outputs": [("text/html", "<p style='background:url(https://example.com)'>y</p>")]},
        {"outputs": [("application/javascript", "alert(1)")]},
        {"outputs": [("text/html", "<link rel='stylesheet' href='https://example.com'>")]},
        {"outputs": [("text/html", "<a href='javascript:alert(1)'>z</a><object data='x'>")]},
    )
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'unsafe-inline'")
    assert soup.find(["script", "iframe", "object", "link"]) is None
    assert "example.com" not in html
    assert not re.search(r"\son\w+=|javascript:|@import|url\(", html)


def test_outputs_are_chosen_and_stderr_is_dropped():
    soup, html, _ = _page(
        {"outputs": [("stderr", "a warning"), ("stdout", "said <b>so</b>")]},
        {"outputs": [("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>")]},
        {"tags": ["hide"], "outputs": [("stdout", "hidden words")]},
        {"tags": ["parameters"], "source": "min_n = 20"},
    )
    assert "a warning" not in html
    assert "hidden words" not in html
    assert soup.main.pre.text == "said <b>so</b>"
    assert soup.main.img["src"].startswith("data:image/svg+xml;base64,")
    assert soup.main.img["alt"]
    assert "secret_call" not in html
    assert "min_n = 20" not in html


def test_code_is_folded_and_only_on_request():
    soup, _, _ = _page({"source": "secret_call()"}, show_code=True)
    assert soup.details.summary.text == "Code"
    assert not soup.details.has_attr("open")
    assert "secret_call" in soup.details.text


def test_the_foot_tells_parameters_inputs_and_versions():
    soup, _, _ = _page("# T")
    foot = soup.footer.get_text(" ")
    for words in ("min_n", "20", "small <groups>", "a<b>.zip", "1,234", "ab" * 32, "0.1.0"):
        assert words in foot
    assert "1 March 2025, 10:00 UTC" in foot
    assert soup.footer.find("b") is None


def test_the_list_of_pages_shows_those_that_failed():
    html = list_html(
        [
            {"title": "Fine", "href": "fine.html", "error": "", "seconds": 1.0},
            {"title": "<b>Bad", "href": "", "error": "ZeroDivisionError", "seconds": 1.0},
        ],
        FACTS,
    )
    soup = BeautifulSoup(html, "html.parser")
    assert soup.main.a["href"] == "fine.html"
    assert "<b>Bad" in soup.main.text
    assert "ZeroDivisionError" in soup.main.text
    assert soup.h1.text == "Reports on mine"


# ---------------------------------------------------------------- runs in a kernel


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project folder with a measured study, and no notebook yet."""
    (tmp_path / "notebooks").mkdir()
    stored_study(tmp_path / "data" / "processed" / "mine")
    monkeypatch.chdir(tmp_path)
    return tmp_path


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
    assert index == project / "reports" / "mine" / "index.html"
    assert names_in(index.parent) == ["index.html", "one.ipynb", "run.json"]
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
        "good.html",
        "good.ipynb",
        "index.html",
        "run.json",
    ]
    index = BeautifulSoup((folder / "index.html").read_text("utf-8"), "html.parser")
    assert [a["href"] for a in index.main.find_all("a")] == ["good.html"]
    assert "ZeroDivisionError" in index.main.text
    run = json.loads((folder / "run.json").read_text("utf-8"))
    assert [p["status"] for p in run["pages"]] == ["failed", "ok"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("import os\nos._exit(1)", "kernel that died"),
        ("import time\ntime.sleep(60)", "longer than 1 seconds"),
    ],
)
def test_dead_kernels_and_endless_cells_are_failures(project, cell, says):
    write_notebook(project / "notebooks" / "bad.ipynb", "# Bad", cell)
    with pytest.raises(ReportFailed, match=f"code cell 1 that begins 'import.*{says}"):
        report("mine", "bad", timeout_s=1)
    assert names_in(project / "reports" / "mine") == ["bad.failed.ipynb", "run.json"]


def test_unknown_names_are_refused_before_anything_runs(project):
    write_notebook(project / "notebooks" / "one.ipynb", parameters="min_share: float = 0.5")
    with pytest.raises(BadParameter, match="Did you mean 'min_share'"):
        report("mine", parameters={"min_shara": 1})
    with pytest.raises(BadParameter, match="min_share = 'x'"):
        report("mine", parameters={"min_share": "x"})
    with pytest.raises(BadParameter, match="Did you mean 'one'"):
        report("mine", "onee")
    assert not (project / "reports").exists()


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
