"""Meeting requests, opt-out, profile match, outcome: threads one can hold in the head."""

import pandas as pd
import pytest

from convostudy.measures.automation import automation
from convostudy.measures.contingency import contingency
from convostudy.measures.focus import focus
from convostudy.measures.groundwork import groundwork
from convostudy.measures.meeting_requests import meeting_requests
from convostudy.measures.opt_out import opt_out
from convostudy.measures.outcome import outcome
from convostudy.measures.profile_match import profile_match
from convostudy.measures.question_inventory import question_inventory
from thread_tables import ME, THEY, only, run, tables_of

# --- meeting requests ---------------------------------------------------------------------------


THREE = [("a", THEY, None, "Look!"), ("a", ME, None, "At?"), ("a", THEY, None, "Call me.")]


def test_the_first_ask_its_rank_and_its_channels():
    calls = [("a-0", "cta", "link"), ("a-2", "cta", "call"), ("a-1", "cta", "meeting")]
    row = only(meeting_requests, tables_of(THREE, calls))
    assert not row["asks_in_first_turn"]
    assert (row["first_ask_rank"], row["channels"]) == (2, "call link")
    assert only(meeting_requests, tables_of(THREE, calls), side=ME)["asks_in_first_turn"]
    silent = only(meeting_requests, tables_of(THREE))
    assert not silent["asks_in_first_turn"]
    assert pd.isna(silent["first_ask_rank"])
    assert silent["channels"] == ""


def test_ways_out_of_the_app_are_flagged_for_the_side_that_wrote_them():
    lines = [
        ("a", THEY, None, "Pick a slot: https://calendly.com/x/15min"),
        ("a", ME, None, "Call +44 20 7946 0958 or mail me@example.org"),
    ]
    theirs = only(meeting_requests, tables_of(lines))
    assert (theirs["calendar_link"], theirs["link"]) == (True, True)
    assert not theirs["phone"]
    assert not theirs["mail"]
    mine = only(meeting_requests, tables_of(lines), side=ME)
    assert (mine["phone"], mine["mail"]) == (True, True)
    assert not mine["link"]  # a mail address is no link


# --- opt-out ------------------------------------------------------------------------------------

STOP = [
    ("a", THEY, "2024-03-01 12:00", "Buy. Say stop and I stop."),
    ("a", ME, "2024-03-01 13:00", "Stop."),
    ("a", THEY, "2024-03-05 13:00", "Buy now."),
]
STOPPED = [
    ("a-0", "pitch", "sales"),
    ("a-0", "opt_out_offer", None),
    ("a-1", "opt_out_request", None),
]


def test_a_request_to_stop_is_honoured_by_silence_that_was_seen():
    broken = only(opt_out, tables_of(STOP, STOPPED))
    assert (broken["n_pitch_turns"], broken["n_offered"]) == (1, 1)
    assert broken["requested"]
    assert broken["next_message_h"] == 96.0
    assert not broken["honoured"]
    assert only(opt_out, tables_of(STOP, STOPPED), no_reply_days=3.0)["honoured"]
    assert only(opt_out, tables_of(STOP[:2], STOPPED))["honoured"]


def test_a_window_that_still_runs_is_censored():
    soon = pd.Timestamp("2024-03-05", tz="UTC")
    assert pd.isna(only(opt_out, tables_of(STOP[:2], STOPPED, until=soon))["honoured"])
    timeless = [(*line[:2], None, line[3]) for line in STOP]
    row = only(opt_out, tables_of(timeless, STOPPED))
    assert row["requested"]
    assert pd.isna(row["honoured"])


def test_nobody_asked_nothing_to_honour():
    row = only(opt_out, tables_of(STOP, STOPPED[:1]))
    assert (row["n_offered"], row["requested"]) == (0, False)
    assert pd.isna(row["honoured"])


