"""Turns, bursts, sessions and attempts on threads one can read."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import messages_of
from convostudy.tables import MESSAGES, empty
from convostudy.threads import (
    attempts,
    bursts,
    followups,
    sessions,
    turns,
    with_turns,
)
from thread_tables import THREAD


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
