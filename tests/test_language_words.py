"""Words: counts, stems, the stop list, and the loader of word lists."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convostudy.errors import BadParameter
from convostudy.language import lexicons, words


def count(text: str) -> int:
    return int(words.word_count(pd.Series([text])).iloc[0])


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("", 0),
        ("   \n", 0),
        ("No thanks.", 2),
        ("don't", 1),
        ("don’t", 1),
        ("It's. Word of mouth", 4),
        ("My company, [company redacted], creates platforms", 5),
        ("[NAME_1] and [URL] but [not this one]", 7),
        ("1-page summary", 3),
        ("Zoë naïve café", 3),
        ("'quoted'", 1),
    ],
)
def test_words_are_counted_as_the_codebook_counts_them(text: str, n: int) -> None:
    assert count(text) == n


def test_missing_text_has_no_words_and_the_index_is_kept() -> None:
    texts = pd.Series(["two words", None], index=[7, 3], dtype="str")
    counts = words.word_count(texts)
    assert counts.tolist() == [2, 0]
    assert counts.index.tolist() == [7, 3]
    assert counts.dtype == "int64"
    assert words.content_stems(texts).tolist()[1] == frozenset()


@given(st.lists(st.text(alphabet="ab c'’.\n9é[]_N", max_size=30), max_size=8))
@settings(deadline=None)
def test_arrow_and_python_see_the_same_words(texts: list[str]) -> None:
    column = pd.Series(texts, dtype="str")
    assert words.word_count(column).tolist() == words.tokens(column).map(len).tolist()


def test_inflected_forms_meet_in_their_stem() -> None:
    asked, said = pd.Series(["Do you handle exports?"]), pd.Series(["Exporting keeps me awake."])
    shared = words.content_stems(asked)[0] & words.content_stems(said)[0]
    assert shared == {"export"}


def test_redaction_marks_make_no_shared_topic() -> None:
    assert words.content_stems(pd.Series(["[company redacted] with [NAME_1]"]))[0] == frozenset()


def test_given_column_is_not_changed() -> None:
    texts = pd.Series(["Hello There"], dtype="str")
    before = texts.copy()
    words.stems(texts)
    words.word_count(texts)
    pd.testing.assert_series_equal(texts, before)


def test_unknown_word_list_names_those_there_are() -> None:
    with pytest.raises(BadParameter, match="stop_words"):
        lexicons.load("no_such_list")
    with pytest.raises(BadParameter, match="none: it has no folder"):
        lexicons.load("stop_words", "xx")


def test_word_lists_hold_no_comments_and_no_blanks() -> None:
    for name in lexicons.names():
        entries = lexicons.load(name)
        assert entries, name
        assert all(entry == entry.strip() and not entry.startswith("#") for entry in entries), name


def test_stop_list_has_no_entry_twice() -> None:
    entries = lexicons.load("stop_words")
    assert len(entries) == len(set(entries))
