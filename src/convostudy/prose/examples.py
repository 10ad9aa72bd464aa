"""Questions in, examples with what settled them out, where showing text was asked for."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from convostudy.tables import lookup

__all__ = ["question_examples"]

LONGEST = 160


def question_examples(
    tables: Mapping[str, pd.DataFrame], *, each: int = 2, show_text: bool = False
) -> pd.DataFrame:
    """Give some questions of each status with what settled it, only where that was asked for.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        With ``questions`` and the score ``answered``.
    each : int
        How many of each status and side.
    show_text : bool
        Whether what people wrote may be shown; if not, there are no rows.

    Returns
    -------
    pandas.DataFrame
        ``status, asked by, question`` (cut at 160 letters) and ``evidence`` (what made it count).
        The same study gives the same examples: those of the smallest ids.
    """
    scores = tables["answered"].dropna(subset=["status_eventual"])
    scores = scores.sort_values(["status_eventual", "asker", "question_id"])
    scores = scores.groupby(["status_eventual", "asker"]).head(each if show_text else 0)
    asked = tables["questions"].set_index("question_id")
    return pd.DataFrame(
        {
            "status": scores["status_eventual"].str.replace("_", " "),
            "asked by": scores["asker"],
            "question": lookup(scores["question_id"], asked["text"]).map(_cut),
            "evidence": lookup(scores["question_id"], asked["answer_evidence"]).map(
                _cut, na_action="ignore"
            ),
        }
    ).reset_index(drop=True)


def _cut(words: str) -> str:
    one_line = " ".join(str(words).split())
    return one_line if len(one_line) <= LONGEST else one_line[: LONGEST - 1] + "…"
