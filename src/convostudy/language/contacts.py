"""Links, booking pages, phone numbers and mail addresses in a text."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from convostudy.language.arrow import arrow_texts
from convostudy.language.lexicons import load

__all__ = ["contacts"]

_MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\[EMAIL\w*\]"
# Bare hosts only with endings that are no words: "call.me" and "time.in" are slips of the pen.
_LINK = (
    r"(?i:https?://|\bwww\.)\S+|\[(?:URL|LINK)\w*\]"
    r"|\b[a-zA-Z0-9][\w-]*\.(?:com|org|net|io|co|ai|app|dev|de|uk|eu|example)\b(?:/\S*)?"
)
_DATE = r"\b(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2})\b"
_MONEY = r"(?:[€$£₹%]|(?i:eur|usd|gbp|inr|euros?|dollars?|pounds?|rupees?|million|users?)\b)"
_NUMBER = re.compile(
    rf"(?<![\w.,/$£€₹-])(?<!\d )(?<![$£€₹] )\+?\(?\d[\d ().\-/]{{7,}}\d(?![\w%])(?!\s?{_MONEY})"
)
_YEARS = re.compile(r"\D*(?:(?:19|20)\d\d\D+)*(?:19|20)\d\d\D*")
_DIGITS = range(9, 16)


def contacts(texts: pd.Series) -> pd.DataFrame:
    """Tell which ways out of the app each text holds.

    Parameters
    ----------
    texts : pandas.Series
        Texts; a missing text holds none.

    Returns
    -------
    pandas.DataFrame
        Same index, bool: ``link`` (any web address), ``calendar_link`` (one of a booking page),
        ``phone`` (a number of 9 to 15 digits that is no date, no list of years and no amount of
        money), ``mail``. Redaction marks (``[URL]``, ``[PHONE_1]``, ``[EMAIL_1]``) stand for what
        they hide. Known limits: a long order number reads as a phone number; handles of messengers
        are not found.

    Examples
    --------
    >>> texts = pd.Series(["calendly.com/ana or +49 170 123 45 67", "Mail a@b.org"])
    >>> contacts(texts).to_dict("list")
    {'link': [True, False], 'calendar_link': [True, False],
     'phone': [True, False], 'mail': [False, True]}
    """
    written = arrow_texts(texts)
    unmailed = pc.replace_substring_regex(written, _MAIL, " ")
    bare = pc.replace_substring_regex(pc.replace_substring_regex(unmailed, _LINK, " "), _DATE, " ")
    hidden = pc.match_substring_regex(written, r"\[PHONE\w*\]")
    many_digits = pc.match_substring_regex(bare, rf"(?s)(?:\d.*){{{_DIGITS.start}}}")
    phone = many_digits.to_numpy(zero_copy_only=False).astype(bool)
    for row in np.flatnonzero(phone):  # the few with digits enough: RE2 cannot look around
        phone[row] = any(map(_is_phone, _NUMBER.findall(bare[row].as_py())))
    found = {
        "link": pc.match_substring_regex(unmailed, _LINK),
        "calendar_link": pc.match_substring_regex(unmailed, _calendar()),
        "phone": pc.or_(pa.array(phone), hidden),
        "mail": pc.match_substring_regex(written, _MAIL),
    }
    flags = {k: v.to_numpy(zero_copy_only=False).astype(bool) for k, v in found.items()}
    return pd.DataFrame(flags, index=texts.index)


def _is_phone(number: str) -> bool:
    return sum(map(str.isdigit, number)) in _DIGITS and not _YEARS.fullmatch(number)


@cache
def _calendar() -> str:
    return rf"(?i:(?:^|[^\w-])(?:{'|'.join(map(re.escape, load('calendar_hosts')))})\b)"
