"""Acts of messages: hard cases, finer kinds, and what the rules still miss."""

from __future__ import annotations

import pytest

from convostudy.tables import SOLICITATIONS
from language_texts import act_kind, acts_in


@pytest.mark.parametrize(
    "text",
    [
        "I work with founders who want to grow revenue. What do you do these days?",
        "You just want to sell me something.",
        "I might want your product, but not like this.",
        "How much do you charge for a wedding?",
        'She told me "we help clinics like yours save 30% from 90 EUR a month, worth a call?"',
        "> We help clinics save 30%, from 90 EUR a month. Worth a call?\nIs that yours?",
        "My rent went up to 900 EUR a month.",
        "Are you free for lunch on Tuesday?",
    ],
)
def test_no_pitch(text: str) -> None:
    assert "pitch" not in acts_in(text)


@pytest.mark.parametrize(
    ("text", "solicits"),
    [
        ("We print menus, first hundred for free. Shall I send a sample?", "sales"),
        (
            "An exciting opportunity: your profile fits the role. Up for a call?",
            "recruiting",
        ),
        (
            "Our group made 300 USDT a day with bitcoin. You could earn more.",
            "investment",
        ),
        ("Early bird tickets for our summit are 90 EUR, only 5 seats left!", "event"),
        (
            "A gift of 50 EUR is matched, please donate and contribute today.",
            "fundraising",
        ),
        ("Would more qualified leads every month be useful to you?", "sales"),
        ("https://calendly.com/example/20min", "sales"),
    ],
)
def test_pitch_and_what_it_solicits(text: str, solicits: str) -> None:
    assert act_kind(text, "pitch") == solicits
    assert solicits in SOLICITATIONS


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("No thanks!", "bare"),
        ("Nah", "bare"),
        ("I'm not interested, sorry.", "bare"),
        ("We already have a supplier.", "need"),
        ("we're good for now", "need"),
        ("Maybe next year.", "indirect"),
        ("Let's see after the summer.", "indirect"),
        ("Too busy, we are swamped until June.", "time"),
        ("Not right now.", "time"),
        ("That is too expensive for us.", "price"),
        ("I don't buy from strangers.", "principle"),
        ("I will never buy like this.", "manner"),
        ("Send it to procurement please.", "indirect"),
        ("No thanks, we have an agency already and it is too expensive.", "price"),
    ],
)
def test_refusal_and_its_reason(text: str, reason: str) -> None:
    assert act_kind(text, "refusal") == reason


@pytest.mark.parametrize(
    "text",
    [
        "I don't need a reminder, Tuesday is in my diary!",
        "No worries, thanks!",
        "No problem at all, see you there.",
        "I can't wait to see it!",
        "If you are not interested, that is fine.",
        "Why not Friday?",
        "Is it a bad time?",
    ],
)
def test_no_refusal(text: str) -> None:
    assert "refusal" not in acts_in(text)


@pytest.mark.parametrize("text", ["No thanks.", "no thank you", "Thanks for nothing.", "Nope, thx"])
def test_refusing_thanks_are_no_gratitude(text: str) -> None:
    assert "gratitude" not in acts_in(text)


def test_opt_out_request_implies_refusal() -> None:
    assert {"opt_out_request", "refusal"} <= acts_in("Take me off your mailing list")
    assert "opt_out_request" not in acts_in(
        "If you want me to stop, say so and I'll leave you alone"
    )


def test_levels_of_personalisation() -> None:
    assert act_kind("Hi Lena, small question.", "personalisation") == "a"
    assert (
        act_kind(
            "Hi Lena, people like you need rest. Your talk on sleep was great.", "personalisation"
        )
        == "a b d"
    )
    assert "personalisation" not in acts_in("Hi there, small question.")
    assert act_kind("Hi [NAME_1], I am with [company redacted].", "personalisation") == "a"


def test_channel_of_a_call_to_action() -> None:
    assert act_kind("Worth a quick call on Friday?", "cta") == "call"
    assert act_kind("Grab a slot: https://calendly.com/example", "cta") == "calendar"
    assert act_kind("May I send you the brochure?", "cta") == "download"


# Present behaviour that is wrong, and known to be: one message does not say enough.
@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Our mail shield is liked by exporters.", "pitch"),
        ("Five days is five days, isn't it?", "pitch"),
        ("Wir helfen Praxen, leere Termine zu füllen. Lust auf ein Gespräch?", "pitch"),
        ("My README is not a billboard", "refusal"),
        ("Then the third client waits.", "refusal"),
        ("You said the merger was rough; I hope the dust has settled.", "rapport"),
    ],
)
def test_known_limit_missed(text: str, act: str) -> None:
    assert act not in acts_in(text)


# "No" may answer "Is it far?", and "Ask me again" may be an invitation.
@pytest.mark.parametrize("text", ["No", "Ask me again next year."])
def test_known_limit_overcalled(text: str) -> None:
    assert "refusal" in acts_in(text)
