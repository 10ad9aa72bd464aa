"""The first acceptance case, continued: conduct before, in and after the pitch."""

import pandas as pd
import pytest

import convostudy as cs
from john_doe import EXPORT, full_study, seed_study, study_of, turn_numbers


@pytest.fixture(scope="module")
def export():
    return cs.sources.read(EXPORT)


@pytest.fixture(scope="module")
def full(export):
    return full_study(export)


@pytest.fixture(scope="module")
def seed(export):
    return seed_study(export)


def test_contingency_and_the_gap_to_shared_words(full, seed):
    scores = full["contingency"].assign(turn=turn_numbers)  # T1 opens, so it is no part of it
    by_turn = scores.set_index("turn")
    assert by_turn.loc[[2, 4, 6], "contingent"].tolist() == [False, False, True]
    assert by_turn.loc[[3, 5, 7], "contingent"].tolist() == [True, True, True]
    # The sensitivity row: by words alone his "why unethical" weighs as much as all three refusals.
    assert scores.groupby("side")["by_words"].sum().to_dict() == {"counterpart": 1, "owner": 1}
    assert not by_turn.loc[5, "by_words"]  # a plain refusal without one word of the offer
    unseen = seed["contingency"].assign(turn=turn_numbers).set_index("turn")
    assert pd.isna(unseen.loc[2, "contingent"])  # the video before it cannot be compared
    assert unseen["contingent"].drop(2).tolist() == [True, False, True, True, True]


def test_focus_and_its_warning(full, seed):
    share = full["focus"].set_index("side")["you_share"]
    assert share["counterpart"] == pytest.approx(9 / 15)
    assert share["owner"] == pytest.approx(11 / 20)
    shorter = seed["focus"].set_index("side")["you_share"]
    assert shorter.to_dict() == pytest.approx({"counterpart": 9 / 15, "owner": 9 / 17})
    assert full["focus"].set_index("side")["n_need_questions"].to_dict() == {
        "counterpart": 2,
        "owner": 0,
    }
    assert "pronoun focus misleads" in cs.measures.focus.__doc__
    assert full["focus"]["caution"].notna().all()  # the number carries its warning
    assert not any("Pronoun focus" in said for said in cs.cautions(full))
    assert "Pronoun focus misleads" in cs.cautions(full, printed=["focus"])[-1]


def test_groundwork_comes_after_the_pitch(full, seed):
    for study in (full, seed):
        row = study["groundwork"].iloc[0]
        assert not row["gauged_before_pitch"]
        assert not row["gauged_and_waited"]
        assert not row["same_turn"]
        assert not row["help_before_ask"]
    assert full["groundwork"]["need_minus_pitch_h"].iloc[0] == pytest.approx(15.383, abs=1e-3)
    assert pd.isna(seed["groundwork"]["need_minus_pitch_h"].iloc[0])


def test_he_asks_for_a_meeting_at_once_and_leaves_no_number(full):
    row = full["meeting_requests"].iloc[0]
    assert row["asks_in_first_turn"]
    assert row["first_ask_rank"] == 1
    assert not row[["calendar_link", "phone", "link", "mail"]].any()


def test_no_way_out_is_offered(full):
    row = full["opt_out"].iloc[0]
    assert (row["n_offered"], row["n_pitch_turns"], row["requested"]) == (0, 3, False)
    assert pd.isna(row["honoured"])


def test_profile_and_message(export, full, seed):
    for study in (full, seed):
        results = study["profile_match"]["result"]
        assert results.tolist() == ["unknown (redacted)", "no company named", "no company named"]
    named = export.messages.assign(
        text=export.messages["text"].str.replace("[company redacted]", "COMPANY_1", regex=False)
    )
    study = study_of(named, export.people, export.connections, export.observed_until)
    pitch = study["profile_match"].iloc[0]
    assert pitch["result"] == "mismatch"
    assert (pitch["company_named"], pitch["company_on_profile"]) == (
        "COMPANY_1",
        "Doe Consulting Group",
    )


def test_automation_gives_indicators_and_no_verdict(full, seed):
    row = full["automation"].iloc[0]
    assert row["n_not_contingent"] == 2  # his first two turns
    assert row["n_merge_failures"] == 0  # [company redacted] is none
    assert row["timing"] == "timing not assessable (2 gaps)"
    assert row["indicators"] == "not contingent"
    assert "never a verdict" in cs.measures.automation.__doc__
    said = "".join(full["automation"].select_dtypes(["str", "object"]).iloc[0].fillna("")).lower()
    assert not any(word in said for word in ("bot", "verdict", "automated", "human"))
    assert seed["automation"]["timing"].tolist() == ["timing not assessable (no timestamps)"]


def test_outcome(full, seed):
    for study in (full, seed):
        row = study["outcome"].iloc[0]
        assert row["outcome"] == "refusal"
        assert not row["positive"]
        assert not row["meeting"]
