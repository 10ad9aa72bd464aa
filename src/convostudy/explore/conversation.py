"""One thread out of the tables in, the conversation as HTML out."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd

from convostudy.explore._bubble import bubble_html
from convostudy.explore._markup import framed, instant, name_html, span_words, words
from convostudy.explore.marks import legend
from convostudy.explore.overview import NOBODY, counterpart_names, whole
from convostudy.language.words import word_count
from convostudy.threads import TALK, with_turns

__all__ = ["MOST_TURNS", "conversation", "conversation_html"]

# Beyond it a browser becomes slow, and nobody reads on.
MOST_TURNS = 150
GAP_TOLD_H = 24.0


def conversation(
    thread_id: str,
    tables: Mapping[str, pd.DataFrame],
    *,
    show_text: bool = False,
    title: str = "",
    most_turns: int | None = MOST_TURNS,
) -> str:
    """Write one thread as a conversation, with its style sheet: HTML that stands alone.

    Parameters
    ----------
    thread_id : str
        Which thread.
    tables : mapping of str to pandas.DataFrame
        ``messages, people, questions, acts, threads``; what is lacking counts as empty.
    show_text : bool
        Whether names and words are shown; otherwise only who wrote when, how much, and what it did.
    title : str
        The heading, where there is another than the name of the other side.
    most_turns : int or None
        Turns beyond it are counted, not shown; None: all.

    Returns
    -------
    str
        HTML in which everything that came from outside is escaped.

    Examples
    --------
    >>> "No messages" in conversation("t1", {})
    True
    """
    shown = conversation_html(
        thread_id, tables, show_text=show_text, title=title, most_turns=most_turns
    )
    return framed(shown, legend())


def conversation_html(
    thread_id: str,
    tables: Mapping[str, pd.DataFrame],
    *,
    show_text: bool = False,
    title: str = "",
    most_turns: int | None = MOST_TURNS,
) -> str:
    """Write one thread as `conversation` does, without style sheet and legend."""
    tables = whole(tables)
    mine = {
        name: tables[name][tables[name]["thread_id"] == thread_id]
        for name in ("messages", "questions", "acts", "threads")
    }
    names = _names(mine, tables["people"])
    other = counterpart_names(mine["threads"], mine["messages"], tables["people"])
    heading = title or (other.iloc[0] if len(other) and show_text else "Owner and counterpart")
    spoken = _in_turns(mine["messages"])
    head = f"<h3>{name_html(heading, letters=120)}</h3><p>{_facts(mine, spoken)}</p>"
    if spoken.empty:
        return f'<section class="cx-thread">{head}<p>No messages in this thread.</p></section>'
    rows = []
    before: Any = pd.NaT
    # Plain dictionaries from here on: a frame costs more to ask for a row than a row to write.
    turns = [list(turn) for _, turn in groupby(spoken.to_dict("records"), itemgetter("part"))]
    asked = _numbered(mine["questions"], spoken)
    does = mine["acts"].sort_values("start", kind="stable").to_dict("records")
    for turn in turns[:most_turns]:
        rows.append(_gap(before, turn[0]["sent_at"]))
        sender = names.get(turn[0]["sender_id"], NOBODY) if show_text else ""
        rows.append(bubble_html(turn, asked, does, sender, show_text=show_text))
        before = turn[-1]["sent_at"]
    more = len(turns) - len(turns[:most_turns])
    after = f"<p>And {more:,} more turn{'s' if more > 1 else ''}, not shown.</p>" if more else ""
    talk = f'<ol class="cx-talk">{"".join(rows)}</ol>'
    return f'<section class="cx-thread">{head}{talk}{after}</section>'


def _names(mine: Mapping[str, pd.DataFrame], people: pd.DataFrame) -> dict[str, str]:
    here = people[people["person_id"].isin(mine["messages"]["sender_id"])]
    return {k: v for k, v in zip(here["person_id"], here["name"], strict=True) if v.strip()}


def _in_turns(messages: pd.DataFrame) -> pd.DataFrame:
    """Return the messages in order, each with its turn; notes and adverts stand alone."""
    ordered = messages.sort_values("seq", kind="stable")
    turn_of = with_turns(messages).set_index("message_id")[["turn_id", "rank"]]
    ordered = ordered.join(turn_of, on="message_id")
    alone = ordered["turn_id"].isna()
    changed = ordered["turn_id"].ne(ordered["turn_id"].shift()).fillna(True) | alone
    return ordered.assign(part=changed.astype("bool").cumsum(), n_words=word_count(ordered["text"]))


def _numbered(questions: pd.DataFrame, spoken: pd.DataFrame) -> list[dict[Hashable, Any]]:
    """Return the questions in the order in which they were asked, with the rank of the answer."""
    place = pd.Series(range(len(spoken)), index=spoken["message_id"])
    at = questions["message_id"].map(place)
    ordered = questions.assign(at=at).sort_values(["at", "start"], kind="stable")
    ordered = ordered.assign(
        number=range(1, len(ordered) + 1),
        answered_in=ordered["answer_turn_id"].str.replace("^.*/", "", regex=True),
    )
    rows: list[dict[Hashable, Any]] = ordered.to_dict("records")
    return rows


def _facts(mine: Mapping[str, pd.DataFrame], spoken: pd.DataFrame) -> str:
    # As the list of threads counts them: an invitation or an advert is no message of the talk.
    n = int(spoken["kind"].isin(TALK).sum())
    parts = [f"{n:,} message{'' if n == 1 else 's'}"]
    for kind, name in (("invitation", "invitation"), ("sponsored", "advert")):
        of_it = int((spoken["kind"] == kind).sum())
        parts += [f"{of_it:,} {name}{'' if of_it == 1 else 's'}"] * bool(of_it)
    if spoken["sent_at"].notna().any():
        first, last = instant(spoken["sent_at"].min()), instant(spoken["sent_at"].max())
        parts.append(f"{first} to {last} (UTC)" if first != last else f"{first} (UTC)")
    elif len(spoken):
        parts.append("no times in the export: order only")
    for thread in mine["threads"].itertuples():
        if thread.inviter != "unknown":
            parts.append(f"{thread.inviter} sent the invitation")
        day = thread.connected_lo
        if not pd.isna(day):
            parts.append(f"connected on {day:%Y-%m-%d}")
        if getattr(thread, "labelled", None) is False:
            parts.append("in a language without labels: nothing is marked")
    return words(" · ".join(parts))


def _gap(before: Any, now: Any) -> str:
    hours = (now - before) / pd.Timedelta(hours=1) if not (pd.isna(before) or pd.isna(now)) else 0
    if hours < GAP_TOLD_H:
        return ""
    return f'<li class="cx-gap">{span_words(hours)} later</li>'
