"""Shares against tables and R."""

import math
import subprocess
import sys

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convostudy import estimates as es
from convostudy.errors import BadParameter, BadTable, EstimateRefused
from share_scores import about, answered


@pytest.mark.parametrize(
    ("k", "n", "lo", "hi"),
    [
        # R: binom::binom.confint(c(0, 0, 4, 12), c(2, 1, 4, 40), methods = "wilson")
        (0, 2, 0, 0.658),
        (0, 1, 0, 0.793),
        (4, 4, 0.510, 1),
        (12, 40, 0.1807, 0.4543),
    ],
)
def test_wilson_matches_r(k, n, lo, hi):
    got = es.proportion(k, n, method="wilson")
    assert (got.lo, got.hi) == about(lo, hi)


@pytest.mark.parametrize(
    ("k", "n", "lo", "hi"),
    [
        # R: binom.test(0, 2)$conf.int; (0, 40); (40, 40); (12, 40)
        (0, 2, 0, 0.8419),
        (0, 40, 0, 0.0881),
        (40, 40, 0.9119, 1),
        (12, 40, 0.1656, 0.4653),
    ],
)
def test_clopper_pearson_matches_r(k, n, lo, hi):
    got = es.proportion(k, n, method="clopper-pearson")
    assert (got.lo, got.hi) == about(lo, hi)


def test_zero_or_all_turns_to_the_exact_interval_and_says_the_rule_of_three():
    none, all_ = es.proportion(0, 60), es.proportion(60, 60)
    assert "Clopper-Pearson; rule of three: at most about 5 %" in none.method
    assert "at least about 95 %" in all_.method
    assert es.proportion(1, 60).method == "Wilson"
    # With 2 of 2 it would say "at least about -50 %".
    assert "three" not in es.proportion(2, 2).method


def test_nothing_observed_is_missing_and_not_zero():
    got = es.proportion(0, 0)
    assert math.isnan(got.share)
    assert str(got) == "0 of 0 (no observations)"


@pytest.mark.parametrize("bad", [(3, 2), (-1, 2), (0.5, 2)])
def test_impossible_counts_are_refused(bad):
    with pytest.raises(BadParameter, match="0 <= k <= n"):
        es.proportion(*bad)


@given(st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
@settings(deadline=None)
def test_a_share_lies_in_its_interval(counts):
    k, n = counts
    for method in ("auto", "wilson", "clopper-pearson"):
        got = es.proportion(k, n, method=method)
        assert n == 0 or 0 <= got.lo <= got.share <= got.hi <= 1


def test_missing_is_left_out_counted_and_not_a_no():
    scores = answered(pitch=[("a", True), ("b", None), ("c", False)], other=[("d", True)])
    got = es.proportions(scores, "answered", by="style").set_index("style")
    assert got.loc["pitch", ["n", "k", "n_missing"]].tolist() == [2, 1, 1]
    assert got.loc["other", "share"] == 1
    assert not got["shown"].any()


def test_one_row_per_thread_is_wilson_and_several_are_a_bootstrap():
    single = answered(x=[(str(i), i % 3 == 0) for i in range(30)])
    several = answered(x=[(str(i // 2), i % 3 == 0) for i in range(60)])
    one = es.proportions(single, "answered", cluster="thread_id").iloc[0]
    two = es.proportions(several, "answered", cluster="thread_id", min_n=30).iloc[0]
    assert one["method"] == "Wilson"
    assert two["method"] == "cluster bootstrap, 2000 draws, seed 0"
    assert (two["n"], two["n_clusters"], two["shown"]) == (60, 30, True)
    assert not es.proportions(several, "answered", cluster="thread_id", min_n=31)["shown"].any()


def test_zero_of_many_rows_in_few_threads_counts_the_threads():
    scores = answered(x=[(str(i // 20), False) for i in range(60)])
    got = es.proportions(scores, "answered", cluster="thread_id").iloc[0]
    # R: binom.test(0, 3)$conf.int
    assert (got["share"], got["lo"], got["hi"]) == about(0, 0, 0.7076)
    assert "n = 3 clusters" in got["method"]


def test_few_clusters_say_so_and_one_has_no_interval():
    few = answered(x=[(str(i // 10), i % 3 == 0) for i in range(60)])
    one = answered(x=[("a", True), ("a", False)])
    got = es.proportions(few, "answered", cluster="thread_id")["method"].item()
    assert "fewer than 8 clusters: describes this inbox only" in got
    alone = es.proportions(one, "answered", cluster="thread_id").iloc[0]
    assert math.isnan(alone["lo"])
    assert "one cluster" in alone["method"]


def test_no_rows_give_no_groups_or_one_empty_row():
    scores = answered().astype({"answered": "boolean"})
    assert es.proportions(scores, "answered", by="style").empty
    assert es.proportions(scores, "answered").iloc[0]["n"] == 0


def test_groups_of_two_columns_keep_the_missing_group():
    scores = answered(pitch=[("a", True)], other=[("b", False), ("c", True)])
    scores["inviter"] = ["owner", None, "owner"]
    got = es.proportions(scores, "answered", by=["style", "inviter"])
    assert got["n"].tolist() == [1, 1, 1]
    assert got["inviter"].isna().sum() == 1


@pytest.mark.parametrize(
    "dtype", ["bool", "boolean", "int64", "Float64", "object", "bool[pyarrow]"]
)
def test_any_yes_no_column_will_do(dtype):
    scores = pd.DataFrame({"yes": pd.Series([1, 0, 1]).astype(bool).astype(dtype)})
    assert es.proportions(scores, "yes")["k"].item() == 2


def test_import_stays_light():
    code = (
        "import sys, convostudy.estimates as e; "
        "print([m for m in ('scipy', 'statsmodels', 'matplotlib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("values", [["yes", "no"], [0.5, 1.0]])
def test_a_column_that_is_not_yes_or_no_is_refused(values):
    with pytest.raises(BadTable, match="neither yes, no nor missing"):
        es.proportions(pd.DataFrame({"x": values}), "x")


def test_a_lacking_column_and_a_lacking_cluster_are_named():
    scores = answered(x=[("a", True), (None, False)])
    with pytest.raises(BadTable, match="no column 'reply'"):
        es.proportions(scores, "reply")
    with pytest.raises(EstimateRefused, match="first at row 1"):
        es.proportions(scores, "answered", cluster="thread_id")


threads = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from("123456789"), st.sampled_from([0, 1, None])),
    min_size=1,
    max_size=40,
)


@given(threads, st.randoms())
@settings(deadline=None, max_examples=20)
def test_order_of_rows_does_not_matter_and_nothing_is_changed(rows, random):
    scores = pd.DataFrame(rows, columns=["style", "thread_id", "yes"])
    before = scores.copy(deep=True)
    order = list(range(len(scores)))
    random.shuffle(order)

    def both(frame):
        return es.proportions(frame, "yes", by="style", cluster="thread_id", draws=50)

    got = both(scores)
    pd.testing.assert_frame_equal(got, both(scores.iloc[order]))
    pd.testing.assert_frame_equal(scores, before)
    known = got.dropna(subset=["lo"])
    assert ((known["lo"] >= 0) & (known["lo"] <= known["share"])).all()
    assert ((known["share"] <= known["hi"]) & (known["hi"] <= 1)).all()
    assert got["n"].sum() + got["n_missing"].sum() == len(scores)
