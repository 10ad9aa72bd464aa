"""Which LinkedIn messages are one thread, and which rows are one message."""

from pathlib import Path

from convostudy.sources import read
from sources_files import URL, folder, message, messages, table


def test_two_conversations_with_one_person_are_one_thread_named_after_the_earlier(
    tmp_path: Path,
) -> None:
    rows = messages(
        message(at="2025-05-03 08:00:00 UTC", conversation="2-a"),
        message(at="2025-05-02 08:00:00 UTC", conversation="2-b"),
    )
    export = read(folder(tmp_path / "x", messages=rows), owner="Dana Holt")
    assert export.messages["thread_id"].tolist() == ["2-b", "2-b"]
    assert export.messages["conversation_id"].tolist() == ["2-b", "2-a"]
    assert export.messages["seq"].tolist() == [0, 1]


def test_a_group_stays_a_thread_of_its_own(tmp_path: Path) -> None:
    group = message(
        to="Dana Holt, Noor Ash",
        conversation="2-g",
        recipient_profile_urls=f"{URL}dana-holt,{URL}noor-ash",
    )
    export = read(folder(tmp_path / "x", messages=messages(message(), group)), owner="Dana Holt")
    assert (
        export.messages.set_index("thread_id").loc["2-g", "recipient_ids"] == "dana-holt noor-ash"
    )
    assert set(export.messages["thread_id"]) == {"2-ivo", "2-g"}


def test_between_two_of_whom_none_is_the_owner_no_side_is_known(tmp_path: Path) -> None:
    rows = messages(
        message(),
        message("Ivo Marsh", "Dana Before", conversation="2-old"),
        message("Dana Before", "Ivo Marsh", conversation="2-old", at="2025-05-02 09:00:00 UTC"),
    )
    export = read(folder(tmp_path / "x", messages=rows), owner="Dana Holt")
    sides = export.messages.groupby("thread_id")["side"].agg(list)
    assert sides.to_dict() == {"2-ivo": ["counterpart"], "2-old": ["unknown", "unknown"]}
    # In a group, whoever is not the owner is another person, the owner silent or not.
    group = message(
        to="Noor Ash, Pim Adair",
        conversation="2-g",
        recipient_profile_urls=f"{URL}noor-ash,{URL}pim-adair",
    )
    export = read(folder(tmp_path / "y", messages=messages(message(), group)), owner="Dana Holt")
    assert set(export.messages["side"]) == {"counterpart"}


def test_without_conversation_ids_people_and_subject_make_the_thread(tmp_path: Path) -> None:
    header = ("From", "To", "Date", "Subject", "Content", "Direction", "Folder")
    rows = [
        ("Dana Holt", "Pim Adair", "3/14/17, 2:05 PM", "Tea", "Tea?", "OUTGOING", "SENT"),
        ("Pim Adair", "Dana Holt", "3/15/17, 9:40 AM", "RE: Tea", "Yes", "INCOMING", "INBOX"),
        ("Dana Holt", "Noor Ash", "3/15/17, 9:41 AM", "Tea", "Tea?", "OUTGOING", "SENT"),
    ]
    export = read(folder(tmp_path / "x", Messages=table(header, rows)))
    assert export.messages.groupby("conversation_id").size().tolist() in ([1, 2], [2, 1])
    assert export.owner_id == "name:dana_holt"


def test_rows_without_a_conversation_id_share_one_per_people(tmp_path: Path) -> None:
    rows = [
        message(conversation="", at="2025-05-02 08:00:00 UTC"),
        message("Dana Holt", "Ivo Marsh", conversation="", at="2025-05-02 08:01:00 UTC"),
        message("Noor Ash", conversation="", at="2025-05-02 08:02:00 UTC"),
    ]
    export = read(folder(tmp_path / "x", messages=messages(*rows)))
    assert sorted(export.messages.groupby("conversation_id").size()) == [1, 2]


def test_identical_messages_in_one_file_are_all_kept(tmp_path: Path) -> None:
    export = read(folder(tmp_path / "x", messages=messages(message(), message())))
    assert len(export.messages) == 2
    first, second = sorted(export.messages["message_id"], key=len)
    assert second == f"{first}-1"


def test_the_same_row_in_two_files_is_kept_once_and_counted(tmp_path: Path) -> None:
    two = messages(message(), message(), message(text="more"))
    path = folder(tmp_path / "x", messages=messages(message()), messages_2=two)
    export = read(path)
    assert len(export.messages) == 3
    duplicate = export.ledger[export.ledger["row_class"] == "duplicate"]
    assert duplicate["n_rows"].tolist() == [1]


def test_zip_and_folder_and_loose_file_have_the_same_messages(tmp_path: Path) -> None:
    text = messages(message(), message("Dana Holt", "Ivo Marsh", at="2025-05-03 08:00:00 UTC"))
    whole = folder(tmp_path / "x", messages=text)
    again = folder(tmp_path / "other" / "name", messages=text)
    loose = read(whole / "messages.csv")
    assert read(whole).messages.equals(loose.messages)
    assert read(again).export_ids == read(whole).export_ids
    changed = folder(tmp_path / "y" / "x", messages=text.replace("Hello", "Hallo"))
    assert read(changed).export_ids != read(whole).export_ids
