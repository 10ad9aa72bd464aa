"""Rows of messages.csv into dated messages: drafts out, broken rows aside, ids that last."""

from __future__ import annotations

import numpy as np
import pandas as pd

from convostudy.errors import BadExport, counted
from convostudy.sources._codes import as_codes, constant, rows_where
from convostudy.sources._export import Book
from convostudy.sources._letters import texts_with
from convostudy.sources.linkedin.dates import TIME, date_orders, read_instants
from convostudy.sources.linkedin.html import to_text
from convostudy.sources.linkedin.portability import Events
from convostudy.sources.linkedin.sheets import Sheet
from convostudy.tables import as_text

__all__ = ["add_contents", "event_rows", "message_rows"]

_YES = ("yes", "true", "1", "y")
_SPONSORED = "sponsored conversation"
#: Of LinkedIn's campaign editor; `%FIRSTNAME%` counts only where no person's profile is behind it,
#: because a person's own tool can leave it too.
_CAMPAIGN = "spinmail-quill-editor"
_UNFILLED = "%FIRSTNAME%"
_UNREADABLE_SHOWN = 60


def message_rows(sheet: Sheet, book: Book, where: str) -> pd.DataFrame:
    """Return the dated messages of one sheet; enter the others in the book.

    Parameters
    ----------
    sheet : Sheet
        Rows under the names of ``columns.COLUMNS["messages"]``.
    book : Book
        Takes drafts and rejected rows.
    where : str
        The file, for messages to the user.

    Returns
    -------
    pandas.DataFrame
        The text columns, and sent_at, file, line, order (file order, oldest first).

    Raises
    ------
    BadExport
        There are rows, and no date among them can be read.
    """
    rows = sheet.rows
    draft = pd.Series(False, index=rows.index)
    for column in ("message_draft", "conversation_draft"):
        if column in sheet.present:
            draft |= rows_where(rows[column], lambda said: said.strip().lower() in _YES)
    if draft.any():
        book.count(sheet.file, "draft", "never sent", sheet.lines[draft.to_numpy()])
    sent_at = read_instants(rows["date"])
    undated = sent_at.isna() & ~draft
    if undated.any():
        if undated.sum() == (~draft).sum():
            raise _no_dates(rows["date"], where)
        book.reject(sheet.file, _undated(sheet, np.flatnonzero(undated)))
    _say_dates(sheet, rows["date"][~undated], book)
    keep = (~draft & ~undated).to_numpy()
    out = rows if keep.all() else rows[keep]
    out = out.assign(
        sent_at=(sent_at if keep.all() else sent_at[keep]).astype(TIME),
        file=constant(sheet.file, out.index),
        line=sheet.lines[keep],
    ).reset_index(drop=True)
    return out.assign(order=_oldest_first(out))


def _oldest_first(rows: pd.DataFrame) -> np.ndarray:
    """Number rows in the order in which ties are settled: file order, or its reverse.

    LinkedIn writes the newest message first; then, of two in one second, the lower row is older.
    """
    n = np.arange(len(rows), dtype="int64")
    if len(rows) < 2:
        return n
    same = rows["conversation_id"].eq(rows["conversation_id"].shift()).to_numpy()
    step = np.diff(rows["sent_at"].astype("int64").to_numpy(), prepend=0)
    falls, rises = (step[same] < 0).sum(), (step[same] > 0).sum()
    return n[::-1].copy() if falls > rises else n


def _undated(sheet: Sheet, at: np.ndarray) -> pd.DataFrame:
    dates = sheet.rows["date"].to_numpy()
    reasons = [
        f"a date that cannot be read: {dates[n][:_UNREADABLE_SHOWN]!r}" if dates[n] else "no date"
        for n in at
    ]
    raws = [sheet.raw(int(n)) for n in at]
    return pd.DataFrame({"line": sheet.lines[at], "reason": reasons, "raw": raws})


