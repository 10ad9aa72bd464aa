"""LinkedIn's dates: three ways to write an instant, three to write a day, always in English."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from convostudy.sources._letters import letters_of

__all__ = ["NO_SUCH_DATE", "TIME", "date_form", "date_orders", "read_dates", "read_instants"]

TIME = "datetime64[us, UTC]"
NO_SUCH_DATE = "a date that cannot be read"

_MARKS = ("/", ".")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,6})\d*)?)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_CLOCK = r"(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([ap])\.?\s?m\.?)?)?\s*(?:UTC)?"
_NUMBERED = re.compile(
    r"(\d{1,2})([/.])(\d{1,2})\2(\d{4}|\d{2})" + _CLOCK,
    re.IGNORECASE,
)
#: With a time, as spreadsheet programs write it: ``5-Mar-24 10:00``.
_NAMED = re.compile(r"(\d{1,2})[\s-]([a-z]{3,9})\.?,?[\s-](\d{4}|\d{2})" + _CLOCK, re.IGNORECASE)
_USUAL = b"0000-00-00 00:00:00 UTC"
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]+")
#: Longest date that is shown in its form; no date is longer.
_FORM = 30


def read_instants(texts: pd.Series) -> pd.Series:
    """Return the instants that texts name, UTC; missing where unreadable or known to the day only.

    Parameters
    ----------
    texts : pandas.Series
        Text such as ``2025-05-02 08:15:00 UTC`` (also without zone, ISO 8601, or US style
        ``5/2/25, 8:15 AM``, as in exports of 2017). A text without a zone is read as UTC.

    Returns
    -------
    pandas.Series
        Same index.

    Examples
    --------
    >>> read_instants(pd.Series(["2025-05-02 08:15:00 UTC", "3/15/17, 9:40 AM", "soon"])).tolist()
    [Timestamp('2025-05-02 08:15:00+0000', tz='UTC'),
     Timestamp('2017-03-15 09:40:00+0000', tz='UTC'), NaT]
    """
    usual = _usual(texts)
    if usual is not None:
        return usual
    plain = texts.str.removesuffix(" UTC")
    read = pd.to_datetime(plain, format="%Y-%m-%d %H:%M:%S", errors="coerce", utc=True)
    read = read.astype(TIME)
    left = read.isna() & (texts.str.len() > 0)
    if left.any():
        slow = read_dates(texts[left])
        read = read.copy()
        read[left] = slow["at"].where(slow["resolution"] != "day")
    return read


def _usual(texts: pd.Series) -> pd.Series | None:
    """Read a column in which every date is ``YYYY-MM-DD HH:MM:SS UTC``, by its digits at once.

    None when one is not: then each is looked at by itself.
    """
    letters, edges = letters_of(texts)
    if not len(texts) or (np.diff(edges) != len(_USUAL)).any():
        return None
    table = letters.reshape(len(texts), len(_USUAL))
    like = np.frombuffer(_USUAL, dtype=np.uint8)
    is_digit = like == ord("0")
    columns = np.ascontiguousarray(table.T)
    digits = columns[is_digit] - np.uint8(ord("0"))  # below the 0, the difference wraps around
    if (columns[~is_digit] != like[~is_digit, None]).any() or (digits > 9).any():
        return None
    pairs = digits[0::2] * np.uint8(10) + digits[1::2]
    century, year, month, day, hour, minute, second = pairs.astype("int32")
    if ((month < 1) | (month > 12) | (day < 1) | (hour > 23) | (minute > 59) | (second > 59)).any():
        return None
    months = ((century * 100 + year - 1970) * 12 + month - 1).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + (day - 1)
    if (days.astype("datetime64[M]") != months).any():
        return None  # a 31st of February
    seconds = days.astype("datetime64[s]") + ((hour * 60 + minute) * 60 + second)
    return pd.Series(seconds.astype("datetime64[us]"), index=texts.index).dt.tz_localize("UTC")


def read_dates(texts: pd.Series) -> pd.DataFrame:
    """Return what dates name and how finely: second, minute or day.

    Month names are English whatever the machine's locale; a year of two digits is after 2000;
    ``4/5/25`` is April the fifth and ``4.5.25`` the fourth of May, as everywhere where dates are
    written with dots, unless another such date of the same column rules that out.

    Parameters
    ----------
    texts : pandas.Series
        One column of dates.

    Returns
    -------
    pandas.DataFrame
        at (UTC, the beginning of that second, minute or day), resolution (empty if unreadable).

    Examples
    --------
    >>> read_dates(pd.Series(["08 Feb 2022", "4-Apr-21", "4/30/25, 2:37 PM", "?"]))
                             at resolution
    0 2022-02-08 00:00:00+00:00        day
    1 2021-04-04 00:00:00+00:00        day
    2 2025-04-30 14:37:00+00:00     minute
    3                       NaT
    """
    codes, unique = pd.factorize(texts)
    plain = [_SPACES.sub(" ", text).strip() for text in unique.tolist()]
    day_first = {mark for mark in _MARKS if _is_day_first(plain, mark)}
    read = [_one(text, day_first) for text in plain]
    naive = [at and at.replace(tzinfo=None) for at, _ in read]  # UTC all of them
    at = pd.Series(np.array(naive, dtype="datetime64[us]"))
    frame = pd.DataFrame(
        {
            "at": at.dt.tz_localize("UTC"),
            "resolution": pd.Series([resolution for _, resolution in read], dtype="str"),
        }
    )
    return frame.take(codes).set_axis(texts.index)


def date_orders(texts: pd.Series) -> list[tuple[str, pd.Series]]:
    """Return in which order the dates of a column that leave it open are read, and which they are.

    Parameters
    ----------
    texts : pandas.Series
        One column of dates.

    Returns
    -------
    list of tuple
        ``day, month, year`` or the like, and the dates that are read so.

    Examples
    --------
    >>> [(order, *dates) for order, dates in date_orders(pd.Series(["4/5/25", "4.5.25", "?"]))]
    [('month, day, year', '4/5/25'), ('day, month, year', '4.5.25')]
    """
    found = []
    for mark in _MARKS:
        dates = texts[texts.str.contains(rf"^\s*\d{{1,2}}{re.escape(mark)}", regex=True)]
        if len(dates):
            plain = [_SPACES.sub(" ", text).strip() for text in dates.unique()]
            day_first = _is_day_first(plain, mark)
            found.append(("day, month, year" if day_first else "month, day, year", dates))
    return found


def date_form(text: str) -> str:
    """Show in which form a date is written, and nothing else of what the cell holds.

    Pages may be shared, and in a shifted row the cell may hold anything.

    Parameters
    ----------
    text : str
        A date, or what stands in its place.

    Returns
    -------
    str
        With 9 for each digit and x for each letter.

    Examples
    --------
    >>> date_form("2. mai 2025 kl. 08:15")
    '9. xxx 9999 xx. 99:99'
    """
    signs = ("9" if c.isdigit() else "x" if c.isalpha() else c for c in text.strip())
    form = "".join(c if c in "9x .,:;/-+" else "?" for c in signs)
    return form if len(form) <= _FORM else form[:_FORM] + " …"


def _is_day_first(texts: Iterable[str], mark: str) -> bool:
    """Tell from the dates that leave no choice; else dots mean day first, slashes month first."""
    dates = [m for t in texts if (m := _NUMBERED.fullmatch(t)) and m[2] == mark]
    first, second = (any(int(m[part]) > 12 for m in dates) for part in (1, 3))
    return first if first != second else mark == "."


def _one(text: str, day_first: set[str]) -> tuple[dt.datetime | None, str]:
    try:
        if m := _ISO.fullmatch(text):
            year, month, day, hour, minute, second, fraction, zone = m.groups()
            at = _at(year, month, day, hour, minute, second)
            at = at.replace(microsecond=int((fraction or "0").ljust(6, "0")))
            resolution = "second" if second else "minute" if hour else "day"
            return at - _offset(zone), resolution
        if m := _NUMBERED.fullmatch(text):
            month, mark, day, year, *clock = m.groups()
            if mark in day_first:
                month, day = day, month
            return _timed(year, month, day, *clock)
        if (m := _NAMED.fullmatch(text)) and m[2][:3].lower() in _MONTHS:
            month = str(_MONTHS.index(m[2][:3].lower()) + 1)
            return _timed(m[3], month, m[1], *m.groups()[3:])
    except (ValueError, OverflowError):
        pass  # a month 13, an hour 25: no date
    return None, ""


def _timed(
    year: str,
    month: str,
    day: str,
    hour: str | None,
    minute: str | None,
    second: str | None,
    half: str | None,
) -> tuple[dt.datetime | None, str]:
    """Return a date with the time on a clock of 24 hours or, with a half, of 12."""
    if half and not (hour and 1 <= int(hour) <= 12):
        return None, ""
    if half and hour:
        hour = str(int(hour) % 12 + (12 if half.lower() == "p" else 0))
    resolution = "second" if second else "minute" if hour else "day"
    return _at(year, month, day, hour, minute, second), resolution


def _at(
    year: str, month: str, day: str, hour: str | None, minute: str | None, second: str | None
) -> dt.datetime:
    return dt.datetime(
        int(year) + (2000 if len(year) == 2 else 0),
        int(month),
        int(day),
        int(hour or 0),
        int(minute or 0),
        int(second or 0),
        tzinfo=dt.UTC,
    )


def _offset(zone: str | None) -> dt.timedelta:
    if not zone or zone[0] not in "+-":
        return dt.timedelta()
    digits = zone[1:].replace(":", "")
    delta = dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return delta if zone[0] == "+" else -delta
