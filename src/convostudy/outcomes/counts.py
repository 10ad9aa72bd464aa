"""Scores in, counts by what became of questions, first pitches and refusals out."""

from __future__ import annotations

import pandas as pd

from convostudy.figures import COLOURS

__all__ = [
    "OUTCOME_COLOURS",
    "STATUS_COLOURS",
    "after_refusal_counts",
    "after_refusal_threads",
    "pitch_ranks",
    "status_counts",
    "status_threads",
]

STATUS_COLOURS = {
    "answered directly": COLOURS["blue"],
    "answered indirectly": COLOURS["sky"],
    "declined or asked back": COLOURS["orange"],
    "passed over": COLOURS["vermilion"],
    "no reply": COLOURS["grey"],
}
STATUS_GROUPS = {
    "explicit": "answered directly",
    "implicit": "answered indirectly",
    "partial": "answered indirectly",
    "declined": "declined or asked back",
    "claims_ignorance": "declined or asked back",
    "clarification": "declined or asked back",
    "dodged": "passed over",
    "acknowledged_only": "passed over",
    "general": "passed over",
    "deflection": "passed over",
    "no_reply": "no reply",
}
WHO_ASKED = {"owner": "asked by the owner", "counterpart": "asked by counterparts"}
REFUSALS = ("explicit refusal", "request to stop", "indirect refusal")
OUTCOME_COLOURS = {
    "pitched again": COLOURS["vermilion"],
    "wrote something else": COLOURS["sky"],
    "fell silent": COLOURS["grey"],
    "not yet known": "#d9dce1",
}
OUTCOME_NAMES = {
    "pitch": "pitched again",
    "other": "wrote something else",
    "silence": "fell silent",
    "open": "not yet known",
}


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
    table = pd.crosstab(answered["asker"].map(WHO_ASKED), fate)
    return table.reindex(columns=list(STATUS_COLOURS), fill_value=0)


def status_threads(answered: pd.DataFrame) -> dict[str, int]:
    """Count the threads behind each row of `status_counts`.

    Parameters
    ----------
    answered : pandas.DataFrame
        Scores of the measure ``answered``.

    Returns
    -------
    dict
        Group to its number of threads: what the rule for small groups is held against.
    """
    known = answered[answered["status_eventual"].isin(list(STATUS_GROUPS))]
    return _threads(known["asker"].map(WHO_ASKED), known["thread_id"])


def _threads(group: pd.Series, thread_id: pd.Series) -> dict[str, int]:
    return {str(name): int(n) for name, n in thread_id.groupby(group).nunique().items()}


def pitch_ranks(first_contact: pd.DataFrame) -> pd.Series:
    """Count threads by the turn of a side in which it first pitched.

    Parameters
    ----------
    first_contact : pandas.DataFrame
        Scores of the measure ``first_contact``.

    Returns
    -------
    pandas.Series
        Index: 1st, 2nd, 3rd, 4th or later, never (so far) and, if there is any, cannot be told
        (for want of labels in its language, further on); values: threads whose first turn has
        labels.
    """
    wrote = first_contact[first_contact["first_turn_is_pitch"].notna()]
    rank = wrote["pitch_rank"]
    never, untold = "never so far", "cannot be told"
    names = {1: "1st", 2: "2nd", 3: "3rd"}
    named = rank.map(names).astype("str").mask(rank >= 4, "4th or later").mask(rank.isna(), never)
    named = named.mask(wrote["why_no_label"].notna(), untold)
    order = [*names.values(), "4th or later", never]
    order += [untold] if (named == untold).any() else []
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
    kind = _kinds(rows)
    table = pd.crosstab(kind, rows["outcome"].map(OUTCOME_NAMES))
    order = [k for k in REFUSALS if k in table.index]
    return table.reindex(index=order, columns=list(OUTCOME_COLOURS), fill_value=0)


def after_refusal_threads(after_refusal: pd.DataFrame) -> dict[str, int]:
    """Count the threads behind each row of `after_refusal_counts`.

    Parameters
    ----------
    after_refusal : pandas.DataFrame
        Scores of the measure ``after_refusal``.

    Returns
    -------
    dict
        Group to its number of threads: what the rule for small groups is held against.
    """
    rows = after_refusal[after_refusal["after_pitch"]]
    return _threads(_kinds(rows), rows["thread_id"])


def _kinds(rows: pd.DataFrame) -> pd.Series:
    kind = pd.Series("indirect refusal", index=rows.index, dtype="str")
    kind = kind.mask(rows["explicit"], "explicit refusal")
    return kind.mask(rows["opt_out"], "request to stop")
