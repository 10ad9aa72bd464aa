"""Questions: what is one, with a mark and without, and what the rules are known to miss."""

from __future__ import annotations

import pandas as pd
import pytest

from convostudy.language.questions import sequence
from language_texts import ask, only


@pytest.mark.parametrize(
    ("text", "form", "function"),
    [
        ("When you are free, could you send the deck?", None, "action_request"),
        ("Ivan, what about the stage?", "wh", "information"),
        ("I'm a coach myself, what do you do?", "wh", "information"),
        ("Let me know if you're interested?", "declarative", "action_request"),
        ("I was wondering if you could send it.", "indirect", "action_request"),
        ("let me know which plan they chose", "indirect", "information"),
        ("And roughly what does it cost per head", "wh", "information"),
        ("do you do halal, every night", "polar", "information"),
        ("who signed off the poster", "wh", "information"),
        ("Go on then 😂 how big is the gong", "wh", "information"),
        ("The price then?", "fragment", "information"),
        ("Who decides, you or the chair?", "alternative", "information"),
        ("Thursday at 10?", "fragment", "action_request"),
        ("The result? Forty percent more.", "fragment", "rhetorical"),
        ("You paid how much?!", None, "rhetorical"),
        ("Hello dear how are you doing today", "wh", "information"),
        ("You never told them, did you?", "tag", "rhetorical"),
    ],
)
def test_questions_with_and_without_a_mark(text: str, form: str | None, function: str) -> None:
    row = only(text)
    assert form in (None, row["form"])
    assert row["function"] == function


@pytest.mark.parametrize(
    "text",
    [
        "see https://example.com/x?y=1 please",
        'She asked "are you mad?" and left.',
        "What matters is the price",
        "I know how you feel",
        "When I joined we had ten people",
        "Let me know if you're interested",
        "Please send me the file.",
        "what a day",
        "how nice of you",
        "Which is fine.",
        "Who knows.",
        "Do let me know",
        "Have a great day",
        "Should you need anything, call me",
        "May you have a great year",
        "So do I",
        "Tell me about it",
        "I asked her what she does",
        "Whatever you want",
        "How to sell more",
        "Would do you good.",
        "You do what you can",
        "",
    ],
)
def test_what_is_no_question(text: str) -> None:
    assert ask(text).empty


@pytest.mark.parametrize(
    "text",
    [
        # The verb or the auxiliary is left out.
        "you home",
        "u free friday",
        "you guys still up",
        "you still got the drill",
        "love the photos 😂 u going back",
        # The subject is a noun.
        "is Petra singing",
        "can grandma come",
        "did the parcel arrive",
        "do dogs count",
        "is parking included",
        # The question word stands without inversion, or last.
        "what price u giving for ten",
        "why so late",
        "how bad is traffic",
        "which colour",
        "delivery takes how long now then how much",
        "he paid what",
        # A name, but no comma.
        "Denise how's the knee",
        # What is left open is in the last words.
        "u in or not",
        "they called you yet",
        "the van is at six right",
        "you want the blue or the grey",
        "ok or wait",
        # Others ask, or a thing is to be named.
        "please confirm the date",
        "kindly share your rates.",
        "the board wonders if you could speak in May.",
        "I would be grateful to know whether you have room.",
        "anyone in your team",
        "any chance u could drive",
        "und du",
        "they want 40 a month, is that good",
    ],
)
def test_questions_typed_in_a_hurry(text: str) -> None:
    assert len(ask(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "you are the best",
        "you can pick red or blue",
        "U free me of a burden.",
        "is still working",
        "will do after lunch",
        "can be ten minutes only",
        "is for my mother",
        "no idea why",
        "just say when",
        "what i'd love is a quiet week",
        "which is what",
        "your husband is right",
        "not yet",
        "the best one yet",
        "anyone can do it",
        "tell her what you told me",
        "I will tell you what I think.",
        "glad to hear how well it went",
        "I would sooner have you than a stranger.",
    ],
)
def test_what_looks_hurried_but_asks_nothing(text: str) -> None:
    assert ask(text).empty


def test_known_limit_unmarked_statement_or_noun_is_missed() -> None:
    assert ask("so type 1", "the terrace", "saturday ok").empty


def test_known_limit_unmarked_question_word_after_its_object_is_missed() -> None:
    assert ask("installation who will do").empty


def test_known_limit_irony_is_read_as_information() -> None:
    assert only("When did you last take a full breath?")["function"] == "information"


def test_known_limit_offer_is_read_as_request() -> None:
    assert only("Shall I mention you?")["function"] == "action_request"


def test_known_limit_free_clause_without_mark_counts() -> None:
    assert len(ask("Who dares wins")) == 1


def test_known_limit_other_language_is_read_as_english() -> None:
    assert only("Darf ich im Januar wieder fragen?")["function"] == "information"


def test_known_limit_relative_that_is_read_as_taking_up() -> None:
    asked = {
        "text": ["What do you do that helps a stranger?"],
        "function": "information",
        "partner_text": "I like tea.",
        "own_text": None,
    }
    assert sequence(pd.DataFrame(asked)).tolist() == ["follow_up"]


def test_known_limit_present_life_is_read_as_a_need() -> None:
    # "These days" may be of the reader's work or of their cello: the words do not say.
    assert only("Do you still play the cello?")["need_gauging"]
