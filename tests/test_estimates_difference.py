"""Differences of shares against Newcombe's table and simulation."""

import numpy as np
import pandas as pd
import pytest

from convostudy import estimates as es
from convostudy.errors import BadParameter
from share_scores import answered


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
