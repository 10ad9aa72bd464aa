"""What followed refusals in, the words of the report on them out."""

from __future__ import annotations

import pandas as pd

from convostudy.prose.inbox import A_CLEAR_NO, sides
from convostudy.prose.sentences import (
    CLUSTERS,
    COUNTED,
    LABELS,
    begun,
    between,
    counted,
    each_share,
    percent,
)

__all__ = [
    "after_no_words",
    "again_words",
    "flow_words",
    "opt_out_note",
    "persisted_words",
    "reason_words",
    "refusal_numbers",
]


def refusal_numbers(
    persisted: pd.DataFrame,
    times: pd.DataFrame,
    stops: pd.DataFrame,
    *,
    side: str,
) -> list[tuple[str, str, str]]:
    """Give what followed a no, as (number, what it is, interval or count).

    Parameters
    ----------
    persisted : pandas.DataFrame
        From `outcomes.persisted_by_side`.
    times : pandas.DataFrame
        From `outcomes.again_times`.
    stops : pandas.DataFrame
        From `outcomes.opt_outs`.
    side : str
        The side under study, whose pitches were refused.

    Returns
    -------
    list of tuple
        For `page.headline`.
    """
    refuser = "owner" if side == "counterpart" else "counterparts"
    mine = persisted[
        persisted["who"].str.startswith(
            f"refused by {'the ' if refuser == 'owner' else ''}{refuser}"
        )
    ]
    said = {
        "next turns": f"of the times the {side} wrote again after {A_CLEAR_NO}, the first turn was "
        "another pitch",
        "all refusals": "of explicit refusals and requests to stop were followed by such a turn; "
        "silence counts as none",
    }
    unit = {"next turns": "turns", "all refusals": "refusals"}
    cards = []
    for row in mine.to_dict("records"):
        way = row["who"].split(": ")[1]
        if row["shown"]:
            interval = f"95 % interval {between(row['lo'], row['hi'])}"
            detail = f"{interval}, n = {row['n']:,} {unit[way]}"
            cards.append((percent(row["share"]), said[way], detail))
        else:
            few = "too few threads for a rate" if row["n"] else "n = 0"
            cards.append((f"{row['k']} of {row['n']}", said[way], few))
    own = times[times["refused"] == side]
    again = int(own["pitched_again"].sum())
    cards.append(
        (
            f"{again:,} of {len(own):,}",
            "threads had another pitch after the first no, indirect ones among them",
            "at any later time; a count",
        )
    )
    stop = stops[stops["who was asked to stop"] == sides(side)[0]]
    asked, kept, silent, unknown = (
        int(stop[name].sum())
        for name in ("threads", "respected", "not a word since", "not yet known")
    )
    seen = "".join(f"; observed for {days} days after" for days in stop["days observed"] if days)
    early = f", {unknown:,} not yet known" if unknown else ""
    cards.append(
        (
            f"{kept:,} of {asked:,}",
            "requests to stop were respected: no pitch and no call to action since",
            f"not a word since in {silent:,}{early}{seen}; a count",
        )
    )
    return cards


def reason_words(counts: pd.DataFrame) -> dict[str, str]:
    """Give alt text and caption of the bars of refusals by kind.

    Parameters
    ----------
    counts : pandas.DataFrame
        From `outcomes.refusal_reasons`.

    Returns
    -------
    dict
        ``alt`` and ``caption``.
    """
    said = " ".join(
        f"{begun(side)}: "
        + (", ".join(f"{name} {int(n):,}" for name, n in counts[side].items() if n) or "none")
        + "."
        for side in counts.columns
    )
    return {
        "alt": f"Bars back to back: refusals of a pitch by kind. {said}",
        "caption": (
            f"{counted(int(counts.to_numpy().sum()), 'refusal')} by somebody who had been pitched "
            "to, by the reason given. Look how many are a plain no: a seller learns from a reason, "
            "and not from these. A turn that asks to stop counts there, whatever else it says. "
            f"Postponed or hinted refusals are partly missed. {COUNTED} {LABELS}"
        ),
    }


