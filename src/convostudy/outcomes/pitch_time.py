"""Times to the first pitch in, how they differ by who invited, how one began, and the hour out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd

from convostudy import estimates
from convostudy.errors import BadParameter
from convostudy.figures import COLOURS
from convostudy.language.labels import pitches
from convostudy.outcomes.clock import Tables, start_weights
from convostudy.parameters import Parameters
from convostudy.tables import among, is_shared, lookup

__all__ = [
    "KNOWN_COLOURS",
    "STYLE_WORDS",
    "first_pitch_hours",
    "known_by",
    "later_pitches",
    "later_threads",
    "soon_by",
    "style_curves",
]

HOUR = pd.Timedelta(hours=1)
KNOWN_COLOURS = {
    "pitched by then": COLOURS["vermilion"],
    "perhaps: the day leaves it open": COLOURS["orange"],
    "not by then": COLOURS["sky"],
    "not followed so long": "#d9dce1",
}
INVITERS = {
    "counterpart": "invited by the counterpart",
    "owner": "invited by the owner",
    "unknown": "no invitation in the export",
}
NOTES = {
    "note": "invitation with a note",
    "blank": "invitation without a note",
    "unknown": "no invitation in the export",
}
STYLE_WORDS = {"builder": "began with interest", "neutral": "began with neither"}
"""First turns without a pitch; who begins with one has pitched by then."""


def known_by(thresholds: pd.DataFrame) -> pd.DataFrame:
    """Count by each threshold the connections with a pitch for certain, perhaps, and not.

    Parameters
    ----------
    thresholds : pandas.DataFrame
        From `estimates.threshold_table`.

    Returns
    -------
    pandas.DataFrame
        Index: thresholds; columns: what can be said; each row adds up to n.
    """
    counts = thresholds[["n_certain", "n_possible", "n_ruled_out", "n_censored_before"]]
    return counts.set_axis(list(KNOWN_COLOURS), axis=1).set_axis(
        [_within(hours) for hours in thresholds["threshold_h"]]
    )


def soon_by(
    tables: Tables,
    timed: pd.DataFrame,
    parameters: Parameters,
    *,
    min_n: int = 20,
    draws: int = 1000,
    seed: int = 2026,
) -> pd.DataFrame:
    """Estimate the share pitched within the primary threshold, by who invited and how.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        With ``messages`` and ``threads``.
    timed : pandas.DataFrame
        Rows of `clocked`.
    parameters : Parameters
        With which they were measured.
    min_n, draws, seed : int
        Smallest group shown as a rate; bootstrap draws; its seed.

    Returns
    -------
    pandas.DataFrame
        One row per group that is there: ``who, n, n_certain, n_possible, least, most, share, lo,
        hi, shown``, as `figures.ranges` wants them, but for the words.
    """
    how = lookup(timed["thread_id"], tables["threads"].set_index("thread_id")["invitation_type"])
    groups = {words: timed["inviter"] == value for value, words in INVITERS.items()}
    groups |= {
        words: how == value for value, words in NOTES.items() if words not in INVITERS.values()
    }
    rows = []
    for who, which in groups.items():
        group = timed[which].reset_index(drop=True)
        if group.empty:
            continue
        row = estimates.threshold_table(
            group,
            parameters.pitch_within_h[:1],
            weights=start_weights(tables, group),
            draws=draws,
            seed=seed,
            level=parameters.level,
        ).iloc[0]
        rows.append({**row.to_dict(), "who": who})
    columns = ["who", "n", "n_certain", "n_possible", "share_lower", "share_upper"]
    columns += ["share_estimate", "lo", "hi", "method"]
    names = {"share_lower": "least", "share_upper": "most", "share_estimate": "share"}
    table = pd.DataFrame(rows, columns=columns).rename(columns=names)
    return table.assign(shown=table["n"] >= min_n)


def later_pitches(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Follow those who did not begin with a pitch, from their first words to their first pitch.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        With ``turns, acts, messages, threads`` and the score ``style``.
    parameters : Parameters
        With which they were measured.

    Returns
    -------
    pandas.DataFrame
        One row per thread whose first turn (or turns, as many as ``landmark_turns`` says) holds no
        pitch and has labels and an instant: ``thread_id, style, pitched, hours`` from the end of
        those turns to the first pitch, or to the end of observation.

    Notes
    -----
    The clock starts where the style is known and not before (landmark): counted from connecting,
    a style named by the first turn would decide the time to a pitch that stands in that turn.
    """
    style = tables["style"]
    style = style[style["style"].isin(list(STYLE_WORDS))].reset_index(drop=True)
    turns = tables["turns"]
    place = turns["thread_id"] + "/" + turns["rank"].astype("str")
    landmark = style["thread_id"] + "/" + style["landmark_rank"].astype("int64").astype("str")
    began = lookup(landmark, turns["ended_at"].set_axis(place))
    made = pitches(tables["acts"], side=parameters.side, solicitations=parameters.solicitations)
    made = made[["message_id"]].merge(
        tables["messages"][["message_id", "thread_id", "sent_at"]], on="message_id"
    )
    made = made[made["sent_at"] > lookup(made["thread_id"], began.set_axis(style["thread_id"]))]
    first = lookup(style["thread_id"], made.groupby("thread_id")["sent_at"].min())
    until = lookup(style["thread_id"], tables["threads"].set_index("thread_id")["observed_until"])
    rows = style[["thread_id", "style"]].assign(
        pitched=first.notna(), hours=((first.fillna(until) - began) / HOUR).clip(lower=0)
    )
    return rows[rows["hours"].notna()].reset_index(drop=True)


