"""A member of a zip unpacked a third of the time that zlib takes, within the same bounds."""

from __future__ import annotations

import copy
import zipfile
import zlib

from isal import isal_zlib

__all__ = ["inflated"]


def inflated(handle: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Return a deflated member whole.

    zipfile finds the member and hands it over as it is packed. No more than the size that the
    zip declares, which `open_archive` has looked at, is ever unpacked.

    Parameters
    ----------
    handle : zipfile.ZipFile
        Open for reading.
    member : zipfile.ZipInfo
        Of that zip, deflated.

    Returns
    -------
    bytes

    Raises
    ------
    zipfile.BadZipFile
        It is damaged, cut off, or not of the size or checksum that the zip declares.

    Examples
    --------
    >>> import io
    >>> made = io.BytesIO()
    >>> with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as handle:
    ...     handle.writestr("a.txt", "Hi " * 3)
    >>> with zipfile.ZipFile(made) as handle:
    ...     inflated(handle, handle.getinfo("a.txt"))
    b'Hi Hi Hi '
    """
    packed = copy.copy(member)
    packed.compress_type, packed.file_size = zipfile.ZIP_STORED, member.compress_size
    packed.CRC = None  # type: ignore[assignment]  # that of the unpacked bytes: compared below
    with handle.open(packed) as stream:
        compressed = stream.read()
    inflater = isal_zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        # A limit of 0 would be none; a byte too many is told by the checksum.
        data: bytes = inflater.decompress(compressed, max_length=max(member.file_size, 1))
    except isal_zlib.error as reason:  # type: ignore[misc]  # the stubs take it for an instance
        raise zipfile.BadZipFile(str(reason)) from reason
    if len(data) != member.file_size or isal_zlib.crc32(data) != member.CRC:
        raise zipfile.BadZipFile(f"Bad CRC-32 for file {member.filename!r}")
    return data
