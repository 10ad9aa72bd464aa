import base64
import hashlib
import io
import re
from urllib.parse import unquote
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from matplotlib.figure import Figure

from convostudy import figures
from convostudy.errors import BadParameter
from convostudy.project import page
from convostudy.project.page.export import page_html
from convostudy.project.page.lists import list_html, overview_html
from convostudy.project.page.svg import slim
from convostudy.project.page.tables import cell_text
from page_looks import FACTS, handed_over

# ---------------------------------------------------------------- what a notebook shows


@pytest.fixture
def shown(monkeypatch):
    return handed_over(monkeypatch)


def test_a_figure_is_described_and_closed(shown):
    fig, ax = plt.subplots()
    ax.plot([0, 1])
    page.figure(fig, alt='A "line" <up>', caption="n = 2 & more")
    html, plain = shown[0]
    image = BeautifulSoup(html, "html.parser").img
    assert image["alt"] == 'A "line" <up>'
    assert image["src"].startswith("data:image/svg+xml,")
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


def test_a_wide_figure_is_laid_out_again_for_a_phone(shown):
    ax = figures.canvas()
    ax.plot([0, 1], [0, 1])
    page.figure(ax.figure, alt="A line")
    soup = BeautifulSoup(shown[-1][0], "html.parser")
    assert soup.source["media"] == "(max-width: 34rem)"
    assert int(soup.source["width"]) < 420 < int(soup.img["width"])
    assert soup.source["srcset"] != soup.img["src"]


def test_a_figure_that_cannot_be_laid_out_again_can_be_scrolled(shown):
    page.figure(_drawn(), alt="A line")
    soup = BeautifulSoup(shown[-1][0], "html.parser")
    assert soup.source is None
    assert soup.find(class_="cs-wide")["tabindex"] == "0"


def test_a_figure_with_nothing_in_it_is_a_line_of_text(shown):
    ax = figures.curves({}, ax=figures.canvas(), ylabel="replied")
    page.figure(ax.figure, alt="Nothing", caption="Not shown")
    assert "No figure here. n = 0: nothing to follow" in shown[-1][0]
    assert "<img" not in shown[-1][0]
    few = pd.DataFrame({"who": ["a"], "n": [3], "k": [1], "shown": [False]})
    ax = figures.dots(few, label="who", ax=figures.canvas())
    page.figure(ax.figure, alt="Axes without a mark would say nothing", caption="Dots: …")
    assert "Too few for a rate. a: 1 of 3." in shown[-1][0]
    assert "<img" not in shown[-1][0]
    assert "Dots" not in shown[-1][0]
    enough = pd.concat([few, few.assign(who="b", n=30, lo=0.1, hi=0.4, share=0.2, shown=True)])
    ax = figures.dots(enough, label="who", ax=figures.canvas())
    page.figure(ax.figure, alt="One share, and counts beside the name of a small group")
    assert "<img" in shown[-1][0]


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


def test_the_contents_come_after_the_opening():
    soup, _, _ = _page("# T\n\nOpening words", "## First", "## Second")
    words = soup.main.get_text(" ")
    assert words.index("Opening words") < words.index("Contents") < words.rindex("First")
    assert soup.nav.parent is soup.main


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
        {
            "outputs": [
                (
                    "text/html",
                    "<source srcset='data:image/png;base64,AA, https://example.com/a.png 2x'>",
                )
            ]
        },
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


def test_the_foot_marks_what_differs_from_the_default():
    changed = {"name": "days", "value": 7.0, "default": 14.0, "changed": True, "help": "window"}
    same = {"name": "min_n", "value": 20, "default": 20, "changed": False, "help": "small"}
    cells = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# T")])
    html, _ = page_html(cells, "n", {**FACTS, "measurement": [same, changed]})
    foot = BeautifulSoup(html, "html.parser").footer
    assert [row.th.text for row in foot.find_all(class_="cs-changed")] == ["days"]
    assert "changed; default 14" in foot.get_text(" ")
    assert foot.summary.text.endswith("days changed, the others as by default")


def test_the_list_of_pages_shows_those_that_failed():
    html = list_html(
        [
            {
                "title": "Fine", "href": "fine.html", "error": "", "seconds": 5.2, "status": "ok",
                "made_at": "2025-03-01T10:00:00+00:00",
                "thumbnail": "data:image/svg+xml,%3Csvg xmlns=&#x27;x&#x27;/%3E",
                "thumbnail_alt": "Share of &lt;b&gt;",
            },
            {"title": "<b>Bad", "href": "", "error": "a cell of <i>", "seconds": 17.2,
             "status": "timeout"},
        ],
        FACTS,
    )  # fmt: skip
    soup = BeautifulSoup(html, "html.parser")
    assert soup.main.a["href"] == "fine.html"
    assert soup.main.img["src"] == "data:image/svg+xml,%3Csvg xmlns='x'/%3E"
    assert soup.main.img["alt"] == "Share of <b>"
    assert "<b>Bad" in soup.main.text
    assert "Ran out of time. a cell of <i>" in soup.main.text
    assert "2 pages, of which 1 could not be made" in soup.main.text
    assert "1 March 2025, 10:00 UTC · made in 5 s" in soup.main.text
    assert soup.main.text.count("made in") == 1
    assert "failed after 17 s" in soup.main.text
    assert soup.h1.text == "Reports on mine"
    assert soup.script is None


