"""Turns, bursts, sessions, attempts, adjacency pairs and dyads on threads one can read."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import messages_of
from convostudy.tables import CONNECTIONS, MESSAGES, conform, empty
from convostudy.threads import (
    attempts,
    bursts,
    dyads,
    eventual_status,
    followups,
    next_status,
    reply_slots,
    sessions,
    turns,
    with_turns,
)

THREAD = messages_of(
    [
        ("a", "counterpart", "2024-03-01 09:00", "Hi there"),
        ("a", "counterpart", "2024-03-01 09:05", "How are you?"),
        ("a", "counterpart", "2024-03-03 09:00", "Still there?"),
        ("a", "owner", "2024-03-03 10:00", "Yes, well thanks"),
        ("a", "counterpart", "2024-03-03 10:30", "Good"),
        ("b", "owner", "2024-03-02 12:00", "Hello"),
    ]
)
UNTIL = pd.Timestamp("2024-06-01", tz="UTC")


def test_a_turn_lasts_until_the_other_writes_whatever_the_gap():
    table = turns(THREAD)
    assert table["turn_id"].tolist() == ["a/1", "a/2", "a/3", "b/1"]
    assert table["n_messages"].tolist() == [3, 1, 1, 1]
    assert table["text"].iloc[0] == "Hi there\nHow are you?\nStill there?"
    assert table["side_rank"].tolist() == [1, 1, 2, 1]
    assert table["gap_h"].iloc[1:3].tolist() == [1.0, 0.5]
    assert table["gap_h"].isna().tolist() == [True, False, False, True]


def test_bursts_end_after_ten_silent_minutes_sessions_after_an_hour():
    assert bursts(THREAD)["n_messages"].tolist() == [2, 1, 1, 1, 1]
    assert bursts(THREAD, burst_gap_min=1)["n_messages"].tolist() == [1, 1, 1, 1, 1, 1]
    # The reply came after an hour exactly, which does not yet end a session.
    table = sessions(THREAD)
    assert table["n_messages"].tolist() == [2, 3, 1]
    assert table["n_senders"].tolist() == [1, 2, 1]


def test_writing_again_after_a_day_is_a_follow_up_attempt():
    table = attempts(THREAD)
    assert table["attempt"].tolist() == [1, 2, 1, 1, 1]
    only = followups(THREAD)
    assert only["turn_id"].tolist() == ["a/1"]
    assert only["gap_h"].tolist() == [pytest.approx(47 + 55 / 60)]
    assert followups(THREAD, followup_gap_h=72).empty


def test_invitation_notes_sponsored_and_system_rows_are_no_turns():
    kinds = ["invitation", "sponsored", "system", "message", "inmail", "message"]
    mixed = THREAD.assign(kind=pd.Series(kinds, dtype="str"))
    assert turns(mixed)["n_messages"].sum() == 3


SIDES = [("owner", "1"), ("counterpart", "2"), ("owner", "3")]


def test_ties_follow_seq():
    tied = messages_of([("a", side, "2024-03-01 09:00", text) for side, text in SIDES])
    assert turns(tied)["text"].tolist() == ["1", "2", "3"]


def test_messages_without_words_are_counted():
    silent = THREAD.assign(
        text=THREAD["text"].where(THREAD["seq"] > 0, ""),
        modality=THREAD["modality"].where(THREAD["seq"] > 0, "video"),
    )
    table = turns(silent)
    assert table["n_nontext"].tolist() == [1, 0, 0, 1]
    assert table["text"].iloc[0] == "How are you?\nStill there?"
    assert table["text"].iloc[3] == ""


def test_without_instants_order_stands_and_times_are_missing():
    undated = THREAD.assign(
        sent_at=pd.Series(pd.NaT, index=THREAD.index, dtype="datetime64[us, UTC]")
    )
    table = turns(undated)
    assert table["n_messages"].tolist() == [3, 1, 1, 1]
    assert table[["began_at", "ended_at", "gap_h"]].isna().all(axis=None)
    assert len(attempts(undated)) == 4


LINES = st.lists(
    st.tuples(
        st.sampled_from(["a", "b"]),
        st.sampled_from(["owner", "counterpart"]),
        st.datetimes(pd.Timestamp("2020-01-01"), pd.Timestamp("2021-01-01")).map(str),
        st.text(max_size=20),
    ),
    min_size=1,
    max_size=30,
)


@given(LINES)
def test_no_message_is_lost_and_senders_alternate(lines):
    table = turns(messages_of(lines))
    assert table["n_messages"].sum() == len(lines)
    for _, thread in table.groupby("thread_id"):
        assert (thread["sender_id"] != thread["sender_id"].shift()).all()
        assert thread["rank"].tolist() == list(range(1, len(thread) + 1))


@given(LINES, st.randoms())
def test_the_order_of_rows_does_not_matter(lines, random):
    messages = messages_of(lines)
    order = list(range(len(messages)))
    random.shuffle(order)
    pd.testing.assert_frame_equal(turns(messages.iloc[order]), turns(messages))
    pd.testing.assert_frame_equal(attempts(messages.iloc[order]), attempts(messages))


@given(LINES)
def test_what_was_given_is_not_changed(lines):
    messages = messages_of(lines)
    before = messages.copy(deep=True)
    turns(messages), bursts(messages), sessions(messages), attempts(messages), with_turns(messages)
    pd.testing.assert_frame_equal(messages, before)


def test_nothing_in_nothing_out():
    nothing = empty(MESSAGES)
    assert turns(nothing).empty
    assert bursts(nothing).empty
    assert sessions(nothing).empty
    assert attempts(nothing).empty


# --- adjacency pairs ------------------------------------------------------------------------------


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
        ("dodged", "dodged", ["dodged", "second"]),
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


# --- dyads ----------------------------------------------------------------------------------------


def _tie(day: str, resolution: str = "day") -> pd.DataFrame:
    lo = pd.Timestamp(day, tz="UTC")
    return conform(
        pd.DataFrame(
            {
                "owner_id": ["me"],
                "person_id": ["they-a"],
                "connected_lo": [lo],
                "connected_hi": [lo + pd.Timedelta(days=1)],
                "resolution": [resolution],
            }
        ),
        CONNECTIONS,
    )


def _dyad(messages, people, ties, **knobs):
    table = dyads(messages, people, ties, turns(messages), observed_until=UNTIL, **knobs)
    return table.set_index("thread_id").loc["a"]


def test_the_connection_day_is_narrowed_by_the_first_ordinary_message(people):
    row = _dyad(THREAD, people, _tie("2024-03-01"))
    assert str(row["connected_lo"]) == "2024-03-01 00:00:00+00:00"
    assert str(row["connected_hi"]) == "2024-03-01 09:00:00+00:00"
    assert row["counterpart_id"] == "they-a"
    assert not row["is_group"]


def test_an_inmail_narrows_nothing(people):
    inmail = THREAD.assign(kind=THREAD["kind"].where(THREAD["seq"] > 0, "inmail"))
    assert str(_dyad(inmail, people, _tie("2024-03-01"))["connected_hi"])[11:16] == "09:05"


def test_the_invitation_narrows_from_below_and_tells_who_asked(people):
    note = messages_of([("a", "counterpart", "2024-03-01 07:30", "")], kind="invitation")
    note = note.assign(message_id="n", seq=-1)
    row = _dyad(pd.concat([note, THREAD]), people, _tie("2024-03-01"))
    assert str(row["connected_lo"]) == "2024-03-01 07:30:00+00:00"
    assert (row["inviter"], row["invitation_type"]) == ("counterpart", "blank")
    assert row["n_messages"] == 5


def test_another_zone_and_slack_move_the_day(people):
    row = _dyad(THREAD, people, _tie("2024-03-01"), connected_on_tz="America/New_York")
    assert str(row["connected_lo"]) == "2024-03-01 05:00:00+00:00"
    row = _dyad(THREAD, people, _tie("2024-03-01"), tz_slack_h=12)
    assert str(row["connected_lo"]) == "2024-02-29 12:00:00+00:00"
    exact = _dyad(THREAD, people, _tie("2024-03-01", "minute"), tz_slack_h=12)
    assert str(exact["connected_lo"]) == "2024-03-01 00:00:00+00:00"


def test_a_group_has_no_counterpart(people):
    group = THREAD.assign(recipient_ids="they-a somebody-else me")
    row = _dyad(group, people, empty(CONNECTIONS))
    assert row["is_group"]
    assert pd.isna(row["counterpart_id"])


def test_without_a_connection_row_the_interval_is_missing(people):
    row = _dyad(THREAD, people, empty(CONNECTIONS))
    assert pd.isna(row["connected_lo"])
    assert (row["inviter"], row["invitation_type"]) == ("unknown", "unknown")


def test_a_note_repeated_as_a_message_does_not_pin_the_connection(people):
    note = messages_of([("a", "counterpart", "2024-03-01 15:10", "Hi, glad to meet")])
    note = note.assign(message_id="n", seq=-1, kind="invitation")
    again = messages_of([("a", "counterpart", "2024-03-01 15:10:05", "Hi, glad to meet")])
    row = _dyad(pd.concat([note, again]), people, _tie("2024-03-01"))
    assert str(row["connected_hi"]) == "2024-03-02 00:00:00+00:00"


def test_a_message_with_a_subject_may_be_inmail_and_pins_nothing(people):
    with_subject = THREAD.assign(subject=THREAD["subject"].where(THREAD["seq"] > 0, "Hello"))
    assert str(_dyad(with_subject, people, _tie("2024-03-01"))["connected_hi"])[11:16] == "09:05"


def test_each_owner_has_their_own_connections():
    from convostudy.tables import PEOPLE

    both = pd.DataFrame({"person_id": ["me", "other"], "name": ["Me", "Other"], "is_owner": True})
    b = THREAD[THREAD["thread_id"] == "a"].assign(
        thread_id="z",
        message_id=lambda f: "z" + f["message_id"],
        sender_id=lambda f: f["sender_id"].replace("me", "other"),
        recipient_ids=lambda f: f["recipient_ids"].replace("me", "other"),
    )
    messages = pd.concat([THREAD, b])
    table = dyads(
        messages, conform(both, PEOPLE), _tie("2024-03-01"), turns(messages), observed_until=UNTIL
    ).set_index("thread_id")
    assert table["owner_id"].to_dict() == {"a": "me", "b": "me", "z": "other"}
    assert table["connected_lo"].notna().to_dict() == {"a": True, "b": False, "z": False}


def test_two_people_of_whom_neither_is_known_as_owner_are_no_group():
    from convostudy.tables import PEOPLE

    table = dyads(THREAD, empty(PEOPLE), empty(CONNECTIONS), turns(THREAD), observed_until=UNTIL)
    assert not table["is_group"].any()
    assert table["counterpart_id"].isna().all()
