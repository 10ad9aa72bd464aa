"""Tables cut off, re-saved or broken inside: what can be read is, the rest is said."""

from pathlib import Path

import pytest

from convostudy.errors import BadExport, BadParameter
from convostudy.sources import read
from sources_files import HEADER, connections, folder, invitations, message, messages, said

ONE = messages(message())


def test_an_export_without_messages_says_what_it_holds(tmp_path: Path) -> None:
    path = folder(
        tmp_path / "Basic_LinkedInDataExport_01-02-2026",
        Connections=connections(("Ivo Marsh", "ivo-marsh", "01 May 2025")),
        Skills="Name\nPython\n",
    )
    with pytest.raises(BadExport) as error:
        read(path)
    assert "Connections.csv (connections, 1 row)" in said(error)
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
