"""What each backend says of coded threads, and how fast."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pandas as pd
from benchmarks.accuracy.compared import Compared, act_labels, asked, question_labels, replies
from benchmarks.accuracy.splits import inbox

from convostudy.language.backends import find_acts, find_questions, judge_answers
from convostudy.language.questions import questions as rule_questions
from convostudy.parameters import Parameters
from convostudy.project import pipeline
from convostudy.tables import CONNECTIONS, conform, empty
from convostudy.training.matching import meet

#: Learned from nothing: the only backend that may be scored on batches used for learning.
UNLEARNED = "rules"
_READ = ["message_id", "text", "thread_id", "side", "sent_at"]


@dataclass(frozen=True)
class Said:
    """All that a backend says of the messages of a split.

    Attributes
    ----------
    labels : dict of str to Compared
        By name of the label.
    asked : pandas.DataFrame
        Coded and found questions, as `compared.asked` gives them.
    acts : pandas.DataFrame
        The table acts.
    pairs : pandas.DataFrame
        Questions for information with a reply in words, how it was coded and judged.
    """

    labels: dict[str, Compared]
    asked: pd.DataFrame
    acts: pd.DataFrame
    pairs: pd.DataFrame


def said_by(backend: str, messages: pd.DataFrame, gold: pd.DataFrame) -> Said:
    """Run the whole pipeline with one backend, and compare what it says with the coder."""
    frame, people, until = inbox(messages)
    made = pipeline.label(
        frame,
        people,
        conform(empty(CONNECTIONS), CONNECTIONS),
        observed_until=until,
        parameters=Parameters(backend=backend),
    )
    whole = asked(messages, gold, made["questions"])
    labels = question_labels(whole)
    labels["question in texts without any “?”"] = unmarked(backend, messages, gold)
    labels |= act_labels(messages, made["acts"])
    pairs = question_reply_pairs(messages, gold, made["acts"])
    judged = judge_answers(pairs, backend)
    pairs = pairs.join(judged[[name for name in ("status", "confidence") if name in judged]])
    return Said(labels, whole, made["acts"], pairs)


def unmarked(backend: str, messages: pd.DataFrame, gold: pd.DataFrame) -> Compared:
    """Look for questions in texts of which every "?" has become a full stop."""
    frame, _, _ = inbox(messages)
    bare = frame[_READ].assign(text=frame["text"].str.replace("?", ".", regex=False))
    rows = question_labels(asked(messages, gold, find_questions(bare, backend)))
    return rows["question or not"]


def question_reply_pairs(
    messages: pd.DataFrame, gold: pd.DataFrame, acts: pd.DataFrame
) -> pd.DataFrame:
    """Return questions coded as being for information, with a reply in words, as models get them.

    Spans and forms are those of the rules; questions that the rules do not find are left out.
    """
    ruled = rule_questions(messages[["message_id", "text"]])
    pairs = meet(gold.reset_index(drop=True), ruled)
    coded = gold.reset_index(drop=True).loc[pairs["gold"]].reset_index(drop=True)
    found = ruled.loc[pairs["found"]].reset_index(drop=True)
    row = pd.Index(messages["message_id"]).get_indexer(found["message_id"])
    pitched = acts.loc[acts["act"] == "pitch", "message_id"]
    pitched_text = messages["text"].where(messages["message_id"].isin(pitched), "")
    in_pitch = replies(messages.assign(text=pitched_text), found)
    texts = messages["text"].to_numpy(dtype=object)
    whole = pd.DataFrame(
        {
            "thread_id": messages["thread_id"].to_numpy()[row],
            "question": found["text"],
            "head": [texts[k][:start] for k, start in zip(row, found["start"], strict=True)],
            "form": found["form"],
            "embedded_wh": found["embedded_wh"],
            "reply": replies(messages, found),
            "reply_is_pitch": [bool(text.strip()) for text in in_pitch],
            "coded": coded["status_next"],
        }
    )
    wanted = (coded["function"] == "information") & ~whole["coded"].isin(["open", "no_reply"])
    return whole[wanted & (whole["reply"].str.strip() != "")].reset_index(drop=True)


def speed(backend: str, messages: pd.DataFrame, pairs: pd.DataFrame) -> tuple[float, float]:
    """Return messages read for questions and acts, and pairs judged, in a second of CPU."""
    read = inbox(messages)[0][_READ]
    find_acts(read.head(50), backend)  # loads rules and weights, which is not timed
    judge_answers(pairs.head(50), backend)
    began = time.process_time()
    find_acts(read, backend)
    find_questions(read, backend)
    read_at = time.process_time()
    judge_answers(pairs, backend)
    ended = time.process_time()
    return len(read) / (read_at - began), len(pairs) / (ended - read_at)
