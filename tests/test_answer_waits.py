"""How long an answer took: to the message that answers, not to the greeting before it."""

import pandas as pd
import pytest

import convostudy as cs
from conftest import messages_of
from convostudy.language.answers.place import settling_message
from convostudy.project import pipeline
from convostudy.tables import CONNECTIONS, empty

UNTIL = pd.Timestamp("2024-06-01", tz="UTC")


def _question(people, *replies, until=UNTIL):
    lines = [("a", "owner", "2024-03-01 09:00", "When did you join the museum?"), *replies]
    tables = pipeline.label(messages_of(lines), people, empty(CONNECTIONS), observed_until=until)
    asked = tables["questions"].query("side == 'owner'")
    assert len(asked) == 1
    return asked.iloc[0]


def test_the_wait_ends_at_the_message_that_answers(people):
    row = _question(
        people,
        ("a", "counterpart", "2024-03-01 10:00", "Hi, good to hear from you!"),
        ("a", "counterpart", "2024-03-01 15:00", "In March 2021"),
    )
    assert (row["status_eventual"], row["answer_turn_id"]) == ("explicit", "a/2")
    assert row["wait_h"] == 6


def test_an_answer_in_the_first_message_is_not_put_off_by_a_later_one(people):
    row = _question(
        people,
        ("a", "counterpart", "2024-03-01 10:00", "In March 2021"),
        ("a", "counterpart", "2024-03-04 10:00", "Sorry, I was away. How are you?"),
    )
    assert (row["status_eventual"], row["wait_h"]) == ("explicit", 1)


def test_the_wait_of_a_second_turn_ends_at_its_message(people):
    row = _question(
        people,
        ("a", "counterpart", "2024-03-01 10:00", "Thanks!"),
        ("a", "owner", "2024-03-01 11:00", "Hm."),
        ("a", "counterpart", "2024-03-01 12:00", "Hello again"),
        ("a", "counterpart", "2024-03-01 14:00", "It was in March 2021"),
    )
    assert (row["answer_turn_id"], row["wait_h"]) == ("a/4", 5)


def test_without_instants_there_is_no_wait(people):
    row = _question(people, *[("a", "counterpart", None, text) for text in ("Hi", "In March")])
    assert pd.isna(row["wait_h"])


@pytest.mark.parametrize(("hours", "answered"), [(14 * 24, True), (14 * 24 + 0.01, False)])
def test_the_window_holds_for_both_answered_rates(people, hours, answered):
    at = pd.Timestamp("2024-03-01 09:00", tz="UTC") + pd.Timedelta(hours=hours)
    lines = [
        ("a", "owner", "2024-03-01 09:00", "When did you join the museum?"),
        ("a", "counterpart", str(at), "In March 2021"),
    ]
    messages = messages_of(lines)
    labelled = pipeline.label(messages, people, empty(CONNECTIONS), observed_until=UNTIL)
    tables = {**labelled, "messages": messages, "people": people}
    row = pipeline.score(tables, cs.Parameters(), names=["answered"])["answered"].iloc[0]
    assert (bool(row["answered_next"]), bool(row["answered_eventual"])) == (answered, answered)
    assert row["status_eventual"] == ("explicit" if answered else "no_reply")


def test_a_verdict_that_no_message_comes_to_alone_has_no_message():
    questions = pd.DataFrame(
        {
            "text": ["When did you join?", "When did you join?"],
            "form": "wh",
            "embedded_wh": False,
            "answer_turn_id": ["t/2", None],
            "status_eventual": ["declined", None],
            "answer_evidence": ["declined: rather not", None],
        },
        index=[7, 3],
    ).astype({"status_eventual": "str", "answer_evidence": "str", "answer_turn_id": "str"})
    messages = pd.DataFrame(
        {
            "message_id": ["a", "b"],
            "turn_id": "t/2",
            "is_pitch": False,
            "text": ["In March", "In May"],
        }
    )
    found = settling_message(questions, messages)
    assert found.index.tolist() == [7, 3]
    assert found.isna().all()
