"""Does a turn take up what the other side just said, and by which sign?"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow.compute as pc

from convostudy.language.arrow import arrow_texts
from convostudy.language.labels import having
from convostudy.language.lexicons import any_of
from convostudy.language.shared_stems import shared_stems
from convostudy.language.spoken import spoken_in
from convostudy.tables import among, lookup, unlabelled

__all__ = ["uptake"]

_ANSWERS = ("explicit", "implicit", "partial")
_DECLINES = ("declined", "claims_ignorance")


def uptake(turns: pd.DataFrame, questions: pd.DataFrame, acts: pd.DataFrame) -> pd.DataFrame:
    """Look in each turn for signs that it takes up the turn before, of the other side.

    Parameters
    ----------
    turns, questions, acts : pandas.DataFrame
        The tables of those names.

    Returns
    -------
    pandas.DataFrame
        One row per turn that follows one of the other side, by thread and rank: ``turn_id,
        thread_id, side``; ``contingent`` (boolean: any sign) and ``by_words`` (boolean: shares a
        content stem that is not frequent in ``turns``), both missing where nothing is found and
        one of the two turns has no words (a video cannot be compared) or is in a language without
        labels; ``evidence``, the signs.

    Examples
    --------
    >>> from convostudy.tables import ACTS, QUESTIONS, TURNS, empty
    >>> uptake(empty(TURNS), empty(QUESTIONS), empty(ACTS)).columns.tolist()
    ['turn_id', 'thread_id', 'side', 'contingent', 'by_words', 'evidence']
    """
    # A turn in a language without labels cannot be compared, as one without words.
    texts = turns["text"].mask(unlabelled(turns["turn_id"], turns, "turn_id"), "")
    said = turns[["thread_id", "rank", "turn_id", "side"]].assign(words=texts.str.strip() != "")
    talk = said.merge(
        said.assign(rank=said["rank"] + 1), on=["thread_id", "rank"], suffixes=("", "_before")
    )
    talk = talk[talk["side"] != talk["side_before"]].sort_values(["thread_id", "rank"])
    talk = talk.reset_index(drop=True)
    before = talk.set_index("turn_id")["turn_id_before"]
    spoken = spoken_in(turns).set_axis(pd.Index(turns["turn_id"]))
    by_turn = texts.set_axis(spoken.index)
    shared = pd.Series("", index=before.index, dtype="str")
    for language in spoken.unique():
        # Turns of two languages share no word.
        held = shared_stems(by_turn.where(spoken == language, ""), before, language)
        shared = shared.where(held == "", held)
    shared = shared.set_axis(talk.index)
    asked = questions[questions["function"] == "information"]
    follows = asked["sequence"].isin(["follow_up", "mirror"])
    # In a pitch "would that help?" points to the sender's own offer.
    points_back = _points_back(asked["text"], lookup(asked["turn_id"], spoken))
    points_back &= ~among(asked["turn_id"], having(acts, "pitch")["turn_id"])
    # A question left open by the turn after it may be answered by the one after that.
    answered_late = asked["status_eventual"].isin(_ANSWERS)
    signs = {
        "answers": among(talk["turn_id_before"], _with_status(asked, _ANSWERS))
        | among(talk["turn_id"], asked.loc[answered_late, "answer_turn_id"]),
        "declines to answer": among(talk["turn_id_before"], _with_status(asked, _DECLINES)),
        "asks back": among(talk["turn_id_before"], _with_status(asked, ["clarification"])),
        "refuses": among(talk["turn_id"], having(acts, "refusal", "opt_out_request")["turn_id"]),
        "accepts": among(talk["turn_id"], having(acts, "acceptance")["turn_id"]),
        "follow-up question": among(talk["turn_id"], asked.loc[follows, "turn_id"]),
        "points back": among(talk["turn_id"], asked.loc[points_back, "turn_id"]),
    }
    words = np.where(shared != "", "shares " + shared.to_numpy(dtype=object), "")
    # Python strings: adding them up one column at a time is faster than Arrow's.
    named = [np.where(seen, f"{name}; ", "").astype(object) for name, seen in signs.items()]
    evidence = pd.Series(np.sum([*named, words], axis=0), index=talk.index, dtype="str")
    silent = ~(talk["words"] & talk["words_before"])
    return talk[["turn_id", "thread_id", "side"]].assign(
        contingent=(evidence != "").astype("boolean").mask(silent & (evidence == ""), pd.NA),
        by_words=(shared != "").astype("boolean").mask(silent, pd.NA),
        evidence=evidence.str.rstrip("; "),
    )


def _points_back(texts: pd.Series, spoken: pd.Series) -> npt.NDArray[np.bool_]:
    """Tell which questions point back to what was just said, by the word list of their language."""
    points = np.zeros(len(texts), dtype=bool)
    for language in spoken.dropna().unique():
        there = (spoken == language).to_numpy(dtype=bool)
        pattern = f"(?i){any_of('question_points_back', language)}"
        hits = pc.match_substring_regex(arrow_texts(texts[there]), pattern)
        points[there] = hits.to_numpy(zero_copy_only=False)
    return points


def _with_status(asked: pd.DataFrame, statuses: Iterable[str]) -> pd.Series:
    """Return the turns that ask a question of which the very next turn made one of these."""
    return asked.loc[asked["status_next"].isin(list(statuses)), "turn_id"]
