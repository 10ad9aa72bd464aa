"""Pages and charts can be read by everybody: contrast, order, names, and colours told apart."""

import re
from itertools import combinations
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from matplotlib import colors, style

from convostudy import figures
from convostudy.project import page
from convostudy.project.page.export import page_html
from convostudy.project.page.lists import list_html
from page_looks import FACTS, handed_over, problems

CSS = (Path(page.__file__).parent / "template" / "convostudy" / "page.css").read_text("utf-8")
TEXT_ON_GROUND = [
    ("ink", "paper"), ("soft", "paper"), ("accent", "paper"), ("mark", "paper"), ("ink", "raised"),
    ("soft", "raised"), ("accent", "raised"), ("mark", "mark-paper"), ("ink", "mark-paper"),
    ("accent", "note-paper"), ("ink", "note-paper"),
]  # fmt: skip


def _schemes():
    blocks = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    named = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", block)) for block in blocks]
    light, dark, paper = named
    return {"light": light, "dark": {**light, **dark}, "print": {**light, **paper}}


def _luminance(colour):
    channels = np.asarray(colors.to_rgb(colour))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def _contrast(one, other):
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_text_stands_out_from_its_ground(scheme):
    colour = _schemes()[scheme]
    weak = {
        pair: round(_contrast(colour[pair[0]], colour[pair[1]]), 2)
        for pair in TEXT_ON_GROUND
        if _contrast(colour[pair[0]], colour[pair[1]]) < 4.5
    }
    assert weak == {}


def _turned(colour):
    """What the page makes of a colour of a figure at night: invert(.885) hue-rotate(180deg)."""
    light = np.asarray(colors.to_rgb(colour))
    inverted = light * (1 - 2 * 0.885) + 0.885
    grey = np.array([0.213, 0.715, 0.072])
    return np.clip(2 * (inverted @ grey) - inverted, 0, 1)


def test_the_page_turns_figures_as_tested_here():
    night = CSS.split("@media screen and (prefers-color-scheme: dark) {")[1].split("\n}")[0]
    assert ".cs-plate img, .cs-thumb img { filter: invert(.885) hue-rotate(180deg); }" in night


@pytest.mark.parametrize("night", [False, True])
def test_figures_are_legible_by_day_and_night(night):
    seen = _turned if night else colors.to_rgb
    ground = seen("white")
    assert _contrast(seen(figures.COLOURS["ink"]), ground) > 4.5
    for name in ("blue", "vermilion", "green"):
        assert _contrast(seen(figures.COLOURS[name]), ground) > 2.9, name


# Machado, Oliveira and Fernandes (2009), at full strength.
BLIND = {
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
               [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
               [-0.011820, 0.042940, 0.968881]],
}  # fmt: skip


@pytest.mark.parametrize("kind", BLIND)
def test_neighbours_among_the_colours_are_told_apart_by_the_colour_blind(kind):
    with style.context(figures.STYLE):
        import matplotlib

        cycle = matplotlib.rcParams["axes.prop_cycle"].by_key()
    seen = [np.clip(np.asarray(BLIND[kind]) @ colors.to_rgb(c), 0, 1) for c in cycle["color"][:4]]
    for one, other in combinations(seen, 2):
        assert np.abs(one - other).max() > 0.14
    # A second channel for what is near: no two neighbours have both alike.
    assert len(set(zip(cycle["color"], cycle["linestyle"], strict=True))) == len(cycle["color"])
    assert len(set(cycle["linestyle"][:4])) == 4


def test_the_style_sheet_and_the_functions_have_the_same_colours():
    from convostudy.figures._look import CYCLE

    with style.context(figures.STYLE):
        import matplotlib

        cycle = matplotlib.rcParams["axes.prop_cycle"].by_key()["color"]
    assert [colors.to_hex(c) for c in cycle] == [colors.to_hex(c) for c in CYCLE]


def test_the_checks_find_what_is_wrong():
    bad = (
        "<html><body><main><h1>a</h1><h3>b</h3><img src='x'><table><tr><th>c</th></tr></table>"
        "<div class='cs-table'></div></main></body></html>"
    )
    found = " ".join(problems(bad))
    for word in ("lang", "alt", "scope", "caption", "level", "keyboard", "title"):
        assert word in found


def test_a_page_with_everything_on_it_has_none(monkeypatch):
    shown = handed_over(monkeypatch)
    ax = figures.canvas()
    ax.plot([0, 1], [0, 1])
    page.figure(ax.figure, alt="A line that rises", caption="One line, n = 2")
    page.table(pd.DataFrame({"who": ["a"], "n": [1]}), caption="Who", sortable=True)
    page.note("Few threads")
    page.headline([("23 %", "answered", "n = 212")])
    cells = [nbformat.v4.new_markdown_cell(t) for t in ("# T", "## First", "#### Deep", "## Last")]
    outputs = [nbformat.v4.new_output("display_data", data={"text/html": h}) for h, _ in shown]
    cells.insert(2, nbformat.v4.new_code_cell("call()", outputs=outputs))
    html, _ = page_html(nbformat.v4.new_notebook(cells=cells), "n", FACTS, show_code=True)
    assert problems(html) == []
    assert [h.name for h in BeautifulSoup(html, "html.parser").main.find_all(re.compile("^h[2-6]"))
            if h.text != "Contents"] == ["h2", "h3", "h2"]  # fmt: skip


def test_the_list_of_pages_has_none():
    rows = [
        {"title": "Fine", "href": "fine.html", "error": "", "seconds": 1.0,
         "thumbnail": "data:image/svg+xml,%3Csvg/%3E", "thumbnail_alt": "A &lt;b&gt;"},
        {"title": "Bad", "href": "", "error": "ZeroDivisionError", "seconds": 1.0},
    ]  # fmt: skip
    assert problems(list_html(rows, FACTS)) == []
