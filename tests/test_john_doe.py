"""The first acceptance case: everything that must be said of one thread, from export to sentence.

Two fixtures: the full one is a LinkedIn archive with times; the seed one has no times, no
connection, and its opening message is a video without words.
"""

import re

import pandas as pd
import pytest

import convostudy as cs
from convostudy.estimates import proportion, threshold_table
from john_doe import EXPORT, acts_in, full_study, questions_in, seed_study, study_of, turn_numbers


@pytest.fixture(scope="module")
def export():
    return cs.sources.read(EXPORT)


@pytest.fixture(scope="module")
def full(export):
    return full_study(export)


@pytest.fixture(scope="module")
def seed(export):
    return seed_study(export)


# --- what was read ------------------------------------------------------------------------------


def test_every_row_is_accounted_for(export):
    assert export.ledger.groupby("file")["n_rows"].sum().to_dict() == {
        "Connections.csv": 1,
        "Invitations.csv": 1,
        "Profile.csv": 1,
        "messages.csv": 7,
    }


def test_counts(full, seed):
    turns = full["turns"]
    assert turns["side"].value_counts().to_dict() == {"owner": 4, "counterpart": 3}
    expected = [13, 42, 8, 36, 24, 39, 94]
    assert [abs(a - b) <= 2 for a, b in zip(turns["n_words"], expected, strict=True)] == [True] * 7
    assert seed["turns"]["n_nontext"].tolist() == [1, 0, 0, 0, 0, 0, 0]
    assert (seed["turns"]["n_words"] > 0).sum() == 6


# --- questions ----------------------------------------------------------------------------------


def test_question_inventory(full, seed):
    count = full["questions"].groupby(["side", "function"]).size().to_dict()
    assert count == {
        ("counterpart", "information"): 4,
        ("counterpart", "action_request"): 1,
        ("owner", "information"): 2,
        ("owner", "rhetorical"): 2,
    }
    count = seed["questions"].groupby(["side", "function"]).size().to_dict()
    assert count == {
        ("counterpart", "information"): 4,
        ("counterpart", "action_request"): 1,
        ("owner", "information"): 1,
        ("owner", "rhetorical"): 2,
    }


def test_forms_and_sequence(full):
    opening = questions_in(full, 1).iloc[0]
    assert (opening["form"], opening["sequence"]) == ("indirect", "opening")
    purpose = questions_in(full, 3).iloc[0]
    assert (purpose["form"], purpose["sequence"]) == ("polar", "follow_up")
    assert questions_in(full, 4)["form"].tolist() == ["declarative"]
    assert questions_in(full, 6)["form"].tolist() == ["polar", "wh", "wh", "wh"]
    assert questions_in(full, 7)["form"].tolist() == ["fragment", "tag"]


def test_needs_are_gauged_twice_and_only_by_him(full):
    gauging = full["questions"][full["questions"]["need_gauging"]]
    assert (turn_numbers(gauging).tolist(), gauging["side"].tolist()) == (
        [6, 6],
        ["counterpart"] * 2,
    )


def test_he_answers_nothing(full, seed):
    assert questions_in(full, 1)["status_next"].tolist() == ["dodged"]
    assert questions_in(full, 3)["status_next"].tolist() == ["dodged"]
    assert questions_in(seed, 3)["status_next"].tolist() == ["dodged"]
    for study, n, upper in ((full, 2, 0.658), (seed, 1, 0.793)):
        scores = study["answered"].query("asker == 'owner'")
        # Evaluable and false: a missing value would add up to 0 as well.
        for value in ("answered_next", "answered_eventual", "answered_strict"):
            assert scores[value].notna().all(), value
            assert scores[value].tolist() == [False] * n, value
        five = cs.outcomes.primary(study, cs.Parameters(), draws=20)
        assert (five["their_answers"]["k"], five["their_answers"]["n"]) == (0, n)
        wilson = proportion(0, n, method="wilson")
        assert (wilson.lo, round(wilson.hi, 3)) == (0, upper)


def test_the_recipient_answers_everything(full, seed):
    for study in (full, seed):
        scores = study["answered"].query("asker == 'counterpart'")
        assert scores["answered_eventual"].tolist() == [True] * 4
        assert scores["answered_strict"].notna().all()
        assert scores["answered_strict"].sum() <= 2
    wilson = proportion(4, 4, method="wilson")
    assert (round(wilson.lo, 3), wilson.hi) == (0.510, 1)
    first = questions_in(full, 6).iloc[0]
    assert "network" in first["answer_evidence"]
    assert "market" in first["answer_evidence"]
    assert not questions_in(full, 6)["status_next"].isin(["dodged"]).any()


# --- pitching and refusing ----------------------------------------------------------------------


