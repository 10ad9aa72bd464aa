"""What has a form of its own: addresses of mail and web, handles, numbers, dates, streets.

Every pattern runs in linear time on any text: repetitions are bounded or possessive, and a pattern
begins only where a run of its characters begins.
"""

from __future__ import annotations

import re
from functools import cache

from convostudy.deidentify.figures import Found, in_figures, trimmed
from convostudy.deidentify.lists import entries

__all__ = ["Found", "by_pattern"]

_LOCAL = r"(?<![\w.+%-])[\w.+%'-]{1,256}+"
_DOT = r"(?:\.|\s?[(\[{<]\s?(?:dot|\.)\s?[)\]}>]\s?|\sdot\s)"
_AT = r"(?:\s?[(\[{<]\s?(?:at|@)\s?[)\]}>]\s?)"
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,256}+@[\w-]{1,63}+(?:\.[\w-]{1,63}+)*+")
_EMAIL_HIDDEN = re.compile(
    rf"{_LOCAL}(?:{_AT}[\w-]{{1,63}}+(?:{_DOT}[\w-]{{1,63}}+)*+"
    rf"|(?:\sdot\s[\w+-]{{1,63}}+){{0,3}}\s(?:at|@)\s[\w-]{{1,63}}+(?:\s?dot\s?[\w-]{{1,63}}+)++"
    rf"|\s@\s[\w-]{{1,63}}+(?:\.[\w-]{{1,63}}+)++)",
    re.IGNORECASE,
)
_URL = re.compile(r"(?<![\w@])(?:[a-z][a-z0-9+]{1,9}://|www\.)[^\s<>\"]++", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w@])@[\w][\w.-]{0,63}+")
_DIGIT = re.compile(r"\d")
_DIGIT_NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_DIGIT_WORD = rf"(?:{'|'.join(_DIGIT_NAMES)}|oh|o|double|triple|nought)\b"
_SPOKEN = re.compile(rf"\b{_DIGIT_WORD}(?:[ ,-]{{1,2}}{_DIGIT_WORD}){{4,40}}+", re.IGNORECASE)
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}+(?: ?[A-Z0-9]{1,3})?(?!\w)")
_STREET_ENDS = ("straße", "strasse", "str.", "weg", "gasse", "allee", "platz", "straat", "laan")
_STREET_IN_ONE = re.compile(
    rf"\b[^\W\d_][\w.-]{{1,40}}(?:{'|'.join(map(re.escape, _STREET_ENDS))}) \d{{1,5}}[a-z]?\b",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"\.[^\W\d_]")
_SCHEMELESS = r"(?<![\w@.-])(?:[\w-]{1,63}+\.){1,6}(?:%s)(?![\w-])(?:[:/?#][^\s<>\"]*+)?"


def by_pattern(text: str) -> list[Found]:
    """Return what has a form of its own, in a shadow.

    Parameters
    ----------
    text : str
        The text of a `Shadow`.

    Returns
    -------
    list of Found
        Places may overlap.

    Examples
    --------
    >>> text = "ana (at) example dot org, www.example.com or +49 171 3920056"
    >>> [(text[start:end], type) for start, end, type, layer in by_pattern(text)]
    [('ana (at) example dot org', 'EMAIL'), ('www.example.com', 'URL'), ('www.example.com', 'URL'),
     ('+49 171 3920056', 'PHONE'), ('3920056', 'NUMBER')]
    """
    found: list[Found] = []
    lower = text.lower()
    if "@" in text:
        found += _all(_EMAIL, text, "EMAIL") + _all(_HANDLE, text, "HANDLE")
    if "@" in text or "dot" in lower or any(sign in text for sign in "([{<"):
        found += _all(_EMAIL_HIDDEN, text, "EMAIL")
    if "://" in text or "www." in lower:
        found += _all(_URL, text, "URL")
    if _DOTTED.search(text):
        found += _all(_schemeless(), text, "URL")
    if _DIGIT.search(text):
        found += in_figures(text, lower) + _all(_IBAN, text, "NUMBER")
        if any(end in lower for end in _STREET_ENDS):
            found += _all(_STREET_IN_ONE, text, "ADDRESS")
    if any(digit in lower for digit in _DIGIT_NAMES):
        found += _all(_SPOKEN, text, "PHONE")
    return found


def _all(pattern: re.Pattern[str], text: str, type: str) -> list[Found]:
    return [found for hit in pattern.finditer(text) for found in trimmed(hit, type)]


@cache
def _schemeless() -> re.Pattern[str]:
    return re.compile(_SCHEMELESS % "|".join(entries("domains")), re.IGNORECASE)
