"""Find the questions of messages and label them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import pandas as pd

from convostudy.errors import BadTable
from convostudy.language.questions.confidence import confidence
from convostudy.language.questions.detect import Found, Looks, found_in, looks
from convostudy.language.questions.form import form_of
from convostudy.language.questions.function import function_of
from convostudy.language.questions.indirect import EMBEDS
from convostudy.language.questions.maybe import may_ask
from convostudy.language.questions.needs import gauges_need
from convostudy.language.questions.patterns import content_end, lowered, matches
from convostudy.language.quoted import own_words
from convostudy.language.sentences import sentences

__all__ = ["questions"]

_COLUMNS = {
    "message_id": "str",
    "start": "int64",
    "end": "int64",
    "text": "str",
    "form": "str",
    "function": "str",
    "need_gauging": "bool",
    "embedded_wh": "bool",
    "evidence": "str",
    "confidence": "float64",
    "need_confidence": "float64",
}


def questions(messages: pd.DataFrame) -> pd.DataFrame:
    """Find the questions in messages.

    Parameters
    ----------
    messages : pandas.DataFrame
        One row per message: ``message_id``, ``text`` (as written; missing counts as empty).
        What it quotes ("> When do you fly?") asks nothing.

    Returns
    -------
    pandas.DataFrame
        One row per question, in the order of messages and of text: ``message_id``; ``start``,
        ``end`` (characters in the message, so that ``text[start:end]`` is the question); ``text``;
        ``form``; ``function``; ``need_gauging`` (asks about the reader's work, goals, problems);
        ``embedded_wh`` (a question inside the question: "do you know when it starts", to which
        yes and a time are both answers); ``evidence`` (rules and matched words); ``confidence``
        (0 to 1: share of coded questions found by the same rules that were such questions);
        ``need_confidence`` (the same of gauging a need; missing where it does not).

    Raises
    ------
    BadTable
        ``message_id`` or ``text`` is lacking.

    References
    ----------
    Kwong & Yorke-Smith (2009), Detection of imperative and declarative question-answer pairs in
    email conversations. Codebook: forms after SWBD-DAMSL, functions after Stivers & Enfield (2010).

    Examples
    --------
    >>> found = questions(pd.DataFrame({"message_id": ["m1"], "text": [
    ...     "Thanks! How did you end up in packaging design? Open to a call this week?"]}))
    >>> found[["text", "form", "function"]].values.tolist()
    [['How did you end up in packaging design?', 'wh', 'information'],
     ['Open to a call this week?', 'fragment', 'action_request']]
    """
    lacking = [name for name in ("message_id", "text") if name not in messages]
    if lacking:
        raise BadTable(
            f"no column {', '.join(map(repr, lacking))}",
            where="messages given to questions()",
            expected="message_id and text",
            do="Hand over the messages table, or rename your columns",
        )
    texts = own_words(messages["text"].astype("str").reset_index(drop=True))
    maybe = texts[may_ask(texts)]
    parts = sentences(maybe)
    parts = parts[may_ask(parts["text"])]
    rows: list[tuple[object, ...]] = []
    # Whoever sets a question mark sets others: beside one, a full stop speaks for a statement.
    sets_marks = matches(maybe, r"\?")[maybe.index.get_indexer(parts["row"])]
    readings = _readings(list(zip(parts["text"].tolist(), sets_marks.tolist(), strict=True)))
    # A loop over the sentences that may ask: their rules look back and forth within a sentence.
    for row, start, end, text, reading in zip(
        parts["row"].tolist(),
        parts["start"].tolist(),
        parts["end"].tolist(),
        parts["text"].tolist(),
        readings,
        strict=True,
    ):
        if reading is not None:
            found, labels = reading.found, reading.labels
            if labels is None:
                labels = _labelled(reading, partial(_after, maybe, row, end))
            rows.append((row, start + found.start, start + found.end, text[found.start :], *labels))
    return _table(rows, messages["message_id"])


class _Reading(NamedTuple):
    """A sentence that asks; its labels are missing where they turn on what follows."""

    found: Found
    look: Looks
    core: str
    closing: str
    labels: tuple[str, str, str, str, str] | None = None


class _TurnsOnContextError(Exception):
    """The labels of a sentence turn on what follows it."""


def _readings(sentences: list[tuple[str, bool]]) -> list[_Reading | None]:
    """Read each different sentence once: those who write to many write the same to many."""
    distinct = list(dict.fromkeys(sentences))
    lows = [lowered(text) for text, _ in distinct]
    read = dict(zip(distinct, map(_reading, distinct, lows, looks(lows)), strict=True))
    return [read[sentence] for sentence in sentences]


def _reading(sentence: tuple[str, bool], low: str, look: Looks) -> _Reading | None:
    text, sets_marks = sentence
    found = found_in(text, low, look, sets_marks=sets_marks)
    if found is None:
        return None
    close = max(content_end(low, found.main, found.end), found.main + 1)
    core = low[found.main : close].lstrip(" \"'“‘(*_")
    reading = _Reading(found, look, core, low[close:])
    try:
        return reading._replace(labels=_labelled(reading, _unknown))
    except _TurnsOnContextError:
        return reading


def _unknown() -> str:
    raise _TurnsOnContextError


def _after(texts: pd.Series, row: int, end: int) -> str:
    return str(texts.loc[row])[end:].strip().lower()


def _table(rows: list[tuple[object, ...]], message_ids: pd.Series) -> pd.DataFrame:
    names = ["row", "start", "end", "text", "core", "form", "function", "evidence", "rules"]
    table = pd.DataFrame(rows, columns=names)
    table["message_id"] = message_ids.take(table["row"].astype("int64").tolist()).to_numpy()
    need = gauges_need(table["core"], function=table["function"], form=table["form"])
    table["need_gauging"] = need != ""
    table["evidence"] = table["evidence"].astype("str") + (
        ("; need: '" + need + "'").where(need != "", "")
    )
    table["embedded_wh"] = matches(table["core"].tolist(), EMBEDS) | (table["form"] == "indirect")
    table["confidence"] = confidence(table["rules"])
    table["need_confidence"] = confidence(need.where(need == "", "need")).where(need != "")
    return table[list(_COLUMNS)].astype(_COLUMNS)


def _labelled(reading: _Reading, follows: Callable[[], str]) -> tuple[str, str, str, str, str]:
    found, core = reading.found, reading.core
    form, form_words = form_of(core, rule=found.rule, look=reading.look)
    function, function_rule, function_words = function_of(
        core,
        form=form,
        rule=found.rule,
        disbelief="?!" in reading.closing or "!?" in reading.closing,
        follows=follows,
    )
    evidence = (
        f"found: {found.rule} '{found.words}'; form: {form} '{form_words}'; "
        f"function: {function_rule} '{function_words}'"
    )
    return core, form, function, evidence, f"{found.rule} {function_rule}"
