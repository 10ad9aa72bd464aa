"""Scores of yes and no, and how near two numbers must lie, for tests of estimates."""

import pandas as pd
import pytest


def about(*numbers):
    return pytest.approx(numbers, abs=6e-4)


def answered(**groups):
    """Frame of questions from {style: [(thread, yes), ...]}."""
    rows = [(style, thread, yes) for style, pairs in groups.items() for thread, yes in pairs]
    return pd.DataFrame(rows, columns=["style", "thread_id", "answered"])
