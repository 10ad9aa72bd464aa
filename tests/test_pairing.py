"""Which question a reply takes up: in which order, in which turn, after asking back."""

import pandas as pd

from talked import ANSWERED, ME, YOU, asked, status, talk, talks

TWO = "Where are you based? How many people are on the team?"


def test_a_reply_may_answer_both_in_any_order_and_in_fragments():
    replies = [
        ["Ghent. 12 people."],
        ["12 people. Ghent."],
        ["Ghent", "12 of us"],
        ["12 of us", "and in Ghent"],
        ["> Where are you based?\nGhent\n> How many people are on the team?\n12"],
        ["> How many people are on the team?\n12\n> Where are you based?\nGhent"],
        ["Where are you based? Ghent. How many people are on the team? 12."],
        ["1. Ghent\n2. 12"],
        ["1) Ghent\n2) 12"],
    ]
    threads = [[(ME, TWO), *[(YOU, part) for part in reply]] for reply in replies]
    for reply, tables in zip(replies, talks(threads), strict=True):
        assert len(status(tables)) == 2, reply
        assert set(status(tables)) <= set(ANSWERED), reply
        assert len(asked(tables, YOU)) == 0, reply


def test_each_question_has_the_part_of_the_reply_that_is_for_it():
    expected = {
        "> Where are you based?\nGhent": ["explicit", "dodged"],
        "> How many people are on the team?\n12": ["dodged", "explicit"],
        "Ghent.\n\n> How many people are on the team?\n12": ["explicit", "explicit"],
        "> Where are you based?\nGhent.\n\nWe are twelve.": ["explicit", "explicit"],
        "We're based in Ghent. I'd rather not say how big the team is.": ["explicit", "declined"],
        "Where we're based: Ghent. As for the team, I don't know.": [
            "explicit",
            "claims_ignorance",
        ],
        "The team is 12. And which base do you mean?": ["clarification", "explicit"],
        "Ghent. 12 people. How big is your team?": ["explicit", "explicit"],
    }
    threads = [[(ME, TWO), (YOU, reply)] for reply in expected]
    for (reply, statuses), tables in zip(expected.items(), talks(threads), strict=True):
        assert status(tables, when="next") == statuses, reply


def test_a_statement_about_one_question_does_not_answer_the_other():
    tables = talk(
        (ME, "What do you use for payroll? And who handles the invoices?"),
        (
            YOU,
            "Payroll is done by hand. Tom prints every sheet. The invoices are confidential.",
        ),
    )
    assert status(tables, when="next")[1] == "declined"
    assert status(tables, when="next")[0] in ANSWERED


# A turn later.


def test_an_answer_may_come_a_turn_later():
    tables = talk(
        (ME, "Where are you based?"), (YOU, "Thanks for connecting!"), (ME, ":)"), (YOU, "Ghent")
    )
    row = asked(tables).iloc[0]
    assert (row["status_next"], row["status_eventual"]) == ("acknowledged_only", "explicit")
    assert row["answer_turn_id"] == "t0/4"


def test_a_later_answer_that_names_its_subject_counts_over_what_was_asked_between():
    tables = talk(
        (ME, "What do you use for scheduling?"),
        (YOU, "Thanks for connecting!"),
        (ME, "Sure. How was the fair?"),
        (YOU, "Lovely, as ever. For scheduling we use Calendly."),
    )
    first, second = asked(tables).itertuples()
    assert first.status_eventual in ANSWERED
    assert first.answer_turn_id == "t0/4"
    assert second.status_next in ANSWERED


def test_the_answer_to_a_later_question_does_not_answer_an_earlier_one():
    tables = talk(
        (ME, "Why did you leave the museum?"),
        (YOU, "Thanks for connecting!"),
        (ME, "Sure. How was the fair?"),
        (YOU, "The fair was lovely, we all had ice cream."),
    )
    assert status(tables)[0] == "acknowledged_only"
    assert status(tables)[1] in ANSWERED


# Asked back.


def test_who_asks_back_leaves_the_question_open_until_it_is_answered():
    tables = talk(
        (ME, "What is your process?"),
        (YOU, "Which one, hiring or sales?"),
        (ME, "Sales, I meant."),
        (YOU, "Two calls and a written offer."),
    )
    row = asked(tables).iloc[0]
    assert row["status_next"] == "clarification"
    assert row["status_eventual"] in ANSWERED
    assert row["answer_turn_id"] == "t0/4"


def test_asking_back_twice_leaves_it_open_for_one_more_turn():
    tables = talk(
        (ME, "What do you charge for the declarations?"),
        (YOU, "Do you mean the monthly ones?"),
        (ME, "The monthly ones."),
        (YOU, "For how many flats do you mean?"),
        (ME, "14"),
        (YOU, "4 euro each"),
    )
    row = asked(tables).iloc[0]
    assert (row["status_eventual"], row["answer_turn_id"]) == ("explicit", "t0/6")


def test_the_window_runs_on_from_the_question_while_it_is_asked_back():
    sales, answer, again = (ME, "Sales"), (YOU, "Two calls and an offer."), (YOU, "Of which team?")
    expected = {
        "2024-03-05": [
            ((), "open"),
            ((sales,), "open"),
            ((sales, again), "open"),
        ],
        "2024-06-01": [
            ((), "clarification"),  # nobody explained
            ((sales,), "clarification"),
            ((sales, 10, answer), "explicit"),
            ((sales, 15, answer), "clarification"),
            ((sales, again), "clarification"),
        ],
    }
    for until, cases in expected.items():
        asked_back = [(ME, "What is your process?"), (YOU, "Which one, hiring or sales?")]
        threads = [[*asked_back, *after] for after, _ in cases]
        found = talks(threads, until=pd.Timestamp(until, tz="UTC"))
        assert [status(tables)[0] for tables in found] == [label for _, label in cases], until
