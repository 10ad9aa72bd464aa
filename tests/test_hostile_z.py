"""Hostile archives (Z): nothing leaves them, nothing is written, nothing fills the memory.

Each comment says what happens by default, without our guard.
"""

import copy
import io
import struct
import tarfile
import time
import zipfile
from pathlib import Path

import pytest

from convostudy.errors import BadExport, ConvostudyError, UnknownExport
from convostudy.sources import _archive, read
from convostudy.sources._archive import open_archive
from source_code import calls, importers
from sources_files import connections, message, messages, said, zipped

ONE = messages(message())
OTHER = messages(message(text="from outside", conversation="2-x"))


def _named(path: Path, name: str) -> Path:
    """Write a zip with messages.csv and a member of any name, as no zip program would write it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("messages.csv", ONE)
        info = zipfile.ZipInfo("x")
        info.filename = name
        archive.writestr(info, OTHER)
    return path


# Z1. extractall keeps them inside and renames them without a word; a Windows name is kept as is.
# Z5. zipfile ends a name at its NUL, so that "messages.csv\0.exe" is read as messages.csv; U+202E
# shows "a‮vsc.exe" as "aexe.csv"; an empty name is an IndexError, two named "." a ValueError.
@pytest.mark.parametrize(
    "name",
    [
        "../../evil.csv",
        "/abs.csv",
        "C:\\win.csv",
        "a\\..\\..\\b.csv",
        "messages2.csv\0.exe",
        "a\u202evsc.csv",
        "\x1b[2Jmessages.csv",
        ".",
    ],
)
def test_a_member_with_a_name_that_misleads_is_left_unread_and_told(
    tmp_path: Path, name: str
) -> None:
    export = read(_named(tmp_path / "x.zip", name))
    assert export.messages["text"].tolist() == ["Hello"]
    told = export.assumptions.set_index("about")["file"]["files not used"]
    assert told.split("\0")[0].replace("\\", "/") == name.split("\0")[0].replace("\\", "/")


def test_a_member_without_a_name(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"messages.csv": ONE})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(zipfile.ZipInfo(""), OTHER)
    assert read(path).messages["text"].tolist() == ["Hello"]


# Z2. No limit: 292 kB become 300 MB. The limit of a member alone is passed by by many members, and
# thousands of them may share the same packed bytes (the "overlapped" bomb).
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_that_share_their_bytes_are_one_bomb(tmp_path: Path) -> None:
    header, row = ONE.splitlines()
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("messages.csv", "\n".join([header, *[row] * 10_000]))
        (first,) = archive.filelist
        archive.filelist.extend(copy.copy(first) for _ in range(40))
    assert path.stat().st_size < 20_000
    with pytest.raises(BadExport, match="a zip that would unpack to"):
        read(path)


def test_what_an_archive_may_hold_is_bounded() -> None:
    assert _archive.MAX_RATIO <= 200
    assert _archive.MAX_MEMBER_BYTES <= 500 * 2**20
    assert _archive.MAX_TOTAL_BYTES <= 2 * 2**30


def test_a_large_member_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_archive, "MAX_MEMBER_BYTES", 10)
    with pytest.raises(BadExport, match="unpacked, the largest file"):
        open_archive(zipped(tmp_path / "x.zip", {"messages.csv": ONE}))


# zipfile unpacks bzip2 and LZMA without bounds, whatever size is declared: 4 kB become 4 GB.
@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_packing_without_bounds_is_not_unpacked(
    tmp_path: Path, method: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w", method) as archive:
        archive.writestr("messages.csv", ONE)
    unpacked: list[object] = []
    monkeypatch.setattr(zipfile, "_get_decompressor", unpacked.append)
    with pytest.raises(BadExport, match="a compression that cannot be read"):
        read(tmp_path / "x.zip")
    assert not unpacked


# Z3. The table of contents says 10 bytes: zipfile reads no more and then finds the wrong checksum.
@pytest.mark.parametrize("declared", [10, 2**31])
def test_a_size_that_is_a_lie(tmp_path: Path, declared: int) -> None:
    path = zipped(tmp_path / "x.zip", {"messages.csv": ONE})
    data = bytearray(path.read_bytes())
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, declared)
    path.write_bytes(data)
    with pytest.raises(BadExport):
        read(path)


# Z4. The last of two members of one name wins silently. We read both (test_sources_archives.py);
# giving each a name of its own took a minute where thousands bear one.
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_thousands_of_one_name_take_no_time(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for _ in range(4_000):
            archive.writestr("x.bin", b"")
    began = time.process_time()
    with open_archive(tmp_path / "x.zip") as opened:
        assert len(opened.members) == 4_000
    assert time.process_time() - began < 3  # 60 without the guard


# Z5. A link is written as a text file that holds its target (test_sources_archives.py); a zip
# within a zip is unpacked by who recurses; 100,001 members are listed.
def test_a_zip_within_a_zip_is_not_opened(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"messages.csv": ONE}).read_bytes()
    with pytest.raises(UnknownExport, match="a zip inside it; hand that over by itself"):
        read(zipped(tmp_path / "x.zip", {"messages.zip": inner}))


def test_more_members_than_any_export_has(tmp_path: Path) -> None:
    # Made by hand: zipfile takes seconds for so many.
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<HHHHHII", 1, 0, 0, 0, 0, 0, 0) + b"x"
    n = 65_000
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, n, n, n * len(entry), 0, 0)
    (tmp_path / "x.zip").write_bytes(entry * n + end)
    with pytest.raises(BadExport, match="more than 5,000 files"):
        read(tmp_path / "x.zip")


# Z6. tarfile of Python 3.11 writes "../x" outside and follows links.
def test_a_tar_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "in" / "x.tar"
    path.parent.mkdir()
    with tarfile.open(path, "w") as archive:
        held = tarfile.TarInfo("../messages.csv")
        held.size = len(ONE)
        archive.addfile(held, io.BytesIO(ONE.encode()))
    with pytest.raises(UnknownExport):
        read(path)
    assert [p.name for p in tmp_path.rglob("*")] == ["in", "x.tar"]


# Z7. What is never unpacked to disk cannot be written outside of a folder.
def test_nothing_is_ever_unpacked_to_disk() -> None:
    assert [str(c) for c in calls("extractall", "unpack_archive")] == []
    # Those of pandas' texts, and of tags that are moved on a page.
    assert {c.receiver for c in calls("extract")} <= {"str", "child", "nav"}
    assert importers("tarfile") == set()


# zipfile raises NotImplementedError, IndexError, struct.error and others on bytes that are damaged.
def test_any_damaged_zip_is_read_or_refused_in_our_words(tmp_path: Path) -> None:
    import random

    files = {"messages.csv": ONE * 5, "Connections.csv": connections(("Ivo Marsh", "", "1 May 25"))}
    whole = zipped(tmp_path / "x.zip", files).read_bytes()
    chance = random.Random(7)
    told = []
    for _ in range(600):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 1, 3))):
            # The table of contents is where most depends on a byte.
            at = chance.randrange(len(data) - 250 if chance.random() < 0.7 else 0, len(data))
            data[at] = chance.choice((0, 1, 255, chance.randrange(256)))
        (tmp_path / "y.zip").write_bytes(data)
        try:
            with open_archive(tmp_path / "y.zip") as archive:
                for member in archive.members:
                    archive.head(member)
                    archive.read(member)
        except ConvostudyError as reason:
            told.append(reason.do)
    assert 200 < len(told) < 600
    assert all(told)


def test_a_file_that_is_no_export_of_any_kind_is_refused_in_our_words(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    for data in (b"", b"PK", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), bytes(1000), b"\xff" * 99):
        path.write_bytes(data)
        with pytest.raises(ConvostudyError) as error:
            read(path)
        assert said(error)
