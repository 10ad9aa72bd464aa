"""Languages of messages in, those of turns and threads out."""

from __future__ import annotations

import numpy as np
import pandas as pd

from convostudy.tables import MESSAGES, as_text, check, lookup
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
    place = pd.Index(table[key]).get_indexer(spoken[key])
    spoken, place = spoken[place >= 0], place[place >= 0]
    languages = pd.Categorical(spoken["language"])
    # The last column holds those whose language cannot be told.
    counts = np.zeros((len(table), len(languages.categories) + 1), dtype=np.int64)
    np.add.at(counts, (place, languages.codes), 1)
    n = counts.sum(axis=1)
    # Before the first language, one that no message is in: what stands where none can be told.
    most = np.insert(counts[:, :-1], 0, 0, axis=1).argmax(axis=1) - 1
    named = pd.Series(pd.Categorical.from_codes(most, languages.categories), index=table.index)
    n_foreign = np.bincount(place[spoken["read_as"].isna()], minlength=len(table))
    labelled = pd.Series(2 * n_foreign <= n, index=table.index).astype("boolean")
    return table.assign(language=as_text(named), labelled=labelled.mask(n == 0))
