"""One view over a zip, a folder or a loose file, whatever a stranger sent.

Nothing is ever unpacked to disk. Members are read one at a time into memory, and only after their
number, size and compression have been looked at: an export comes from somebody else's machine.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from convostudy.errors import BadExport, BadParameter
from convostudy.sources._inflate import inflated

__all__ = [
    "MAX_MEMBERS",
    "MAX_MEMBER_BYTES",
    "MAX_RATIO",
    "MAX_TOTAL_BYTES",
    "Archive",
    "open_archive",
]

MAX_MEMBERS = 5_000
MAX_MEMBER_BYTES = 2 * 2**30
MAX_TOTAL_BYTES = 4 * 2**30
#: Plain text deflates 3 to 10 times; deflate itself cannot exceed 1,032.
MAX_RATIO = 200
#: Below this a high ratio is harmless (a small file of blanks).
RATIO_FROM_BYTES = 16 * 2**20

_ZIP_MAGIC = b"PK\x03\x04"
_ZIP_EMPTY = b"PK\x05\x06"
_CLUTTER = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


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
        Members not read because they point outside the archive, as they are called there.
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
            if n_bytes is None and place.compress_type == zipfile.ZIP_DEFLATED:
                return inflated(self._handle, place)
            with self._handle.open(place) as stream:
                # The declared size was checked; a member that is longer all the same is cut
                # off by zipfile at that size and then fails its checksum.
                return stream.read() if n_bytes is None else stream.read(n_bytes)
        except RuntimeError as reason:
            raise _locked(self.name) from reason
        except NotImplementedError as reason:
            raise BadExport(
                f"a compression that cannot be read ({reason})",
                where=self.where(member),
                expected="an ordinary zip, as LinkedIn sends it",
                do="Unpack it with the program that made it and hand over the folder",
            ) from reason
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
        if _is_clutter(name):
            continue
        if place.is_symlink() or not place.resolve().is_relative_to(inside):
            skipped.append(name)
            continue
        if not place.is_file():
            continue
        sizes.append((name, place.stat().st_size))
        members[name] = place
        if len(members) > MAX_MEMBERS:
            break
    _bounded(root.name, sizes)
    members, top = _without_top(members)
    return Archive(root, "folder", members, skipped=sorted(skipped), top=top)


def _open_zip(path: Path, magic: bytes) -> Archive:
    try:
        handle = zipfile.ZipFile(path)
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
    infos = [i for i in handle.infolist() if not i.is_dir()]
    if len(infos) > MAX_MEMBERS:
        _bounded(path.name, [(i.filename, 0) for i in infos])
    members: dict[str, zipfile.ZipInfo | Path] = {}
    skipped: list[str] = []
    for info in infos:
        name = info.filename.replace("\\", "/")
        if _is_clutter(name):
            continue
        if _points_outside(name) or stat.S_ISLNK(info.external_attr >> 16):
            skipped.append(info.filename)
            continue
        if info.flag_bits & 0x1:
            raise _locked(path.name)
        # A zip may hold one name twice; both are kept, so that no row is lost unseen.
        copy, first = 2, PurePosixPath(name)
        while name in members:
            name, copy = str(first.with_stem(f"{first.stem} ({copy})")), copy + 1
        members[name] = info
    kept = [i for i in members.values() if isinstance(i, zipfile.ZipInfo)]
    _bounded(path.name, [(i.filename, i.file_size) for i in kept])
    for info in kept:
        ratio = info.file_size / max(info.compress_size, 1)
        if info.file_size > RATIO_FROM_BYTES and ratio > MAX_RATIO:
            raise BadExport(
                f"a member that would unpack to {ratio:,.0f} times its size",
                where=f"{path.name} > {info.filename}",
                expected=f"at most {MAX_RATIO} times; text shrinks about tenfold",
                do="Do not open this file: it is built to fill the memory. Ask for the export "
                "again from LinkedIn itself",
            )
    members, top = _without_top(members)
    return Archive(path, "zip", members, skipped=sorted(skipped), top=top, handle=handle)


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


def _is_clutter(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(p in _CLUTTER or p.startswith("._") for p in parts)


def _points_outside(name: str) -> bool:
    return name.startswith("/") or ".." in name.split("/") or name[1:2] == ":" or "\0" in name


def _without_top(
    members: dict[str, zipfile.ZipInfo | Path],
) -> tuple[dict[str, zipfile.ZipInfo | Path], str]:
    """Take off one folder that holds everything, as zipping a folder again makes it."""
    tops = {name.split("/", 1)[0] for name in members if "/" in name}
    if len(tops) != 1 or any("/" not in name for name in members):
        return members, ""
    (top,) = tops
    return {name.split("/", 1)[1]: place for name, place in members.items()}, top
