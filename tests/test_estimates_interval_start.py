"""Starts known to the day: John Doe, and exact bounds."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convostudy import estimates as es
from convostudy.errors import BadParameter, EstimateRefused
from timed_threads import threads

JOHN_DOE = threads((2 + 35 / 60, 18 + 40 / 60, True))


@pytest.mark.parametrize(
    ("hour", "verdict"), [(24, "n_certain"), (12, "n_possible"), (1, "n_ruled_out")]
)
def test_john_doe_is_certain_possible_and_ruled_out(hour, verdict):
    got = es.threshold_table(JOHN_DOE, (hour,)).iloc[0]
    verdicts = ["n_certain", "n_possible", "n_ruled_out", "n_censored_before"]
    assert got[verdicts].to_dict() == {name: int(name == verdict) for name in verdicts}
    assert math.isnan(got["lo"])  # one thread supports no interval


def test_john_doe_with_another_zone_is_only_possible_within_a_day():
    got = es.threshold_table(threads((2 + 35 / 60, 27.5, True)), (24,)).iloc[0]
    assert got["n_possible"] == 1
    assert (got["share_lower"], got["share_upper"]) == (0, 1)


def test_every_thread_is_in_one_class_and_an_invitation_pitch_is_certain():
    scores = threads(
        (0, 20, True), (0, -3, True, True), (30, 54, True), (90, 114, False), (5, 29, False)
    )
    got = es.threshold_table(scores, (12,)).iloc[0]
    assert got["n"] == 5
    assert got["n_certain"] == 1
    assert got["n_possible"] == 1
    assert got["n_ruled_out"] == 2
    assert got["n_censored_before"] == 1
    assert got["share_lower"] == pytest.approx(1 / 5)


def test_a_thread_watched_just_long_enough_is_ruled_out_and_an_hour_less_is_not():
    got = es.threshold_table(threads((24, 48, False), (23, 47, False)), (24,)).iloc[0]
    assert (got["n_ruled_out"], got["n_censored_before"]) == (1, 1)


def test_invitation_pitches_are_mass_at_zero():
    scores = threads((0, -5, True, True), (0, -1, True, True), (40, 64, True), (900, 924, False))
    curve = es.within_day(scores).set_index("time_h")["share"]
    assert curve[0] == pytest.approx(0.5)
    assert curve[80] == pytest.approx(0.75)


def test_below_two_hours_there_are_bounds_but_no_estimate():
    # Two threads exact to the minute, as old exports have them, need no model.
    day, exact = threads((0, 20, True), (30, 54, True)), threads((0.5, 0.5, True), (30, 30, True))
    refused = es.threshold_table(day, (1,)).iloc[0]
    assert math.isnan(refused["share_estimate"])
    assert "not identifiable" in refused["method"]
    assert (refused["share_lower"], refused["share_upper"]) == (0, 0.5)
    assert es.threshold_table(exact, (1,)).iloc[0]["share_estimate"] == 0.5


def test_nothing_is_said_about_times_nobody_was_watched():
    scores = threads((2, 26, True), (80, 104, False), (90, 114, False))
    got = es.threshold_table(scores, (48, 168)).set_index("threshold_h")
    assert got.loc[48, "share_lower"] == pytest.approx(1 / 3)
    assert got.loc[168, ["share_lower", "share_upper", "share_estimate"]].isna().all()
    assert got.loc[168, "method"] == "no thread was watched that long"
    assert es.bounds_curve(scores).loc[168, ["lower", "upper", "estimate"]].isna().all()
    # An even start would draw a slope here that no thread supports.
    flat = es.within_day(scores)["share"]
    assert flat[1440] == pytest.approx(flat[60])


def test_none_or_all_get_the_exact_interval():
    scores = threads(*[(100 + i, 124 + i, False) for i in range(30)])
    got = es.threshold_table(scores, (24,)).iloc[0]
    # R: binom.test(0, 30)$conf.int
    assert (got["share_estimate"], got["lo"], got["hi"]) == pytest.approx((0, 0, 0.1157), abs=1e-4)
    assert "rule of three" in got["method"]


def test_no_threads_give_missing_numbers():
    got = es.threshold_table(JOHN_DOE.iloc[:0])
    assert got["n"].tolist() == [0] * 4
    assert got[["share_lower", "share_estimate", "lo"]].isna().all(axis=None)
    assert es.within_day(JOHN_DOE.iloc[:0])["share"].isna().all()
    assert es.bounds_curve(JOHN_DOE.iloc[:0])["upper"].isna().all()


def test_contradictions_are_refused_with_their_likely_cause():
    with pytest.raises(EstimateRefused, match=r"below zero.*InMail"):
        es.threshold_table(threads((0, -2, True)))
    with pytest.raises(EstimateRefused, match="lo_h above hi_h"):
        es.within_day(threads((5, 2, True)))
    with pytest.raises(EstimateRefused, match="without a connection interval"):
        es.within_day(JOHN_DOE.assign(connected_lo=pd.NaT))
    with pytest.raises(BadParameter, match="thresholds above 0"):
        es.threshold_table(JOHN_DOE, (0,))
    with pytest.raises(BadParameter, match="24 weights"):
        es.within_day(JOHN_DOE, np.ones(7))


def test_exact_starts_give_kaplan_meier():
    rng = np.random.default_rng(8)
    at = np.ceil(rng.exponential(40, 120))
    pitched = rng.random(120) < 0.6
    scores = threads(*zip(at, at, pitched, strict=True))
    curve = es.within_day(scores, horizon_h=300).set_index("time_h")["share"]
    exact = es.kaplan_meier(scores, "lo_h", "pitched").set_index("time")["share"]
    hours = exact.index[exact.index < 100]
    assert curve[hours].tolist() == pytest.approx(exact[hours].tolist(), abs=2e-3)


def test_weights_move_the_pitch_towards_the_likely_start():
    # Pitched at 20:00 of the day; accepted in the evening means soon, in the morning means late.
    scores = threads((0, 20, True))
    evening, morning = np.eye(24)[19], np.eye(24)[0]
    assert es.within_day(scores, evening).set_index("time_h")["share"][1] == pytest.approx(1)
    assert es.within_day(scores, morning).set_index("time_h")["share"][19] == pytest.approx(0)
    each = np.vstack([morning])
    assert es.within_day(scores, each).set_index("time_h")["share"][19] == pytest.approx(0)
    # No weight on any admissible hour: all hours alike, rather than a crash.
    assert es.within_day(scores, np.eye(24)[22]).set_index("time_h")["share"][20] == 1


def test_hour_profile_counts_hours_and_leaves_none_impossible():
    sent = pd.Series(pd.to_datetime(["2026-01-05T09:30Z", "2026-01-06T09:59Z", None]))
    got = es.hour_profile(sent)
    assert got.sum() == pytest.approx(1)
    assert got[9] == pytest.approx(3 / 26)
    assert got[3] == pytest.approx(1 / 26)


# lo, width, where in the interval the truth lies, pitched: small numbers make ties and crossings.
some = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 4), st.booleans()),
    min_size=1,
    max_size=12,
)


@given(some)
@settings(deadline=None, max_examples=100)
def test_bounds_enclose_what_exact_starts_would_have_given(rows):
    scores = threads(*[(lo, lo + width, pitched) for lo, width, _, pitched in rows])
    truth = [lo + width * part / 4 for lo, width, part, _ in rows]
    exact = es.kaplan_meier(scores.assign(at=truth), "at", "pitched")
    curve = es.bounds_curve(scores, horizon_h=20).dropna(subset=["lower", "upper"])
    for row in curve.itertuples():
        by_then = exact["share"][exact["time"] <= row.time_h].max()
        share = 0 if math.isnan(by_then) else by_then
        assert row.lower - 1e-9 <= share <= row.upper + 1e-9


@given(some, st.randoms())
@settings(deadline=None, max_examples=15)
def test_tables_and_curves_behave(rows, random):
    scores = threads(*[(lo, lo + 2 * width, pitched) for lo, width, _, pitched in rows])
    before = scores.copy(deep=True)
    table = es.threshold_table(scores, (1, 6, 12, 24), draws=20)
    curve = es.bounds_curve(scores, horizon_h=30)
    pd.testing.assert_frame_equal(scores, before)
    classes = ["n_certain", "n_possible", "n_ruled_out", "n_censored_before"]
    assert (table[classes].sum(axis=1) == table["n"]).all()
    known = table.dropna(subset=["lo", "hi"])
    ordered = ["share_lower", "share_estimate", "share_upper"]
    for low, high in [
        ("lo", "share_estimate"),
        ("share_estimate", "hi"),
        *itertools.pairwise(ordered),
    ]:
        assert (known[low] <= known[high]).all()
    assert known[["lo", "hi", *ordered]].stack().between(0, 1).all()
    for column in ("lower", "upper", "estimate"):
        assert (curve[column].dropna().diff().dropna() >= -1e-9).all()
    assert (np.diff(curve["at_risk"]) <= 0).all()
    shuffled = scores.iloc[random.sample(range(len(scores)), len(scores))]
    again = es.threshold_table(shuffled, (1, 6, 12, 24), draws=20)
    pd.testing.assert_frame_equal(table, again, atol=1e-6)
