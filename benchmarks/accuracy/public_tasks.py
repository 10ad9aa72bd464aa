"""What our labels say on public sets whose labels map to ours, and what others have published."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from benchmarks.accuracy import public_sets
from benchmarks.accuracy.baselines import Baseline
from benchmarks.accuracy.compared import NOT_FOUND
from benchmarks.accuracy.intervals import Estimate, estimate

from convostudy.language.backends import find_acts, find_questions, judge_answers
from convostudy.language.learned.answered import ANSWERED, STATUSES

_ANSWERS = list(STATUSES[:ANSWERED])
#: Sentence acts of PersuasionForGood that are one of ours.
_PERSUASION = {
    "gratitude": {"thank"},
    "acceptance": {"agree-donation"},
    "refusal": {"disagree-donation", "disagree-donation-more", "negative-reaction-to-donation"},
    "cta": {"proposition-of-donation", "ask-donation-amount", "ask-donate-more"},
    "closing": {"closing"},
}
_READ = ["message_id", "text", "thread_id", "side"]
_INTENDS = ("cta", "offer_help", "acceptance")
#: Published numbers, given with the task; they are of other splits and other models.
PUBLISHED = {
    "SwDA, question or not (not in our folder)": "bare “?” .70, TF-IDF .81",
    "MRDA, question or not, no punctuation": ".59",
    "PersuasionForGood, eleven acts": "accuracy .748",
    "QEvasion, clarity of answers, macro-F1 (not in our folder)": (
        "TF-IDF .45, fine-tuned DeBERTa .64 to .66, large language models .72 to .79"
    ),
}


@dataclass(frozen=True)
class Task:
    """Units of a public set with their labels, and how ours are asked for them.

    ``rows`` has thread_id and ``true``; the two functions return what is said of each row.
    """

    dataset: str
    what: str
    kind: str
    rows: pd.DataFrame
    by_backend: Callable[[str], np.ndarray]
    by_baseline: Callable[[Baseline], np.ndarray]

    def score(self, said: np.ndarray) -> Estimate:
        """Score what is said of the rows."""
        return estimate(self.rows.assign(said=said), self.kind)


def tasks(folder: Path) -> Iterator[Task]:
    """Give the tasks of all sets that lie in the folder, one after the other."""
    if (folder / "mrda").is_dir():
        talk = public_sets.mrda(folder / "mrda")
        talk = talk.assign(true=talk["is_question"] == 1)
        yield _questions("question or not, as written", talk)
        bare = talk.assign(text=public_sets.without_marks(talk["text"]))
        yield _questions("question or not, no punctuation", bare)
        yield _functions(talk)
    if (folder / "mrda_qa").is_dir():
        pairs = public_sets.mrda_pairs(folder / "mrda_qa")
        yield _answers("answered or not (silver: no reply linked counts as not)", pairs)
        linked = pairs[pairs["status"] != "no_ap_response"].reset_index(drop=True)
        yield _answers("answered or not, where a reply is linked", linked)
    if (folder / "persuasion_for_good").is_dir():
        turns = public_sets.persuasion(folder / "persuasion_for_good")
        found = cache(lambda backend: find_acts(turns[_READ], backend))
        for act, names in _PERSUASION.items():
            yield _act(act, turns, names, found)
    if (folder / "email_intent").is_dir():
        yield _intents(public_sets.email_sentences(folder / "email_intent"))


def _questions(what: str, talk: pd.DataFrame) -> Task:
    def by_backend(backend: str) -> np.ndarray:
        found = find_questions(talk[["message_id", "text"]], backend)
        return talk["message_id"].isin(found["message_id"]).to_numpy()

    return Task("mrda", what, "F1", talk, by_backend, lambda b: b.asks(talk["text"]))


def _functions(talk: pd.DataFrame) -> Task:
    flags = {
        "information": talk["is_info_question"] == 1,
        "action_request": talk["is_request_in_question_form"] == 1,
        "rhetorical": talk["is_rhetorical"] == 1,
    }
    one = sum(flag.astype(int) for flag in flags.values()) == 1
    rows = talk[one].reset_index(drop=True)
    true = np.select([flag[one] for flag in flags.values()], list(flags), "")
    rows["true"] = true.astype(object)

    def by_backend(backend: str) -> np.ndarray:
        found = find_questions(rows[["message_id", "text"]], backend)
        first = found.drop_duplicates("message_id").set_index("message_id")["function"]
        return rows["message_id"].map(first).fillna(NOT_FOUND).to_numpy(dtype=object)

    what = "function of its questions (not found counts as wrong)"
    return Task("mrda", what, "macro-F1", rows, by_backend, lambda b: b.functions(rows["text"]))


def _answers(what: str, pairs: pd.DataFrame) -> Task:
    rows = pairs.assign(true=pairs["status"].isin(["answered", "partial"]))

    def by_backend(backend: str) -> np.ndarray:
        found = find_questions(rows[["message_id", "text"]], backend)
        last = found.drop_duplicates("message_id", keep="last").set_index("message_id")
        given = pd.DataFrame(
            {
                "question": rows["text"],
                "form": rows["message_id"].map(last["form"]).fillna("declarative"),
                "embedded_wh": rows["message_id"].isin(last.index[last["embedded_wh"]]),
                "reply": rows["reply"],
                "reply_is_pitch": False,
            }
        )
        return judge_answers(given, backend)["status"].isin(_ANSWERS).to_numpy()

    def by_baseline(baseline: Baseline) -> np.ndarray:
        return np.isin(baseline.statuses(rows["text"], rows["reply"]).astype(str), _ANSWERS)

    return Task("mrda_qa", what, "kappa", rows, by_backend, by_baseline)


def _act(
    act: str, turns: pd.DataFrame, names: set[str], found: Callable[[str], pd.DataFrame]
) -> Task:
    rows = turns.assign(true=turns["labels"].map(lambda held: bool(held & names)))

    def by_backend(backend: str) -> np.ndarray:
        given = found(backend)
        return rows["message_id"].isin(given.loc[given["act"] == act, "message_id"]).to_numpy()

    what = f"{act}: {', '.join(sorted(names))}"
    return Task("persuasion_for_good", what, "F1", rows, by_backend, lambda b: b.acts(rows)[act])


def _intents(sentences: pd.DataFrame) -> Task:
    rows = sentences.assign(true=sentences["intends"])

    def by_backend(backend: str) -> np.ndarray:
        found = find_questions(rows[["message_id", "text"]], backend)
        requests = found.loc[found["function"] == "action_request", "message_id"]
        acts = find_acts(rows[["message_id", "text"]], backend)
        acts = acts.loc[acts["act"].isin(_INTENDS), "message_id"]
        return (rows["message_id"].isin(requests) | rows["message_id"].isin(acts)).to_numpy()

    def by_baseline(baseline: Baseline) -> np.ndarray:
        acts = baseline.acts(rows)
        asks = baseline.asks(rows["text"])
        wants = asks & (baseline.functions(rows["text"]) == "action_request")
        return np.logical_or.reduce([wants, *(acts[name] for name in _INTENDS)])

    what = f"intent: request for action, {', '.join(_INTENDS)} against request, promise, proposal"
    return Task("email_intent", what, "F1", rows, by_backend, by_baseline)
