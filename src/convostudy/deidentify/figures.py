"""What begins with a figure: phone and other numbers, dates, streets.

Each pattern is tried only where a run of digits begins, and reads a bounded piece of the text.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["Found", "in_figures", "trimmed"]

Found = tuple[int, int, str, str]
"""Start and end in the shadow, type, layer."""

_RUN = re.compile(r"(?<!\d)\d")
_NUMBER = re.compile(
    r"(?<![\w.])[+(]{0,2}\d(?:[ \t().\-/\u00a0]{0,3}\d){6,40}+"
    r"(?:[ \t]?(?:x|ext\.?|extension|#)[ \t]?\d{1,6})?(?!\d)",
    re.IGNORECASE,
)
_LONG_NUMBER = re.compile(r"\d{5,}+")
_IP = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\w)")
_IP_LONG = re.compile(r"(?<![\w:])[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){3,7}", re.IGNORECASE)
_STREET = re.compile(
    r"(?<![\w.,])\d{1,5}[a-z]?(?:[/-]\d{1,4}[a-z]?)? "
    r"(?:(?:rue|via|calle|avenida|plaza|piazza|place) "
    r"(?:d[aeiou]s? |de la |della |del |d')?(?:[^\W_]|['.-]){1,40}"
    r"|(?:(?:[^\W_]|['.-]){1,40} ){0,3}?(?:street|st|road|rd|avenue|ave|lane|ln|boulevard|blvd|"
    r"terrace|crescent|(?-i:Court|Ct|Square|Sq|Close|Drive|Dr)|highway|hwy|parkway|pkwy)\b)",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
)
_DATE = re.compile(
    r"(?<!\w)(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}\b(?:,? \d{{4}})?)(?!\w)",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"(?<!\w){_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?(?!\w)", re.IGNORECASE
)
_FIRST_IN_A_NUMBER = "+("
# Default regions when a number bears no country code; they only decide what a mask is called.
_REGIONS = ("US", "GB", "DE", "FR", "IN")


def in_figures(text: str, lower: str) -> list[Found]:
    """Return numbers, dates and streets in a shadow.

    Parameters
    ----------
    text : str
        The text of a `Shadow`.
    lower : str
        The same in small letters.

    Returns
    -------
    list of Found
        Places may overlap.

    Examples
    --------
    >>> text = "call (020) 7946 0018 on 4 May, 12 Long Lane"
    >>> [(text[start:end], type) for start, end, type, layer in in_figures(text, text.lower())]
    [('(020) 7946 0018', 'PHONE'), ('4 May', 'DATE'), ('12 Long Lane', 'ADDRESS')]
    """
    found: list[Found] = []
    tried = [(_LONG_NUMBER, "NUMBER"), (_DATE, "DATE"), (_STREET, "ADDRESS")]
    if text.count(".") >= 3:
        tried.append((_IP, "NUMBER"))
    # What a pattern found is not looked at by it again.
    ends = [0] * len(tried)
    number_end = 0
    for run in _RUN.finditer(text):
        start = run.start()
        if start >= number_end:
            hit = _number(text, start)
            if hit is not None:
                number_end = hit.end()
                found += trimmed(hit, "PHONE" if _is_phone(hit.group()) else "NUMBER", "phone")
        for place, (pattern, type) in enumerate(tried):
            hit = pattern.match(text, start) if start >= ends[place] else None
            if hit is not None:
                ends[place] = hit.end()
                found += trimmed(hit, type)
    if any(month in lower for month in _MONTHS):
        found += [each for hit in _MONTH_FIRST.finditer(text) for each in trimmed(hit, "DATE")]
    if text.count(":") >= 3:
        found += [each for hit in _IP_LONG.finditer(text) for each in trimmed(hit, "NUMBER")]
    return found


def _number(text: str, start: int) -> re.Match[str] | None:
    """Return the number that begins with a run of digits, or with signs before it."""
    first = start
    while first > 0 and start - first < 2 and text[first - 1] in _FIRST_IN_A_NUMBER:
        first -= 1
    hit = _NUMBER.match(text, first)
    return hit if hit is not None or first == start else _NUMBER.match(text, start)


def trimmed(hit: re.Match[str], type: str, layer: str = "pattern") -> list[Found]:
    """Return a place without the signs that end the sentence and not the address; or nothing.

    Examples
    --------
    >>> trimmed(re.search("b.*", "a b.c)."), "URL")
    [(2, 5, 'URL', 'pattern')]
    """
    kept = hit.group().rstrip(".,;:!?)]}>'\"-*_")
    return [(hit.start(), hit.start() + len(kept), type, layer)] if kept else []


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
