"""The first acceptance case by the default backend, which learned from chat.

The rules reach every row (test_john_doe.py). Of those that hang on labels the cascade misses the
three marked below; docs/limits.md tells them.
"""

import pytest

import convostudy as cs
from john_doe import EXPORT, acts_in, full_study, questions_in, seed_study, turn_numbers


@pytest.fixture(scope="module", params=["full", "seed"])
def study(request):
    made = {"full": full_study, "seed": seed_study}[request.param]
    return made(cs.sources.read(EXPORT), backend="cascade")


def test_every_turn_of_his_pitches_and_none_of_the_recipients(study):
    assert acts_in(study, "pitch") == [2, 4, 6]
    assert set(study["acts"].query("act == 'pitch'")["kind"]) == {"sales"}
    assert study["first_contact"]["first_turn_is_pitch"].tolist() == [True]
    assert study["style"]["style"].tolist() == ["pitch_first"]


def test_both_refusals_are_passed_over(study):
    refused = acts_in(study, "refusal", "owner")
    assert {3, 5} <= set(refused) <= {3, 5, 7}
    assert acts_in(study, "refusal", "counterpart") == []
    assert acts_in(study, "opt_out_request") == []
    scores = study["after_refusal"].assign(turn=turn_numbers).set_index("turn")
    assert scores.loc[[3, 5], "next_is_pitch"].tolist() == [True, True]


def test_thanks_complaints_and_help(study):
    assert acts_in(study, "gratitude", "counterpart") == []
    assert acts_in(study, "gratitude", "owner")[-1] == 5
    assert 3 not in acts_in(study, "gratitude", "owner")
    assert {5, 7} <= set(acts_in(study, "complaint", "owner"))
    assert acts_in(study, "offer_help") == []


def test_he_answers_nothing_and_asks_for_needs_late(study):
    asked = study["questions"][turn_numbers(study["questions"]).isin([1, 3])]
    assert len(asked)
    assert not asked["status_eventual"].isin(["explicit", "implicit", "partial"]).any()
    gauging = study["questions"][study["questions"]["need_gauging"]]
    assert turn_numbers(gauging).tolist() == [6, 6]


@pytest.mark.xfail(strict=True, reason="an angry reply of 94 words: its answers are not seen")
def test_the_recipient_answers_everything(study):
    scores = study["answered"].query("asker == 'counterpart'")
    assert scores["answered_eventual"].tolist() == [True] * 4


@pytest.mark.xfail(strict=True, reason="'you have no clue, do you?' is taken for a question")
def test_reproaches_are_rhetorical(study):
    assert questions_in(study, 7)["function"].tolist() == ["rhetorical"] * 2


@pytest.mark.xfail(strict=True, reason="'if you would like to know more, please …' is not heard")
def test_he_asks_for_something_in_both_first_turns():
    assert acts_in(full_study(cs.sources.read(EXPORT), backend="cascade"), "cta") == [2, 4]
