"""Questions and what was said after them in, the table of questions with their answers out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pandas as pd

from convostudy import threads as shape
from convostudy.language.answers.overlap import share_words
from convostudy.language.answers.place import settling_message
from convostudy.language.backends import judge_answers
from convostudy.language.labels import pitches
from convostudy.language.packs import reads
from convostudy.parameters import Parameters
from convostudy.project.meant import meant_for
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
    """Judge the turns of the other side that may answer each information question.

    Parameters
    ----------
    questions : pandas.DataFrame
        Questions of talk, with thread, turn, side and ``asked_at``, in the order of asking.
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
    awaiting = questions[questions["function"] != "rhetorical"]
    named = shape.links(talk, awaiting)
    slots = shape.reply_slots(
        awaiting,
        turns,
        observed_until=observed_until,
        no_reply_days=knobs.no_reply_days,
        named=named,
    )
    judge = partial(judge_answers, backend=knobs.backend, language=language)
    reader = _Reader(slots, awaiting, talk, named, pitches(acts), judge, language)
    asked = awaiting[awaiting["function"] == "information"]
    slots = slots.loc[asked.index]
    first = reader.read(asked, "next")
    # Words that are all for other questions are no word about this one.
    first.loc[first["passed_over"], ["status", "evidence"]] = ["dodged", "takes up other questions"]
    status_next = shape.next_status(slots, first["status"])
    later = _read_on(reader, asked, slots, status_next)
    status = {f"judged_{name}": each["status"].reindex(asked.index) for name, each in later.items()}
    eventual = shape.eventual_status(slots, status_next, **status)
    settled = eventual["slot"].notna()
    verdict = first.assign(turn_id=slots["next_turn_id"], at=slots["next_at"])
    for name, judged in later.items():
        rows = eventual.index[eventual["slot"] == name]
        place = slots.loc[rows, [f"{name}_turn_id", f"{name}_at"]]
        settling = judged.loc[rows].join(place.set_axis(["turn_id", "at"], axis=1))
        verdict.loc[rows] = settling[verdict.columns]
    columns = pd.DataFrame(
        {
            "status_next": status_next,
            "status_eventual": eventual["status"],
            "answer_turn_id": verdict["turn_id"].where(settled),
            "by_overlap": verdict["by_overlap"] & settled,
            "needs_review": verdict["needs_review"] & settled,
            "answer_evidence": verdict["evidence"],
        }
    )
    said = talk.assign(is_pitch=among(talk["message_id"], pitches(acts)["message_id"]))
    if len(named):
        names = named.set_index("message_id")["reply_to"]
        said["replies_to"] = lookup(said["message_id"], names)
    message = settling_message(asked.join(columns), said, judge=judge)
    message_at = lookup(message, talk.set_index("message_id")["sent_at"])
    columns["wait_h"] = (message_at.fillna(verdict["at"].where(settled)) - asked["asked_at"]) / HOUR
    whole = questions.join(columns)
    for flag in ("by_overlap", "needs_review"):
        whole[flag] = whole[flag].astype("boolean").fillna(False).astype("bool")
    return conform(whole, QUESTIONS)


@dataclass(frozen=True)
class _Reader:
    """All that is needed to judge what the turn of a slot says to some questions."""

    slots: pd.DataFrame
    awaiting: pd.DataFrame
    talk: pd.DataFrame
    named: pd.DataFrame
    pitches: pd.DataFrame
    judge: Callable[[pd.DataFrame], pd.DataFrame]
    language: str

    def read(self, asked: pd.DataFrame, slot: str) -> pd.DataFrame:
        """Return the verdict on each question, and whether the turn passes it over."""
        meant = meant_for(
            asked, self.slots, slot, self.awaiting, self.talk, self.named, self.language
        )
        turn_ids = self.slots.loc[asked.index, f"{slot}_turn_id"]
        pairs = pd.DataFrame(
            {
                "question": asked["text"],
                "form": asked["form"],
                "embedded_wh": asked["embedded_wh"],
                "reply": meant["reply"],
                "reply_is_pitch": among(turn_ids, self.pitches["turn_id"]),
            }
        )
        verdict = self.judge(pairs).assign(passed_over=meant["passed_over"])
        if not reads(self.language, "rules"):
            # Where no rule says which sign it saw, shared words are one.
            verdict["by_sign"] = share_words(pairs["question"], pairs["reply"], self.language)
        return verdict


def _read_on(
    reader: _Reader, asked: pd.DataFrame, slots: pd.DataFrame, status_next: pd.Series
) -> dict[str, pd.DataFrame]:
    """Read the turns after the next, each for the questions that are open when it comes."""
    # An answer in the next turn settles it: the second is read only where there is none.
    still_open = ~status_next.isin(ANSWERED)
    second = reader.read(asked[still_open], "second")
    # Right after a question, or after the word that it was asked back for, a statement is taken for
    # an answer; a turn later something in it must speak for that.
    seen = slots[["next_turn_id", "second_turn_id"]].eq(slots["linked_turn_id"], axis=0).any(axis=1)
    named = slots["linked_in_time"] & ~seen
    direct = (status_next == "clarification") | (slots["second_direct"] & ~named)
    unfounded = second["status"].isin(ANSWERED) & ~second["by_sign"] & ~direct[still_open]
    second.loc[unfounded | second["passed_over"], ["status", "evidence"]] = None
    later = {"second": second}
    if (asked_back := second["status"] == "clarification").any():
        later["third"] = reader.read(asked.loc[second.index[asked_back]], "third")
        later["third"].loc[later["third"]["passed_over"], ["status", "evidence"]] = None
    for verdict in later.values():
        still_open[verdict.index[verdict["status"].isin(ANSWERED)]] = False
    if (named & still_open).any():
        later["linked"] = reader.read(asked[named & still_open], "linked")
    return later
