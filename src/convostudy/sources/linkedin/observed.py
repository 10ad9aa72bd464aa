"""Until when an export could have shown a message."""

from __future__ import annotations

import re

import pandas as pd

from convostudy.errors import BadParameter
from convostudy.sources._archive import Archive
from convostudy.sources._export import Book

__all__ = ["last_instant"]


def last_instant(
    archive: Archive, rows: pd.DataFrame, invited: pd.DataFrame, given: object, book: Book
) -> pd.Timestamp | None:
    """Return the last instant of which the export could have shown a message.

    Parameters
    ----------
    archive : Archive
        Its name may bear the day on which it was made.
    rows, invited : pandas.DataFrame
        Messages and invitations, with ``sent_at``.
    given : timestamp-like or None
        What the user said it is.
    book : Book
        Takes on what evidence.

    Returns
    -------
    pandas.Timestamp or None
        None where no message has an instant: then nobody can be said to have been silent until
        then, and a connection without a message is no connection without a pitch.

    Raises
    ------
    BadParameter
        ``given`` is no instant, or lies before the last message.
    """
    about = "end of observation"
    if not rows["sent_at"].notna().any():
        why = (
            "no message with an instant was read, so nobody can be called silent until then; "
            + ("the one given" if given else "a date in the archive's name")
            + " is not used"
        )
        book.assume("", about, "unknown", why)
        return None
    last = max(part["sent_at"].max() for part in (rows, invited) if len(part))
    if given is not None:
        try:
            until = pd.Timestamp(given)
        except (ValueError, TypeError) as reason:
            raise BadParameter(
                f"{given!r}, which is no instant ({reason})",
                where="observed_until",
                expected="a date or instant such as '2026-03-09' or '2026-03-09T12:00Z'",
                do="Give the day on which LinkedIn made the export",
            ) from reason
        until = until.tz_localize("UTC") if until.tzinfo is None else until.tz_convert("UTC")
        if until < last:
            raise BadParameter(
                f"{until.isoformat()}, while the last message is of {last.isoformat()}",
                where="observed_until",
                expected="an instant not before the last message",
                do="Give the day after the export was made, or leave it out",
            )
        book.assume("", about, until.isoformat(), "given")
        return until.as_unit("us")
    for name in (archive.path.stem, archive.top):
        if m := re.search(r"(?<!\d)(\d{2})-(\d{2})-(\d{4})(?!\d)", name):
            try:
                until = pd.Timestamp(f"{m[3]}-{m[1]}-{m[2]}", tz="UTC").as_unit("us")
            except ValueError:
                continue
            if until >= last:
                book.assume("", about, until.isoformat(), f"the date in the name {name}")
                return until
    why = "the last message; the archive's name has no later date: nobody can tell what came after"
    book.assume("", about, last.isoformat(), why)
    return pd.Timestamp(last).as_unit("us")
