"""Connections.csv into ties, each with the interval in which it was accepted."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from convostudy.errors import counted
from convostudy.sources._export import Book
from convostudy.sources.linkedin.dates import NO_SUCH_DATE, date_orders, read_dates
from convostudy.sources.linkedin.names import Directory, name_key
from convostudy.sources.linkedin.sheets import Sheet

__all__ = ["connection_rows", "tie_people"]

_WIDTH = {"day": pd.Timedelta(days=1), "minute": pd.Timedelta(minutes=1)}


def connection_rows(sheet: Sheet, book: Book) -> pd.DataFrame:
    """Return the ties of one sheet, dated as intervals; enter every other row in the book.

    A connection is known to the day: it was accepted within [00:00, 24:00) of that day, in a
    zone that the export does not name (UTC is assumed and said). Files of 2017 know the minute.
    A hidden member is a row with a date alone: counted, and left out of the table, because it
    can be joined to nobody.

    Parameters
    ----------
    sheet : Sheet
        Rows under the names of ``columns.COLUMNS["connections"]``.
    book : Book
        Takes the account.

    Returns
    -------
    pandas.DataFrame
        name, url, company, position, connected_lo, connected_hi, resolution, file, line.
    """
    rows = sheet.rows
    name = (rows["first_name"].str.strip() + " " + rows["last_name"].str.strip()).str.strip()
    dates = read_dates(rows["connected_on"])
    undated = dates["at"].isna()
    hidden = (name == "") & (rows["url"].str.strip() == "") & ~undated
    if undated.any():
        at = np.flatnonzero(undated)
        bad = pd.DataFrame(
            {
                "line": sheet.lines[at],
                "reason": NO_SUCH_DATE,
                "cell": rows["connected_on"].to_numpy()[at],
                "raw": [sheet.raw(int(n)) for n in at],
            }
        )
        book.reject(sheet.file, bad)
    lines = sheet.lines[hidden.to_numpy()]
    book.count_if(sheet.file, "connection", "hidden member: date only", lines)
    if len(rows):
        why = "Connected On names a day and no zone"
        book.assume(sheet.file, "zone", "UTC", why)
    for order, dated in date_orders(rows["connected_on"]):
        book.assume(sheet.file, "date order", order, f"dates such as {dated.iloc[0]!r}")
    keep = ~undated & ~hidden
    resolution = dates["resolution"].where(dates["resolution"] == "day", "minute")
    return pd.DataFrame(
        {
            "name": name,
            "url": rows["url"].str.strip(),
            "company": rows["company"].str.strip(),
            "position": rows["position"].str.strip(),
            "connected_lo": dates["at"],
            "connected_hi": dates["at"] + resolution.map(_WIDTH),
            "resolution": resolution,
            "file": sheet.file,
            "line": sheet.lines,
        }
    )[keep].reset_index(drop=True)


def tie_people(ties: pd.DataFrame, directory: Directory, book: Book) -> pd.DataFrame:
    """Return the ties with person_id, one row a person.

    Two rows of one profile are one tie, at its first date. Two people of one name without an
    address cannot be told apart: each is numbered (``name:ana_lopez#2``), so that neither takes
    the other's date, and no conversation is joined to them.

    Parameters
    ----------
    ties : pandas.DataFrame
        As `connection_rows` gives them.
    directory : Directory
        Who is who.
    book : Book
        Takes the account.

    Returns
    -------
    pandas.DataFrame
        The same with person_id, without repeats.
    """
    person = [
        directory.person(name, url)
        for name, url in zip(ties["name"].tolist(), ties["url"].tolist(), strict=True)
    ]
    keys = [name_key(name) for name in ties["name"].tolist()]
    ties = ties.assign(
        person_id=pd.Series(person, index=ties.index, dtype="str"),
        key=pd.Series(keys, index=ties.index, dtype="str"),
    )
    by = ["person_id", "connected_lo", "company", "position", "file", "line"]
    # Rows as tuples: people are few, and most differ in the first.
    row: list[tuple[Any, ...]] = list(zip(*(ties[c].tolist() for c in by), strict=True))
    ties = ties.take(sorted(range(len(ties)), key=row.__getitem__))
    bare = ties["url"] == ""
    facts = ["key", "connected_lo", "connected_hi", "company", "position"]
    again = ties[facts].duplicated() & bare
    shared = ties["key"].isin(ties.loc[bare & ~again, "key"].loc[lambda k: k.duplicated()]) & bare
    if shared.any():
        number = ties[shared & ~again].groupby("key").cumcount() + 1
        apart = ties.loc[number.index, "key"] + "#" + number.astype("str")
        ties = ties.assign(person_id=ties["person_id"].mask(shared & ~again, apart))
        # Whatever is assumed stands on pages that may be shared: how many, never who.
        names = counted(ties.loc[shared, "key"].nunique(), "name goes", "names go")
        book.assume(
            str(ties["file"].iloc[0]),
            "people",
            f"{counted(len(number), 'connection stays', 'connections stay')} apart from every "
            "conversation",
            f"{names} with several connections, and no address is given",
        )
    again |= ties["person_id"].duplicated() & ~again & ~shared
    for file, part in ties[again].groupby("file"):
        reason = "person listed twice: first date kept"
        book.count(str(file), "duplicate", reason, part["line"])
    ties = ties[~again]
    for file, part in ties.groupby("file"):
        book.count(str(file), "connection", "tie", part["line"])
    return ties
