"""The recognised tables of an archive, as text, each row with the line it came from."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import numpy as np
import pandas as pd

from convostudy.errors import UnknownExport, counted
from convostudy.sources._archive import Archive
from convostudy.sources._codes import as_codes, constant
from convostudy.sources._delimited import head_records, read_delimited
from convostudy.sources._export import Book
from convostudy.sources.linkedin import columns, portability
from convostudy.tables import SIMULATED_NOTE, as_text

__all__ = ["Found", "Sheet", "collect", "is_table", "plain_name", "unknown_header"]

#: Chats with LinkedIn's own assistants have the header of messages.csv: told by name alone.
#: Names of files, and of domains of the portability API, without case, spaces, underscores.
_ASSISTANTS = frozenset(
    {
        "guidemessages",
        "coachmessages",
        "learningcoachmessages",
        "learningroleplaymessages",
        "learningcoachinbox",
        "learningroleplayinbox",
        "learningcoachaitakeout",
    }
)
_TEXT = (".csv", ".tsv", ".txt", ".tab", "")
#: Cells of an unknown header that an error names.
_HEADER_SHOWN = 15


@dataclass(frozen=True)
class Sheet:
    """One table of one file: rows as text under the names of `columns.COLUMNS`."""

    file: str
    table: str
    rows: pd.DataFrame
    lines: np.ndarray
    raw: Callable[[int], str]
    present: frozenset[str]
    from_json: bool = False

    def __len__(self) -> int:
        return len(self.rows)


@dataclass
class Found:
    """What an archive holds: sheets by table, files of no use here, change-log events."""

    sheets: dict[str, list[Sheet]] = field(default_factory=lambda: {t: [] for t in columns.COLUMNS})
    events: list[portability.Events] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    digests: dict[str, bytes] = field(default_factory=dict)

    @property
    def n_rows(self) -> int:
        """How many rows of messages and invitations there are."""
        return sum(len(s) for t in ("messages", "invitations") for s in self.sheets[t])


def is_table(archive: Archive, member: str) -> str | None:
    """Return which LinkedIn table a member is, by the first bytes of it."""
    suffix = PurePosixPath(member).suffix.lower()
    if suffix == ".json":
        return portability.is_portability(archive.head(member))
    if suffix not in _TEXT:
        return None
    for _, record, _ in head_records(archive.head(member)):
        if table := columns.table_of(record):
            return table
    return None


def collect(archive: Archive, book: Book) -> Found:
    """Read every recognised table of an archive.

    Raises
    ------
    UnknownExport
        A file is called messages, and its header is not known.
    """
    found = Found()
    for member in archive.members:
        suffix = PurePosixPath(member).suffix.lower()
        if PurePosixPath(member).name == SIMULATED_NOTE:
            book.assume(member, "simulated", "nobody sent these messages", "the archive says so")
        elif suffix == ".json":
            _collect_json(archive, member, found, book)
        elif suffix in _TEXT:
            _collect_text(archive, member, found, book)
        else:
            found.unused.append(member)
    for member in archive.skipped:
        why = "a link, a name that points outside the archive, or one with hidden letters"
        book.assume(member, "files not used", "left unread", why)
    for sheet in (s for part in found.sheets.values() for s in part if not len(s)):
        book.count(sheet.file, sheet.table.removesuffix("s"), "header only", [])
    if found.unused:
        why = "they hold no messages, connections, invitations or profile"
        # A page shows what stands before the colon: an attachment may bear a person's name.
        names = ", ".join(found.unused)
        book.assume("", "files not used", f"{counted(len(found.unused), 'file')}: {names}", why)
    # The richest header first: of a row that stands in two files, that one is kept.
    found.sheets["messages"].sort(key=lambda s: (-len(s.present), s.file))
    return found


def _collect_text(archive: Archive, member: str, found: Found, book: Book) -> None:
    if is_table(archive, member) is None:
        if plain_name(member) == "messages":
            _check_header(archive, member)
        found.unused.append(member)
        return
    data = archive.read(member)
    read = read_delimited(data, lambda header: columns.table_of(header) is not None, _repeated)
    if read is None:  # the head was a table and the whole is not: damaged beyond reading
        found.unused.append(member)
        return
    table = str(columns.table_of(read.header))
    for about, assumed, why in read.notes:
        book.assume(member, about, assumed, why)
    if table == "messages" and plain_name(member) in _ASSISTANTS:
        lines = np.concatenate([read.lines, read.rejected["line"].to_numpy("int64")])
        book.count(member, "system", "LinkedIn AI assistant", lines)
        return
    if table == "messages" and plain_name(member) != "messages" and archive.kind != "file":
        why = "its header is that of messages.csv, and it is no known assistant's file"
        book.assume(member, "messages", "read as messages", why)
    found.digests[member] = hashlib.sha256(data).digest()
    book.reject(member, read.rejected)
    fields = columns.to_fields(read.header, table)
    rows = _named(read.cells, fields, table)
    present = frozenset(f for f in fields if f)
    found.sheets[table].append(Sheet(member, table, rows, read.lines, read.raw, present))


def _collect_json(archive: Archive, member: str, found: Found, book: Book) -> None:
    if portability.is_portability(archive.head(member)) is None:
        found.unused.append(member)
        return
    data = archive.read(member)
    pages = portability.read_pages(data, archive.where(member))
    if pages is None:
        found.unused.append(member)
        return
    found.digests[member] = hashlib.sha256(data).digest()
    if pages.closing:
        book.count(member, "system", "closing page of the portability API", [])
    if pages.events is not None:
        found.events.append(pages.events.named(member))
    for part in pages.parts:
        table = columns.table_of(part.header)
        assistant = plain_name(part.domain or member) in _ASSISTANTS
        if table is None:
            if member not in found.unused:
                found.unused.append(member)
            continue
        if table == "messages" and assistant:
            book.count(member, "system", "LinkedIn AI assistant", part.lines)
            continue
        book.count_if(member, "duplicate", "the same row stands on two pages", part.repeated)
        book.reject(member, part.rejected)
        fields = columns.to_fields(part.header, table)
        rows = _named(part.cells, fields, table)
        present = frozenset(f for f in fields if f)
        sheet = Sheet(member, table, rows, part.lines, part.raw, present, from_json=True)
        found.sheets[table].append(sheet)


def _named(cells: pd.DataFrame, fields: list[str | None], table: str) -> pd.DataFrame:
    at = {f: n for n, f in enumerate(fields) if f}
    blank = constant("", cells.index)
    named = {f: cells[at[f]] if f in at else blank for f in columns.COLUMNS[table]}
    repeated = columns.REPEATED[table]
    return pd.DataFrame(
        {f: (as_codes if f in repeated else as_text)(named[f]) for f in columns.COLUMNS[table]}
    )


def _repeated(header: list[str]) -> list[int]:
    table = str(columns.table_of(header))
    fields = columns.to_fields(header, table)
    return [n for n, field in enumerate(fields) if field in columns.REPEATED[table]]


def plain_name(member: str) -> str:
    """Return a file's name without folder, extension, case, spaces, and the number of a copy."""
    stem = PurePosixPath(member).stem.casefold()
    stem = re.sub(r"(?<!\s)\s*\(\d+\)$|_\d+$", "", stem)
    return re.sub(r"[\s_-]+", "", stem)


