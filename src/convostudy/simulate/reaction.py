"""What comes of a pitch: silence, follow-ups, questions, interest, refusals, and pitching on.

What a measure looks at is drawn from the truth; chances of mere colour (a line about nothing, weeks
later) stand where they are used.
"""

from __future__ import annotations

import re

from convostudy.simulate.clock import DAY, OWNER, Rhythm, lognormal
from convostudy.simulate.packs import Seller
from convostudy.simulate.script import Asked, OwnerVoice, Thread
from convostudy.simulate.truth import Truth

__all__ = ["Reaction"]

REFUSALS = ("bare", "need", "time", "manner", "principle", "price")
REFUSAL_WEIGHTS = (26, 24, 14, 14, 12, 10)
# Which "no" a text that goes on selling takes up; others fit any.
TAKES_UP = {
    "price": re.compile(r"\b(budget|money|afford|price|cost|expens\w*|euro)\b", re.I),
    "need": re.compile(
        r"\b(already|have (some|any)one|supplier|fixed|sorted|covered|in-house)\b", re.I
    ),
    "time": re.compile(r"\b(busy|time|season|summer)\b", re.I),
}
NO_PRICE = frozenset(("recruiting", "survey", "fundraising", "favour"))
NO_WORKING = frozenset(("recruiting", "fundraising", "favour"))
NEVER_TEMPTING = frozenset(("investment",))


