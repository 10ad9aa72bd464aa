"""What a LinkedIn message is: sent or draft, by a person or a campaign, in words or without."""

from pathlib import Path

import pandas as pd
import pytest

from convostudy.sources import Export, read
from convostudy.sources.linkedin import html
from sources_files import connections, folder, message, messages


def kinds(export: Export) -> list[str]:
    return export.messages["kind"].tolist()


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
    assert "2 messages in 1 conversation" in export.assumptions["assumed"].tolist()


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


def test_assistants_rows_are_counted_and_never_become_messages(tmp_path: Path) -> None:
    path = folder(
        tmp_path / "x",
        messages=messages(message()),
        **{"Learning Coach Messages": messages(message(text="I am a coach"))},
    )
    export = read(path)
    assert export.messages["text"].tolist() == ["Hello"]
    assert export.ledger.set_index("row_class")["reason"]["system"] == "LinkedIn AI assistant"
