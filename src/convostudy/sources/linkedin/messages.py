"""Rows of messages.csv into dated messages: drafts out, broken rows aside, ids that last."""

from __future__ import annotations

import numpy as np
import pandas as pd

from convostudy.errors import counted
from convostudy.sources._codes import as_codes, constant, rows_where
from convostudy.sources._export import Book
from convostudy.sources._letters import texts_with
from convostudy.sources.linkedin.dates import (
    NO_SUCH_DATE,
    TIME,
    date_form,
    date_orders,
    read_dates,
    read_instants,
)
from convostudy.sources.linkedin.html import to_text
from convostudy.sources.linkedin.portability import Events
from convostudy.sources.linkedin.sheets import Sheet
from convostudy.tables import NO_INSTANTS, as_text

__all__ = ["add_contents", "event_rows", "message_rows", "say_undated", "without_undated"]

_YES = ("yes", "true", "1", "y")
_SPONSORED = "sponsored conversation"
#: Of LinkedIn's campaign editor; `%FIRSTNAME%` counts only where no person's profile is behind it,
#: because a person's own tool can leave it too.
_CAMPAIGN = "spinmail-quill-editor"
_UNFILLED = "%FIRSTNAME%"


def message_rows(sheet: Sheet, book: Book) -> pd.DataFrame:
    """Return the messages of one sheet; enter drafts and undated rows in the book.

    Where no date of the sheet can be read, its messages come without an instant, in the order
    of the file: `without_undated` takes them out again.

    Parameters
    ----------
    sheet : Sheet
        Rows under the names of ``columns.COLUMNS["messages"]``.
    book : Book
        Takes drafts and rejected rows.

    Returns
    -------
    pandas.DataFrame
        The text columns, and sent_at, file, line, order (file order, oldest first).
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
    timeless = bool(undated.sum() == (~draft).sum())
    if timeless:
        undated &= False
    elif undated.any():
        book.reject(sheet.file, _undated(sheet, np.flatnonzero(undated)))
    if not timeless:
        _say_dates(sheet, rows["date"][~undated], book)
    keep = (~draft & ~undated).to_numpy()
    out = rows if keep.all() else rows[keep]
    out = out.assign(
        sent_at=(sent_at if keep.all() else sent_at[keep]).astype(TIME),
        file=constant(sheet.file, out.index),
        line=sheet.lines[keep],
    ).reset_index(drop=True)
    at = out["sent_at"]
    if timeless:  # days do not tell an instant, and yet which end of the file is older
        at = read_dates(as_text(out["date"]))["at"]
    return out.assign(order=_oldest_first(out, at, unless_told=timeless))


def without_undated(sheet: Sheet, rows: pd.DataFrame, book: Book) -> pd.DataFrame:
    """Return the rows that have an instant; enter the others in the book as not readable.

    Parameters
    ----------
    sheet : Sheet
        Where the rows came from.
    rows : pandas.DataFrame
        From `message_rows`.
    book : Book
        Takes the rejected rows.
    """
    undated = rows["sent_at"].isna()
    if undated.any():
        book.reject(sheet.file, _undated(sheet, np.flatnonzero(np.isin(sheet.lines, rows["line"]))))
    return rows[~undated]


def say_undated(sheet: Sheet, rows: pd.DataFrame, book: Book) -> None:
    """Enter in the book that messages have no instants, in which form their dates are, and order.

    Parameters
    ----------
    sheet, rows, book
        As in `without_undated`.
    """
    if not len(rows) or rows["sent_at"].notna().any():
        return
    dates = as_text(rows["date"])
    shown = sorted({date_form(date) for date in dates[dates.str.strip() != ""].unique()[:500]})
    form = "the column is empty" if not shown else f"they look like {' and '.join(shown[:3])}"
    newest_first = bool(rows["order"].iloc[0])
    why = f"no date with a time of day can be read in {counted(len(rows), 'row')}: {form}"
    order = "the newest first" if newest_first else "the oldest first"
    book.assume(sheet.file, NO_INSTANTS, f"the order of the file, {order}", why)


def _oldest_first(rows: pd.DataFrame, at: pd.Series, *, unless_told: bool) -> np.ndarray:
    """Number rows in the order in which ties are settled: file order, or its reverse.

    LinkedIn writes the newest message first; then, of two in one second, the lower row is older.
    """
    n = np.arange(len(rows), dtype="int64")
    if len(rows) < 2:
        return n
    same = rows["conversation_id"].eq(rows["conversation_id"].shift()).to_numpy()
    step = at.diff()[same]
    falls, rises = (step < pd.Timedelta(0)).sum(), (step > pd.Timedelta(0)).sum()
    newest_first = falls > rises or (unless_told and falls == rises)
    return n[::-1].copy() if newest_first else n


def _undated(sheet: Sheet, at: np.ndarray) -> pd.DataFrame:
    dates = sheet.rows["date"].to_numpy()
    reasons = [NO_SUCH_DATE if dates[n] else "no date" for n in at]
    raws = [sheet.raw(int(n)) for n in at]
    read = {"line": sheet.lines[at], "reason": reasons, "cell": dates[at], "raw": raws}
    return pd.DataFrame(read)


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