class Reaction:
    """One seller's thread from the pitch on; the thread is written into as draws fall."""

    def __init__(
        self,
        thread: Thread,
        pack: Seller,
        truth: Truth,
        voice: OwnerVoice,
        rhythm: Rhythm,
        nth: int,
    ) -> None:
        self.thread, self.pack, self.truth = thread, pack, truth
        self.voice, self.rhythm, self.rng = voice, rhythm, thread.rng
        # People who share a script begin it at different texts.
        texts = [*pack.pitches, pack.note_pitch]
        invited = thread.invitation
        if invited is not None and invited.is_pitch:
            texts.pop()
        self.pitches = [*texts[nth % len(texts) :], *texts[: nth % len(texts)]]
        self.nth = nth
        self.bumps = list(pack.bumps)
        self.after_no = list(pack.after_no)
        self.bow_outs = list(pack.bow_out)
        self.unanswered: list[Asked] = []

    # How long everything takes -------------------------------------------------------------

    def owner_at(self) -> int:
        """Draw when the owner writes next."""
        wait = lognormal(self.rng, self.truth.owner_median_h, self.truth.latency_sigma)
        return OWNER.after(self.thread.now, wait)

    def seller_at(self, median_h: float | None = None) -> int:
        """Draw when the seller writes next."""
        wait = lognormal(self.rng, median_h or self.truth.seller_median_h, self.truth.latency_sigma)
        return self.rhythm.after(self.thread.now, wait)

    # Who says what -------------------------------------------------------------------------

    def owner_says(self, kind: str, at: int, when: str, **marks: object) -> int | None:
        """Deal the owner a line that fits and write it; None where there is none."""
        line = self.voice.line(kind, self.pack.solicitation_type, when, self.pack.id)
        return None if line is None else self.thread.say("owner", at, line.text, **marks)

    def seller_says(self, at: int, text: str, **marks: object) -> int:
        """Write a line of the seller's."""
        return self.thread.say("counterpart", at, text, **marks)

    def pitch(self, at: int) -> None:
        """Pitch with a text that this person has not used yet and that fits the talk so far."""
        heard = any(line.side == "owner" for line in self.thread.lines)
        if self.pack.pitch_needs_talk and not heard and self.pack.pitches[0] in self.pitches:
            self.pitches.remove(self.pack.pitches[0])
        if self.pitches:
            self.seller_says(at, self.pitches.pop(0), is_pitch=True)

    def ask(self, topic: str, at: int, when: str) -> Asked | None:
        """Let the owner ask; None where no line fits this sender."""
        line = self.voice.line(topic, self.pack.solicitation_type, when)
        if line is None:
            return None
        return self.thread.ask(self.thread.say("owner", at, line.text), line.question, topic)

    # After the pitch -----------------------------------------------------------------------

    def after_pitch(self) -> None:
        """Wait for the owner to reply to the pitch."""
        if self.replied(self.truth.owner_replies_to_pitch):
            self.reply_to_pitch()
        else:
            self.campaign_again()

    def replied(self, chance: float) -> bool:
        """Draw whether the owner replies; follow up while nothing comes and texts are left."""
        truth, rng = self.truth, self.rng
        while rng.random() >= chance:
            if not self.bumps or rng.random() >= truth.share_bumped:
                return False
            text, is_pitch = self.bumps.pop(0)
            days = lognormal(rng, truth.bump_median_d, truth.bump_sigma)
            self.seller_says(self.rhythm.after(self.thread.now, days * 24), text, is_pitch=is_pitch)
            chance *= truth.reply_decay
        return True

    def campaign_again(self) -> None:
        """Let a few come back months later with their other pitch, as if nothing had been."""
        if self.rng.random() < 0.18:
            self.pitch(self.rhythm.after(self.thread.now, self.rng.uniform(60, 240) * 24))

    def reply_to_pitch(self) -> None:
        """Refuse, ask back or take it up."""
        truth, business = self.truth, self.pack.solicitation_type
        draw = self.rng.random()
        if draw < truth.share_refusal:
            self.refuse()
        elif draw < truth.share_refusal + truth.share_question:
            topic = self.topic()
            if topic:
                self.question(topic, "later")
            else:
                self.refuse()
        elif business in NEVER_TEMPTING:
            self.refuse()
        else:
            self.interest()

    def topic(self) -> str:
        """Choose what the owner wants to know: only what makes sense of this sender."""
        topics = {"purpose": 3, "found_me": 3, "what_do_you_do": 2, "price": 3, "how_works": 3}
        invited = self.thread.invitation
        if invited is None:
            topics.pop("purpose")
        elif invited.side == "owner":
            topics.pop("purpose")
            topics.pop("found_me")
        if self.pack.solicitation_type in NO_PRICE:
            topics.pop("price")
        if self.pack.solicitation_type in NO_WORKING:
            topics.pop("how_works")
        for asked in self.thread.asked:
            topics.pop(asked.topic, None)
        return self.rng.choices(list(topics), list(topics.values()))[0] if topics else ""

    def question(self, topic: str, when: str, earlier: Asked | None = None) -> None:
        """Ask; let the seller answer, dodge or fall silent as the truth has it."""
        truth, rng = self.truth, self.rng
        asked = self.ask(topic, self.owner_at(), when)
        if asked is None:
            self.refuse()
            return
        if rng.random() < truth.seller_answers:
            line = self.seller_says(self.seller_at(), self.pack.answers[topic])
            asked.answered_by = line
            if earlier is not None:
                earlier.answered_by = line
            self.after_answer(topic)
            return
        if earlier is not None or rng.random() < truth.seller_silent:
            return
        is_pitch = topic in self.pack.dodge_pitches
        self.seller_says(self.seller_at(), self.pack.dodges[topic], is_pitch=is_pitch)
        draw = rng.random()
        if draw < 0.4:
            self.question(topic, "again", asked)
        elif draw < 0.75:
            self.refuse()

    def after_answer(self, topic: str) -> None:
        """Refuse, take it up or say thanks now that the question is answered; or say nothing."""
        draw = self.rng.random()
        if draw < 0.40:
            self.refuse("price" if topic == "price" else "")
        elif draw < 0.55 and self.pack.solicitation_type not in NEVER_TEMPTING:
            self.interest(told=topic == "how_works")
        elif draw < 0.80:
            self.owner_says("thanks", self.owner_at(), "")
            if self.rng.random() < 0.7:
                self.chat()
        elif self.replied(0.2):
            self.refuse()

    def interest(self, *, told: bool = False) -> None:
        """Take up the offer; the seller explains, unless it has been told already."""
        rng = self.rng
        if self.owner_says("interest", self.owner_at(), "told" if told else "untold") is None:
            return
        if not told:
            self.seller_says(self.seller_at(), self.pack.answers["how_works"])
        asked_price = any(asked.topic == "price" for asked in self.thread.asked)
        if (
            not told
            and not asked_price
            and self.pack.solicitation_type == "sales"
            and rng.random() < 0.5
        ):
            self.question("price", "later")
            return
        if not told and rng.random() < 0.6:
            self.owner_says("thanks", self.owner_at(), "")
        if rng.random() < 0.6:
            self.chat()

    def chat(self) -> None:
        """Let the seller write a line about nothing, weeks later."""
        at = self.rhythm.after(self.thread.now, lognormal(self.rng, 15, 0.8) * 24)
        self.seller_says(at, self.pack.chat[0])

    # After "no" ----------------------------------------------------------------------------

    def refuse(self, reason: str = "") -> None:
        """Refuse; draw whether the seller's next turn is a pitch."""
        truth, rng, thread = self.truth, self.rng, self.thread
        if rng.random() < truth.share_indirect:
            reason = "indirect"
        reason = reason or rng.choices(REFUSALS, REFUSAL_WEIGHTS)[0]
        at = self.owner_at()
        soon = thread.connected_at is not None and at - thread.connected_at < DAY
        when = "instant" if soon and thread.timing == "instant" else ""
        if reason == "price" and any(asked.topic == "price" for asked in thread.asked):
            when = "priced"
        said = self.owner_says(f"refusal_{reason}", at, when, refusal=reason)
        if said is None:  # no such line for this kind of sender
            reason = "bare"
            said = self.owner_says("refusal_bare", self.owner_at(), "", refusal=reason)
        if said is None:
            return
        if rng.random() >= truth.persistence:
            thread.pitch_follows[said] = None
            if rng.random() < truth.share_bow_out:
                self.seller_says(self.seller_at(), self.bow_outs.pop(0))
            return
        text = self.takes_up(reason)
        at = self.seller_at(truth.persist_median_h)
        thread.pitch_follows[said] = self.seller_says(at, text, is_pitch=True)
        if rng.random() < truth.share_opt_out:
            self.opt_out()
        elif self.after_no and rng.random() < 0.6:
            self.refuse()

    def takes_up(self, reason: str) -> str:
        """Choose the text that answers this "no", or at least no other one."""

        def misfit(text: str) -> int:
            named = [name for name, words in TAKES_UP.items() if words.search(text)]
            return 0 if reason in named else 1 if not named else 2

        text = min(self.after_no, key=misfit)
        self.after_no.remove(text)
        return text

    def opt_out(self) -> None:
        """Ask for an end to it; draw whether another pitch follows."""
        rng = self.rng
        if self.owner_says("opt_out", self.owner_at(), "", opt_out=True) is None:
            return
        self.thread.honoured = rng.random() < self.truth.opt_out_honoured
        if self.thread.honoured:
            if rng.random() < 0.35:
                self.seller_says(self.seller_at(), self.bow_outs.pop(0))
            return
        rest = self.after_no or self.pitches or [self.pack.pitches[1]]
        at = self.rhythm.after(self.thread.now, lognormal(rng, 12, 0.8) * 24)
        self.seller_says(at, rest.pop(0), is_pitch=True)
