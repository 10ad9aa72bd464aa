"""LinkedIn: "Get a copy of your data", as zip, folder or loose file, and the portability API."""

from __future__ import annotations

import re

from convostudy.sources._archive import Archive
from convostudy.sources.linkedin.reader import read
from convostudy.sources.linkedin.sheets import is_table, unknown_header

__all__ = ["read", "recognises", "unknown_header"]


def recognises(archive: Archive) -> bool:
    """Return whether an archive is LinkedIn's: by its name, or by the columns of a file in it.

    Parameters
    ----------
    archive : Archive
        Open.

    Returns
    -------
    bool
    """
    if re.search(r"linkedin_?data_?export", f"{archive.name} {archive.top}", re.IGNORECASE):
        return True
    return any(is_table(archive, member) for member in archive.members)
