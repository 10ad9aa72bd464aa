"""Sentences as the models that look for questions get them: words, openings, marks."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_matrix

from convostudy.language.acts.scoring import readable
from convostudy.language.learned.context import SIGNS, context, signs
from convostudy.language.learned.tokens import Tokens, tokens
from convostudy.language.lexicons import any_of
from convostudy.language.sentences import sentences

__all__ = [
    "OPENING_MARK",
    "Reading",
    "asking_reading",
    "form_reading",
    "sentence_table",
    "writes_marks",
]

#: Opens a question in Spanish and its neighbours; means nothing else anywhere.
OPENING_MARK = "¿"
# Ranges, because the tables of Unicode classes cost RE2 ten times as much; emoji are no letters.
_BETWEEN = r"[^0-9A-Za-z\x{00C0}-\x{1FFF}]"
_MARK_AT_END = rf"\?{_BETWEEN}*$"
_OPENING_WORDS = 3
# Behind a mark that opens so few words stands a tag, which belongs to the statement before it.
_TAG_WORDS = 3
_OF_TEXT = SIGNS.index("opens")  # signs of a text alone come first
_OF_MARKS = [SIGNS.index(name) for name in ("asks", "asks_last", "asks_twice")]

Reading = tuple[Tokens, dict[str, csr_matrix], npt.NDArray[np.float32]]


def sentence_table(texts: pd.Series, language: str) -> pd.DataFrame:
    """Return the sentences of texts, each from where it would ask if it does.

    Parameters
    ----------
    texts : pandas.Series
        As written.
    language : str
        In which they are.

    Returns
    -------
    pandas.DataFrame
        As `convostudy.language.sentences.sentences` gives them, and bool: ``marked``, a question
        mark says that it asks; ``first`` and ``last`` of its text.

    Examples
    --------
    >>> found = sentence_table(pd.Series(["Hola Ana, ¿tienes un rato esta tarde? Gracias"]), "es")
    >>> found[["text", "marked"]].values.tolist()
    [['¿tienes un rato esta tarde?', True], ['Gracias', False]]
    """
    parts = sentences(texts, language)
    written = pa.array(parts["text"].tolist(), pa.large_string())
    at_end = pc.match_substring_regex(written, _MARK_AT_END).to_numpy(zero_copy_only=False)
    opens = parts["text"].str.contains(OPENING_MARK, regex=False).to_numpy(dtype=bool)
    ahead = np.zeros(len(parts), dtype=np.int64)
    # A loop over the few with an opening mark.
    for k in np.flatnonzero(opens).tolist():
        text = str(parts["text"].iloc[k])
        at = text.index(OPENING_MARK)
        ahead[k] = at if len(text[at:].split()) > _TAG_WORDS else 0
    cut = [text[at:] for text, at in zip(parts["text"].tolist(), ahead.tolist(), strict=True)]
    return parts.assign(
        start=parts["start"] + ahead,
        text=pd.array(cut, dtype="str"),
        marked=at_end | opens,
        first=~parts["row"].duplicated(),
        last=~parts["row"].duplicated(keep="last"),
    )


def writes_marks(messages: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Tell whose questions have marks: from who writes some, a sentence without one asks rarely.

    Parameters
    ----------
    messages : pandas.DataFrame
        text; thread_id and side, where known: without them each message is judged alone.

    Returns
    -------
    numpy.ndarray of bool
        By message: its writer marks some question in the thread.

    Examples
    --------
    >>> writes_marks(pd.DataFrame({"text": ["vienes?", "cuando llegas"], "thread_id": "t",
    ...                            "side": "owner"})).tolist()
    [True, True]
    """
    marked = messages["text"].astype("str").str.contains("?", regex=False).fillna(False)
    if "thread_id" in messages and len(messages):
        marked = marked.groupby([messages["thread_id"], messages["side"]]).transform("any")
    flags: npt.NDArray[np.bool_] = marked.to_numpy(dtype=bool)
    return flags


def asking_reading(parts: pd.DataFrame, by_marker: npt.NDArray[np.bool_], language: str) -> Reading:
    """Return words, places and signs of sentences, as if no question mark were written.

    Parameters
    ----------
    parts : pandas.DataFrame
        From `sentence_table`.
    by_marker : numpy.ndarray of bool
        By sentence: its writer marks questions, as `writes_marks` tells.
    language : str
        In which they are.

    Returns
    -------
    found : Tokens
        Words of the sentences, and of their openings.
    around : dict of str to scipy.sparse.csr_matrix
        ``sentence``, ``opening``: sentences by texts.
    signs : numpy.ndarray
        Sentences by signs.
    """
    edges = parts[["first", "last"]].to_numpy(dtype=bool)
    found, around, seen = _read(parts["text"], language)
    seen[:, _OF_MARKS] = 0
    seen = np.hstack([seen, edges, by_marker[:, None]]).astype(np.float32)
    return found, around, seen


def form_reading(questions: pd.Series, language: str) -> Reading:
    """Return words, places and signs of questions, as `asking_reading`, marks included."""
    found, around, seen = _read(questions, language)
    inside = questions.str.find(OPENING_MARK).to_numpy() > 0
    return found, around, np.hstack([seen, inside[:, None]]).astype(np.float32)


def _read(texts: pd.Series, language: str) -> Reading:
    n = len(texts)
    bare = texts.astype("str").str.replace(rf"[?{OPENING_MARK}]", " ", regex=True).str.strip()
    opening = bare.str.split(n=_OPENING_WORDS).str[:_OPENING_WORDS].str.join(" ")
    low = readable(pd.concat([bare, opening], ignore_index=True))
    rows, ones = np.arange(n), np.ones(n, dtype=np.float32)
    around = {
        name: csr_matrix((ones, rows + k * n, np.arange(n + 1)), shape=(n, 2 * n))
        for k, name in enumerate(("sentence", "opening"))
    }
    alone = signs(readable(texts), context(pd.DataFrame(index=texts.index)))[:, :_OF_TEXT]
    hits = [
        pc.match_substring_regex(low.slice(0, n), pattern).to_numpy(zero_copy_only=False)
        for pattern in _patterns(language)
    ]
    return tokens(low), around, np.column_stack([alone, *hits]).astype(np.float32)


def _patterns(language: str) -> list[str]:
    """Return what the word lists of a language look for; RE2's own edge of words is ASCII alone."""
    between, end = _BETWEEN, rf"(?:{_BETWEEN}|$)"
    words, verbs = (any_of(f"question_{name}", language) for name in ("words", "verbs"))
    lead = rf"^{between}*(?:{any_of('question_openers', language)}{between}+)*"
    later = rf"[,;:.…!-]\s*(?:{any_of('question_openers', language)}{between}+)*"
    return [
        rf"{lead}{words}{end}",
        rf"{lead}{verbs}{end}",
        rf"{later}{words}{end}",
        rf"{later}{verbs}{end}",
        rf"(?:^|{between}){any_of('question_words_sure', language)}{end}",
        rf"[,.…]\s*{any_of('question_tags', language)}{between}*$",
        rf"(?:^|{between}){any_of('question_choices', language)}{end}",
    ]
