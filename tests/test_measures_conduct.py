"""Contingency, groundwork, focus, automation: threads one can hold in the head."""

import pandas as pd
import pytest

from convostudy.measures.automation import automation
from convostudy.measures.contingency import contingency
from convostudy.measures.focus import focus
from convostudy.measures.groundwork import groundwork
from thread_tables import ME, THEY, only, run, tables_of

# --- contingency --------------------------------------------------------------------------------

TALK = [
    ("a", THEY, "2024-03-01 12:00", "Our platform fills empty slots."),
    ("a", ME, "2024-03-01 13:00", "No. Where are you based?"),
    ("a", THEY, "2024-03-01 14:00", "Lyon."),
    ("a", ME, "2024-03-01 15:00", "And the weather?"),
    ("a", THEY, "2024-03-01 16:00", "We also do slots for dentists!"),
]
BASED = ("a-1", "Where are you based?", {"status_next": "implicit", "sequence": "full_switch"})


def test_a_turn_is_contingent_by_what_it_does_not_only_by_shared_words():
    tables = tables_of(TALK, [("a-1", "refusal", "bare")], [BASED])
    scores = run(contingency, tables)
    assert scores["turn_id"].tolist() == ["a/2", "a/3", "a/4", "a/5"]  # the opening is no part
    assert scores["contingent"].tolist() == [True, True, False, False]
    assert scores["evidence"].tolist() == ["refuses", "answers", "", ""]
    assert not scores["by_words"].any()


def test_shared_words_count_by_themselves():
    lines = [("a", THEY, None, "I sell platforms"), ("a", ME, None, "Which platform?")]
    row = only(contingency, tables_of(lines))
    assert row["contingent"]
    assert row["by_words"]
    assert row["evidence"] == "shares platform"


@pytest.mark.parametrize(
    ("text", "sequence", "pitches", "expected"),
    [
        ("Was that why you left?", "full_switch", False, "points back"),
        ("How did that feel?", "full_switch", True, ""),  # that: the sender's own offer
        ("What do you do that helps?", "full_switch", False, ""),  # a relative pronoun
        ("And you?", "mirror", False, "follow-up question"),
        ("How is the trade desk?", "follow_up", False, "follow-up question"),
    ],
)
def test_questions_that_take_up_the_turn_before(text, sequence, pitches, expected):
    lines = [("a", THEY, None, "Long day."), ("a", ME, None, text)]
    acts = [("a-1", "pitch", "sales")] if pitches else []
    tables = tables_of(lines, acts, [("a-1", text, {"sequence": sequence})])
    assert only(contingency, tables)["evidence"] == expected


@pytest.mark.parametrize(
    ("status", "evidence"),
    [
        ("partial", "answers"),
        ("claims_ignorance", "declines to answer"),
        ("clarification", "asks back"),
        ("dodged", ""),
        ("acknowledged_only", ""),
    ],
)
def test_what_is_made_of_a_question(status, evidence):
    lines = [("a", ME, None, "Who runs it?"), ("a", THEY, None, "Well.")]
    tables = tables_of(lines, (), [("a-0", "Who runs it?", {"status_next": status})])
    assert only(contingency, tables)["evidence"] == evidence


def test_a_video_leaves_nothing_to_compare():
    lines = [("a", ME, None, ""), ("a", THEY, None, "We sell"), ("a", ME, None, "No")]
    tables = tables_of(lines, [("a-2", "refusal", "bare")], modality=["video", "text", "text"])
    scores = run(contingency, tables)
    assert scores["contingent"].isna().tolist() == [True, False]
    assert scores["contingent"].iloc[1]


# --- groundwork ---------------------------------------------------------------------------------

ASK_FIRST = [
    ("a", THEY, "2024-03-01 12:00", "How do you fill your slots?"),
    ("a", ME, "2024-03-01 13:00", "By phone."),
    ("a", THEY, "2024-03-01 14:00", "We build booking sites."),
]
NEED = ("a-0", "How do you fill your slots?", {"need_gauging": True, "sequence": "opening"})


def test_asking_first_and_waiting():
    row = only(groundwork, tables_of(ASK_FIRST, [("a-2", "pitch", "sales")], [NEED]))
    assert row["gauged_before_pitch"]
    assert row["gauged_and_waited"]
    assert not row["same_turn"]
    assert row["need_minus_pitch_h"] == -2.0
    assert not row["help_before_ask"]


def test_question_and_pitch_in_one_turn_are_told_apart():
    row = only(groundwork, tables_of(ASK_FIRST, [("a-0", "pitch", "sales")], [NEED]))
    assert not row["gauged_before_pitch"]
    assert row["same_turn"]
    assert row["need_minus_pitch_h"] == 0.0


