"""Without instants: every time is missing, says why, and no rate of a window is called zero."""

import pandas as pd
import pytest

from convostudy.measures import measures
from convostudy.measures.after_refusal import after_refusal
from convostudy.measures.answered import answered
from convostudy.measures.groundwork import groundwork
from convostudy.measures.opt_out import opt_out
from convostudy.measures.outcome import outcome
from convostudy.measures.replies import replies
from convostudy.measures.time_to_pitch import time_to_pitch
from convostudy.tables import NO_TIMESTAMPS
from convostudy.threads import attempts
from thread_tables import ME, THEY, UNTIL, only, run, tables_of

LINES = [
    ("a", THEY, "2024-03-01 12:00", "We sell. What do you need?"),
    ("a", ME, "2024-03-01 13:00", "Sites. Stop writing."),
    ("a", THEY, "2024-03-05 13:00", "Buy now."),
]
ACTS = [("a-0", "pitch", "sales"), ("a-1", "opt_out_request", None), ("a-2", "pitch", "sales")]
NEED = ("a-0", "What do you need?", {"need_gauging": True, "status_eventual": "explicit"})
TIMED = {
    time_to_pitch: ["lo_h", "hi_h"],
    replies: ["hours"],
    after_refusal: ["hours"],
    groundwork: ["need_minus_pitch_h"],
    answered: ["wait_h"],
    opt_out: ["next_message_h"],
}


def _tables(*, timeless):
    lines = [(*line[:2], None, line[3]) for line in LINES] if timeless else LINES
    until = None if timeless else UNTIL
    waited = {"answer_turn_id": "a/2", "wait_h": None if timeless else 1.0}
    tables = tables_of(lines, ACTS, [(*NEED[:2], {**NEED[2], **waited})], until=until)
    return {**tables, "attempts": attempts(tables["messages"])}


@pytest.mark.parametrize("measure", TIMED)
def test_times_are_missing_and_say_that_no_timestamps_are_the_reason(measure):
    scores = run(measure, _tables(timeless=True))
    assert len(scores) > 0
    assert scores[TIMED[measure]].isna().all(axis=None)
    assert (scores["why_no_time"] == NO_TIMESTAMPS).all()


@pytest.mark.parametrize("measure", [m for m in TIMED if m is not time_to_pitch])
def test_with_instants_there_is_no_reason_to_give(measure):
    scores = run(measure, _tables(timeless=False))
    assert scores[TIMED[measure]].notna().all(axis=None)
    assert scores["why_no_time"].isna().all()


@pytest.mark.parametrize("name", measures())
def test_every_measure_with_a_time_can_say_why_it_is_missing(name):
    columns = run(measures()[name], _tables(timeless=False)).columns
    if any(c == "hours" or c.endswith("_h") for c in columns):
        assert "why_no_time" in columns


def test_who_was_answered_is_known_without_a_clock():
    scores = run(replies, _tables(timeless=True))
    assert scores["replied"].tolist() == [True, True, False]
    assert scores["replied_within"].isna().all()


def test_silence_without_a_clock_is_open_and_says_why():
    row = only(outcome, tables_of([(*LINES[0][:2], None, "We sell.")], ACTS[:1], until=None))
    assert (row["outcome"], row["why_no_time"]) == ("open", NO_TIMESTAMPS)
    soon = pd.Timestamp("2024-03-02", tz="UTC")
    waiting = only(outcome, tables_of(LINES[:1], ACTS[:1], until=soon))
    assert waiting["outcome"] == "open"
    assert pd.isna(waiting["why_no_time"])


def test_a_later_message_at_an_unknown_instant_is_not_silence():
    lines = [*LINES[:2], ("a", THEY, None, "Buy now.")]
    row = only(opt_out, tables_of(lines, ACTS))
    assert pd.isna(row["honoured"])
    assert row["why_no_time"] == NO_TIMESTAMPS