def _no_dates(dates: pd.Series, where: str) -> BadExport:
    shown = ", ".join(repr(d[:_UNREADABLE_SHOWN]) for d in dates.unique()[:3])
    return BadExport(
        f"no date that can be read, in any of {counted(len(dates), 'row')} (such as {shown})",
        where=where,
        expected="dates like '2025-05-02 08:15:00 UTC' or '5/2/25, 8:15 AM', with a time of day",
        do="If a spreadsheet program saved the file anew, use the file as LinkedIn sent it",
    )


def _say_dates(sheet: Sheet, dates: pd.Series, book: Book) -> None:
    named = dates.str.endswith("UTC") | dates.str.endswith("Z")
    if named.all():
        return
    zoneless = dates[~named]
    zoneless = zoneless[~zoneless.str.contains(r"[+-]\d{2}:?\d{2}\s*$", regex=True)]
    if not len(zoneless):
        return
    n = len(zoneless)
    why = f"{counted(n, 'date names', 'dates name')} no zone, such as {zoneless.iloc[0]!r}"
    book.assume(sheet.file, "zone", "UTC", why)
    for order, dated in date_orders(zoneless):
        why = f"{counted(len(dated), 'date')} such as {dated.iloc[0]!r}"
        book.assume(sheet.file, "date order", order, why)


def add_contents(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with text, modality and whether a campaign sent them.

    Parameters
    ----------
    rows : pandas.DataFrame
        content, attachments, title, sender_url.

    Returns
    -------
    pandas.DataFrame
        With text, modality, is_sponsored.
    """
    content = rows["content"]
    returns = texts_with(content, "\r")
    if returns.any():
        content = content.where(~returns, content[returns].str.replace("\r\n", "\n", regex=False))
    marked = texts_with(content, "<")
    sponsored = pd.Series(False, index=rows.index)
    if marked.any():
        sponsored[marked] = content[marked].str.contains(_CAMPAIGN, regex=False)
    nobody = rows["sender_url"] == ""
    if nobody.any():
        sponsored[nobody] |= content[nobody].str.contains(_UNFILLED, regex=False)
    sponsored |= rows_where(rows["title"], lambda title: title.strip().casefold() == _SPONSORED)
    text = to_text(content, marked)
    blank = text.str.isspace()
    if blank.any():
        text = text.where(~blank, "")
    wordless = text == ""
    modality = constant("text", rows.index)
    if wordless.any():
        named = as_text(modality)
        named[wordless] = _carrier(as_text(rows.loc[wordless, "attachments"]))
        modality = as_codes(named)
    return rows.assign(text=text, modality=modality, is_sponsored=sponsored)


def _carrier(attachments: pd.Series) -> pd.Series:
    """Return what carries a message without words, by the address of its first attachment."""
    kind = pd.Series("file", index=attachments.index, dtype="str")
    for word, modality in (("image", "image"), ("audio", "voice"), ("vid", "video")):
        kind[attachments.str.contains(f"^[^,]*/{word}", regex=True, case=False)] = modality
    kind[attachments.str.strip() == ""] = "empty"
    return kind


def event_rows(events: Events, book: Book) -> pd.DataFrame:
    """Return the messages of a change log in the columns of `message_rows`.

    The log names people by number (``urn:li:person:...``) and does not say who received.
    """
    for reason, lines in sorted(events.others.items()):
        book.count(events.file, "system", reason, lines)
    book.count_if(events.file, "duplicate", "the same event twice", events.repeated)
    rows = events.rows
    if not len(rows):
        return rows
    undated = rows["at_ms"].isna()
    if undated.any():
        bad = rows.loc[undated, ["line", "raw"]].assign(reason="no date")
        book.reject(events.file, bad)
        rows = rows[~undated].reset_index(drop=True)
    why = "the change log names no recipient and no name, only numbers of people"
    book.assume(events.file, "people", "known by number", why)
    return rows.assign(
        sent_at=pd.to_datetime(rows["at_ms"].astype("int64"), unit="ms", utc=True).astype(TIME),
        file=events.file,
        order=np.arange(len(rows)),
    )
