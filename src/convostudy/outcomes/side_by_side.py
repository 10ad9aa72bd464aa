"""Groups of threads in, the five primary outcomes of each out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from convostudy import estimates
from convostudy.outcomes.clock import Tables, clocked, start_weights
from convostudy.parameters import Parameters

__all__ = ["OUTCOMES", "Group", "grouped", "side_by_side", "soon_estimate", "truth_frame"]

OUTCOMES = ("soon", "first", "their_answers", "persisted", "to_pitches", "to_others")
"""The five primary outcomes, named as in `primary`; the fifth is of pitches and of others."""
# By style the first turn is given: who began with a pitch did pitch in the first turn.
_GIVEN = {"style": ("soon", "first")}


@dataclass(frozen=True)
class Group:
    """What the outcomes of one group of threads are estimated from.

    Parameters
    ----------
    timed : pandas.DataFrame
        Rows of `clocked`.
    weights : numpy.ndarray
        One row of 24 hours for each of ``timed``.
    yes_no : mapping of str to pandas.Series
        Outcome to truth values by thread.
    """

    timed: pd.DataFrame
    weights: Any
    yes_no: Mapping[str, pd.Series]


def grouped(
    cohorts: Mapping[str, Tables], parameters: Parameters, *, by: str = "study"
) -> dict[str, Group]:
    """Gather what counts for the five outcomes, group by group.

    Parameters
    ----------
    cohorts : mapping of str to mapping
        From `cohorts`: group to tables and scores.
    parameters : Parameters
        With which all were measured.
    by : str
        What the groups were parted by; outcomes that follow from it are left out.

    Returns
    -------
    dict of Group
    """
    return {name: _gather(name, tables, parameters, by) for name, tables in cohorts.items()}


def _gather(name: str, tables: Tables, parameters: Parameters, by: str) -> Group:
    side = parameters.side
    asked, sent = tables["answered"], tables["replies"]
    sent = sent[sent["side"] == side]
    refused = tables["after_refusal"]
    # Missing where the language has no labels: neither yes nor no.
    pitched_before = (refused["explicit"] & refused["after_pitch"]).eq(True).fillna(False)
    pitch = sent["is_pitch"].astype("boolean")
    held = {
        "first": (tables["first_contact"], "first_turn_is_pitch"),
        "their_answers": (asked[asked["asker"] != side], "answered_eventual"),
        "persisted": (refused[pitched_before], "next_is_pitch"),
        "to_pitches": (sent[pitch.fillna(False)], "replied_within"),
        "to_others": (sent[(~pitch).fillna(False)], "replied_within"),
    }
    given = _GIVEN.get(by, ())
    timed = clocked(tables, parameters)
    timed = timed.iloc[:0] if "soon" in given else timed
    weights = start_weights(tables, timed)
    # Threads of two studies are two threads, whatever they are called there.
    timed = timed.assign(thread_id=f"{name} " + timed["thread_id"])
    yes_no = {
        outcome: pd.Series(
            rows[value].astype("boolean").to_numpy(),
            index=pd.Index((f"{name} " + rows["thread_id"]).to_numpy(), name="thread_id"),
            dtype="boolean",
        )
        for outcome, (rows, value) in held.items()
        if outcome not in given
    }
    return Group(timed, weights, yes_no)


def side_by_side(
    groups: Mapping[str, Group],
    parameters: Parameters,
    *,
    min_n: int = 20,
    draws: int = 1000,
    seed: int = 2026,
) -> pd.DataFrame:
    """Estimate the five primary outcomes of each group.

    Parameters
    ----------
    groups : mapping of str to Group
        From `grouped`.
    parameters : Parameters
        With which all were measured.
    min_n, draws, seed : int
        Smallest group (in threads) shown as a rate; bootstrap draws; its seed.

    Returns
    -------
    pandas.DataFrame
        One row per outcome and group: ``outcome, group, n, k, n_possible`` (of connections: the
        day leaves it open), ``n_clusters, n_missing, share, lo, hi, least, most`` (what the day
        allows), ``method`` and ``shown`` (false: too few threads, read the count).
    """
    rates: dict[str, Any] = {"draws": draws, "seed": seed, "level": parameters.level}
    rows = []
    for outcome in _there(groups):
        for name, group in groups.items():
            if outcome == "soon":
                row = soon_estimate(group, parameters, min_n, rates)
            else:
                values = truth_frame(group.yes_no[outcome])
                found = estimates.proportions(
                    values, "yes", cluster="thread_id", min_n=min_n, **rates
                ).iloc[0]
                row = found.to_dict() | {"n_possible": 0, "least": math.nan, "most": math.nan}
            rows.append({"outcome": outcome, "group": name, **row})
    columns = ["outcome", "group", "n", "k", "n_possible", "n_clusters", "n_missing", "share"]
    columns += ["lo", "hi", "least", "most", "method", "shown"]
    return pd.DataFrame(rows, columns=columns)


def _there(groups: Mapping[str, Group]) -> list[str]:
    """Name the outcomes that are counted: all but those that follow from how it was parted."""
    counted = {outcome for group in groups.values() for outcome in group.yes_no}
    return [o for o in OUTCOMES if o in counted or (o == "soon" and "first" in counted)]


def truth_frame(yes: pd.Series) -> pd.DataFrame:
    """Make columns of the truth values of threads, as the estimates want them."""
    return yes.rename("yes").reset_index()


def soon_estimate(
    group: Group, parameters: Parameters, min_n: int, rates: Mapping[str, Any]
) -> dict[str, Any]:
    """Estimate the share pitched soon, in the columns of `side_by_side`."""
    table = estimates.threshold_table(
        group.timed, parameters.pitch_within_h[:1], weights=group.weights, **rates
    )
    row = table.iloc[0]
    return {
        "n": int(row["n"]),
        "k": int(row["n_certain"]),
        "n_possible": int(row["n_possible"]),
        "n_clusters": int(group.timed["thread_id"].nunique()),
        "n_missing": int(row["n_censored_before"]),
        "share": row["share_estimate"],
        "lo": row["lo"],
        "hi": row["hi"],
        "least": row["share_lower"],
        "most": row["share_upper"],
        "method": row["method"],
        "shown": bool(row["n"] >= min_n),
    }
