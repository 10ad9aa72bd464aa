"""Where the app says which message a message replies to, that question is answered."""

import pandas as pd
import pytest

from conftest import messages_of
from convostudy.tables import MESSAGES, conform
from talked import ME, YOU, asked, label, status, talk, talks


def test_a_reply_by_id_answers_that_message_and_no_other():
    tables = talk(
        (ME, "Where are you based?"),
        (ME, "What do you do there?"),
        (YOU, "Ghent", 0),
    )
    assert status(tables, when="next") == ["explicit", "dodged"]


def test_what_is_said_without_an_id_may_be_for_any_question():
    tables = talk(
        (ME, "Where are you based?"),
        (ME, "How many are you?"),
        (YOU, "Ghent", 0),
        (YOU, "and we are 12"),
    )
    assert status(tables, when="next") == ["explicit", "explicit"]


def test_a_reply_by_id_counts_beyond_the_second_turn_and_not_for_the_question_before_it():
    tables = talk(
        (ME, "Where are you based?"),
        (YOU, "Thanks for connecting!"),
        (ME, "Of course."),
        (YOU, "Lovely weather today, isn't it"),
        (ME, "It is."),
        (YOU, "Sun at last!"),
        (ME, "What do you sell?"),
        (YOU, "In Ghent", 0),
    )
    first, last = asked(tables).itertuples()
    assert (first.status_eventual, first.answer_turn_id) == ("explicit", "t0/8")
    assert first.wait_h == pytest.approx(70 / 60)
    assert last.status_next == "dodged"


def test_a_reply_by_id_must_come_within_the_window():
    expected = {13: "explicit", 15: "acknowledged_only"}
    threads = [
        [
            (ME, "Where are you based?"),
            (YOU, "Thanks for connecting!"),
            (ME, "Of course."),
            (YOU, "Thank you!"),
            (ME, "Sure."),
            days,
            (YOU, "In Ghent", 0),
        ]
        for days in expected
    ]
    found = [status(tables) for tables in talks(threads)]
    assert found == [[name] for name in expected.values()]


def test_a_reply_by_id_in_the_second_turn_needs_no_other_sign():
    tables = talk(
        (ME, "What do you use for scheduling?"),
        (YOU, "Thanks for connecting!"),
        (ME, "Of course. Have you been to the fair this year?"),
        (YOU, "Calendly", 0),
        (YOU, "No, we were away", 2),
    )
    first, second = asked(tables).itertuples()
    assert (first.status_eventual, first.answer_turn_id) == ("explicit", "t0/4")
    assert first.wait_h == pytest.approx(0.5)
    assert second.status_next == "explicit"


def test_an_id_that_names_no_question_changes_nothing():
    targets = [None, "elsewhere", "-1", "-2"]
    lines, names = [], []
    for number, target in enumerate(targets):
        lines += [
            (f"t{number}", ME, "2024-03-01 09:00", "Where are you based?"),
            (f"t{number}", ME, "2024-03-01 09:01", "I'm in Leuven."),
            (f"t{number}", YOU, "2024-03-01 09:10", "Hello!"),
            (f"t{number}", YOU, "2024-03-01 09:11", "In Ghent"),
        ]
        names += [None, None, None, f"t{number}{target}" if target else None]
    messages = messages_of(lines).assign(reply_to=pd.Series(names, dtype="str"))
    tables = label(conform(messages, MESSAGES))
    assert status(tables, when="next") == ["explicit"] * len(targets)


def test_messages_read_without_the_column_are_as_before():
    lines = [("a", ME, "2024-03-01 09:00", "Where are you based?"), ("a", YOU, None, "In Ghent")]
    rows = messages_of(lines).drop(columns="reply_to")
    tables = label(conform(rows, MESSAGES))
    assert status(tables, when="next") == ["explicit"]
