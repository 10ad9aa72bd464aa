"""The documentation site: its blocks run, its links lead somewhere, it asks for nothing outside."""

import ast
import doctest
import importlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from contextlib import chdir
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

import convostudy as cs
from convostudy.parameters import Parameters
from convostudy.project.cli import _parameters, main
from convostudy.project.paths import notebook_path
from convostudy.project.settings import read_settings
from convostudy.project.wanted import split_parameters

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
# By programs, or tested elsewhere.
MADE = {"accuracy.md", "accuracy_es.md"}
PAGES = [
    page
    for page in sorted(DOCS.rglob("*.md"))
    if "generated" not in page.parts and page.name not in MADE
]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
QUICK = {"ingest", "measure", "measures", "share", "validate"}
NEEDED = [name for name in ("sphinx", "furo", "myst_parser") if find_spec(name) is None]
SITE = pytest.mark.skipif(
    bool(NEEDED), reason=f"{', '.join(NEEDED)} not installed: pip install '.[docs]'"
)
SAID = {"alt": 'Dots: "two" of *three* <answered> #1', "caption": "n = 3, *all* of [them]"}


def _report_page():
    """Return the HTML of a page with one figure, as a report has it."""
    shown = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            importlib.import_module("convostudy.project.page.figures"),
            "show",
            lambda *parts: shown.extend(parts),
        )
        axes = cs.figures.canvas()
        axes.plot([0, 1], [0, 1])
        cs.page.figure(axes.figure, **SAID)
    return f"<h1>A report</h1>{shown[0]}"


def _name(page):
    return page.relative_to(DOCS).as_posix()


def _blocks(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text("utf-8"), re.S | re.M)


