"""Tables on disk: each is a folder of Parquet that `pandas.read_parquet` reads as it stands.

A table is written beside its place and moved there when it is whole: who reads a study never sees
half of a table, and a write that fails leaves what was there before.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from convostudy.errors import BadTable
from convostudy.project.work import ASIDE, work_folder

__all__ = ["fingerprint", "fresh_folder", "load", "replace_folder", "save"]


def save(frame: pd.DataFrame, folder: Path) -> Path:
    """Write a table as ``folder/part-0.parquet``, whole or not at all.

    Parameters
    ----------
    frame : pandas.DataFrame
        Any table with named columns; its index is not kept.
    folder : pathlib.Path
        Where; a table that is there already is replaced.

    Returns
    -------
    pathlib.Path
        ``folder``.

    Raises
    ------
    BadTable
        A text holds half a character (a lone surrogate), or a column mixes types.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with fresh_folder(folder) as temporary:
        try:
            frame.to_parquet(temporary / "part-0.parquet", index=False, compression="zstd")
        except UnicodeEncodeError as reason:
            raise _half_character(frame, folder.name) from reason
        except (ValueError, TypeError, OverflowError) as reason:
            # pyarrow's errors are ValueErrors and TypeErrors, with the column named in the text.
            # It also quotes a value, so its text goes no further.
            at = re.search(r"for column (\S{1,60}) with type", str(reason))
            raise BadTable(
                f"values that cannot be stored{f' in column {at[1]!r}' if at else ''}",
                where=f"table {folder.name}",
                expected="one type a column: text, numbers, booleans or instants",
                do="Look for a column that holds several types",
            ) from None
    return folder


def load(folder: Path) -> pd.DataFrame:
    """Read a table back, with the types it had.

    Parameters
    ----------
    folder : pathlib.Path
        A folder that `save` wrote.

    Returns
    -------
    pandas.DataFrame

    Raises
    ------
    BadTable
        There is no such table, or it cannot be read.
    """
    if not folder.is_dir():
        raise BadTable(
            f"no table {folder.name!r}",
            where=str(folder.parent),
            expected="a folder of Parquet files",
            do="Run `convostudy ingest`, or look at the path",
        )
    try:
        return pd.read_parquet(folder)
    except (OSError, ValueError) as reason:
        raise BadTable(
            f"files that cannot be read ({reason})",
            where=str(folder),
            expected="Parquet as convostudy wrote it",
            do="Delete the study's folder and ingest the export again",
        ) from reason


def fingerprint(folder: Path) -> str:
    """Return the SHA-256 of a table, from the bytes of its files.

    Parameters
    ----------
    folder : pathlib.Path
        A folder that `save` wrote, or one file.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    if folder.is_file():
        return _digest(folder).hex()
    whole = hashlib.sha256()
    for file in sorted(folder.glob("*.parquet")):
        whole.update(_digest(file))
    return whole.hexdigest()


@contextmanager
def fresh_folder(target: Path) -> Iterator[Path]:
    """Give an empty folder beside ``target`` that takes its place when all went well.

    Parameters
    ----------
    target : pathlib.Path
        The folder to be.

    Yields
    ------
    pathlib.Path
        Where to write, readable by its owner only: messages are private. It is removed again
        if the block raises, also on Ctrl-C; if the process is killed, when the next one begins.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with work_folder(target) as temporary:
        yield temporary
        replace_folder(temporary, target)


def replace_folder(source: Path, target: Path) -> None:
    """Move a folder to its place; what was there goes only once the new one stands.

    Parameters
    ----------
    source, target : pathlib.Path
        On the same disk.
    """
    if not target.exists():
        source.rename(target)
        return
    with work_folder(target) as old:
        aside = target.rename(old / ASIDE)
        try:
            source.rename(target)
        except BaseException:
            aside.rename(target)
            raise


def _digest(file: Path) -> bytes:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()


def _half_character(frame: pd.DataFrame, name: str) -> BadTable:
    """Say in which row and column the lone surrogate stands."""
    for column in frame.columns:
        for row, value in enumerate(frame[column]):
            if isinstance(value, str) and any("\ud800" <= c <= "\udfff" for c in value):
                return BadTable(
                    "half a character (a lone surrogate)",
                    where=f"table {name}, column {column!r}, row {row}",
                    expected="text that can be written as UTF-8",
                    do="Read the export with the encoding it was written in, "
                    "or replace the character",
                )
    return BadTable("text that is no Unicode", where=f"table {name}", do="Repair the text")
