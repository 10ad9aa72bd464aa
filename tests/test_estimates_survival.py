"""Kaplan-Meier against hand-worked tables, published output and its known traps."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convostudy import estimates as es
from convostudy.errors import BadParameter, BadTable, EstimateRefused
from convostudy.estimates.survival import share_by


def waits(times, happened):
    return pd.DataFrame({"wait_h": times, "replied": happened})


SIX = waits([5, 6, 6, 2, 4, 4.0], [1, 0, 1, 1, 1, 1])


def test_matches_a_table_worked_by_hand():
    # R: summary(survfit(Surv(days, pitched) ~ 1, conf.type = "log-log")), 1 - surv
    got = es.kaplan_meier(SIX, "wait_h", "replied")
    assert got["time"].tolist() == [2, 4, 5, 6]
    assert got["at_risk"].tolist() == [6, 5, 3, 2]
    assert got["events"].tolist() == [1, 2, 1, 1]
    assert got["censored"].tolist() == [0, 0, 0, 1]
    assert got["share"].tolist() == pytest.approx([1 / 6, 3 / 6, 4 / 6, 5 / 6])
    # By hand at time 4: Greenwood 1/30 + 2/15 = 1/6, over |log 0.5|, times 1.959964.
    reach = 1.959964 * math.sqrt(1 / 6) / math.log(2)
    assert got["lo"][1] == pytest.approx(1 - 0.5 ** math.exp(-reach), abs=1e-6)
    assert got["hi"][1] == pytest.approx(1 - 0.5 ** math.exp(reach), abs=1e-6)


def test_matches_published_output_for_the_leukaemia_trial():
    # R: summary(survfit(Surv(time, status) ~ x, data = aml)); data of Miller 1981, Maintained
    time = [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161]
    status = [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0]
    got = es.kaplan_meier(waits(time, status), "wait_h", "replied")
    at_events = got[got["events"] > 0]
    survived = [0.909, 0.818, 0.716, 0.614, 0.491, 0.368, 0.184]
    assert (1 - at_events["share"]).tolist() == pytest.approx(survived, abs=6e-4)
    assert at_events["at_risk"].tolist() == [11, 10, 8, 7, 5, 4, 2]
    assert es.quantile_of(got, 0.5) == 31


def test_intervals_are_log_log_as_statsmodels_inverts_them():
    from statsmodels.duration.survfunc import SurvfuncRight

    rng = np.random.default_rng(2)
    time, happened = rng.exponential(10, 80).round(1) + 0.1, rng.random(80) < 0.7
    got = es.kaplan_meier(waits(time, happened), "wait_h", "replied")
    with np.errstate(divide="ignore", invalid="ignore"):  # it takes the log of 0 at the last step
        fit = SurvfuncRight(time, happened.astype(int))
        lo, hi = fit.quantile_ci(0.5, method="cloglog")
    assert got["share"][got["events"] > 0].tolist() == pytest.approx((1 - fit.surv_prob).tolist())
    # Its interval of the median are the event times whose interval of the share holds 0.5.
    holds = got[(got["lo"] <= 0.5) & (got["hi"] >= 0.5) & (got["events"] > 0)]["time"]
    assert lo == holds.iloc[0]
    later = got[(got["time"] > holds.iloc[-1]) & (got["events"] > 0)]["time"].iloc[0]
    assert hi == later


def test_median_conventions_differ_and_ours_is_the_first_time_at_half():
    # statsmodels: SurvfuncRight(...).quantile(0.5) is 5; lifelines: 4; R: 4.5
    curve = es.kaplan_meier(SIX, "wait_h", "replied")
    assert es.quantile_of(curve, 0.5) == 4
    assert math.isnan(es.quantile_of(curve, 0.9))
    with pytest.raises(BadParameter):
        es.quantile_of(curve, 50)


def test_events_at_time_zero_count():
    # SurvfuncRight(entry=0) would put the whole curve at 1 here.
    got = es.kaplan_meier(waits([0, 0, 5, 9.0], [1, 1, 0, 1]), "wait_h", "replied")
    assert got["share"].tolist() == pytest.approx([0.5, 0.5, 1.0])


def test_all_censored_is_a_flat_curve_with_an_honest_upper_end():
    got = es.kaplan_meier(waits([3, 8, 8.0], [0, 0, 0]), "wait_h", "replied")
    assert got["share"].tolist() == [0, 0]
    assert got["censored"].tolist() == [1, 2]
    # R: binom.test(0, 3)$conf.int, binom.test(0, 2)$conf.int
    assert got["hi"].tolist() == pytest.approx([0.7076, 0.8419], abs=1e-4)
    assert math.isnan(es.quantile_of(got, 0.5))


def test_all_at_once_has_the_exact_lower_end():
    got = es.kaplan_meier(waits([2, 2, 2.0], [1, 1, 1]), "wait_h", "replied").iloc[0]
    # R: binom.test(3, 3)$conf.int
    assert (got["share"], got["lo"], got["hi"]) == pytest.approx((1, 0.2924, 1), abs=1e-4)


def test_no_rows_give_no_curve():
    got = es.kaplan_meier(waits([], []).astype({"replied": "boolean"}), "wait_h", "replied")
    assert got.empty
    assert got.columns.tolist() == ["time", "at_risk", "events", "censored", "share", "lo", "hi"]


@pytest.mark.parametrize(
    ("bad", "teaches"),
    [
        (float("nan"), "1 of 3 durations missing or infinite"),
        (float("inf"), "1 of 3 durations missing or infinite"),
        (-2.0, "1 of 3 durations below zero, the first -2"),
    ],
)
def test_bad_durations_are_refused_with_count_row_and_likely_cause(bad, teaches):
    scores = waits([1.0, bad, 3.0], [1, 1, 0]).set_axis(["t1", "t2", "t3"])
    with pytest.raises(EstimateRefused, match=teaches) as refusal:
        es.kaplan_meier(scores, "wait_h", "replied")
    assert "first at row 't2'" in str(refusal.value)
    assert "Likely" in str(refusal.value)


def test_unknown_outcomes_are_refused_rather_than_read_as_no():
    with pytest.raises(EstimateRefused, match="not known if the event happened"):
        es.kaplan_meier(waits([1, 2.0], [True, None]), "wait_h", "replied")
    with pytest.raises(BadTable):
        es.kaplan_meier(SIX, "wait", "replied")


rows = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=30)


@given(rows, st.randoms())
@settings(deadline=None)
def test_curves_never_fall_stay_in_bounds_and_do_not_mind_the_order(rows, random):
    scores = waits(*map(list, zip(*rows, strict=True))).astype({"wait_h": float})
    before = scores.copy(deep=True)
    got = es.kaplan_meier(scores, "wait_h", "replied")
    pd.testing.assert_frame_equal(scores, before)
    assert got["share"].is_monotonic_increasing
    assert got["lo"].between(0, got["share"] + 1e-12).all()
    assert got["hi"].between(got["share"] - 1e-12, 1).all()
    assert got["events"].sum() + got["censored"].sum() == len(scores)
    order = random.sample(range(len(scores)), len(scores))
    pd.testing.assert_frame_equal(
        got, es.kaplan_meier(scores.iloc[order], "wait_h", "replied"), check_exact=False
    )
    for time, share in zip(got["time"], got["share"], strict=True):
        quick = share_by(scores["wait_h"].to_numpy(), scores["replied"].to_numpy(bool), time)
        assert quick == pytest.approx(share)


@given(rows)
@settings(deadline=None)
def test_without_censoring_it_is_the_plain_share(rows):
    times = [float(time) for time, _ in rows]
    got = es.kaplan_meier(waits(times, [True] * len(times)), "wait_h", "replied")
    plain = [np.mean(np.array(times) <= time) for time in got["time"]]
    assert got["share"].tolist() == pytest.approx(plain)
