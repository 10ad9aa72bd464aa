"""Counts of one thing by several denominators in, what each is a share of out."""

from __future__ import annotations

import pandas as pd

from convostudy.prose.sentences import bullets

__all__ = ["pitched_again_words"]


def pitched_again_words(
    persisted: pd.DataFrame,
    times: pd.DataFrame,
    paths: pd.DataFrame,
    *,
    side: str,
    no_reply_days: float,
) -> str:
    """Say of what each count of “pitched again” is a share, and why they differ.

    Parameters
    ----------
    persisted : pandas.DataFrame
        From `outcomes.persisted_by_side`.
    times : pandas.DataFrame
        From `outcomes.again_times`.
    paths : pandas.DataFrame
        From `outcomes.refusal_flow`.
    side : str
        The side under study, whose pitches were refused.
    no_reply_days : float
        Window W in days.

    Returns
    -------
    str
        Markdown; nothing where nothing was refused.

    Examples
    --------
    >>> persisted = pd.DataFrame(
    ...     {"who": ["refused by the owner: next turns"], "k": [27], "n": [58]}
    ... )
    >>> times = pd.DataFrame({"refused": ["counterpart"] * 2, "pitched_again": [True, False]})
    >>> paths = pd.DataFrame({"next": ["pitched again", "silent"], "n": [38, 91]})
    >>> said = pitched_again_words(
    ...     persisted, times, paths, side="counterpart", no_reply_days=14.0
    ... )
    >>> print(said.splitlines()[2])
    - **27 of 58 next turns**: how often the counterpart pitched, of the times when the counterpart
    wrote again after an explicit refusal or a request to stop.
    """
    who = "refused by the owner" if side == "counterpart" else "refused by counterparts"
    rows = persisted.set_index("who")[["k", "n"]]
    mine = times[times["refused"] == side]
    again = paths.loc[paths["next"] == "pitched again", "n"]
    counts = {
        "next turns": _counted(rows, f"{who}: next turns"),
        "explicit refusals": _counted(rows, f"{who}: all refusals"),
        "threads": (int(mine["pitched_again"].sum()), len(mine)),
        "refusals of any kind": (int(again.sum()), int(paths["n"].sum())),
    }
    means = {
        "next turns": f"how often the {side} pitched, of the times when the {side} wrote again "
        "after an explicit refusal or a request to stop.",
        "explicit refusals": "the same turns, of all explicit refusals and requests to stop, those "
        "met by silence among them.",
        "threads": "of the threads with a refusal, explicit or not, each counted once, those with "
        "another pitch at any later time.",
        "refusals of any kind": f"pitched again within {no_reply_days:g} days, in the flow below; "
        "a thread with two refusals is there twice.",
    }
    said = [f"**{k:,} of {n:,} {of}**: {means[of]}" for of, (k, n) in counts.items() if n]
    if not said:
        return ""
    head = (
        "“Pitched again” (a pitch, or a call to action) is counted in several ways on this page. "
        "The numbers differ because each is a share of something else:"
    )
    return f"{head}\n\n{bullets(said)}"


def _counted(rows: pd.DataFrame, who: str) -> tuple[int, int]:
    if who not in rows.index:
        return 0, 0
    return int(rows["k"][who]), int(rows["n"][who])
