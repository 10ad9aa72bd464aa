"""Text is scrubbed only in languages whose ordinary words are listed."""

from __future__ import annotations

import pandas as pd

from convostudy.deidentify.lists import listed_languages
from convostudy.errors import BadParameter, counted

__all__ = ["listed_threads", "refuse_unlisted"]


def refuse_unlisted(messages: pd.DataFrame, languages: pd.DataFrame) -> None:
    """Refuse threads that hold a message in a language without a list.

    Parameters
    ----------
    messages : pandas.DataFrame
        The table `messages`.
    languages : pandas.DataFrame
        The table `languages`. A message whose language cannot be told is not refused: its unknown
        words are masked.

    Raises
    ------
    BadParameter
        There are such threads.

    Examples
    --------
    >>> messages = pd.DataFrame({"message_id": ["m1"], "thread_id": ["t1"]})
    >>> refuse_unlisted(messages, pd.DataFrame({"message_id": ["m1"], "language": ["de"]}))
    Traceback (most recent call last):
    ...
    convostudy.errors.BadParameter: text to scrub: found 1 thread with messages in de. ...
    """
    spoken, unlisted = _unlisted(messages, languages)
    if unlisted.any():
        threads = messages.loc[unlisted, "thread_id"].nunique()
        codes = ", ".join(sorted(spoken[unlisted].unique()))
        raise BadParameter(
            f"{counted(threads, 'thread')} with messages in {codes}",
            where="text to scrub",
            expected=f"languages with a list of ordinary words: {', '.join(listed_languages())}; "
            "without one a name cannot be told from a word",
            do="Leave them out with listed_threads(messages, languages); they can still be "
            "shared as features (T1)",
        )


def listed_threads(messages: pd.DataFrame, languages: pd.DataFrame) -> pd.DataFrame:
    """Return the threads that can be scrubbed: those without a message in an unlisted language.

    Parameters
    ----------
    messages : pandas.DataFrame
        The table `messages`.
    languages : pandas.DataFrame
        The table `languages`.

    Returns
    -------
    pandas.DataFrame
        Rows of `messages`.

    Examples
    --------
    >>> messages = pd.DataFrame({"message_id": ["m1", "m2"], "thread_id": ["t1", "t2"]})
    >>> languages = pd.DataFrame({"message_id": ["m1", "m2"], "language": ["de", "en"]})
    >>> listed_threads(messages, languages)["thread_id"].tolist()
    ['t2']
    """
    _, unlisted = _unlisted(messages, languages)
    return messages[~messages["thread_id"].isin(messages.loc[unlisted, "thread_id"])]


def _unlisted(messages: pd.DataFrame, languages: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    spoken = messages["message_id"].map(languages.set_index("message_id")["language"])
    return spoken, spoken.notna() & ~spoken.isin(listed_languages())
