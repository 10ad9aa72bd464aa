"""The rules of reading LinkedIn, one by one, on exports one can hold in the head."""

import json
from pathlib import Path

import pandas as pd
import pytest

from convostudy.errors import BadExport
from convostudy.sources import Export, read
from convostudy.sources.linkedin import html
from convostudy.sources.linkedin.dates import read_dates, read_instants
from convostudy.sources.linkedin.names import Directory, name_key, slug_of
from sources_files import URL, connections, folder, invitations, message, messages, table

INVITED = ("Dana Holt", "Ivo Marsh", "4/30/25, 2:37 PM", "", "OUTGOING")


def kinds(export: Export) -> list[str]:
    return export.messages["kind"].tolist()


def test_dates_of_every_era_name_the_same_instant() -> None:
    texts = [
        "2025-05-02 08:15:00 UTC",
        "2025-05-02 08:15:00",
        "2025-05-02T08:15:00Z",
        "2025-05-02T10:15:00+02:00",
        "5/2/25, 8:15 AM",
        "5/2/25, 8:15\u202fAM",
        "05/02/2025 08:15",
    ]
    assert read_instants(pd.Series(texts)).unique().tolist() == [
        pd.Timestamp("2025-05-02 08:15", tz="UTC")
    ]


def test_a_whole_column_and_a_single_date_are_read_alike() -> None:
    texts = ["1823-07-18 11:00:00 UTC", "2024-02-29 23:59:59 UTC", "1969-12-31 23:59:59 UTC"]
    whole = read_instants(pd.Series(texts))
    assert whole.tolist() == [pd.Timestamp(t.removesuffix(" UTC"), tz="UTC") for t in texts]
    assert whole.equals(read_instants(pd.Series([*texts, "soon"]))[:3])
    for bad in ("2023-02-29 00:00:00 UTC", "2024-01-01 24:00:00 UTC", "2024-00-01 00:00:00 UTC"):
        assert read_instants(pd.Series([texts[0], bad])).isna().tolist() == [False, True]


def test_noon_and_midnight_on_a_twelve_hour_clock() -> None:
    at = read_instants(pd.Series(["3/11/21, 12:00 AM", "3/11/21, 12:00 PM", "3/11/21, 13:00 PM"]))
    assert at.dt.hour.tolist()[:2] == [0, 12]
    assert pd.isna(at[2])


def test_dates_before_1970_and_days_in_three_spellings() -> None:
    assert read_instants(pd.Series(["1823-07-18 11:00:00 UTC"]))[0].year == 1823
    days = read_dates(pd.Series(["08 Feb 2022", "8-Feb-22", "08 Feb 22", "2022-02-08"]))
    assert days["at"].nunique() == 1
    assert set(days["resolution"]) == {"day"}


def test_a_day_is_never_taken_for_midnight() -> None:
    assert read_instants(pd.Series(["4-Apr-21"])).isna().all()


@pytest.mark.parametrize("text", ["", "soon", "2025-13-01 00:00:00 UTC", "31 Feb 2022", "1 Abc 22"])
def test_what_is_no_date_is_missing(text: str) -> None:
    assert read_instants(pd.Series([text])).isna().all()
    assert read_dates(pd.Series([text]))["at"].isna().all()


def test_day_first_only_where_the_column_leaves_no_choice() -> None:
    assert read_dates(pd.Series(["30/4/25, 2:37 PM", "1/5/25, 9:00 AM"]))[
        "at"
    ].dt.month.tolist() == [
        4,
        5,
    ]
    assert read_dates(pd.Series(["1/5/25, 9:00 AM"]))["at"].dt.month.tolist() == [1]


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
    assert "ivo_marsh" in export.assumptions.set_index("about")["why"]["people"]


