"""What anybody gets without us: a "?", always the same, a list of words, TF-IDF."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd
from benchmarks.accuracy import word_lists
from benchmarks.accuracy.compared import (
    Compared,
    act_labels,
    asked,
    question_labels,
    replies,
)

from convostudy.language.sentences import sentences
from convostudy.tables import ACT_NAMES

Flags = npt.NDArray[np.bool_]
Labels = npt.NDArray[np.object_]


class Baseline(Protocol):
    """Somebody who labels, knowing nothing of us."""

    name: str

    def asks(self, texts: pd.Series) -> Flags:
        """Say which sentences are questions."""
        ...

    def functions(self, texts: pd.Series) -> Labels:
        """Say what questions are for."""
        ...

    def forms(self, texts: pd.Series) -> Labels:
        """Say what form questions have."""
        ...

    def statuses(self, texts: pd.Series, reply: pd.Series) -> Labels:
        """Say how replies answer questions; an empty reply is silence."""
        ...

    def acts(self, messages: pd.DataFrame) -> dict[str, Flags]:
        """Say by act which messages do it; thread_id and text in the order of talk."""
        ...


class Bare:
    """A question is what holds "?"; everything else always gets the commonest label."""

    name = "“?” / always"

    def __init__(self, gold: pd.DataFrame) -> None:
        """See which labels are the commonest in the batches to learn from."""
        self.commonest = {
            slot: gold[slot].mode().item() for slot in ("function", "form", "status_next")
        }

    def asks(self, texts: pd.Series) -> Flags:
        """Look for a question mark."""
        flags: Flags = texts.str.contains("?", regex=False).to_numpy(dtype=bool)
        return flags

    def functions(self, texts: pd.Series) -> Labels:
        """Give the commonest function."""
        return np.full(len(texts), self.commonest["function"], dtype=object)

    def forms(self, texts: pd.Series) -> Labels:
        """Give the commonest form."""
        return np.full(len(texts), self.commonest["form"], dtype=object)

    def statuses(self, texts: pd.Series, reply: pd.Series) -> Labels:
        """Give the commonest status, which is an answer, to silence, too."""
        return np.full(len(texts), self.commonest["status_next"], dtype=object)

    def acts(self, messages: pd.DataFrame) -> dict[str, Flags]:
        """Find every act in every message: never finding one has F1 0."""
        return {name: np.ones(len(messages), dtype=bool) for name in ACT_NAMES}


class WordList:
    """Words and openings that come to mind, `word_lists`."""

    name = "word list"

    def asks(self, texts: pd.Series) -> Flags:
        """Look for a question mark or a first word that asks."""
        return _holds(texts, word_lists.ASKS)

    def functions(self, texts: pd.Series) -> Labels:
        """Look for words of asking a favour, then of asking nothing."""
        wants = _holds(texts, word_lists.ASKS_FOR_ACTION)
        nothing = _holds(texts, word_lists.RHETORICAL)
        return np.where(wants, "action_request", np.where(nothing, "rhetorical", "information"))

    def forms(self, texts: pd.Series) -> Labels:
        """Look for an "or", a tag, a first word."""
        return _first(texts, word_lists.FORMS, "declarative")

    def statuses(self, texts: pd.Series, reply: pd.Series) -> Labels:
        """Look for set phrases of not answering."""
        return _first(reply, {"no_reply": r"^\s*$"} | word_lists.STATUSES, "explicit")

    def acts(self, messages: pd.DataFrame) -> dict[str, Flags]:
        """Look for the words of each act."""
        return {name: _holds(messages["text"], word_lists.ACTS[name]) for name in ACT_NAMES}


def said_by_baseline(
    baseline: Baseline, messages: pd.DataFrame, gold: pd.DataFrame
) -> dict[str, Compared]:
    """Compare what a baseline says with the coder.

    It finds questions by itself; for functions, forms and statuses it is shown the coded ones,
    and for statuses also told which are for information: it is spared what our backends have to
    find out.
    """
    made = question_labels(asked(messages, gold, _found(baseline, messages)))
    bare = messages.assign(text=messages["text"].str.replace("?", ".", regex=False))
    stripped = question_labels(asked(messages, gold, _found(baseline, bare)))
    text = gold["text"]
    reply = pd.Series(replies(messages, gold), index=gold.index)
    known = gold[["message_id", "start", "end", "text", "form", "function"]]
    guessed = known.assign(function=baseline.functions(text), form=baseline.forms(text))
    made |= {
        name: compared
        for name, compared in question_labels(asked(messages, gold, _open(guessed))).items()
        if name in ("function", "form")
    }
    status = baseline.statuses(text, reply)
    judged = known.assign(status_next=status, status_eventual=status)
    by_status = question_labels(asked(messages, gold, judged))
    made |= {name: held for name, held in by_status.items() if name.startswith(("answ", "status"))}
    made["question in texts without any “?”"] = stripped["question or not"]
    found = [
        pd.DataFrame({"message_id": messages["message_id"][flags], "act": name})
        for name, flags in baseline.acts(messages).items()
    ]
    return made | act_labels(messages, pd.concat(found))


def _found(baseline: Baseline, messages: pd.DataFrame) -> pd.DataFrame:
    """Return the sentences that a baseline takes for questions, as a table of questions."""
    parts = sentences(messages["text"])
    parts = parts.assign(message_id=messages["message_id"].loc[parts["row"]].to_numpy())
    found = parts[baseline.asks(parts["text"])].reset_index(drop=True)
    return _open(found.assign(form=None, function=None))


def _open(found: pd.DataFrame) -> pd.DataFrame:
    return found.assign(status_next=None, status_eventual=None)


def _holds(texts: pd.Series, pattern: str) -> Flags:
    flags: Flags = texts.str.lower().str.contains(pattern, regex=True).to_numpy(dtype=bool)
    return flags


def _first(texts: pd.Series, patterns: dict[str, str], otherwise: str) -> Labels:
    fits = [_holds(texts, pattern) for pattern in patterns.values()]
    made: Labels = np.select(fits, list(patterns), otherwise).astype(object)
    return made
