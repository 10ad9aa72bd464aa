"""Tier T0: the counts behind a report's numbers, none of them of a small group."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from convostudy.parameters import Parameters
from convostudy.tables import Column, Table

__all__ = ["FEWEST", "T0", "aggregated"]

FEWEST = 10
T0 = {
    "counts": Table(
        "counts",
        "how many units of one group have one value",
        key=("unit", "group_by", "group", "measured", "value"),
        columns={
            "unit": Column("str", "what is counted: threads, questions, acts, refusals, attempts"),
            "group_by": Column("str", "by what they are parted"),
            "group": Column("str", "which part"),
            "measured": Column("str", "what was found out"),
            "value": Column("str", "what was found; missing: could not be told"),
            "n": Column("Int64", "how many; missing where fewer than 10", missing=True),
        },
    )
}
_YES_NO = {"True": "yes", "False": "no"}
_COUNTED = (
    ("threads", "threads", "is_group", ("style_landmark", "inviter", "invitation_type")),
    ("acts", "acts", "side", ("act",)),
    ("questions", "questions", "side", ("form", "function", "sequence")),
    ("questions", "answered", "asker", ("status_next", "status_eventual", "answered_eventual")),
    ("threads", "first_contact", "", ("first_turn_is_pitch", "pitch_in_invite")),
    ("refusals", "after_refusal", "explicit", ("outcome", "next_is_pitch", "pitched_again")),
    ("attempts", "replies", "side", ("replied_within", "is_pitch")),
    ("threads", "outcome", "", ("outcome",)),
)


def aggregated(tables: Mapping[str, pd.DataFrame], parameters: Parameters) -> pd.DataFrame:
    """Count what a report counts, and leave out every group of fewer than ten.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Tables and scores of a measured study.
    parameters : Parameters
        With which they were measured.

    Returns
    -------
    pandas.DataFrame
        The table ``counts`` of `T0`. Where one group of several is left out, the next smallest is,
        too: else it would be the difference to the sum.
    """
    parts: list[pd.DataFrame] = []
    for unit, name, by, measured in _COUNTED:
        frame = tables[name]
        if frame.empty:
            continue
        group = frame[by].astype("str") if by else pd.Series("all", index=frame.index)
        parts += [_crossed(unit, by or "all", group, c, frame[c]) for c in measured]
    parts.append(_pitched_within(tables["time_to_pitch"], parameters.pitch_within_h))
    counts = pd.concat(parts, ignore_index=True)
    keys = list(T0["counts"].key)
    return counts.sort_values(keys, ignore_index=True)[list(T0["counts"].columns)]


def _crossed(
    unit: str, by: str, group: pd.Series, measured: str, values: pd.Series
) -> pd.DataFrame:
    value = values.astype("str").replace(_YES_NO).fillna("not told")
    n = value.groupby([group.replace(_YES_NO).rename("group"), value.rename("value")]).size()
    counts = n.rename("n").reset_index()
    return _suppressed(counts).assign(unit=unit, group_by=by, measured=measured)


def _pitched_within(scores: pd.DataFrame, thresholds: tuple[float, ...]) -> pd.DataFrame:
    timed = scores[scores["before_connection"].eq(False).fillna(False).astype("bool")]
    pitched = timed["pitched"].astype("bool")
    parts = []
    for hours in sorted(thresholds):
        value = pd.Series("not followed so long", index=timed.index)
        value = value.mask(timed["lo_h"] >= hours, "no")
        value = value.mask(pitched & (timed["lo_h"] <= hours), "perhaps")
        value = value.mask(pitched & (timed["hi_h"] <= hours), "yes")
        counts = value.value_counts().rename_axis("value").rename("n").reset_index()
        named = counts.assign(group="all")
        parts.append(_suppressed(named).assign(measured=f"pitch within {hours:g} h"))
    return pd.concat(parts).assign(unit="connections", group_by="all")


def _suppressed(counts: pd.DataFrame) -> pd.DataFrame:
    """Leave out small cells, and the next smallest where one alone could be subtracted."""
    n = counts["n"].astype("Int64")
    small = n < FEWEST
    alone = small.groupby(counts["group"]).transform("sum") == 1
    rank = n.mask(small).groupby(counts["group"]).rank(method="first")
    return counts.assign(n=n.mask(small | (alone & rank.eq(1).fillna(False))))
