"""Tables cut off, re-saved or broken inside: what can be read is, the rest is said."""

from pathlib import Path

import pytest

from convostudy.errors import BadExport, BadParameter
from convostudy.sources import Export, merge, read
from convostudy.tables import NO_INSTANTS, NO_MESSAGES
from sources_files import HEADER, connections, folder, invitations, message, messages, said

ONE = messages(message())


def _why(export: Export, about: str) -> str:
    return str(export.assumptions.set_index("about")["why"][about])


def test_an_export_without_messages_is_read_and_says_what_it_holds(tmp_path: Path) -> None:
    path = folder(
        tmp_path / "Basic_LinkedInDataExport_01-02-2026",
        Connections=connections(("Ivo Marsh", "ivo-marsh", "01 May 2025")),
        Skills="Name\nPython\n",
    )
    export = read(path)
    assert (len(export.messages), len(export.connections)) == (0, 1)
    assert _why(export, NO_MESSAGES) == "it has no messages.csv; what it has: Connections.csv"
    # Nobody was seen to be silent: the day in the name is no end of observation.
    assert export.observed_until is None
    assert read(path, observed_until="2026-02-01").observed_until is None


def test_messages_that_are_a_header_alone(tmp_path: Path) -> None:
    export = read(folder(tmp_path / "x", messages=messages()))
    assert len(export.messages) == 0
    assert _why(export, NO_MESSAGES) == "messages.csv holds its header alone"


def test_a_file_of_messages_without_a_byte_beside_others(tmp_path: Path) -> None:
    ties = connections(("Ivo Marsh", "ivo-marsh", "01 May 2025"))
    export = read(folder(tmp_path / "x", messages="", Connections=ties))
    assert _why(export, NO_MESSAGES) == "messages.csv is empty"


def test_parts_of_linkedin_without_a_table_to_read_are_an_export_and_a_picture_is_none(
    tmp_path: Path,
) -> None:
    export = read(folder(tmp_path / "Basic_LinkedInDataExport_01-02-2026", Skills="Name\nPots\n"))
    assert "none of its tables" in _why(export, NO_MESSAGES)
    other = folder(tmp_path / "Basic_LinkedInDataExport_01-03-2026", shopping="Milk\nBread\n")
    with pytest.raises(BadExport, match="no file of LinkedIn") as error:
        read(other)
    assert "shopping.csv" in said(error)


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
    export = read(path)
    assert len(export.messages) == 0
    assert export.ledger[["row_class", "n_rows"]].to_numpy().tolist() == [["draft", 1]]
    assert _why(export, NO_MESSAGES) == "messages.csv holds 1 draft, never sent, and nothing else"


def test_dates_that_nobody_can_read_leave_the_messages_in_the_order_of_the_file(
    tmp_path: Path,
) -> None:
    rows = [message(at="last May", text="later"), message(at="soon", text="earlier")]
    note = ("Ivo Marsh", "Dana Holt", "5/1/25, 8:15 AM", "Hello", "INCOMING")
    path = folder(tmp_path / "x", messages=messages(*rows), Invitations=invitations(note))
    export = read(path)
    assert export.messages["text"].tolist() == ["Hello", "earlier", "later"]
    assert export.messages["sent_at"].isna().tolist() == [False, True, True]
    assert export.observed_until is None
    assert export.ledger.set_index("file")["n_rows"]["messages.csv"] == 2
    # The form of the dates, and not what stands there: it may be anything.
    assert _why(export, NO_INSTANTS).endswith("in 2 rows: they look like xxxx and xxxx xxx")


@pytest.mark.parametrize("oldest", ["first", "last"])
def test_days_without_a_time_tell_which_end_of_the_file_is_older(
    tmp_path: Path, oldest: str
) -> None:
    rows = [message(at=f"2025-05-0{n}", text=f"number {n}") for n in (1, 2, 3)]
    rows = rows if oldest == "first" else rows[::-1]
    export = read(folder(tmp_path / "x", messages=messages(*rows)))
    assert export.messages["text"].tolist() == ["number 1", "number 2", "number 3"]
    assert export.messages["sent_at"].isna().all()


def test_a_file_without_dates_beside_one_with_them_is_set_aside_row_by_row(tmp_path: Path) -> None:
    undated = messages(message(at="soon"), message(at=""))
    export = read(folder(tmp_path / "x", messages=ONE, messages_1=undated))
    assert len(export.messages) == 1
    assert export.rejected["line"].tolist() == [2, 3]
    assert NO_INSTANTS not in export.assumptions["about"].tolist()


def test_an_export_without_dates_is_not_merged_with_others(tmp_path: Path) -> None:
    paths = [
        folder(tmp_path / "x", messages=ONE),
        folder(tmp_path / "y", messages=messages(message(at="soon"))),
    ]
    with pytest.raises(BadExport, match="1 of 2 exports") as error:
        merge([read(path) for path in paths])
    assert "by itself" in said(error)


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
