"""Invitations.csv into rows of the messages table: the note, who wrote it, and when."""

from __future__ import annotations

import numpy as np
import pandas as pd

from convostudy.sources._export import Book
from convostudy.sources.linkedin.dates import NO_SUCH_DATE, TIME, date_orders, read_dates
from convostudy.sources.linkedin.names import Directory
from convostudy.sources.linkedin.sheets import Sheet

__all__ = ["invitation_rows", "invited_people"]

_OUTGOING, _INCOMING = "outgoing", "incoming"


def invitation_rows(sheet: Sheet, book: Book) -> pd.DataFrame:
    """Return the dated invitations of one sheet; enter the others in the book.

    ``Sent At`` knows the minute and names no zone: UTC is assumed and said.

    Parameters
    ----------
    sheet : Sheet
        Rows under the names of ``columns.COLUMNS["invitations"]``.
    book : Book
        Takes the account.

    Returns
    -------
    pandas.DataFrame
        sender, sender_url, recipient, recipient_url, sent_at, content, outgoing, file, line,
        order.
    """
    rows = sheet.rows
    dates = read_dates(rows["date"])
    direction = rows["direction"].str.strip().str.lower()
    no_date = dates["at"].isna() | (dates["resolution"] == "day")
    no_side = ~direction.isin((_OUTGOING, _INCOMING)) & ~no_date
    bad = np.flatnonzero(no_date | no_side)
    reasons = np.where(no_date, NO_SUCH_DATE, "a direction that is neither INCOMING nor OUTGOING")
    cells = rows["date"].where(no_date, direction)
    raws = [sheet.raw(int(n)) for n in bad]
    told = {"line": sheet.lines[bad], "reason": reasons[bad], "cell": cells.iloc[bad].to_numpy()}
    book.reject(sheet.file, pd.DataFrame({**told, "raw": raws}))
    zoneless = rows["date"][~rows["date"].str.contains(r"(?:UTC|Z)\s*$", regex=True)]
    if len(zoneless):
        why = f"Sent At names no zone, such as {zoneless.iloc[0]!r}"
        book.assume(sheet.file, "zone", "UTC", why)
        for order, dated in date_orders(zoneless):
            book.assume(sheet.file, "date order", order, f"dates such as {dated.iloc[0]!r}")
    keep = ~(no_date | no_side)
    return pd.DataFrame(
        {
            "sender": rows["sender"].str.strip(),
            "sender_url": rows["inviter_url"].str.strip(),
            "recipient": rows["recipient"].str.strip(),
            "recipient_url": rows["invitee_url"].str.strip(),
            "sent_at": dates["at"].astype(TIME),
            "content": rows["content"],
            "outgoing": direction == _OUTGOING,
            "file": sheet.file,
            "line": sheet.lines,
            "order": np.arange(len(rows)),
        }
    )[keep].reset_index(drop=True)


def invited_people(rows: pd.DataFrame, directory: Directory) -> pd.DataFrame:
    """Return the invitations with sender_id, recipient_ids and counterpart_id.

    A closed account is keyed by the minute and file line of its invitation: nobody else is it.
    """
    sender = [directory.person(*p) for p in zip(rows["sender"], rows["sender_url"], strict=True)]
    other = [
        directory.person(*p) for p in zip(rows["recipient"], rows["recipient_url"], strict=True)
    ]
    stamp = rows["sent_at"].dt.strftime("%Y%m%dT%H%M").tolist()
    sender = [
        s if s != "member:" else f"member:invitation-{t}"
        for s, t in zip(sender, stamp, strict=True)
    ]
    other = [
        o if o != "member:" else f"member:invitation-{t}" for o, t in zip(other, stamp, strict=True)
    ]
    out = rows.assign(
        sender_id=pd.Series(sender, index=rows.index, dtype="str"),
        recipient_ids=pd.Series(other, index=rows.index, dtype="str"),
    )
    counterpart = out["recipient_ids"].where(out["outgoing"], out["sender_id"])
    return out.assign(counterpart_id=counterpart, conversation_id="invitation:" + counterpart)
