"""Refusals in, what came after them out: the next turn, later pitches, requests to stop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from convostudy import estimates
from convostudy.measures.after_refusal import after_refusal
from convostudy.measures.opt_out import opt_out
from convostudy.parameters import Parameters

__all__ = [
    "again_curves",
    "again_threads",
    "again_times",
    "opt_outs",
    "persisted_by_side",
    "pitches_after_no",
    "refusal_reasons",
    "refusals",
]

Tables = Mapping[str, pd.DataFrame]

BY_OWNER, BY_COUNTERPART = "refused by the owner", "refused by counterparts"
WHO_REFUSED = {"counterpart": BY_OWNER, "owner": BY_COUNTERPART}
"""By the side that was refused, who refused it."""
REASON_WORDS = {
    "bare": "a plain no",
    "need": "no need",
    "time": "no time",
    "price": "too expensive",
    "principle": "as a rule",
    "manner": "because of the way it was asked",
    "indirect": "postponed or hinted at",
    "stop": "asked to stop",
}


def refusals(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Follow each refusal, whichever side was refused.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        With ``acts, turns, threads`` and ``messages``.
    parameters : Parameters
        With which they were measured.

    Returns
    -------
    pandas.DataFrame
        The scores of the measure ``after_refusal`` for both sides, and ``refused``: whose pitch it
        was.
    """
    frames = [tables[name] for name in ("acts", "turns", "threads", "messages")]
    knobs: dict[str, Any] = {
        "solicitations": parameters.solicitations,
        "no_reply_days": parameters.no_reply_days,
    }
    parts = [
        after_refusal(*frames, side=side, **knobs).assign(refused=side) for side in WHO_REFUSED
    ]
    return pd.concat(parts, ignore_index=True)


def refusal_reasons(refused: pd.DataFrame) -> pd.DataFrame:
    """Count refusals of a pitch by the reason given, for those who refused.

    Parameters
    ----------
    refused : pandas.DataFrame
        From `refusals`.

    Returns
    -------
    pandas.DataFrame
        Index: reasons; columns: refused by the owner, by counterparts. A turn that asks to stop
        counts there, whatever else it says.
    """
    rows = of_pitches(refused)
    reason = rows["reason"].fillna("bare").mask(rows["opt_out"], "stop").map(REASON_WORDS)
    table = pd.crosstab(reason.fillna(REASON_WORDS["bare"]), rows["refused"].map(WHO_REFUSED))
    return table.reindex(
        index=list(REASON_WORDS.values()), columns=list(WHO_REFUSED.values()), fill_value=0
    ).rename_axis(index=None, columns=None)


def persisted_by_side(refused: pd.DataFrame, **rates: Any) -> pd.DataFrame:
    """Estimate how often the next turn after a refusal pitches again, by who was refused.

    Parameters
    ----------
    refused : pandas.DataFrame
        From `refusals`.
    **rates
        As for `estimates.proportions`.

    Returns
    -------
    pandas.DataFrame
        ``who``, and the columns of `estimates.proportions`: of those that wrote again after an
        explicit refusal of a pitch, and of all such refusals, where silence counts as no pitch.
    """
    rows = of_pitches(refused)
    rows = rows[rows["explicit"]]
    quiet = rows["outcome"].eq("silence").fillna(False).astype("bool")
    rows = rows.assign(of_all=rows["next_is_pitch"].mask(quiet, False))
    parts = [
        estimates.proportions(rows[rows["refused"] == side], value, **rates).assign(
            who=f"{WHO_REFUSED[side]}: {said}"
        )
        for side in WHO_REFUSED
        for value, said in (("next_is_pitch", "next turns"), ("of_all", "all refusals"))
    ]
    return pd.concat(parts, ignore_index=True)


def again_times(refused: pd.DataFrame) -> pd.DataFrame:
    """Give for each thread the hours from the first refusal of a pitch to the next pitch.

    Parameters
    ----------
    refused : pandas.DataFrame
        From `refusals`.

    Returns
    -------
    pandas.DataFrame
        One row per thread and side refused: ``thread_id, refused, pitched_again, hours`` (to a
        pitch or call to action, or to the end of observation), ``n_pitch_turns_after``. Refusals
        whose clock or labels lack are left out.
    """
    rows = of_pitches(refused)
    rows = rows.sort_values(["thread_id", "refused_at"], kind="stable")
    first = rows[~rows.duplicated(["thread_id", "refused"])]
    first = first[first["hours"].notna() & first["pitched_again"].notna()]
    columns = ["thread_id", "refused", "pitched_again", "hours", "n_pitch_turns_after"]
    first = first[columns].astype({"pitched_again": "bool"})
    return first.assign(hours=first["hours"].clip(lower=0)).reset_index(drop=True)


