"""Scores in, the estimates of a report out: the five outcomes, answers by side, reply curves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from convostudy import estimates
from convostudy.outcomes.clock import Tables, clocked, start_weights, unclocked
from convostudy.parameters import Parameters

__all__ = ["answered_by_side", "primary", "reply_curves", "reply_threads"]


def primary(
    tables: Tables,
    parameters: Parameters,
    *,
    min_n: int = 20,
    draws: int = 1000,
    seed: int = 2026,
) -> dict[str, Any]:
    """Estimate the five primary outcomes of an inbox.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The tables and scores of a study.
    parameters : Parameters
        With which they were measured.
    min_n, draws, seed : int
        Smallest group shown as a rate; bootstrap draws; its seed.

    Returns
    -------
    dict
        ``soon`` and ``soon_wrote`` (rows of `estimates.threshold_table`: of all connections, and of
        those with whom the side under study wrote), ``n_dated`` (connections with a known day,
        whether or not they can be followed), ``unclocked`` (from `unclocked`: of
        these, those that no row holds), ``first, their_answers, own_answers, persisted,
        to_pitches, to_others`` (rows of `estimates.proportions`), ``side, min_n, owner_known,
        n_threads`` and, of the parameters, ``pitch_within_h`` and
        ``no_reply_days``. Each row holds n, k, share, interval and method.
    """
    rates: dict[str, Any] = {
        "min_n": min_n,
        "draws": draws,
        "seed": seed,
        "level": parameters.level,
        "cluster": "thread_id",
    }
    side = parameters.side
    threads = tables["threads"]
    timed = clocked(tables, parameters)

    def soon(rows: pd.DataFrame) -> pd.Series:
        weights = start_weights(tables, rows)
        return estimates.threshold_table(
            rows,
            parameters.pitch_within_h[:1],
            weights=weights,
            draws=draws,
            seed=seed,
            level=parameters.level,
        ).iloc[0]

    asked = tables["answered"]
    refused = tables["after_refusal"].query("explicit and after_pitch")
    sent = tables["replies"].query("side == @side")
    sells = sent["is_pitch"]
    estimate = estimates.proportions
    return {
        "side": side,
        "min_n": min_n,
        "owner_known": bool(threads["owner_id"].notna().any()),
        "pitch_within_h": parameters.pitch_within_h,
        "no_reply_days": parameters.no_reply_days,
        "n_threads": int((~threads["is_group"] & (threads["n_messages"] > 0)).sum()),
        "n_dated": int(tables["connections"]["connected_lo"].notna().sum()),
        "soon": soon(timed),
        "soon_wrote": soon(timed[timed["wrote"]].reset_index(drop=True)),
        "unclocked": unclocked(tables, timed),
        "first": estimate(tables["first_contact"], "first_turn_is_pitch", **rates).iloc[0],
        "their_answers": _one(asked[asked["asker"] != side], "answered_eventual", rates),
        "own_answers": _one(asked[asked["asker"] == side], "answered_eventual", rates),
        "persisted": _one(refused, "next_is_pitch", rates),
        "to_pitches": _one(sent[sells], "replied_within", rates),
        "to_others": _one(sent[~sells], "replied_within", rates),
    }


def _one(scores: pd.DataFrame, value: str, rates: Mapping[str, Any]) -> pd.Series:
    return estimates.proportions(scores, value, **rates).iloc[0]


def answered_by_side(tables: Tables, side: str, **rates: Any) -> pd.DataFrame:
    """Estimate who answers whom, and how the style of the first turn goes with it.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        With the scores ``answered`` and ``style``.
    side : str
        The side under study.
    **rates
        As for `estimates.proportions`.

    Returns
    -------
    pandas.DataFrame
        One row per group: ``who``, and the columns of `estimates.proportions`. Questions count
        towards a style only when they were asked after the turns that gave it.
    """
    other = "owner" if side == "counterpart" else "counterpart"
    asked = tables["answered"].merge(
        tables["style"][["thread_id", "style", "landmark_rank"]], on="thread_id", how="left"
    )
    rank = tables["turns"].set_index("turn_id")["rank"]
    turn = tables["questions"].set_index("question_id")["turn_id"]
    asked_rank = rank.reindex(turn.reindex(asked["question_id"])).set_axis(asked.index)
    to_side = asked["asker"] == other
    later = to_side & (asked_rank > asked["landmark_rank"])
    groups = {
        f"{side} answers {other}": to_side,
        "… who began with a pitch": later & (asked["style"] == "pitch_first"),
        "… who began with interest": later & (asked["style"] == "builder"),
        "… who began with neither": later & (asked["style"] == "neutral"),
        f"{other} answers {side}": asked["asker"] == side,
    }
    rows = [
        estimates.proportions(asked[which], "answered_eventual", **rates).assign(who=name)
        for name, which in groups.items()
    ]
    return pd.concat(rows, ignore_index=True)


def reply_curves(replies: pd.DataFrame, *, side: str, level: float = 0.95) -> dict[str, Any]:
    """Estimate how the share replied to grows with time, for pitches and for other messages.

    Parameters
    ----------
    replies : pandas.DataFrame
        Scores of the measure ``replies``.
    side : str
        Whose messages.
    level : float
        Coverage of the band.

    Returns
    -------
    dict of pandas.DataFrame
        Group to curve, from `estimates.kaplan_meier`.
    """
    return {
        name: estimates.kaplan_meier(rows, "hours", "replied", level=level)
        for name, rows in _followed(replies, side).items()
        if len(rows)
    }


def reply_threads(replies: pd.DataFrame, *, side: str) -> dict[str, int]:
    """Count the threads behind each of `reply_curves`.

    Parameters
    ----------
    replies : pandas.DataFrame
        Scores of the measure ``replies``.
    side : str
        Whose messages.

    Returns
    -------
    dict
        Group to its number of threads: what the rule for small groups is held against.
    """
    groups = _followed(replies, side)
    return {name: int(rows["thread_id"].nunique()) for name, rows in groups.items()}


def _followed(replies: pd.DataFrame, side: str) -> dict[str, pd.DataFrame]:
    known = replies[(replies["side"] == side) & replies["hours"].notna()]
    return {"pitches": known[known["is_pitch"]], "other messages": known[~known["is_pitch"]]}
