"""What is wrong with a package: the file, the row, what was found, what was expected."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Fault", "harmless"]

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

    Parameters
    ----------
    file : str
        In which it is, by its path in the package.
    found : str
        What was found, as a clause; never the content of a cell.
    expected : str
        What was expected instead.
    row : int
        Line of the file where the first such row begins, 0 where it is no matter of rows.
    """

    file: str
    found: str
    expected: str = ""
    row: int = 0

    @property
    def place(self) -> str:
        """The file, and the line in it."""
        name = harmless(self.file)
        return f"{name}, line {self.row}" if self.row else name

    @property
    def said(self) -> str:
        """The whole in one line."""
        return self.found + (f"; expected: {self.expected}" if self.expected else "")


def harmless(name: str) -> str:
    r"""Return a name from a stranger as it may be printed: no control signs, 120 letters.

    Parameters
    ----------
    name : str
        Of a file or a column.

    Returns
    -------
    str

    Examples
    --------
    >>> harmless("a\x1b[2Jb")
    'a?[2Jb'
    """
    plain = _CONTROL.sub("?", name)
    return plain if len(plain) <= 120 else plain[:119] + "…"
