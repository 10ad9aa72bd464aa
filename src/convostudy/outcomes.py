"""Scores in, the five primary outcomes out: those of the report, named before the data are seen.

1. pitched within the primary threshold of connecting (M01), 2. first turn is a pitch (M02),
3. questions answered (M04), 4. sold again after an explicit refusal (M06), 5. replied to: pitches
against other messages (M08). Everything else in a report is secondary.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from convostudy import estimates
from convostudy.figures import COLOURS
from convostudy.parameters import Parameters

__all__ = [
    "OUTCOME_COLOURS",
    "STATUS_COLOURS",
    "after_refusal_counts",
    "answered_by_side",
    "clocked",
    "owner_hours",
    "pitch_ranks",
    "primary",
    "reply_curves",
    "start_weights",
    "status_counts",
]

Tables = Mapping[str, pd.DataFrame]

STATUS_COLOURS = {
    "answered openly": COLOURS["blue"],
    "answered by implication": COLOURS["sky"],
    "said not to know, or declined": COLOURS["orange"],
    "passed over": COLOURS["vermilion"],
    "no reply": COLOURS["grey"],
}
STATUS_GROUPS = {
    "explicit": "answered openly",
    "implicit": "answered by implication",
    "partial": "answered by implication",
    "declined": "said not to know, or declined",
    "claims_ignorance": "said not to know, or declined",
    "clarification": "said not to know, or declined",
    "dodged": "passed over",
    "acknowledged_only": "passed over",
    "general": "passed over",
    "deflection": "passed over",
    "no_reply": "no reply",
}
OUTCOME_COLOURS = {
    "sold again": COLOURS["vermilion"],
    "wrote something else": COLOURS["sky"],
    "fell silent": COLOURS["grey"],
    "not yet known": "#d9dce1",
}
OUTCOME_NAMES = {
    "pitch": "sold again",
    "other": "wrote something else",
    "silence": "fell silent",
    "open": "not yet known",
}


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
        ``soon`` (row of `estimates.threshold_table`), ``first, their_answers, own_answers,
        persisted, to_pitches, to_others`` (rows of `estimates.proportions`), ``side,
        min_n, owner_known`` and ``n_threads``. Each row holds n, k, share, interval and method.
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
    soon = estimates.threshold_table(
        clocked(tables),
        parameters.pitch_within_h[:1],
        weights=start_weights(tables),
        draws=draws,
        seed=seed,
        level=parameters.level,
    )
    asked = tables["answered"]
    refused = tables["after_refusal"].query("explicit and after_pitch")
    sent = tables["replies"].query("side == @side")
    sells = sent["is_pitch"]
    estimate = estimates.proportions
    return {
        "side": side,
        "min_n": min_n,
        "owner_known": bool(tables["threads"]["owner_id"].notna().any()),
        "n_threads": int((~threads["is_group"] & (threads["n_messages"] > 0)).sum()),
        "soon": soon.iloc[0],
        "first": estimate(tables["first_contact"], "first_turn_is_pitch", **rates).iloc[0],
        "their_answers": _one(asked[asked["asker"] != side], "answered_eventual", rates),
        "own_answers": _one(asked[asked["asker"] == side], "answered_eventual", rates),
        "persisted": _one(refused, "next_is_pitch", rates),
        "to_pitches": _one(sent[sells], "replied_within", rates),
        "to_others": _one(sent[~sells], "replied_within", rates),
    }


def _one(scores: pd.DataFrame, value: str, rates: Mapping[str, Any]) -> pd.Series:
    return estimates.proportions(scores, value, **rates).iloc[0]


def clocked(tables: Tables) -> pd.DataFrame:
    """Return the threads for which a clock can run from the connection to the first pitch.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        With the score ``time_to_pitch``.

    Returns
    -------
    pandas.DataFrame
        Its rows, without those in which a pitch came *before* the connection (an InMail, or a
        connection renewed): no time since connecting can be told of these.
    """
    scores = tables["time_to_pitch"]
    return scores[~scores["before_connection"]].reset_index(drop=True)


def owner_hours(tables: Tables) -> Any:
    """Weigh the hours of the day by when the owner writes: when they accept is much like it.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        With ``messages``.

    Returns
    -------
    numpy.ndarray
        24 weights that add up to 1.
    """
    messages = tables["messages"]
    return estimates.hour_profile(messages.loc[messages["side"] == "owner", "sent_at"])


def start_weights(tables: Tables) -> Any:
    """Weigh the hours of each connection day: who accepts sets the hour.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        With ``messages`` and the score ``time_to_pitch``.

    Returns
    -------
    numpy.ndarray
        One row of 24 weights for each row of `clocked`: `owner_hours`, and all hours alike where
        the owner sent the invitation, since then somebody else accepted.
    """
    inviter = clocked(tables)["inviter"].to_numpy()
    if not len(inviter):
        return owner_hours(tables)
    alike = np.full(24, 1 / 24)
    return np.where((inviter == "owner")[:, None], alike, owner_hours(tables))


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
        "… who began with the relation": later & (asked["style"] == "builder"),
        "… who began with neither": later & (asked["style"] == "neutral"),
        f"{other} answers {side}": asked["asker"] == side,
    }
    rows = [
        estimates.proportions(asked[which], "answered_eventual", **rates).assign(who=name)
        for name, which in groups.items()
    ]
    return pd.concat(rows, ignore_index=True)


def status_counts(answered: pd.DataFrame) -> pd.DataFrame:
    """Count what became of the questions of each side.

    Parameters
    ----------
    answered : pandas.DataFrame
        Scores of the measure ``answered``.

    Returns
    -------
    pandas.DataFrame
        Index: who asked; columns: what became of it; questions still open are left out.
    """
    fate = answered["status_eventual"].map(STATUS_GROUPS)
    who = answered["asker"].map({"owner": "asked by the owner", "counterpart": "asked by others"})
    table = pd.crosstab(who, fate)
    return table.reindex(columns=list(STATUS_COLOURS), fill_value=0)


def pitch_ranks(first_contact: pd.DataFrame) -> pd.Series:
    """Count threads by the turn of a side in which it first pitched.

    Parameters
    ----------
    first_contact : pandas.DataFrame
        Scores of the measure ``first_contact``.

    Returns
    -------
    pandas.Series
        Index: 1st, 2nd, 3rd, 4th or later, never (so far); values: threads.
    """
    wrote = first_contact[first_contact["n_side_turns"] > 0]
    rank = wrote["pitch_rank"]
    never = "never so far"
    names = {1: "1st", 2: "2nd", 3: "3rd"}
    named = rank.map(names).astype("str").mask(rank >= 4, "4th or later").mask(rank.isna(), never)
    order = [*names.values(), "4th or later", never]
    return named.value_counts().reindex(order, fill_value=0)


def after_refusal_counts(after_refusal: pd.DataFrame) -> pd.DataFrame:
    """Count what followed refusals of a pitch, explicit and indirect.

    Parameters
    ----------
    after_refusal : pandas.DataFrame
        Scores of the measure ``after_refusal``.

    Returns
    -------
    pandas.DataFrame
        Index: kind of refusal; columns: outcome.
    """
    rows = after_refusal[after_refusal["after_pitch"]]
    kind = pd.Series("postponed or hinted", index=rows.index, dtype="str")
    kind = kind.mask(rows["explicit"], "said no").mask(rows["opt_out"], "asked to stop")
    table = pd.crosstab(kind, rows["outcome"].map(OUTCOME_NAMES))
    order = [k for k in ("said no", "asked to stop", "postponed or hinted") if k in table.index]
    return table.reindex(index=order, columns=list(OUTCOME_COLOURS), fill_value=0)


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
    known = replies[(replies["side"] == side) & replies["hours"].notna()]
    groups = {"pitches": known[known["is_pitch"]], "other messages": known[~known["is_pitch"]]}
    return {
        name: estimates.kaplan_meier(rows, "hours", "replied", level=level)
        for name, rows in groups.items()
        if len(rows)
    }
