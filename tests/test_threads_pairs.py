"""Adjacency pairs: which turns could answer, and was there time."""

import pandas as pd
import pytest

from conftest import messages_of
from convostudy.threads import (
    eventual_status,
    next_status,
    reply_slots,
    turns,
)

UNTIL = pd.Timestamp("2024-06-01", tz="UTC")


def _asked(turn_id: str, at: str | None) -> pd.DataFrame:
    return pd.DataFrame({"turn_id": [turn_id], "asked_at": pd.to_datetime([at], utc=True)})


PAIRS = turns(
    messages_of(
        [
            ("a", "owner", "2024-03-01 09:00", "Q"),
            ("a", "counterpart", "2024-03-02 09:00", "first"),
            ("a", "owner", "2024-03-03 09:00", "hm"),
            ("a", "counterpart", "2024-03-20 09:00", "second"),
        ]
    )
)


def test_a_question_is_open_to_the_next_two_turns_of_the_other_side():
    slots = reply_slots(_asked("a/1", "2024-03-01 09:00"), PAIRS, observed_until=UNTIL)
    row = slots.iloc[0]
    assert (row["next_text"], row["second_text"]) == ("first", "second")
    assert row["next_in_time"]
    assert not row["second_in_time"]  # 19 days later
    assert row["window_over"]


@pytest.mark.parametrize(
    ("until", "status"), [("2024-04-15", "no_reply"), ("2024-03-25", "open"), (None, "open")]
)
def test_silence_is_no_reply_only_when_the_window_was_seen(until, status):
    end = None if until is None else pd.Timestamp(until, tz="UTC")
    slots = reply_slots(_asked("a/4", "2024-03-20 09:00"), PAIRS, observed_until=end)
    assert next_status(slots, pd.Series([None], dtype="str")).tolist() == [status]


def _eventual(first, second, until="2024-06-01", turn="a/1", at="2024-03-01 09:00", days=30.0):
    slots = reply_slots(
        _asked(turn, at), PAIRS, observed_until=pd.Timestamp(until, tz="UTC"), no_reply_days=days
    )
    status = next_status(slots, pd.Series([first], dtype="str"))
    return eventual_status(slots, status, pd.Series([second], dtype="str")).iloc[0].tolist()


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("explicit", "dodged", ["explicit", "next"]),
        ("dodged", "explicit", ["explicit", "second"]),
        ("clarification", "implicit", ["implicit", "second"]),
        ("declined", "dodged", ["declined", "next"]),
        ("dodged", "dodged", ["dodged", "next"]),
        ("acknowledged_only", "dodged", ["acknowledged_only", "next"]),
        (None, "explicit", ["explicit", "second"]),  # the first was a video
    ],
)
def test_the_second_turn_can_mend_the_first(first, second, expected):
    assert _eventual(first, second) == expected


def test_a_reply_after_the_window_is_no_reply_in_the_end():
    assert (
        _eventual("explicit", None, turn="a/3", at="2024-03-03 09:00", days=14.0)[0] == "no_reply"
    )


def test_not_answered_yet_is_open_while_the_window_runs():
    early = PAIRS[PAIRS["rank"] <= 2]
    slots = reply_slots(
        _asked("a/1", "2024-03-01 09:00"),
        early,
        observed_until=pd.Timestamp("2024-03-03", tz="UTC"),
    )
    status = next_status(slots, pd.Series(["dodged"], dtype="str"))
    assert status.tolist() == ["dodged"]
    nothing = pd.Series([None], dtype="str")
    assert eventual_status(slots, status, nothing)["status"].tolist() == ["open"]


WINDOW_ENDS = pd.Timestamp("2024-03-15 09:00", tz="UTC")  # 14 days after the question


@pytest.mark.parametrize(
    ("seconds", "status", "slot"),
    [(-1, "explicit", "next"), (0, "explicit", "next"), (1, "no_reply", None)],
)
def test_a_reply_a_second_after_the_window_is_no_reply_next_and_eventually(seconds, status, slot):
    replied = WINDOW_ENDS + pd.Timedelta(seconds=seconds)
    talk = turns(
        messages_of(
            [("a", "owner", "2024-03-01 09:00", "Q"), ("a", "counterpart", str(replied), "A")]
        )
    )
    slots = reply_slots(_asked("a/1", "2024-03-01 09:00"), talk, observed_until=UNTIL)
    status_next = next_status(slots, pd.Series(["explicit"], dtype="str"))
    eventual = eventual_status(slots, status_next, pd.Series([None], dtype="str")).iloc[0]
    assert (status_next[0], eventual["status"]) == (status, status)
    assert (None if pd.isna(eventual["slot"]) else eventual["slot"]) == slot


def test_what_is_answered_next_is_answered_eventually():
    for after_days in (1, 14, 15, 40):
        replied = pd.Timestamp("2024-03-01 09:00", tz="UTC") + pd.Timedelta(days=after_days)
        lines = [("a", "owner", "2024-03-01 09:00", "Q"), ("a", "counterpart", str(replied), "A")]
        slots = reply_slots(
            _asked("a/1", "2024-03-01 09:00"), turns(messages_of(lines)), observed_until=UNTIL
        )
        status_next = next_status(slots, pd.Series(["implicit"], dtype="str"))
        eventual = eventual_status(slots, status_next, pd.Series([None], dtype="str"))
        assert status_next.tolist() == eventual["status"].tolist()
