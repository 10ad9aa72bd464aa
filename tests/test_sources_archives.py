"""Zips, folders and links from strangers: cut off, locked, too large, pointing outside."""

import zipfile
from pathlib import Path

import pytest

from convostudy.errors import BadExport, BadParameter, UnknownExport
from convostudy.sources import _archive, read
from convostudy.sources._inflate import inflated
from sources_files import connections, folder, message, messages, said, zipped

ONE = messages(message())


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


def test_a_zip_that_holds_only_a_link(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("messages.csv")
    link.create_system, link.external_attr = 3, (0o120777 << 16)
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as handle:
        handle.writestr(link, "../../etc/passwd")
    with pytest.raises(UnknownExport) as error:
        read(tmp_path / "x.zip")
    assert "only messages.csv" in said(error)
    assert "left unread" in said(error)
    assert "nothing" not in said(error)


def test_a_zip_built_to_fill_the_memory(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"messages.csv": b"0" * (40 * 2**20)})
    with pytest.raises(BadExport) as error:
        read(path)
    assert "times its size" in said(error)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("declared", [0, 100, 10_000])
def test_no_more_is_unpacked_than_a_member_declares(tmp_path: Path, declared: int) -> None:
    path = zipped(tmp_path / "x.zip", {"messages.csv": "a" * 1_000})
    with zipfile.ZipFile(path) as handle:
        member = handle.getinfo("messages.csv")
        assert inflated(handle, member) == b"a" * 1_000
        member.file_size = declared
        with pytest.raises(zipfile.BadZipFile):
            inflated(handle, member)


def test_two_members_of_one_name_are_both_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"messages.csv": ONE})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("messages.csv", messages(message(text="other", conversation="2-x")))
    assert sorted(read(path).messages["text"]) == ["Hello", "other"]


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
