"""Two-person threads in which the owner takes no part: on no side, in no number, and said."""

import pandas as pd
import pytest

import convostudy as cs
from conftest import messages_of
from convostudy.measures import measures
from convostudy.parameters import Parameters
from convostudy.project.pipeline import label, score
from convostudy.tables import ASSUMPTIONS, CONNECTIONS, PEOPLE, conform, empty
from convostudy.threads import without_owner

UNTIL = pd.Timestamp("2024-09-01", tz="UTC")
OWN = messages_of(
    [
        ("a", "counterpart", "2024-03-01 09:00", "We help teams like yours, want a demo?"),
        ("a", "owner", "2024-03-01 10:00", "No thanks. Why did you connect?"),
        ("a", "counterpart", "2024-03-02 10:00", "Our tool doubles your sales, book a call!"),
    ]
)
ALIAS = messages_of(
    [
        ("b", "counterpart", "2023-03-01 09:00", "We sell a tool for teams, want a demo?"),
        ("b", "owner", "2023-03-01 10:00", "No thanks, but our agency could help you. A call?"),
        ("b", "counterpart", "2023-03-02 10:00", "Our tool doubles your sales, book a call!"),
    ]
)


def _renamed(messages):
    """The owner under another address, as the reader then sees it: everybody is a counterpart."""
    return messages.assign(
        sender_id=messages["sender_id"].replace("me", "me-old"),
        recipient_ids=messages["recipient_ids"].replace("me", "me-old"),
        side="counterpart",
    )


def _studied(messages, people):
    tables = {"messages": messages, "people": people, "assumptions": empty(ASSUMPTIONS)}
    tables |= label(messages, people, empty(CONNECTIONS), observed_until=UNTIL)
    return tables, score(tables, Parameters())


@pytest.fixture(scope="module")
def both():
    people = conform(
        pd.DataFrame({"person_id": ["me"], "name": ["Me"], "is_owner": [True]}), PEOPLE
    )
    mixed = pd.concat([OWN, _renamed(ALIAS)], ignore_index=True)
    return _studied(OWN, people), _studied(mixed, people)


@pytest.mark.parametrize("name", measures())
def test_a_measure_says_what_it_says_without_them(both, name):
    (_, alone), (_, mixed) = both
    pd.testing.assert_frame_equal(mixed[name], alone[name])


def test_they_are_no_thread_of_the_owner_and_the_reader_is_told(both):
    (own, alone), (tables, scores) = both
    assert tables["threads"]["thread_id"].tolist() == ["a"]
    assert tables["turns"]["thread_id"].unique().tolist() == ["a", "b"]
    said = [s for s in cs.cautions(tables | scores) if "takes no part" in s]
    assert len(said) == 1
    assert said[0].startswith("In 1 two-person thread with 3 messages the owner takes no part")
    assert not any("takes no part" in s for s in cs.cautions(own | alone))
    assert "3 messages in 1 two-person thread," in cs.prose.opening(tables)


def test_they_are_found_only_where_an_owner_is_known(people):
    mixed = pd.concat([OWN, _renamed(ALIAS)], ignore_index=True)
    assert without_owner(mixed, people).tolist() == ["b"]
    assert without_owner(mixed, empty(PEOPLE)).tolist() == []


def test_an_invitation_from_an_older_address_makes_no_group(people):
    note = OWN.head(1).assign(
        message_id="note", seq=-1, kind="invitation", text="", side="owner",
        sender_id="me-old", recipient_ids="they-a",
    )  # fmt: skip
    messages = pd.concat([note, OWN], ignore_index=True)
    tables = label(messages, people, empty(CONNECTIONS), observed_until=UNTIL)
    thread = tables["threads"].iloc[0]
    assert not thread["is_group"]
    assert (thread["counterpart_id"], thread["inviter"]) == ("they-a", "owner")
