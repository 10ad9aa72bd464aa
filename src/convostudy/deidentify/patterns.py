"""What has a form of its own: addresses of mail and web, handles, numbers, dates, streets.

Every pattern runs in linear time on any text: repetitions are bounded or possessive, and a pattern
begins only where a run of its characters begins.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from convostudy.deidentify.lists import entries

__all__ = ["Found", "by_pattern"]

Found = tuple[int, int, str, str]
"""Start and end in the shadow, type, layer."""

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
_NUMBER = re.compile(
    r"(?<![\w.])[+(]{0,2}\d(?:[ \t().\-/\u00a0]{0,3}\d){6,40}+"
    r"(?:[ \t]?(?:x|ext\.?|extension|#)[ \t]?\d{1,6})?(?!\d)",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_LONG_NUMBER = re.compile(r"(?<!\d)\d{5,}+")
_DIGIT_NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_DIGIT_WORD = rf"(?:{'|'.join(_DIGIT_NAMES)}|oh|o|double|triple|nought)\b"
_SPOKEN = re.compile(rf"\b{_DIGIT_WORD}(?:[ ,-]{{1,2}}{_DIGIT_WORD}){{4,40}}+", re.IGNORECASE)
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}+(?: ?[A-Z0-9]{1,3})?(?!\w)")
_IP = re.compile(
    r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\w)|(?<![\w:])[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){3,7}", re.I
)
_STREET = re.compile(
    r"(?<![\w.,])\d{1,5}[a-z]?(?:[/-]\d{1,4}[a-z]?)? "
    r"(?:(?:rue|via|calle|avenida|plaza|piazza|place) "
    r"(?:d[aeiou]s? |de la |della |del |d')?(?:[^\W_]|['.-]){1,40}"
    r"|(?:(?:[^\W_]|['.-]){1,40} ){0,3}?(?:street|st|road|rd|avenue|ave|lane|ln|boulevard|blvd|"
    r"terrace|crescent|(?-i:Court|Ct|Square|Sq|Close|Drive|Dr)|highway|hwy|parkway|pkwy)\b)",
    re.IGNORECASE,
)
_STREET_ENDS = ("straße", "strasse", "str.", "weg", "gasse", "allee", "platz", "straat", "laan")
_STREET_IN_ONE = re.compile(
    rf"\b[^\W\d_][\w.-]{{1,40}}(?:{'|'.join(map(re.escape, _STREET_ENDS))}) \d{{1,5}}[a-z]?\b",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
)
_DATE = re.compile(
    rf"(?<!\w)(?:\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}\b(?:,? \d{{4}})?"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?)(?!\w)",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"\.[^\W\d_]")
_SCHEMELESS = r"(?<![\w@.-])(?:[\w-]{1,63}+\.){1,6}(?:%s)(?![\w-])(?:[:/?#][^\s<>\"]*+)?"
# Default regions when a number bears no country code; they only decide what a mask is called.
_REGIONS = ("US", "GB", "DE", "FR", "IN")


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
        found += [
            (a, b, "PHONE" if _is_phone(text[a:b]) else "NUMBER", "phone")
            for a, b, *_ in _all(_NUMBER, text, "PHONE")
        ]
        found += _all(_DATE, text, "DATE") + _all(_IBAN, text, "NUMBER")
        found += _all(_LONG_NUMBER, text, "NUMBER") + _all(_STREET, text, "ADDRESS")
        if text.count(".") >= 3 or text.count(":") >= 3:
            found += _all(_IP, text, "NUMBER")
        if any(end in lower for end in _STREET_ENDS):
            found += _all(_STREET_IN_ONE, text, "ADDRESS")
    if any(digit in lower for digit in _DIGIT_NAMES):
        found += _all(_SPOKEN, text, "PHONE")
    return found


def _all(pattern: re.Pattern[str], text: str, type: str) -> list[Found]:
    found: list[Found] = []
    for hit in pattern.finditer(text):
        # A full stop or bracket after an address ends the sentence, not the address.
        kept = hit.group().rstrip(".,;:!?)]}>'\"-*_")
        if kept:
            found.append((hit.start(), hit.start() + len(kept), type, "pattern"))
    return found


@cache
def _schemeless() -> re.Pattern[str]:
    return re.compile(_SCHEMELESS % "|".join(entries("domains")), re.IGNORECASE)


@lru_cache(maxsize=20_000)
def _is_phone(number: str) -> bool:
    import phonenumbers

    for region in (None,) if number.lstrip("(").startswith("+") else _REGIONS:
        try:
            if phonenumbers.is_possible_number(phonenumbers.parse(number, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False
