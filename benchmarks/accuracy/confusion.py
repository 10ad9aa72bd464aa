"""What was taken for what: coded labels by labels said."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from benchmarks.accuracy.compared import (
    NO_QUESTION,
    NO_STATUS,
    NOT_FOUND,
    Compared,
    statuses,
)

from convostudy.tables import FORMS, FUNCTIONS, STATUSES


def confusion(true: pd.Series, said: pd.Series, order: Sequence[str]) -> pd.DataFrame:
    """Count labels said (columns) for each coded label (rows).

    Labels that nobody gave are left out; those that ``order`` does not name come last.
    """
    counts = pd.crosstab(true.astype(object).to_numpy(), said.astype(object).to_numpy())
    held = {*counts.index, *counts.columns}
    names = [*(n for n in order if n in held), *sorted(held - set(order))]
    rows = [name for name in names if name in counts.index]
    columns = [name for name in names if name in counts.columns]
    table = counts.reindex(index=rows, columns=columns, fill_value=0)
    return table.rename_axis(index="coded", columns=None)


def confusions(whole: pd.DataFrame, labels: dict[str, Compared]) -> dict[str, pd.DataFrame]:
    """Return the confusion tables of questions.

    Functions and forms of all questions, also those that only one of the two sees; statuses and
    answered or not of those that both call one for information.
    """
    made = {}
    for slot, order in (("function", FUNCTIONS), ("form", FORMS)):
        true = whole[f"{slot}_true"].astype(object).where(whole["is_coded"], NO_QUESTION)
        said = whole[f"{slot}_said"].astype(object).where(whole["is_found"], NOT_FOUND)
        made[slot] = confusion(true, said, (*order, NO_QUESTION, NOT_FOUND))
    rows = statuses(whole, "status_next")
    made["status (next turn)"] = confusion(rows["true"], rows["said"], (*STATUSES, NO_STATUS))
    for name in ("next turn", "eventually"):
        flags = labels[f"answered ({name})"].rows
        words = {True: "answered", False: "not answered"}
        made[f"answered ({name})"] = confusion(
            flags["true"].map(words), flags["said"].map(words), tuple(words.values())
        )
    return made
