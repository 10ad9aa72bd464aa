"""Widgets over a study: what a click changes."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from convostudy.explore import browse, live
from explored import SCRIPT, tables_of

pytest.importorskip("ipywidgets")

from convostudy.explore.explorer import WIDGET
from convostudy.explore.widgets import THREADS_LISTED, Browser


@pytest.fixture(scope="module")
def tables():
    return tables_of()


@pytest.fixture
def browser(tables):
    return Browser(browse(tables))


def _listed(browser):
    return [thread_id for _, thread_id in browser.threads.options]


def test_begins_with_the_longest_thread_and_shows_its_words(browser):
    assert browser.threads.value == "plain"
    assert "Buy my lights" in browser.pane.shown.value
    assert "4 of 4 threads" in browser.count.value


def test_a_click_on_a_thread_shows_it_escaped(browser):
    browser.threads.value = "script"
    assert "&lt;script&gt;" in browser.pane.shown.value
    assert SCRIPT not in browser.pane.shown.value


def test_filters_list_anew_and_clear(browser):
    browser.filters["pitch"].value = "no pitch"
    assert _listed(browser) == ["script", "timeless", "rtl"]
    assert "Sounds good" in browser.pane.shown.value
    browser.filters["since"].value = date(2025, 5, 1)
    assert _listed(browser) == ["rtl"]
    browser.reset.click()
    assert _listed(browser) == ["plain", "script", "timeless", "rtl"]


def test_the_thread_that_is_open_stays_open_when_it_still_matches(browser):
    browser.threads.value = "timeless"
    browser.filters["refusal"].value = "no refusal"
    assert browser.threads.value == "timeless"


def test_nothing_found_says_so(browser):
    browser.filters["search"].value = "nothing has this"
    assert "None of 4 threads matches" in browser.count.value
    assert "Loosen the filters" in browser.pane.shown.value
    assert browser.threads.value is None


def test_words_can_be_hidden(browser):
    browser.pane.show_words.value = False
    assert "Buy my lights" not in browser.pane.shown.value
    assert "5 words" in browser.pane.shown.value


@pytest.mark.parametrize("view", ["Questions", "Acts", "Threads"])
def test_tables_are_sorted_by_a_click_and_back_by_another(browser, view):
    browser.pane.view.value = view
    browser.pane.heads.children[1].click()
    assert 'aria-sort="ascending"' in browser.pane.shown.value
    browser.pane.heads.children[1].click()
    assert 'aria-sort="descending"' in browser.pane.shown.value
    assert browser.pane.heads.children[1].description == "With ▼"


def test_of_a_count_the_most_come_first(browser):
    browser.pane.view.value = "Threads"
    pitches = next(b for b in browser.pane.heads.children if b.description == "Pitches")
    pitches.click()
    assert browser.pane.page["n_pitches"].tolist() == [1, 0, 0, 0]


def test_rows_of_this_thread_only(browser):
    browser.pane.view.value = "Questions"
    assert "of 3." in browser.pane.shown.value
    browser.pane.scope.value = "this thread"
    assert "of 2." in browser.pane.shown.value


def test_a_row_opens_its_thread(browser):
    browser.pane.view.value = "Threads"
    browser.pane.row.value = "timeless"
    browser.pane.open.click()
    assert browser.pane.view.value == "Conversation"
    assert browser.threads.value == "timeless"
    assert "Never." in browser.pane.shown.value


def test_an_empty_study_shows_an_empty_browser():
    browser = Browser(browse(tables_of([])))
    assert "None of 0 threads" in browser.count.value
    for view in ("Questions", "Acts", "Threads"):
        browser.pane.view.value = view
        assert "None." in browser.pane.shown.value


def test_long_lists_come_in_pages():
    n = THREADS_LISTED + 3
    browser = Browser(browse(tables_of([(f"t{i:03}", "owner", None, "Hi") for i in range(n)])))
    assert len(browser.threads.options) == THREADS_LISTED
    assert browser.back.disabled
    browser.on.click()
    assert len(browser.threads.options) == 3
    assert browser.on.disabled
    browser.back.click()
    assert len(browser.threads.options) == THREADS_LISTED


def test_one_conversation_is_built_at_a_time(tables, monkeypatch):
    from convostudy.explore import _pane

    built = []
    real = _pane.conversation_html
    monkeypatch.setattr(
        _pane, "conversation_html", lambda i, *a, **k: (built.append(i), real(i, *a, **k))[1]
    )
    browser = Browser(browse(tables))
    browser.filters["pitch"].value = "no pitch"
    assert built == ["plain", "script"]


def _kernel(allow_stdin):
    request = {"content": {"allow_stdin": allow_stdin}}
    return SimpleNamespace(kernel=SimpleNamespace(get_parent=lambda channel: request))


@pytest.mark.parametrize("somebody", [True, False])
def test_widgets_only_where_somebody_can_click(tables, monkeypatch, somebody):
    import IPython

    monkeypatch.setattr(IPython, "get_ipython", lambda: _kernel(somebody))
    assert live.is_live() is somebody
    shown = browse(tables)._repr_mimebundle_()
    assert (WIDGET in shown) is somebody
    # What is stored in the notebook holds neither names nor words, either way.
    assert "theatre" not in shown["text/html"] + shown["text/plain"]
    assert "Ana" not in shown["text/html"]


def test_without_ipywidgets_the_still_view_says_how_to_get_them(tables, monkeypatch):
    import sys

    from convostudy.explore import explorer

    monkeypatch.setattr(explorer, "is_live", lambda: True)
    monkeypatch.setitem(sys.modules, "convostudy.explore.widgets", None)
    shown = browse(tables)._repr_mimebundle_()
    assert WIDGET not in shown
    assert "pip install ipywidgets" in shown["text/html"]