def _with(language):
    return [page for page in PAGES if _blocks(page, language)]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Make a project with a small demo, measured by rules, and two exports to read."""
    folder = tmp_path_factory.mktemp("project")
    exports = folder / "path" / "to"
    for made in (exports, folder / "data" / "processed", folder / "notebooks"):
        made.mkdir(parents=True)
    exports.joinpath("export.zip").write_bytes(cs.simulate.linkedin_archive(cs.simulate.inbox(20)))
    exports.joinpath("older.zip").write_bytes(cs.simulate.linkedin_archive(cs.simulate.inbox(12)))
    with chdir(folder):
        demo = cs.ingest("path/to/export.zip", "data/processed/demo")
        demo.measure(parameters={"backend": "rules"})
    # As the page on that asks of a reader, who is then shown what was written.
    sharing = DOCS / "howto" / "share_a_dataset.md"
    with (demo.path / "study.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{_blocks(sharing, 'toml')[0]}")
    # Coded by hand, as a reader of the page on that would: every third question was not answered.
    asked = demo.questions[demo.questions["function"] == "information"]
    by_hand = [("no", "yes", "yes")[k % 3] for k in range(len(asked))]
    columns = ["question_id", "thread_id", "side", "text"]
    asked[columns].assign(by_hand=by_hand).to_csv(folder / "coded.csv", index=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("settings")))
        with chdir(folder):
            done = CliRunner().invoke(main, shlex.split(_blocks(sharing, "shell")[0])[1:])
        assert done.exit_code == 0, done.output
        # The dataset that the project brings along.
        shutil.copy(ROOT / "data/shared/demo-1.0.0.zip", folder / "data/shared")
        yield folder


@pytest.mark.slow
@pytest.mark.parametrize("page", _with("python"), ids=_name)
def test_the_python_of_a_page_runs(page, project, monkeypatch):
    monkeypatch.chdir(project)
    names = {"__name__": "a_page"}
    for block in _blocks(page, "python"):
        exec(compile(block, _name(page), "exec"), names)
        last = ast.parse(block).body[-1]
        if isinstance(last, ast.Expr):
            shown = eval(compile(ast.Expression(last.value), _name(page), "eval"), names)
            assert shown is None or len(repr(shown)) > 0
            # What a page shows of the demo is not an empty table.
            assert not hasattr(shown, "columns") or len(shown)


@pytest.mark.slow
@pytest.mark.parametrize("page", _with("shell"), ids=_name)
def test_the_commands_of_a_page_are_understood_and_the_quick_ones_run(page, project, monkeypatch):
    monkeypatch.chdir(project)
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    for line in "".join(_blocks(page, "shell")).splitlines():
        program, *words = shlex.split(line, comments=True)
        if program == "make":
            assert words[0] in targets, line
        elif program == ".venv/bin/pytest":
            assert all((ROOT / word).exists() for word in words), line
        else:
            assert program == "convostudy", line
            name, *rest = words
            given = main.commands[name].make_context(name, list(rest)).params
            of_measures, _ = split_parameters(_parameters(given.get("given", ())), NOTEBOOKS)
            Parameters.from_mapping(of_measures)
            for word in given.get("given_names", ()):
                theirs = word.endswith((".zip", ".json")) or word.startswith("mine/")
                assert theirs or notebook_path(word), line
            if name in QUICK:
                done = CliRunner().invoke(main, words)
                assert done.exit_code == 0, done.output


def test_the_reader_of_the_page_on_other_exports_is_found_and_makes_a_study(tmp_path, monkeypatch):
    """It is put where the page says a reader goes, and reads the export that the page shows."""
    page = DOCS / "howto" / "read_another_export.md"
    reader = next(block for block in _blocks(page, "python") if "def recognises" in block)
    (tmp_path / "mychat.py").write_text(reader, "utf-8")
    monkeypatch.setattr(cs.sources, "__path__", [*cs.sources.__path__, str(tmp_path)])
    shown = json.loads(_blocks(page, "json")[0])
    at = {"at": "2026-03-02T10:00:00Z"}
    shown[0]["messages"].append({"id": "2", "from": "Ana", "text": "What brought you here?", **at})
    alone = {"id": "1", "from": "Ana", "text": "Hello?", **at}
    (tmp_path / "mychat.json").write_text(
        json.dumps([*shown, {"chat": "c2", "messages": [alone]}]), "utf-8"
    )
    try:
        assert cs.sources.recognise(tmp_path / "mychat.json") == "mychat"
        study = cs.ingest(tmp_path / "mychat.json", tmp_path / "study")
        study.measure(parameters={"backend": "rules"})
    finally:
        sys.modules.pop("convostudy.sources.mychat", None)
        vars(cs.sources).pop("mychat", None)
    assert study.messages["side"].tolist() == ["counterpart", "owner"]
    assert study.scores["answered"]["asker"].tolist() == ["owner"]
    # Every message of the file stands in the ledger, and only once.
    assert study.ledger["n_rows"].sum() == 3


@pytest.mark.parametrize("page", _with("toml"), ids=_name)
def test_the_settings_of_a_page_are_read(page, tmp_path):
    for block in _blocks(page, "toml"):
        (tmp_path / "study.toml").write_text(block, "utf-8")
        read_settings(tmp_path)
        for report in tomllib.loads(block).get("reports", []):
            assert not isinstance(report, dict) or notebook_path(report["notebook"])


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_of_a_page_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)", page.read_text("utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


@SITE
def test_docstrings_are_parted_as_their_examples_say(monkeypatch):
    monkeypatch.syspath_prepend(str(DOCS))
    assert doctest.testmod(importlib.import_module("_parts.from_code")).failed == 0


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Build the site from a copy of its pages, with one report for the gallery."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(DOCS, folder / "docs", ignore=shutil.ignore_patterns("generated"))
    pages = folder / "pages"
    pages.mkdir()
    pages.joinpath("a.html").write_text(_report_page(), "utf-8")
    built = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", "docs", "site"],
        cwd=folder,
        env={**os.environ, "CONVOSTUDY_DEMO_PAGES": str(pages)},
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stderr
    found = {page: page.read_text("utf-8") for page in folder.joinpath("site").rglob("*.html")}
    return {page: BeautifulSoup(text, "html.parser") for page, text in found.items()}


def _page(site, name):
    return next(soup for page, soup in site.items() if page.as_posix().endswith(f"site/{name}"))


@SITE
@pytest.mark.slow
def test_no_page_of_the_site_asks_for_anything_outside(site):
    asks = {"script": "src", "link": "href", "img": "src", "source": "srcset", "iframe": "src"}
    for page, soup in site.items():
        for tag, attribute in asks.items():
            for found in soup.find_all(tag, attrs={attribute: True}):
                # A data address is the picture itself, and may name the namespace of SVG.
                address = re.sub(r"data:\S+", "", found[attribute])
                assert "//" not in address, f"{page.name}: {address}"
    folder = next(page for page in site if page.name == "index.html").parent
    for sheet in folder.rglob("*.css"):
        said = sheet.read_text("utf-8")
        assert not re.search(
            r"url\(\s*[\"']?(https?:)?//|@import\s+(url\()?[\"']?(https?:)?//", said
        )


@SITE
@pytest.mark.slow
def test_links_inside_the_site_lead_to_a_page_and_a_place_on_it(site):
    places = {
        page: {found["id"] for found in soup.find_all(id=True)} for page, soup in site.items()
    }
    for page, soup in site.items():
        for link in soup.find_all("a", href=True):
            target, _, place = link["href"].partition("#")
            if re.match(r"[a-z]+:", target):
                continue
            there = (page.parent / target).resolve() if target else page
            assert there.is_file(), f"{page.name}: {link['href']}"
            if place and there in places:
                assert place in places[there], f"{page.name}: {link['href']}"


@SITE
@pytest.mark.slow
def test_every_public_name_is_documented(site):
    public = set()
    for name in cs.__all__:
        room = getattr(cs, name)
        inside = getattr(room, "__all__", ()) if isinstance(room, ModuleType) else ()
        public |= {f"convostudy.{name}.{each}" for each in inside}
        public |= set() if isinstance(room, ModuleType) else {f"convostudy.{name}"}
    public |= {f"convostudy.measures.{name}" for name in cs.measures.measures()}
    told = {found["id"] for soup in site.values() for found in soup.find_all("dt", id=True)}
    assert public - told == set()
    for soup in site.values():
        for entry in soup.select("dl.py > dt[id]"):
            # A heading alone is no documentation.
            assert entry.find_next_sibling("dd").get_text(strip=True), entry["id"]


@SITE
@pytest.mark.slow
def test_pages_from_the_code_name_what_there_is(site):
    measures = _page(site, "generated/measures.html").get_text()
    for name, measure in cs.measures.measures().items():
        assert name in measures
        assert " ".join(measure.__doc__.split("\n")[0].split()) in " ".join(measures.split())
    tables = _page(site, "generated/tables.html").get_text()
    assert [name for name in cs.tables.TABLES if name not in tables] == []
    parameters = _page(site, "generated/parameters.html").get_text()
    assert [name for name in Parameters.describe() if name not in parameters] == []
    commands = _page(site, "generated/commands.html").get_text()
    assert [name for name in main.commands if f"convostudy {name}" not in commands] == []


@SITE
@pytest.mark.slow
def test_the_codebook_has_every_label(site):
    codebook = {found.get_text() for found in _page(site, "codebook.html").find_all("code")}
    for labels in ("FORMS", "FUNCTIONS", "SEQUENCES", "STATUSES", "ACT_NAMES"):
        assert set(getattr(cs.tables, labels)) - codebook == set()


@SITE
@pytest.mark.slow
def test_the_gallery_shows_the_figures_of_the_reports_with_their_words(site):
    gallery = _page(site, "generated/gallery.html")
    image = gallery.select_one("figure img")
    assert image["alt"] == SAID["alt"]
    assert SAID["caption"] in gallery.figure.figcaption.get_text()
    page = next(page for page in site if page.name == "gallery.html")
    assert (page.parent / image["src"]).read_bytes().lstrip().startswith((b"<svg", b"<?xml"))
    assert gallery.find("a", string="The whole page")["href"] == "../demo-pages/a.html"


@SITE
@pytest.mark.slow
def test_formulas_need_no_script(site):
    for name in ("day_of_connecting", "survival", "shares", "agreement"):
        page = _page(site, f"methods/{name}.html")
        assert page.find("math")
        assert "\\frac" not in page.article.get_text()


@SITE
def test_the_gallery_begins_with_the_main_report_and_ends_with_pages_without_figures(
    tmp_path, monkeypatch
):
    monkeypatch.syspath_prepend(str(DOCS))
    gallery = importlib.import_module("_parts.gallery")
    pages = tmp_path / "pages"
    pages.mkdir()
    picture = '<figure><img alt="a" src="data:image/svg+xml,%3Csvg/%3E"></figure>'
    bodies = {"01_explore": "", "02_import_quality": picture, "sales_vs_relationship": picture}
    for name, body in bodies.items():
        pages.joinpath(f"{name}.html").write_text(f"<h1>{name} &amp; more</h1>{body}", "utf-8")
    gallery.write(pages, tmp_path)
    said = tmp_path.joinpath("gallery.md").read_text("utf-8")
    heads = [line for line in said.splitlines() if line.startswith("## ")]
    assert [head.split()[1] for head in heads] == [
        "sales_vs_relationship",
        "02_import_quality",
        "Pages",
    ]
    last = said.split("## Pages without figures")[1]
    assert '<a href="../demo-pages/01_explore.html">01_explore &amp; more</a>' in last
