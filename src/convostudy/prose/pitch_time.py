"""Times to the first pitch in, the words of the report on them out."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from convostudy.prose.inbox import not_among, sides
from convostudy.prose.sentences import (
    COUNTED,
    LABELS,
    NOT_SHARED,
    at_least,
    begun,
    between,
    counted,
    percent,
)

__all__ = [
    "band_words",
    "hour_words",
    "known_words",
    "later_words",
    "pitch_numbers",
    "rank_words",
    "soon_by_notes",
    "soon_by_words",
]

DAY = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def pitch_numbers(
    thresholds: pd.DataFrame, timed: pd.DataFrame, *, side: str, min_n: int
) -> list[tuple[str, str, str]]:
    """Give by each threshold the share pitched, as (number, what it is, bounds and n).

    Parameters
    ----------
    thresholds : pandas.DataFrame
        From `estimates.threshold_table`.
    timed : pandas.DataFrame
        Rows of `outcomes.clocked`.
    side : str
        Whose pitches.
    min_n : int
        With fewer connections counts are given.

    Returns
    -------
    list of tuple
        For `page.headline`.
    """
    cards = []
    for row in thresholds.to_dict("records"):
        n, counts = int(row["n"]), at_least(int(row["n_certain"]), int(row["n_possible"]))
        said = f"of connections had a pitch within {_within(row['threshold_h'])} of connecting"
        if n < min_n:
            cards.append(
                (
                    f"{counts} of {n}" if n else "–",
                    said,
                    "too few connections for a rate" if n else "n = 0",
                )
            )
            continue
        chance = (
            f"95 % interval {between(row['lo'], row['hi'])}"
            if pd.notna(row["lo"])
            else "no interval"
        )
        cards.append((percent(row["share_estimate"]), said, f"{chance}, n = {n:,}"))
    ever = int(timed["pitched"].sum())
    return [
        *cards,
        (
            f"{ever:,} of {len(timed):,}",
            f"connections had a pitch of the {side} so far",
            "however long they were followed; a count, without pitches of people not connected",
        ),
    ]


def band_words(
    timed: pd.DataFrame,
    thresholds: pd.DataFrame,
    *,
    side: str,
    unclocked: Mapping[str, int] | None = None,
) -> dict[str, str]:
    """Give alt text and caption of the curve with its rows of numbers.

    Parameters
    ----------
    timed : pandas.DataFrame
        Rows of `outcomes.clocked`.
    thresholds : pandas.DataFrame
        From `estimates.threshold_table`.
    side : str
        Whose pitches.
    unclocked : mapping, optional
        From `outcomes.unclocked`.

    Returns
    -------
    dict
        ``alt`` and ``caption``.
    """
    n = len(timed)
    said = " ".join(
        f"Within {_within(row['threshold_h'])}: "
        f"{at_least(int(row['n_certain']), int(row['n_possible']))}."
        for row in thresholds.to_dict("records")
    )
    return {
        "alt": (
            f"Step curve: share of {counted(n, 'connection')} with a pitch by the {side}, by time "
            f"since connecting. {said}"
        ),
        "caption": (
            f"{counted(n, 'connection')} with a known day, {int((~timed['wrote']).sum()):,} of "
            f"them without any message of the {side}.{not_among(unclocked or {})} Look whether the "
            "curve climbs at once or creeps: a jump on the first day is a pitch as a greeting. "
            "Shaded: from the least to the most that the day of connecting allows. Line: the best "
            "guess between the two. "
            "Numbers below: connections still followed and without a pitch (at least and at most, "
            f"where the day leaves it open). Intervals stand in the table. {LABELS}"
        ),
    }


def known_words(counts: pd.DataFrame) -> dict[str, str]:
    """Give alt text and caption of the bars of what is certain, possible and ruled out.

    Parameters
    ----------
    counts : pandas.DataFrame
        From `outcomes.known_by`.

    Returns
    -------
    dict
        ``alt`` and ``caption``.
    """
    said = " ".join(
        f"{begun(str(name))}: " + ", ".join(f"{int(k):,} {part}" for part, k in row.items()) + "."
        for name, row in counts.iterrows()
    )
    n = int(counts.iloc[0].sum()) if len(counts) else 0
    return {
        "alt": f"Stacked bars: what is known of each threshold. {said}",
        "caption": (
            f"The same {counted(n, 'connection')} in each bar. Look at the part “perhaps”: it is "
            "all that the missing hour of connecting leaves open, and it shrinks as the time "
            f"grows. {COUNTED} {LABELS}"
        ),
    }


def soon_by_notes(rows: pd.DataFrame) -> pd.DataFrame:
    """Add what stands beside each row of `outcomes.soon_by`.

    Parameters
    ----------
    rows : pandas.DataFrame
        From `outcomes.soon_by`.

    Returns
    -------
    pandas.DataFrame
        With the column ``note``: share and counts; counts alone where the group is too small.
    """
    notes = []
    for row in rows.to_dict("records"):
        counts = f"{at_least(int(row['n_certain']), int(row['n_possible']))} of {row['n']:,}"
        notes.append(
            f"{percent(row['share'])} ({counts})" if row["shown"] else f"{counts}, too few"
        )
    return rows.assign(note=pd.Series(notes, index=rows.index, dtype="str"))


def soon_by_words(rows: pd.DataFrame, *, threshold_h: float, level: float) -> dict[str, str]:
    """Give alt text and caption of the dots by who invited and how.

    Parameters
    ----------
    rows : pandas.DataFrame
        From `soon_by_notes`.
    threshold_h : float
        The primary threshold, in hours.
    level : float
        Coverage of the intervals.

    Returns
    -------
    dict
        ``alt`` and ``caption``.
    """
    said = " ".join(f"{begun(row['who'])}: {row['note']}." for row in rows.to_dict("records"))
    return {
        "alt": f"Dots with intervals: share pitched within {_within(threshold_h)}. {said}",
        "caption": (
            f"Share pitched within {_within(threshold_h)} of connecting. The first rows part the "
            "connections by who sent the invitation, the last by whether it held a note. Look "
            "whether those who ask to connect pitch sooner than those who were asked. Box: what "
            "the day of connecting allows. Dot and line: the best guess within that and "
            f"{100 * level:.0f} % interval (bootstrap); beside it the counts, n = all of that "
            "group. Connections without an invitation in the export are mostly old or silent ones. "
            f"Differences are associations. {LABELS}"
        ),
    }


def later_words(later: pd.DataFrame, *, side: str, n_first: int) -> dict[str, str]:
    """Give alt text and caption of the curves by how one began.

    Parameters
    ----------
    later : pandas.DataFrame
        From `outcomes.later_pitches`.
    side : str
        Whose pitches.
    n_first : int
        Threads that began with a pitch, and so are in no curve.

    Returns
    -------
    dict
        ``alt`` and ``caption``.
    """
    names = {"builder": "began with interest", "neutral": "began with neither"}
    said = []
    for style, name in names.items():
        mine = later[later["style"] == style]
        if len(mine):
            said.append(
                f"Of {counted(len(mine), 'thread')} that {name}, {int(mine['pitched'].sum()):,} "
                "had a pitch later."
            )
    return {
        "alt": "Step curves: share with a later pitch by how the first turn began. "
        + " ".join(said),
        "caption": (
            f"{' '.join(said)} The clock starts after the first turn of the {side}, where the way "
            "to begin is known. Look whether interest at the start only puts the pitch off. "
            f"{counted(n_first, 'thread')} began with a pitch and so cannot be here. Bands: 95 % "
            "intervals, one row a thread; threads without a pitch are followed until the export "
            f"ends. {LABELS}"
        ).strip(),
    }


def hour_words(hours: pd.DataFrame, *, side: str, zone: str) -> dict[str, str]:
    """Give alt text and caption of the map of hours.

    Parameters
    ----------
    hours : pandas.DataFrame
        From `outcomes.first_pitch_hours`.
    side : str
        Whose pitches.
    zone : str
        By which clock.

    Returns
    -------
    dict
        ``alt`` and ``caption``.
    """
    n = int(hours.to_numpy().sum())
    if not n:
        said = "No first pitch with a known hour: nothing to map."
        return {"alt": said, "caption": said, "empty": NOT_SHARED}
    by_day = ", ".join(f"{DAY[int(str(day))]} {int(k):,}" for day, k in hours.sum(axis=1).items())
    within = int(hours.loc[0:4, 9:16].to_numpy().sum())
    return {
        "alt": f"Map of first pitches by day and hour: {by_day}. Weekdays 9 to 17 h: {within:,} "
        f"of {n:,}.",
        "caption": (
            f"First pitches of {counted(n, 'thread')}, with or without a connection and with those "
            f"in invitation notes, by day of the week and hour, clock of {zone}; the larger the "
            "square, the more; the sum of each day at its end. Look for columns: a fixed hour, "
            "night included, suggests a program. Weekdays from 9 to 17 h: "
            f"{within:,} of {n:,}. The {sides(side)[0]} may live in other zones, which the export "
            f"does not tell. {COUNTED} {LABELS}"
        ),
    }


def rank_words(ranks: pd.Series, *, side: str) -> dict[str, str]:
    """Give alt text and caption of the bars by turn of the first pitch.

    Parameters
    ----------
    ranks : pandas.Series
        From `outcomes.pitch_ranks`.
    side : str
        Whose pitches.

    Returns
    -------
    dict
        ``alt`` and ``caption``.
    """
    listed = ", ".join(f"{name}: {int(k):,}" for name, k in ranks.items())
    return {
        "alt": f"Bars: threads by the turn of the {side} in which the first pitch stood. {listed}.",
        "caption": (
            f"{counted(int(ranks.sum()), 'thread')} in which the {side} wrote, connected or not, "
            "by the turn that first pitched; a pitch in an invitation note is in no turn. Look at "
            "the first bar against the last: the one is a pitch as a "
            f"greeting, the other may still become a pitch. {COUNTED} {LABELS}"
        ),
    }


def _within(hours: float) -> str:
    return f"{hours:g} hours" if hours <= 48 else f"{hours / 24:g} days"
