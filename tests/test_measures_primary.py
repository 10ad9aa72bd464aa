"""What the measures behind the primary outcomes say of threads one can hold in the head."""

import pandas as pd
import pytest

from conftest import acts_of, messages_of
from convostudy.measures.after_refusal import after_refusal
from convostudy.measures.answered import answered
from convostudy.measures.first_contact import first_contact
from convostudy.measures.question_inventory import question_inventory
from convostudy.measures.replies import replies
from convostudy.measures.style import style
from convostudy.measures.time_to_pitch import time_to_pitch
from convostudy.tables import CONNECTIONS, QUESTIONS, empty
from convostudy.threads import attempts, dyads, turns
from four_threads import UNTIL, call, four_threads, row_of


@pytest.fixture
def tables(people):
    return four_threads(people)


def test_time_to_pitch_is_an_interval_and_silence_is_censored(tables):
    scores = time_to_pitch(tables["threads"], tables["messages"], tables["acts"])
    assert sorted(scores["thread_id"]) == ["a", "b"]
    pitched = row_of(scores, thread_id="a")
    assert (pitched["pitched"], pitched["lo_h"], pitched["hi_h"]) == (True, 0.0, 12.0)
    waiting = row_of(scores, thread_id="b")
    assert not waiting["pitched"]
    assert waiting["ended_at"] == UNTIL
    assert waiting["lo_h"] == pytest.approx(
        (UNTIL - pd.Timestamp("2024-02-21", tz="UTC")).days * 24
    )


def test_a_recruiter_is_no_pitcher_unless_asked_for(tables):
    acts = tables["acts"].assign(kind="recruiting")
    assert not time_to_pitch(tables["threads"], tables["messages"], acts)["pitched"].any()
    wider = time_to_pitch(
        tables["threads"], tables["messages"], acts, solicitations=("recruiting",)
    )
    assert wider["pitched"].sum() == 1


def test_first_contact_counts_turns_of_the_side(tables):
    scores = call(first_contact, tables)
    assert sorted(scores["thread_id"]) == ["a", "b"]  # in c and d the counterpart never wrote
    row = row_of(scores, thread_id="a")
    assert row["first_turn_is_pitch"]
    assert (row["pitch_rank"], row["pitch_only"], row["n_side_turns"]) == (1, True, 2)
    assert pd.isna(row["pitch_in_invite"])
    other = row_of(scores, thread_id="b")
    assert not other["first_turn_is_pitch"]
    assert pd.isna(other["pitch_rank"])


def test_question_inventory_has_a_row_for_turns_without_questions(tables):
    scores = call(question_inventory, tables)
    assert len(scores) == len(tables["turns"])
    assert scores["n_information"].sum() == 3
    assert row_of(scores, turn_id="a/1")["n_questions"] == 0


def test_not_answered_yet_is_missing_not_false(tables):
    scores = call(answered, tables)
    assert scores.set_index("thread_id")["answered_next"].tolist()[:2] == [False, True]
    assert row_of(scores, thread_id="b")["answered_strict"]
    assert pd.isna(row_of(scores, thread_id="d")["answered_eventual"])
    assert row_of(scores, thread_id="a")["after_pitch"]


def test_after_refusal_follows_each_no(tables):
    scores = call(after_refusal, tables)
    first = row_of(scores, turn_id="a/2")
    assert first["next_is_pitch"]
    assert (first["outcome"], first["hours"]) == ("pitch", 24.0)
    assert first["n_pitch_turns_after"] == 1
    assert first["first_in_thread"]
    last = row_of(scores, turn_id="a/4")
    assert pd.isna(last["next_is_pitch"])
    assert last["outcome"] == "silence"
    assert not last["pitched_again"]


def test_a_refusal_by_the_side_itself_is_none(tables):
    own = tables["acts"].assign(side="counterpart")
    assert after_refusal(own, tables["turns"], tables["threads"], tables["messages"]).empty


def test_replies_cut_the_clock_at_ones_own_next_attempt(tables):
    scores = call(replies, tables)
    tries = scores[scores["thread_id"] == "c"].sort_values("attempt")
    assert tries["replied_within"].tolist() == [False, False]
    assert tries["hours"].iloc[0] == 96.0
    assert not tries["replied"].any()
    young = row_of(scores, thread_id="d")
    assert pd.isna(young["replied_within"])
    assert young["hours"] == 63.0
    quick = row_of(scores, turn_id="a/1")
    assert (quick["hours"], quick["replied"], quick["is_pitch"]) == (1.0, True, True)


