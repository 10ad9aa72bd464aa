"""Does a turn take up what the other side just said, and by which sign?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import chain

import pandas as pd

from convostudy.language.labels import having
from convostudy.language.words import content_stems

__all__ = ["uptake"]

_ANSWERS = ("explicit", "implicit", "partial")
_DECLINES = ("declined", "claims_ignorance")
# "Was that why ...?", "how did that feel?": not "this" or "is it", which point ahead as often.
_BACK = (
    r"(?i)(?:\b(?:is|was|are|were|does|did|do|would|will|could|can|has|had)|['’]s) (?:that|those)\b"
)
_BACK += r"|(?i:\b(?:was|did) it\b)"
# A stem in more than one turn of twenty is the inbox's topic, not this thread's; in fewer than
# twenty turns a share says nothing, so a small inbox has no frequent stems.
_FREQUENT_SHARE = 0.05
_FREQUENT_TURNS = 20


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
        one of the two turns has no words (a video cannot be compared); ``evidence``, the signs.

    Examples
    --------
    >>> from convostudy.tables import ACTS, QUESTIONS, TURNS, empty
    >>> uptake(empty(TURNS), empty(QUESTIONS), empty(ACTS)).columns.tolist()
    ['turn_id', 'thread_id', 'side', 'contingent', 'by_words', 'evidence']
    """
    stems = content_stems(turns["text"]).set_axis(turns["turn_id"])
    said = turns[["thread_id", "rank", "turn_id", "side"]].assign(
        words=turns["text"].str.strip() != ""
    )
    talk = said.merge(
        said.assign(rank=said["rank"] + 1), on=["thread_id", "rank"], suffixes=("", "_before")
    )
    talk = talk[talk["side"] != talk["side_before"]].sort_values(["thread_id", "rank"])
    talk = talk.reset_index(drop=True)
    shared = _shared(talk, stems)
    asked = questions[questions["function"] == "information"]
    follows = asked["sequence"].isin(["follow_up", "mirror"])
    # In a pitch "would that help?" points to the sender's own offer.
    points_back = asked["text"].str.contains(_BACK, regex=True) & ~asked["turn_id"].isin(
        having(acts, "pitch")["turn_id"]
    )
    signs = {
        "answers": talk["turn_id_before"].isin(_with_status(asked, _ANSWERS)),
        "declines to answer": talk["turn_id_before"].isin(_with_status(asked, _DECLINES)),
        "asks back": talk["turn_id_before"].isin(_with_status(asked, ["clarification"])),
        "refuses": talk["turn_id"].isin(having(acts, "refusal", "opt_out_request")["turn_id"]),
        "accepts": talk["turn_id"].isin(having(acts, "acceptance")["turn_id"]),
        "follow-up question": talk["turn_id"].isin(asked.loc[follows, "turn_id"]),
        "points back": talk["turn_id"].isin(asked.loc[points_back, "turn_id"]),
    }
    evidence = pd.Series("", index=talk.index, dtype="str")
    for name, seen in signs.items():
        evidence = evidence.mask(seen, evidence + name + "; ")
    evidence = evidence.mask(shared != "", evidence + "shares " + shared)
    silent = ~(talk["words"] & talk["words_before"])
    return talk[["turn_id", "thread_id", "side"]].assign(
        contingent=(evidence != "").astype("boolean").mask(silent & (evidence == ""), pd.NA),
        by_words=(shared != "").astype("boolean").mask(silent, pd.NA),
        evidence=evidence.str.rstrip("; "),
    )


def _with_status(asked: pd.DataFrame, statuses: Iterable[str]) -> pd.Series:
    """Return the turns that ask a question of which the very next turn made one of these."""
    return asked.loc[asked["status_next"].isin(list(statuses)), "turn_id"]


def _shared(talk: pd.DataFrame, stems: pd.Series) -> pd.Series:
    """Return the stems that a turn shares with the one before, frequent ones left out."""
    counts = Counter(chain.from_iterable(stems))
    limit = max(_FREQUENT_TURNS, _FREQUENT_SHARE * len(stems))
    frequent = {stem for stem, n in counts.items() if n > limit}
    here, before = stems.reindex(talk["turn_id"]), stems.reindex(talk["turn_id_before"])
    # A loop over turns: there is no column of sets to intersect.
    both = (
        ", ".join(sorted((a & b) - frequent)) if not a.isdisjoint(b) else ""
        for a, b in zip(here, before, strict=True)
    )
    return pd.Series(list(both), index=talk.index, dtype="str")
