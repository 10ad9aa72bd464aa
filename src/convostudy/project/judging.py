"""Questions and what was said after them in, the table of questions with their answers out."""

from __future__ import annotations

from functools import partial

import pandas as pd

from convostudy import threads as shape
from convostudy.language.answers.place import settling_message
from convostudy.language.backends import judge_answers
from convostudy.language.labels import pitches
from convostudy.parameters import Parameters
from convostudy.tables import QUESTIONS, among, conform, lookup
from convostudy.threads.pairs import ANSWERED

__all__ = ["with_answers"]

HOUR = pd.Timedelta(hours=1)


def with_answers(
    questions: pd.DataFrame,
    *,
    talk: pd.DataFrame,
    turns: pd.DataFrame,
    acts: pd.DataFrame,
    observed_until: pd.Timestamp | None,
    knobs: Parameters,
    language: str = "en",
) -> pd.DataFrame:
    """Judge the next two turns of the other side as answers to each information question.

    Parameters
    ----------
    questions : pandas.DataFrame
        Questions of talk, with thread, turn, side and ``asked_at``.
    talk, turns, acts : pandas.DataFrame
        Messages with their turns; the tables of those names.
    observed_until : pandas.Timestamp or None
        The last instant that the export could have shown.
    knobs : Parameters
        Windows, and who judges.
    language : str
        In which the questions are asked; a turn that is in none with labels is not judged.

    Returns
    -------
    pandas.DataFrame
        The table ``questions``.
    """
    asked = questions[questions["function"] == "information"]
    slots = shape.reply_slots(
        asked, turns, observed_until=observed_until, no_reply_days=knobs.no_reply_days
    )
    judge = partial(judge_answers, backend=knobs.backend, language=language)
    selling = pitches(acts)["turn_id"]
    first = judge(_pairs(asked, slots, "next", selling))
    status_next = shape.next_status(slots, first["status"])
    # An answer in the next turn settles it: the second is read only where there is none.
    unanswered = ~status_next.isin(ANSWERED)
    later = judge(_pairs(asked[unanswered], slots[unanswered], "second", selling))
    second = later.reindex(asked.index)
    eventual = shape.eventual_status(slots, status_next, second["status"])
    by_second = eventual["slot"] == "second"
    settled = eventual["slot"].notna()
    answer_turn = slots["next_turn_id"].mask(by_second, slots["second_turn_id"]).where(settled)
    turn_at = slots["next_at"].mask(by_second, slots["second_at"]).where(settled)
    columns = pd.DataFrame(
        {
            "status_next": status_next,
            "status_eventual": eventual["status"],
            "answer_turn_id": answer_turn,
            "by_overlap": first["by_overlap"].mask(by_second, second["by_overlap"]) & settled,
            "needs_review": first["needs_review"].mask(by_second, second["needs_review"]) & settled,
            "answer_evidence": first["evidence"].mask(by_second, second["evidence"]),
        }
    )
    said = talk.assign(is_pitch=among(talk["message_id"], pitches(acts)["message_id"]))
    message = settling_message(asked.join(columns), said, judge=judge)
    message_at = lookup(message, talk.set_index("message_id")["sent_at"])
    columns["wait_h"] = (message_at.fillna(turn_at) - asked["asked_at"]) / HOUR
    whole = questions.join(columns)
    for flag in ("by_overlap", "needs_review"):
        whole[flag] = whole[flag].astype("boolean").fillna(False).astype("bool")
    return conform(whole, QUESTIONS)


def _pairs(asked: pd.DataFrame, slots: pd.DataFrame, slot: str, selling: pd.Series) -> pd.DataFrame:
    """Put question and reply side by side, as `language.answers` wants them."""
    return pd.DataFrame(
        {
            "question": asked["text"],
            "form": asked["form"],
            "embedded_wh": asked["embedded_wh"],
            "reply": slots[f"{slot}_text"],
            "reply_is_pitch": among(slots[f"{slot}_turn_id"], selling),
        }
    )
