"""Files that no source knows are called by what they are, with what to do."""

import json
from pathlib import Path

import pytest

from convostudy.errors import BadExport, BadParameter, UnknownExport
from convostudy.sources import read, recognise
from sources_files import HEADER, folder, invitations, message, messages, said, zipped

ONE = messages(message())


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "messages.csv").write_text("")
    with pytest.raises(UnknownExport, match="an empty file"):
        read(tmp_path / "messages.csv")


def test_a_header_nobody_knows_is_named_with_its_nearest_columns(tmp_path: Path) -> None:
    path = tmp_path / "messages.csv"
    path.write_text("CONVERSATION,FORM,WHEN,CONTENTS\n1,Ivo,yesterday,Hi\n")
    with pytest.raises(UnknownExport) as error:
        read(path)
    text = said(error)
    assert "CONVERSATION, FORM, WHEN, CONTENTS" in text
    assert "'FORM' is near 'FROM'" in text
    assert "'CONTENTS' is near 'CONTENT'" in text


def test_a_known_table_does_not_hide_messages_with_an_unknown_header(tmp_path: Path) -> None:
    path = folder(
        tmp_path / "x",
        messages="ID,WHO,TEXT\n1,Ivo,Hi\n",
        Invitations=invitations(("Dana Holt", "Ivo Marsh", "4/30/25, 2:37 PM", "", "OUTGOING")),
    )
    with pytest.raises(UnknownExport, match="ID, WHO, TEXT"):
        read(path)


OTHERS = {
    "_chat.txt": ("[12/03/2024, 14:02:11] Ana: Hello\n", "WhatsApp"),
    "WhatsApp Chat with Ana.txt": ("3/12/24, 2:02 PM - Ana: Hello\n", "WhatsApp"),
    "signal.txt": ("[2019-12-24, 12:23] Ana Doe: Hello!\n[2020-01-17, 21:49] Me: Hi\n", "Signal"),
    "index.md": ("[2019-12-24, 12:23:07] Ana: Hello!\n", "Signal or WhatsApp"),
    "result.json": (
        json.dumps({"name": "Ana", "type": "personal_chat", "id": 1, "messages": []}),
        "Telegram",
    ),
    "mail.mbox": ("From ana@example.org Mon May 26 20:18:05 2025\nSubject: Hi\n\nHello\n", "mbox"),
    "direct-messages.js": ("window.YTD.direct_messages.part0 = [ ]", "X archive"),
    "message_1.json": ('{"messages": [{"sender_name": "Ana"}]}', "Messenger"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_file_of_another_app_is_called_by_its_name(tmp_path: Path, name: str) -> None:
    text, app = OTHERS[name]
    (tmp_path / name).write_text(text)
    with pytest.raises(UnknownExport) as error:
        recognise(tmp_path / name)
    assert app in said(error)
    assert "linkedin" in said(error)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"paging": {"start": 0, "count": 10}, "elem', "line 1 column 39"),
        ('[\n{"a": 1},\n{"b": }\n]', "line 3 column 7"),
        ("", ""),
    ],
)
def test_json_that_is_cut_off_is_called_so(tmp_path: Path, text: str, place: str) -> None:
    (tmp_path / "page.json").write_text(text)
    with pytest.raises((BadExport, UnknownExport)) as error:
        recognise(tmp_path / "page.json")
    assert ("damaged or cut off" in said(error)) == bool(text)
    assert place in said(error)


def test_whole_json_of_another_kind_is_not_called_damaged(tmp_path: Path) -> None:
    (tmp_path / "page.json").write_text('{"a": 1}')
    with pytest.raises(UnknownExport, match="no file that is known"):
        recognise(tmp_path / "page.json")


def test_a_source_nobody_wrote(tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match="one of linkedin"):
        read(folder(tmp_path / "x", messages=ONE), source="myspace")


@pytest.mark.parametrize("cells", [["Name", "When"], ["FROM", "TO", "TEXT"], ["FORM", "DATE"]])
def test_an_unknown_header_is_told_what_is_known_of_it_and_what_is_needed(
    tmp_path: Path, cells: list[str]
) -> None:
    path = tmp_path / "pasted.csv"
    path.write_text(f"{','.join(cells)}\n{','.join('x' for _ in cells)}\n")
    with pytest.raises(UnknownExport) as error:
        read(path)
    known = [c for c in cells if c in HEADER]
    assert f"found the columns {', '.join(cells)}" in said(error)
    assert f"known of these: {', '.join(known) or 'none'}" in said(error)
    assert "is near 'DATE'" not in said(error)
    for needed in ("FROM", "TO", "DATE", "CONTENT"):
        assert needed in error.value.expected


@pytest.mark.parametrize("name", ["messages.xlsx", "old.xls", "folder/messages.xlsx", "x.zip"])
def test_a_spreadsheet_is_to_be_saved_as_csv(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    path = tmp_path / name
    parts = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}
    if name.endswith("xls"):
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504)
    elif name.endswith("zip"):
        sheet = zipped(tmp_path / "messages.xlsx", parts).read_bytes()
        path = zipped(
            tmp_path / "Basic_LinkedInDataExport_01-02-2026.zip", {"messages.xlsx": sheet}
        )
    else:
        zipped(path, parts)
    with pytest.raises((UnknownExport, BadExport)) as error:
        read(path.parent if path.parent.name == "folder" else path)
    assert "messages.xlsx" in said(error) or "a spreadsheet" in said(error)
    assert "as CSV" in error.value.do
    assert "the zip as LinkedIn sent it" in error.value.do