def test_style_reads_the_first_turns_only(tables):
    scores = call(style, tables).set_index("thread_id")
    assert scores.loc["a", "style"] == "pitch_first"
    assert scores.loc["b", "style"] == "builder"
    assert "c" not in scores.index
    late = tables["acts"][tables["acts"]["message_id"] == "a-2"]
    frames = (tables["turns"], tables["threads"], late, tables["questions"])
    assert style(*frames).set_index("thread_id").loc["a", "style"] == "neutral"
    assert (
        style(*frames, landmark_turns=2).set_index("thread_id").loc["a", "style"] == "pitch_first"
    )


def test_groups_are_left_out_of_dyadic_measures(tables):
    groups = {**tables, "threads": tables["threads"].assign(is_group=True)}
    for measure in (time_to_pitch, first_contact, answered, after_refusal, replies, style):
        assert call(measure, groups).empty


def _measured(lines, acts, people, *, until=UNTIL, **columns):
    messages = messages_of(lines, **columns)
    turned = turns(messages)
    return {
        "messages": messages,
        "turns": turned,
        "attempts": attempts(messages),
        "questions": empty(QUESTIONS),
        "acts": acts_of(acts, messages, turned),
        "threads": dyads(messages, people, empty(CONNECTIONS), turned, observed_until=until),
    }


def test_one_reply_is_credited_to_one_attempt(people):
    lines = [
        ("a", "counterpart", "2024-03-01 09:00", "offer"),
        ("a", "counterpart", "2024-03-04 09:00", "bump"),
        ("a", "counterpart", "2024-03-08 09:00", "bump"),
        ("a", "owner", "2024-03-08 12:00", "hello"),
    ]
    scores = call(replies, _measured(lines, [("a-0", "pitch", "sales")], people))
    theirs = scores[scores["side"] == "counterpart"].sort_values("attempt")
    assert theirs["replied_within"].tolist() == [False, False, True]


def test_undated_replies_are_missing_not_false(people):
    lines = [("a", "counterpart", None, "offer"), ("a", "owner", None, "hello")]
    tables = _measured(lines, [("a-0", "pitch", "sales")], people, until=None)
    assert call(replies, tables)["replied_within"].isna().all()


def test_a_recruiter_who_asks_again_has_not_sold_again(people):
    lines = [
        ("a", "counterpart", "2024-03-01 09:00", "a role"),
        ("a", "owner", "2024-03-01 10:00", "no thanks"),
        ("a", "counterpart", "2024-03-01 11:00", "a call?"),
    ]
    acts = [("a-0", "pitch", "recruiting"), ("a-1", "refusal", "bare"), ("a-2", "cta", "call")]
    row = call(after_refusal, _measured(lines, acts, people)).iloc[0]
    assert not row["after_pitch"]
    assert (bool(row["next_is_pitch"]), row["outcome"]) == (False, "other")


def test_the_clock_after_a_refusal_stops_at_the_pitch_not_at_its_turn(people):
    lines = [
        ("a", "counterpart", "2024-03-01 09:00", "offer"),
        ("a", "owner", "2024-03-01 11:00", "no thanks"),
        ("a", "counterpart", "2024-03-01 12:00", "understood"),
        ("a", "counterpart", "2024-03-05 12:00", "another offer"),
    ]
    acts = [("a-0", "pitch", "sales"), ("a-1", "refusal", "bare"), ("a-3", "pitch", "sales")]
    row = call(after_refusal, _measured(lines, acts, people)).iloc[0]
    assert row["hours"] == 97.0
    assert row["after_pitch"]


def test_a_thread_with_an_undated_pitch_is_not_called_unpitched(tables):
    undated = tables["messages"].assign(
        sent_at=tables["messages"]["sent_at"].where(tables["messages"]["thread_id"] != "a")
    )
    scores = time_to_pitch(tables["threads"], undated, tables["acts"])
    row = row_of(scores, thread_id="a")
    assert row["pitched"]
    assert row[["lo_h", "hi_h", "ended_at", "before_connection"]].isna().all()
    assert row["why_no_time"] == "no timestamps"
    assert scores["thread_id"][scores["why_no_time"].isna()].tolist() == ["b"]
