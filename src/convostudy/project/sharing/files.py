"""The files of a package by name: what is in them, in bytes, before anything is on the disk."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

__all__ = ["CARD", "CITATION", "CODEBOOK", "CROISSANT", "DEID", "DESCRIPTOR", "LICENCE", "SUMS"]
__all__ += ["ZENODO", "digest", "json_bytes", "sums", "zipped"]

CARD = "README.md"
LICENCE = "LICENSE-DATA.txt"
CITATION = "CITATION.cff"
ZENODO = ".zenodo.json"
DESCRIPTOR = "datapackage.json"
CROISSANT = "croissant.json"
CODEBOOK = "codebook.csv"
DEID = "DEID.json"
SUMS = "SHA256SUMS"

# The first instant a zip knows, and a file that everybody may read.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16


def json_bytes(held: Any) -> bytes:
    """Write JSON for people: indented, in the order given, as UTF-8.

    Parameters
    ----------
    held : Any
        Mappings, lists, texts and numbers.

    Returns
    -------
    bytes
    """
    text = json.dumps(held, indent=2, ensure_ascii=False, allow_nan=False)
    return (text + "\n").encode("utf-8")


def digest(content: bytes) -> str:
    """Return the SHA-256 in hexadecimal digits.

    Parameters
    ----------
    content : bytes
        Of a file.

    Returns
    -------
    str
    """
    return hashlib.sha256(content).hexdigest()


def sums(files: Mapping[str, bytes]) -> bytes:
    """List the hashes as ``sha256sum -c`` reads them.

    Parameters
    ----------
    files : mapping of str to bytes
        By path.

    Returns
    -------
    bytes

    Examples
    --------
    >>> sums({"b": b"", "a": b""}).decode().split()[1::2]
    ['a', 'b']
    """
    lines = [f"{digest(files[name])}  {name}\n" for name in sorted(files)]
    return "".join(lines).encode("utf-8")


def zipped(files: Mapping[str, bytes], folder: str) -> bytes:
    """Pack files so that the same files always make the same bytes.

    Parameters
    ----------
    files : mapping of str to bytes
        By path.
    folder : str
        Under which they lie in the zip.

    Returns
    -------
    bytes
    """
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{folder}/{name}", _EPOCH)
            entry.external_attr, entry.create_system = _MODE, 3
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return sink.getvalue()
