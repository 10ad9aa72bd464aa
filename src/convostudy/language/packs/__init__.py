"""Which languages have labels: one file a language, so that another language is data alone.

A pack is ``<code>.toml`` in this folder: the ISO 639-1 code of a language that the backends read.
Messages in any other language get no labels.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Pack", "packs", "readable", "reads"]


@dataclass(frozen=True)
class Pack:
    """One language that has labels.

    Parameters
    ----------
    code : str
        ISO 639-1 code.
    name : str
        In English.
    corpus : str
        Folder of ``data/raw`` with the coded threads that its models learn from.
    backends : tuple of str
        Who reads it; every backend when empty.
    encoder : bool
        The encoder has learned it; where it has not, the linear models decide alone.
    """

    code: str
    name: str
    corpus: str
    backends: tuple[str, ...] = ()
    encoder: bool = False


@cache
def packs() -> dict[str, Pack]:
    """Return every language pack by its code.

    Returns
    -------
    dict of str to Pack
        In alphabetical order of the codes.

    Examples
    --------
    >>> packs()["en"].name
    'English'
    """
    found = {}
    for entry in sorted(files(__name__).iterdir(), key=lambda entry: entry.name):
        code, dot, kind = entry.name.partition(".")
        if dot and kind == "toml":
            held = tomllib.loads(entry.read_text(encoding="utf-8"))
            backends = tuple(held.pop("backends", ()))
            found[code] = Pack(code=code, backends=backends, **held)
    return found


def readable(backend: str) -> tuple[str, ...]:
    """Return the codes of the languages that a backend can label.

    Parameters
    ----------
    backend : str
        One of `convostudy.tables.BACKENDS`.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> "en" in readable("rules")
    True
    """
    return tuple(code for code in packs() if reads(code, backend))


def reads(language: str, backend: str) -> bool:
    """Tell whether a backend can label messages in a language.

    Parameters
    ----------
    language : str
        ISO 639-1 code.
    backend : str
        One of `convostudy.tables.BACKENDS`; what follows a ``:`` does not matter.

    Returns
    -------
    bool

    Examples
    --------
    >>> reads("en", "light"), reads("und", "light")
    (True, False)
    """
    pack = packs().get(language)
    return pack is not None and (not pack.backends or backend.partition(":")[0] in pack.backends)
