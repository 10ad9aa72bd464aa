"""The ways in which a name, an address or a number can be written."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from convostudy.deidentify.leaks.views import folded
from convostudy.deidentify.words import is_ordinary

__all__ = [
    "ENCODED",
    "IN_BYTES",
    "encoded",
    "is_common",
    "name_spellings",
    "parts_of",
    "phone_spellings",
    "spellings",
]

_PARTS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_AFTER_COMMA = re.compile(r"[,(|/\[].*", re.DOTALL)
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "å": "aa", "Å": "Aa"}
)
_UMLAUTS.update({ord("ø"): "oe", ord("Ø"): "Oe"})
# What stands between the parts of a name in addresses, files and tables.
_BETWEEN = (" ", "", ".", "_", "-", "+", "@", "  ")
_SWAPPED = (", ", " ", "", ".", "_", ",")
_FEWEST_LETTERS = 4
#: In encoded forms one cannot see where a word ends: as within words, shorter ones are chance.
ENCODED = 8
IN_BYTES = "plain, in bytes"
PHONE_DIGITS = 7


def spellings(text: str) -> set[str]:
    """Return a text as it is compared: without accents, and with e for the dots of umlauts.

    Examples
    --------
    >>> sorted(spellings("Zoë Müßig"))
    ['zoe muessig', 'zoe mussig']
    """
    whole = unicodedata.normalize("NFC", text)
    return {" ".join(folded(each).split()) for each in (whole, whole.translate(_UMLAUTS))} - {""}


@lru_cache(maxsize=100_000)
def parts_of(name: str) -> tuple[str, ...]:
    """Return the words of a person's name, without what stands behind a comma or in brackets.

    Examples
    --------
    >>> parts_of("Dr. Ana María Díaz-Müller, PhD")
    ('Dr', 'Ana', 'María', 'Díaz', 'Müller')
    """
    composed = unicodedata.normalize("NFC", name)
    return tuple(_PARTS.findall(_AFTER_COMMA.sub("", composed) or composed))


@lru_cache(maxsize=200_000)
def is_common(words: str) -> bool:
    """Tell whether every word of a folded text is an ordinary word or a number.

    Examples
    --------
    >>> is_common("rose hill"), is_common("rose wolstenholme")
    (True, False)
    """
    found = re.findall(r"[^\W_]+", words)
    return all(word.isdigit() or is_ordinary(word) for word in found)


def name_spellings(name: str) -> Iterator[tuple[str, bool]]:
    """Give the folded ways of writing a person's full name, and whether each is in one word.

    A name of one part has none: it is searched as a part.
    """
    for spelled in spellings(" ".join(parts_of(name))):
        parts = spelled.split()
        if len(parts) < 2:
            continue
        orders = [parts]
        if len(parts) > 2:
            orders.append([parts[0], parts[-1]])
        for order in orders:
            for between in _BETWEEN:
                yield between.join(order), not between
            for between in _SWAPPED:
                yield between.join([order[-1], *order[:-1]]), not between
        if len(parts[-1]) > _FEWEST_LETTERS:
            yield parts[0][0] + parts[-1], True
            yield f"{parts[0][0]}.{parts[-1]}", True


def encoded(text: str) -> Iterator[tuple[bytes, str]]:
    r"""Give the forms of a text that can be undone, as bytes to be searched as they stand.

    Parameters
    ----------
    text : str
        As it was given.

    Yields
    ------
    tuple of bytes and str
        The bytes, and what form they are: base64 at the three places in which a text can begin
        within it, and UTF-16.

    Examples
    --------
    >>> base64.b64encode(b"by zoebrandt")
    b'Ynkgem9lYnJhbmR0'
    >>> (b"em9lYnJhbmR0", "base64") in set(encoded("zoebrandt"))
    True
    """
    whole = unicodedata.normalize("NFC", text)
    forms = {whole, whole.lower(), whole.upper(), unicodedata.normalize("NFD", whole)}
    forms |= {folded(text), folded(text.translate(_UMLAUTS))}
    for form in forms:
        data = form.encode("utf-8", "surrogatepass")
        if len(data) < ENCODED:
            continue
        for shift in range(3):
            letters = base64.b64encode(bytes(shift) + data)
            # The first and the last letter hold bits of what stands beside the text.
            first = -(-shift * 8 // 6)
            sure = letters[first : (shift + len(data)) * 8 // 6]
            yield sure, "base64"
            if b"+" in sure or b"/" in sure:
                yield sure.translate(bytes.maketrans(b"+/", b"-_")), "base64"
        wide = form.encode("utf-16-le", "surrogatepass")
        yield wide[:-1] if not wide[-1] else wide, "UTF-16"
        if not form.isascii():
            yield form.encode("utf-16-be", "surrogatepass"), "UTF-16"
            # Found among bytes that are no text, of which no view is made.
            yield data, IN_BYTES
            yield form.encode("latin-1", "ignore"), IN_BYTES


def phone_spellings(phone: str) -> set[str]:
    """Return a telephone number with and without its country code, grouped by any one sign.

    Examples
    --------
    >>> {"+49 171 3920056", "01713920056", "0171/3920056"} <= phone_spellings("+491713920056")
    True
    """
    import phonenumbers

    written = {phone.strip()}
    digits = "".join(filter(str.isdigit, phone))
    if len(digits) >= PHONE_DIGITS:
        written.add(digits)
    if phone.strip().startswith("+"):
        try:
            number = phonenumbers.parse(phone, None)
            formats = phonenumbers.PhoneNumberFormat
            written |= {
                phonenumbers.format_number(number, each)
                for each in (formats.INTERNATIONAL, formats.NATIONAL)
            }
            written.add(str(number.national_number))
        except phonenumbers.NumberParseException:
            pass
    # Digits grouped by any one sign, and by none.
    found = set()
    for each in written:
        groups = re.findall(r"\d+", each)
        found |= {each.lower(), *(sign.join(groups) for sign in ("", " ", "-", ".", "/"))}
    return {each for each in found if sum(map(str.isdigit, each)) >= PHONE_DIGITS}
