"""Groups of threads and their shares in, the differences between them out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd

from convostudy import estimates
from convostudy.errors import BadParameter
from convostudy.outcomes.side_by_side import Group, soon_estimate, truth_frame
from convostudy.parameters import Parameters

__all__ = ["differences"]

_LARGEST_DRAWS = 20_000


def differences(
    groups: Mapping[str, Group],
    shares: pd.DataFrame,
    parameters: Parameters,
    *,
    against: str = "first",
    min_n: int = 20,
    draws: int = 1000,
    seed: int = 2026,
) -> pd.DataFrame:
    """Estimate by how much each group differs from the first one, or from all others together.

    Parameters
    ----------
    groups : mapping of str to Group
        From `grouped`.
    shares : pandas.DataFrame
        From `side_by_side`, of the same groups.
    parameters : Parameters
        With which all were measured.
    against : str
        ``first``, or ``rest`` for all other groups pooled. Of two groups both say the same.
    min_n, draws, seed : int
        As in `side_by_side`; a pair of which one has fewer threads is not compared.

    Returns
    -------
    pandas.DataFrame
        One row per outcome and pair: ``outcome, a, b, n_a, n_b, difference`` (share of a minus
        share of b), ``lo, hi`` (each by itself), ``lo_all, hi_all`` (so wide that all compared
        pairs hold together: Bonferroni), ``method, shown, n_compared``. An association, no effect.

    Raises
    ------
    BadParameter
        ``against`` is another word.

    Notes
    -----
    Shares: `estimates.difference`. Time to a pitch, whose start is known to the day alone: the
    intervals of both estimates squared and added (MOVER), as if the two were independent; for all
    together that interval is widened as a normal one would be. No p-value is given.

    References
    ----------
    Zou & Donner 2008, Statistics in Medicine 27:1693-1702 (MOVER).
    """
    if against not in ("first", "rest"):
        raise BadParameter(f"against = {against!r}", expected="first or rest", do="Choose one")
    pairs = _pairs(groups, against if len(groups) > 2 else "first")
    outcomes = list(dict.fromkeys(shares["outcome"]))
    planned = [(o, a, b, groups[a], other) for o in outcomes for a, b, other in pairs]
    sizes = [(_size(g, o), _size(other, o)) for o, _, _, g, other in planned]
    n_compared = sum(min(size) >= max(min_n, 2) for size in sizes)
    wide = 1 - (1 - parameters.level) / max(n_compared, 1)
    rates = {"draws": draws, "seed": seed, "level": parameters.level}
    again = {"draws": _enough(wide, draws), "seed": seed, "level": wide}
    soon = shares[shares["outcome"] == "soon"].set_index("group")
    rows = []
    for (outcome, a, b, one, other), size in zip(planned, sizes, strict=True):
        shown = min(size) >= max(min_n, 2)
        row: dict[str, Any] = {"outcome": outcome, "a": a, "b": b}
        if outcome == "soon":
            known = soon.loc[b] if b in soon.index else soon_estimate(other, parameters, 1, rates)
            row |= _gap_soon(soon.loc[a], known, (parameters.level, wide), shown=shown)
        else:
            row |= _gap(one.yes_no[outcome], other.yes_no[outcome], rates, again, shown=shown)
        rows.append({**row, "shown": shown, "n_compared": n_compared})
    columns = ["outcome", "a", "b", "n_a", "n_b", "difference", "lo", "hi", "lo_all", "hi_all"]
    return pd.DataFrame(rows, columns=[*columns, "method", "shown", "n_compared"])


def _pairs(groups: Mapping[str, Group], against: str) -> list[tuple[str, str, Group]]:
    names = list(groups)
    if against == "first":
        return [(name, names[0], groups[names[0]]) for name in names[1:]]
    rest = {name: [groups[other] for other in names if other != name] for name in names}
    return [(name, "all others", _pooled(others)) for name, others in rest.items()]


def _pooled(groups: Sequence[Group]) -> Group:
    timed = pd.concat([group.timed for group in groups], ignore_index=True)
    weights = [group.weights for group in groups if len(group.timed)]
    yes_no = {o: pd.concat([g.yes_no[o] for g in groups]) for o in groups[0].yes_no}
    return Group(timed, np.vstack(weights) if weights else groups[0].weights, yes_no)


def _size(group: Group, outcome: str) -> int:
    """Count the threads that are known: what the rule for small groups is held against."""
    if outcome == "soon":
        return len(group.timed)
    return int(group.yes_no[outcome].dropna().index.nunique())


def _enough(level: float, draws: int) -> int:
    """Return draws enough that some lie beyond the ends of so wide an interval."""
    return min(max(draws, math.ceil(20 / (1 - level))), _LARGEST_DRAWS)


def _gap(
    one: pd.Series,
    other: pd.Series,
    rates: Mapping[str, Any],
    again: Mapping[str, Any],
    *,
    shown: bool,
) -> dict[str, Any]:
    n = {"n_a": int(one.notna().sum()), "n_b": int(other.notna().sum())}
    if not shown:
        return {**n, **_nothing()}
    both = pd.concat([truth_frame(one).assign(group="a"), truth_frame(other).assign(group="b")])
    both = both.reset_index(drop=True)
    asked: dict[str, Any] = {"group": "group", "cluster": "thread_id", "between": ("a", "b")}
    row = estimates.difference(both, "yes", **asked, **rates).iloc[0]
    wide = estimates.difference(both, "yes", **asked, **again).iloc[0]
    found = {name: row[name] for name in ("difference", "lo", "hi", "method")}
    return {
        **n,
        **found,
        "lo_all": min(wide["lo"], row["lo"]),
        "hi_all": max(wide["hi"], row["hi"]),
    }


def _nothing() -> dict[str, Any]:
    unknown = dict.fromkeys(("difference", "lo", "hi", "lo_all", "hi_all"), math.nan)
    return {**unknown, "method": "too few threads"}


def _gap_soon(
    a: Mapping[str, Any] | pd.Series,
    b: Mapping[str, Any] | pd.Series,
    levels: tuple[float, float],
    *,
    shown: bool,
) -> dict[str, Any]:
    n = {"n_a": int(a["n"]), "n_b": int(b["n"])}
    if not shown:
        return {**n, **_nothing()}
    gap = a["share"] - b["share"]
    below = math.hypot(a["share"] - a["lo"], b["hi"] - b["share"])
    above = math.hypot(a["hi"] - a["share"], b["share"] - b["lo"])
    normal = NormalDist()
    z, z_wide = (normal.inv_cdf((1 + level) / 2) for level in levels)
    more = z_wide / z
    return {
        **n,
        "difference": gap,
        "lo": max(gap - below, -1.0),
        "hi": min(gap + above, 1.0),
        "lo_all": max(gap - more * below, -1.0),
        "hi_all": min(gap + more * above, 1.0),
        "method": "both intervals squared and added (MOVER)",
    }
