"""Find the questions of messages and label them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from convostudy.errors import BadTable
from convostudy.language.questions.confidence import confidence
from convostudy.language.questions.detect import MAYBE, Found, found_in
from convostudy.language.questions.form import form_of
from convostudy.language.questions.function import function_of
from convostudy.language.questions.needs import gauges_need
from convostudy.language.questions.patterns import content_end, lowered
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
}


def questions(messages: pd.DataFrame) -> pd.DataFrame:
    """Find the questions in messages.

    Parameters
    ----------
    messages : pandas.DataFrame
        One row per message: ``message_id``, ``text`` (as written; missing counts as empty).

    Returns
    -------
    pandas.DataFrame
        One row per question, in the order of messages and of text: ``message_id``; ``start``,
        ``end`` (characters in the message, so that ``text[start:end]`` is the question); ``text``;
        ``form``; ``function``; ``need_gauging`` (asks about the reader's work, goals, problems);
        ``embedded_wh`` (a question inside the question: "do you know when it starts", to which
        yes and a time are both answers); ``evidence`` (rules and matched words); ``confidence``
        (0 to 1: share of coded questions found by the same rules that were such questions).

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
    texts = messages["text"].astype("str").reset_index(drop=True)
    maybe = texts[_may_ask(texts)]
    parts = sentences(maybe)
    hopeful = parts[_may_ask(parts["text"])]
    whole = dict(zip(maybe.index, maybe, strict=True))
    rows: list[tuple[object, ...]] = []
    # A loop over the sentences that may ask: their rules look back and forth within a sentence.
    for row, start, end, text in zip(
        hopeful["row"], hopeful["start"], hopeful["end"], hopeful["text"], strict=True
    ):
        low = lowered(text)
        for found in found_in(text, low):
            follows = whole[row][end:] if found.end == len(text) else text[found.end :]
            labels = _labelled(low, found, follows.lower().strip())
            rows.append((row, start + found.start, start + found.end, *labels))
    names = ["row", *list(_COLUMNS)[1:3], *list(_COLUMNS)[4:-1], "rules"]
    table = pd.DataFrame(rows, columns=names)
    table["text"] = [
        whole[row][s:e]
        for row, s, e in zip(table["row"], table["start"], table["end"], strict=True)
    ]
    table["message_id"] = messages["message_id"].take(table["row"].astype("int64")).to_numpy()
    table["confidence"] = confidence(table["rules"])
    return table[list(_COLUMNS)].astype(_COLUMNS)


def _may_ask(texts: pd.Series) -> Any:
    """Look once over the whole column with RE2; pandas would loop over it in Python."""
    import pyarrow as pa
    import pyarrow.compute as pc

    column: Any = pa.array(texts, type=pa.large_string(), from_pandas=True)
    found = pc.match_substring_regex(column, MAYBE)
    return pc.fill_null(found, False).to_numpy(zero_copy_only=False)


def _labelled(low: str, found: Found, follows: str) -> tuple[str, str, bool, bool, str, str]:
    close = content_end(low, found.main, found.end)
    core = low[found.main : max(close, found.main + 1)].lstrip(" \"'“‘(*_")
    form, embedded, form_words = form_of(core, rule=found.rule, marked=found.marked)
    function, function_rule, function_words = function_of(
        core,
        form=form,
        rule=found.rule,
        follows=follows,
        n_words=core.count(" ") + 1,
        marks=low[close : found.end],
    )
    need = gauges_need(core, function=function, form=form)
    evidence = (
        f"found: {found.rule} '{found.words}'; form: {form} '{form_words}'; "
        f"function: {function_rule} '{function_words}'"
    )
    if need:
        evidence += f"; need: '{need}'"
    rules = f"{found.rule} {function_rule}"
    return form, function, bool(need), embedded or form == "indirect", evidence, rules