# --- profile match ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "company", "expected"),
    [
        ("My firm, Blue Fox Ltd, builds sites", "Blue-Fox", "match"),
        ("We at Blue Fox build sites", "Acme", "mismatch"),
        ("My firm, COMPANY_1, builds sites", "Acme", "mismatch"),
        ("My firm, [company redacted], builds sites", "Acme", "unknown (redacted)"),
        ("My firm builds sites", "Acme", "no company named"),
        ("Acme built sites for Blue Fox", "Acme Inc.", "match"),
        ("We at Blue Fox build sites", None, "unknown (no company on the profile)"),
        ("We at Blue Fox build sites", "Freelance", "unknown (no company on the profile)"),
        ("I saw you are the founder of Blue Fox", "Acme", "no company named"),
    ],
)
def test_the_company_in_the_pitch_and_the_one_on_the_profile(text, company, expected):
    lines = [("a", THEY, None, text), ("a", ME, None, "We at Blue Fox pass")]
    tables = tables_of(lines, [("a-0", "pitch", "sales")], company=company)
    assert only(profile_match, tables)["result"] == expected


# --- outcome ------------------------------------------------------------------------------------

OFFER = [
    ("a", THEY, "2024-03-01 12:00", "Buy? Call?"),
    ("a", ME, "2024-03-01 13:00", "..."),
    ("a", THEY, "2024-03-01 14:00", "More"),
    ("a", ME, "2024-03-01 15:00", "..."),
]
SOLD = ("a-0", "pitch", "sales")
CALL = ("a-0", "cta", "call")


@pytest.mark.parametrize(
    ("acts", "expected", "positive"),
    [
        ([SOLD, CALL, ("a-1", "acceptance", None)], "meeting_agreed", True),
        ([SOLD, ("a-1", "acceptance", None)], "interest", True),
        ([SOLD, CALL, ("a-2", "pitch", "sales"), ("a-3", "acceptance", None)], "interest", True),
        ([SOLD, ("a-1", "refusal", "bare"), ("a-3", "acceptance", None)], "interest", True),
        ([SOLD, ("a-1", "refusal", "bare"), ("a-1", "acceptance", None)], "refusal", False),
        ([SOLD, ("a-1", "refusal", "bare")], "refusal", False),
        ([SOLD, ("a-1", "refusal", "bare"), ("a-3", "opt_out_request", None)], "opt_out", False),
        ([SOLD], "neutral_reply", False),
        ([("a-1", "acceptance", None)], "neutral_reply", False),  # nothing was offered
    ],
)
def test_the_ladder(acts, expected, positive):
    row = only(outcome, tables_of(OFFER, acts))
    assert row["outcome"] == expected
    assert bool(row["positive"]) == positive
    assert bool(row["meeting"]) == (expected == "meeting_agreed")


def test_silence_becomes_no_reply_when_it_was_seen_to_last():
    assert only(outcome, tables_of(OFFER[:1], [SOLD]))["outcome"] == "no_reply"
    soon = only(outcome, tables_of(OFFER[:1], [SOLD], until=pd.Timestamp("2024-03-03", tz="UTC")))
    assert soon["outcome"] == "open"
    assert pd.isna(soon["positive"])
    assert pd.isna(soon["meeting"])


def test_what_was_said_before_the_side_wrote_is_no_reply_to_it():
    lines = [("a", ME, "2024-02-01", "Yes please"), *OFFER[:1]]
    row = only(outcome, tables_of(lines, [("a-0", "acceptance", None), ("a-1", "pitch", "sales")]))
    assert row["outcome"] == "no_reply"


def test_a_reply_without_words_is_not_called_neutral():
    lines = [OFFER[0], ("a", ME, "2024-03-01 13:00", "")]
    row = only(outcome, tables_of(lines, [SOLD], modality=["text", "video"]))
    assert pd.isna(row["outcome"])
    assert pd.isna(row["positive"])


def test_the_side_under_study_can_be_the_owner():
    tables = tables_of(OFFER, [("a-1", "pitch", "sales"), ("a-2", "refusal", "bare")])
    assert only(outcome, tables, side=ME)["outcome"] == "refusal"


# --- all ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "measure",
    [
        contingency,
        groundwork,
        focus,
        meeting_requests,
        opt_out,
        profile_match,
        automation,
        outcome,
        question_inventory,
    ],
)
def test_groups_are_left_out(measure):
    tables = tables_of(OFFER, [SOLD])
    groups = {**tables, "threads": tables["threads"].assign(is_group=True)}
    assert len(run(measure, tables)) > 0
    assert run(measure, groups).empty
