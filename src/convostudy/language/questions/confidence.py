"""How often each rule was right on coded messages."""

from __future__ import annotations

from functools import cache

import pandas as pd

from convostudy.language import lexicons

__all__ = ["confidence"]


def confidence(rules: pd.Series) -> pd.Series:
    """Return the precision of each pair of rules ("found by, function by")."""
    return rules.map(_table()).fillna(0.5).astype("float64")


@cache
def _table() -> dict[str, float]:
    if "question_rule_precision" not in lexicons.names():
        return {}
    rows = (line.split("\t") for line in lexicons.load("question_rule_precision"))
    return {rule: float(share) for rule, share, *_ in rows}