def test_pitches(full, seed):
    for study in (full, seed):
        assert acts_in(study, "pitch") == [2, 4, 6]
        assert set(study["acts"].query("act == 'pitch'")["kind"]) == {"sales"}
        row = study["first_contact"].iloc[0]
        assert row["first_turn_is_pitch"]
        assert row["pitch_rank"] == 1
        assert row["pitch_only"]
        assert not bool(row["owner_raised_business"])
        assert study["style"]["style"].tolist() == ["pitch_first"]
    assert not full["first_contact"]["pitch_in_invite"].iloc[0]
    assert pd.isna(seed["first_contact"]["pitch_in_invite"].iloc[0])


def test_calls_to_action(full):
    assert acts_in(full, "cta") == [2, 4]


def test_refusals(full):
    refused = acts_in(full, "refusal", "owner")
    assert {3, 5} <= set(refused) <= {3, 5, 7}
    assert acts_in(full, "refusal", "counterpart") == []
    assert acts_in(full, "acceptance") == []
    assert acts_in(full, "opt_out_request") == []
    reasons = (
        full["acts"].query("act == 'refusal'").assign(turn=turn_numbers).set_index("turn")["kind"]
    )
    assert reasons[3] == "bare"
    assert reasons[5] == "principle"


def test_persistence(full):
    scores = full["after_refusal"].assign(turn=turn_numbers).set_index("turn")
    assert scores.loc[3, "next_is_pitch"]
    assert scores.loc[5, "next_is_pitch"]
    assert scores["next_is_pitch"].dropna().tolist() == [True, True]  # T7 has no next turn
    assert scores["pitched_again"].all()
    assert scores["after_pitch"].all()
    assert scores.loc[3, "n_pitch_turns_after"] == 2
    assert scores.loc[3, "hours"] == pytest.approx(14.217, abs=1e-3)
    assert scores.loc[5, "hours"] == pytest.approx(0.367, abs=1e-3)


def test_persistence_without_timestamps(seed):
    scores = seed["after_refusal"].assign(turn=turn_numbers).set_index("turn")
    known = scores["next_is_pitch"].dropna()
    assert known.loc[[3, 5]].tolist() == [True, True]
    assert len(known) == 2  # T7 has no next turn
    assert scores.loc[[3, 5], ["explicit", "after_pitch", "pitched_again"]].all(axis=None)
    assert scores.loc[3, "n_pitch_turns_after"] == 2
    assert not scores["opt_out"].any()
    five = cs.outcomes.primary(seed, cs.Parameters(), draws=20)
    assert (five["persisted"]["k"], five["persisted"]["n"]) == (2, 2)


def test_gratitude_is_no_no_thanks(full, seed):
    assert acts_in(full, "gratitude", "counterpart") == []
    assert acts_in(full, "gratitude", "owner") == [1, 5]
    assert acts_in(seed, "gratitude", "owner") == [5]


def test_complaint_and_help(full):
    assert {5, 7} <= set(acts_in(full, "complaint", "owner"))
    assert acts_in(full, "offer_help") == []
    assert acts_in(full, "opt_out_offer") == []
    strong = full["acts"].query("act == 'personalisation' and side == 'counterpart'")["kind"]
    assert not strong.str.contains("[cde]").any()


# --- time ---------------------------------------------------------------------------------------


def test_time_to_pitch_is_an_interval(full):
    row = full["time_to_pitch"].iloc[0]
    assert str(row["connected_lo"]) == "2020-01-07 00:00:00+00:00"
    assert str(row["connected_hi"]) == "2020-01-07 16:05:00+00:00"
    assert row["lo_h"] == pytest.approx(2.583, abs=1e-3)
    assert row["hi_h"] == pytest.approx(18.667, abs=1e-3)
    table = threshold_table(full["time_to_pitch"], (24, 12, 1), draws=50).set_index("threshold_h")
    assert table["n_certain"].to_dict() == {24: 1, 12: 0, 1: 0}
    assert table["n_possible"].to_dict() == {24: 0, 12: 1, 1: 0}
    assert table["n_ruled_out"].to_dict() == {24: 0, 12: 0, 1: 1}


def test_the_midnight_start_is_a_bound_and_no_point(full):
    scores = full["time_to_pitch"]
    midnight_h = (scores["ended_at"] - scores["connected_lo"]) / pd.Timedelta(hours=1)
    assert (scores["lo_h"] < midnight_h).all()
    # Just short of the 18.667 h from midnight nothing is certain, and nothing is ruled out.
    table = threshold_table(scores, (12, 18.6, 18.7), draws=50)
    assert table["n_certain"].tolist() == [0, 0, 1]
    assert table["n_ruled_out"].tolist() == [0, 0, 0]
    assert table[["share_lower", "share_upper"]].head(2).to_numpy().tolist() == [[0, 1]] * 2
    assert table[["lo", "hi"]].isna().all(axis=None)  # one thread: no interval
    median = cs.outcomes.median_time(cs.outcomes.clocked(full, cs.Parameters()))
    assert (median["least_h"], median["most_h"]) == pytest.approx((2.583, 18.667), abs=1e-3)
    assert cs.prose.median_words(median, min_n=20) == "Median: not given, too few (n = 1)."
    assert "2.6 h to 18.7 h" in cs.prose.median_words(median)