def test_who_has_not_pitched_has_not_failed_to_ask():
    row = only(groundwork, tables_of(ASK_FIRST, (), [NEED]))
    assert not row["pitched"]
    for name in ("gauged_before_pitch", "gauged_and_waited", "same_turn", "help_before_ask"):
        assert pd.isna(row[name])
    assert pd.isna(row["need_minus_pitch_h"])
    recruiter = tables_of(ASK_FIRST, [("a-2", "pitch", "recruiting")], [NEED])
    assert not only(groundwork, recruiter)["pitched"]
    assert only(groundwork, recruiter, solicitations=("recruiting",))["gauged_before_pitch"]


def test_help_counts_before_the_ask_and_apart_from_it():
    first = [("a-0", "offer_help", None), ("a-2", "pitch", "sales"), ("a-2", "offer_help", None)]
    row = only(groundwork, tables_of(ASK_FIRST, first))
    assert row["help_before_ask"]
    assert (row["n_help"], row["n_help_pure"]) == (2, 1)
    late = only(groundwork, tables_of(ASK_FIRST, first[1:]))
    assert not late["help_before_ask"]
    assert (late["n_help"], late["n_help_pure"]) == (1, 0)


def test_an_answer_is_help_and_a_referral_asked_for_is_none():
    lines = [("a", ME, None, "Which tool?"), *ASK_FIRST[:2], ("a", THEY, None, "Buy ours")]
    asked = [("a-0", "Which tool?", {"status_next": "explicit"})]
    assert only(groundwork, tables_of(lines, [("a-3", "pitch", "sales")], asked))["help_before_ask"]
    begging = [("a-0", "referral", None), ("a-0", "cta", "call")]
    row = only(groundwork, tables_of(ASK_FIRST, begging))
    assert (row["n_help"], bool(row["help_before_ask"])) == (0, False)


def test_a_pitch_in_the_invitation_comes_before_every_turn():
    kinds = ["invitation", "message", "message"]
    row = only(groundwork, tables_of(ASK_FIRST, [("a-0", "pitch", "sales")], kind=kinds))
    assert row["pitched"]
    assert not row["gauged_before_pitch"]


# --- focus --------------------------------------------------------------------------------------


def test_focus_counts_claims_needs_and_pronouns():
    lines = [
        ("a", THEY, None, "We double your sales. You’re missing out!"),
        ("a", ME, None, "How do you do it? My team and I sell."),
        ("b", THEY, None, "Fine weather."),
    ]
    needs = [("a-1", "How do you do it?", {"need_gauging": True})]
    scores = run(focus, tables_of(lines, (), needs)).set_index(["thread_id", "side"])
    they, me = scores.loc[("a", THEY)], scores.loc[("a", ME)]
    assert (they["n_benefit_claims"], they["n_need_questions"]) == (1, 0)
    assert (me["n_benefit_claims"], me["n_need_questions"]) == (0, 1)
    assert they["claims_per_need_log"] == pytest.approx(1.0986, abs=1e-4)  # log 3
    assert they["claims_per_need_log"] == -me["claims_per_need_log"]
    assert (they["you_share"], me["you_share"]) == (pytest.approx(2 / 3), pytest.approx(1 / 3))
    assert pd.isna(scores.loc[("b", THEY), "you_share"])


# --- automation ---------------------------------------------------------------------------------


def test_indicators_are_listed_and_judge_nobody():
    lines = [
        ("a", ME, "2024-03-01 12:00", "Hello there"),
        ("a", THEY, "2024-03-01 13:00", "Hi {{first_name}}, buy!"),
        ("a", ME, "2024-03-01 14:00", "Who are you?"),
        ("a", THEY, "2024-03-01 15:00", "Offer ends."),
    ]
    row = only(automation, tables_of(lines))
    assert (row["n_judged"], row["n_not_contingent"], row["n_merge_failures"]) == (2, 2, 1)
    assert row["merge_evidence"] == "{{first_name}}"
    assert row["timing"] == "timing not assessable (1 gaps)"
    assert pd.isna(row["same_second_share"])
    assert row["indicators"] == "not contingent; merge failure"
    assert row["n_indicators"] == 2
    timeless = tables_of([(*line[:2], None, line[3]) for line in lines])
    assert only(automation, timeless)["timing"] == "timing not assessable (no timestamps)"


@pytest.mark.parametrize(("n", "assessed"), [(20, False), (21, True)])
def test_timing_needs_twenty_gaps(n, assessed):
    at = pd.date_range("2024-03-01 00:00:07", periods=n, freq="h").astype("str")
    row = only(automation, tables_of([("a", THEY, when, "Buy") for when in at]))
    assert row["n_gaps"] == n - 1
    assert (row["timing"] == "assessed") == assessed
    if assessed:
        assert (row["same_second_share"], row["same_gap_share"]) == (1.0, 1.0)
        assert row["indicators"] == "same second; same gap; many hours"
    else:
        assert row["indicators"] == ""
