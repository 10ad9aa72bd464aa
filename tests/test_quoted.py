"""What a message quotes is not its own: neither questions nor acts."""

from talked import ANSWERED, ME, YOU, asked, status, talk, talks

ASKED = (ME, "Do you use a CRM?")


def test_a_question_that_is_quoted_is_not_asked_again():
    replies = [
        "> Do you use a CRM?\nYes, HubSpot.",
        "> Hi, do you use a CRM?\n>\n> Best, Ana\n\nYes, HubSpot.",
        "Yes, HubSpot.\n\nOn Fri, 1 Mar 2024 at 09:00, Me <me@example.org> wrote:\n"
        "> Do you use a CRM?",
        "Yes, HubSpot.\n-----Original Message-----\nFrom: Me\nDo you use a CRM?",
        '"Do you use a CRM?" Yes, HubSpot.',
        "Do you use a CRM? Yes, HubSpot.",
        "Hi Ana,\nDo you use a CRM?\nYes, HubSpot.",
    ]
    for reply, tables in zip(replies, talks([[ASKED, (YOU, r)] for r in replies]), strict=True):
        assert len(asked(tables, YOU)) == 0, reply
        assert status(tables) == ["explicit"], reply


def test_a_question_that_is_asked_back_is_a_question():
    replies = [
        "Yes, HubSpot. Do you use a CRM?",
        "Yes, HubSpot. Do you use a CRM? We found it hard to choose one.",
        "Yes, HubSpot.\n> Do you use a CRM?\nDo you like it?",
    ]
    for reply, tables in zip(replies, talks([[ASKED, (YOU, r)] for r in replies]), strict=True):
        assert len(asked(tables, YOU)) == 1, reply


def test_how_are_you_is_asked_back_wherever_it_stands():
    tables = talk(
        (ME, "How are you doing today?"), (YOU, "How are you doing today? All well here.")
    )
    assert len(asked(tables, YOU)) == 1


def test_what_is_quoted_does_nothing():
    pitch = "We help coaches get 30 more clients a month. Want to book a demo this week?"
    quoted = "> We help coaches get 30 more clients a month.\n> Want to book a demo this week?\n"
    tables = talk((YOU, pitch), (ME, quoted + "No thanks, not interested."))
    mine = tables["acts"].query("side == 'owner'")["act"].tolist()
    assert "refusal" in mine
    assert not {"pitch", "cta"} & set(mine)


def test_a_quote_alone_says_nothing():
    tables = talk((ME, "Do you use a CRM?"), (YOU, "> Do you use a CRM?"))
    assert asked(tables)["status_next"].isna().all()


def test_more_than_so_many_is_no_quote():
    tables = talk((ME, "How many people work there?"), (YOU, "> 50"))
    assert status(tables) == ["explicit"]


def test_models_do_not_read_what_is_quoted_either():
    lines = [(ME, "Do you use a CRM?"), (YOU, "> Do you use a CRM?\nYes, HubSpot.")]
    tables = talk(*lines, backend="light")
    assert len(asked(tables, YOU)) == 0
    assert status(tables)[0] in ANSWERED


def test_quotes_are_read_as_such_in_a_language_without_rules():
    lines = [
        (ME, "¿Usan ustedes algún sistema para los pedidos de la tienda?"),
        (
            YOU,
            "> ¿Usan ustedes algún sistema para los pedidos de la tienda?\nSí, una hoja sencilla.",
        ),
    ]
    tables = talk(*lines, backend="light", language="es")
    assert len(asked(tables, YOU)) == 0
    assert len(asked(tables)) == 1
