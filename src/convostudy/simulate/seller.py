"""A seller's thread as a small state machine: greeting, opener, pitch, and what comes of it."""

from __future__ import annotations

from convostudy.simulate.clock import HOUR, MINUTE, Rhythm, lognormal
from convostudy.simulate.packs import Seller
from convostudy.simulate.reaction import Reaction
from convostudy.simulate.script import OwnerVoice, Thread
from convostudy.simulate.truth import Truth

__all__ = ["write_seller"]


def write_seller(
    thread: Thread,
    pack: Seller,
    truth: Truth,
    voice: OwnerVoice,
    rhythm: Rhythm,
    *,
    nth_use: int,
    began_at: int,
) -> None:
    """Write a whole thread of a seller, also beyond the end of observation.

    Parameters
    ----------
    thread : Thread
        With person, timing, and where there is one the connection and the invitation.
    pack : Seller
        The sender's lines.
    truth : Truth
        The rates.
    voice : OwnerVoice
        The owner's lines.
    rhythm : Rhythm
        The sender's week.
    nth_use : int
        How often this pack was used before: pitches alternate.
    began_at : int
        Instant of the InMail, for senders without a connection.
    """
    _SellerThread(thread, pack, truth, voice, rhythm, nth_use).write(began_at)


class _SellerThread(Reaction):
    """The whole thread, from the connection on."""

    def write(self, began_at: int) -> None:
        thread = self.thread
        if thread.timing == "inmail":
            self.pitch(began_at)
            self.after_pitch()
            return
        pitch_at = self.draw_pitch()
        self.greet(pitch_at)
        self.open(pitch_at)
        if pitch_at is None:
            self.chat_on()
            return
        self.pitch(pitch_at)
        self.after_pitch()

    def draw_pitch(self) -> int | None:
        """Draw the instant of the first pitch in a message, counted from the connection."""
        truth, connected = self.truth, self.thread.connected_at or 0
        if self.thread.timing == "instant":
            hours = lognormal(self.rng, truth.instant_median_h, truth.instant_sigma)
            return connected + max(MINUTE, round(hours * HOUR))
        if self.thread.timing == "slow":
            days = lognormal(self.rng, truth.slow_median_d, truth.slow_sigma)
            return self.rhythm.after(connected, days * 24)
        return None

    # Before the pitch ----------------------------------------------------------------------

    def greet(self, pitch_at: int | None) -> None:
        """Let the owner write first and ask; what is not answered meets the pitch or silence."""
        thread, truth, rng = self.thread, self.truth, self.rng
        invited = thread.invitation
        if invited is None or invited.side == "owner" or rng.random() >= truth.owner_greets:
            return
        at = thread.now + rng.randint(1, 25) * MINUTE
        if pitch_at is not None and at >= pitch_at:
            return
        topics = ["found_me", "purpose", "what_do_you_do"]
        if invited.note:  # who wrote a note has said why
            topics = ["found_me", "what_do_you_do"]
        asked = self.ask(rng.choice(topics), at, "first")
        if asked is None:
            return
        answers = rng.random() < truth.seller_answers
        silent = rng.random() < truth.seller_silent
        at = self.seller_at()
        if pitch_at is not None:
            # The pitch comes when it comes; an answer that is due later goes just before it.
            at = min(at, pitch_at - rng.randint(40, 300))
        if answers:
            asked.answered_by = self.seller_says(at, self.pack.answers[asked.topic])
            if rng.random() < 0.7 and (pitch_at is None or pitch_at - thread.now > 12 * HOUR):
                self.owner_says("thanks", self.owner_at(), "")
        elif pitch_at is None and not silent and asked.topic not in self.pack.dodge_pitches:
            self.seller_says(at, self.pack.dodges[asked.topic])

    def open(self, pitch_at: int | None) -> None:
        """Let the seller make conversation where there is time for it, and the owner reply."""
        thread, truth, rng = self.thread, self.truth, self.rng
        if thread.lines or (pitch_at is not None and pitch_at - thread.now < 20 * HOUR):
            return
        second_use, third_use = self.nth % 3 == 1, self.nth % 3 == 2
        if pitch_at is not None and (third_use or rng.random() < 0.2):
            return
        at = self.seller_at()
        if pitch_at is not None and at > pitch_at - HOUR:
            return
        said_already = thread.invitation is not None and thread.invitation.note
        if second_use and self.pack.note and not said_already:
            line, asks = self.seller_says(at, self.pack.note), False
        else:
            line, asks = self.seller_says(at, self.pack.opener), bool(self.pack.opener_question)
        asked = None
        if asks:
            asked = thread.ask(line, self.pack.opener_question, "opener")
        replies = rng.random() < truth.owner_replies_to_opener
        answers = asked is not None and rng.random() < truth.owner_answers
        at = self.owner_at()
        if not replies or (pitch_at is not None and at >= pitch_at):
            if asked is not None:  # what the owner may say later is about the pitch
                asked.drawn = False
            return
        if answers:
            said = self.owner_says("answer_opener", at, "")
        else:
            said = self.owner_says("pleasantry", at, "evade" if asked is not None else "first")
        if asked is not None and answers:
            asked.answered_by = said

    def chat_on(self) -> None:
        """Let a seller who never sells say hello once or twice more."""
        if not self.thread.lines:
            return
        for text in self.pack.chat:
            if self.rng.random() < 0.35:
                return
            days = lognormal(self.rng, 30, 0.9)
            self.seller_says(self.rhythm.after(self.thread.now, days * 24), text)
            if self.rng.random() < 0.55:
                self.owner_says("pleasantry", self.owner_at(), "late")
