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


def test_known_limit_unmarked_statement_or_noun_is_missed() -> None:
    assert ask("you awake", "so type 1", "demo is 3pm right").empty


def test_known_limit_unmarked_question_without_inversion_is_missed() -> None:
    assert ask("what margin u r giving for partner", "installation who will do").empty


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