def _check_header(archive: Archive, member: str) -> None:
    header = next((record for _, record, _ in head_records(archive.head(member))), None)
    if header is None or not any(cell.strip() for cell in header):
        return  # an empty file: nothing to misread
    raise unknown_header(archive.where(member), header)


def unknown_header(where: str, header: list[str]) -> UnknownExport:
    """Return the error that names a header nobody knows, and what it resembles."""
    cells = header[:_HEADER_SHOWN]
    shown = ", ".join(cell.strip() for cell in cells)[:400]
    known = ", ".join(columns.known_cells(cells)) or "none"
    near = columns.nearest(cells)
    found = f"the columns {shown}; known of these: {known}" + (f"; {near}" if near else "")
    if not columns.is_like_header(cells):
        # A file without its header begins with somebody's message: nobody is quoted in an error.
        n = counted(len(header), "cell")
        found = f"no header: the first line holds {n} that are not names of columns"
    return UnknownExport(
        found,
        where=where,
        expected="the columns of LinkedIn's messages.csv: FROM, TO, DATE, CONTENT and one of "
        "CONVERSATION ID, FOLDER, DIRECTION",
        do="Hand over the zip as LinkedIn sent it, or rename the columns to those in a copy; if "
        "LinkedIn wrote this header, report it, so that it can be added",
    )
