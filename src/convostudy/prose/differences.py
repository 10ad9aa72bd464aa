"""Differences between groups in, tables for reading, captions and what many of them mean out."""

from __future__ import annotations

import pandas as pd

from convostudy.parameters import Parameters
from convostudy.prose.sentences import LABELS, percent, spelled
from convostudy.prose.side_by_side import in_words, outcome_labels

__all__ = [
    "difference_caption",
    "difference_figure",
    "difference_rows",
    "difference_summary",
    "multiplicity",
]


def difference_rows(gaps: pd.DataFrame, parameters: Parameters, *, most: int = 7) -> pd.DataFrame:
    """Prepare the differences for the figure.

    Parameters
    ----------
    gaps : pandas.DataFrame
        From `outcomes.differences`.
    parameters : Parameters
        With which all were measured.
    most : int
        Pairs that are drawn for each outcome; the first ones.

    Returns
    -------
    pandas.DataFrame
        With ``label, pair`` and ``note``, as `figures.gaps` wants them.
    """
    drawn = list(dict.fromkeys(gaps["a"]))[:most]
    rows = gaps[gaps["a"].isin(drawn)].reset_index(drop=True)
    notes = [
        _points(row.difference) if row.shown else "not compared: too few"
        for row in rows.itertuples(index=False)
    ]
    label = rows["outcome"].map(outcome_labels(parameters))
    return rows.assign(label=label, pair=rows["a"], note=notes)


def difference_summary(gaps: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """Write the differences in percentage points, one value a cell.

    Parameters
    ----------
    gaps : pandas.DataFrame
        From `outcomes.differences`.
    parameters : Parameters
        With which all were measured.

    Returns
    -------
    pandas.DataFrame
        ``reading`` says what the intervals leave: ``higher`` or ``lower`` (even with all pairs
        held together), ``… by itself`` (not with all together), ``open`` (zero is inside), ``too
        few``.
    """
    points = {
        head: 100 * gaps[name].astype(float)
        for head, name in (
            ("difference", "difference"),
            ("from", "lo"),
            ("to", "hi"),
            ("all: from", "lo_all"),
            ("all: to", "hi_all"),
        )
    }
    table = pd.DataFrame(
        {
            "outcome": gaps["outcome"].map(outcome_labels(parameters)),
            "group": gaps["a"],
            "against": gaps["b"],
            "reading": [_reading(row) for row in gaps.itertuples(index=False)],
            **points,
            "n": gaps["n_a"],
            "n against": gaps["n_b"],
        }
    ).reset_index(drop=True)
    # Where all are set against one, the caption names it: each column costs width.
    return table if table["against"].nunique() > 1 else table.drop(columns="against")


def difference_caption(gaps: pd.DataFrame) -> str:
    """Name the table of differences, and what all are set against where that is one group.

    Parameters
    ----------
    gaps : pandas.DataFrame
        From `outcomes.differences`.

    Returns
    -------
    str

    Examples
    --------
    >>> difference_caption(pd.DataFrame({"b": ["mine", "mine"]}))
    'Differences to “mine”'
    """
    against = gaps["b"].unique()
    return f"Differences to “{against[0]}”" if len(against) == 1 else "Differences"


def _reading(row: object) -> str:
    lo, hi, lo_all, hi_all = (getattr(row, name) for name in ("lo", "hi", "lo_all", "hi_all"))
    if not getattr(row, "shown", False):
        return "too few"
    if lo_all > 0 or hi_all < 0:
        return "higher" if lo_all > 0 else "lower"
    if lo > 0 or hi < 0:
        return "higher by itself" if lo > 0 else "lower by itself"
    return "open"


def multiplicity(gaps: pd.DataFrame, *, level: float = 0.95) -> str:
    """Say how many differences are looked at, and what that does to the intervals.

    Parameters
    ----------
    gaps : pandas.DataFrame
        From `outcomes.differences`.
    level : float
        Coverage of the intervals.

    Returns
    -------
    str

    Examples
    --------
    >>> gap = {"shown": [True, False], "lo": 0.1, "hi": 0.3, "lo_all": -0.1, "hi_all": 0.4}
    >>> print(multiplicity(pd.DataFrame(gap)))
    **Only one difference is compared**, so its interval needs no widening; one is of groups too
    small and not compared. It leaves zero out.
    """
    shown = gaps[gaps["shown"].astype(bool)]
    n, left = len(shown), len(gaps) - len(shown)
    few = f"; {spelled(left)} {'is' if left == 1 else 'are'} of groups too small and not compared"
    few = few if left else ""
    if not n:
        return f"No difference is compared{few}."
    alone = int(((shown["lo"] > 0) | (shown["hi"] < 0)).sum())
    together = int(((shown["lo_all"] > 0) | (shown["hi_all"] < 0)).sum())
    if n == 1:
        said = "leaves zero out" if alone else "holds zero"
        return (
            f"**Only one difference is compared**, so its interval needs no widening{few}. It "
            f"{said}."
        )
    chance, covers = 1 - level, percent(level)
    return (
        f"**{spelled(n).capitalize()} differences are compared**{few}. If the groups did not "
        f"differ at all, about {n * chance:.1f} of so many {covers} intervals would leave zero out "
        f"by chance. {spelled(alone).capitalize()} {'does' if alone == 1 else 'do'} here. The "
        f"wider intervals hold all {n} together with {covers} (Bonferroni): of these "
        f"{spelled(together)} {'leaves' if together == 1 else 'leave'} zero out. Whoever looks for "
        "the largest difference should read the wider ones."
    )


def difference_figure(rows: pd.DataFrame, gaps: pd.DataFrame, *, level: float) -> dict[str, str]:
    """Give alt text and caption of the differences.

    Parameters
    ----------
    rows : pandas.DataFrame
        From `difference_rows`.
    gaps : pandas.DataFrame
        From `outcomes.differences`: all of them, drawn or not.
    level : float
        Coverage of the intervals.

    Returns
    -------
    dict
        ``alt`` and ``caption``.
    """
    n_compared = int(gaps["n_compared"].max()) if len(gaps) else 0
    against = str(gaps["b"].iloc[0]) if len(gaps) else "no other group"
    wide = f"so wide that all {n_compared} hold together" if n_compared > 1 else "the same"
    caption = (
        f"Difference to “{against}” in percentage points; right of zero: more than there. Look for "
        f"lines that leave zero out. Thick line: {percent(level)} interval by itself; thin line: "
        f"{wide}. Filled orange dot: even the thin line leaves zero out. n: in the table below. An "
        f"association: the groups may differ in much else. {LABELS}"
    )
    return {"alt": f"Differences to {against}. {in_words(rows, 'pair')}", "caption": caption}


def _points(gap: float) -> str:
    if pd.isna(gap):
        return "not known"
    points = round(100 * gap)
    return f"{'+' if points > 0 else '−' if points < 0 else ''}{abs(points)} points"