def style_curves(later: pd.DataFrame, *, level: float = 0.95) -> dict[str, Any]:
    """Estimate how the share that pitches after all grows, by how one began.

    Parameters
    ----------
    later : pandas.DataFrame
        From `later_pitches`.
    level : float
        Coverage of the band.

    Returns
    -------
    dict of pandas.DataFrame
        Style to curve, from `estimates.kaplan_meier`.
    """
    return {
        words: estimates.kaplan_meier(
            later[later["style"] == style], "hours", "pitched", level=level
        )
        for style, words in STYLE_WORDS.items()
        if (later["style"] == style).any()
    }


def later_threads(later: pd.DataFrame) -> dict[str, int]:
    """Count the threads behind each of `style_curves`.

    Parameters
    ----------
    later : pandas.DataFrame
        From `later_pitches`.

    Returns
    -------
    dict
        Style to its number of threads.
    """
    counts = later["thread_id"].groupby(later["style"].map(STYLE_WORDS)).nunique()
    return {str(name): int(n) for name, n in counts.items()}


def first_pitch_hours(
    tables: Mapping[str, pd.DataFrame], parameters: Parameters, *, zone: str = "UTC"
) -> pd.DataFrame:
    """Count the first pitches of threads by day of the week and hour.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        With ``acts, messages`` and ``threads``.
    parameters : Parameters
        With which they were measured.
    zone : str
        By which clock, such as ``Europe/Brussels``. The clock of the one who pitched is unknown.

    Returns
    -------
    pandas.DataFrame
        Index: days 0 (Monday) to 6; columns: hours 0 to 23; values: two-person threads. Pitches in
        invitation notes count; such as have no known instant do not, and so none of a shared
        dataset.

    Raises
    ------
    BadParameter
        There is no such zone.
    """
    try:
        clock = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadParameter(
            f"zone = {zone!r}",
            expected="the name of a time zone",
            do="Give one such as UTC or Europe/Brussels",
        ) from None
    threads, messages = tables["threads"], tables["messages"]
    made = pitches(tables["acts"], side=parameters.side, solicitations=parameters.solicitations)
    dyads = threads.loc[~threads["is_group"], "thread_id"]
    sent = messages[
        among(messages["message_id"], made["message_id"]) & among(messages["thread_id"], dyads)
    ]
    at = sent.groupby("thread_id")["sent_at"].min().dropna().dt.tz_convert(clock)
    if is_shared(tables):
        at = at.iloc[:0]
    counts = pd.crosstab(at.dt.day_of_week, at.dt.hour) if len(at) else pd.DataFrame()
    return counts.reindex(index=range(7), columns=range(24), fill_value=0).astype("int64")


def _within(hours: float) -> str:
    return f"within {hours:g} h" if hours <= 48 else f"within {hours / 24:g} days"
