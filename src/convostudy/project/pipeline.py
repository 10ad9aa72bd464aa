"""Messages in, every labelled table out: the one place where the rooms are put together.

Messages in a language without labels get none: no act or question is looked for in them. Nothing
here touches the disk, so that the same steps run in a notebook on frames alone.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import TypeVar

import pandas as pd

from convostudy import threads as shape
from convostudy.errors import BadParameter
from convostudy.language.backends import find_acts, find_questions, place_questions
from convostudy.language.identify import identify
from convostudy.language.labels import pitches
from convostudy.measures import measures
from convostudy.measures.style import style
from convostudy.parameters import Parameters
from convostudy.project.judging import with_answers
from convostudy.project.needed import needed_tables
from convostudy.tables import ACTS, THREADS, among, conform, lookup

__all__ = ["label", "score"]

_READ = ["message_id", "text"]
_Labels = TypeVar("_Labels", pd.DataFrame, pd.Series)


def label(
    messages: pd.DataFrame,
    people: pd.DataFrame,
    connections: pd.DataFrame,
    *,
    observed_until: pd.Timestamp | None,
    parameters: Parameters | None = None,
    say: Callable[[str], None] | None = None,
) -> dict[str, pd.DataFrame]:
    """Make languages, turns, attempts, questions, acts and threads from messages.

    Parameters
    ----------
    messages, people, connections : pandas.DataFrame
        The tables of those names.
    observed_until : pandas.Timestamp or None
        The last instant that the export could have shown; ``None`` when nothing is known.
    parameters : Parameters, optional
        Windows and thresholds.
    say : callable, optional
        Called with the name of each step before it runs.

    Returns
    -------
    dict of pandas.DataFrame
        ``languages, turns, attempts, questions, acts, threads``.

    Raises
    ------
    BadParameter
        ``observed_until`` lies before the last message, or the parameter ``language`` names one
        that has no labels.
    """
    knobs = parameters or Parameters()
    tell = say or _quiet
    last = messages["sent_at"].max()
    if observed_until is not None and last > observed_until:
        raise BadParameter(
            f"observed_until = {observed_until}",
            expected=f"an instant at or after the last message, which was sent {last}",
            do="Give the instant of the export, or leave it out",
        )
    talk = shape.with_turns(messages)
    written = messages[messages["kind"].isin([*shape.TALK, "invitation"])]
    # Models read a message after what it answers.
    written = written[written["text"] != ""].sort_values(["thread_id", "seq"], ignore_index=True)
    tell("languages")
    languages = identify(written, backend=knobs.backend, language=knobs.language)
    tell("turns")
    turns = shape.turns_with_language(shape.turns(messages), talk, languages)
    attempts = shape.attempts(messages, followup_gap_h=knobs.followup_gap_h)
    tell("acts")
    acts = _acts(written, messages, talk, languages, knobs.backend)
    tell("questions")
    questions = _questions(talk, turns, languages, knobs.backend)
    acts = _with_question_acts(acts, questions)
    tell("answers")
    judge = partial(
        with_answers, talk=talk, turns=turns, acts=acts, observed_until=observed_until, knobs=knobs
    )
    questions = _in_each_language(questions, languages, judge)
    tell("threads")
    threads = shape.dyads(
        messages,
        people,
        connections,
        turns,
        observed_until=observed_until,
        connected_on_tz=knobs.connected_on_tz,
        tz_slack_h=knobs.tz_slack_h,
    )
    threads = shape.threads_with_language(threads, messages, languages)
    threads = _with_first_pitch(threads, turns, messages, acts, questions, knobs)
    return {
        "languages": languages,
        "turns": turns,
        "attempts": attempts,
        "questions": questions,
        "acts": acts,
        "threads": threads,
    }


def score(
    tables: Mapping[str, pd.DataFrame],
    parameters: Parameters | None = None,
    *,
    names: Collection[str] | None = None,
    say: Callable[[str], None] | None = None,
) -> dict[str, pd.DataFrame]:
    """Run measures on the tables that they name.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        ``{"messages": messages, "people": people, **label(messages, people, ...)}``.
    parameters : Parameters, optional
        Windows and thresholds; each measure gets those it names.
    names : collection of str, optional
        Which measures; all when left out.
    say : callable, optional
        Called with the name of each measure before it runs.

    Raises
    ------
    BadParameter, BadTable
        A measure of that name does not exist; a table that a measure reads is lacking.

    Returns
    -------
    dict of pandas.DataFrame
        Score table by name of the measure.
    """
    knobs = parameters or Parameters()
    tell = say or _quiet
    known = measures()
    strangers = sorted(set(names or ()) - set(known))
    if strangers:
        raise BadParameter(
            f"no measure {strangers[0]!r}",
            expected=f"one of {', '.join(known)}",
            do="`convostudy measures` lists them",
        )
    scores = {}
    for name, measure in known.items():
        if names is not None and name not in names:
            continue
        tell(name)
        given = inspect.signature(measure).parameters.values()
        options = {p.name: getattr(knobs, p.name) for p in given if p.kind is p.KEYWORD_ONLY}
        scores[name] = measure(*needed_tables(measure, tables), **options)
    return scores


def _quiet(step: str) -> None:
    """Say nothing."""


def _in_each_language(
    rows: pd.DataFrame, languages: pd.DataFrame, find: Callable[..., _Labels]
) -> _Labels:
    """Have the rows of messages labelled, each in its language; none in one without labels."""
    read_as = lookup(rows["message_id"], languages.set_index("message_id")["read_as"])
    # Messages without words are in no language, and stay where they stood in the talk.
    silent = ~among(rows["message_id"], languages["message_id"])
    codes = sorted(read_as.dropna().unique())
    parts = [find(rows[(read_as == code) | silent], language=code) for code in codes]
    # An inbox that is empty, or in none of them, has the columns of the table all the same.
    return pd.concat(parts) if parts else find(rows.iloc[:0])


def _acts(
    written: pd.DataFrame,
    messages: pd.DataFrame,
    talk: pd.DataFrame,
    languages: pd.DataFrame,
    backend: str,
) -> pd.DataFrame:
    """Find the acts of talk and of invitation notes."""
    read = written[[*_READ, "thread_id", "side", "sent_at"]]
    found = _in_each_language(read, languages, partial(find_acts, backend=backend))
    found = found.merge(messages[["message_id", "thread_id", "side"]], on="message_id", how="left")
    found["turn_id"] = lookup(found["message_id"], talk.set_index("message_id")["turn_id"])
    # Taking up and turning down need something to be taken up: not the first words of a thread.
    first_turn = found["turn_id"].str.endswith("/1").fillna(False)
    notes = (messages["kind"] == "invitation") & (messages["text"] != "")
    noted = messages.loc[notes, "thread_id"]
    unasked = first_turn & ~among(found["thread_id"], noted)
    found = found[~(unasked & found["act"].isin(["acceptance", "refusal"]))]
    return conform(found, ACTS)


def _questions(
    talk: pd.DataFrame, turns: pd.DataFrame, languages: pd.DataFrame, backend: str
) -> pd.DataFrame:
    """Find the questions of talk, with what was said before each."""
    read = talk[[*_READ, "thread_id", "side", "sent_at"]]
    found = _in_each_language(read, languages, partial(find_questions, backend=backend))
    about = talk[["message_id", "thread_id", "turn_id", "side", "sent_at", "seq", "rank"]]
    found = found.merge(about, on="message_id", how="left")
    found = found.sort_values(["thread_id", "seq", "start"]).reset_index(drop=True)
    texts = turns[["thread_id", "rank", "text"]]
    context = found[["thread_id", "rank"]]
    partner = context.assign(rank=context["rank"] - 1).merge(texts, how="left")["text"]
    own = context.assign(rank=context["rank"] - 2).merge(texts, how="left")["text"]
    asked = pd.DataFrame(
        {
            "message_id": found["message_id"],
            "text": found["text"],
            "function": found["function"],
            "partner_text": partner.array,
            "own_text": own.fillna("").array,
        }
    )
    found["sequence"] = _in_each_language(asked, languages, place_questions).astype("str")
    found["question_id"] = found["message_id"] + ":" + found["start"].astype("str")
    return found.rename(columns={"sent_at": "asked_at"})


def _with_question_acts(acts: pd.DataFrame, questions: pd.DataFrame) -> pd.DataFrame:
    """Add the acts that are questions: gauging a need, and asking for an action in a pitch."""
    information = questions["function"] == "information"
    gauging = questions[questions["need_gauging"] & information].assign(act="need_gauging")
    gauging = gauging.assign(confidence=gauging["need_confidence"])
    selling = pitches(acts).groupby("message_id")["confidence"].max()
    selling = lookup(questions["message_id"], selling)
    calling = questions[selling.notna() & (questions["function"] == "action_request")]
    # It calls to action if it asks for one, and if there is a pitch at all.
    sure = calling["confidence"] * selling[calling.index]
    calling = calling.assign(act="cta", confidence=sure)
    rows = pd.concat([gauging, calling]).sort_values("confidence", ascending=False, kind="stable")
    rows = rows.drop_duplicates(["message_id", "act"]).sort_index(kind="stable")
    rows = rows.assign(evidence="question: " + rows["text"])
    known = acts["message_id"] + acts["act"]
    rows = rows[~among(rows["message_id"] + rows["act"], known)]
    return conform(pd.concat([acts, rows[[c for c in acts.columns if c in rows]]]), ACTS)


def _with_first_pitch(
    threads: pd.DataFrame,
    turns: pd.DataFrame,
    messages: pd.DataFrame,
    acts: pd.DataFrame,
    questions: pd.DataFrame,
    knobs: Parameters,
) -> pd.DataFrame:
    """Fill in when the side under study first pitched, and with what style it began."""
    made = pitches(acts, side=knobs.side, solicitations=knobs.solicitations)
    at = made.merge(messages[["message_id", "sent_at"]], on="message_id")
    began = style(
        turns,
        threads,
        acts,
        questions,
        side=knobs.side,
        landmark_turns=knobs.landmark_turns,
        solicitations=knobs.solicitations,
    )
    by_thread = threads["thread_id"]
    filled = threads.assign(
        first_pitch_at=lookup(by_thread, at.groupby("thread_id")["sent_at"].min()),
        style_landmark=lookup(by_thread, began.set_index("thread_id")["style"]),
    )
    return conform(filled, THREADS)