def test_connections_of_one_name_without_address_take_nobodys_date(tmp_path: Path) -> None:
    ties = connections(("Ivo Marsh", "", "01 May 2025"), ("Ivo Marsh", "", "09 Jun 2025"))
    export = read(folder(tmp_path / "x", messages=messages(message()), Connections=ties))
    # The one profile of that name in the messages may be either of the two.
    assert export.connections["person_id"].tolist() == ["name:ivo_marsh#1", "name:ivo_marsh#2"]
    assert "Ivo Marsh" in export.assumptions.set_index("about")["why"]["people"]


def test_closed_accounts_are_one_person_per_conversation(tmp_path: Path) -> None:
    rows = [
        message("LinkedIn Member", "Dana Holt", conversation=c, sender_profile_url="")
        for c in ("2-a", "2-b")
    ]
    export = read(folder(tmp_path / "x", messages=messages(*rows)))
    assert export.messages["sender_id"].tolist() == ["member:2-a", "member:2-b"]


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


@pytest.mark.parametrize("literal", ["Yes", "true", "TRUE", "1", "y"])
def test_drafts_were_never_sent(tmp_path: Path, literal: str) -> None:
    rows = messages(message(), message(text="half", is_message_draft=literal))
    export = read(folder(tmp_path / "x", messages=rows))
    assert export.messages["text"].tolist() == ["Hello"]
    assert export.ledger.set_index("row_class")["first_lines"]["draft"] == "3"


@pytest.mark.parametrize(
    ("attachment", "modality"),
    [
        ("https://www.linkedin.com/dms/prv/image/v2/X?e=1,https://x/y", "image"),
        ("https://www.linkedin.com/dms/prv/vid/v2/X?e=1&v=beta", "video"),
        ("https://www.linkedin.com/dms/prv/attachment/X", "file"),
        ("", "empty"),
    ],
)
def test_what_carries_a_message_without_words(
    tmp_path: Path, attachment: str, modality: str
) -> None:
    export = read(
        folder(tmp_path / "x", messages=messages(message(text=" \n", attachments=attachment)))
    )
    assert export.messages[["text", "modality"]].to_numpy().tolist() == [["", modality]]


def test_a_subject_without_a_connection_is_inmail_until_they_connect(tmp_path: Path) -> None:
    rows = messages(
        message(subject="A chance", at="2025-05-01 08:00:00 UTC"),
        message("Dana Holt", "Ivo Marsh", at="2025-05-02 08:00:00 UTC"),
        message(at="2025-05-09 08:00:00 UTC"),
    )
    ties = connections(("Ivo Marsh", "ivo-marsh", "05 May 2025"))
    export = read(folder(tmp_path / "x", messages=rows, Connections=ties))
    assert kinds(export) == ["inmail", "inmail", "message"]
    assert "2 messages in 1 conversations" in export.assumptions["assumed"].tolist()


def test_a_subject_among_the_connected_is_no_inmail(tmp_path: Path) -> None:
    rows = messages(message(subject="Hello", at="2025-05-01 23:00:00 UTC"))
    ties = connections(("Ivo Marsh", "ivo-marsh", "01 May 2025"))
    assert kinds(read(folder(tmp_path / "x", messages=rows, Connections=ties))) == ["message"]


