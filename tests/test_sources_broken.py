"""What is handed over is often cut off, locked, re-saved, or of another app: it is said."""

import json
import zipfile
from pathlib import Path

import pytest

from convostudy.errors import BadExport, BadParameter, ConvostudyError, UnknownExport
from convostudy.sources import _archive, read, recognise
from sources_files import HEADER, connections, folder, invitations, message, messages, zipped

ONE = messages(message())


def said(error: pytest.ExceptionInfo[ConvostudyError]) -> str:
    """Return the text, after checking that it says what to expect and what to do."""
    assert error.value.expected
    assert error.value.do
    return str(error.value)


def test_a_path_to_nothing(tmp_path: Path) -> None:
    with pytest.raises(BadParameter) as error:
        read(tmp_path / "gone.zip")
    assert "no file or folder" in said(error)


def test_a_zip_cut_off_in_the_download(tmp_path: Path) -> None:
    whole = zipped(tmp_path / "whole.zip", {"messages.csv": ONE * 50}).read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadExport) as error:
        read(cut)
    assert "ends too early" in said(error)


def test_a_zip_damaged_inside(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"messages.csv": ONE * 50})
    data = bytearray(path.read_bytes())
    data[70:90] = b"\0" * 20
    path.write_bytes(data)
    with pytest.raises(BadExport) as error:
        read(path)
    assert "damaged" in said(error)


def test_a_web_page_named_zip(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    path.write_text("<!doctype html><title>This link has expired</title>")
    with pytest.raises(BadExport) as error:
        read(path)
    assert "no zip" in said(error)


def test_a_locked_zip(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"messages.csv": ONE})
    data = bytearray(path.read_bytes())
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + at] |= 1  # the bit that says: encrypted
    path.write_bytes(data)
    with pytest.raises(BadExport) as error:
        read(path)
    assert "password" in said(error)


def test_a_zip_without_anything(tmp_path: Path) -> None:
    with pytest.raises(UnknownExport) as error:
        read(zipped(tmp_path / "x.zip", {}))
    assert "holds nothing" in said(error)


def test_a_zip_built_to_fill_the_memory(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"messages.csv": b"0" * (40 * 2**20)})
    with pytest.raises(BadExport) as error:
        read(path)
    assert "times its size" in said(error)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_both_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"messages.csv": ONE})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("messages.csv", messages(message(text="other", conversation="2-x")))
    assert sorted(read(path).messages["text"]) == ["Hello", "other"]


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "messages.csv").write_text("")
    with pytest.raises(UnknownExport, match="an empty file"):
        read(tmp_path / "messages.csv")


def test_more_than_an_export_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_archive, "MAX_MEMBERS", 2)
    many = {f"{n}.csv": ONE for n in range(3)}
    with pytest.raises(BadExport, match="more than 2 files"):
        read(zipped(tmp_path / "x.zip", many))
    with pytest.raises(BadExport, match="more than 2 files"):
        read(folder(tmp_path / "x", a=ONE, b=ONE, c=ONE))


def test_larger_than_an_export_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_archive, "MAX_TOTAL_BYTES", 10)
    for path in (
        zipped(tmp_path / "x.zip", {"messages.csv": ONE}),
        folder(tmp_path / "x", messages=ONE),
        folder(tmp_path / "y", messages=ONE) / "messages.csv",
    ):
        with pytest.raises(BadExport) as error:
            read(path)
        assert "unpacked" in said(error)


@pytest.mark.parametrize("name", ["../messages.csv", "/messages.csv", "a/../../messages.csv"])
def test_a_member_that_points_outside_is_left_unread(tmp_path: Path, name: str) -> None:
    elsewhere = messages(message(text="from outside", conversation="2-x"))
    path = zipped(tmp_path / "x.zip", {name: elsewhere, "messages.csv": ONE})
    export = read(path)
    assert export.messages["text"].tolist() == ["Hello"]
    assert name in export.assumptions["file"].tolist()
    assert not (tmp_path.parent / "messages.csv").exists()


