"""Estimates in, the words of a figure out: what one would see, and what to see in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from convostudy.prose.inbox import (
    A_CLEAR_NO,
    Five,
    no_first_turn,
    not_among,
    sides,
    soon_sentence,
)
from convostudy.prose.sentences import CLUSTERS, COUNTED, LABELS, begun, counted, share

__all__ = ["figure_words"]

Words = tuple[str, str]


def figure_words(
    figure: str,
    five: Five,
    counts: pd.DataFrame | None = None,
    *,
    rows: pd.DataFrame | None = None,
) -> dict[str, str]:
    """Give alt text and caption of a figure of the report.

    Parameters
    ----------
    figure : str
        ``time_to_pitch, first_contact, answered, statuses, after_refusal`` or ``replies``.
    five : mapping
        From `outcomes.primary`.
    counts : pandas.DataFrame, optional
        What stacked bars show; the alt text says it in words.
    rows : pandas.DataFrame, optional
        What dots show, from `outcomes.answered_by_side`; the caption explains the rows drawn.

    Returns
    -------
    dict
        ``alt`` (what one would see) and ``caption`` (what to see in it, n, how it was obtained).
    """
    alt, caption = _WORDS[figure](five)
    if counts is not None:
        alt = f"{alt} {_in_words(counts)}"
    if rows is not None:
        caption += _styles(five, rows)
    return {"alt": alt.strip(), "caption": f"{caption} {LABELS}"}


def _in_words(counts: pd.DataFrame) -> str:
    said = []
    for group, parts in counts.iterrows():
        each = ", ".join(f"{int(n)} {part}" for part, n in parts.items())
        said.append(f"{begun(str(group))} (n = {int(parts.sum())}): {each}.")
    return " ".join(said)


def _time_to_pitch(five: Five) -> Words:
    n = int(five["soon"]["n"])
    silent = n - int(five["soon_wrote"]["n"])
    main, *more = (f"{hours:g} hours" for hours in five["pitch_within_h"][:2])
    marked = f"{main} (the main threshold)" + "".join(f" and {hours}" for hours in more)
    return (
        f"Step curve of the share of {counted(n, 'connection')} that had a pitch, by time since "
        "connecting. " + soon_sentence(five),
        f"{counted(n, 'connection')} with a known day, {silent:,} of them without any message of "
        f"the {five['side']}; those without a pitch are followed until the export ends."
        f"{not_among(five['unclocked'])} Look at how many of all these pitches came on the first "
        "day. Shaded: from the least to the most that the day of connecting allows. Line: the "
        "best guess between the two, from the hours "
        "at which the owner writes; where the owner sent the invitation, somebody else accepted "
        "it, so there all hours count alike. It starts after two hours: what happened before "
        f"cannot be known. Dotted lines: {marked}. Ticks at the foot: here the export ended for a "
        "connection without a pitch. Numbers: connections still followed without a pitch. "
        "Intervals: in the table below.",
    )


def _first_contact(five: Five) -> Words:
    side = five["side"]
    return (
        f"Bars: threads by the turn in which the {side} first pitched. First turn: "
        f"{share(five['first'])}.",
        f"Counts of threads in which the {side} wrote (n = {int(five['first']['n']):,}"
        f"{no_first_turn(five)}); invitation notes are no turn. Look at the first bar, a pitch as "
        f"a greeting: {share(five['first'])}. “Never so far” may still "
        "become a pitch after the export.",
    )


def _answered(five: Five) -> Words:
    to, back = five["their_answers"], five["own_answers"]
    whom, other = sides(five["side"])
    return (
        f"Dots with intervals: questions answered. Put to the {whom}: {share(to)}; put to the "
        f"{other}: {share(back)}.",
        "Dots: share of questions answered within two turns of the person asked and "
        f"{five['no_reply_days']:g} days; n beside each dot. Look whether the two sides differ by "
        f"more than their lines. {CLUSTERS}",
    )


def _styles(five: Five, rows: pd.DataFrame) -> str:
    """Explain the rows that part the questions by how the other side began, if any is drawn."""
    drawn = int((rows["who"].str.startswith("…") & (rows["n"] > 0)).sum())
    if not drawn:
        return ""
    which = "The row in the middle takes" if drawn == 1 else "The rows in the middle part"
    return (
        f" {which} the questions put to the {sides(five['side'])[0]} by the first turn of the "
        f"{five['side']}: a pitch; interest (no pitch, but a question, an offer of help or "
        "something personal); neither. Only questions asked after that turn count there."
    )


def _statuses(five: Five) -> Words:
    return (
        "Stacked bars: what became of the questions that each side asked.",
        "Questions by what became of them, n beside each bar. Look how much of each bar is blue: "
        f"answered, directly or between the lines. Questions whose {five['no_reply_days']:g} days "
        f"are not over when the export ends are left out. {COUNTED}",
    )


def _after_refusal(five: Five) -> Words:
    side, again = five["side"], share(five["persisted"])
    return (
        f"Stacked bars: what the {side} did after a refusal. Pitched again in the next turn, of "
        f"those that wrote again after {A_CLEAR_NO}: {again}.",
        "Refusals that came after a pitch, n beside each bar. Look how much of each bar is "
        "“pitched again”: a no that was not taken. The next turn counts however late it came; the "
        f"flow of the report on refusals calls what came after {five['no_reply_days']:g} days "
        "silence, so more are silent there. The number at the top is a share of something "
        f"else: of the times when the {side} wrote again after {A_CLEAR_NO}; that turn pitched "
        f"again in {again}. Indirect refusals are partly missed. {COUNTED}",
    )


def _replies(five: Five) -> Words:
    days = f"{five['no_reply_days']:g} days"
    return (
        f"Step curves of the share replied to. Within {days}, pitches: "
        f"{share(five['to_pitches'])}; other messages: {share(five['to_others'])}.",
        f"Messages of the {sides(five['side'])[0]} (n: messages) and the share replied to by each "
        "time. Look whether the two curves lie apart by more than their bands. They end at other "
        "numbers than those at the top, because there a message that its sender followed up before "
        f"a reply counts as not replied to, and one whose {days} are not over is left out; here "
        "both are followed until that moment (Kaplan-Meier). A curve that ends before the others "
        "has no message followed longer. Bands: 95 % intervals, taking messages as independent, so "
        "with several of one thread somewhat too narrow. Numbers at the foot: messages still "
        "followed without a reply.",
    )


_WORDS: Mapping[str, Callable[[Five], Words]] = {
    "time_to_pitch": _time_to_pitch,
    "first_contact": _first_contact,
    "answered": _answered,
    "statuses": _statuses,
    "after_refusal": _after_refusal,
    "replies": _replies,
}
