"""M33: with what style does a side begin: with a pitch, with the relation, or with neither?"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from convostudy.language.focus import you_words
from convostudy.language.labels import having, pitches
from convostudy.language.spoken import ruled, spoken_in
from convostudy.tables import THREADS, TURNS, among, check, lookup, unlabelled, without_labels

__all__ = ["style"]


def style(
    turns: pd.DataFrame,
    threads: pd.DataFrame,
    acts: pd.DataFrame,
    questions: pd.DataFrame,
    *,
    side: str = "counterpart",
    landmark_turns: int = 1,
    solicitations: Collection[str] = ("sales", "investment", "event"),
) -> pd.DataFrame:
    """Name the style of a side from its first turns alone.

    Parameters
    ----------
    turns, threads, acts, questions : pandas.DataFrame
        The tables of those names.
    side : str
        Whose style: ``counterpart`` or ``owner``.
    landmark_turns : int
        How many of its first turns are read.
    solicitations : collection of str
        Kinds of pitch that count.

    Returns
    -------
    pandas.DataFrame
        One row per two-person thread in which that side wrote so many turns: ``thread_id, owner_id,
        counterpart_id, style`` (``pitch_first``: any pitch; ``builder``: no pitch, and a question
        for information about the reader (it says "you", or gauges a need), an offer of help,
        strong personalisation or rapport; ``neutral``: else),
        ``landmark_rank`` (rank of the last turn read), ``n_turns_read``, ``evidence`` and
        ``why_no_label`` (the style is missing where the thread, or one of those turns, is in a
        language without labels).

    Notes
    -----
    The style is a label for the start, not a judgement, and no scale. Outcomes may be compared
    between styles only when they happen *after* ``landmark_rank``: otherwise the replies that a
    style is said to cause would define it.

    References
    ----------
    Anderson, Cain & Gelber (1983), Analysis of survival by tumor response (landmark method).
    Saxe & Weitz (1982), The SOCO scale.

    Examples
    --------
    >>> from convostudy.tables import TABLES, empty
    >>> style(*(empty(TABLES[n]) for n in ("turns", "threads", "acts", "questions"))).shape
    (0, 8)
    """
    check(turns, TURNS)
    check(threads, THREADS)
    dyads = threads[~threads["is_group"]].set_index("thread_id")
    first = turns[(turns["side"] == side) & (turns["side_rank"] <= landmark_turns)]
    first = first[among(first["thread_id"], dyads.index.to_series())]
    strong = having(acts, "personalisation", side=side)
    strong = strong[strong["kind"].fillna("").str.contains("[cde]")]
    # Words for the reader are listed for languages with rules; verbs hold them in others.
    turn_language = spoken_in(turns).set_axis(turns["turn_id"])
    addressed = ruled(lookup(questions["turn_id"], turn_language))
    asks = (questions["function"] == "information") & (
        (addressed & (you_words(questions["text"]) > 0)) | questions["need_gauging"]
    )
    signs = {
        "pitch": pitches(acts, side=side, solicitations=solicitations)["turn_id"],
        "asks": questions.loc[asks, "turn_id"],
        "offers help": having(acts, "offer_help", side=side)["turn_id"],
        "personal": strong["turn_id"],
        "rapport": having(acts, "rapport", side=side)["turn_id"],
    }
    reached = first.groupby("thread_id")["turn_id"].transform("size") >= landmark_turns
    first = first[reached]
    flags = pd.DataFrame({name: among(first["turn_id"], ids) for name, ids in signs.items()})
    by_thread = flags.groupby(first["thread_id"]).any()
    scores = dyads.loc[by_thread.index, ["owner_id", "counterpart_id"]]
    builds = by_thread.drop(columns="pitch").any(axis=1)
    named = pd.Series("neutral", index=by_thread.index, dtype="str").mask(builds, "builder")
    scores["style"] = named.mask(by_thread["pitch"], "pitch_first")
    scores["landmark_rank"] = first.groupby("thread_id")["rank"].max()
    scores["n_turns_read"] = first.groupby("thread_id").size()
    evidence = pd.Series("", index=by_thread.index, dtype="str")
    for name in signs:
        evidence = evidence.mask(by_thread[name], evidence + name + ", ")
    scores["evidence"] = evidence.str.rstrip(", ")
    scores = scores.rename_axis("thread_id").reset_index()
    foreign = first.loc[unlabelled(first["turn_id"], turns, "turn_id"), "thread_id"]
    unread = unlabelled(scores["thread_id"], threads, "thread_id")
    unread |= among(scores["thread_id"], foreign)
    return without_labels(scores, unread, ["style", "evidence"])
