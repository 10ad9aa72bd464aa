"""M19: does a side speak of what it offers, or ask what the other needs?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from convostudy.language.focus import YOU_SHARE_CAUTION, benefit_claims, own_words, you_words
from convostudy.language.spoken import ruled, spoken_in
from convostudy.tables import (
    QUESTIONS,
    THREADS,
    TURNS,
    among,
    check,
    lookup,
    unlabelled,
    without_labels,
)

__all__ = ["focus"]

# Added to both counts, so that a thread without the one or the other has a ratio.
HALF = 0.5


def focus(turns: pd.DataFrame, questions: pd.DataFrame, threads: pd.DataFrame) -> pd.DataFrame:
    """Weigh the benefits that each side claims against the needs that it asks about.

    Parameters
    ----------
    turns, questions, threads : pandas.DataFrame
        The tables of those names.

    Returns
    -------
    pandas.DataFrame
        One row per two-person thread and side that wrote, by thread and side: ``thread_id,
        owner_id, side, n_benefit_claims, n_need_questions``; ``claims_per_need_log``, the log of
        (claims + 1/2) / (need questions + 1/2); ``n_you_words, n_own_words`` (I and we) and
        ``you_share``, you-words among both (missing where there is neither), with its
        ``caution``, the sentence to print beside it (`convostudy.cautions` says it when told that
        the page prints ``focus``); ``why_no_label``: all numbers are missing where the thread is in
        a language without labels. Turns in such a language count in none of them.

    Notes
    -----
    Above zero, ``claims_per_need_log`` means more claims than questions; one claim is little, so
    compare sums over many threads. Warning: pronoun focus misleads. A pitch addresses "you", so
    its writer scores as high in ``you_share`` as whoever asks and listens; never read it as
    interest in the other, and never print it without its ``caution``. Claims are found by the cue
    for benefits of the act ``pitch``, wherever they stand.

    References
    ----------
    Saxe & Weitz (1982), The SOCO scale. Pennebaker (2011), The Secret Life of Pronouns.

    Examples
    --------
    >>> from convostudy.tables import QUESTIONS, THREADS, TURNS, empty
    >>> focus(empty(TURNS), empty(QUESTIONS), empty(THREADS)).columns.tolist()[-3:]
    ['you_share', 'caution', 'why_no_label']
    """
    check(turns, TURNS)
    check(questions, QUESTIONS)
    check(threads, THREADS)
    dyads = threads[~threads["is_group"]].set_index("thread_id")
    talk = turns[among(turns["thread_id"], dyads.index)]
    # Claims and pronouns are counted by word lists, which only languages with rules have.
    foreign = unlabelled(talk["turn_id"], talk, "turn_id") | ~ruled(spoken_in(talk))
    talk = talk.assign(text=talk["text"].mask(foreign, ""))
    counts = talk[["thread_id", "side"]].assign(
        n_benefit_claims=benefit_claims(talk["text"]),
        n_you_words=you_words(talk["text"]),
        n_own_words=own_words(talk["text"]),
    )
    scores = counts.groupby(["thread_id", "side"]).sum()
    needs = questions[questions["need_gauging"] & (questions["function"] == "information")]
    n_needs = needs.groupby(["thread_id", "side"]).size()
    n_needs = n_needs.reindex(scores.index, fill_value=0).astype("int64")
    ratio = (scores["n_benefit_claims"] + HALF) / (n_needs + HALF)
    scores.insert(1, "n_need_questions", n_needs)
    scores.insert(2, "claims_per_need_log", np.log(ratio))
    said = scores["n_you_words"] + scores["n_own_words"]
    scores["you_share"] = scores["n_you_words"] / said.where(said > 0)
    caution = pd.Series(YOU_SHARE_CAUTION, index=scores.index, dtype="str")
    scores["caution"] = caution.where(scores["you_share"].notna())
    scores = scores.reset_index()
    scores.insert(1, "owner_id", lookup(scores["thread_id"], dyads["owner_id"]))
    unread = unlabelled(scores["thread_id"], threads, "thread_id")
    unread |= ~ruled(lookup(scores["thread_id"], spoken_in(threads).set_axis(threads["thread_id"])))
    of_labels = ["n_benefit_claims", "n_need_questions", "claims_per_need_log"]
    of_words = ["n_you_words", "n_own_words", "you_share", "caution"]
    return without_labels(scores, unread, [*of_labels, *of_words])
