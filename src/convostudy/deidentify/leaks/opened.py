"""A file as what a reader can get out of it: unpacked, and with what is embedded in it.

What cannot be looked into is said, never passed over: it counts as a hit.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from convostudy.deidentify.leaks.parquet import parquet_pieces
from convostudy.deidentify.leaks.pdf import pdf_pieces
from convostudy.deidentify.leaks.pieces import LARGEST, Bytes, Piece, Unread, inflated
from convostudy.deidentify.leaks.views import decoded

__all__ = ["LARGEST", "Bytes", "Piece", "Unread", "Window", "opened", "windows"]

_DEEPEST = 5
_WINDOW = 1 << 24
# Longer than the longest identifier in its longest form.
_OVERLAP = 1 << 12
_PACKED = {
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "rar",
    b"\x28\xb5\x2f\xfd": "zstandard",
    b"ARROW1": "Arrow",
    b"FEA1": "Feather",
    b"ORC": "ORC",
    b"\x80\x04\x95": "pickle",
    b"wOF": "web font",
}
# An image or file within a page, notebook or e-mail: a line of it, and further lines.
_RUN = 60
_NO_BASE64 = np.ones(256, dtype=bool)
_NO_BASE64[list(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")] = False
_EMBEDDED = re.compile(
    rf"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/]{{{_RUN},}}+"
    r"(?:(?:\\n|\r?\n[ \t]{0,8})[A-Za-z0-9+/]{4,}+)*+={0,2}"
)


def opened(data: Bytes, inside: str = "", depth: int = 0) -> Iterator[Piece | Unread]:
    """Give what is in a file.

    Parameters
    ----------
    data : bytes or mmap.mmap
        The file.
    inside : str
        Where it lies within another.
    depth : int
        How many files lie around it.

    Yields
    ------
    Piece or Unread
    """
    head = bytes(data[:1024])
    if depth > _DEEPEST:
        yield Unread(inside, f"more than {_DEEPEST} files within files")
        return
    for signature, taken_apart in _FORMATS:
        if head.startswith(signature):
            yield from taken_apart(data, inside, depth)
            return
    if b"%PDF-" in head:
        for piece in pdf_pieces(data, inside):
            yield piece
            if isinstance(piece, Piece) and bytes(piece.data[:8]).startswith(_SIGNATURES):
                yield from opened(piece.data, f"{piece.inside}: ", depth + 1)
        return
    packed = next((name for start, name in _PACKED.items() if head.startswith(start)), None)
    if packed:
        yield Unread(inside, f"a format that is not taken apart ({packed})")
    yield Piece(inside, data, depth)


class Window(NamedTuple):
    """A part of a text, small enough to be held in several forms."""

    data: bytes
    text: str | None
    """Without what is embedded; None: no text."""
    embedded: list[bytes]
    whole: bool
    """False: something embedded is longer than a window."""


def windows(data: Bytes) -> Iterator[Window]:
    """Give the bytes of a piece by and by, overlapping, with what is embedded taken out.

    Parameters
    ----------
    data : bytes or mmap.mmap
        A piece.

    Yields
    ------
    Window
    """
    start, size = 0, len(data)
    while True:
        end = min(start + _WINDOW, size)
        part = bytes(data[start:end])
        text = decoded(part)
        if text is None or not _has_long_run(part):
            yield Window(part, text, [], True)
            if end >= size:
                return
            start = end - _OVERLAP
            continue
        found = list(_EMBEDDED.finditer(text))
        cut = bool(found) and found[-1].end() == len(text) and end < size
        # One letter may be two bytes, so places in the text are those in the bytes only if ASCII.
        if cut and text.isascii() and found[-1].start() > _OVERLAP:
            end = start + found[-1].start()
            part, text, cut = part[: end - start], text[: end - start], False
            del found[-1]
        embedded = [_undone(hit[0]) for hit in found]
        yield Window(part, _EMBEDDED.sub(" ", text) if found else text, embedded, not cut)
        if end >= size:
            return
        start = end - _OVERLAP


def _has_long_run(data: bytes) -> bool:
    """Tell whether there are 60 letters of base64 in a row; far faster than to look for them."""
    others = np.flatnonzero(_NO_BASE64[np.frombuffer(data, dtype=np.uint8)])
    edges = np.concatenate(([-1], others, [len(data)]))
    # Each letter of UTF-16 is followed by a zero.
    return bool((np.diff(edges) > _RUN).any()) or data[:2] in (b"\xff\xfe", b"\xfe\xff")


def _undone(letters: str) -> bytes:
    packed = re.sub(r"\\n|\s", "", letters).rstrip("=")
    try:
        return base64.b64decode(packed[: len(packed) // 4 * 4] + _rest(packed))
    except binascii.Error:
        return b""


def _rest(packed: str) -> str:
    rest = packed[len(packed) // 4 * 4 :]
    return rest + "=" * (4 - len(rest)) if len(rest) > 1 else ""


class _Mapped(io.RawIOBase):
    """Bytes as a file, without a copy of them."""

    def __init__(self, data: Bytes) -> None:
        self._data, self._at = data, 0

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        begin = (0, self._at, len(self._data))[whence]
        if begin + offset < 0:
            raise OSError("before the beginning")
        self._at = begin + offset
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        end = len(self._data) if size is None or size < 0 else self._at + size
        got = bytes(self._data[self._at : end])
        self._at += len(got)
        return got


def _zip(data: Bytes, inside: str, depth: int) -> Iterator[Piece | Unread]:
    try:
        with zipfile.ZipFile(_Mapped(data)) as archive:
            members = sorted(archive.infolist(), key=lambda member: member.header_offset)
            yield Piece(f"{inside}comment of the zip", archive.comment)
            for number, member in enumerate(members, 1):
                label = f"{inside}member {number}"
                words = (member.filename.encode("utf-8", "replace"), member.comment)
                yield Piece(f"{label}, name", b"\n".join(words))
                yield Piece(f"{label}, extra field", member.extra[4:])
                try:
                    with archive.open(member) as packed:
                        content = packed.read(LARGEST + 1)
                except (
                    RuntimeError,
                    NotImplementedError,
                    zipfile.BadZipFile,
                    zlib.error,
                    EOFError,
                ):
                    yield Unread(label, "a member that cannot be unpacked")
                    continue
                if len(content) > LARGEST:
                    yield Unread(label, "more than may be unpacked")
                    continue
                yield from opened(content, f"{label}: ", depth + 1)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error):
        yield Unread(inside, "a zip that cannot be read")
        yield Piece(inside, data)
        return
    around = _around(data, members)
    if around.count(b"PK\x03\x04") > len(members):
        yield Unread(inside, "a member that the zip does not list")
    yield Piece(f"{inside}headers of the zip", around)


def _around(data: Bytes, members: list[zipfile.ZipInfo]) -> bytes:
    """Return the bytes of a zip that are not those of its members."""
    around, end = [], 0
    for member in members:
        head = member.header_offset
        lengths = bytes(data[head + 26 : head + 30])
        begun = head + 30 + sum(struct.unpack("<HH", lengths)) if len(lengths) == 4 else head
        around.append(bytes(data[end:begun]))
        end = max(end, begun + member.compress_size)
    return b"\n".join([*around, bytes(data[end:])])


def _gzip(data: Bytes, inside: str, depth: int) -> Iterator[Piece | Unread]:
    rest = bytes(data)
    for number in range(1, 1_000):
        if not rest.startswith(b"\x1f\x8b"):
            break
        label = f"{inside}unpacked {number}: "
        # The head holds the name of the file, and maybe a comment, before what is packed.
        yield Piece(f"{inside}head of the gzip", rest[:1024])
        content, rest, whole = inflated(rest, 31)
        if not whole:
            yield Unread(label, "a gzip that cannot be unpacked, or is too large")
        yield from opened(content, label, depth + 1)
    yield Piece(f"{inside}after the gzip", rest)


def _png(data: Bytes, inside: str, depth: int) -> Iterator[Piece | Unread]:
    """Take the chunks of a PNG apart; its pixels are not read as letters."""
    at = 8
    while at + 8 <= len(data):
        size, name = struct.unpack(">I4s", data[at : at + 8])
        chunk = bytes(data[at + 8 : at + 8 + size])
        at += 12 + size
        label = f"{inside}PNG {name.decode('latin-1') if name.isalpha() else 'chunk'}"
        if name in (b"IDAT", b"fdAT", b"PLTE"):
            continue
        yield Piece(label, chunk)
        _, nul, rest = chunk.partition(b"\0")
        packed = b""
        if name in (b"zTXt", b"iCCP") and nul:
            packed = rest[1:]
        elif name == b"iTXt" and rest[:1] == b"\x01":
            packed = rest[2:].split(b"\0", 2)[-1]
        if packed:
            content, _, whole = inflated(packed)
            if not whole:
                yield Unread(label, "a text that cannot be unpacked")
            yield Piece(f"{label}, unpacked", content)
        if name == b"IEND":
            break
    yield Piece(f"{inside}after the PNG", bytes(data[at:]))


def _parquet(data: Bytes, inside: str, depth: int) -> Iterator[Piece | Unread]:
    return parquet_pieces(data, inside)


_FORMATS: tuple[tuple[bytes, Callable[[Bytes, str, int], Iterator[Piece | Unread]]], ...] = (
    (b"PK\x03\x04", _zip),
    (b"PK\x05\x06", _zip),
    (b"\x1f\x8b", _gzip),
    (b"\x89PNG\r\n\x1a\n", _png),
    (b"PAR1", _parquet),
)
_SIGNATURES = tuple(signature for signature, _ in _FORMATS)
