"""What a message does, by a model that reads it with what was said before."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from convostudy.language.acts.scoring import readable
from convostudy.language.learned.again import neighbours
from convostudy.language.learned.codebook import settled
from convostudy.language.learned.context import Context, context, signs
from convostudy.language.learned.encoder.head import Depth, deepened, head
from convostudy.language.learned.encoder.readings import message_rows
from convostudy.language.learned.evidence import spoken
from convostudy.language.learned.heard import heard_acts
from convostudy.language.learned.linear import load, probabilities
from convostudy.language.learned.tokens import Tokens, tokens
from convostudy.tables import ACT_NAMES

__all__ = [
    "LABELS",
    "NOT_KNOWN",
    "Reading",
    "chances",
    "first_sight",
    "light_acts",
    "reading",
    "second_sight",
]

#: Gauging a need is asked for question by question, so it is no act of a message here.
LABELS = [name for name in ACT_NAMES if name != "need_gauging"]
#: From this share of right calls on a rule is believed whatever the model says.
SURE = 0.65

#: Kind of an act that the model gives and no rule explains.
NOT_KNOWN = {"pitch": "sales", "refusal": "indirect", "cta": "other"}
_ROWS = 2**16  # messages read at once, a thread never cut
_COLUMNS = ["message_id", "act", "kind", "start", "end", "evidence", "confidence"]


def light_acts(
    messages: pd.DataFrame,
    depth: Depth = "light",
    folder: str | None = None,
    language: str = "en",
) -> pd.DataFrame:
    """Return the acts of each message, by the linear model, which also hears the rules.

    Parameters
    ----------
    messages : pandas.DataFrame
        message_id, text; thread_id, side and sent_at in the order of talk, where known.
    depth : str
        Whether the encoder reads, too: see `convostudy.language.learned.encoder.head.Depth`.
    folder : str, optional
        Of another encoder than the package's own.
    language : str
        In which the texts are.

    Returns
    -------
    pandas.DataFrame
        As `convostudy.language.acts.acts` gives them. ``confidence`` is the calibrated probability
        of the label, or that of a rule that is surer; ``evidence`` names the rule that agrees, if
        one does, and the words that spoke for the label most. ``kind`` is that of the rules, or
        `NOT_KNOWN`.

    Examples
    --------
    >>> said = pd.DataFrame({"message_id": ["m1"], "text": ["Thank you so much for your help!"]})
    >>> light_acts(said)["act"].tolist()
    ['gratitude']
    """
    parts = [_told(part, depth, folder, language) for part in slices(messages)]
    return pd.concat(parts, ignore_index=True)


def slices(messages: pd.DataFrame) -> list[pd.DataFrame]:
    """Part the messages so that no thread is cut and memory stays bounded."""
    if len(messages) <= _ROWS or "thread_id" not in messages:
        return [messages.iloc[k : k + _ROWS] for k in range(0, max(len(messages), 1), _ROWS)]
    thread = messages["thread_id"]
    begins = np.flatnonzero((thread != thread.shift()).to_numpy())
    cuts = [0]
    for begin in begins.tolist():
        if begin - cuts[-1] >= _ROWS:
            cuts.append(begin)
    ends = [*cuts[1:], len(messages)]
    return [messages.iloc[a:b] for a, b in zip(cuts, ends, strict=True)]


class Reading(NamedTuple):
    """Messages as the model gets them."""

    texts: pa.Array
    found: Tokens
    placed: Context
    signs: npt.NDArray[np.float32]
    ruled: pd.DataFrame  # acts by rules, with ``row`` and ``column`` (of `LABELS`)
    language: str


def reading(messages: pd.DataFrame, language: str = "en") -> Reading:
    """Return texts, words, context, signs and what the rules say of messages.

    Parameters
    ----------
    messages : pandas.DataFrame
        As for `light_acts`.
    language : str
        In which the texts are; in one without rules these say nothing.
    """
    texts = readable(messages["text"])
    placed = context(messages)
    ruled = heard_acts(messages[["message_id", "text"]], language)
    ids = pd.Index(messages["message_id"].astype("str"))
    ruled["row"] = ids.get_indexer(ruled["message_id"])
    ruled["column"] = pd.Index(LABELS).get_indexer(ruled["act"])
    said = np.zeros((len(messages), len(LABELS)), dtype=np.float32)
    said[ruled["row"], ruled["column"]] = ruled["confidence"]
    seen = np.hstack([signs(texts, placed, messages.get("sent_at")), said > 0, said])
    return Reading(texts, tokens(texts), placed, seen.astype(np.float32), ruled, language)


def first_sight(read: Reading) -> npt.NDArray[np.float64]:
    """Return the probability of each of `LABELS` by the linear model, which sees no act around."""
    model = load(f"acts.{read.language}")
    return probabilities(model, model.score(read.found, read.placed.around, read.signs))


def chances(
    messages: pd.DataFrame,
    depth: Depth = "light",
    folder: str | None = None,
    language: str = "en",
) -> tuple[Reading, npt.NDArray[np.float64]]:
    """Return how messages read, and the probability of each of `LABELS`, as `light_acts` has them.

    A rule that is surer than the model, and right often enough, goes first: in `SURE` of cases, or,
    beside the encoder, in as many as its head says.
    """
    read = reading(messages, language)
    first = first_sight(read)
    if depth != "light":
        first = deepened(
            first,
            "acts",
            lambda tokenizer, rows: message_rows(tokenizer, messages, rows),
            everything=depth == "transformer",
            folder=folder,
        )
    chance = second_sight(first, read.placed, language)
    level = np.full(len(LABELS), SURE)
    if depth != "light":
        chance, level = head("acts", folder).finished(chance), head("acts", folder).sure
    sure = read.ruled[read.ruled["confidence"] >= level[read.ruled["column"].to_numpy()]]
    at = (sure["row"].to_numpy(), sure["column"].to_numpy())
    chance[at] = np.maximum(chance[at], sure["confidence"].to_numpy())
    return read, chance


def second_sight(
    first: npt.NDArray[np.float64], placed: Context, language: str = "en"
) -> npt.NDArray[np.float64]:
    """Return the probability of each of `LABELS`, given what those around are likely to do."""
    again = load(f"acts_again.{language}")
    wordless = tokens(pa.array([""] * len(first), pa.large_string()))
    return probabilities(again, again.score(wordless, {}, neighbours(first, placed)))


def _told(messages: pd.DataFrame, depth: Depth, folder: str | None, language: str) -> pd.DataFrame:
    """Return one row for each label that is likely enough, with what spoke for it."""
    read, chance = chances(messages, depth, folder, language)
    model = load(f"acts.{language}")
    again = load(f"acts_again.{language}")
    cuts = again.threshold if depth == "light" else head("acts", folder).threshold
    by_rule = np.zeros(chance.shape, dtype=bool)
    by_rule[read.ruled["row"], read.ruled["column"]] = True
    row, column = np.nonzero(settled(chance >= cuts, by_rule, LABELS, read.texts, language))
    words, start, end = spoken(read.texts, read.found, model.worth(read.found), row, column)
    table = pd.DataFrame(
        {
            "row": row,
            "column": column,
            "message_id": messages["message_id"].astype("str").to_numpy()[row],
            "act": np.array(LABELS, dtype=object)[column],
            "start": start,
            "end": end,
            "evidence": [f"model: {named}" for named in words],
            "confidence": chance[row, column],
        }
    )
    ruled = read.ruled.rename(columns={"evidence": "by_rule", "start": "from", "end": "to"})
    ruled = ruled[["row", "column", "kind", "by_rule", "from", "to"]]
    table = table.merge(ruled, on=["row", "column"], how="left")
    agreed = table["by_rule"].notna()
    table[["act", "kind", "by_rule", "evidence"]] = table[
        ["act", "kind", "by_rule", "evidence"]
    ].astype("str")
    table["kind"] = table["kind"].where(agreed, table["act"].map(NOT_KNOWN))
    both = table["by_rule"].fillna("") + "; " + table["evidence"]
    table["evidence"] = table["evidence"].where(~agreed, both)
    for place, ruled_place in (("start", "from"), ("end", "to")):
        table[place] = table[ruled_place].where(agreed, table[place]).astype("int64")
    return table[_COLUMNS]