def test_a_link_in_a_zip_is_left_unread(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"messages.csv": ONE})
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("Messages2.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert "Messages2.csv" in read(path).assumptions["file"].tolist()


def test_a_link_in_a_folder_is_left_unread(tmp_path: Path) -> None:
    outside = folder(tmp_path / "outside", messages=messages(message(conversation="2-x")))
    inside = folder(tmp_path / "inside", messages=ONE)
    (inside / "more_messages.csv").symlink_to(outside / "messages.csv")
    export = read(inside)
    assert len(export.messages) == 1
    assert "more_messages.csv" in export.assumptions["file"].tolist()


def test_a_folder_zipped_again_by_a_mac(tmp_path: Path) -> None:
    top = "Complete_LinkedInDataExport_03-09-2026"
    files = {
        f"{top}/messages.csv": ONE,
        f"{top}/Connections.csv": connections(("Ivo Marsh", "ivo-marsh", "01 May 2025")),
        f"__MACOSX/{top}/._messages.csv": b"\0\5\26\7",
        f"{top}/.DS_Store": b"\0\0",
    }
    export = read(zipped(tmp_path / "again.zip", files))
    assert len(export.connections) == 1
    assert str(export.observed_until) == "2026-03-09 00:00:00+00:00"
    assert set(export.ledger["file"]) == {"messages.csv", "Connections.csv"}


def test_an_export_without_messages_says_what_it_holds(tmp_path: Path) -> None:
    path = folder(
        tmp_path / "Basic_LinkedInDataExport_01-02-2026",
        Connections=connections(("Ivo Marsh", "ivo-marsh", "01 May 2025")),
        Skills="Name\nPython\n",
    )
    with pytest.raises(BadExport) as error:
        read(path)
    assert "Connections.csv (connections, 1 rows)" in said(error)
    assert "Skills.csv" in said(error)


def test_messages_that_are_a_header_alone(tmp_path: Path) -> None:
    path = folder(tmp_path / "x", messages=messages())
    with pytest.raises(BadExport, match=r"messages.csv \(messages, 0 rows\)"):
        read(path)


def test_headers_alone_beside_messages_are_no_error(tmp_path: Path) -> None:
    path = folder(
        tmp_path / "x", messages=ONE, Connections=connections(), Invitations=invitations()
    )
    export = read(path)
    assert len(export.connections) == 0
    assert export.ledger.set_index("file")["n_rows"].to_dict() == {
        "Connections.csv": 0,
        "Invitations.csv": 0,
        "messages.csv": 1,
    }


def test_only_drafts_are_no_messages(tmp_path: Path) -> None:
    path = folder(tmp_path / "x", messages=messages(message(is_message_draft="Yes")))
    with pytest.raises(BadExport, match="no message that was sent"):
        read(path)


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


def test_dates_that_nobody_can_read(tmp_path: Path) -> None:
    path = folder(tmp_path / "x", messages=messages(message(at="last May"), message(at="soon")))
    with pytest.raises(BadExport) as error:
        read(path)
    assert "'last May'" in said(error)


def test_some_dates_that_nobody_can_read_are_rejected_with_their_line(tmp_path: Path) -> None:
    rows = messages(message(text="one\ntwo"), message(at="soon", text="x"), message(at=""))
    export = read(folder(tmp_path / "x", messages=rows))
    assert len(export.messages) == 1
    assert export.rejected[["line", "reason"]].to_numpy().tolist() == [
        [4, "a date that cannot be read: 'soon'"],
        [5, "no date"],
    ]
    assert export.rejected["raw"].iloc[0].startswith("2-ivo,,Ivo Marsh")


def test_too_few_and_too_many_fields_are_rejected_as_they_stood(tmp_path: Path) -> None:
    lines = ONE.splitlines()
    text = "\n".join([*lines, "BADROW", lines[1] + ",surplus", "", lines[1]]) + "\n"
    export = read(folder(tmp_path / "x", messages=text))
    assert len(export.messages) == 2
    assert export.rejected[["line", "reason", "raw"]].to_numpy().tolist() == [
        [3, f"too few fields: 1 instead of {len(HEADER)}", "BADROW"],
        [
            4,
            f"too many fields: {len(HEADER) + 1} instead of {len(HEADER)}",
            lines[1] + ",surplus",
        ],
    ]


def test_a_quotation_mark_never_closed_loses_one_row_and_not_the_rest(tmp_path: Path) -> None:
    rows = [message(text=f"number {n}", at=f"2025-05-02 08:00:0{n} UTC") for n in range(5)]
    text = messages(*rows).replace("number 2", '"number 2')
    export = read(folder(tmp_path / "x", messages=text))
    assert export.messages["text"].tolist() == ["number 0", "number 1", "number 3", "number 4"]
    (bad,) = export.rejected.to_dict("records")
    assert bad["line"] == 4
    assert "never closed" in bad["reason"]
    assert '"number 2' in bad["raw"]
    assert "broken quotation" in export.assumptions["about"].tolist()


def test_a_file_cut_off_inside_a_message(tmp_path: Path) -> None:
    rows = messages(message(text="whole"), message(text="first line,\nsecond, and more"))
    text = rows[: rows.index("second") + 4]
    export = read(folder(tmp_path / "x", messages=text))
    assert export.messages["text"].tolist() == ["whole"]
    (bad,) = export.rejected.to_dict("records")
    assert bad["raw"].endswith("first line,\nseco")


def test_quotation_marks_inside_words_are_kept(tmp_path: Path) -> None:
    text = ONE.replace("Hello", 'a 5" screen')
    export = read(folder(tmp_path / "x", messages=text))
    assert export.messages["text"].tolist() == ['a 5" screen']


def test_a_file_in_an_old_code_page_is_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "messages.csv"
    path.write_bytes(messages(message(text="Grüße aus Köln")).encode("cp1252"))
    export = read(path)
    assert export.messages["text"].tolist() == ["Grüße aus Köln"]
    assert export.assumptions.set_index("about")["assumed"]["encoding"] == "Windows-1252"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_byte_order_marks_are_no_part_of_the_header(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "messages.csv"
    path.write_bytes(messages(message(text="Zoë")).encode(encoding))
    assert read(path).messages["text"].tolist() == ["Zoë"]


@pytest.mark.parametrize("delimiter", [";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_other_delimiters_and_line_ends(tmp_path: Path, delimiter: str, newline: str) -> None:
    path = tmp_path / "pasted.tsv"
    text = messages(message(text="one, two"), message(text="x\ny"), delimiter=delimiter)
    path.write_text(text.replace("\n", newline), newline="")
    export = read(path)
    assert export.messages["text"].tolist() == ["one, two", "x\ny"]
    assert "delimiter" in export.assumptions["about"].tolist()


OTHERS = {
    "_chat.txt": ("[12/03/2024, 14:02:11] Ana: Hello\n", "WhatsApp"),
    "WhatsApp Chat with Ana.txt": ("3/12/24, 2:02 PM - Ana: Hello\n", "WhatsApp"),
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


def test_a_source_nobody_wrote(tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match="one of linkedin"):
        read(folder(tmp_path / "x", messages=ONE), source="myspace")


def test_json_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "INBOX.json"
    path.write_text('[{"CONVERSATION ID": "2-a", "FROM": "Ivo')
    with pytest.raises(BadExport, match="ends too early"):
        read(path)


def test_the_end_of_observation_cannot_be_before_the_last_message(tmp_path: Path) -> None:
    path = folder(tmp_path / "x", messages=ONE)
    with pytest.raises(BadParameter, match="the last message is of 2025-05-02"):
        read(path, observed_until="2025-01-01")
    with pytest.raises(BadParameter, match="no instant"):
        read(path, observed_until="yesterday-ish")
    export = read(path, observed_until="2025-06-01T02:00+02:00")
    assert str(export.observed_until) == "2025-06-01 00:00:00+00:00"
