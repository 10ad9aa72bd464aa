"""Shares of several groups in, tables for reading and captions out."""

from __future__ import annotations

import pandas as pd

from convostudy.parameters import Parameters
from convostudy.prose.sentences import LABELS, at_least, percent

__all__ = [
    "compared_numbers",
    "group_table",
    "outcome_labels",
    "share_rows",
    "side_by_side_figure",
    "side_by_side_table",
]

FEW = "too few threads for a rate"


def outcome_labels(parameters: Parameters) -> dict[str, str]:
    """Name the outcomes of a comparison as a reader says them.

    Parameters
    ----------
    parameters : Parameters
        With which they were measured.

    Returns
    -------
    dict
        Outcome to label.

    Examples
    --------
    >>> outcome_labels(Parameters())["soon"]
    '1 Pitched within 24 h'
    """
    hours = parameters.pitch_within_h[0]
    return {
        "soon": f"1 Pitched within {hours:g} h",
        "first": "2 Begins with a pitch",
        "their_answers": "3 Questions answered",
        "persisted": "4 Pitched again after a no",
        "to_pitches": "5a Pitches replied to",
        "to_others": "5b Others replied to",
    }


def group_table(sizes: pd.DataFrame) -> pd.DataFrame:
    """Write `outcomes.cohort_sizes` for reading.

    Parameters
    ----------
    sizes : pandas.DataFrame
        From `outcomes.cohort_sizes`.

    Returns
    -------
    pandas.DataFrame
        Days without the hour; one value a cell.
    """
    days = {name: _days(sizes[name]) for name in ("first", "last", "observed_until")}
    return sizes.assign(**days).rename(
        columns={
            "connections": "with a day",
            "observed_until": "seen until",
            "unlabelled": "no labels",
        }
    )


def _days(instants: pd.Series) -> list[str | None]:
    return [None if pd.isna(at) else f"{at:%Y-%m-%d}" for at in instants]


def share_rows(shares: pd.DataFrame, parameters: Parameters, *, most: int = 8) -> pd.DataFrame:
    """Prepare the shares for the figure.

    Parameters
    ----------
    shares : pandas.DataFrame
        From `outcomes.side_by_side`.
    parameters : Parameters
        With which all were measured.
    most : int
        Groups that are drawn; the first ones.

    Returns
    -------
    pandas.DataFrame
        With ``label`` and ``note``, as `figures.side_by_side` wants them.
    """
    drawn = list(dict.fromkeys(shares["group"]))[:most]
    rows = shares[shares["group"].isin(drawn) & (shares["n"] > 0)].reset_index(drop=True)
    notes = [
        f"{percent(row.share)}, n = {row.n:,}"
        if row.shown and pd.notna(row.share)
        else f"{at_least(row.k, row.n_possible)} of {row.n:,}, {FEW}"
        for row in rows.itertuples(index=False)
    ]
    return rows.assign(label=rows["outcome"].map(outcome_labels(parameters)), note=notes)


def side_by_side_table(shares: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """Write the shares of all groups, one value a cell, so that it can be sorted.

    Parameters
    ----------
    shares : pandas.DataFrame
        From `outcomes.side_by_side`.
    parameters : Parameters
        With which all were measured.

    Returns
    -------
    pandas.DataFrame
        Groups of too few threads have no share and no interval, but their counts.
    """
    known = shares["shown"].astype(bool)
    perhaps = shares["n_possible"].where(shares["outcome"] == "soon").astype("Int64")
    return pd.DataFrame(
        {
            "outcome": shares["outcome"].map(outcome_labels(parameters)),
            "group": shares["group"],
            "share": shares["share"].where(known),
            "from": shares["lo"].where(known),
            "to": shares["hi"].where(known),
            "yes": shares["k"],
            "perhaps": perhaps,
            "n": shares["n"],
            "threads (1: connections)": shares["n_clusters"],
            "reads as": known.map({True: "rate", False: "count"}),
        }
    ).reset_index(drop=True)


def side_by_side_figure(
    rows: pd.DataFrame, *, n_groups: int, level: float, draws: int
) -> dict[str, str]:
    """Give alt text and caption of the shares.

    Parameters
    ----------
    rows : pandas.DataFrame
        From `share_rows`.
    n_groups : int
        Groups there are, drawn or not.
    level, draws : float, int
        Coverage of the intervals; draws of the bootstrap.

    Returns
    -------
    dict
        ``alt`` and ``caption``.
    """
    drawn = rows["group"].nunique()
    more = f" The first {drawn} of {n_groups} groups." if n_groups > drawn else ""
    caption = (
        "Dots: the share in each group. Look whether the lines lie apart; whether a difference is "
        f"clear says the next figure. Lines: {percent(level)} intervals, by drawing whole threads "
        f"again and again (bootstrap, {draws:,} draws), or by a formula (Wilson) where each thread "
        "counts once; of outcome 1 the best guess within what the day of connecting allows. Beside "
        f"each row its share and n; groups too small for a rate have a count and no dot.{more} "
        f"{LABELS}"
    )
    return {"alt": f"Shares by group. {in_words(rows, 'group')}", "caption": caption}


def in_words(rows: pd.DataFrame, names: str) -> str:
    """Say what each row of a figure shows, outcome by outcome."""
    parts = []
    for label, held in rows.groupby("label", sort=False):
        each = "; ".join(
            f"{name} {note}" for name, note in zip(held[names], held["note"], strict=True)
        )
        parts.append(f"{label}: {each}.")
    return " ".join(parts)


def compared_numbers(shares: pd.DataFrame, gaps: pd.DataFrame) -> pd.DataFrame:
    """Make one row of each share and each difference, for programs to read.

    Parameters
    ----------
    shares, gaps : pandas.DataFrame
        From `outcomes.side_by_side` and `outcomes.differences`.

    Returns
    -------
    pandas.DataFrame
        ``name, estimate, low, high, n, method`` and what else is known of it.
    """
    one = shares.rename(columns={"share": "estimate", "lo": "low", "hi": "high"})
    one = one.assign(name=one["outcome"] + ": " + one["group"].astype("str"), small=~one["shown"])
    two = gaps.rename(columns={"difference": "estimate", "lo": "low", "hi": "high"})
    named = two["outcome"] + ": " + two["a"].astype("str") + " less " + two["b"].astype("str")
    two = two.assign(name=named, n=two["n_a"] + two["n_b"], small=~two["shown"].astype(bool))
    first = ["name", "estimate", "low", "high", "n"]
    return pd.concat(
        [
            one[[*first, "k", "n_possible", "n_clusters", "method", "small"]],
            two[[*first, "n_a", "n_b", "lo_all", "hi_all", "n_compared", "method", "small"]],
        ],
        ignore_index=True,
    )
