"""What the rules say to a model: all of it in a language that has rules, nothing in another."""

from __future__ import annotations

import pandas as pd

from convostudy.language.acts import acts as rule_acts
from convostudy.language.answers import status as rule_status
from convostudy.language.packs import reads

__all__ = ["heard_acts", "heard_status", "in_words"]


def heard_acts(messages: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return the acts of messages by the rules of a language, if it has any.

    Parameters
    ----------
    messages : pandas.DataFrame
        message_id and text.
    language : str
        ISO 639-1 code.

    Returns
    -------
    pandas.DataFrame
        As `convostudy.language.acts.acts` gives them; empty in a language without rules.

    Examples
    --------
    >>> said = pd.DataFrame({"message_id": ["m"], "text": ["Thank you so much!"]})
    >>> len(heard_acts(said, "en")), len(heard_acts(said, "es"))
    (1, 0)
    """
    return rule_acts(messages if reads(language, "rules") else messages.iloc[:0])


def heard_status(pairs: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return what the rules of a language, if it has any, say of replies.

    Parameters
    ----------
    pairs : pandas.DataFrame
        As `convostudy.language.answers.status` wants them.
    language : str
        ISO 639-1 code.

    Returns
    -------
    pandas.DataFrame
        As `convostudy.language.answers.status` gives it; in a language without rules as if no
        reply had come in words.
    """
    if reads(language, "rules"):
        return rule_status(pairs)
    return rule_status(pairs.assign(reply=pairs["reply"].mask(in_words(pairs["reply"]))))


def in_words(replies: pd.Series) -> pd.Series:
    """Tell which replies have words, so that they can be judged.

    Examples
    --------
    >>> in_words(pd.Series(["yes", " ", None])).tolist()
    [True, False, False]
    """
    return replies.fillna("").astype("str").str.strip() != ""
