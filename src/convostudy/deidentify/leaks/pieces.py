"""What comes out of a file: pieces to be searched, and what could not be read."""

from __future__ import annotations

import contextlib
import mmap
import zlib
from typing import NamedTuple

__all__ = ["LARGEST", "Bytes", "Piece", "Unread", "inflated"]

Bytes = bytes | mmap.mmap
LARGEST = 256 << 20
"""Most bytes that one thing within a file is unpacked to."""


class Piece(NamedTuple):
    """Bytes as a reader gets them."""

    inside: str
    """Where in the file; never a name that stands in it."""
    data: Bytes
    depth: int = 0


class Unread(NamedTuple):
    """Bytes that a reader may get something out of, and we do not."""

    inside: str
    why: str


def inflated(data: bytes, wbits: int = 15) -> tuple[bytes, bytes, bool]:
    """Unpack deflated bytes, up to a bound.

    Parameters
    ----------
    data : bytes
        Packed, maybe followed by others.
    wbits : int
        As of `zlib.decompressobj`.

    Returns
    -------
    tuple of bytes, bytes and bool
        What came out, what follows, and whether everything came out.

    Examples
    --------
    >>> inflated(zlib.compress(b"ana") + b"!")
    (b'ana', b'!', True)
    """
    machine = zlib.decompressobj(wbits)
    try:
        content = machine.decompress(data, LARGEST)
    except zlib.error:
        return _as_far_as_it_goes(data, wbits), b"", False
    return content, machine.unused_data, machine.eof


def _as_far_as_it_goes(data: bytes, wbits: int) -> bytes:
    """Unpack what stands before a fault."""
    machine, content = zlib.decompressobj(wbits), bytearray()
    with contextlib.suppress(zlib.error):
        for start in range(0, len(data), 4096):
            content += machine.decompress(data[start : start + 4096], LARGEST - len(content) + 1)
    return bytes(content)
