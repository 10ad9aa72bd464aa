"""Questions in texts that hold no question mark, closed by a full stop; beside each its trap."""

from __future__ import annotations

import pandas as pd
import pytest

from convostudy.language.questions import questions
from language_texts import ask


@pytest.mark.parametrize(
    ("asked", "stated"),
    [
        # A noun, a name or a number is the subject of an auxiliary in front.
        ("Did the client confirm to you in writing that he is a company.", "Did the dishes first."),
        ("Did Tamsin see the estimate.", "Did see the estimate."),
        ("Would tomorrow 10am be convenient.", "Would be convenient tomorrow."),
        ("Would 6 months change it.", "Would love 6 months off."),
        ("Could Marsh & Dale do half.", "Could do half."),
        ("Is Jean-Luc still there.", "Is still there."),
        ("Have my letters reached you.", "Have a good weekend."),
        ("Is 15 March suitable.", "Is 15 euro."),
        ("Were ye happy with Portugal.", "Were happy with Portugal."),
        ("Must I come on Saturday.", "Must come on Saturday."),
        ("Do managers know it.", "Do the managers a favour."),
        # A question word before an auxiliary or a verb, but no free or relative clause.
        ("What does 'paid for itself' mean.", "What does matter is the price."),
        ("What would actually help.", "What would help is rest."),
        ("What are cellars for.", "What they are is cold."),
        ("Where do most of your projects come from.", "Where the projects come from I know."),
        ("Which account number is on it.", "Which the client is sorry for."),
        ("Which year, though.", "Which brings me to the price."),
        ("Which shall I write down.", "Which I shall write down."),
        ("Whose name is on the lease.", "Those names are on the lease."),
        ("When would be a better time.", "When we met it was spring."),
        ("Why make someone else rich.", "Why, thank you."),
        ("From which year is the car.", "From that year on it ran."),
        # Something is left out: verb, auxiliary or "is it".
        ("Want me to hold the 29th.", "Just want a rest."),
        ("Worth a 15-minute chat.", "Worth it."),
        ("Open to seeing a demo.", "Open the demo."),
        ("Got 20 min today.", "Got it today."),
        ("Mind if I check in next summer.", "Mind you, I checked."),
        ("Ever had a coach.", "Ever so kind."),
        ("You still fixing plugs.", "You are still the best."),
        ("You need me to come get you.", "You need to come."),
        ("And the price.", "And the price is fine."),
        ("And yours.", "And yours is nice too."),
        ("So why.", "So do I."),
        # A tag, to somebody who is spoken to or spoken of.
        ("You liked the printer trick, no.", "I did not like it, no."),
        ("You took part in the open call, correct.", "The approvals queue up, yes."),
        ("You come by train right.", "Your husband is right."),
        ("You've got a decent mic, I take it.", "I take it."),
        # Two possibilities, and nothing is said of them.
        ("Day or night.", "Day or night is fine."),
        ("For the small things or for capital items.", "For better or worse."),
        ("You mean per page or for the whole thing.", "You mean the world to me."),
        ("You pay cash or the phone.", "You can pay cash or by phone."),
        ("You want the blue or the grey.", "You wanted it so take it or leave it."),
        # After a comma, where no relative clause begins so.
        ("Sorry to press, is that a yes.", "What I like, is that it is dry."),
        ("If a carrier overbills you, who catches it.", "I met Ana, who lives in Ghent."),
        ("Off the record, did anybody ask them.", "Off the record, nobody asked them."),
        ("Between us, how many bidders.", "Between us, many bidders."),
    ],
)
def test_a_full_stop_hides_no_question(asked: str, stated: str) -> None:
    assert len(ask(asked)) == 1, asked
    assert ask(stated).empty, stated


@pytest.mark.parametrize(
    "text",
    [
        "What a day.",
        "How stupid to say so.",
        "When it rains they sit in the bar.",
        "Should you need anything, call me.",
        "Had I known, I would have come.",
        "Were it mine, I would sell it.",
        "Can be ten minutes only.",
        "Will do after lunch.",
        "Exactly right.",
        "That isn't right.",
        "I have not asked her yet.",
        "Was away from my desk.",
        "Love what you've done with the place.",
    ],
)
def test_statements_stay_statements(text: str) -> None:
    assert ask(text).empty


def test_whoever_sets_a_question_mark_sets_others() -> None:
    assert len(ask("Worth a look.")) == 1
    assert ask("How are you? Worth a look.")["text"].tolist() == ["How are you?"]


def test_a_sentence_is_read_by_the_marks_of_its_own_message() -> None:
    texts = ["Worth a look.", "Really? Worth a look.", "Worth a look."]
    found = questions(pd.DataFrame({"message_id": ["a", "b", "c"], "text": texts}))
    assert found["message_id"].tolist() == ["a", "b", "c"]
    assert found["text"].tolist() == ["Worth a look.", "Really?", "Worth a look."]


def test_known_limit_statements_and_nouns_that_ask_are_missed() -> None:
    assert ask("You sell pumps.", "Coffee.", "Thursday at 3.", "Still in Leeds.", "Deal.").empty


def test_known_limit_a_list_that_goes_on_is_read_as_a_question() -> None:
    assert len(ask("And the girl.")) == 1
