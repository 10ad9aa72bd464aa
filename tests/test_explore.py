"""Conversations and lists: what is shown, what is escaped, what is kept back."""

from __future__ import annotations

import time
from datetime import date
from html.parser import HTMLParser

import pandas as pd
import pytest

from convostudy.errors import BadParameter
from convostudy.explore import (
    Filters,
    browse,
    conversation,
    matching,
    page_of,
    rows_html,
    sort_rows,
    thread_list,
    view_rows,
)
from convostudy.explore._markup import words
from convostudy.explore.marks import FAMILIES, Mark, marked_text
from convostudy.tables import ACT_NAMES
from explored import ARABIC, LONG, SCRIPT, tables_of

IDS = ("plain", "script", "rtl", "timeless")


class Read(HTMLParser):
    """Reads HTML as a browser would: its tags, its words, what is left open."""

    VOID = ("br", "img", "hr", "input", "meta", "link")

    def __init__(self, html):
        super().__init__()
        self.tags, self.open, self.text, self.attributes = [], [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1:] != ["style"]:
            self.text.append(data)

    @property
    def words(self):
        return " ".join("".join(self.text).split())


@pytest.fixture(scope="module")
def tables():
    return tables_of()


@pytest.mark.parametrize("thread_id", IDS)
@pytest.mark.parametrize("show_text", [True, False])
def test_a_conversation_is_whole_and_runs_nothing(tables, thread_id, show_text):
    read = Read(conversation(thread_id, tables, show_text=show_text))
    assert read.open == []
    assert not {"script", "img", "iframe", "link", "object"} & set(read.tags)
    assert not [name for name, _ in read.attributes if name.startswith("on")]
    assert not [name for name, _ in read.attributes if name in ("src", "href")]


def test_words_are_shown_as_they_were_written(tables):
    read = Read(conversation("script", tables, show_text=True))
    assert "<script>alert('x')</script> & \\(x\\) 😀 <img src=x onerror=y>" in read.words
    assert SCRIPT in read.words  # the name, too
    assert "مرحبا" in Read(conversation("rtl", tables, show_text=True)).words


def test_a_dollar_sign_begins_no_formula(tables):
    html = conversation("plain", tables, show_text=True)
    assert "<span>$</span>5 or <span>$</span>9!" in html
    assert "mathjax_ignore" in html
    assert "$" not in html.replace("<span>$</span>", "")


def test_a_name_written_right_to_left_stays_by_itself(tables):
    assert f"<bdi>{ARABIC}</bdi>" in conversation("rtl", tables, show_text=True)


def test_a_long_name_is_cut_and_whole_where_one_points_at_it(tables):
    html = conversation("timeless", tables, show_text=True)
    assert f'title="{LONG}"' in html
    assert LONG not in Read(html).words


@pytest.mark.parametrize("thread_id", IDS)
def test_without_show_text_nobody_is_named_and_nothing_quoted(tables, thread_id):
    html = conversation(thread_id, tables)
    for message in tables["messages"]["text"]:
        assert words(message) not in html
    for name in tables["people"]["name"].tolist()[1:]:
        assert words(name)[:40] not in html
    assert "mark '?'" not in html


def test_without_show_text_one_sees_who_wrote_when_how_much_and_what_it_did(tables):
    said = Read(conversation("plain", tables)).words
    assert "Counterpart · 2025-03-01 10:00 · turn 1" in said
    assert "5 words" in said
    assert "pitch sales" in said
    assert "3 days later" in said
    assert "Q1 wants to know, open question, answered outright in turn 2 after 3 days" in said


def test_evidence_is_marked_and_told_beside_its_colour(tables):
    html = conversation("plain", tables, show_text=True)
    assert '<mark class="cx-question" title="Q1: found: mark &#x27;?&#x27; (0.90)">' in html
    assert "what do you do?</mark><sup>Q1</sup>" in html
    assert "</mark><sup>pitch</sup>" in html
    assert "What the marks mean" in html


def test_a_thread_without_times_says_so(tables):
    said = Read(conversation("timeless", tables, show_text=True)).words
    assert "no times in the export: order only" in said
    assert "no time · turn 1" in said
    assert "later" not in said.split("What the marks")[0]


def test_one_message_and_no_message(tables):
    assert "1 message ·" in Read(conversation("rtl", tables)).words
    assert "No messages in this thread." in conversation("nobody", tables)


def test_turns_beyond_the_most_are_counted(tables):
    said = Read(conversation("plain", tables, most_turns=1)).words
    assert "And 3 more turns, not shown." in said


def test_a_conversation_of_unlabelled_messages_is_shown(tables):
    bare = {name: tables[name] for name in ("messages", "people", "threads")}
    assert "Buy my lights" in conversation("plain", bare, show_text=True)


@pytest.mark.parametrize(
    ("marks", "shown"),
    [
        ([], "abcdef"),
        ([(0, 0, "x"), (9, 12, "x"), (4, 2, "x")], "abcdef"),
        ([(-3, 2, "x")], "[ab]xcdef"),
        ([(2, 99, "x")], "ab[cdef]x"),
        ([(0, 4, "x"), (2, 6, "y")], "[ab][cd]x[ef]y"),
        ([(0, 6, "x"), (2, 4, "y")], "[ab][cd]y[ef]x"),
        ([(1, 3, "x"), (1, 3, "y")], "a[bc]x, ydef"),
    ],
)
def test_marks_may_overlap_and_reach_beyond_the_text(marks, shown):
    html = marked_text("abcdef", [Mark(s, e, n, "pitch", "") for s, e, n in marks])
    read = Read(html)
    assert read.open == []
    plain = html.replace("<sup>", "").replace("</sup>", "").replace("</mark>", "]")
    for tip in ("x", "y", "x; y"):
        plain = plain.replace(f'<mark class="cx-selling" title="{tip}">', "[")
    assert plain == shown


