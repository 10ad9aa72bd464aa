"""M13: which signs of automated sending does a thread show? Never a verdict on a person."""

from __future__ import annotations

import pandas as pd

from convostudy.language.merge_fields import merge_failures
from convostudy.language.uptake import uptake
from convostudy.tables import (
    ACTS,
    MESSAGES,
    NO_TIMESTAMPS,
    QUESTIONS,
    THREADS,
    TURNS,
    among,
    check,
    unlabelled,
    without_labels,
)

__all__ = ["automation"]

MIN_GAPS = 20  # below this a rhythm of sending is no rhythm
MIN_TURNS = 2  # turns without contingency that make an indicator
HALF = 0.5  # share of sends on one second of the minute, or of gaps of one length
MANY_HOURS = 20  # of the 24 hours of the day


def automation(
    turns: pd.DataFrame,
    questions: pd.DataFrame,
    acts: pd.DataFrame,
    threads: pd.DataFrame,
    messages: pd.DataFrame,
    *,
    side: str = "counterpart",
) -> pd.DataFrame:
    """List, thread by thread, what automated sending would leave behind.

    Parameters
    ----------
    turns, questions, acts, threads, messages : pandas.DataFrame
        The tables of those names.
    side : str
        Whose messages: ``counterpart`` or ``owner``.

    Returns
    -------
    pandas.DataFrame
        One row per two-person thread in which that side wrote a turn: ``thread_id, owner_id,
        counterpart_id``; ``n_judged`` (turns after one of the other side of which contingency is
        known), ``n_not_contingent`` of them; ``n_merge_failures`` (messages and notes with an
        unfilled field) and ``merge_evidence``; ``n_gaps`` between its messages with a known
        instant; ``timing``: ``assessed``, or ``timing not assessable (n gaps)`` below 20, or
        ``timing not assessable (no timestamps)``; where assessed: ``same_second_share`` (of the
        messages on the commonest second of the minute), ``same_gap_share`` (of the gaps of the
        commonest length, to the second), ``n_hours_of_day`` (of 24 with a message); and
        ``indicators``, the names of those present, with ``n_indicators``: not contingent in two
        turns or more, a merge failure, half the messages on one second, half the gaps of one
        length, twenty hours of the day; ``why_no_label``: contingency and the indicators are
        missing where the thread is in a language without labels.

    Notes
    -----
    Indicators, never a verdict: a busy person is not contingent either, a template can be pasted
    by hand, and a good tool leaves none of these. Do not add threads up into a share of "bots",
    and do not compare threads whose timing was assessed with those whose timing was not. See
    `contingency` for what it misses and `merge_failures` for what it overcalls.

    References
    ----------
    Gianvecchio, Xie, Wu & Wang (2011), Humans and bots in internet chat.

    Examples
    --------
    >>> from convostudy.tables import TABLES, empty
    >>> names = ("turns", "questions", "acts", "threads", "messages")
    >>> len(automation(*(empty(TABLES[name]) for name in names)))
    0
    """
    check(turns, TURNS)
    check(questions, QUESTIONS)
    check(acts, ACTS)
    check(threads, THREADS)
    check(messages, MESSAGES)
    dyads = threads[~threads["is_group"]].set_index("thread_id")
    talk = turns[among(turns["thread_id"], dyads.index)]
    own = talk.loc[talk["side"] == side, "thread_id"].drop_duplicates().sort_values()
    scores = dyads.loc[own, ["owner_id", "counterpart_id"]]
    taken = uptake(talk, questions, acts)
    taken = taken[(taken["side"] == side) & taken["contingent"].notna()]
    ignoring = ~taken["contingent"].astype("bool")
    for name, counted in (("n_judged", taken), ("n_not_contingent", taken[ignoring])):
        n = counted.groupby("thread_id").size()
        scores[name] = n.reindex(scores.index, fill_value=0).astype("int64")

    sent = messages[(messages["side"] == side) & among(messages["thread_id"], scores.index)]
    sent = sent.sort_values(["thread_id", "seq"])
    failed = sent[["thread_id"]].assign(hit=merge_failures(sent["text"])).dropna()
    failures = failed.groupby("thread_id")["hit"].agg(["size", "first"]).reindex(scores.index)
    scores["n_merge_failures"] = failures["size"].fillna(0).astype("int64")
    scores["merge_evidence"] = failures["first"].astype("str")
    written = sent[sent["kind"].isin(["message", "inmail"]) & sent["sent_at"].notna()]
    scores = scores.join(_timing(written).reindex(scores.index))
    n_sent = written.groupby("thread_id").size().reindex(scores.index, fill_value=0)
    scores["n_gaps"] = (n_sent - 1).clip(lower=0).astype("int64")
    few = "timing not assessable (" + scores["n_gaps"].astype("str") + " gaps)"
    few = few.mask(n_sent == 0, f"timing not assessable ({NO_TIMESTAMPS})")
    assessed = scores["n_gaps"] >= MIN_GAPS
    scores["timing"] = few.mask(assessed, "assessed").astype("str")
    rhythm = ["same_second_share", "same_gap_share", "n_hours_of_day"]
    scores[rhythm] = scores[rhythm].where(assessed)
    signs = {
        "not contingent": scores["n_not_contingent"] >= MIN_TURNS,
        "merge failure": scores["n_merge_failures"] > 0,
        "same second": scores["same_second_share"] >= HALF,
        "same gap": scores["same_gap_share"] >= HALF,
        "many hours": (scores["n_hours_of_day"] >= MANY_HOURS).fillna(False),
    }
    listed = pd.Series("", index=scores.index, dtype="str")
    for name, seen in signs.items():
        listed = listed.mask(seen.astype("bool"), listed + name + "; ")
    scores["indicators"] = listed.str.rstrip("; ")
    scores["n_indicators"] = sum(seen.astype("int64") for seen in signs.values())
    scores = scores.rename_axis("thread_id").reset_index()
    unread = unlabelled(scores["thread_id"], threads, "thread_id")
    of_labels = ["n_judged", "n_not_contingent", "indicators", "n_indicators"]
    return without_labels(scores, unread, of_labels)


def _timing(written: pd.DataFrame) -> pd.DataFrame:
    """Describe the rhythm of each thread, however short it is."""
    by_thread, sent_at = written["thread_id"], written["sent_at"]
    gap = sent_at.groupby(by_thread).diff().dt.floor("s")
    return pd.DataFrame(
        {
            "same_second_share": _commonest(by_thread, sent_at.dt.second),
            "same_gap_share": _commonest(by_thread, gap),
            "n_hours_of_day": sent_at.dt.hour.groupby(by_thread).nunique().astype("Int64"),
        }
    )


def _commonest(by_thread: pd.Series, values: pd.Series) -> pd.Series:
    """Return the share of the commonest value of each thread."""
    counts = values.groupby([by_thread, values]).size()
    by = counts.groupby(level=0)
    return (by.max() / by.sum()).astype("float64")
