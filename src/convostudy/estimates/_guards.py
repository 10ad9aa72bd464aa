"""Checks that every estimate makes before it computes: columns, levels, zeros and ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from convostudy.errors import BadParameter, BadTable, EstimateRefused

__all__ = ["check_columns", "check_draws", "check_level", "column_names", "hours", "truths"]


def column_names(by: str | Sequence[str] | None) -> list[str]:
    """Return one, several or no column names as a list."""
    if by is None:
        return []
    return [by] if isinstance(by, str) else list(by)


def check_columns(scores: pd.DataFrame, names: Sequence[str]) -> None:
    """Refuse a frame that lacks one of the named columns."""
    lacking = [name for name in names if name not in scores.columns]
    if lacking:
        raise BadTable(
            f"no column {lacking[0]!r}",
            where="scores",
            expected=f"the columns {', '.join(names)}",
            do=f"Choose among {', '.join(map(str, scores.columns))}",
        )


def check_level(level: float) -> None:
    """Refuse a coverage that is no coverage, such as 95 or 0."""
    if not 0.5 <= level < 1:
        raise BadParameter(
            f"level = {level!r}", expected="a coverage from 0.5 to below 1", do="Try level=0.95"
        )


def check_draws(draws: int) -> None:
    """Refuse fewer draws than a percentile needs."""
    if draws < 20:
        raise BadParameter(
            f"draws = {draws!r}", expected="at least 20 bootstrap draws", do="Try draws=2000"
        )


def truths(scores: pd.DataFrame, column: str) -> pd.Series:
    """Return a yes/no column as nullable booleans; refuse anything but yes, no and missing."""
    try:
        return scores[column].astype("boolean")
    except (TypeError, ValueError) as error:
        raise BadTable(
            f"values in {column!r} that are neither yes, no nor missing",
            where="scores",
            expected="True, False, 1, 0 or missing",
            do=f"Turn {column!r} into a yes/no column first, for example with a comparison",
        ) from error


def hours(scores: pd.DataFrame, column: str, *, allow_negative: bool = False) -> np.ndarray:
    """Return a column of durations as floats; refuse missing, infinite and negative ones.

    A missing duration would sort last and spoil the whole curve without a word, and a negative
    one says that two clocks disagree: both are for the reader to decide, not for us.
    """
    numbers = pd.to_numeric(scores[column], errors="coerce")
    values: np.ndarray = numbers.to_numpy(dtype=float, na_value=np.nan)
    unknown = ~np.isfinite(values)
    if unknown.any():
        raise EstimateRefused(
            f"{unknown.sum()} of {len(values)} durations missing or infinite",
            where=f"scores[{column!r}], first at row {scores.index[unknown][0]!r}",
            expected="a known duration in every row (a censored row has one too: the time watched)",
            do="Likely a thread without times or without a connection date: leave such rows out "
            "and report how many they were",
        )
    if not allow_negative and (values < 0).any():
        below = values < 0
        raise EstimateRefused(
            f"{below.sum()} of {len(values)} durations below zero, the first {values[below][0]:g}",
            where=f"scores[{column!r}], first at row {scores.index[below][0]!r}",
            expected="durations of zero or more",
            do="Likely an event before its clock started (an invitation note, an InMail, or a day "
            "read in the wrong zone): count it at time 0, widen the zone slack, or leave it out",
        )
    return values
