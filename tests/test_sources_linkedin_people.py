"""Who is who in a LinkedIn export: addresses, names, closed accounts, connections."""

from pathlib import Path

import pandas as pd
import pytest

from convostudy.sources import read
from convostudy.sources.linkedin.names import Directory, name_key, slug_of
from sources_files import URL, connections, folder, message, messages


@pytest.mark.parametrize(
    "url",
    [
        "https://www.linkedin.com/in/Zo%C3%AB-Brandt",
        "http://uk.linkedin.com/in/zoë-brandt/",
        "linkedin.com/in/zoë-brandt?utm_source=share&x=1",
        "https://www.linkedin.com/in/zoë-brandt/en",
    ],
)
def test_a_profile_has_one_key_however_its_address_is_written(url: str) -> None:
    assert slug_of(url) == "zoë-brandt"


def test_recipients_are_split_only_into_known_names() -> None:
    known = Directory()
    for name in ("Sela Quint, MBA", "Noor Ash", "Dana Holt"):
        known.add(name, URL + name.split()[0].lower())
    assert known.split("Sela Quint, MBA, Noor Ash", 2) == ["Sela Quint, MBA", "Noor Ash"]
    assert known.split("Sela Quint, MBA,Noor Ash", 2) == ["Sela Quint, MBA", "Noor Ash"]
    assert known.split("Ana Lopez, Ph.D.", 1) == ["Ana Lopez, Ph.D."]
    assert known.split("Ana Lopez, Ph.D., Noor Ash", 2) == ["Ana Lopez, Ph.D.", "Noor Ash"]
    assert known.recipients("Ana Lopez, Ph.D., Noor Ash", f"{URL}ana,{URL}noor") == "ana noor"
    assert known.recipients("Ana Lopez", "") == name_key("Ana Lopez")


def test_a_name_without_address_is_joined_to_the_one_profile_of_that_name(tmp_path: Path) -> None:
    rows = messages(message(), message(sender_profile_url="", at="2025-05-03 08:00:00 UTC"))
    export = read(folder(tmp_path / "x", messages=rows))
    assert set(export.messages["sender_id"]) == {"ivo-marsh"}


def test_two_profiles_of_one_name_stay_apart_and_it_is_said(tmp_path: Path) -> None:
    rows = messages(
        message(),
        message(sender_profile_url=URL + "ivo-2", conversation="2-b"),
        message(sender_profile_url="", conversation="2-c"),
    )
    export = read(folder(tmp_path / "x", messages=rows))
    assert set(export.messages["sender_id"]) == {"ivo-marsh", "ivo-2", "name:ivo_marsh"}
    # Counted, not named: what was assumed stands on pages.
    why = export.assumptions.set_index("about")["why"]["people"]
    assert why == "1 name goes with several profiles"


def test_connections_of_one_name_without_address_take_nobodys_date(tmp_path: Path) -> None:
    ties = connections(("Ivo Marsh", "", "01 May 2025"), ("Ivo Marsh", "", "09 Jun 2025"))
    export = read(folder(tmp_path / "x", messages=messages(message()), Connections=ties))
    # The one profile of that name in the messages may be either of the two.
    assert export.connections["person_id"].tolist() == ["name:ivo_marsh#1", "name:ivo_marsh#2"]
    why = export.assumptions.set_index("about")["why"]["people"]
    assert why == "1 name goes with several connections, and no address is given"


def test_closed_accounts_are_one_person_per_conversation(tmp_path: Path) -> None:
    rows = [
        message("LinkedIn Member", "Dana Holt", conversation=c, sender_profile_url="")
        for c in ("2-a", "2-b")
    ]
    export = read(folder(tmp_path / "x", messages=messages(*rows)))
    assert export.messages["sender_id"].tolist() == ["member:2-a", "member:2-b"]


def test_a_connection_listed_twice_counts_once(tmp_path: Path) -> None:
    twice = connections(
        ("Ivo Marsh", "ivo-marsh", "02 May 2025"), ("Ivo Marsh", "ivo-marsh", "01 May 2025")
    )
    export = read(folder(tmp_path / "x", messages=messages(message()), Connections=twice))
    (tie,) = export.connections.to_dict("records")
    assert tie["connected_lo"] == pd.Timestamp("2025-05-01", tz="UTC")
    here = export.ledger[export.ledger["file"] == "Connections.csv"]
    assert here.set_index("row_class")["n_rows"].to_dict() == {"connection": 1, "duplicate": 1}
