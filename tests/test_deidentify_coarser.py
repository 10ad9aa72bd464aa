"""Times and quasi-identifiers as coarse as a stranger may have them (L6; invariants 5 and 6)."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convostudy.deidentify.pooling import OTHER, class_sizes, pool, top_code
from convostudy.deidentify.times import (
    hour_bucket,
    ladder,
    ladder_bounds,
    ladder_median,
    quarters_before,
    shift_tables,
    shift_weeks,
)
from convostudy.errors import BadTable

KEY = bytes(range(32))
INSTANTS = st.lists(
    st.datetimes(pd.Timestamp("2015-01-01"), pd.Timestamp("2030-01-01")), min_size=2, max_size=9
)
HOURS = st.lists(st.floats(0, 20_000), min_size=1, max_size=50)
TEN_MINUTES = {round((10 * n + 5) / 60, 4) for n in range(6)}


def talk(instants, threads):
    return pd.DataFrame(
        {
            "thread_id": threads,
            "sent_at": pd.to_datetime(pd.Series(instants), utc=True).astype("datetime64[us, UTC]"),
            "n_words": range(len(instants)),
        }
    )


@given(INSTANTS, st.data())
@settings(max_examples=30)
def test_a_shift_keeps_every_interval_weekday_and_hour_of_a_thread(instants, data):
    threads = data.draw(st.lists(st.sampled_from("ab"), min_size=len(instants), max_size=9))
    before = talk(instants, threads[: len(instants)])
    after = shift_tables({"messages": before}, KEY, "demo")["messages"]
    moved = after["sent_at"] - before["sent_at"]
    assert (moved % pd.Timedelta(days=7) == pd.Timedelta(0)).all()
    assert (moved.abs() <= pd.Timedelta(weeks=26)).all()
    assert moved.groupby(before["thread_id"]).nunique().max() == 1
    for part in ("day_of_week", "hour", "microsecond"):
        assert (getattr(after["sent_at"].dt, part) == getattr(before["sent_at"].dt, part)).all()
    assert after["n_words"].equals(before["n_words"])


def test_shifts_are_spread_evenly_over_a_year_and_hang_on_key_and_domain():
    threads = pd.Series([f"t{n}" for n in range(10_600)])
    weeks = shift_weeks(KEY, "demo", threads)
    assert sorted(weeks.unique()) == list(range(-26, 27))
    # 200 expected of each: beyond 5 standard deviations would be no chance.
    assert weeks.value_counts().between(130, 270).all()
    for other in (shift_weeks(KEY[::-1], "demo", threads), shift_weeks(KEY, "x", threads)):
        assert 0.005 < (weeks == other).mean() < 0.04


def test_a_connection_moves_with_the_thread_of_that_person():
    at = pd.to_datetime(pd.Series(["2025-05-02", "2025-05-09"]), utc=True)
    threads = pd.DataFrame({"thread_id": ["t1"], "counterpart_id": ["ana"], "connected_lo": at[:1]})
    ties = pd.DataFrame({"owner_id": "me", "person_id": ["ana", "bo"], "connected_lo": at})
    people = pd.DataFrame({"person_id": ["ana"]})
    given_tables = {"threads": threads, "connections": ties, "people": people}
    moved = shift_tables(given_tables, KEY, "demo")
    assert moved["connections"]["connected_lo"][0] == moved["threads"]["connected_lo"][0]
    assert moved["threads"]["connected_lo"][0] != at[0]
    assert moved["connections"]["connected_lo"].notna().all()
    assert moved["people"] is people
    assert ties["connected_lo"].tolist() == at.tolist()
    with pytest.raises(BadTable, match="without threads"):
        shift_tables({"connections": ties}, KEY, "demo")


@given(INSTANTS, st.integers(-300, 300))
@settings(max_examples=30)
def test_an_inbox_moved_by_whole_weeks_gives_the_same_features(instants, weeks):
    """L6."""

    def features(at):
        until = at.max()
        gap_h = at.sort_values(ignore_index=True).diff().dt.total_seconds() / 3600
        return pd.DataFrame(
            {
                "gap_h": ladder(gap_h),
                "weekday": at.dt.day_name(),
                "hour": hour_bucket(at),
                "quarter": quarters_before(at, until),
            }
        )

    at = pd.to_datetime(pd.Series(instants), utc=True)
    moved = features(at + pd.Timedelta(weeks=weeks))
    pd.testing.assert_frame_equal(features(at), moved)


@given(HOURS)
@settings(max_examples=50)
def test_coarse_hours_are_middles_of_the_step_in_which_the_exact_ones_lie(hours):
    exact = pd.Series(hours)
    coarse, steps = ladder(exact), ladder_bounds(exact)
    # Up to the little something for what no float can hold.
    assert ((steps["lo"] <= exact + 1e-6) & (exact < steps["hi"] + 1e-6)).all()
    for value in coarse:
        if value < 1:
            assert value in TEN_MINUTES
        elif value < 6:
            assert value % 1 == 0.5
        elif value < 24:
            assert value in {9, 15, 21}
        else:
            assert value % 24 == 12
    pd.testing.assert_series_equal(ladder(coarse), coarse)
    assert (coarse[exact.argsort()].diff().dropna() >= 0).all()


@pytest.mark.parametrize(
    ("minutes", "middle"),
    [
        *((0, 5), (9.99, 5), (10, 15), (50, 55), (59.9, 55), (60, 90), (359, 330), (360, 540)),
        *((1439, 1260), (1440, 2160), (2879, 2160), (2880, 3600)),
    ],
)
def test_each_step_begins_where_it_is_said_to(minutes, middle):
    assert ladder(pd.Series([minutes / 60]))[0] == round(middle / 60, 4)


def test_no_duration_is_below_0_or_endless():
    for wrong in (-0.1, np.inf):
        with pytest.raises(BadTable, match="below 0"):
            ladder(pd.Series([1.0, wrong]))


@pytest.mark.parametrize("median_h", [2, 8, 30, 55, 100, 240, 700])
def test_the_median_on_the_ladder_is_within_5_percent(median_h):
    """Invariant 6, for times spread as waits are: log-normal, within a factor of e mostly."""
    exact = pd.Series(median_h * np.random.default_rng(2026).lognormal(0, 1, 4000))
    assert ladder_median(ladder(exact)) == pytest.approx(exact.median(), rel=0.05)
    step = ladder_bounds(pd.Series([exact.median()])).iloc[0]
    # The plain median may be half a step off, and no more.
    assert abs(ladder(exact).median() - exact.median()) <= (step["hi"] - step["lo"]) / 2 + 1e-4


def test_no_duration_has_no_median():
    assert np.isnan(ladder_median(pd.Series([], dtype="float64")))


def test_quarters_are_counted_back_from_the_end_and_never_beyond_it():
    until = pd.Timestamp("2025-07-01", tz="UTC")
    days = pd.Series([0, 90, 91, 182, 800])
    assert quarters_before(until - pd.to_timedelta(days, "D"), until).tolist() == [0, 0, 1, 2, 8]
    with pytest.raises(BadTable, match="after the end"):
        quarters_before(pd.Series([until + pd.Timedelta(days=1)]), until)


def table(*rows):
    """Make (field, level, pitched, how many) into a frame."""
    spread = [row[:3] for row in rows for _ in range(row[3])]
    return pd.DataFrame(spread, columns=["field", "level", "pitched"])


def test_a_table_worked_by_hand():
    """k = 5, l = 2.

    it/low has 6 rows of both outcomes and stays. law/low has 4 and law/high 2, so these stand out.
    The rarest of their values is high (2 rows), then law (6), and each becomes other; to suppress
    the rows instead would cost 12 cells, then 10. other/low (4) and other/other (2) still stand
    out. The rarest value left is low (10 rows); to suppress it in these rows alone costs 4.
    """
    frame = table(
        ("it", "low", True, 4),
        ("it", "low", False, 2),
        ("law", "low", True, 4),
        ("law", "high", False, 2),
    )
    pooled = pool(frame, ["field", "level"], "pitched")
    assert pooled.frame["field"].tolist() == ["it"] * 6 + [OTHER] * 6
    assert pooled.frame["level"].tolist() == ["low"] * 6 + [OTHER] * 6
    assert pooled.frame["pitched"].equals(frame["pitched"])
    assert pooled.report.to_dict("records") == [
        {"column": "field", "n_values": 2, "n_values_left": 2, "n_pooled": 6, "n_suppressed": 0},
        {"column": "level", "n_values": 2, "n_values_left": 2, "n_pooled": 2, "n_suppressed": 4},
    ]
    assert class_sizes(pooled.frame, ["field", "level"], "pitched").to_dict("records") == [
        {"field": "it", "level": "low", "n_rows": 6, "n_outcomes": 2},
        {"field": OTHER, "level": OTHER, "n_rows": 6, "n_outcomes": 2},
    ]


def test_a_large_class_of_one_outcome_is_pooled_too():
    frame = table(("it", "low", True, 9), ("law", "low", True, 7), ("law", "low", False, 5))
    assert pool(frame, ["field"], "pitched").frame["field"].unique().tolist() == [OTHER]


def test_nothing_is_pooled_where_nobody_stands_out():
    frame = table(("it", "low", True, 5), ("it", "low", False, 5), ("law", "a", True, 3))
    frame = pd.concat([frame, table(("law", "a", False, 2))], ignore_index=True)
    pooled = pool(frame, ["field", "level"], "pitched")
    pd.testing.assert_frame_equal(pooled.frame, frame)
    assert pooled.report[["n_pooled", "n_suppressed"]].to_numpy().sum() == 0


def test_what_no_pooling_can_hide_is_refused():
    for few in (table(("it", "low", True, 3)), table(("it", "low", True, 30))):
        with pytest.raises(BadTable, match="aggregates"):
            pool(few, ["field"], "pitched")
    with pytest.raises(BadTable, match="no quasi-identifier"):
        pool(table(("it", "low", True, 30)), [], "pitched")


CELLS = st.tuples(
    st.sampled_from(["a", "b", "c", "d", None]),
    st.sampled_from(["x", "y", OTHER, None]),
    st.sampled_from([True, False]),
)


@given(st.lists(CELLS, min_size=12, max_size=60), st.integers(2, 6))
@settings(max_examples=40, deadline=None)
def test_every_class_has_k_rows_and_two_outcomes_as_read_from_the_file(tmp_path_factory, rows, k):
    """Invariant 5, recounted from the CSV."""
    frame = pd.DataFrame(rows, columns=["field", "level", "pitched"])
    frame.loc[0, "pitched"], frame.loc[1, "pitched"] = True, False
    pooled = pool(frame, ["field", "level"], "pitched", k=k)
    file = tmp_path_factory.mktemp("pooled") / "threads.csv"
    pooled.frame.to_csv(file, index=False)
    sizes = class_sizes(pd.read_csv(file), ["field", "level"], "pitched")
    assert sizes["n_rows"].sum() == len(frame)
    assert (sizes["n_rows"] >= k).all()
    assert (sizes["n_outcomes"] >= 2).all()
    # A value is as it was, or other.
    for column in ("field", "level"):
        kept = pooled.frame[column].ne(OTHER)
        pd.testing.assert_series_equal(
            pooled.frame.loc[kept, column], frame.loc[kept, column].astype("str")
        )
    # The order of rows changes nothing.
    again = pool(frame[::-1], ["field", "level"], "pitched", k=k)
    pd.testing.assert_frame_equal(again.frame[::-1], pooled.frame)


@given(st.lists(st.integers(0, 10_000), min_size=2, max_size=400))
def test_the_largest_value_is_that_of_two_rows_at_least(values):
    coded, cap = top_code(pd.Series(values))
    assert (coded <= cap).all()
    assert (coded == cap).sum() >= 2
    assert cap in values
    below = pd.Series(values) <= cap
    assert (coded[below] == pd.Series(values)[below]).all()
    assert below.mean() >= 0.5
