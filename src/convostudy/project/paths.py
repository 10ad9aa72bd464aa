"""Where things lie: the project folder, its data, its reports, the notebooks.

A project is a folder that holds both ``data`` and ``notebooks``. Outside of one, the working
folder takes its place, so that the installed package works in any empty folder.
"""

from __future__ import annotations

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from convostudy.errors import BadParameter

__all__ = [
    "at_shown",
    "demo_folder",
    "file_key",
    "nearest",
    "notebook_path",
    "notebooks",
    "processed",
    "project_root",
    "reports",
    "shown",
    "study_folder",
]

PACKAGE = Path(__file__).resolve().parents[1]

# Windows refuses these as file names, whatever the extension.
_RESERVED = {"con", "prn", "aux", "nul"} | {f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10)}


def project_root(start: Path | None = None) -> Path:
    """Return the nearest folder upwards that holds ``data`` and ``notebooks``.

    Parameters
    ----------
    start : pathlib.Path, optional
        Where to begin; the working folder when left out.

    Returns
    -------
    pathlib.Path
        The project's folder, or ``start`` itself when it lies in no project.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "data").is_dir() and (folder / "notebooks").is_dir():
            return folder
    return here


def processed() -> Path:
    """Return the folder of the studies."""
    return project_root() / "data" / "processed"


def reports() -> Path:
    """Return the folder of the pages."""
    return project_root() / "reports"


def demo_folder() -> Path:
    """Return the folder of the demo export."""
    return project_root() / "data" / "raw" / "demo"


def study_folder(name: str | Path) -> Path:
    """Find a study by its path, or by its name among the processed ones.

    A path is tried as it stands, then from the project's folder, then as a name in
    ``data/processed``. When nothing is there yet, a bare name means ``data/processed/<name>``.

    Parameters
    ----------
    name : str or pathlib.Path
        ``"data/processed/mine"``, ``"mine"``, ``"~/studies/mine"``.

    Returns
    -------
    pathlib.Path
    """
    path = Path(name).expanduser()
    tries = [path, project_root() / path, processed() / path]
    for found in tries:
        if found.is_dir():
            return found.resolve()
    bare = len(path.parts) == 1 and not path.is_absolute() and str(name) not in (".", "..")
    if path.parts[:1] == ("data",):  # not beside the notebook that asks: git ignores the project's
        return tries[1].absolute()
    return (tries[2] if bare else tries[0]).absolute()


def notebooks() -> list[Path]:
    """Return the folders in which report notebooks are looked for, nearest first.

    The project's own come first; then those of the checkout this package runs from, or, in an
    installed package, the copies packed with it.
    """
    checkout = PACKAGE.parents[1]
    folders = [project_root() / "notebooks", PACKAGE / "notebooks"]
    if (checkout / "pyproject.toml").is_file():
        folders.insert(1, checkout / "notebooks")
    return [folder for folder in dict.fromkeys(folders) if folder.is_dir()]


def notebook_path(name: str | Path) -> Path:
    """Find a report notebook by path or by name, with or without ``.ipynb``.

    Parameters
    ----------
    name : str or pathlib.Path
        ``"sales_vs_relationship"`` or ``"mine/other.ipynb"``.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    BadParameter
        No such notebook; the nearest name is suggested.
    """
    given = Path(name).expanduser()
    file = given if given.suffix == ".ipynb" else given.with_name(given.name + ".ipynb")
    for place in (file, *(folder / file for folder in notebooks())):
        if place.is_file():
            return place.resolve()
    known = sorted({p.stem for folder in notebooks() for p in folder.glob("*.ipynb")})
    raise BadParameter(
        f"no notebook {str(name)!r}",
        expected=f"a path to an .ipynb file, or one of {', '.join(known) or '(there is none)'}",
        do=nearest(given.stem, known) or "Name a notebook that exists",
    )


def nearest(name: str, known: Iterable[str]) -> str:
    """Return "Did you mean 'x'?" for the nearest known name, or nothing.

    Parameters
    ----------
    name : str
        What was given.
    known : iterable of str
        What there is.

    Returns
    -------
    str

    Examples
    --------
    >>> nearest("no_reply_day", ["no_reply_days", "seed"])
    "Did you mean 'no_reply_days'?"
    >>> nearest("colour", ["seed"])
    ''
    """
    near = difflib.get_close_matches(name, list(known), 1)
    return f"Did you mean {near[0]!r}?" if near else ""


def file_key(name: str) -> str:
    """Turn any name into one that is a safe file name everywhere.

    Letters, digits, dots, dashes and underscores stay; the rest becomes a dash. A name that had
    to be changed gets eight hexadecimal digits of its own, so that two names never share a file
    (also not where upper and lower case are the same).

    Parameters
    ----------
    name : str
        Any text.

    Returns
    -------
    str

    Examples
    --------
    >>> file_key("spring-2025")
    'spring-2025'
    >>> file_key("../{Ana}")
    'ana-...'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9._-]+", "-", plain).strip("-.")[:60]
    if key == name and key and key.split(".")[0] not in _RESERVED:
        return key
    mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{key}-{mark}" if key else mark


def shown(path: Path) -> str:
    """Return a path as it may be printed in a page: without the name of the computer's user.

    Parameters
    ----------
    path : pathlib.Path
        Any path.

    Returns
    -------
    str
        Relative to the project, or from ``~``, or as it is.
    """
    path = path.absolute()
    for base, mark in ((project_root(), ""), (Path.home(), "~/")):
        try:
            return mark + path.relative_to(base).as_posix()
        except ValueError:
            continue
    return path.as_posix()


def at_shown(text: str) -> Path:
    """Return the path that `shown` wrote.

    Parameters
    ----------
    text : str
        What it returned, in the same project.

    Returns
    -------
    pathlib.Path

    Examples
    --------
    >>> at_shown(shown(Path("notebooks/mine.ipynb"))) == Path("notebooks/mine.ipynb").absolute()
    True
    """
    return project_root() / Path(text).expanduser()
