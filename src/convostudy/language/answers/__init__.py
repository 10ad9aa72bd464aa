"""Was the question answered? Question and reply in, a status with its evidence out."""

from __future__ import annotations

import numpy as np
import pandas as pd

from convostudy.errors import BadTable
from convostudy.language.answers.cues import dissect
from convostudy.language.answers.matching import column, plain
from convostudy.language.answers.typed import wanted
from convostudy.language.answers.weigh import Pairs, decide

__all__ = ["status"]

_NEEDED = ("question", "form", "embedded_wh", "reply", "reply_is_pitch")


def status(pairs: pd.DataFrame) -> pd.DataFrame:
    """TODO."""
    lacking = [name for name in _NEEDED if name not in pairs]
    if lacking:
        raise BadTable(
            f"no column {', '.join(map(repr, lacking))}",
            where="question-reply pairs",
            expected=f"the columns {', '.join(_NEEDED)}",
            do="Pair each question with the other side's whole next turn, as threads.reply_slots does",
        )
    wordless = pairs["reply"].astype("str").str.strip() == ""
    judged = pairs["reply"].notna().to_numpy() & ~wordless.fillna(False).to_numpy(dtype=bool)
    found = {
        "status": np.full(len(pairs), None, dtype=object),
        "evidence": np.full(len(pairs), None, dtype=object),
        "by_overlap": np.zeros(len(pairs), dtype=bool),
        "needs_review": np.zeros(len(pairs), dtype=bool),
    }
    found["evidence"][wordless.fillna(False).to_numpy(dtype=bool)] = "reply without words"
    if judged.any():
        verdicts = decide(_taken_apart(pairs[judged]))
        for name in found:
            found[name][judged] = getattr(verdicts, name)
    result = pd.DataFrame(found, index=pairs.index)
    return result.astype({"status": "str", "evidence": "str"})


def _taken_apart(pairs: pd.DataFrame) -> Pairs:
    asked, written = plain(column(pairs["question"])), column(pairs["reply"])
    form = pairs["form"].astype("str").to_numpy(dtype=object)
    embedded = pairs["embedded_wh"].astype("boolean").fillna(False).to_numpy(dtype=bool)
    return Pairs(
        question=pairs["question"],
        form=form,
        kind=wanted(asked, form, embedded),
        written=written,
        reply=dissect(written),
        is_pitch=pairs["reply_is_pitch"].astype("boolean").fillna(False).to_numpy(dtype=bool),
    )
