"""Every byte that is to be passed on is looked through for everybody in the study."""

from __future__ import annotations

import mmap
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from convostudy.deidentify.leaks.known import Identifiers
from convostudy.deidentify.leaks.needles import Needles
from convostudy.deidentify.leaks.opened import Bytes, Piece, Unread, Window, opened, windows
from convostudy.deidentify.leaks.views import folded, undone, view_of_bytes

__all__ = ["UNREAD", "scan", "scan_bytes"]

UNREAD = "not looked into"
"""The kind of what could not be read: it stops a release as a name does."""
_COLUMNS = ["file", "inside", "kind", "how", "n", "hint"]
_Hit = tuple[str, str, str, str]


def scan(folder: Path, identifiers: Identifiers) -> pd.DataFrame:
    """Look through every file of a folder.

    Parameters
    ----------
    folder : pathlib.Path
        What is to be passed on; or one file.
    identifiers : Identifiers
        Who must not be found.

    Returns
    -------
    pandas.DataFrame
        One row a file, place in it, kind and form: ``file``, ``inside``, ``kind``, ``how``, ``n``
        (how often), ``hint`` (the first letter and how many there are, never the word). Empty if
        nobody was found. A file in whose name somebody is named is called by its number.
    """
    files = [folder] if folder.is_file() else sorted(folder.rglob("*"))
    rows: list[dict[str, object]] = []
    for number, file in enumerate(files, 1):
        relative = file.name if file == folder else file.relative_to(folder).as_posix()
        in_name = _searched(Piece("its name", relative.encode("utf-8", "replace")), identifiers)
        shown = f"file {number}" if in_name else relative
        found = in_name
        if file.is_symlink() or not (file.is_dir() or file.is_file()):
            found += Counter({("", UNREAD, "a link, or no file", ""): 1})
        elif file.is_file():
            found += _of_file(file, identifiers)
        rows += [
            {"file": shown, **dict(zip(_COLUMNS[1:], (*hit[:3], n, hit[3]), strict=True))}
            for hit, n in sorted(found.items())
        ]
    types = dict.fromkeys(_COLUMNS, "str") | {"n": "int64"}
    return pd.DataFrame(rows, columns=_COLUMNS).astype(types)


def _of_file(file: Path, identifiers: Identifiers) -> Counter[_Hit]:
    if not file.stat().st_size:
        return Counter()
    with file.open("rb") as source, mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return scan_bytes(data, identifiers)


def scan_bytes(data: Bytes, identifiers: Identifiers) -> Counter[tuple[str, str, str, str]]:
    """Look through one file.

    Parameters
    ----------
    data : bytes or mmap.mmap
        Its content.
    identifiers : Identifiers
        Who must not be found.

    Returns
    -------
    collections.Counter
        How often each (inside, kind, how, hint) was found.
    """
    found: Counter[_Hit] = Counter()
    for piece in opened(data):
        if isinstance(piece, Unread):
            found[(piece.inside, UNREAD, piece.why, "")] += 1
        else:
            found += _searched(piece, identifiers)
    return found


def _searched(piece: Piece, identifiers: Identifiers) -> Counter[_Hit]:
    found: Counter[_Hit] = Counter()
    for window in windows(piece.data):
        hits = Counter[_Hit]()
        # What two views show is one place.
        for needles, data in _views(window, identifiers):
            hits |= Counter(_hits(data, piece.inside, needles, window.text is not None))
        found += hits
        if not window.whole:
            found[(piece.inside, UNREAD, "something embedded that is too large", "")] += 1
        for number, data in enumerate(window.embedded, 1):
            for inner in opened(data, f"{piece.inside}embedded {number}: ", piece.depth + 1):
                if isinstance(inner, Unread):
                    found[(inner.inside, UNREAD, inner.why, "")] += 1
                else:
                    found += _searched(inner, identifiers)
    return found


def _views(window: Window, identifiers: Identifiers) -> Iterator[tuple[Needles, bytes]]:
    yield identifiers.in_bytes, window.data
    if window.text is None:
        yield identifiers.in_views, view_of_bytes(window.data)
        return
    for text in undone(window.text):
        data = text.encode("utf-8", "surrogatepass")
        if len(data) != len(window.data):
            yield identifiers.in_bytes, data
        yield (
            identifiers.in_views,
            data.lower() if text.isascii() else folded(text).encode("utf-8", "surrogatepass"),
        )


def _hits(data: bytes, inside: str, needles: Needles, is_text: bool) -> Iterator[_Hit]:
    for _, word, needle in needles.found(data):
        if needle.among in ("", "text" if is_text else "bytes"):
            yield inside.rstrip(": "), needle.kind, needle.how, _hint(word, needle.how)


def _hint(word: bytes, how: str) -> str:
    if how != "plain":
        return f"{len(word)} bytes"
    text = word.decode("utf-8", "replace")
    return f"{text[0]}… ({len(text)} letters)"
