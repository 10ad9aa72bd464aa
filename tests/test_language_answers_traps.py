"""Was the question answered? Known traps, short replies, replies without words."""

from __future__ import annotations

import pandas as pd
import pytest

from convostudy.errors import BadTable
from convostudy.language.answers import status
from language_texts import judge, reply_status

ANSWERED = {"explicit", "implicit", "partial"}


@pytest.mark.parametrize(
    ("question", "form", "reply", "label"),
    [
        # Praise is no answer, and neither is the offer after it.
        ("Is there a minimum spend?", "polar", "Great question! Our platform pays back.", "dodged"),
        # "yes" inside another word or another matter's sentence.
        ("Do you sell in Lyon?", "polar", "Yesterday's demo is on our platform page.", "dodged"),
        # "no thanks" refuses, and answers a polar question.
        ("Have you a supplier?", "polar", "No thanks, we are happy with ours.", "explicit"),
        ("Will it be recorded?", "polar", "not sure, ask Mina", "claims_ignorance"),
        ("Do you cover the north?", "polar", "Do you mean Scotland too?", "clarification"),
        ("What is your rate?", "wh", "I'd rather not say", "declined"),
        (
            "What is your rate?",
            "wh",
            "Ha, nice try. That stays between me and the bank",
            "declined",
        ),
        # The other side's ignorance is not mine.
        (
            "Do you know my IP?",
            "polar",
            "You have no idea, do you? Yes I looked it up.",
            "explicit",
        ),
        # A refusal about another matter, after the answer.
        (
            "Where are the forms?",
            "wh",
            "In the grey cabinet in 311. As to the other thing, I can't discuss it. Come by "
            "whenever you like, bring the list and the two keys, the door sticks a little.",
            "explicit",
        ),
        ("How was the launch?", "wh", "Amazing!", "explicit"),
        ("Does Thursday suit?", "polar", "👍", "explicit"),
        ("Which colour?", "wh", "👍", "acknowledged_only"),
        ("Which colour?", "wh", "❤️❤️", "acknowledged_only"),
        ("How are things in Ghent?", "wh", "Thank you, Gil.", "acknowledged_only"),
        ("How are things in Ghent?", "wh", "Thanks, quiet.", "explicit"),
        ("Are you in Madrid or Lisbon?", "alternative", "Lisbon since May", "explicit"),
        ("When would suit?", "wh", "Do not message me again please.", "dodged"),
        ("Is your Kyle driving yet?", "polar", "Can I ask where you buy your tea?", "dodged"),
    ],
)
def test_traps(question, form, reply, label):
    assert reply_status(question, reply, form)["status"] == label


@pytest.mark.parametrize(
    ("question", "form", "reply"),
    [
        ("Did you sleep?", "polar", "ha, barely"),
        ("Which café?", "wh", "the one by the station"),
        ("How long have you been there?", "wh", "since march"),
        ("Who could help?", "wh", "ask Lena"),
        ("and you?", "fragment", "same"),
        ("How do you get clients?", "wh", "referrals"),
        ("Do you use some software?", "polar", "Eleven. Chalk."),
        ("Any luck?", "fragment", "Thanks for asking! Two interviews so far"),
        ("How much is the van?", "wh", "80 a day. And what do you drive now?"),
    ],
)
def test_short_replies_lean_on_the_question(question, form, reply):
    assert reply_status(question, reply, form)["status"] in ANSWERED


def test_a_pitch_that_answers_first_has_answered():
    got = reply_status(
        "Is it still 385?",
        "410 now, the landfill went up. Book five and I lock you at 365 until autumn.",
        "polar",
        pitch=True,
    )
    assert got["status"] in ANSWERED


def test_an_embedded_wh_takes_either_kind_of_answer():
    pairs = pd.DataFrame(
        {
            "question": "Do you know when it starts?",
            "form": "polar",
            "embedded_wh": True,
            "reply": ["Yes", "At nine", "I don't know"],
            "reply_is_pitch": False,
        }
    )
    assert status(pairs)["status"].tolist() == ["explicit", "explicit", "claims_ignorance"]


def test_typographic_apostrophes_read_like_straight_ones():
    assert reply_status("What is it?", "I’d rather not say")["status"] == "declined"


def test_no_reply_is_missing_and_a_wordless_one_says_so():
    got = judge(
        [
            ("Free?", "fragment", None, False),
            ("Free?", "fragment", "", False),
            ("Free?", "fragment", " \n", False),
        ]
    )
    assert got["status"].isna().all()
    assert got["evidence"].isna().tolist() == [True, False, False]
    assert set(got["evidence"].dropna()) == {"reply without words"}
    assert not got[["by_overlap", "needs_review"]].to_numpy().any()


def test_a_flag_that_is_not_known_is_not_used():
    pairs = pd.DataFrame(
        {
            "question": ["When?"],
            "form": ["fragment"],
            "embedded_wh": pd.array([pd.NA], dtype="boolean"),
            "reply": ["In May"],
            "reply_is_pitch": pd.array([pd.NA], dtype="boolean"),
        }
    )
    assert status(pairs)["status"].tolist() == ["explicit"]


def test_nothing_in_nothing_out():
    got = judge([])
    assert got.columns.tolist() == ["status", "evidence", "by_overlap", "by_sign", "needs_review"]
    assert len(got) == 0


def test_a_lacking_column_is_named():
    with pytest.raises(BadTable, match="'reply_is_pitch'"):
        status(pd.DataFrame({"question": [], "form": [], "embedded_wh": [], "reply": []}))