def flow_words(paths: pd.DataFrame, *, side: str, no_reply_days: float) -> dict[str, str]:
    """Give alt text and caption of the flow after a refusal.

    Parameters
    ----------
    paths : pandas.DataFrame
        From `outcomes.refusal_flow`.
    side : str
        The side that was refused.
    no_reply_days : float
        Window W in days.

    Returns
    -------
    dict
        ``alt`` and ``caption``.
    """
    n = int(paths["n"].sum())
    nexts = ", ".join(
        f"{name} {int(k):,}" for name, k in paths.groupby("next", sort=False)["n"].sum().items()
    )
    late = paths[(paths["next"] == "silent") & (paths["later"] == "a pitch later on")]["n"].sum()
    rows = "; ".join(
        f"{row.refusal}, then {row.next}, then {row.later}: {row.n:,}"
        for row in paths.itertuples(index=False)
    )
    return {
        "alt": f"Flow of {counted(n, 'refusal')} of a pitch. {rows or 'None'}.",
        "caption": (
            f"{counted(n, 'refusal')} by somebody who had been pitched to; the width of a stream "
            f"is its count. In the middle: what the {sides(side)[0]} did within {no_reply_days:g} "
            f"days ({nexts or 'nothing'}); on the right: whether a pitch or a call to action came "
            "after that, however late. Look at the striped stream (a pitch at once) and at what "
            f"leaves silence for a later pitch ({int(late):,}). A thread with two refusals is "
            "there twice. The bars of the main report take the next turn however late it came: "
            f"what came after {no_reply_days:g} days is silence here, and a pitch or something "
            f"else there. {COUNTED} {LABELS}"
        ),
    }


def persisted_words(rows: pd.DataFrame) -> dict[str, str]:
    """Give alt text and caption of the dots by who was refused.

    Parameters
    ----------
    rows : pandas.DataFrame
        From `outcomes.persisted_by_side`.

    Returns
    -------
    dict
        ``alt`` and ``caption``.
    """
    there = rows[rows["n"] > 0]
    lacking = (
        ""
        if len(there) == len(rows)
        else " A side without a row was never refused explicitly after a pitch."
    )
    return {
        "alt": f"Dots with intervals: next turn pitches again. {each_share(there)}",
        "caption": (
            "Share of explicit refusals of a pitch, requests to stop among them, after which the "
            "next turn of the side refused pitched or called to action. Two ways to count: of "
            "those who wrote again, and of all, where falling silent counts as respect. Look "
            f"whether both sides take a no alike. n is beside each dot.{lacking} {CLUSTERS} "
            f"{LABELS}"
        ),
    }


def again_words(times: pd.DataFrame) -> dict[str, str]:
    """Give alt text and caption of the curve of time to the next pitch.

    Parameters
    ----------
    times : pandas.DataFrame
        From `outcomes.again_times`.

    Returns
    -------
    dict
        ``alt`` and ``caption``.
    """
    names = {"counterpart": "refused by the owner", "owner": "refused by counterparts"}
    said = []
    for side, name in names.items():
        mine = times[times["refused"] == side]
        if len(mine):
            week = int((mine["pitched_again"] & (mine["hours"] <= 168)).sum())
            said.append(
                f"Of {counted(len(mine), 'thread')} {name}, {week:,} had another pitch within a "
                f"week and {int(mine['pitched_again'].sum()):,} so far."
            )
    return {
        "alt": "Step curves: share pitched to again by time since the first refusal. "
        + " ".join(said),
        "caption": (
            f"{' '.join(said)} One row a thread: from its first refusal of a pitch to the next "
            "pitch or call to action, or to the end of the export. Look whether a no buys days or "
            f"weeks. Bands: 95 % intervals of the share by then (Kaplan-Meier). {LABELS}"
        ).strip(),
    }


def after_no_words(counts: pd.Series, *, side: str) -> dict[str, str]:
    """Give alt text and caption of the bars of pitches after a no.

    Parameters
    ----------
    counts : pandas.Series
        From `outcomes.pitches_after_no`.
    side : str
        Whose pitches.

    Returns
    -------
    dict
        ``alt`` and ``caption``.
    """
    listed = ", ".join(f"{name}: {int(n):,}" for name, n in counts.items())
    return {
        "alt": f"Bars: threads by pitching turns after the first no. {listed}.",
        "caption": (
            f"{counted(int(counts.sum()), 'thread')} in which a pitch of the {sides(side)[0]} was "
            "refused, by how many of their turns pitched after that. Look how far the bars reach "
            "to the right: whether some go on and on. A call to action without a pitch "
            f"is not in this count. The export may end before more came. {COUNTED} {LABELS}"
        ),
    }


def opt_out_note(stops: pd.DataFrame, *, no_reply_days: float) -> str:
    """Say how the table of requests to stop is to be read.

    Parameters
    ----------
    stops : pandas.DataFrame
        From `outcomes.opt_outs`.
    no_reply_days : float
        Window W in days.

    Returns
    -------
    str
    """
    n = int(stops["threads"].sum())
    return (
        f"{counted(n, 'thread')} with a request to stop. Respected: no pitch and no call to action "
        "since, as long as the export goes on; days observed: how long that was, from the fewest "
        "to the most. Something else may have been written, such as “sorry, understood”; not a "
        "word since: nothing was. Not yet known: no pitch, and the export ends within "
        f"{no_reply_days:g} days, or the language has no labels. With a way out: pitches that say "
        "how to stop them. Duties differ by country and channel: this states facts, not "
        f"compliance. {COUNTED} {LABELS}"
    )
