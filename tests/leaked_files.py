"""Files of every kind that may be passed on, each with some bytes or words hidden in it."""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
import struct
import zipfile
import zlib

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(*chunks):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + pixels + chunk(b"IEND", b"")


def parquet(table, **options):
    out = io.BytesIO()
    pq.write_table(table, out, **options)
    return out.getvalue()


def zipped(name="a.txt", content=b"nothing", comment=b"", member_comment=b"", extra=b""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        member = zipfile.ZipInfo(name)
        member.compress_type, member.comment = zipfile.ZIP_DEFLATED, member_comment
        member.extra = struct.pack("<HH", 0x9999, len(extra)) + extra if extra else b""
        archive.writestr(member, content)
        archive.comment = comment
    return out.getvalue()


def pdf(*streams, info=b""):
    parts = [b"%PDF-1.7\n1 0 obj\n<< " + info + b" >>\nendobj\n"]
    for number, (about, content) in enumerate(streams, 2):
        parts.append(
            b"%d 0 obj\n<< /Length %d %s >>\nstream\n%s\nendstream\nendobj\n"
            % (number, len(content), about, content)
        )
    return b"".join([*parts, b"trailer\n<< /Info 1 0 R >>\n%%EOF\n"])


def notebook(output):
    cell = {"cell_type": "code", "source": "1", "outputs": [output], "metadata": {}}
    return json.dumps({"cells": [cell], "nbformat": 4}).encode()


def rare(text):
    """A category that no row has any more, as a filter leaves it."""
    column = pd.Series(["plain", text] * 3, dtype="category")
    return pa.table({"status": pa.Array.from_pandas(column[column == "plain"])})


PACKED = b"/Filter /FlateDecode"

#: How a text gets into a file: kind of file to what makes it from the text.
AS_TEXT = {
    "csv": lambda t: f"thread_id,status\nt1,{t}\n".encode(),
    "csv utf-16": lambda t: f"thread_id,status\nt1,{t}\n".encode("utf-16"),
    "json": lambda t: json.dumps({"title": t}).encode(),
    "json utf-8": lambda t: json.dumps({"title": t}, ensure_ascii=False).encode(),
    "parquet value": lambda t: parquet(pa.table({"a": [t, "b"]})),
    "parquet zstd": lambda t: parquet(pa.table({"a": [t, "b"]}), compression="zstd"),
    "parquet v2": lambda t: parquet(pa.table({"a": [t, "b"]}), data_page_version="2.0"),
    "parquet delta": lambda t: parquet(
        pa.table({"a": ["Zx", t]}), use_dictionary=False, column_encoding="DELTA_BYTE_ARRAY"
    ),
    "parquet list": lambda t: parquet(pa.table({"a": [[t], ["b"]]})),
    "parquet struct": lambda t: parquet(pa.table({"a": [{"b": t}]})),
    "parquet unused category": lambda t: parquet(rare(t)),
    "parquet column": lambda t: parquet(pa.table({t: [1]})),
    "parquet note": lambda t: parquet(pa.table({"a": [1]}).replace_schema_metadata({"note": t})),
    "parquet index": lambda t: pd.DataFrame({"a": [1]}, index=pd.Index([t])).to_parquet(),
    "parquet attrs": lambda t: _with_attrs(t),
    "gzip": lambda t: gzip.compress(t.encode()),
    "gzip twice": lambda t: gzip.compress(gzip.compress(t.encode())),
    "zip member": lambda t: zipped(content=t.encode()),
    "zip in zip": lambda t: zipped("a.zip", zipped(content=t.encode())),
    "zip name": lambda t: zipped(name=f"{t}.txt"),
    "zip comment": lambda t: zipped(comment=t.encode()),
    "zip member comment": lambda t: zipped(member_comment=t.encode()),
    "zip extra": lambda t: zipped(extra=t.encode()),
    "png tEXt": lambda t: png(chunk(b"tEXt", b"Title\0" + t.encode())),
    "png zTXt": lambda t: png(chunk(b"zTXt", b"Title\0\0" + zlib.compress(t.encode()))),
    "png iTXt": lambda t: png(chunk(b"iTXt", b"Title\0\0\0\0\0" + t.encode())),
    "png iTXt packed": lambda t: png(
        chunk(b"iTXt", b"Title\0\1\0en\0\0" + zlib.compress(t.encode()))
    ),
    "png eXIf": lambda t: png(chunk(b"eXIf", b"MM\0*\0\0\0\x08" + t.encode())),
    "png after the end": lambda t: png() + t.encode(),
    "svg": lambda t: f"<svg><title>{t}</title></svg>".encode(),
    "svg entities": lambda t: (
        "<svg><!-- " + "".join(f"&#x{ord(letter):x};" for letter in t) + " --></svg>"
    ).encode(),
    "html embedded": lambda t: (
        b'<img src="data:image/png;base64,'
        + base64.b64encode(png(chunk(b"zTXt", b"Title\0\0" + zlib.compress(t.encode()))))
        + b'">'
    ),
    "notebook output": lambda t: notebook({"output_type": "stream", "text": ["ok\n", f"{t}\n"]}),
    "notebook image": lambda t: notebook(
        {"data": {"image/png": base64.encodebytes(png(chunk(b"tEXt", t.encode()))).decode()}}
    ),
    "pdf title": lambda t: pdf(info=b"/Title (" + _literals(t, "latin-1") + b")"),
    "pdf title UTF-16": lambda t: pdf(
        info=b"/Title <FEFF" + t.encode("utf-16-be").hex().encode() + b">"
    ),
    "pdf octal": lambda t: pdf(
        info=b"/Title (" + b"".join(b"\\%03o" % byte for byte in t.encode()) + b")"
    ),
    "pdf stream": lambda t: pdf((PACKED, zlib.compress(b"BT (" + _literals(t) + b") Tj ET"))),
    "pdf moved letters": lambda t: pdf((PACKED, zlib.compress(_moved(t)))),
    "pdf glyphs": lambda t: pdf(
        (PACKED, zlib.compress(_font(t))), (PACKED, zlib.compress(_glyphs(t)))
    ),
    "pdf attached zip": lambda t: pdf((PACKED, zlib.compress(zipped(content=t.encode())))),
    "pdf base 85": lambda t: pdf(
        (b"/Filter [/ASCII85Decode /FlateDecode]", base64.a85encode(zlib.compress(t.encode())))
    ),
}


def _with_attrs(text):
    frame = pd.DataFrame({"a": [1]})
    frame.attrs["made from"] = text
    return frame.to_parquet()


def _literals(text, code="utf-8"):
    return re.sub(rb"([()\\])", rb"\\\1", text.encode(code, "ignore"))


def _moved(text):
    return b"BT [" + b" -2 ".join(b"(%s)" % _literals(letter) for letter in text) + b"] TJ ET"


def _font(text):
    lines = [f"<{code:04x}> <{ord(letter):04x}>" for code, letter in enumerate(text, 1)]
    return f"{len(lines)} beginbfchar\n{chr(10).join(lines)}\nendbfchar".encode()


def _glyphs(text):
    return b"BT <" + "".join(f"{code:04x}" for code in range(1, len(text) + 1)).encode() + b"> Tj"
