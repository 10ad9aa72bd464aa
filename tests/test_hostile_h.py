"""Hostile names on pages and figures (H), piece by piece; test_hostile_l.py has whole reports.

Each comment says what happens by default, without our guard.
"""

import pandas as pd
import pytest
from bs4 import BeautifulSoup

import convostudy.project as cs
from convostudy.errors import ConvostudyError, printable
from convostudy.figures import canvas
from convostudy.project.page.export import page_html
from convostudy.project.page.lists import list_html, overview_html
from convostudy.project.paths import file_key
from convostudy.project.progress import say_above
from page_looks import FACTS, handed_over
from source_code import calls

LIVE = "<script>window.pwned=1</script><img src=x onerror=pwned()>"
BREAKS_OUT = "</script></style></title>\"'><svg onload=pwned()>\u2028"
LINK = "javascript:pwned()"
FORMULAS = [r"$\frac$", "a $x^$ b", "$_$"]
UNPRINTABLE = ["a\0b", "\x1b[2Jb", "a\x0bb", "\ufffe", "x\u202ey", "half \ud83d"]


def _lives(page: str) -> list[str]:
    soup = BeautifulSoup(page, "html.parser")
    found = [
        str(s)[:80] for s in soup.find_all(["script", "iframe", "object"]) if "pwned" in str(s)
    ]
    for tag in soup.find_all(True):
        for name, value in tag.attrs.items():
            runs = name.startswith("on") or name == "srcdoc"
            runs |= name in ("href", "src", "action") and str(value).startswith(LINK)
            if runs or (name == "src" and not str(value).startswith("data:image/")):
                found.append(f"{tag.name} {name}={value}")
    return found


# H1. Styler, to_html(escape=False), jinja2 without autoescape and nbconvert let these live. How a
# conversation is shown: test_explore.py.
@pytest.mark.parametrize("nasty", [LIVE, BREAKS_OUT, LINK])
def test_what_our_helpers_put_into_a_notebook_does_not_run_there(
    nasty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = handed_over(monkeypatch)
    frame = pd.DataFrame({nasty: [nasty, "x"], "n": [1, 2]}, index=pd.Index([nasty, "y"], name="z"))
    cs.page.table(frame, caption=nasty)
    cs.page.text(f"{nasty} [a link]({LINK}) <{LINK}>")
    cs.page.note(nasty)
    cs.page.headline([(nasty, nasty, nasty)])
    ax = canvas()
    ax.barh([nasty, "b"], [1, 2])
    cs.page.figure(ax.figure, alt=nasty, caption=nasty)
    assert len(held) == 5
    assert [_lives(html) for html, _ in held] == [[]] * 5


def test_pages_and_lists_of_pages_are_made_of_names_that_do_not_run() -> None:
    import nbformat

    facts = {
        **FACTS,
        "study": LIVE,
        "parameters": [{"name": LIVE, "value": LIVE, "default": "", "changed": True, "help": LIVE}],
        "inputs": [{"name": BREAKS_OUT, "bytes": 1, "sha256": "ab" * 32}],
        "versions": {LIVE: LIVE},
        "talk": LIVE,
        "is_simulated": False,
    }
    row = dict.fromkeys(("title", "error", "about", "thumbnail_alt"), LIVE)
    row |= {"href": "a.html", "seconds": 1, "thumbnail": "", "status": "failed"}
    study = {"name": LIVE, "inputs": [LIVE], "talk": LIVE, "is_simulated": False, "n_more": 0}
    cell = nbformat.v4.new_markdown_cell(f"# {LIVE}\n\n{BREAKS_OUT} [x]({LINK})")
    pages = [
        page_html(nbformat.v4.new_notebook(cells=[cell]), LIVE, facts)[0],
        list_html([row, {**row, "href": ""}], facts),
        overview_html([{**study, "href": "a.html", "pages": [row], "shown": [row]}]),
    ]
    assert [_lives(page) for page in pages] == [[], [], []]
    assert all("pwned" in BeautifulSoup(page, "html.parser").text for page in pages)


# H2. json.dumps inside a script element breaks out of it: no page of ours holds data in a script.
def test_no_script_is_written_from_data() -> None:
    tags = [c for c in calls("new_tag") if "script" in ast_strings(c)]
    assert [c.file for c in tags] == ["project/page/document.py"]


def ast_strings(call: object) -> list[object]:
    return [getattr(argument, "value", None) for argument in call.node.args]  # type: ignore[attr-defined]


# H3. matplotlib 3.11 raises ValueError for the formulas; its SVG with what XML has no words for is
# no XML, and the page stopped.
@pytest.mark.filterwarnings("ignore:Glyph")
@pytest.mark.parametrize("nasty", [*FORMULAS, *UNPRINTABLE])
def test_a_figure_of_any_names_is_drawn(nasty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    held = handed_over(monkeypatch)
    ax = canvas()
    ax.barh([nasty, "b"], [1, 2], label=nasty)
    ax.set_title(nasty)
    ax.set_xlabel(nasty)
    ax.legend()
    cs.page.figure(ax.figure, alt="x")
    assert "<img" in held[0][0]


# H4. A terminal clears its screen and shows "‮fdp.exe" the wrong way round.
@pytest.mark.parametrize("nasty", ["\x1b[2Jx", "a\u202eb", "\x07", "a\rb", "\x9b2J"])
def test_what_a_terminal_would_obey_is_replaced(
    nasty: str, capsys: pytest.CaptureFixture[str]
) -> None:
    say_above(f"Reading {nasty}")
    wrong = ConvostudyError(nasty, where=nasty, expected=nasty, do=nasty)
    told = capsys.readouterr().err + str(wrong) + wrong.found + wrong.where + wrong.do
    assert nasty not in told
    assert told == printable(told)


def test_words_in_any_script_are_left_as_they_are() -> None:
    for words in ("Zoë 🙂 مرحبا\tבוקר\nনমস্কার", "👩‍💻 ‘quoted’ a\u00a0b\u200b"):
        assert printable(words) == words


# The name of a study becomes that of a folder: "../x", "con", "a/b" and "<b>" are paths or none.
@pytest.mark.parametrize(
    "name", ["../../etc", "con", "a/b\\c", LIVE, "\x1b[2J", "\u202ex", "", "."]
)
def test_the_name_of_a_study_is_a_safe_name_of_a_file(name: str) -> None:
    key = file_key(name)
    assert key
    assert set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789._-")
    assert not key.startswith(".")


def test_no_module_that_marks_html_as_safe_is_used() -> None:
    assert [str(c) for c in calls("Markup") if c.file.startswith("project/")] == []
    environments = [c for c in calls("Environment") if c.file.startswith("project/")]
    for call in environments:
        assert any(k.arg == "autoescape" for k in call.node.keywords), str(call)
    assert environments
    assert calls("to_html", "Styler") == []
