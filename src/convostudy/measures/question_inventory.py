"""M03: who asks what, and of which kind?"""

from __future__ import annotations

import pandas as pd

from convostudy.tables import FORMS, FUNCTIONS, QUESTIONS, TURNS, check

__all__ = ["question_inventory"]


def question_inventory(questions: pd.DataFrame, turns: pd.DataFrame) -> pd.DataFrame:
    """Count the questions of each turn by form, function and sequence.

    Parameters
    ----------
    questions, turns : pandas.DataFrame
        The tables of those names.

    Returns
    -------
    pandas.DataFrame
        One row per turn, turns without a question included: ``turn_id, thread_id, side, n_words,
        n_questions``, ``n_<function>``, ``n_<form>``, ``n_need_gauging``, ``n_follow_up``
        (follow-up questions among those for information) and ``asks_information``.

    Notes
    -----
    More is not better: four questions at once are answered less often than one. Long turns hold
    more questions by length alone, so compare ``n_questions`` per 100 ``n_words``. Only English
    questions are found.

    References
    ----------
    Stivers & Enfield (2010), A coding scheme for question-response sequences in conversation.
    Huang, Yeomans, Brooks, Minson & Gino (2017), It doesn't hurt to ask.

    Examples
    --------
    >>> from convostudy.tables import QUESTIONS, TURNS, empty
    >>> question_inventory(empty(QUESTIONS), empty(TURNS)).columns.tolist()[:5]
    ['turn_id', 'thread_id', 'side', 'n_words', 'n_questions']
    """
    check(questions, QUESTIONS)
    check(turns, TURNS)
    scores = turns[["turn_id", "thread_id", "side", "n_words"]].reset_index(drop=True)
    information = questions["function"] == "information"
    kinds = {
        "n_questions": pd.Series(True, index=questions.index),
        **{f"n_{name}": questions["function"] == name for name in FUNCTIONS},
        **{f"n_{name}": questions["form"] == name for name in FORMS},
        "n_need_gauging": information & questions["need_gauging"],
        "n_follow_up": information & (questions["sequence"] == "follow_up"),
    }
    counts = pd.DataFrame(kinds).astype("int64").groupby(questions["turn_id"]).sum()
    counts = counts.reindex(scores["turn_id"], fill_value=0).reset_index(drop=True)
    scores = pd.concat([scores, counts.astype("int64")], axis=1)
    return scores.assign(asks_information=scores["n_information"] > 0)