def test_without_connections_inmail_cannot_be_told_and_that_is_said(tmp_path: Path) -> None:
    export = read(folder(tmp_path / "x", messages=messages(message(subject="A chance"))))
    assert kinds(export) == ["message"]
    assert "cannot be told" in export.assumptions.set_index("about")["assumed"]["InMail"]


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"text": "Hi %FIRSTNAME%", "sender_profile_url": ""}, "sponsored"),
        ({"text": '<p class="spinmail-quill-editor__spin-break">Hi</p>'}, "sponsored"),
        ({"conversation_title": "Sponsored Conversation"}, "sponsored"),
        # A person's tool left it: a broken merge field, to be measured as a message.
        ({"text": "Hi %FIRSTNAME%"}, "message"),
        ({"sender_profile_url": ""}, "message"),
    ],
)
def test_campaigns_are_told_by_their_marks(tmp_path: Path, more: dict[str, str], kind: str) -> None:
    export = read(folder(tmp_path / "x", messages=messages(message(**more))))
    assert kinds(export) == [kind]
    assert export.ledger["row_class"].tolist() == [kind]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("I <3 this, <company> & co", "I <3 this, <company> & co"),
        ("if a < b and c > d", "if a < b and c > d"),
        ("<p>One</p><p>Two<br>three</p>", "One\nTwo\nthree"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ('<p><a href="https://x.example/y">Book</a> now</p>', "Book (https://x.example/y) now"),
        ("<p>&lt;p&gt;Hi&lt;/p&gt;</p>", "Hi"),
        ("<p>Fish &amp; chips&nbsp;!</p>", "Fish & chips !"),
        ('<p>Hello</p><p class="spinmail', "Hello"),
        ("<p>Dear <firstname></p>", "Dear <firstname>"),
        ("Fish &amp; chips", "Fish &amp; chips"),
    ],
)
def test_known_mark_up_becomes_text_and_what_people_type_stays(content: str, text: str) -> None:
    assert html.to_text(pd.Series([content])).tolist() == [text]


def test_an_invitation_without_a_thread_has_its_own(tmp_path: Path) -> None:
    note = ("Noor Ash", "Dana Holt", "2/28/24, 11:05 AM", "We met", "INCOMING")
    export = read(
        folder(tmp_path / "x", messages=messages(message()), Invitations=invitations(note, INVITED))
    )
    notes = export.messages[export.messages["kind"] == "invitation"].set_index("thread_id")
    assert notes["modality"].to_dict() == {"2-ivo": "empty", "invitation:noor-ash": "text"}
    assert notes["side"].to_dict() == {"2-ivo": "owner", "invitation:noor-ash": "counterpart"}


def test_invitations_alone_are_no_conversation_and_headers_alone_do_not_hurt(
    tmp_path: Path,
) -> None:
    path = folder(tmp_path / "x", messages=messages(), Invitations=invitations(INVITED))
    with pytest.raises(BadExport, match="message"):
        read(path)
    asked = messages(message(subject="A chance"))
    assert kinds(read(folder(tmp_path / "y", messages=asked, Connections=connections()))) == [
        "message"
    ]
    three = [message("Dana Holt", n, subject="Hi", conversation=n) for n in ("A B", "C D", "E F")]
    path = folder(tmp_path / "z", messages=messages(*three), Connections=connections())
    assert set(kinds(read(path))) == {"inmail"}


def test_a_note_that_is_also_the_first_message_is_kept_and_said(tmp_path: Path) -> None:
    note = ("Ivo Marsh", "Dana Holt", "5/2/25, 8:15 AM", "Hello ", "INCOMING")
    row = message(at="2025-05-02 08:15:30 UTC")
    export = read(folder(tmp_path / "x", messages=messages(row), Invitations=invitations(note)))
    assert kinds(export) == ["invitation", "message"]
    reasons = export.ledger.set_index("file")["reason"]
    assert "also the first message" in reasons["Invitations.csv"]


def test_an_invitation_without_a_known_direction_is_rejected(tmp_path: Path) -> None:
    bad = ("Ivo Marsh", "Dana Holt", "5/2/25, 8:15 AM", "", "SIDEWAYS")
    path = folder(tmp_path / "x", messages=messages(message()), Invitations=invitations(bad))
    export = read(path)
    assert kinds(export) == ["message"]
    assert "neither INCOMING nor OUTGOING" in export.rejected["reason"].tolist()[0]


def test_assistants_rows_are_counted_and_never_become_messages(tmp_path: Path) -> None:
    path = folder(
        tmp_path / "x",
        messages=messages(message()),
        **{"Learning Coach Messages": messages(message(text="I am a coach"))},
    )
    export = read(path)
    assert export.messages["text"].tolist() == ["Hello"]
    assert export.ledger.set_index("row_class")["reason"]["system"] == "LinkedIn AI assistant"


