"""Questions: of which form, for what, where in the talk; the codebook's own examples."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convostudy import tables
from convostudy.errors import BadTable
from convostudy.language.questions import questions, sequence
from language_texts import ask, only

# The codebook's examples, all of them.
FORMS = {
    "wh": [
        "Which part of the rollout are you leading?",
        "How did you end up in packaging design?",
        "So, what made you move to Leeds?",
    ],
    "polar": [
        "Do you still run the Thursday meetup?",
        "Was the migration finished before spring?",
        "Have you met Priya from our Oslo office?",
        "Are you coming or not?",
        "Do you know when it starts?",
    ],
    "alternative": [
        "Are you based in Madrid or Lisbon these days?",
        "Is it a budget problem or a staffing problem?",
        "Would mornings or late afternoons suit you better?",
    ],
    "declarative": [
        "You mentioned the pilot starts in May?",
        "And the whole team is remote now?",
        "So the audit is already behind you?",
    ],
    "tag": [
        "You spoke at the Ghent event, didn't you?",
        "It launches on Monday, right?",
        "They moved offices, did they?",
    ],
    "indirect": [
        "I was wondering whether you still mentor graduates.",
        "Tell me about the workshop you ran last month.",
        "Curious how you chose your first supplier.",
        "Could you tell me what it costs?",
    ],
    "fragment": ["Thoughts?", "Really?", "Any luck?"],
}
FUNCTIONS = {
    "information": [
        "What does your team use for scheduling?",
        "How long have you been freelance?",
        "Did the reviewers come back to you?",
        "Are you looking for a new supplier?",
    ],
    "action_request": [
        "Open to a 15-minute call this week?",
        "Could you let me know a good time for a demo?",
        "Would you like to see more of what we offer?",
        "Worth a quick call on Friday?",
        "Could you put me in touch with your head of HR?",
    ],
    "rhetorical": [
        "Who doesn't want more referrals?",
        "Are you kidding?",
        "What if I told you churn is optional?",
    ],
}
TRADE_DESK = "We just closed the Utrecht office and I moved to the trade desk."
TIP = "Nice, thanks for the tip."
SEQUENCES = [
    ("introductory", "How are you?", None, None),
    ("introductory", "How's your week going?", None, None),
    ("introductory", "How have you been?", None, None),
    ("mirror", "I'm well, and you?", "How are you?", None),
    ("mirror", "What about you?", "Are you hiring?", "Mostly hiring at the moment."),
    ("mirror", "How about you?", "Do you have kids?", "Two kids and a dog."),
    ("follow_up", "What is it like on the trade desk?", TRADE_DESK, None),
    ("follow_up", "Was Utrecht the smallest office?", TRADE_DESK, None),
    ("follow_up", "How did that feel?", TRADE_DESK, None),
    (
        "partial_switch",
        "Do you know other robotics clubs nearby?",
        TIP,
        "We sponsor a robotics club",
    ),
    ("partial_switch", "Which tariffs matter most for you?", TIP, "I write about tariffs"),
    ("partial_switch", "Have you tried a chatbot?", TIP, "Our intern built a chatbot"),
    ("full_switch", "Which conferences do you go to?", TRADE_DESK, None),
    ("full_switch", "Do you speak Portuguese?", TRADE_DESK, None),
    ("full_switch", "Who handles your payroll?", TRADE_DESK, "Well done."),
    ("opening", "What brought you to the logistics group?", None, None),
    ("opening", "How did you find my profile?", None, None),
    ("opening", "Are you coming to the June summit?", None, None),
]


@pytest.mark.parametrize(("form", "text"), [(f, t) for f, ts in FORMS.items() for t in ts])
def test_forms_of_the_codebook(form: str, text: str) -> None:
    assert only(text)["form"] == form


@pytest.mark.parametrize(("function", "text"), [(f, t) for f, ts in FUNCTIONS.items() for t in ts])
def test_functions_of_the_codebook(function: str, text: str) -> None:
    assert only(text)["function"] == function


@pytest.mark.parametrize(
    "text",
    [
        "What is your biggest headache with onboarding?",
        "How do you currently reach new members?",
        "Are you looking for partners in the Baltics?",
        "Are you looking for a new supplier?",
        "Who handles your payroll?",
        "What would make your week easier?",
        "What tools does your team use?",
        "What made you look for a new supplier?",
    ],
)
def test_questions_about_needs(text: str) -> None:
    assert only(text)["need_gauging"]


@pytest.mark.parametrize(
    "text",
    [
        "How are you?",
        "Did you see my talk?",
        "What do you charge?",
        "Open to a call this week?",
        # Friendly interest in the person is none in their work, goals, problems or solutions.
        "What brought you to Ghent?",
        "How did you two meet?",
        "How do you know Ana?",
        "What made you move to Leeds?",
        "Where did you grow up?",
        "What got you into sailing?",
        "What do you do for fun?",
        "How long have you lived there?",
    ],
)
def test_questions_about_other_things_than_needs(text: str) -> None:
    assert not only(text)["need_gauging"]


@pytest.mark.parametrize(("label", "text", "partner", "own"), SEQUENCES)
def test_sequences_of_the_codebook(
    label: str, text: str, partner: str | None, own: str | None
) -> None:
    asked = pd.DataFrame(
        {
            "text": [only(text)["text"]],
            "function": ["information"],
            "partner_text": [partner],
            "own_text": [own],
        },
        index=[4],
    )
    found = sequence(asked)
    assert found.to_dict() == {4: label}


def test_rhetorical_questions_carry_rhetorical() -> None:
    asked = {"text": ["Really?"], "function": "rhetorical", "partner_text": "x", "own_text": None}
    assert sequence(pd.DataFrame(asked)).tolist() == ["rhetorical"]


def test_john_doe_recipient() -> None:
    found = ask(
        "Thanks for connecting, John! I'd love to hear how you came across me.",
        "No thanks.\nWas that why you connected?",
        "Man, really? You have no idea what my field is do you? It's. Word of mouth.",
        "I can’t work with anyone who avoids direct questions. Thanks for thinking of me.",
    )
    assert found[["message_id", "form", "function"]].values.tolist() == [
        ["m0", "indirect", "information"],
        ["m1", "polar", "information"],
        ["m2", "fragment", "rhetorical"],
        ["m2", "tag", "rhetorical"],
    ]
    assert not found["need_gauging"].any()


def test_john_doe_pitcher() -> None:
    found = ask(
        "I would love to talk about a business opportunity. To hear more, please reply.",
        "we offer a solution to people like you. If you want to see a 1-page summary let me know?",
        "have you ever heard of network marketing? lol – why is this wrong, since we offer a "
        "service that can help people? What do you do that helps people? "
        "How do you reach your audiences????",
    )
    assert found[["message_id", "form", "function", "need_gauging"]].values.tolist() == [
        ["m1", "declarative", "action_request", False],
        ["m2", "polar", "information", False],
        ["m2", "wh", "information", False],
        ["m2", "wh", "information", True],
        ["m2", "wh", "information", True],
    ]
    assert found["text"].iloc[-1] == "How do you reach your audiences????"


def test_embedded_question_is_told() -> None:
    assert only("Do you know when it starts?")["embedded_wh"]
    assert only("I was wondering whether it starts.")["embedded_wh"]
    assert not only("Does it start?")["embedded_wh"]


def test_evidence_names_rules_and_words_and_confidence_is_a_share() -> None:
    row = only("Open to a 15-minute call this week?")
    assert "readiness" in row["evidence"]
    assert "open to" in row["evidence"]
    assert 0 < row["confidence"] < 1


def test_labels_are_those_of_the_shared_table() -> None:
    found = ask(*(t for ts in (*FORMS.values(), *FUNCTIONS.values()) for t in ts))
    assert set(found["form"]) == set(tables.FORMS)
    assert set(found["function"]) == set(tables.FUNCTIONS)


def test_no_questions_give_an_empty_table_with_all_columns() -> None:
    full, none = ask("Why?"), ask("no")
    assert none.empty
    assert none.dtypes.to_dict() == full.dtypes.to_dict()


def test_missing_text_asks_nothing_and_lacking_column_is_refused() -> None:
    frame = pd.DataFrame({"message_id": ["a", "b"], "text": [None, "Why?"]}, index=[9, 9])
    before = frame.copy()
    assert questions(frame)["message_id"].tolist() == ["b"]
    pd.testing.assert_frame_equal(frame, before)
    with pytest.raises(BadTable, match="message_id"):
        questions(pd.DataFrame({"text": ["Why?"]}))


PIECES = [
    "what do you do",
    "Are you ok",
    "?",
    "!",
    " ",
    "\n",
    "’",
    "İ",
    "😂",
    "or",
    "tell me how",
    ", ",
]


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), max_size=4))
@settings(deadline=None)
def test_spans_point_into_the_message(texts: list[str]) -> None:
    found = ask(*texts)
    for row in found.itertuples():
        text = texts[int(row.message_id[1:])]
        assert text[row.start : row.end] == row.text
        assert row.text.strip()
    alone = pd.concat([ask(t) for t in texts]) if texts else found
    assert found["text"].tolist() == alone["text"].tolist()
