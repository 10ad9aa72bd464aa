"""The word lists of the scrubber: data, one entry a line, one folder a language."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from convostudy.errors import BadParameter

__all__ = ["entries", "listed_languages"]


@cache
def listed_languages() -> tuple[str, ...]:
    """Return the languages whose ordinary words are listed, so that their texts can be scrubbed.

    Examples
    --------
    >>> listed_languages()
    ('en',)
    """
    folders = files(__name__).iterdir()
    return tuple(sorted(each.name for each in folders if each.joinpath("ordinary.txt").is_file()))


@cache
def entries(name: str, language: str = "en") -> frozenset[str]:
    """Return the entries of a list.

    Parameters
    ----------
    name : str
        File name without ``.txt``.
    language : str
        ISO 639-1 code.

    Returns
    -------
    frozenset of str
        One entry a word; lines that begin with ``#`` are left out.

    Raises
    ------
    BadParameter
        The language has no list.

    Examples
    --------
    >>> "meeting" in entries("ordinary"), "wolstenholme" in entries("ordinary")
    (True, False)
    """
    file = files(__name__).joinpath(language, f"{name}.txt")
    if not file.is_file():
        raise BadParameter(
            f"no list {name!r} for the language {language!r}",
            where="the word lists of deidentify",
            expected=f"a language with lists: {', '.join(listed_languages())}",
            do="Share these threads as features (T1), without their text",
        )
    lines = file.read_text("utf-8").splitlines()
    return frozenset(word for line in lines if line[:1] != "#" for word in line.split())
