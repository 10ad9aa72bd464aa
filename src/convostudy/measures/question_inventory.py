"""M03: who asks what, and of which kind?"""

from __future__ import annotations

import pandas as pd

from convostudy.tables import (
    FORMS,
    FUNCTIONS,
    QUESTIONS,
    SEQUENCES,
    THREADS,
    TURNS,
    among,
    check,
    lookup,
    unlabelled,
    without_labels,
)

__all__ = ["question_inventory"]


def question_inventory(
    questions: pd.DataFrame, turns: pd.DataFrame, threads: pd.DataFrame
) -> pd.DataFrame:
    """Count the questions of each turn by form, function and sequence.

    Parameters
    ----------
    questions, turns, threads : pandas.DataFrame
        The tables of those names.

    Returns
    -------
    pandas.DataFrame
        One row per turn of a two-person thread, turns without a question included: ``turn_id,
        thread_id, owner_id, side, n_words, n_questions``, ``n_<function>``, ``n_<form>``; among
        the questions for information ``n_need_gauging`` and ``n_<sequence>`` (introductory,
        mirror, follow_up, partial_switch, full_switch, opening); ``asks_information``; and
        ``why_no_label``: all but ``n_words`` are missing where the turn, or its thread, is in a
        language without labels.

    Notes
    -----
    More is not better: four questions at once are answered less often than one. Long turns hold
    more questions by length alone, so compare ``n_questions`` per 100 ``n_words``.

    References
    ----------
    Stivers & Enfield (2010), A coding scheme for question-response sequences in conversation.
    Huang, Yeomans, Brooks, Minson & Gino (2017), It doesn't hurt to ask.

    Examples
    --------
    >>> from convostudy.tables import QUESTIONS, THREADS, TURNS, empty
    >>> scores = question_inventory(empty(QUESTIONS), empty(TURNS), empty(THREADS))
    >>> scores.columns.tolist()[:6]
    ['turn_id', 'thread_id', 'owner_id', 'side', 'n_words', 'n_questions']
    """
    check(questions, QUESTIONS)
    check(turns, TURNS)
    check(threads, THREADS)
    dyads = threads[~threads["is_group"]].set_index("thread_id")
    talk = turns[among(turns["thread_id"], dyads.index)]
    scores = talk[["turn_id", "thread_id", "side", "n_words"]].reset_index(drop=True)
    scores.insert(2, "owner_id", lookup(scores["thread_id"], dyads["owner_id"]))
    information = questions["function"] == "information"
    kinds = {
        "n_questions": pd.Series(True, index=questions.index),
        **{f"n_{name}": questions["function"] == name for name in FUNCTIONS},
        **{f"n_{name}": questions["form"] == name for name in FORMS},
        "n_need_gauging": information & questions["need_gauging"],
        **{
            f"n_{name}": information & (questions["sequence"] == name)
            for name in SEQUENCES
            if name not in FUNCTIONS
        },
    }
    counts = pd.DataFrame(kinds).astype("int64").groupby(questions["turn_id"]).sum()
    counts = counts.reindex(scores["turn_id"], fill_value=0).reset_index(drop=True)
    scores = pd.concat([scores, counts.astype("int64")], axis=1)
    scores["asks_information"] = scores["n_information"] > 0
    unread = unlabelled(scores["thread_id"], threads, "thread_id")
    unread |= unlabelled(scores["turn_id"], turns, "turn_id")
    return without_labels(scores, unread, [*counts.columns, "asks_information"])
