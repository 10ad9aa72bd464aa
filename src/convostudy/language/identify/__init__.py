"""In which language is each message, and are there labels for it?

A short message is judged by its company: "ok", "lol" or a name are in the language of whoever wrote
them, as told by all that the person wrote in the thread, or else by the thread. Where common words
of a language with labels settle it, the model is not asked; so an English inbox costs next to
nothing. A message goes against its company only when the model is sure.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from convostudy.errors import BadParameter
from convostudy.language.identify.judge import OTHER, of_groups, of_messages
from convostudy.language.identify.model import forget, language_names
from convostudy.language.identify.words import counts, without_addresses
from convostudy.language.packs import readable
from convostudy.tables import LANGUAGES, conform

__all__ = ["DETECT", "OTHER", "identify", "language_names"]

DETECT = "detect"
"""Value of the parameter ``language`` that has each message judged."""
_LARGE = 20_000
"""Messages beyond which what comes next wants the memory that the model takes."""


def identify(
    messages: pd.DataFrame, *, backend: str = "rules", language: str = DETECT
) -> pd.DataFrame:
    """Tell the language of each message, and whose labels it can be given.

    Parameters
    ----------
    messages : pandas.DataFrame
        ``message_id, thread_id, sender_id, text``, in the order of talk.
    backend : str
        Who is to label them: what can be read hangs on it.
    language : str
        ``detect``, or the code of a language that has labels: then all messages are taken to be
        in it.

    Returns
    -------
    pandas.DataFrame
        The table ``languages``.

    Raises
    ------
    BadParameter
        The language asked for has no labels.

    References
    ----------
    Baldwin & Lui (2010), Language identification: the long and the short of the matter.

    Examples
    --------
    >>> said = pd.DataFrame({
    ...     "message_id": ["1", "2", "3"], "thread_id": "t", "sender_id": ["Ana", "Ana", "Bo"],
    ...     "text": ["Wir haben gerade leider gar keinen Bedarf", "ok", "Sorry, what was that?"]})
    >>> identify(said)[["language", "read_as", "evidence"]]
      language read_as     evidence
    0       de     NaN  same person
    1       de     NaN  same person
    2       en      en    own words
    """
    known = readable(backend)
    if language != DETECT:
        if language not in known:
            raise BadParameter(
                f"language = {language!r}",
                expected=f"{DETECT}, or one that has labels: {', '.join(known)}",
                do="Choose one of these; messages in other languages are told and left out",
            )
        given = messages[["message_id"]].assign(
            language=language, read_as=language, evidence="given"
        )
        return conform(given, LANGUAGES)
    texts = without_addresses(messages["text"]).reset_index(drop=True)
    seen = counts(texts, known)
    thread = messages.groupby("thread_id", sort=False).ngroup().to_numpy()
    person = messages.groupby(["thread_id", "sender_id"], sort=False).ngroup().to_numpy()
    by_thread = of_groups(texts, seen, thread, known).iloc[thread].reset_index(drop=True)
    by_person = of_groups(texts, seen, person, known).iloc[person].reset_index(drop=True)
    company = by_person.where(by_person["language"].notna(), by_thread)
    told = of_messages(texts, seen, company["language"], known)
    own = told["language"].notna()
    told = told.where(own, company)
    evidence = pd.Series("own words", index=told.index, dtype="str").mask(~own, "same person")
    evidence = evidence.mask(~own & by_person["language"].isna(), "thread")
    told["evidence"] = evidence.where(told["language"].notna())
    told["read_as"] = _read_as(told["language"], known)
    if len(messages) > _LARGE:
        forget()
    return conform(told.assign(message_id=messages["message_id"].array), LANGUAGES)


def _read_as(language: pd.Series, known: Sequence[str]) -> pd.Series:
    """Say whose labels a message gets; where its language cannot be told, those of most others."""
    read = language.where(language.isin(list(known)))
    usual = read.value_counts()
    default = usual.index[0] if len(usual) else (known[0] if known else None)
    return read.mask(language.isna(), default)
