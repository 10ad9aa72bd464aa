"""Shared words: content stems that a question and what was replied to it have in common."""

from __future__ import annotations

import pandas as pd

from convostudy.language.lexicons import load
from convostudy.language.words import content_stems

__all__ = ["share_words", "shared_stems"]


def shared_stems(questions: pd.Series, replies: pd.Series) -> pd.Series:
    """Return the content stems that question and reply share.

    Parameters
    ----------
    questions, replies : pandas.Series
        Texts, same index.

    Returns
    -------
    pandas.Series
        Tuples of str in alphabetical order, same index; empty when nothing is shared.

    Notes
    -----
    Shared words tell that a reply is on the subject, not that it answers: on their own they are
    weak evidence, and a product talked up in reply to a question shares its words too.

    Examples
    --------
    >>> shared_stems(pd.Series(["Do you handle exports?"]), pd.Series(["Exports keep me awake"]))[0]
    ('export',)
    """
    frame = frozenset(load("answer_frame"))
    pairs = zip(content_stems(questions), content_stems(replies), strict=True)
    # A loop over pairs: sets have no column form.
    shared = [tuple(sorted((asked & told) - frame)) for asked, told in pairs]
    return pd.Series(shared, index=questions.index, dtype="object")


def share_words(questions: pd.Series, replies: pd.Series, language: str) -> pd.Series:
    """Tell whether question and reply share a content stem, in any language.

    Parameters
    ----------
    questions, replies : pandas.Series
        Texts, same index; a missing one shares nothing.
    language : str
        ISO 639-1 code.

    Returns
    -------
    pandas.Series
        bool, same index.

    Examples
    --------
    >>> asked, told = pd.Series(["¿Venden flores?", "¿Y pan?"]), pd.Series(["Las flores sí", None])
    >>> share_words(asked, told, "es").tolist()
    [True, False]
    """
    pairs = zip(content_stems(questions, language), content_stems(replies, language), strict=True)
    return pd.Series([not asked.isdisjoint(told) for asked, told in pairs], index=questions.index)
