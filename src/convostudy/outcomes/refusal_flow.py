"""Refusals in, what followed each at once and later on out."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from convostudy.figures import COLOURS
from convostudy.language.labels import having, pitches
from convostudy.outcomes.refused import WHO_REFUSED, of_pitches
from convostudy.parameters import Parameters
from convostudy.tables import among, lookup

__all__ = ["FLOW_COLOURS", "flow_threads", "refusal_flow"]

Tables = Mapping[str, pd.DataFrame]

FLOW_COLOURS = {
    "pitched again": COLOURS["vermilion"],
    "wrote something else": COLOURS["sky"],
    "silent": COLOURS["grey"],
    "not yet known": "#d9dce1",
}
LATER, NO_MORE = "a pitch later on", "no more pitch so far"


def refusal_flow(tables: Tables, refused: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """Count what followed each refusal of a pitch: at once, and later on.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        With ``turns`` and ``acts``.
    refused : pandas.DataFrame
        From `refusals`, or some of its rows.
    parameters : Parameters
        With which they were measured.

    Returns
    -------
    pandas.DataFrame
        ``refusal`` (explicit refusal, request to stop, indirect refusal), ``next`` (what the side
        refused did within W days: pitched again, wrote something else, was silent; not yet known
        where W is not over), ``later`` (whether a pitch or a call to action came after that) and
        ``n``. One that was silent for W days and then pitched is silent, and has a pitch later on.

    Notes
    -----
    Here the window of W days parts a pitch at once from one after a silence; the measure takes
    the next turn however late it comes, so its count of pitches is no smaller.
    """
    rows = of_pitches(refused)
    rows = rows[rows["outcome"].notna()].reset_index(drop=True)
    turns = tables["turns"]
    rank = lookup(rows["turn_id"], turns.set_index("turn_id")["rank"])
    place = turns["thread_id"] + "/" + turns["rank"].astype("str")
    following = rows["thread_id"] + "/" + (rank + 1).astype("str")
    # In a dyad speakers alternate: the next turn is of the side refused.
    gap_h = lookup(following, turns["gap_h"].set_axis(place))
    late = gap_h > 24 * parameters.no_reply_days
    then = rows["outcome"].map(
        {"pitch": "pitched again", "other": "wrote something else", "silence": "silent"}
    )
    then = then.fillna("not yet known").mask(late & rows["next_is_pitch"].notna(), "silent")
    last = _last_selling_rank(tables, rows, parameters)
    # After a silence the next turn itself is "later on".
    seen = rank + (~late).astype("int64")
    kind = pd.Series("explicit refusal", index=rows.index, dtype="str")
    kind = kind.mask(~rows["explicit"], "indirect refusal").mask(rows["opt_out"], "request to stop")
    paths = pd.DataFrame(
        {"refusal": kind, "next": then, "later": (last > seen).map({True: LATER, False: NO_MORE})}
    )
    counts = paths.value_counts().rename("n").reset_index()
    kinds = ["explicit refusal", "request to stop", "indirect refusal"]
    for name, order in (
        ("refusal", kinds),
        ("next", list(FLOW_COLOURS)),
        ("later", [LATER, NO_MORE]),
    ):
        counts[f"by {name}"] = counts[name].map({value: i for i, value in enumerate(order)})
    counts = counts.sort_values(["by refusal", "by next", "by later"])
    return counts[["refusal", "next", "later", "n"]].reset_index(drop=True)


def _last_selling_rank(tables: Tables, rows: pd.DataFrame, parameters: Parameters) -> pd.Series:
    """Give the rank of the last turn of the side refused that pitches or calls to action."""
    turns = tables["turns"].set_index("turn_id")["rank"]
    last = pd.Series(0, index=rows.index, dtype="int64")
    for side in WHO_REFUSED:
        selling = pitches(tables["acts"], side=side, solicitations=parameters.solicitations)
        calling = having(tables["acts"], "cta", side=side)
        calling = calling[among(calling["thread_id"], selling["thread_id"])]
        acts = pd.concat([selling, calling])
        rank = lookup(acts["turn_id"], turns).groupby(acts["thread_id"]).max()
        of_side = lookup(rows["thread_id"], rank).fillna(0).astype("int64")
        last = last.mask(rows["refused"] == side, of_side)
    return last


def flow_threads(refused: pd.DataFrame) -> int:
    """Count the threads behind `refusal_flow`.

    Parameters
    ----------
    refused : pandas.DataFrame
        From `refusals`, or some of its rows.

    Returns
    -------
    int
        What the rule for small groups is held against.
    """
    rows = of_pitches(refused)
    return int(rows.loc[rows["outcome"].notna(), "thread_id"].nunique())
