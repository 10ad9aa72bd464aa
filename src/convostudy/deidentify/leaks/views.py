r"""Bytes as they are compared: one spelling for each way in which a name can be written.

Views of the same bytes: as they stand, and with the escapes of JSON, HTML and web addresses
undone; each in small letters, without accents and invisible characters.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote_to_bytes

__all__ = ["decoded", "folded", "undone", "view_of_bytes"]

# Invisible letters and accents: what may stand within a name without being seen.
_UNSEEN = re.compile(
    "[\u0300-\u036f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f"
    "\ufeff\U000e0000-\U000e007f]+"
)
# Quotes, dashes and pictures, next to which a word ends.
_SIGNS = re.compile(r"[^\x00-\x7f\w]+")
_PLAIN = (("æ", "ae"), ("œ", "oe"), ("ø", "o"), ("ł", "l"), ("đ", "d"), ("ð", "d"), ("ı", "i"))
# Bytes that are no UTF-8, read as Latin-1.
_LATIN = {0xDC00 + byte: byte for byte in range(0x80, 0x100)}

_U = re.compile(r"(?:\\{1,8}u(?:\{[0-9a-fA-F]{2,6}\}|[0-9a-fA-F]{4}))+")
_X = re.compile(r"(?:\\{1,8}x[0-9a-fA-F]{2})+")
_PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2})+")
_BREAK = re.compile(r"\\{1,8}[nrtbf/\"]")
_DIGITS = re.compile(r"[0-9a-fA-F]{2,6}")
_ROUNDS = 3
_FEW_CONTROLS = 0.01
_SOME_CONTROLS = 8
_SAMPLE = 1 << 16
_NO_CONTROLS = bytes({*range(32, 256), 9, 10, 12, 13} - {127})
_SMALL = bytes(ord(chr(byte).lower()) if byte < 0x80 else 0x20 for byte in range(256))
# A run of letters beyond ASCII is spelled anew by itself.
_BEYOND = re.compile("[\x80-\U0010ffff]+")


def folded(text: str) -> str:
    r"""Return a text as texts are compared.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        Small letters, without accents and invisible characters; signs beyond ASCII are blanks.

    Examples
    --------
    >>> folded("JOSE\u0301 “Pe\u200bpe” Müßig")
    'jose  pepe  mussig'
    """
    return text.lower() if text.isascii() else _BEYOND.sub(_plain, text.lower())


@lru_cache(maxsize=100_000)
def _plain_run(letters: str) -> str:
    plain = unicodedata.normalize("NFKD", letters).casefold()
    plain = _SIGNS.sub(" ", _UNSEEN.sub("", plain))
    for letter, spelled in _PLAIN:
        plain = plain.replace(letter, spelled)
    return plain


def _plain(hit: re.Match[str]) -> str:
    return _plain_run(hit[0])


def decoded(data: bytes) -> str | None:
    r"""Return bytes as text, if they are one.

    Parameters
    ----------
    data : bytes
        Of any file.

    Returns
    -------
    str or None
        What is no UTF-8 (or UTF-16 with a mark) is read as Latin-1, byte by byte. None where more
        than 8, and one in a hundred, are control characters.

    Examples
    --------
    >>> decoded("Zoë".encode("utf-16")), decoded(b"Zo\xeb"), decoded(bytes(9))
    ('Zoë', 'Zoë', None)
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    sample = data[:_SAMPLE] + data[len(data) // 2 :][:_SAMPLE]
    if len(sample.translate(None, _NO_CONTROLS)) > _FEW_CONTROLS * len(sample) + _SOME_CONTROLS:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("utf-8", "surrogateescape").translate(_LATIN)


def view_of_bytes(data: bytes) -> bytes:
    r"""Return bytes that are no text as they are compared: small letters, blanks beyond ASCII.

    Examples
    --------
    >>> view_of_bytes(b"\x00Ana\xff")
    b'\x00ana '
    """
    return data.translate(_SMALL)


def undone(text: str) -> Iterator[str]:
    r"""Give a text as it stands and, where there are escapes, without them.

    Parameters
    ----------
    text : str
        Any text.

    Yields
    ------
    str
        Escapes may stand within escapes: JSON in HTML, an address in JSON.

    Examples
    --------
    >>> list(undone(r"Z\u00f6e%20&amp; Bo\nAl"))
    ['Z\\u00f6e%20&amp; Bo\\nAl', 'Zöe & Bo Al']
    """
    yield text
    for _ in range(_ROUNDS):
        before, text = text, _unescaped(text)
        if text == before:
            return
        yield text


def _unescaped(text: str) -> str:
    if "\\" in text:
        text = _BREAK.sub(" ", _X.sub(_of_bytes, _U.sub(_of_numbers, text)))
    if "&" in text:
        text = html.unescape(text)
    if "%" in text:
        text = _PERCENT.sub(lambda hit: _utf8(unquote_to_bytes(hit[0])), text)
    return text


def _of_numbers(hit: re.Match[str]) -> str:
    numbers = [int(digits, 16) for digits in _DIGITS.findall(hit[0].replace("u", " "))]
    letters = "".join(chr(number) for number in numbers if number <= 0x10FFFF)
    # Two halves of one letter beyond the first 65,536.
    return letters.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _of_bytes(hit: re.Match[str]) -> str:
    return _utf8(bytes(int(digits, 16) for digits in re.findall(r"x(..)", hit[0])))


def _utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")
