"""Exported file in, messages out.

A source is a module of this folder: it says whether it recognises an archive, and reads it. To
add one is to add a file; nothing else knows their names.
"""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from typing import Any

from convostudy.errors import BadExport, BadParameter, ConvostudyError, UnknownExport, unquoted
from convostudy.sources._archive import Archive, open_archive
from convostudy.sources._delimited import head_records
from convostudy.sources._export import Export
from convostudy.sources._merge import merge
from convostudy.sources._strangers import LOOK_AT, SPREADSHEET, json_damage, looks_like

__all__ = ["Export", "merge", "read", "recognise", "sources"]


def sources() -> dict[str, Any]:
    """Return every source by name: modules here that have ``recognises`` and ``read``.

    Returns
    -------
    dict
        Name to module, in alphabetical order.

    Examples
    --------
    >>> list(sources())
    ['linkedin']
    """
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))
    modules = {name: importlib.import_module(f"{__name__}.{name}") for name in names}
    return {n: m for n, m in modules.items() if hasattr(m, "recognises") and hasattr(m, "read")}


def recognise(path: str | Path) -> str:
    """Return the name of the source that recognises an export.

    Parameters
    ----------
    path : str or pathlib.Path
        A zip, its unpacked folder, or one file of it.

    Returns
    -------
    str
        Such as ``linkedin``.

    Raises
    ------
    UnknownExport
        None does; the error says what the file looks like.
    """
    with open_archive(path) as archive:
        return _recognise(archive)


def read(
    path: str | Path,
    *,
    source: str | None = None,
    owner: str | None = None,
    observed_until: object = None,
) -> Export:
    """Read an export: every message, and an account of every row.

    Parameters
    ----------
    path : str or pathlib.Path
        A zip, its unpacked folder, or one file of it.
    source : str, optional
        Name of the source; recognised from the file if not given.
    owner : str, optional
        Name or profile address of whoever made the export; found out if not given.
    observed_until : timestamp-like, optional
        Last instant the export could have shown, UTC if it names no zone. Default: the date in
        the archive's name, else the last message.

    Returns
    -------
    Export
        Tables of messages, people and connections, a ledger in which every record of every
        recognised file is in exactly one class, assumptions, and rejected rows.

    Raises
    ------
    UnknownExport
        No source recognises the file, or a header in it is not known.
    BadExport
        It is recognised and cannot be read: locked, cut off, without messages, without dates.
    BadParameter
        ``source`` or ``owner`` is nobody's, or nothing lies at ``path``.
    """
    known = sources()
    if source is not None and source not in known:
        raise BadParameter(
            f"{source!r}", where="source", expected=f"one of {', '.join(known)}", do="Leave it out"
        )
    with open_archive(path) as archive:
        try:
            name = source or _recognise(archive)
            export = known[name].read(archive, owner=owner, observed_until=observed_until)
        except (ConvostudyError, OSError, MemoryError):
            raise
        except Exception as reason:
            # What pandas, Arrow or json say of a row quotes it: neither the words nor the cause
            # may reach a terminal or a log.
            raise _unforeseen(archive.name, reason) from None
    assert isinstance(export, Export)
    return export


def _unforeseen(name: str, reason: Exception) -> BadExport:
    """Return the error of a row that no reader foresaw: where in the code, nothing of the row."""
    return BadExport(
        f"something that no reader foresaw ({unquoted(reason)})",
        where=name,
        expected="an export of the form that this version knows",
        do="Please report these words; they hold nothing of what the file says",
    )


def _recognise(archive: Archive) -> str:
    known = sources()
    for name, module in known.items():
        if module.recognises(archive):
            return name
    what = looks_like(archive)
    if what is None:
        _heed_damage(archive)
    if what is None and (header := _first_header(archive)):
        member, cells = header
        for module in known.values():
            if hasattr(module, "unknown_header"):
                raise module.unknown_header(archive.where(member), cells)
    held = ", ".join(archive.members[:8]) or "nothing"
    if not archive.members and archive.skipped:
        held = f"only {', '.join(archive.skipped[:8])}, left unread: links or names out of it"
    do = "Hand over the zip from LinkedIn's Get a copy of your data, or its messages.csv"
    if what == SPREADSHEET:
        do = "Save its sheet as CSV (UTF-8) and hand that over, or the zip as LinkedIn sent it"
    raise UnknownExport(
        f"what looks like {what}" if what else f"no file that is known: it holds {held}",
        where=archive.name,
        expected=f"an export of {', '.join(known)}; this version reads no other",
        do=do,
    )


def _heed_damage(archive: Archive) -> None:
    """Say so where the only reason may be that JSON was cut off before its first known name."""
    if not all(member.lower().endswith(".json") for member in archive.members):
        return
    for member in archive.members[:LOOK_AT]:
        if damage := json_damage(archive, member):
            raise BadExport(
                f"JSON that is damaged or cut off ({damage})",
                where=archive.where(member),
                expected="a whole file, which ends with the bracket that closes its first one",
                do="Download or fetch that file once more",
            )


def _first_header(archive: Archive) -> tuple[str, list[str]] | None:
    """Return the first record with several cells in a text file, to be named in an error."""
    for member in archive.members[:20]:
        if not member.lower().endswith((".csv", ".tsv", ".txt")):
            continue
        for _, record, _ in head_records(archive.head(member)):
            if len(record) > 1:
                return member, record
    return None
