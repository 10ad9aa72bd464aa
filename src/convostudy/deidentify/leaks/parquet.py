"""The letters in a Parquet file: every value, every page as it was before packing, every note.

A page may hold words that no row has any more: values of a category that were filtered out. They
are seen only in the page itself, which is unpacked here.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from convostudy.deidentify.leaks.pieces import LARGEST, Bytes, Piece, Unread

__all__ = ["parquet_pieces"]

_CODECS = {
    "SNAPPY": "snappy",
    "GZIP": "gzip",
    "ZSTD": "zstd",
    "BROTLI": "brotli",
    "LZ4_RAW": "lz4_raw",
    "LZ4": "lz4_raw",
}
_DICTIONARY, _DATA_V2 = 2, 3


def parquet_pieces(data: Bytes, inside: str) -> Iterator[Piece | Unread]:
    """Give what can be read in a Parquet file.

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
    try:
        file = pq.ParquetFile(pa.BufferReader(pa.py_buffer(data)))
        yield from _notes(file, inside)
        yield from _values(file, inside)
        yield from _pages(file.metadata, data, inside)
    except (pa.ArrowException, OSError, ValueError, IndexError, struct.error):
        # Whatever Arrow or a page says of it would quote the data.
        yield Unread(inside, "a Parquet file that cannot be read")
        yield Piece(inside, data)


def _notes(file: pq.ParquetFile, inside: str) -> Iterator[Piece]:
    notes = dict(file.metadata.metadata or {})
    schema = file.schema_arrow
    words = [*notes.keys(), *notes.values(), str(file.metadata.created_by).encode()]
    for field in schema:
        words += [field.name.encode(), str(field.type).encode()]
        words += [part for pair in (field.metadata or {}).items() for part in pair]
    yield Piece(f"{inside}notes of the Parquet file", b"\n".join(words))


def _values(file: pq.ParquetFile, inside: str) -> Iterator[Piece]:
    for batch in file.iter_batches(batch_size=1 << 17):
        for number, column in enumerate(batch.columns, 1):
            words = "\n".join(_words(column))
            if words:
                yield Piece(f"{inside}column {number}", words.encode("utf-8", "surrogatepass"))


def _words(column: pa.Array) -> list[str]:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _words(column.dictionary)
    if pa.types.is_struct(kind) or pa.types.is_map(kind) or pa.types.is_list(kind):
        parts = column.flatten()
        parts = parts if isinstance(parts, list) else [parts]
        return [word for part in parts for word in _words(part)]
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        values = pc.unique(column).drop_null().to_pylist()
        return [value.decode("utf-8", "backslashreplace") for value in values]
    if pa.types.is_floating(kind) or pa.types.is_boolean(kind) or pa.types.is_null(kind):
        return []
    return list(map(str, pc.unique(column).drop_null().to_pylist()))


def _pages(about: pq.FileMetaData, data: Bytes, inside: str) -> Iterator[Piece | Unread]:
    chunks = []
    for group in range(about.num_row_groups):
        for number in range(about.num_columns):
            column = about.row_group(group).column(number)
            start = column.data_page_offset
            if column.has_dictionary_page and column.dictionary_page_offset is not None:
                start = min(start, column.dictionary_page_offset)
            end = start + column.total_compressed_size
            chunks.append((start, end))
            label = f"{inside}pages of column {number + 1}"
            for page, is_words in _unpacked(data, start, end, column.compression):
                if page is None:
                    yield Unread(label, f"a page packed by {column.compression}, or too large")
                else:
                    yield Piece(label, page)
                    if is_words and column.physical_type == "BYTE_ARRAY":
                        yield Piece(label, _plain_words(page))
    at, around = 0, []
    for start, end in sorted(chunks):
        around.append(bytes(data[at:start]))
        at = max(at, end)
    yield Piece(f"{inside}around the pages", b"\n".join([*around, bytes(data[at:])]))


def _unpacked(data: Bytes, at: int, end: int, codec: str) -> Iterator[tuple[bytes | None, bool]]:
    """Give each page, and whether it is a dictionary."""
    while at < end:
        head, at = _struct(data, at)
        size, packed_size = head[2], head[3]
        packed = bytes(data[at : at + packed_size])
        at += packed_size
        first, is_packed = b"", codec != "UNCOMPRESSED"
        if head[1] == _DATA_V2:
            levels = head[8].get(5, 0) + head[8].get(6, 0)
            first, packed = packed[:levels], packed[levels:]
            is_packed = is_packed and head[8].get(7, True)
        page: bytes | None = packed
        if is_packed and packed:
            page = None
            if codec in _CODECS and 0 <= size - len(first) <= LARGEST:
                page = pa.decompress(packed, size - len(first), codec=_CODECS[codec], asbytes=True)
        yield (None if page is None else first + page), head[1] == _DICTIONARY


def _plain_words(page: bytes) -> bytes:
    """Return the words of a dictionary, each of which stands behind its length."""
    words, at = [], 0
    while at + 4 <= len(page):
        (size,) = struct.unpack_from("<I", page, at)
        words.append(page[at + 4 : at + 4 + size])
        at += 4 + size
    return b"\n".join(words)


def _struct(data: Bytes, at: int, depth: int = 0) -> tuple[dict[int, Any], int]:
    """Read a struct of Thrift's compact protocol, as the head of a page is written."""
    if depth > 8:
        raise ValueError("a head within a head")
    found: dict[int, Any] = {}
    field = 0
    while True:
        byte = data[at]
        at += 1
        if byte == 0:
            return found, at
        kind, step = byte & 15, byte >> 4
        if step:
            field += step
        else:
            field, at = _zigzag(data, at)
        found[field], at = _value(data, at, kind, depth)


def _value(data: Bytes, at: int, kind: int, depth: int) -> tuple[Any, int]:
    if kind in (1, 2):
        return kind == 1, at
    if kind == 3:
        return data[at], at + 1
    if kind in (4, 5, 6):
        return _zigzag(data, at)
    if kind == 7:
        return None, at + 8
    if kind == 8:
        size, at = _varint(data, at)
        return bytes(data[at : at + size]), at + size
    if kind in (9, 10):
        size, inner = data[at] >> 4, data[at] & 15
        at += 1
        if size == 15:
            size, at = _varint(data, at)
        for _ in range(size):
            _, at = _value(data, at, 3 if inner in (1, 2) else inner, depth)
        return None, at
    if kind == 12:
        return _struct(data, at, depth + 1)
    raise ValueError("a field of another kind")


def _varint(data: Bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = data[at]
        at += 1
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return number, at
        if shift > 63:
            raise ValueError("a number without an end")


def _zigzag(data: Bytes, at: int) -> tuple[int, int]:
    number, at = _varint(data, at)
    return (number >> 1) ^ -(number & 1), at
