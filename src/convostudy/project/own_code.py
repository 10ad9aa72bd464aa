"""Which code makes the tables of a study: a study measured by other code is measured again."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from pathlib import Path

__all__ = ["PARTS", "files", "table_code"]

PACKAGE = Path(__file__).parents[1]

PARTS = (
    "errors.py",
    "language",
    "measures",
    "parameters.py",
    "project/needed.py",
    "project/judging.py",
    "project/meant.py",
    "project/pipeline.py",
    "tables",
    "threads",
)
"""All that turns messages into labels and scores, word lists and weights included; how a page is
written is no part of it. A test holds that nothing here rests on code elsewhere."""


def files() -> Iterator[Path]:
    """Go through the files that make tables, in an order that is the same everywhere.

    Yields
    ------
    pathlib.Path
        Source files, word lists, weights.
    """
    for part in PARTS:
        place = PACKAGE / part
        within = [place] if place.is_file() else place.rglob("*")
        kept = (f for f in within if f.is_file() and "__pycache__" not in f.parts)
        yield from sorted(kept, key=lambda f: f.relative_to(PACKAGE).as_posix())


@functools.cache
def table_code() -> str:
    """Return a hash of the code and data that make tables; a version number alone misses changes.

    Returns
    -------
    str
        16 hexadecimal digits; read once a process, since code that runs does not change.

    Examples
    --------
    >>> table_code() == table_code(), len(table_code())
    (True, 16)
    """
    whole = hashlib.sha256()
    for file in files():
        whole.update(file.relative_to(PACKAGE).as_posix().encode() + b"\0")
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()[:16]
