"""Acts of messages: codebook examples, spans and the table."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from convostudy.errors import BadTable
from convostudy.language.acts import acts
from convostudy.language.acts.cues import confidence, cues
from convostudy.language.acts.sieve import Sieve, seen
from convostudy.language.arrow import arrow_texts
from convostudy.tables import ACT_NAMES
from language_texts import acts_in, texts_table

CODEBOOK = {
    "pitch": [
        "We help dental clinics fill empty slots and grow revenue without ads.",
        "I have a business opportunity I would love to discuss, can we set up a call?",
        "Our agency builds booking sites; get a free audit this week.",
    ],
    "cta": [
        "Worth a quick call on Friday?",
        "Grab a slot here: https://calendly.com/example",
        "Please reply if you want the deck and we can book a demo.",
    ],
    "rapport": [
        "Ha, I also started out in a call centre. Longest summer of my life.",
        "Small world, Ines and I shared an office for years.",
    ],
    "gratitude": [
        "Thank you for accepting, Lena.",
        "I really appreciate your notes on the draft.",
        "Thanks for the pointer to the Ghent group.",
    ],
    "offer_help": [
        "If you ever need a second pair of eyes on a contract, just ask.",
        "Happy to share the template we used, no strings.",
        "How can I help with your search?",
    ],
    "refusal": [
        "No thank you.",
        "We already have an agency and I'm not looking to switch.",
        "I'll pass, this is not for us.",
    ],
    "acceptance": [
        "Sure, Tuesday works for me.",
        "Sounds good, send me the one-pager.",
        "I'd love to hear more, let's talk next week.",
    ],
    "opt_out_request": [
        "Please stop messaging me about this.",
        "Remove me from your list.",
        "Don't contact me again.",
    ],
    "opt_out_offer": [
        "Reply STOP and I will not write again.",
        "If you'd rather not hear from me, just say so and I will leave it.",
        "To unsubscribe, send me a thumbs down.",
    ],
    "small_talk": [
        "Hope you had a relaxing weekend.",
        "How's your week going so far?",
        "Happy Friday from rainy Bergen.",
    ],
    "self_promotion": [
        "I'm an award-winning leadership coach.",
        "Our founder was featured in Forbes last year.",
        "We are trusted by 400 clients across Europe.",
    ],
    "referral": [
        "I know someone who solved exactly this; want me to introduce you?",
        "You should meet Tomas, he runs the port project.",
        "Could you put me in touch with your head of HR?",
    ],
    "personalisation": [
        "Your post on hospital queues changed how I plan shifts.",
        "I noticed you moved from Maersk to a start-up last spring.",
        "You said tariffs worry you; the new list came out today.",
    ],
}


@pytest.mark.parametrize(("act", "text"), [(a, t) for a, texts in CODEBOOK.items() for t in texts])
def test_codebook_example(act: str, text: str) -> None:
    assert act in acts_in(text)


TEXT = st.text(max_size=60) | st.sampled_from([t for texts in CODEBOOK.values() for t in texts])


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.text("é😀İß \n", max_size=8), TEXT), max_size=5))
@example([("İİ😀 ", "No thanks, we already have an agency.")])
def test_evidence_stands_in_the_text(parts: list[tuple[str, str]]) -> None:
    messages = texts_table(*[before + text for before, text in parts])
    texts = messages.set_index("message_id")["text"]
    found = acts(messages)
    assert not found.duplicated(["message_id", "act"]).any()
    for row in found.itertuples():
        assert 0 <= row.start < row.end <= len(texts[row.message_id])
    assert found["confidence"].between(0, 1).all()


def test_span_is_what_the_evidence_says_whatever_stands_before() -> None:
    text = "İç 😀 “hm” – No thanks, Ola"
    row = acts(texts_table(text)).set_index("act").loc["refusal"]
    assert text[row["start"] : row["end"]] == "No thanks"
    assert row["evidence"] == "bare_thanks: no thanks"


def test_message_ids_and_order_are_kept_and_input_is_not_changed() -> None:
    messages = texts_table("Worth a call?", None, "No thanks.").iloc[::-1]
    before = messages.copy(deep=True)
    found = acts(messages)
    pd.testing.assert_frame_equal(messages, before)
    assert found["message_id"].tolist() == ["m2", "m0"]


def test_single_words_carry_a_pitch_that_no_cue_knows() -> None:
    text = "We could see your team this week, only 20 min, and give the first ones a better price?"
    row = acts(texts_table(text)).set_index("act").loc["pitch"]
    assert "words:" in row["evidence"]


def test_no_message_makes_no_act() -> None:
    found = acts(texts_table())
    assert found.empty
    assert found.dtypes.equals(acts(texts_table("No thanks.")).dtypes)
    assert acts(texts_table(None, "", "   ")).empty


def test_a_frame_without_text_is_refused() -> None:
    with pytest.raises(BadTable, match="no column 'text'"):
        acts(pd.DataFrame({"message_id": ["m1"]}))


def test_every_rule_is_an_act_of_the_codebook_and_has_a_confidence() -> None:
    for act, _ in confidence():
        assert act in ACT_NAMES
    for act in set(ACT_NAMES) - {"need_gauging"}:
        assert any(cue.points > 0 for cue in cues(act))


@pytest.mark.slow
def test_the_sieve_loses_no_match_of_any_cue():
    # The sieve skips texts that lack the words an expression needs: if `needs` reads an
    # expression wrongly, matches vanish without a sound. So every cue is put to the corpus twice.
    corpus = Path(__file__).parents[1] / "data/raw/codebook_corpus"
    texts = [
        message["text"].lower()
        for file in sorted(corpus.glob("*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
        for message in json.loads(line)["messages"]
    ]
    sieve = Sieve(arrow_texts(pd.Series(texts)))
    n_found = 0
    for act in ("pitch", "refusal", "gratitude", "cta", "offer_help", "opt_out_request"):
        for cue in cues(act):
            for line in cue.lines:
                found = seen(sieve.texts, line)
                assert not (found & ~sieve.maybe(line)).any(), (act, cue.name, line)
                n_found += found.sum()
    assert n_found > 1000