def test_every_act_of_the_codebook_has_a_family():
    assert {act for acts in FAMILIES.values() for act in acts} == {*ACT_NAMES, "question"}


# Lists and filters


def test_the_list_counts_each_thread(tables):
    listed = thread_list(tables).set_index("thread_id")
    assert listed.index.tolist() == ["plain", "script", "timeless", "rtl"]
    assert listed["number"].tolist() == [1, 2, 3, 4]
    assert listed["began_by"].tolist() == ["counterpart", "owner", "counterpart", "counterpart"]
    plain = listed.loc["plain"]
    assert plain[["n_questions", "n_unanswered", "n_pitches", "n_refusals"]].tolist() == [
        2,
        1,
        1,
        1,
    ]
    # A question on which the time has not run out is not unanswered.
    assert listed.loc["timeless", ["n_questions", "n_unanswered"]].tolist() == [1, 0]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ["plain", "script", "timeless", "rtl"]),
        ({"began_by": "owner"}, ["script"]),
        ({"pitch": True}, ["plain"]),
        ({"pitch": False}, ["script", "timeless", "rtl"]),
        ({"unanswered": True}, ["plain"]),
        ({"refusal": True}, ["plain"]),
        ({"min_messages": 2}, ["plain", "script", "timeless"]),
        ({"since": date(2025, 3, 5)}, ["plain", "script", "rtl"]),
        ({"until": date(2025, 3, 1)}, ["plain"]),
        ({"since": date(2025, 3, 6), "until": date(2025, 4, 1)}, ["script"]),
        ({"search": "THEATRE"}, ["plain"]),
        ({"search": " ana $1 "}, ["plain"]),
        ({"search": "(.*"}, []),
        ({"search": "générale"}, ["plain", "script", "timeless", "rtl"]),
        ({"search": "مرحبا"}, ["rtl"]),
        ({"search": "<script>"}, ["script"]),
        ({"search": "theatre", "pitch": False}, []),
    ],
)
def test_filters(tables, filters, found):
    listed = thread_list(tables)
    passed = matching(listed, tables["messages"], Filters(**filters))
    assert passed["thread_id"].tolist() == found


def test_sorting_puts_the_missing_last_either_way():
    rows = pd.DataFrame({"x": ["b", None, "A"], "n": [1, 2, 3]})
    assert sort_rows(rows, "x")["n"].tolist() == [3, 1, 2]
    assert sort_rows(rows, "x", descending=True)["n"].tolist() == [1, 3, 2]


@pytest.mark.parametrize("view", ["threads", "questions", "acts"])
@pytest.mark.parametrize("show_text", [True, False])
def test_a_table_is_whole_and_keeps_back_what_it_should(tables, view, show_text):
    rows = view_rows(view, tables, thread_list(tables))
    page = page_of(rows, tables, sort="number")
    html = rows_html(page, view, n=len(rows), sort="number", show_text=show_text)
    read = Read(html)
    assert read.open == []
    assert "script" not in read.tags
    assert 'aria-sort="ascending"' in html
    assert ("Ana" in read.words) == show_text
    assert ("Buy my lights" in read.words) == (show_text and view == "acts")


def test_rows_are_those_of_the_threads_that_are_listed(tables):
    listed = thread_list(tables)
    some = listed[listed["thread_id"] == "timeless"]
    assert view_rows("questions", tables, some)["thread_id"].tolist() == ["timeless"]


# The whole


def test_the_still_view_shows_shapes_unless_words_are_wanted(tables):
    shapes, shown = browse(tables).still(), browse(tables, show_text=True).still()
    assert "Names and words are left out" in shapes
    assert "theatre" not in shapes
    assert "Société" not in shapes
    assert "theatre" in shown
    assert Read(shapes).open == Read(shown).open == []


def test_an_empty_study_says_that_there_is_nothing():
    assert "no threads in this study" in browse(tables_of([])).still()


@pytest.mark.parametrize("wanted", ["script", "2", "#2", "SCRIPT", "Sounds good"])
def test_a_thread_is_found_by_id_number_name_or_words(tables, wanted):
    assert browse(tables).find(wanted) == "script"


def test_a_thread_that_is_not_there_is_told():
    with pytest.raises(BadParameter, match="no thread for 'Zoe'"):
        browse(tables_of(), thread="Zoe")


def test_nothing_that_was_given_is_changed(tables):
    before = {name: frame.copy(deep=True) for name, frame in tables.items()}
    browse(tables, show_text=True).still()
    for name, frame in tables.items():
        pd.testing.assert_frame_equal(frame, before[name])


@pytest.mark.slow
def test_twenty_thousand_messages_are_listed_and_the_first_thread_shown_in_a_second():
    days = pd.date_range("2020-01-01", periods=20_000, freq="h").astype("str")
    lines = [
        (f"t{i // 7}", "owner" if i % 2 else "counterpart", day, f"Message {i}: how are you? " * 3)
        for i, day in enumerate(days)
    ]
    tables = tables_of(lines)
    assert len(tables["messages"]) == 20_000
    conversation("nobody", tables)  # imports and compiled patterns are not what is asked
    began = time.process_time()
    explorer = browse(tables)
    shown = conversation(explorer.listed["thread_id"].iloc[0], tables, show_text=True)
    assert time.process_time() - began < 1.0
    assert len(shown) < 200_000
    began = time.process_time()
    # Messages 77, 770 to 779 and 7700 to 7799 lie in so many threads of seven.
    assert len(matching(explorer.listed, tables["messages"], Filters(search="message 77"))) == 18
    assert time.process_time() - began < 0.3
