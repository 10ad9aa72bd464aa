"""One turn in, its bubble out: who, when, the messages, and below each what it does."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from convostudy.explore._markup import instant, name_html, span_words, words
from convostudy.explore._said import said
from convostudy.explore.marks import Mark, family, marked_text

__all__ = ["bubble_html"]

Row = Mapping[Hashable, Any]

SIDES = {"owner": "Owner", "counterpart": "Counterpart"}
KINDS = {"invitation": "invitation", "inmail": "InMail", "sponsored": "advert"}
WIDEST = 400  # words; the bar of a longer message is no longer
SURE = "How sure the program is, from 0 to 1"
WITHOUT_WORDS = {"empty": "nothing written", "voice": "voice message"}


def bubble_html(
    turn: Sequence[Row],
    asked: Sequence[Row],
    acts: Sequence[Row],
    sender: str,
    *,
    show_text: bool,
) -> str:
    """Write one turn as an item of a list.

    Parameters
    ----------
    turn : sequence of mapping
        Its messages, as column to value, with ``turn_id, rank, n_words``.
    asked : sequence of mapping
        The questions of the thread, with ``number`` and ``answered_in``.
    acts : sequence of mapping
        The acts of the thread, by where they begin.
    sender : str
        Who wrote, if names are shown.
    show_text : bool
        Whether words are shown.

    Returns
    -------
    str
    """
    first = turn[0]
    side = first["side"] if first["side"] in SIDES else "unknown"
    who = SIDES.get(side, "Somebody")
    told = [f"<b>{name_html(sender)}</b> ({who.lower()})" if sender else f"<b>{who}</b>"]
    told.append(instant(first["sent_at"]))
    if not pd.isna(first["rank"]):
        told.append(f"turn {int(first['rank'])}")
    told += [KINDS[first["kind"]]] if first["kind"] in KINDS else []
    answers = "".join(
        f'<li class="cx-chip cx-answer"><b>Q{q["number"]}</b> {said(q["status_eventual"])}</li>'
        for q in asked
        if q["answer_turn_id"] == first["turn_id"]
    )
    shown = f'<ul class="cx-chips">{answers}</ul>' if answers else ""
    body = "".join(_message(message, asked, acts, show_text) for message in turn)
    head = f'<p class="cx-who">{" · ".join(told)}</p>'
    return f'<li class="cx-turn cx-{side}">{head}{shown}{body}</li>'


def _message(message: Row, asked: Sequence[Row], acts: Sequence[Row], show_text: bool) -> str:
    questions = [q for q in asked if q["message_id"] == message["message_id"]]
    does = [a for a in acts if a["message_id"] == message["message_id"]]
    chips = [_asked(q, show_text) for q in questions] + [_does(a, show_text) for a in does]
    below = f'<ul class="cx-chips">{"".join(chips)}</ul>' if chips else ""
    if not message["text"].strip():
        lacking = WITHOUT_WORDS.get(message["modality"], message["modality"])
        if message["kind"] == "invitation":
            lacking = "sent without a note"
        return f'<div class="cx-said"><p class="cx-none">{words(lacking)}</p>{below}</div>'
    if not show_text:
        return f'<div class="cx-said">{_bar(int(message["n_words"]))}{below}</div>'
    marks = [Mark(q["start"], q["end"], f"Q{q['number']}", "question", _tip(q)) for q in questions]
    marks += [Mark(a["start"], a["end"], said(a["act"]), a["act"], _tip(a)) for a in does]
    text = marked_text(message["text"], marks)
    return f'<div class="cx-said"><p class="cx-text" dir="auto">{text}</p>{below}</div>'


def _bar(n_words: int) -> str:
    """Show how much was written, not what."""
    wide = round(100 * min(n_words, WIDEST) / WIDEST)
    how_much = f"{n_words:,} word{'' if n_words == 1 else 's'}"
    return f'<p class="cx-bar"><span style="width:{max(wide, 2)}%"></span>{how_much}</p>'


def _asked(question: Row, show_text: bool) -> str:
    told = [f"wants {said(question['function'])}", said(question["form"])]
    if not pd.isna(question["status_eventual"]):
        how = said(question["status_eventual"])
        if not pd.isna(question["answered_in"]):
            how += f" in turn {question['answered_in']}"
        if not pd.isna(question["wait_h"]):
            how += f" after {span_words(question['wait_h'])}"
        told.append(how)
    if question["need_gauging"]:
        told.append("about the reader's needs")
    why = [question["evidence"], question["answer_evidence"]] if show_text else []
    return _chip("question", f"Q{question['number']}", ", ".join(told), why, question["confidence"])


def _does(act: Row, show_text: bool) -> str:
    why = [act["evidence"]] if show_text else []
    kind = said(act["kind"], kind=True)
    return _chip(family(act["act"]), said(act["act"]), kind, why, act["confidence"])


def _chip(kind: str, name: str, what: str, why: list[Any], confidence: float) -> str:
    """A label: its name, what is known of it, how sure; the evidence opens on a click."""
    head = f"<b>{words(name)}</b> {words(what)}".strip()
    sure = "" if pd.isna(confidence) else f' <small title="{SURE}">{confidence:.2f}</small>'
    told = "; ".join(str(w) for w in why if not pd.isna(w) and str(w))
    if not told:
        return f'<li class="cx-chip cx-{kind}">{head}{sure}</li>'
    return (
        f'<li class="cx-chip cx-{kind}"><details><summary>{head}{sure}</summary>'
        f'<span dir="auto">{words(told)}</span></details></li>'
    )


def _tip(label: Row) -> str:
    why = "" if pd.isna(label["evidence"]) else str(label["evidence"])
    sure = label["confidence"]
    return why if pd.isna(sure) else f"{why} ({sure:.2f})".strip()
