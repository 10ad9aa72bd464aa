"""The cluster bootstrap against the textbook error and simulation."""

import math
import time

import numpy as np
import pandas as pd
import pytest

from convostudy import estimates as es


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
