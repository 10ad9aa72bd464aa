"""What is true in a simulated study: every rate and waiting time, each with its unit."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, fields
from typing import Any

from convostudy.errors import BadParameter

__all__ = ["Truth"]


@dataclass(frozen=True)
class Truth:
    """The known truth of a simulated inbox; shares are 0 to 1, `_sigma` is on the log scale.

    Waiting times are log-normal, given by their median. Times marked "active" run on the writer's
    own clock of activity: 168 hours a week like any other, but fast in office hours and nearly
    still at night, so that nobody answers at four in the morning.

    Parameters
    ----------
    share_sellers : float
        Threads in which a stranger has something to sell; the others build a relation. Rounded
        to whole threads, not drawn.
    share_inmail : float
        Sellers who write without being connected.
    share_incoming_sellers : float
        Connections for which the seller sent the invitation. In the other threads it was sent by
        whoever writes first in the talk.
    share_note_pitch : float
        Sellers' incoming invitations whose note already pitches.
    share_blank : float
        Other incoming invitations of sellers without a note.
    share_instant : float
        Connected sellers who pitch within hours of acceptance.
    instant_median_h, instant_sigma : float
        Hours on the wall clock from acceptance to that pitch.
    share_slow : float
        Connected sellers who pitch after days. The rest never does (`share_never`).
    slow_median_d, slow_sigma : float
        Active days from acceptance to that pitch.
    seller_answers : float
        Owner's information questions that the seller's next turn answers; silence is no answer.
    seller_silent : float
        Of those not answered: the seller falls silent. Otherwise the seller dodges.
    relator_answers : float
        Owner's information questions in the other threads that the next turn answers.
    owner_answers : float
        Counterparts' information questions answered, where the owner replies at all.
    owner_greets : float
        Incoming connections at which the owner writes first, with a question.
    owner_replies_to_opener, owner_replies_to_pitch : float
        First messages of each sort to which the owner replies.
    reply_decay : float
        Factor on that chance for each follow-up that went unanswered.
    share_refusal, share_question : float
        Owner's replies to a pitch that refuse, and that ask back. The rest shows interest.
    share_indirect : float
        Refusals that do not say no.
    persistence : float
        Refusals (opt-outs aside) after which the seller's next turn is a pitch.
    share_bow_out : float
        Of the other refusals: the seller says goodbye. Otherwise silence.
    share_opt_out : float
        Pitches after a refusal that the owner answers by asking for an end to it.
    opt_out_honoured : float
        Such requests after which no pitch follows.
    share_bumped : float
        Unanswered sellers' messages that are followed up, twice at most.
    bump_median_d, bump_sigma : float
        Active days between them.
    owner_median_h, seller_median_h, persist_median_h, latency_sigma : float
        Active hours to the owner's reply, the seller's reply and the pitch after a refusal.
    share_member : float
        Threads whose counterpart has closed the account since ("LinkedIn Member").
    share_credentials : float
        People with letters or emoji in their name.
    share_video : float
        Threads with one message that has no words, only a video.
    share_invitation_missing, share_connection_missing : float
        Invitations and connections that the export leaves out.
    share_sponsored, share_groups, share_drafts, share_other_language : float
        Further threads of these sorts, as a share of the number of threads.
    share_silent_connections, share_hidden_connections, share_pending : float
        Connections without a message, connections of which only the day is shown, and
        invitations not accepted, as a share of the number of threads.

    Raises
    ------
    BadParameter
        A share outside 0 to 1, shares that sum to more than 1, or a time not above zero.

    Examples
    --------
    >>> round(Truth().share_never, 2)
    0.18
    >>> Truth(persistence=1.5)
    Traceback (most recent call last):
        ...
    convostudy.errors.BadParameter: Found persistence = 1.5. Expected: ...
    """

    share_sellers: float = 0.70
    share_inmail: float = 0.07
    share_incoming_sellers: float = 0.88
    share_note_pitch: float = 0.10
    share_blank: float = 0.60
    share_instant: float = 0.50
    instant_median_h: float = 1.0
    instant_sigma: float = 1.2
    share_slow: float = 0.32
    slow_median_d: float = 6.0
    slow_sigma: float = 0.8
    seller_answers: float = 0.35
    seller_silent: float = 0.35
    relator_answers: float = 0.88
    owner_answers: float = 0.85
    owner_greets: float = 0.40
    owner_replies_to_opener: float = 0.75
    owner_replies_to_pitch: float = 0.68
    reply_decay: float = 0.60
    share_refusal: float = 0.48
    share_question: float = 0.36
    share_indirect: float = 0.30
    persistence: float = 0.45
    share_bow_out: float = 0.55
    share_opt_out: float = 0.30
    opt_out_honoured: float = 0.75
    share_bumped: float = 0.75
    bump_median_d: float = 4.0
    bump_sigma: float = 0.6
    owner_median_h: float = 7.0
    seller_median_h: float = 5.0
    persist_median_h: float = 18.0
    latency_sigma: float = 1.2
    share_member: float = 0.03
    share_credentials: float = 0.08
    share_video: float = 0.03
    share_invitation_missing: float = 0.25
    share_connection_missing: float = 0.04
    share_sponsored: float = 0.04
    share_groups: float = 0.007
    share_drafts: float = 0.01
    share_other_language: float = 0.02
    share_silent_connections: float = 0.60
    share_hidden_connections: float = 0.04
    share_pending: float = 0.06

    def __post_init__(self) -> None:
        """Refuse what cannot be true."""
        for knob in fields(self):
            value = getattr(self, knob.name)
            if knob.name.endswith(("_h", "_d", "_sigma")):
                if not 0 < value < math.inf:
                    raise _wrong(knob.name, value, "a number above zero")
            elif not 0 <= value <= 1:
                raise _wrong(knob.name, value, "a share from 0 to 1")
        for pair in (("share_instant", "share_slow"), ("share_refusal", "share_question")):
            total = sum(getattr(self, name) for name in pair)
            if total > 1:
                raise _wrong(" + ".join(pair), total, "shares that sum to 1 at most")

    @property
    def share_never(self) -> float:
        """Connected sellers who do not come round to a pitch."""
        return max(0.0, 1 - self.share_instant - self.share_slow)

    def to_mapping(self) -> dict[str, Any]:
        """Return names and values, ready for JSON."""
        return asdict(self)


def _wrong(name: str, value: float, expected: str) -> BadParameter:
    return BadParameter(f"{name} = {value!r}", expected=expected, do="Correct the truth")
