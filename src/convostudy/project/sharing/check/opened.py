"""A package from a stranger, opened: a folder or a zip, read in bounds and never unpacked."""

from __future__ import annotations

import os
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from convostudy.errors import BadParameter
from convostudy.project.paths import shown
from convostudy.project.sharing.check.fault import Fault

__all__ = ["MAX_BYTES", "MAX_FILES", "MAX_FILE_BYTES", "MAX_RATIO", "Opened", "opened"]

MAX_FILES = 1_000
MAX_FILE_BYTES = 500 * 2**20
MAX_BYTES = 2 * 2**30
#: Tables of few values shrink a lot; deflate itself cannot exceed 1,032.
MAX_RATIO = 200
_RATIO_FROM = 2**20
_CHUNK = 2**20
_STRANGE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


class Opened:
    """The files of a package by name.

    Parameters
    ----------
    sizes : mapping of str to int
        Bytes of each file, by its path in the package.
    read : callable
        Returns the bytes of a file.
    faults : list of Fault
        What was wrong with the folder or zip itself.
    """

    def __init__(
        self, sizes: Mapping[str, int], read: Callable[[str], bytes], faults: list[Fault]
    ) -> None:
        self.sizes, self.faults, self._read = dict(sizes), faults, read

    @property
    def names(self) -> list[str]:
        """The paths, sorted."""
        return sorted(self.sizes)

    def __contains__(self, name: object) -> bool:
        return name in self.sizes

    def read(self, name: str) -> bytes | None:
        """Return a file, or None (and one more fault) if it cannot be read."""
        try:
            return self._read(name)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as reason:
            self.sizes.pop(name, None)
            self.faults.append(
                Fault(name, f"a file that cannot be read ({type(reason).__name__})", "a whole file")
            )
        return None


@contextmanager
def opened(path: str | Path) -> Iterator[Opened]:
    """Open a package.

    Parameters
    ----------
    path : str or pathlib.Path
        A folder or a zip.

    Yields
    ------
    Opened
        Its files; ``faults`` holds what made it unsafe to look into some of them.

    Raises
    ------
    BadParameter
        There is nothing, or something else.
    """
    place = Path(path)
    if place.is_dir():
        yield _folder(place)
        return
    if not place.is_file() or place.suffix.lower() != ".zip":
        raise BadParameter(
            "no package" if place.exists() else "nothing",
            where=shown(place),
            expected="the folder of a package, or a zip of one",
            do="Look at the path",
        )
    try:
        archive = zipfile.ZipFile(place)
    except (zipfile.BadZipFile, OSError, ValueError):
        yield Opened({}, _nothing, [Fault(place.name, "no zip, or a damaged one", "a whole zip")])
        return
    with archive:
        yield _zip(archive, place.name)


def _nothing(name: str) -> bytes:
    raise OSError(name)


def _folder(root: Path) -> Opened:
    faults: list[Fault] = []
    sizes: dict[str, int] = {}
    for folder, folders, files in os.walk(root, followlinks=False):
        for name in [*folders, *files]:
            place = Path(folder) / name
            inside = place.relative_to(root).as_posix()
            mode = place.lstat().st_mode
            if stat.S_ISLNK(mode):
                faults.append(Fault(inside, "a link", "files and folders alone"))
            elif stat.S_ISREG(mode):
                sizes[inside] = place.lstat().st_size
            elif not stat.S_ISDIR(mode):
                faults.append(Fault(inside, "no file", "files and folders alone"))
        if len(sizes) > MAX_FILES:
            break
    faults += _too_much(sizes, root.name)
    kept = {} if faults and len(sizes) > MAX_FILES else sizes
    kept = {n: size for n, size in kept.items() if size <= MAX_FILE_BYTES}
    return Opened(kept, lambda name: (root / name).read_bytes(), faults)


def _zip(archive: zipfile.ZipFile, called: str) -> Opened:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MAX_FILES:
        found = f"{len(infos):,} files"
        return Opened({}, _nothing, [Fault(called, found, f"at most {MAX_FILES:,}")])
    faults = [fault for info in infos for fault in _refused(info)]
    bad = {fault.file for fault in faults}
    seen: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        twin = next((n for n in seen if n.casefold() == info.filename.casefold()), None)
        if twin is not None:
            faults.append(Fault(info.filename, "two files of this name", "each name once"))
            bad.add(info.filename)
        seen[info.filename] = info
    sound = {name: info for name, info in seen.items() if name not in bad}
    faults += _too_much({n: i.file_size for n, i in sound.items()}, called)
    if sum(i.file_size for i in sound.values()) > MAX_BYTES:
        sound = {}
    tops = {name.partition("/")[0] for name in sound}
    top = f"{tops.pop()}/" if len(tops) == 1 and all("/" in name for name in sound) else ""
    inside = {
        name.removeprefix(top): info
        for name, info in sound.items()
        if info.file_size <= MAX_FILE_BYTES
    }
    return Opened(
        {name: info.file_size for name, info in inside.items()},
        lambda name: _member(archive, inside[name]),
        faults,
    )


def _refused(info: zipfile.ZipInfo) -> list[Fault]:
    """Say why a member is not looked into."""
    name, raw = info.filename, info.orig_filename
    found = ""
    if raw.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", raw):
        found = "a path from the root of a disk"
    elif ".." in re.split(r"[/\\]", raw):
        found = "a path that leaves the package"
    elif "\\" in raw or _STRANGE.search(raw) or raw != name:
        found = "a name with signs that hide what it is"
    elif stat.S_ISLNK(info.external_attr >> 16):
        found = "a link"
    elif info.flag_bits & 0x1:
        found = "a locked file"
    elif info.file_size > _RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        found = f"a file that unpacks to {info.file_size / max(info.compress_size, 1):,.0f} times"
    return [Fault(name, found, "plain files inside the package")] if found else []


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Read a member by pieces, no further than it says it is long."""
    pieces, left = [], info.file_size
    with archive.open(info) as stream:
        while piece := stream.read(_CHUNK):
            left -= len(piece)
            if left < 0:
                raise zipfile.BadZipFile
            pieces.append(piece)
    return b"".join(pieces)


def _too_much(sizes: Mapping[str, int], called: str) -> list[Fault]:
    faults = [
        Fault(name, f"{size / 2**20:,.0f} MB", f"at most {MAX_FILE_BYTES / 2**20:,.0f}")
        for name, size in sizes.items()
        if size > MAX_FILE_BYTES
    ]
    total = sum(sizes.values())
    if total > MAX_BYTES:
        most = f"at most {MAX_BYTES / 2**30:g}"
        faults.append(Fault(called, f"{total / 2**30:,.1f} GB in all", most))
    if len(sizes) > MAX_FILES:
        faults.append(Fault(called, f"more than {MAX_FILES:,} files", f"at most {MAX_FILES:,}"))
    return faults