def again_curves(times: pd.DataFrame, *, level: float = 0.95) -> dict[str, Any]:
    """Estimate how the share pitched to again grows with time since the first refusal.

    Parameters
    ----------
    times : pandas.DataFrame
        From `again_times`.
    level : float
        Coverage of the band.

    Returns
    -------
    dict of pandas.DataFrame
        Who refused to the curve, from `estimates.kaplan_meier`.
    """
    return {
        words: estimates.kaplan_meier(
            times[times["refused"] == side], "hours", "pitched_again", level=level
        )
        for side, words in WHO_REFUSED.items()
        if (times["refused"] == side).any()
    }


def pitches_after_no(times: pd.DataFrame, side: str) -> pd.Series:
    """Count threads by how many pitching turns followed the first refusal.

    Parameters
    ----------
    times : pandas.DataFrame
        From `again_times`.
    side : str
        Whose pitches.

    Returns
    -------
    pandas.Series
        Index: none, 1, 2, 3, 4 or more; values: threads.
    """
    n = times.loc[times["refused"] == side, "n_pitch_turns_after"].astype("int64").clip(upper=4)
    names = ["none", "1", "2", "3", "4 or more"]
    return n.value_counts().reindex(range(5), fill_value=0).set_axis(names)


def opt_outs(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Count requests to be left alone and whether they were respected, by who was asked to stop.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        With ``turns, acts, threads`` and ``messages``.
    parameters : Parameters
        With which they were measured.

    Returns
    -------
    pandas.DataFrame
        One row per side: ``who was asked to stop, threads`` (with a request; the first counts),
        ``respected`` (no pitch and no call to action since, as long as the export goes on),
        ``not a word since`` (of these), ``pitched again, not yet known`` (no pitch, and W days are
        not over, or no clock or labels tell), ``days observed`` (after the requests respected, from
        the fewest to the most), ``pitches`` (turns of that side) and ``with a way out`` (pitches
        that say how to stop them).

    Notes
    -----
    The measure's ``honoured`` asks whether anything was written within W days; who waits for
    longer and then pitches has not respected a request to stop.
    """
    frames = [tables[name] for name in ("turns", "acts", "threads", "messages")]
    asked = refusals(tables, parameters)
    asked = asked[asked["opt_out"]].sort_values(["thread_id", "refused_at"], kind="stable")
    asked = asked[~asked.duplicated(["thread_id", "refused"])]
    again = asked["pitched_again"].eq(True).fillna(False).astype("bool")
    told = asked["pitched_again"].eq(False) & (asked["hours"] >= 24 * parameters.no_reply_days)
    kept = told.fillna(False).astype("bool")
    silent = kept & asked["next_is_pitch"].isna()
    rows = []
    for side, name in (("counterpart", "counterparts"), ("owner", "owner")):
        offers = opt_out(
            *frames,
            side=side,
            solicitations=parameters.solicitations,
            no_reply_days=parameters.no_reply_days,
        )
        mine = asked["refused"] == side
        rows.append(
            {
                "who was asked to stop": name,
                "threads": int(mine.sum()),
                "respected": int((mine & kept).sum()),
                "not a word since": int((mine & silent).sum()),
                "pitched again": int((mine & again).sum()),
                "not yet known": int((mine & ~kept & ~again).sum()),
                "days observed": _days(asked.loc[mine & kept, "hours"]),
                "pitches": int(offers["n_pitch_turns"].sum()),
                "with a way out": int(offers["n_offered"].sum()),
            }
        )
    return pd.DataFrame(rows)


def _days(hours: pd.Series) -> str:
    """Say for how many days, from the fewest to the most."""
    if hours.empty:
        return ""
    fewest, most = int(hours.min() // 24), int(hours.max() // 24)
    return f"{fewest:,}" if fewest == most else f"{fewest:,} to {most:,}"


def of_pitches(refused: pd.DataFrame) -> pd.DataFrame:
    """Keep refusals by somebody who had been pitched to."""
    return refused[refused["after_pitch"].eq(True).fillna(False).astype("bool")]


def again_threads(times: pd.DataFrame) -> dict[str, int]:
    """Count the threads behind each of `again_curves`.

    Parameters
    ----------
    times : pandas.DataFrame
        From `again_times`.

    Returns
    -------
    dict
        Who refused to the number of threads.
    """
    counts = times["thread_id"].groupby(times["refused"].map(WHO_REFUSED)).nunique()
    return {str(name): int(n) for name, n in counts.items()}
