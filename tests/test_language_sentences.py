"""Sentences: where they end, and that the offsets hold."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convostudy.language.sentences import sentences


def split(text: str) -> list[str]:
    return sentences(pd.Series([text], dtype="str"))["text"].tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("  \n ", []),
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("first line\nsecond line", ["first line", "second line"]),
        ("How do you do it???? tell me", ["How do you do it????", "tell me"]),
        ("really? yes, great! so what now", ["really?", "yes, great!", "so what now"]),
        ("it's late. what do you think", ["it's late.", "what do you think"]),
        ("Hi Dr. Ito and Mr. Li. Hello", ["Hi Dr. Ito and Mr. Li.", "Hello"]),
        ("J. R. Smith wrote, e.g. to me. Odd", ["J. R. Smith wrote, e.g. to me.", "Odd"]),
        ("So do I. Then we go", ["So do I.", "Then we go"]),
        ("In the U.S. Army. In the U.S. We go", ["In the U.S. Army.", "In the U.S.", "We go"]),
        ("Meet at 5 p.m. Then eat. 4.30 is fine", ["Meet at 5 p.m.", "Then eat.", "4.30 is fine"]),
        ("See no. 5. He said no. We left", ["See no. 5.", "He said no.", "We left"]),
        ("so... what now", ["so... what now"]),
        ("Not sure… What now", ["Not sure…", "What now"]),
        ("see https://a.example/x?y=1.html. ok?", ["see https://a.example/x?y=1.html.", "ok?"]),
        ("great.Thanks for that", ["great.", "Thanks for that"]),
        ("We use Node.js and example.com daily", ["We use Node.js and example.com daily"]),
        ("what is it 😂? 😂 no idea", ["what is it 😂? 😂", "no idea"]),
        ("Lovely 🎉 Thanks Ana", ["Lovely 🎉", "Thanks Ana"]),
        ('She asked "are you mad?" and left. Ok', ['She asked "are you mad?" and left.', "Ok"]),
        ("The (good?) one. Fine", ["The (good?) one.", "Fine"]),
        ("1. First thing\n2. Second thing", ["1. First thing", "2. Second thing"]),
        ("“Why?” She left.", ["“Why?”", "She left."]),
    ],
)
def test_sentences_end_where_readers_end_them(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@given(
    st.lists(
        st.one_of(st.none(), st.text(alphabet="aB1 .?!…\n,'\"()😂\u200d:/@", max_size=40)),
        max_size=6,
    )
)
@settings(deadline=None)
def test_offsets_point_into_the_text_and_nothing_but_space_is_lost(texts: list[str | None]) -> None:
    column = pd.Series(texts, index=range(10, 10 + len(texts)), dtype="str")
    found = sentences(column)
    for label, text in column.items():
        mine = found[found["row"] == label]
        words = "" if not isinstance(text, str) else text
        assert [words[s:e] for s, e in zip(mine["start"], mine["end"], strict=True)] == list(
            mine["text"]
        )
        assert mine["start"].is_monotonic_increasing
        assert "".join("".join(mine["text"]).split()) == "".join(words.split())


def test_rows_carry_the_index_of_the_texts_and_missing_texts_have_none() -> None:
    found = sentences(pd.Series(["So. Go.", None, "C"], index=["x", "y", "z"], dtype="str"))
    assert found["row"].tolist() == ["x", "x", "z"]
    assert found["start"].tolist() == [0, 4, 0]


def test_each_text_is_split_as_if_it_were_alone() -> None:
    texts = ["no end", "Hi Mr.", "Smith? yes", "...", "…and so on. Ok"]
    together = sentences(pd.Series(texts, dtype="str"))["text"].tolist()
    assert together == [sentence for text in texts for sentence in split(text)]


def test_known_limit_line_broken_by_hand_is_two_sentences() -> None:
    assert split("we could meet on\nTuesday") == ["we could meet on", "Tuesday"]


def test_known_limit_emoji_before_lower_case_ends_nothing() -> None:
    assert split("love it 😂 what is it") == ["love it 😂 what is it"]


def test_known_limit_name_after_closing_abbreviation_is_joined() -> None:
    assert split("see you at 5 p.m. Anna is late") == ["see you at 5 p.m. Anna is late"]


def test_a_quote_or_smiley_that_opens_a_line_belongs_to_it() -> None:
    texts = ["what do you do", "’ Really?", "😂?what next", "one\n’ two"]
    together = sentences(pd.Series(texts))["text"].tolist()
    alone = [part for text in texts for part in sentences(pd.Series([text]))["text"]]
    assert together == alone
    assert "’ Really?" in together
