"""A simulated inbox has the rates, times and clocks of its truth."""

from __future__ import annotations

from dataclasses import fields

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convostudy.errors import BadParameter
from convostudy.simulate import Truth, inbox, large_inbox
from convostudy.simulate.clock import DAY, HOUR, OWNER, seconds
from convostudy.simulate.readme import drawn
from simulated_inboxes import many_threads


@pytest.fixture(scope="module")
def many():
    return many_threads()


def test_drawn_rates_are_the_true_ones_within_four_standard_errors(many):
    for name, found in drawn(many).items():
        if isinstance(found, dict) and "true" in found:
            spread = (found["true"] * (1 - found["true"]) / found["n"]) ** 0.5
            assert abs(found["share"] - found["true"]) < 4 * spread + 1e-9, (name, found)


def test_pitch_times_have_the_medians_of_the_truth(many):
    threads = many.true_threads.query("kind == 'seller' and language == 'en'")
    waited = (threads["first_pitch_at"] - threads["connected_at"]) / pd.Timedelta(hours=1)
    instant = waited[threads["pitch_timing"] == "instant"].median()
    assert instant == pytest.approx(many.truth.instant_median_h, rel=0.15)
    early = threads["connected_at"] < many.observed_until - pd.Timedelta(days=200)
    slow = waited[early & (threads["pitch_timing"] == "slow")].median() / 24
    assert slow == pytest.approx(many.truth.slow_median_d, rel=0.2)
    assert waited[threads["pitch_timing"] == "invitation"].max() < 0
    assert waited[threads["pitch_timing"] == "never"].isna().all()


@pytest.mark.parametrize(
    ("knob", "low", "high", "measured"),
    [
        ("share_instant", 0.1, 0.6, lambda made: drawn(made)["share_pitched_within_h"]["24"]),
        ("persistence", 0.2, 0.8, lambda made: made.true_threads["persisted"].dropna().mean()),
        ("seller_answers", 0.2, 0.8, lambda made: drawn(made)["seller_answers"]["share"]),
        ("share_note_pitch", 0.0, 0.5, lambda made: drawn(made)["share_pitched_within_h"]["0"]),
    ],
)
def test_more_of_it_in_the_truth_is_more_of_it_in_the_inbox(knob, low, high, measured):
    less, more = (inbox(300, seed=2, truth=Truth(**{knob: value})) for value in (low, high))
    assert measured(less) < measured(more)


def test_the_hazard_of_a_first_pitch_falls_after_the_first_day(many):
    within = drawn(many)["share_pitched_within_h"]
    shares = list(within.values())
    assert shares == sorted(shares)
    first_day = within["24"] / 24
    next_week = (within["168"] - within["24"]) / (1 - within["24"]) / 144
    later = (within["720"] - within["168"]) / (1 - within["168"]) / 552
    assert first_day > next_week > later


def test_never_and_always_are_kept():
    none = Truth(share_instant=0, share_slow=0, share_note_pitch=0, share_inmail=0)
    made = inbox(80, seed=1, truth=none)
    english = made.true_threads.query("language == 'en' and kind == 'seller'")
    assert (english["n_pitches"] == 0).all()
    meek = inbox(200, seed=1, truth=Truth(persistence=0))
    assert not meek.true_threads["persisted"].fillna(False).any()


@pytest.mark.parametrize(
    "wrong",
    [{"persistence": 1.2}, {"share_instant": 0.7, "share_slow": 0.4}, {"owner_median_h": 0}],
)
def test_an_impossible_truth_is_refused_by_name(wrong):
    with pytest.raises(BadParameter, match=next(iter(wrong))):
        Truth(**wrong)


def test_each_parameter_of_the_truth_is_explained():
    explained = Truth.__doc__ or ""
    assert [f.name for f in fields(Truth) if f.name not in explained] == []


def test_impossible_sizes_are_refused():
    with pytest.raises(BadParameter, match="at least 1"):
        inbox(0)
    with pytest.raises(BadParameter, match="March 2023"):
        inbox(5, observed_until="2022-01-01")
    with pytest.raises(BadParameter, match="2 messages"):
        large_inbox(10, 20)


# Clocks -----------------------------------------------------------------------------------------


@given(st.integers(0, 10_000), st.floats(0, 500), st.floats(0, 500))
def test_activity_passes_forward_and_adds_up(start, first, second):
    begin = seconds(2024, 1, 1) + start * HOUR
    halfway = OWNER.after(begin, first)
    assert halfway >= begin
    # A change of summer time between may shift the sum by up to an hour of wall clock.
    assert abs(OWNER.after(halfway, second) - OWNER.after(begin, first + second)) <= 2 * HOUR


def test_the_owner_sleeps(many):
    hers = many.messages[many.messages["sender"] == "Nadia Verhoeven"]
    local = hers["sent_at"].dt.tz_convert("Europe/Brussels")
    assert local.dt.hour.between(1, 5).mean() < 0.04
    assert (local.dt.day_of_week >= 5).mean() < 0.2
    assert OWNER.after(seconds(2024, 3, 30), 0) == seconds(2024, 3, 30)
    assert OWNER.after(seconds(2024, 3, 27), 168) - seconds(2024, 3, 27) == 7 * DAY - HOUR
