"""Was the question answered? The codebook's own examples and the worked case."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from convostudy.language.answers import status
from convostudy.language.quoted import without_quoted
from convostudy.tables import FORMS, STATUSES
from language_texts import judge, reply_status

ANSWERED = {"explicit", "implicit", "partial"}


# Codebook 5.4, all examples that have a reply.
CODEBOOK = [
    ("explicit", "polar", "Do you still coach founders?", "Yes, two mornings a week."),
    ("explicit", "wh", "When did you join?", "In March 2021, just before the merger."),
    (
        "explicit",
        "wh",
        "Why did you leave the agency?",
        "Because I wanted to be closer to product work.",
    ),
    ("implicit", "polar", "Do you handle exports?", "Exports to Norway keep me awake most nights."),
    ("implicit", "wh", "How do you find clients?", "Word of mouth."),
    (
        "implicit",
        "polar",
        "Have you tried podcast ads?",
        "We ran podcast ads for a year and stopped.",
    ),
    ("general", "wh", "How do you screen vendors?", "We take vendor screening very seriously."),
    ("general", "wh", "Which market is next for you?", "Many markets are interesting right now."),
    (
        "deflection",
        "wh",
        "How did you get my name?",
        "Names like yours come up because leaders need our platform.",
    ),
    (
        "deflection",
        "polar",
        "Do you know my field?",
        "Your field is full of firms we have helped.",
    ),
    ("dodged", "wh", "How did you find me?", "We help coaches scale. Free to talk Thursday?"),
    ("dodged", "polar", "Was that why you connected?", "Our platform brings recurring revenue."),
    ("dodged", "polar", "Did you read the article I sent?", "Here is our pricing sheet."),
    ("acknowledged_only", "wh", "What brings you to Ghent?", "Thanks for connecting!"),
    ("acknowledged_only", "wh", "Which talk did you like best?", "Great, thank you."),
    ("acknowledged_only", "wh", "How do you know Ana?", "Cheers!"),
    ("declined", "wh", "What is your day rate?", "I'd rather not say in writing."),
    ("declined", "wh", "Who else bid?", "Sorry, that is confidential."),
    ("declined", "wh", "Why did the CFO leave?", "I can't discuss that."),
    (
        "claims_ignorance",
        "wh",
        "Who runs procurement there?",
        "I don't know, I left two years ago.",
    ),
    ("claims_ignorance", "polar", "Will it be recorded?", "Not sure, ask Mina."),
    ("claims_ignorance", "wh", "How many seats are left?", "No clue, sorry."),
    ("clarification", "polar", "Do you cover the north?", "Do you mean Scotland too?"),
    ("clarification", "wh", "What is your process?", "Which one, hiring or sales?"),
    ("clarification", "polar", "Are you certified?", "What do you mean by certified?"),
]

# Codebook examples that the rules get wrong, and what they say instead.
KNOWN_LIMITS = [
    ("partial", "wh", "How many people and which cities?", "About 40 people.", "explicit"),
    ("partial", "wh", "When and where is the meetup?", "It is on Tuesday.", "explicit"),
    (
        "partial",
        "wh",
        "What do you charge and how long does it take?",
        "Usually six weeks.",
        "explicit",
    ),
    (
        "general",
        "wh",
        "What did the pilot cost?",
        "Pilots always cost more than people plan.",
        "implicit",
    ),
    (
        "deflection",
        "polar",
        "Is there a contract?",
        "Contracts scare people until they see our results.",
        "implicit",
    ),
]


@pytest.mark.parametrize(("label", "form", "question", "reply"), CODEBOOK)
def test_codebook_examples_get_their_label(label, form, question, reply):
    assert reply_status(question, reply, form)["status"] == label


@pytest.mark.parametrize(("label", "form", "question", "reply", "instead"), KNOWN_LIMITS)
def test_known_limits_are_as_documented(label, form, question, reply, instead):
    assert label != instead
    assert reply_status(question, reply, form)["status"] == instead


def test_codebook_deflection_in_a_pitch_is_never_a_clean_answer():
    got = reply_status(
        "Is there a contract?",
        "Contracts scare people until they see our results. Shall we talk on Friday?",
        "polar",
        pitch=True,
    )
    assert got["needs_review"]
    assert got["by_overlap"]


# The worked case (measures.md section 6), in other words than the seed's.
OFFER = (
    "Hi Matt, I'd love to talk with you about a business opportunity. My company builds platforms "
    "for speakers, coaches and trainers who want to scale. Reply if you want to hear more."
)
SECOND_OFFER = (
    "We have a technology for people like yourself that creates ongoing revenue. If you want the "
    "one-page summary let me know?"
)
LAST_WORD = (
    "Really? You have no idea what my IP is, do you? It's. Word of Mouth Referrals. Look up my "
    "profile. I might have wanted your product, yet I will never buy when it is sold this way. PS "
    "What I do is as far from network marketing as can be: earn the right to ask."
)


@pytest.mark.parametrize(
    ("question", "form", "reply"),
    [
        ("I would love to hear more about how you found me.", "indirect", OFFER),
        ("Was that your purpose for connecting?", "polar", SECOND_OFFER),
    ],
)
def test_the_two_questions_to_john_are_dodged(question, form, reply):
    assert reply_status(question, reply, form, pitch=True)["status"] == "dodged"


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("Ever heard of network marketing?", "polar"),
        ("What do you do that helps people?", "wh"),
        ("How do you reach your audiences????", "wh"),
        ("And how do you get your clients?", "wh"),
    ],
)
def test_the_four_questions_to_matt_are_answered(question, form):
    got = reply_status(question, LAST_WORD, form)
    assert got["status"] in ANSWERED or got["needs_review"]


def test_a_network_marketing_answer_names_the_shared_words():
    got = reply_status("Ever heard of network marketing?", LAST_WORD, "polar")
    assert got["by_overlap"]
    assert "market" in got["evidence"]
    assert "network" in got["evidence"]


def test_frames_that_were_joined_are_judged_like_whole_ones():
    rows = [(q, form, reply, False) for _, form, q, reply in CODEBOOK]
    names = ["question", "form", "reply", "reply_is_pitch"]
    parts = [pd.DataFrame(part, columns=names) for part in (rows[:9], rows[9:])]
    joined = pd.concat(parts, ignore_index=True).assign(embedded_wh=False)
    pd.testing.assert_frame_equal(status(joined), judge(rows))


def test_index_is_kept_and_input_is_not_changed():
    rows = [(q, form, reply, False) for _, form, q, reply in CODEBOOK]
    pairs = pd.DataFrame(rows, columns=["question", "form", "reply", "reply_is_pitch"])
    pairs = pairs.assign(embedded_wh=False, more=1)
    pairs.index = pd.Index(["a", "b"] * 12 + ["a"])  # labels may repeat
    before = pairs.copy(deep=True)
    got = status(pairs)
    pd.testing.assert_frame_equal(pairs, before)
    pd.testing.assert_index_equal(got.index, pairs.index)
    assert got["status"].tolist() == [label for label, *_ in CODEBOOK]


pieces = st.sampled_from(
    [
        *("yes", "no idea", "thanks!", "which one?", "our platform", "at nine", "[NAME_1]", "Ana"),
        *(
            "👍",
            "launch",
            "\n",
            "?",
            "...",
            "I'd rather not say",
            "Ärger",
            "why",
            "it depends",
            "12",
        ),
    ]
)
replies = st.one_of(st.none(), st.lists(pieces, max_size=6).map(" ".join), st.text(max_size=20))
asked = st.sampled_from(["When is the launch?", "Is it on?", "you or Ana?", "and the launch", "?"])
rows_of_pairs = st.lists(
    st.tuples(asked, st.sampled_from(FORMS), replies, st.booleans()), min_size=1, max_size=6
)


@settings(deadline=None, max_examples=15)
@given(rows_of_pairs)
@example([("When is the launch?", "wh", ">A", False)])
def test_a_pair_is_judged_alike_alone_and_among_others(rows):
    together = judge(rows)
    for i, row in enumerate(rows):
        alone = judge([row])
        pd.testing.assert_frame_equal(alone, together.iloc[[i]].set_axis([0]))
        # A reply that only quotes says nothing of its own, like a video.
        in_words = row[2] is not None and without_quoted(row[2]).strip()
        assert (alone["status"].iloc[0] in STATUSES) == bool(in_words)
        assert alone["evidence"].notna().iloc[0] == (row[2] is not None)
