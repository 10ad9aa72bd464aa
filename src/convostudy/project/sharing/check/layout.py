"""Which files a package has: those it must, those it declares, and no other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from convostudy.project.sharing.check.fault import Fault
from convostudy.project.sharing.check.opened import Opened
from convostudy.project.sharing.files import (
    CARD,
    CITATION,
    CODEBOOK,
    CROISSANT,
    DEID,
    DESCRIPTOR,
    LICENCE,
    SUMS,
    ZENODO,
    digest,
)

__all__ = ["ALLOWED", "declared_hold", "layout", "sums_hold", "unsafe"]

NEEDED = (CARD, LICENCE, CITATION, DESCRIPTOR, CODEBOOK, DEID, SUMS)
ALLOWED = frozenset(
    {
        *NEEDED,
        ZENODO,
        CROISSANT,
        "ro-crate-metadata.json",
        "convokit/utterances.jsonl",
        "convokit/speakers.json",
        "convokit/conversations.json",
        "convokit/corpus.json",
        "convokit/index.json",
    }
)
#: Endings of what some program would run, or unpack, when it is opened.
_CODE = frozenset(
    f".{ending}"
    for ending in (
        *("py", "pyc", "pyw", "ipynb", "pkl", "pickle", "npy", "npz", "joblib", "pt", "pth"),
        *("p", "so", "dll", "dylib", "exe", "bat", "cmd", "ps1", "sh", "js", "mjs", "html", "htm"),
        *("svg", "vbs", "jar", "class", "wasm", "r", "rdata", "rds", "xls", "xlsx", "xlsm"),
        *("docm", "zip", "gz", "tar", "7z", "rar", "whl"),
    )
)


def unsafe(path: str) -> str:
    """Say why a path from a stranger must not be opened; nothing if it may.

    Parameters
    ----------
    path : str
        As a descriptor gives it.

    Returns
    -------
    str

    Examples
    --------
    >>> unsafe("data/threads.csv"), unsafe("../../etc/passwd")
    ('', 'a path that leaves the package')
    >>> unsafe("file:///etc/passwd"), unsafe("/etc/passwd")
    ('an address', 'a path from the root of a disk')
    """
    if "://" in path or path.lower().startswith(("http:", "https:", "file:", "data:", "ftp:")):
        return "an address"
    if path.startswith(("/", "\\", "~")) or path[1:2] == ":":
        return "a path from the root of a disk"
    if ".." in PurePosixPath(path.replace("\\", "/")).parts:
        return "a path that leaves the package"
    if "\\" in path or not path or path != PurePosixPath(path).as_posix():
        return "a path that is not written plainly"
    return ""


def layout(package: Opened, declared: Iterable[str]) -> list[Fault]:
    """Find files that are lacking, not declared, or made to be run.

    Parameters
    ----------
    package : Opened
        Its files.
    declared : iterable of str
        Paths of the tables, as the descriptor has them.

    Returns
    -------
    list of Fault
    """
    known = ALLOWED | set(declared)
    faults = [Fault(name, "no such file", "this file") for name in NEEDED if name not in package]
    faults += [
        Fault(name, "no such file", f"the table that {DESCRIPTOR} declares")
        for name in sorted(set(declared))
        if name not in package
    ]
    for name in package.names:
        ending = PurePosixPath(name).suffix.lower()
        if ending in _CODE:
            faults.append(Fault(name, f"a file that can be run or unpacked ({ending})", "data"))
        elif name not in known:
            where = f"only files that {DESCRIPTOR} declares"
            faults.append(Fault(name, "a file that nobody declared", where))
    return faults


def sums_hold(package: Opened) -> list[Fault]:
    """Compare every file with its hash.

    Parameters
    ----------
    package : Opened
        Its files.

    Returns
    -------
    list of Fault
    """
    content = package.read(SUMS) if SUMS in package else None
    if content is None:
        return []
    faults: list[Fault] = []
    listed: dict[str, str] = {}
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        value, parted, name = line.partition("  ")
        if not parted or len(value) != 64 or name in listed:
            expected = "a hash, two blanks and a path, each path once"
            faults.append(Fault(SUMS, "a line of another form", expected, number))
            continue
        listed[name] = value
    faults += [
        Fault(name, f"no such file, and a hash of it in {SUMS}", "this file")
        for name in sorted(set(listed) - set(package.names))
    ]
    for name in package.names:
        if name == SUMS:
            continue
        if name not in listed:
            faults.append(Fault(name, f"no hash in {SUMS}", "a hash of every other file"))
            continue
        held = package.read(name)
        if held is not None and digest(held) != listed[name]:
            faults.append(Fault(name, "other content than its hash says", f"the hash in {SUMS}"))
    return faults


def declared_hold(package: Opened, said: Mapping[str, Any], path: str) -> list[Fault]:
    """Compare a file with the size and hash that the descriptor gives.

    Parameters
    ----------
    package : Opened
        Its files.
    said : mapping
        ``bytes`` and ``hash`` of the descriptor.
    path : str
        Of the file.

    Returns
    -------
    list of Fault
    """
    content = package.read(path) if path in package else None
    if content is None:
        return []
    if said.get("bytes") != len(content):
        return [Fault(path, f"{len(content):,} bytes", f"as many as {DESCRIPTOR} says")]
    if said.get("hash") != f"sha256:{digest(content)}":
        return [Fault(path, "other content than its hash says", f"the hash in {DESCRIPTOR}")]
    return []
