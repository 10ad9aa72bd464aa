"""The interval of a median, against published ranks and by drawing."""

import math

import numpy as np
import pandas as pd
import pytest

from convostudy.errors import ConvostudyError
from convostudy.estimates import median


# Ranks and coverage of Hahn & Meeker's tables; R: qbinom(0.025, n, 0.5)
@pytest.mark.parametrize(("n", "rank"), [(6, 1), (9, 2), (10, 2), (20, 6), (50, 18), (100, 40)])
def test_ranks_are_those_of_the_table(n, rank):
    found = median(pd.Series(range(1, n + 1)))
    assert (found["lo"], found["hi"]) == (rank, n - rank + 1)


def test_five_values_have_no_interval_and_none_no_median():
    five = median(pd.Series([3.0, 1.0, 2.0, 5.0, 4.0]))
    assert (five["n"], five["median"]) == (5, 3.0)
    assert math.isnan(five["lo"])
    assert math.isnan(five["hi"])
    assert median(pd.Series([math.nan]))["n"] == 0


def test_it_covers_as_often_as_it_says():
    draws = np.random.default_rng(1).lognormal(2.0, 1.5, size=(2000, 25))
    found = [median(pd.Series(row)) for row in draws]
    covered = np.mean([f["lo"] <= np.exp(2.0) <= f["hi"] for f in found])
    assert 0.95 <= covered <= 0.975  # 95.7 % by the binomial


def test_a_level_is_a_share():
    with pytest.raises(ConvostudyError, match="level"):
        median(pd.Series([1.0]), level=95)