def test_no_box_for_a_picture_is_empty_in_any_list():
    rows = [
        {"title": t, "href": f"{t}.html" * (t != "d"), "error": "", "seconds": 1.0, **more}
        for t, more in (
            ("a", {"has_figure": True, "thumbnail": "data:image/png;base64,A"}),
            ("b", {"has_figure": False}),
            ("c", {"has_figure": True}),  # too large for a list
            ("d", {}),
        )
    ]

    def boxes(pages):
        study = {"name": "s", "href": "", "inputs": [], "talk": "", "is_simulated": False}
        both = (
            list_html(pages, FACTS),
            overview_html([{**study, "pages": pages, "shown": pages, "n_more": 0}]),
        )
        soups = [BeautifulSoup(html, "html.parser") for html in both]
        found = [[box.text.strip() for box in s.select(".cs-thumb")] for s in soups]
        assert found[0] == found[1]
        return found[0]

    assert boxes(rows) == ["", "words and tables", "figures inside", "no page"]
    # Where none has a picture there is no place for any.
    assert boxes(rows[1:]) == []


# ---------------------------------------------------------------- sorting


def test_a_table_is_sorted_by_one_script_that_the_policy_knows(shown):
    page.table(pd.DataFrame({"who": ["a", None], "n": [1234, 5]}), caption="c", sortable=True)
    soup, _, _ = _page("# T", {"outputs": [("text/html", shown[0][0])]})
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    script = soup.find("script")
    digest = base64.b64encode(hashlib.sha256(script.string.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert len(soup.find_all("script")) == 1
    assert not re.search(r"\b(fetch|XMLHttpRequest|eval|innerHTML|import)\b", script.string)
    # By the value, not by the words that it is shown in; what is missing has none.
    assert [c["data-v"] for c in soup.select("main tbody .cs-num")] == ["1234", "5"]
    assert [c["data-v"] for c in soup.select("main tbody th")] == ["a", ""]
    # Without the script there is a table, and no button that does nothing.
    assert soup.find("button") is None
    assert "script sorts" in soup.footer.text


# ---------------------------------------------------------------- names of strangers

NAMES = [
    "<script>alert(1)</script>",
    "Cash$Money$",
    "$$",
    "\N{GRINNING FACE} Ana",
    "\N{RIGHT-TO-LEFT OVERRIDE}\N{HEBREW LETTER ALEF}\N{HEBREW LETTER BET}",
    "x" * 300,
    "Ana & Söhne \"quoted\" 'single' %41 #1",
]


@pytest.mark.filterwarnings("ignore:Glyph")
def test_names_are_names_wherever_they_stand(shown):
    frame = pd.DataFrame({"who": NAMES, "n": 30, "k": 10, "share": 0.3, "lo": 0.2, "hi": 0.4})
    page.table(frame, caption=NAMES[0], note=NAMES[0], sortable=True)
    page.figure(
        figures.dots(frame, label="who", ax=figures.canvas(height=6)).figure,
        alt=" ".join(NAMES), caption=NAMES[0],
    )  # fmt: skip
    page.headline([(NAMES[0], NAMES[4], NAMES[5])])
    page.note(NAMES[0])
    soup, _, _ = _page("# T", {"outputs": [("text/html", h) for h, _ in shown]})
    assert "alert(1)" not in soup.script.string
    assert len(soup.find_all("script")) == 1
    assert [c.text for c in soup.select("tbody th")][: len(NAMES)] == NAMES
    cells = dict(zip(NAMES, soup.select("tbody th"), strict=False))
    assert cells[NAMES[4]]["dir"] == "auto"
    assert "cs-long" in cells[NAMES[5]]["class"]
    drawn = unquote(soup.img["src"])
    assert "<script" not in drawn
    assert "&lt;script&gt;alert(1)" in drawn
    assert "Cash$Money$" in drawn
    assert "\N{HEBREW LETTER ALEF}" in drawn
    assert 100 < int(soup.img["width"]) < 1000


def test_a_long_name_leaves_room_for_what_is_drawn(shown):
    ax = figures.canvas(width=24)
    ax.barh([0], [1], label="y" * 300)
    ax.set_yticks([0], ["x" * 300])
    ax.legend()
    page.figure(ax.figure, alt="A bar")
    drawn = unquote(BeautifulSoup(shown[-1][0], "html.parser").img["src"])
    assert "x" * 100 in drawn
    assert "x" * 120 not in drawn
    assert "y" * 120 not in drawn


def test_a_drawing_is_slim_and_well_formed(shown):
    ax = figures.canvas()
    ax.step(np.arange(400), np.random.default_rng(1).random(400).cumsum(), where="post")
    held = io.BytesIO()
    ax.figure.savefig(held, format="svg")
    slimmed = slim(held.getvalue())
    assert len(slimmed) < len(held.getvalue()) / 2
    root = ElementTree.fromstring(slimmed)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    names = {e.get("id") for e in root.iter()}
    assert set(re.findall(r"#(i[0-9a-f]+)", slimmed.decode())) <= names
