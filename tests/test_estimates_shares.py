"""Shares, differences and the cluster bootstrap against tables, R and simulation."""

import math
import subprocess
import sys
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convostudy import estimates as es
from convostudy.errors import BadParameter, BadTable, EstimateRefused


def about(*numbers):
    return pytest.approx(numbers, abs=6e-4)


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


def answered(**groups):
    """Frame of questions from {style: [(thread, yes), ...]}."""
    rows = [(style, thread, yes) for style, pairs in groups.items() for thread, yes in pairs]
    return pd.DataFrame(rows, columns=["style", "thread_id", "answered"])


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


def clustered(n_clusters, seed, share=0.4, rows=6):
    """Threads with their own chance of an answer: beta with intra-class correlation 1/3."""
    rng = np.random.default_rng(seed)
    chance = rng.beta(2 * share, 2 * (1 - share), n_clusters)
    thread = np.repeat(np.arange(n_clusters), rows)
    yes = rng.random(len(thread)) < chance[thread]
    return pd.DataFrame({"thread_id": thread, "yes": yes, "asked": 1})


def test_the_bootstrap_agrees_with_the_textbook_error_of_a_mean_of_means():
    scores = clustered(200, seed=1)
    got = es.cluster_bootstrap(scores, "yes", "asked", cluster="thread_id", draws=8000).iloc[0]
    # Clusters of one size: the ratio is the mean of their means, whose error is known.
    half = 1.96 * scores.groupby("thread_id")["yes"].mean().std() / math.sqrt(200)
    assert (got["hi"] - got["lo"]) / 2 == pytest.approx(half, rel=0.05)
    assert (got["k"], got["n"]) == (scores["yes"].sum(), 1200)


def test_the_bootstrap_of_threads_covers_where_rows_alone_do_not():
    covered, naive = [], []
    for seed in range(120):
        scores = clustered(40, seed)
        got = es.proportions(scores, "yes", cluster="thread_id", draws=300).iloc[0]
        rows = es.proportions(scores, "yes").iloc[0]
        covered.append(got["lo"] <= 0.4 <= got["hi"])
        naive.append(rows["lo"] <= 0.4 <= rows["hi"])
    # 120 runs at 95 %: from 0.89 to 0.99 with near certainty; rows alone fall short.
    assert 0.89 <= np.mean(covered) <= 0.995
    assert np.mean(naive) < 0.85


def test_a_thousand_draws_of_two_thousand_threads_are_quick():
    scores = clustered(2000, seed=3)

    def seconds():
        before = time.process_time()
        es.cluster_bootstrap(scores, "yes", "asked", cluster="thread_id", draws=1000)
        return time.process_time() - before

    assert min(seconds() for _ in range(3)) < 0.5


def test_the_same_seed_gives_the_same_interval_and_another_does_not():
    scores = clustered(30, seed=4)
    one, same, other = (
        es.cluster_bootstrap(scores, "yes", "asked", cluster="thread_id", seed=s)["lo"].item()
        for s in (1, 1, 2)
    )
    assert one == same != other


def test_a_ratio_may_exceed_one_and_its_groups_do_not_lean_on_each_other():
    scores = clustered(40, seed=5).assign(words=30, style=lambda t: t["thread_id"] % 2)
    both = es.cluster_bootstrap(scores, "words", "asked", cluster="thread_id", by="style")
    assert both["share"].tolist() == [30, 30]
    alone = es.cluster_bootstrap(
        scores[scores["style"] == 1], "yes", "asked", cluster="thread_id", by="style"
    )
    beside = es.cluster_bootstrap(scores, "yes", "asked", cluster="thread_id", by="style")
    assert alone["lo"].item() == beside["lo"].iloc[1]


@pytest.mark.parametrize(
    ("a", "b", "lo", "hi"),
    [
        # Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_difference_matches_newcombes_table(a, b, lo, hi):
    yes = [1] * a[0] + [0] * (a[1] - a[0]) + [1] * b[0] + [0] * (b[1] - b[0])
    scores = pd.DataFrame({"yes": yes, "style": ["a"] * a[1] + ["b"] * b[1]})
    got = es.difference(scores, "yes", group="style").iloc[0]
    assert (got["lo"], got["hi"]) == pytest.approx((lo, hi), abs=6e-5)
    assert got["difference"] == pytest.approx(a[0] / a[1] - b[0] / b[1])


def test_difference_has_a_direction_that_can_be_turned():
    scores = pd.DataFrame({"yes": [1, 1, 0, 0, 1, 0], "style": list("aabbcc")})
    with pytest.raises(BadParameter, match="between="):
        es.difference(scores, "yes", group="style")
    ab = es.difference(scores, "yes", group="style", between=("a", "b")).iloc[0]
    ba = es.difference(scores, "yes", group="style", between=("b", "a")).iloc[0]
    assert (ab["difference"], ab["lo"], ab["hi"]) == (1, -ba["hi"], -ba["lo"])
    assert "p" not in ab.index


def test_pairing_within_threads_shortens_the_difference():
    rng = np.random.default_rng(6)
    thread = np.repeat(np.arange(60), 20)
    chance = rng.beta(0.5, 0.5, 60)[thread]
    yes = rng.random(len(thread)) < chance
    half = pd.Series(np.tile([0, 1], 600))
    paired = pd.DataFrame({"yes": yes, "thread_id": thread, "half": half})
    unpaired = paired.assign(thread_id=thread + 1000 * half)
    one = es.difference(paired, "yes", group="half", cluster="thread_id").iloc[0]
    two = es.difference(unpaired, "yes", group="half", cluster="thread_id").iloc[0]
    assert one["hi"] - one["lo"] < 0.6 * (two["hi"] - two["lo"])
    assert one["lo"] <= one["difference"] <= one["hi"]


def test_an_empty_cell_is_never_bootstrapped():
    scores = answered(
        a=[(f"a{i // 2}", False) for i in range(40)],
        b=[(f"b{i // 2}", i % 3 == 0) for i in range(40)],
    )
    got = es.difference(scores, "answered", group="style", cluster="thread_id").iloc[0]
    assert "Newcombe (n = clusters, 20 and 20" in got["method"]
    assert got["lo"] < got["difference"] < got["hi"]


def test_clusters_all_alike_do_not_give_a_certain_answer():
    scores = pd.DataFrame({"thread": np.repeat(np.arange(30), 2), "yes": [True, False] * 30})
    row = es.proportions(scores, "yes", cluster="thread", draws=100).iloc[0]
    assert row["lo"] < 0.4 < 0.6 < row["hi"]