def test_slack_widens_only_the_upper_end(export):
    wide = study_of(
        export.messages, export.people, export.connections, export.observed_until, tz_slack_h=12.0
    )
    row = wide["time_to_pitch"].iloc[0]
    assert row["lo_h"] == pytest.approx(2.583, abs=1e-3)
    assert row["hi_h"] == pytest.approx(27.5)
    table = threshold_table(wide["time_to_pitch"], (24,), draws=50)
    assert table["n_possible"].tolist() == [1]


def test_reply_latencies(full):
    minutes = full["replies"].assign(
        minutes=(full["replies"]["hours"] * 60).round(), turn=turn_numbers
    )
    replied = minutes[minutes["replied"]].set_index("turn")["minutes"]
    # A reply is listed at the turn that it answers: John's at Matt's turns, and the reverse.
    assert replied.loc[[1, 3, 5]].tolist() == [155, 853, 22]
    assert replied.loc[[2, 4, 6]].tolist() == [22, 26, 27]
    assert replied.loc[[1, 3, 5]].median() == 155
    assert replied.loc[[2, 4, 6]].median() == 26


def test_he_asks_about_needs_fifteen_hours_after_the_pitch(full):
    asked = full["questions"].query("need_gauging")["asked_at"].min()
    pitched = full["threads"]["first_pitch_at"].iloc[0]
    assert (asked - pitched) / pd.Timedelta(hours=1) == pytest.approx(15.383, abs=1e-3)


def test_without_timestamps_times_are_missing_and_nothing_crashes(seed):
    reasons = ("time_to_pitch", "replies", "after_refusal", "groundwork")
    for name in reasons:
        assert (seed[name]["why_no_time"] == "no timestamps").all(), name
    assert seed["time_to_pitch"][["lo_h", "hi_h"]].isna().all(axis=None)
    assert cs.outcomes.clocked(seed, cs.Parameters()).empty
    assert seed["replies"]["hours"].isna().all()
    assert seed["replies"]["replied_within"].isna().all()
    assert seed["after_refusal"]["hours"].isna().all()
    assert seed["answered"]["wait_h"].isna().all()
    assert seed["turns"]["gap_h"].isna().all()
    assert threshold_table(cs.outcomes.clocked(seed, cs.Parameters()), (24,), draws=20)[
        "n"
    ].tolist() == [0]
    assert "No instant of sending is known" in cs.prose.opening(
        {**seed, "assumptions": pd.DataFrame({"about": []})}
    )


# --- the sentence -------------------------------------------------------------------------------


def test_what_the_report_says(full):
    said = cs.prose.thread_paragraph(full["threads"]["thread_id"].iloc[0], full)
    for part in (
        "first message was a pitch",
        "Three of three counterpart turns pitched, two of them after an explicit refusal",
        "answered none of the two questions",
        "The owner answered all of the four questions",
        "only after the second refusal",
        "One thread supports no rate.",
    ):
        assert part in said
    assert not re.search(r"\d\.\d|hour", said)  # no time is a point here


def test_two_against_four_gets_no_test(full):
    five = cs.outcomes.primary(full, cs.Parameters(), draws=50)
    rows = [row for row in five.values() if isinstance(row, pd.Series)]
    assert len(rows) == 8
    named = {str(name).lower() for row in rows for name in row.index}
    named |= {str(name).lower() for score in full.values() for name in score.columns}
    assert not named & {"p", "p_value", "pvalue", "z", "t", "chi2", "odds_ratio"}
    assert not five["their_answers"]["shown"]
    assert not five["own_answers"]["shown"]
    said = [cs.prose.inbox_paragraph(five), *map(" ".join, cs.prose.headline_numbers(five))]
    said += cs.prose.figure_words("answered", five).values()
    said += cs.cautions({**full, "assumptions": pd.DataFrame({"about": []})})
    assert not re.search(r"\bp\s*[=<≤]|p-value|significan", " ".join(said).lower())
    assert "No statistical test is printed." in " ".join(said)


def test_one_thread_supports_no_rate(full):
    five = cs.outcomes.primary(full, cs.Parameters(), draws=50)
    said = cs.prose.inbox_paragraph(five)
    assert said.endswith("One thread supports no rate.")
    assert "0 of 2 questions (too few threads for a rate)" in said
    assert "4 of 4 questions (too few threads for a rate)" in said
