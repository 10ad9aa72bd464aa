"""Names of the members of an archive, as a stranger may have written them.

No member is ever written to disk, so a name can only mislead: whoever reads it on a terminal or a
page, or whoever takes two members for one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import TypeVar

from convostudy.errors import printable

__all__ = ["Names", "is_clutter", "is_unsafe", "without_top"]

Place = TypeVar("Place")

_CLUTTER = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


def is_clutter(name: str) -> bool:
    """Tell whether a system put a member there, and not the app.

    Examples
    --------
    >>> is_clutter("__MACOSX/._messages.csv"), is_clutter("messages.csv")
    (True, False)
    """
    parts = PurePosixPath(name).parts
    return any(part in _CLUTTER or part.startswith("._") for part in parts)


def is_unsafe(name: str) -> bool:
    r"""Tell whether a name points outside its archive, is none, or hides some of its letters.

    Parameters
    ----------
    name : str
        With forward slashes.

    Returns
    -------
    bool

    Examples
    --------
    >>> [is_unsafe(n) for n in ("../a.csv", "/a.csv", "C:/a.csv", ".", "a\0.csv", "a\u202evsc")]
    [True, True, True, True, True, True]
    >>> is_unsafe("Grüße 🙂/messages.csv")
    False
    """
    if not PurePosixPath(name).name or name.startswith("/") or name[1:2] == ":":
        return True
    if ".." in name.split("/"):
        return True
    return "\n" in name or "\t" in name or printable(name) != name


class Names:
    """Gives each member a name of its own: an archive may hold one name twice.

    Both are kept, so that no row is lost unseen and none takes the place of another.

    Examples
    --------
    >>> names = Names()
    >>> [names.own(name) for name in ("a.csv", "a.csv", "a (2).csv", "a.csv")]
    ['a.csv', 'a (2).csv', 'a (2) (2).csv', 'a (3).csv']
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._last: Counter[str] = Counter()

    def own(self, name: str) -> str:
        """Return the name, or the first of its copies' names that is free."""
        given, first = name, PurePosixPath(name)
        while name in self._taken:
            # Counted on, and not from the beginning: thousands may bear one name.
            self._last[given] = max(self._last[given], 1) + 1
            name = str(first.with_stem(f"{first.stem} ({self._last[given]})"))
        self._taken.add(name)
        return name


def without_top(members: Mapping[str, Place]) -> tuple[dict[str, Place], str]:
    """Take off one folder that holds everything, as zipping a folder again makes it.

    Examples
    --------
    >>> without_top({"export/a.csv": 1, "export/b.csv": 2})
    ({'a.csv': 1, 'b.csv': 2}, 'export')
    """
    tops = {name.split("/", 1)[0] for name in members if "/" in name}
    if len(tops) != 1 or any("/" not in name for name in members):
        return dict(members), ""
    (top,) = tops
    return {name.split("/", 1)[1]: place for name, place in members.items()}, top
