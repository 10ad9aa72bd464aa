"""The letters in a PDF: its notes, its streams unpacked, its strings, and its text by font.

No layout is read: a name of which each letter is placed by itself, or which is drawn as a curve or
in pixels, is not found.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from convostudy.deidentify.leaks.pieces import Bytes, Piece, Unread, inflated

__all__ = ["pdf_pieces"]

_STREAM = re.compile(rb"stream\r?\n")
_LITERAL = re.compile(rb"\(((?:[^()\\]|\\[\s\S]|\([^()\\]*\))*+)\)")
_HEX = re.compile(rb"<([0-9A-Fa-f\s]{2,}+)>")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])")
_MEANT = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_CHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(<[0-9A-Fa-f]+>|\[[^\]]*\])")
_NOT_UNDONE = (b"/LZWDecode", b"/RunLengthDecode", b"/Crypt", b"/JBIG2Decode")
_PIXELS = (b"/DCTDecode", b"/JPXDecode", b"/CCITTFaxDecode")
_MOST_FONTS = 64
_LONGEST_RANGE = 65_536


def pdf_pieces(data: Bytes, inside: str) -> Iterator[Piece | Unread]:
    """Give what can be read in a PDF.

    Parameters
    ----------
    data : bytes or mmap.mmap
        The file.
    inside : str
        Where it lies within another.

    Yields
    ------
    Piece or Unread
    """
    raw = bytes(data)
    if b"/Encrypt" in raw:
        yield Unread(inside, "an encrypted PDF")
    streams: list[bytes] = []
    outside: list[bytes] = []
    at = 0
    for begun in _STREAM.finditer(raw):
        if begun.start() < at:
            continue
        end = raw.find(b"endstream", begun.end())
        end = len(raw) if end < 0 else end
        outside.append(raw[at : begun.end()])
        about = raw[max(at, raw.rfind(b"obj", at, begun.start())) : begun.start()]
        at = end + len(b"endstream")
        content, why = _undone(raw[begun.end() : end], about)
        if why:
            yield Unread(f"{inside}PDF stream {len(streams) + 1}", why)
        streams.append(content)
    outside.append(raw[at:])
    around = b"".join(outside)
    yield Piece(f"{inside}PDF", around)
    yield Piece(f"{inside}strings of the PDF", _strings(around))
    fonts = [font for content in streams if (font := _font(content))][:_MOST_FONTS]
    for number, content in enumerate(streams, 1):
        label = f"{inside}PDF stream {number}"
        yield Piece(label, content)
        # Strings as they stand, and run together: a line is cut where letters are moved.
        if b"Tj" in content or b"TJ" in content or b"/Title" in content or b"<<" in content:
            yield Piece(f"{label}, strings", _strings(content))
            for font in fonts:
                yield Piece(f"{label}, text", _spelled(content, font))


def _undone(packed: bytes, about: bytes) -> tuple[bytes, str]:
    """Return a stream unpacked, and why it could not be."""
    if any(name in about for name in _NOT_UNDONE):
        return packed, "a stream packed in a way that is not undone"
    try:
        if b"/ASCIIHexDecode" in about:
            packed = binascii.unhexlify(b"".join(packed.split(b">")[0].split()))
        if b"/ASCII85Decode" in about:
            packed = base64.a85decode(packed.split(b"~>")[0])
    except (ValueError, binascii.Error):
        return packed, "a stream that cannot be unpacked"
    if b"/FlateDecode" not in about or any(name in about for name in _PIXELS):
        return packed, ""
    content, _, whole = inflated(packed)
    return content, "" if whole else "a stream that cannot be unpacked, or is too large"


def _raw_strings(content: bytes) -> Iterator[bytes]:
    for hit in _LITERAL.finditer(content):
        yield _ESCAPE.sub(_escape, hit[1]) if b"\\" in hit[1] else hit[1]
    for hit in _HEX.finditer(content):
        digits = b"".join(hit[1].split())
        yield binascii.unhexlify(digits + b"0" * (len(digits) % 2))


def _escape(hit: re.Match[bytes]) -> bytes:
    sign = hit[1]
    if sign[:1].isdigit() and sign[:1] < b"8":
        return bytes([int(sign, 8) & 255])
    return b"" if sign in (b"\n", b"\r\n", b"\r") else _MEANT.get(sign, sign)


def _strings(content: bytes) -> bytes:
    words = [
        word[2:].decode("utf-16-be", "replace") if word[:2] == b"\xfe\xff" else _one(word)
        for word in _raw_strings(content)
    ]
    return "\n".join([*words, "".join(words)]).encode("utf-8", "surrogatepass")


def _one(word: bytes) -> str:
    try:
        return word.decode("utf-8")
    except UnicodeDecodeError:
        return word.decode("latin-1")


def _font(content: bytes) -> dict[bytes, str]:
    """Return what each code of a font means, where the stream is a table of that."""
    if b"beginbfchar" not in content and b"beginbfrange" not in content:
        return {}
    font: dict[bytes, str] = {}
    for block in re.findall(rb"beginbfchar([\s\S]*?)endbfchar", content):
        for code, letters in _CHAR.findall(block):
            font[_code(code)] = _letters(letters)
    for block in re.findall(rb"beginbfrange([\s\S]*?)endbfrange", content):
        for first, last, to in _RANGE.findall(block):
            low, high, width = int(first, 16), int(last, 16), (len(first) + 1) // 2
            codes = range(low, min(high, low + _LONGEST_RANGE) + 1)
            if to[:1] == b"[":
                listed = re.findall(rb"<([0-9A-Fa-f]+)>", to)
                pairs = zip(codes, map(_letters, listed), strict=False)
            else:
                start = _letters(to[1:-1])
                begin = ord(start[-1]) if start else 0
                pairs = zip(
                    codes,
                    (start[:-1] + chr(min(begin + k, 0x10FFFF)) for k in range(len(codes))),
                    strict=True,
                )
            font |= {number.to_bytes(width, "big"): letters for number, letters in pairs}
    return font


def _code(digits: bytes) -> bytes:
    return binascii.unhexlify(digits.rjust(-(-len(digits) // 2) * 2, b"0"))


def _letters(digits: bytes) -> str:
    return _code(digits).decode("utf-16-be", "replace")


def _spelled(content: bytes, font: dict[bytes, str]) -> bytes:
    width = max(map(len, font))
    words = []
    for word in _raw_strings(content):
        codes = (word[k : k + width] for k in range(0, len(word), width))
        words.append("".join(font.get(code, "") for code in codes))
    return "\n".join([*words, "".join(words)]).encode("utf-8", "surrogatepass")