def test_a_connection_listed_twice_counts_once(tmp_path: Path) -> None:
    twice = connections(
        ("Ivo Marsh", "ivo-marsh", "02 May 2025"), ("Ivo Marsh", "ivo-marsh", "01 May 2025")
    )
    export = read(folder(tmp_path / "x", messages=messages(message()), Connections=twice))
    (tie,) = export.connections.to_dict("records")
    assert tie["connected_lo"] == pd.Timestamp("2025-05-01", tz="UTC")
    here = export.ledger[export.ledger["file"] == "Connections.csv"]
    assert here.set_index("row_class")["n_rows"].to_dict() == {"connection": 1, "duplicate": 1}


def test_zip_and_folder_and_loose_file_have_the_same_messages(tmp_path: Path) -> None:
    text = messages(message(), message("Dana Holt", "Ivo Marsh", at="2025-05-03 08:00:00 UTC"))
    whole = folder(tmp_path / "x", messages=text)
    again = folder(tmp_path / "other" / "name", messages=text)
    loose = read(whole / "messages.csv")
    assert read(whole).messages.equals(loose.messages)
    assert read(again).export_ids == read(whole).export_ids
    changed = folder(tmp_path / "y" / "x", messages=text.replace("Hello", "Hallo"))
    assert read(changed).export_ids != read(whole).export_ids


def test_domains_of_the_portability_api(tmp_path: Path) -> None:
    tie = {"First Name": "Ivo", "Last Name": "Marsh", "Connected On": "01 May 2025", "URL": None}
    (tmp_path / "INBOX.json").write_text(json.dumps([message(), message()]))
    (tmp_path / "CONNECTIONS.json").write_text(
        json.dumps({"elements": [{"snapshotDomain": "CONNECTIONS", "snapshotData": [tie]}]})
    )
    (tmp_path / "LEARNING_COACH_INBOX.json").write_text(json.dumps([message(text="coach")]))
    export = read(tmp_path)
    assert export.messages["text"].tolist() == ["Hello"]
    assert export.connections["person_id"].tolist() == ["ivo-marsh"]
    assert export.ledger.set_index(["file", "row_class"])["n_rows"].to_dict() == {
        ("CONNECTIONS.json", "connection"): 1,
        ("INBOX.json", "duplicate"): 1,
        ("INBOX.json", "message"): 1,
        ("LEARNING_COACH_INBOX.json", "system"): 1,
    }


def test_half_an_emoji_in_json_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "INBOX.json").write_text(json.dumps([message(text="a \ud83d b"), 3]))
    export = read(tmp_path / "INBOX.json")
    assert export.messages["text"].tolist() == ["a ? b"]
    assert export.rejected[["line", "raw"]].to_numpy().tolist() == [[2, "3"]]


def test_a_change_log_alone_knows_its_owner_by_number(tmp_path: Path) -> None:
    event = {
        "owner": "urn:li:person:ME",
        "actor": "urn:li:person:YOU",
        "resourceName": "messages",
        "method": "CREATE",
        "activityId": "a",
        "activity": {
            "author": "urn:li:person:YOU",
            "thread": "urn:li:messagingThread:2-x",
            "createdAt": 1746172800000,
            "content": {"fallback": "Hi"},
        },
    }
    other = {**event, "activityId": "b", "resourceName": "reactions"}
    log = {"elements": [event, event, other]}
    (tmp_path / "log.json").write_text(json.dumps(log))
    export = read(tmp_path / "log.json")
    assert export.owner_id == "urn:li:person:ME"
    assert export.messages["side"].tolist() == ["counterpart"]
    assert export.messages["conversation_id"].tolist() == ["2-x"]
    assert export.ledger.set_index("row_class")["n_rows"].to_dict() == {
        "duplicate": 1,
        "message": 1,
        "system": 1,
    }
