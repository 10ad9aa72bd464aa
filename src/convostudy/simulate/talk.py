"""A talk that builds a relation, replayed with other gaps and with some questions left open."""

from __future__ import annotations

from convostudy.simulate.clock import HOUR, OWNER, Rhythm, lognormal
from convostudy.simulate.packs import Talk
from convostudy.simulate.script import Asked, Thread
from convostudy.simulate.truth import Truth

__all__ = ["write_talk"]

SIDES = {"c": "counterpart", "o": "owner"}
LIVE_H = 1.5
"""Hours: shorter gaps are two people at their screens and run on the wall clock."""


def write_talk(thread: Thread, talk: Talk, truth: Truth, rhythm: Rhythm) -> None:
    """Write a whole talk, also beyond the end of observation.

    Parameters
    ----------
    thread : Thread
        With person and connection.
    talk : Talk
        The script. Where a turn has an ``alt``, the truth decides whether the turn before it is
        answered; elsewhere the script does.
    truth : Truth
        The rates.
    rhythm : Rhythm
        The counterpart's week.
    """
    rng = thread.rng
    rates = {"counterpart": truth.relator_answers, "owner": truth.owner_answers}
    waiting: list[Asked] = []
    for turn in talk.turns:
        side = SIDES[turn.side]
        gap_h = turn.gap_h * lognormal(rng, 1, 0.3)
        if gap_h < LIVE_H:
            at = thread.now + round(gap_h * HOUR)
        else:
            at = (OWNER if side == "owner" else rhythm).after(thread.now, gap_h)
        drawn = bool(waiting) and bool(turn.alt)
        answers = not drawn or rng.random() < rates[side]
        texts = turn.texts if answers else turn.alt
        first = len(thread.lines)
        longest = max(range(len(texts)), key=lambda i: len(texts[i]))
        for i, text in enumerate(texts):
            thread.say(
                side,
                at + i * rng.randint(15, 90),
                text,
                is_pitch=turn.pitch and i == longest,
                refusal="talk" if turn.refusal and i == longest else "",
            )
        for asked in waiting:
            asked.drawn = drawn
            asked.answered_by = first if answers else None
        waiting = [
            thread.ask(first + i, question, "talk")
            for question in turn.asks
            for i, text in enumerate(texts)
            if question in text
        ]
    for asked in waiting:  # the talk ends on a question
        asked.drawn = False
