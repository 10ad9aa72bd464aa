"""Word lists as data: plain text files, one entry a line, `#` begins a comment."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from convostudy.errors import BadParameter

__all__ = ["any_of", "load", "names"]

_NEVER = r"[^\s\S]"  # what no text holds


@cache
def names(language: str = "en") -> tuple[str, ...]:
    """Return the names of the word lists that can be loaded.

    Parameters
    ----------
    language : str, default "en"
        ISO 639-1 code.

    Returns
    -------
    tuple of str
        Sorted file names without ``.txt``.

    Examples
    --------
    >>> "stop_words" in names()
    True
    """
    folder = files(__name__) / language
    if not folder.is_dir():
        return ()
    found = (entry.name for entry in folder.iterdir())
    return tuple(sorted(name.removesuffix(".txt") for name in found if name.endswith(".txt")))


@cache
def load(name: str, language: str = "en") -> tuple[str, ...]:
    """Return the entries of a word list, in the order of the file.

    Parameters
    ----------
    name : str
        File name without ``.txt``.
    language : str, default "en"
        ISO 639-1 code.

    Returns
    -------
    tuple of str
        One entry a line, outer white space, blank lines and comments (a ``#`` at the start of a
        line, or after white space) removed.

    Raises
    ------
    BadParameter
        There is no such list.

    Examples
    --------
    >>> "the" in load("stop_words")
    True
    """
    if name not in names(language):
        raise BadParameter(
            f"no word list {name!r} for language {language!r}",
            expected=f"one of {', '.join(names(language)) or 'none: it has no folder of lists'}",
            do="Check the spelling, or add the file to convostudy/language/lexicons",
        )
    text = (files(__name__) / language / f"{name}.txt").read_text(encoding="utf-8")
    lines = (_without_comment(line).strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


@cache
def any_of(name: str, language: str) -> str:
    """Return one pattern that matches any entry of a word list of regular expressions.

    Parameters
    ----------
    name : str
        File name without ``.txt``.
    language : str
        ISO 639-1 code.

    Returns
    -------
    str
        A group without capture; it never matches where the language lacks the list, so that a
        language has what its folder holds.

    Examples
    --------
    >>> any_of("reply_thanks", "en")[:13]
    '(?:thanks|tha'
    >>> import re
    >>> re.search(any_of("reply_thanks", "xx"), "thanks") is None
    True
    """
    held = load(name, language) if name in names(language) else (_NEVER,)
    return f"(?:{'|'.join(held)})"


def _without_comment(line: str) -> str:
    """Cut a comment; a ``#`` inside a word (a hashtag, ``C#``) is no comment."""
    if line.lstrip().startswith("#"):
        return ""
    before, mark, _ = line.partition(" #")
    return before if mark else line
