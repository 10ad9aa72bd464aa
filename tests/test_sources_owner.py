"""Whose export it is: in the documented order, and never guessed."""

from pathlib import Path

import pytest

from convostudy.errors import BadParameter
from convostudy.sources import read
from sources_files import URL, connections, folder, invitations, message, messages, table

PROFILE = ("First Name", "Last Name", "Headline", "Summary")
#: Dana wrote to three people, each in a conversation of their own.
THREE = [
    message("Dana Holt", name, conversation=f"2-{name}", at=f"2025-05-0{n} 08:00:00 UTC")
    for n, name in enumerate(("Ivo Marsh", "Noor Ash", "Pim Adair"), start=1)
]
OUTGOING = ("Dana Holt", "Ivo Marsh", "4/30/25, 2:37 PM", "", "OUTGOING")
INCOMING = ("Pim Adair", "Dana Holt", "4/30/25, 2:39 PM", "", "INCOMING")


def test_whoever_sent_every_outgoing_invitation(tmp_path: Path) -> None:
    two = [message("Dana Holt", "Ivo Marsh"), message("Ivo Marsh", "Dana Holt")]
    export = read(
        folder(tmp_path / "x", messages=messages(*two), Invitations=invitations(OUTGOING, INCOMING))
    )
    assert (export.owner_id, export.owner_how) == ("dana-holt", "outgoing invitations")
    assert set(export.messages["side"]) == {"owner", "counterpart"}


def test_whoever_received_every_incoming_invitation(tmp_path: Path) -> None:
    export = read(
        folder(tmp_path / "x", messages=messages(message()), Invitations=invitations(INCOMING))
    )
    assert (export.owner_id, export.owner_how) == ("dana-holt", "incoming invitations")


def test_the_name_in_the_profile(tmp_path: Path) -> None:
    profile = table(PROFILE, [("Dana", "Holt", "Researcher", "")])
    export = read(folder(tmp_path / "x", messages=messages(message()), Profile=profile))
    assert (export.owner_id, export.owner_how) == ("dana-holt", "profile name")
    assert export.people.set_index("person_id").loc["dana-holt", "position"] == "Researcher"


def test_a_profile_name_that_two_people_have_settles_nothing(tmp_path: Path) -> None:
    profile = table(PROFILE, [("Dana", "Holt", "", "")])
    other = message("Dana Holt", "Dana Holt", sender_profile_url=URL + "dana-holt-2")
    export = read(folder(tmp_path / "x", messages=messages(other), Profile=profile))
    assert (export.owner_id, export.owner_how) == (None, "unresolved")
    assert set(export.messages["side"]) == {"unknown"}


def test_whoever_is_in_all_conversations(tmp_path: Path) -> None:
    export = read(folder(tmp_path / "x", messages=messages(*THREE)))
    assert (export.owner_id, export.owner_how) == ("dana-holt", "in 100 % of conversations")
    assert export.assumptions.set_index("about")["why"]["owner"] == export.owner_how


def test_one_conversation_of_two_settles_nothing_and_is_not_guessed(tmp_path: Path) -> None:
    export = read(folder(tmp_path / "x", messages=messages(message())))
    assert (export.owner_id, export.owner_how) == (None, "unresolved")
    assert not export.people["is_owner"].any()


def test_a_connection_of_the_owner_is_not_the_owner(tmp_path: Path) -> None:
    tie = connections(("Ivo Marsh", "ivo-marsh", "01 May 2025"))
    export = read(folder(tmp_path / "x", messages=messages(message()), Connections=tie))
    assert (export.owner_id, export.owner_how) == ("dana-holt", "in 100 % of conversations")


def test_a_closed_account_is_not_the_owner(tmp_path: Path) -> None:
    row = message("LinkedIn Member", "Dana Holt", sender_profile_url="")
    assert read(folder(tmp_path / "x", messages=messages(row))).owner_id == "dana-holt"


def test_nobody_in_four_conversations_of_five_is_unresolved(tmp_path: Path) -> None:
    others = [message(f"A{n} Z", f"B{n} Z", conversation=f"2-other-{n}") for n in range(len(THREE))]
    export = read(folder(tmp_path / "x", messages=messages(*THREE, *others)))
    assert export.owner_id is None


@pytest.mark.parametrize(
    "owner", ["Ivo Marsh", "ivo marsh", URL + "Ivo-Marsh/?utm_source=x", "ivo-marsh"]
)
def test_an_owner_that_is_given_is_believed(tmp_path: Path, owner: str) -> None:
    export = read(folder(tmp_path / "x", messages=messages(*THREE)), owner=owner)
    assert (export.owner_id, export.owner_how) == ("ivo-marsh", "given")


def test_an_owner_that_nobody_is_called_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match="Dana Holt"):
        read(folder(tmp_path / "x", messages=messages(*THREE)), owner="Dana Hold")


def test_an_owner_whose_name_two_have_asks_for_the_address(tmp_path: Path) -> None:
    other = message("Dana Holt", "Ivo Marsh", sender_profile_url=URL + "dana-holt-2")
    with pytest.raises(BadParameter, match="dana-holt-2"):
        read(folder(tmp_path / "x", messages=messages(*THREE, other)), owner="Dana Holt")


def test_before_2023_only_senders_have_addresses(tmp_path: Path) -> None:
    header = [h for h in THREE[0] if h != "RECIPIENT PROFILE URLS"] + ["SUBJECT"]
    replies = [
        message(r["TO"], "Dana Holt", "2025-06-01 09:00:00 UTC", conversation=r["CONVERSATION ID"])
        for r in THREE
    ]
    export = read(folder(tmp_path / "x", messages=messages(*THREE, *replies, header=header)))
    assert (export.owner_id, export.owner_how) == ("dana-holt", "in 100 % of conversations")
    assert set(export.people["person_id"]) == {"dana-holt", "ivo-marsh", "noor-ash", "pim-adair"}


def test_the_owner_of_the_profile_may_be_named_where_nobody_wrote(tmp_path: Path) -> None:
    profile = table(PROFILE, [("Dana", "Holt", "", "")])
    ties = connections(("Ivo Marsh", "ivo-marsh", "01 May 2025"))
    place = folder(tmp_path / "x", Connections=ties, Profile=profile)
    assert read(place).owner_id == read(place, owner="dana holt").owner_id == "name:dana_holt"
