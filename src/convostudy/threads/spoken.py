"""Languages of messages in, those of turns and threads out."""

from __future__ import annotations

import pandas as pd

from convostudy.tables import MESSAGES, check, lookup
from convostudy.threads.segments import TALK

__all__ = ["threads_with_language", "turns_with_language"]


def turns_with_language(
    turns: pd.DataFrame, talk: pd.DataFrame, languages: pd.DataFrame
) -> pd.DataFrame:
    """Fill in the language of each turn, and whether there are labels for it.

    Parameters
    ----------
    turns : pandas.DataFrame
        The table ``turns``.
    talk : pandas.DataFrame
        From `with_turns`.
    languages : pandas.DataFrame
        The table ``languages``.

    Returns
    -------
    pandas.DataFrame
        ``turns`` with ``language`` and ``labelled``: those of most of its messages.

    Examples
    --------
    >>> turns = pd.DataFrame({"turn_id": ["t/1"]})
    >>> talk = pd.DataFrame({"message_id": ["a", "b"], "turn_id": "t/1"})
    >>> languages = pd.DataFrame({"message_id": ["a", "b"], "language": "de", "read_as": None})
    >>> turns_with_language(turns, talk, languages)
      turn_id language  labelled
    0     t/1       de     False
    """
    spoken = languages.merge(talk[["message_id", "turn_id"]], on="message_id")
    return _with_most(turns, spoken, "turn_id")


def threads_with_language(
    threads: pd.DataFrame, messages: pd.DataFrame, languages: pd.DataFrame
) -> pd.DataFrame:
    """Fill in the language of each thread, and how much of it has no labels.

    Parameters
    ----------
    threads, messages, languages : pandas.DataFrame
        The tables of those names.

    Returns
    -------
    pandas.DataFrame
        ``threads`` with ``language`` and ``labelled`` (those of most of its messages and invitation
        notes) and ``n_unlabelled`` (messages, notes not counted).
    """
    check(messages, MESSAGES)
    spoken = languages.merge(messages[["message_id", "thread_id", "kind"]], on="message_id")
    foreign = spoken[spoken["read_as"].isna() & spoken["kind"].isin(TALK)]
    n = foreign.groupby("thread_id").size()
    told = _with_most(threads, spoken, "thread_id")
    unlabelled = lookup(told["thread_id"], n.astype("Int64")).fillna(0)
    return told.assign(n_unlabelled=unlabelled.astype("Int64"))


def _with_most(table: pd.DataFrame, spoken: pd.DataFrame, key: str) -> pd.DataFrame:
    """Give each row the language of most of its messages; of two alike, the first in the alphabet.

    Messages and not words are counted: no count of words is fair to every script.
    """
    n = spoken.groupby([key, "language"]).size().reset_index(name="n")
    most = n.sort_values(["n", "language"], ascending=[False, True]).drop_duplicates(key)
    share = spoken["read_as"].isna().groupby(spoken[key]).mean()
    labelled = (share <= 0.5).astype("boolean")
    return table.assign(
        language=lookup(table[key], most.set_index(key)["language"]).array,
        labelled=lookup(table[key], labelled).array,
    )
