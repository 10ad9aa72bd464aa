"""Notes can be refused and accepted, late answers count: what a second reading found."""

import pandas as pd

from convostudy.measures.after_refusal import after_refusal
from convostudy.measures.contingency import contingency
from convostudy.measures.groundwork import groundwork
from convostudy.measures.outcome import outcome
from convostudy.measures.question_inventory import question_inventory
from convostudy.measures.style import style
from thread_tables import ME, THEY, only, run, tables_of

NOTED = [
    ("a", THEY, "2024-03-01 12:00", "We sell sites. A call?"),
    ("a", ME, "2024-03-01 13:00", "..."),
    ("a", THEY, "2024-03-02 13:00", "..."),
]
KINDS = ["invitation", "message", "message"]
NOTE = [("a-0", "pitch", "sales"), ("a-0", "cta", "call")]


def test_a_pitch_in_the_note_can_be_refused_and_repeated():
    acts = [*NOTE, ("a-1", "refusal", "bare"), ("a-2", "pitch", "sales")]
    row = only(after_refusal, tables_of(NOTED, acts, kind=KINDS))
    assert row["after_pitch"]
    assert row["next_is_pitch"]
    assert (row["outcome"], row["hours"]) == ("pitch", 24.0)


def test_a_blank_invitation_cannot_be_refused():
    lines = [(*NOTED[0][:3], ""), *NOTED[1:]]
    acts = [("a-1", "refusal", "bare")]
    assert run(after_refusal, tables_of(lines, acts, kind=KINDS)).empty


def test_what_the_note_asks_for_can_be_agreed_to_or_refused():
    for act, expected in (("acceptance", "meeting_agreed"), ("refusal", "refusal")):
        lines = NOTED[:2]
        row = only(outcome, tables_of(lines, [*NOTE, ("a-1", act, None)], kind=KINDS[:2]))
        assert row["pitched"]
        assert row["outcome"] == expected


def test_a_question_answered_one_turn_later_is_taken_up_there():
    lines = [
        ("a", ME, None, "Where are you based?"),
        ("a", THEY, None, "One moment."),
        ("a", ME, None, "Fine."),
        ("a", THEY, None, "Lyon."),
    ]
    late = {"status_next": "dodged", "status_eventual": "explicit", "answer_turn_id": "a/4"}
    scores = run(contingency, tables_of(lines, (), [("a-0", "Where are you based?", late)]))
    by_turn = scores.set_index("turn_id")
    assert by_turn.loc["a/4", "evidence"] == "answers"
    assert not by_turn.loc["a/2", "contingent"]


def test_help_is_pure_without_a_pitch_even_if_it_asks_for_a_call():
    lines = [("a", THEY, None, "I can look over your CV; call me?")]
    acts = [("a-0", "offer_help", None), ("a-0", "cta", "call")]
    row = only(groundwork, tables_of(lines, acts))
    assert (row["n_help"], row["n_help_pure"]) == (1, 1)


def test_a_builder_asks_about_the_reader():
    lines = [("a", THEY, None, "...")]
    for text, named in (("What is new with you?", "builder"), ("Is it raining there?", "neutral")):
        assert only(style, tables_of(lines, (), [("a-0", text, {})]))["style"] == named


def test_the_inventory_counts_sequences_and_knows_the_owner():
    lines = [("a", THEY, None, "And you? Who runs it?")]
    asked = [
        ("a-0", "And you?", {"sequence": "mirror"}),
        ("a-0", "Who runs it?", {"sequence": "full_switch"}),
    ]
    row = only(question_inventory, tables_of(lines, (), asked))
    assert row["owner_id"] == "me"
    counts = row[["n_mirror", "n_full_switch", "n_follow_up", "n_information"]]
    assert counts.tolist() == [1, 1, 0, 2]
    assert not pd.isna(row["n_opening"])
