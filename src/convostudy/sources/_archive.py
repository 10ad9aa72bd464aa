"""One view over a zip, a folder or a loose file, whatever a stranger sent.

Nothing is ever unpacked to disk. Members are read one at a time into memory, and only after their
number, size and compression have been looked at: an export comes from somebody else's machine.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

from convostudy.errors import BadExport, BadParameter
from convostudy.sources._inflate import inflated
from convostudy.sources._members import Names, is_clutter, is_unsafe, without_top

__all__ = [
    "MAX_MEMBERS",
    "MAX_MEMBER_BYTES",
    "MAX_RATIO",
    "MAX_TOTAL_BYTES",
    "Archive",
    "open_archive",
]

MAX_MEMBERS = 5_000
MAX_MEMBER_BYTES = 500 * 2**20
MAX_TOTAL_BYTES = 2 * 2**30
#: Plain text deflates 3 to 10 times; deflate itself cannot exceed 1,032. Of a member, and of the
#: whole: many names may share the same packed bytes.
MAX_RATIO = 200
#: Below this a high ratio is harmless (a small file of blanks).
RATIO_FROM_BYTES = 16 * 2**20

_ZIP_MAGIC = b"PK\x03\x04"
_ZIP_EMPTY = b"PK\x05\x06"
#: Others unpack without bounds in zipfile: four kilobytes of bzip2 may become gigabytes.
_BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Archive:
    """The members of an export by name, each readable as bytes.

    Parameters
    ----------
    path : pathlib.Path
        A zip, a folder, or one file.
    kind : str
        ``zip``, ``folder`` or ``file``.
    members : dict
        Member name (forward slashes, a common top folder taken off) to where it lies.
    skipped : list of str
        Members not read because they are links, or their names point outside the archive or
        hide some of their letters; as they are called there.
    top : str
        The common top folder that was taken off, if any.
    """

    def __init__(
        self,
        path: Path,
        kind: str,
        members: dict[str, zipfile.ZipInfo | Path],
        *,
        skipped: list[str],
        top: str = "",
        handle: zipfile.ZipFile | None = None,
    ) -> None:
        self.path, self.kind, self.skipped, self.top = path, kind, skipped, top
        self._members, self._handle = members, handle

    @property
    def members(self) -> list[str]:
        """The names of the members, sorted."""
        return sorted(self._members)

    @property
    def name(self) -> str:
        """The name of the zip, folder or file, as the user sees it."""
        return self.path.name or str(self.path)

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *error: object) -> None:
        if self._handle is not None:
            self._handle.close()

    def where(self, member: str) -> str:
        """Return how to name a member in a message to the user."""
        return self.name if self.kind == "file" else f"{self.name} > {member}"

    def read(self, member: str) -> bytes:
        """Return a whole member.

        Raises
        ------
        BadExport
            The member is locked, damaged or larger than `MAX_MEMBER_BYTES`.
        """
        return self._read(member, None)

    def head(self, member: str, n_bytes: int = 65_536) -> bytes:
        """Return the first bytes of a member, enough to tell what it is."""
        return self._read(member, n_bytes)

    def _read(self, member: str, n_bytes: int | None) -> bytes:
        place = self._members[member]
        try:
            if isinstance(place, Path):
                with place.open("rb") as file:
                    return file.read() if n_bytes is None else file.read(n_bytes)
            assert self._handle is not None
            if place.compress_type not in _BOUNDED:
                raise NotImplementedError(f"method {place.compress_type}")
            if n_bytes is None and place.compress_type == zipfile.ZIP_DEFLATED:
                return inflated(self._handle, place)
            with self._handle.open(place) as stream:
                # The declared size was checked; a member that is longer all the same is cut
                # off by zipfile at that size and then fails its checksum.
                return stream.read() if n_bytes is None else stream.read(n_bytes)
        except NotImplementedError as reason:  # before RuntimeError, of which it is one
            raise BadExport(
                f"a compression that cannot be read ({reason})",
                where=self.where(member),
                expected="an ordinary zip, as LinkedIn sends it",
                do="Unpack it with the program that made it and hand over the folder",
            ) from reason
        except RuntimeError as reason:
            raise _locked(self.name) from reason
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as reason:
            raise BadExport(
                f"a member that is damaged or cut off ({reason})",
                where=self.where(member),
                expected="the whole file as it was downloaded",
                do="Download the export once more; the link in the mail is valid for 72 hours",
            ) from reason


def open_archive(path: str | Path) -> Archive:
    """Open a zip, a folder or a loose file for reading, within bounds; use it in a ``with``.

    Parameters
    ----------
    path : str or pathlib.Path
        What the user handed over.

    Raises
    ------
    BadParameter
        Nothing lies at ``path``.
    BadExport
        The zip is locked, cut off, not a zip, or too large to be an export.
    """
    path = Path(path)
    if path.is_dir():
        return _open_folder(path)
    if not path.is_file():
        raise BadParameter(
            "no file or folder",
            where=str(path),
            expected="the export as it was downloaded: a zip, its unpacked folder, or one file",
            do="Check the spelling of the path",
        )
    with path.open("rb") as file:
        magic = file.read(4)
    if magic in (_ZIP_MAGIC, _ZIP_EMPTY) or path.suffix.lower() == ".zip":
        return _open_zip(path, magic)
    _bounded(path.name, [(path.name, path.stat().st_size)])
    return Archive(path, "file", {path.name: path}, skipped=[])


def _open_folder(root: Path) -> Archive:
    members: dict[str, zipfile.ZipInfo | Path] = {}
    skipped: list[str] = []
    sizes: list[tuple[str, int]] = []
    inside = root.resolve()
    for place in root.rglob("*"):
        name = place.relative_to(root).as_posix()
        if place.is_dir() and not place.is_symlink():
            continue
        if is_clutter(name):
            continue
        if place.is_symlink() or is_unsafe(name) or not place.resolve().is_relative_to(inside):
            skipped.append(name)
            continue
        if not place.is_file():
            continue
        sizes.append((name, place.stat().st_size))
        members[name] = place
        if len(members) > MAX_MEMBERS:
            break
    _bounded(root.name, sizes)
    members, top = without_top(members)
    return Archive(root, "folder", members, skipped=sorted(skipped), top=top)


def _open_zip(path: Path, magic: bytes) -> Archive:
    try:
        handle = zipfile.ZipFile(path)
    except NotImplementedError as reason:
        raise BadExport(
            f"a zip of a kind that cannot be read ({reason})",
            where=path.name,
            expected="an ordinary zip, as LinkedIn sends it",
            do="Unpack it with the program that made it and hand over the folder",
        ) from reason
    except (zipfile.BadZipFile, OSError, ValueError) as reason:
        if magic == _ZIP_MAGIC:
            raise BadExport(
                "a zip that ends too early: its table of contents is missing",
                where=path.name,
                expected="the whole zip; the download may have been interrupted",
                do="Download the export once more; the link in the mail is valid for 72 hours",
            ) from reason
        raise BadExport(
            "a file named .zip that is no zip",
            where=path.name,
            expected="a zip archive, which begins with the letters PK",
            do="Open it in a text editor: a saved web page means that the download link had "
            "expired. Ask for the export again",
        ) from reason
    try:
        return _listed(path, handle)
    except BaseException:
        handle.close()
        raise


def _listed(path: Path, handle: zipfile.ZipFile) -> Archive:
    infos = [i for i in handle.infolist() if not i.filename.endswith("/")]
    if len(infos) > MAX_MEMBERS:
        _bounded(path.name, [(i.filename, 0) for i in infos])
    members: dict[str, zipfile.ZipInfo | Path] = {}
    skipped: list[str] = []
    names = Names()
    for info in infos:
        name = info.filename.replace("\\", "/")
        if is_clutter(name):
            continue
        # zipfile ends a name at its first NUL; the whole of it is the original.
        is_link = stat.S_ISLNK(info.external_attr >> 16)
        if is_link or is_unsafe(name) or "\0" in info.orig_filename:
            skipped.append(info.filename)
            continue
        if info.flag_bits & 0x1:
            raise _locked(path.name)
        members[names.own(name)] = info
    kept = [i for i in members.values() if isinstance(i, zipfile.ZipInfo)]
    _bounded(path.name, [(i.filename, i.file_size) for i in kept])
    for info in kept:
        where = f"{path.name} > {info.filename}"
        _no_bomb("a member", where, info.file_size, info.compress_size)
    _no_bomb("a zip", path.name, sum(i.file_size for i in kept), path.stat().st_size)
    members, top = without_top(members)
    return Archive(path, "zip", members, skipped=sorted(skipped), top=top, handle=handle)


def _no_bomb(what: str, where: str, unpacked: int, packed: int) -> None:
    ratio = unpacked / max(packed, 1)
    if unpacked > RATIO_FROM_BYTES and ratio > MAX_RATIO:
        raise BadExport(
            f"{what} that would unpack to {ratio:,.0f} times its size",
            where=where,
            expected=f"at most {MAX_RATIO} times; text shrinks about tenfold",
            do="Do not open this file: it is built to fill the memory. Ask for the export "
            "again from LinkedIn itself",
        )


def _bounded(name: str, sizes: Iterable[tuple[str, int]]) -> None:
    sizes = list(sizes)
    total = sum(size for _, size in sizes)
    largest = max(sizes, key=lambda s: s[1], default=("", 0))
    do = "Hand over the export alone, not a folder with other things in it"
    if len(sizes) > MAX_MEMBERS:
        most = f"{MAX_MEMBERS:,} files"
        raise BadExport(f"more than {most}", where=name, expected=f"at most {most}", do=do)
    if largest[1] > MAX_MEMBER_BYTES or total > MAX_TOTAL_BYTES:
        raise BadExport(
            f"{total / 2**30:,.1f} GiB unpacked, the largest file ({largest[0]}) "
            f"{largest[1] / 2**30:,.1f} GiB",
            where=name,
            expected=f"at most {MAX_TOTAL_BYTES / 2**30:g} GiB in all and "
            f"{MAX_MEMBER_BYTES / 2**30:g} GiB in one file; an export holds a few megabytes",
            do=do,
        )


def _locked(name: str) -> BadExport:
    return BadExport(
        "a zip that is locked with a password",
        where=name,
        expected="the zip as LinkedIn sends it, which has none",
        do="Unpack it with the password and hand over the folder",
    )
