"""What is installed, what is missing and what for: the first thing to look at when in trouble."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from convostudy.project.paths import notebooks, processed, project_root, reports, shown

__all__ = ["Finding", "examine"]

_FOR = {
    "click": "the command line",
    "ipykernel": "running notebooks",
    "jinja2": "pages",
    "jupyterlab": "opening notebooks",
    "matplotlib": "figures",
    "nbclient": "running notebooks",
    "nbconvert": "pages",
    "nbformat": "reading notebooks",
    "nltk": "word stems",
    "numpy": "all numbers",
    "pandas": "all tables",
    "papermill": "running notebooks with parameters",
    "pyarrow": "tables on disk",
    "scipy": "intervals",
    "statsmodels": "survival and regression",
    "tomlkit": "study.toml",
    "tqdm": "progress bars",
}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Parameters
    ----------
    what : str
        The thing.
    state : str
        ``ok``; ``note`` when one can do without; ``missing`` when not.
    detail : str
        Version, place, or what to do.
    """

    what: str
    state: str
    detail: str


def examine(*, kernel: bool = True) -> Iterator[Finding]:
    """Look at Python, the packages, the kernel and the folders.

    Parameters
    ----------
    kernel : bool
        Whether to start a kernel, which takes a few seconds.

    Yields
    ------
    Finding
    """
    enough = sys.version_info >= (3, 11)
    yield Finding(
        "python",
        "ok" if enough else "missing",
        f"{platform.python_version()}, {platform.system()} {platform.machine()}"
        + ("" if enough else "; 3.11 or later is needed"),
    )
    yield from _packages()
    if kernel:
        yield _kernel()
    yield from _folders()


def _packages() -> Iterator[Finding]:
    try:
        wanted = requires("convostudy") or []
        yield Finding("convostudy", "ok", version("convostudy"))
    except PackageNotFoundError:
        wanted = list(_FOR)
        yield Finding("convostudy", "note", "runs from its source folder; it is not installed")
    for line in sorted(wanted, key=str.lower):
        name = re.split(r"[^A-Za-z0-9_.-]", line, maxsplit=1)[0]
        if "extra ==" in line:
            continue
        try:
            yield Finding(name, "ok", version(name))
        except PackageNotFoundError:
            what_for = _FOR.get(name, "the package")
            yield Finding(name, "missing", f"for {what_for}: pip install {name}")


def _kernel() -> Finding:
    from convostudy.project.kernel import start_and_ask

    try:
        python = start_and_ask()
    except Exception as reason:  # whatever it is, that is what the reader wants to know
        words = re.sub(r"\s+", " ", str(reason))[:300]
        return Finding("kernel", "missing", f"does not start ({type(reason).__name__}: {words})")
    if Path(python).resolve() != Path(sys.executable).resolve():
        return Finding("kernel", "missing", f"runs another Python: {python}")
    return Finding("kernel", "ok", "starts, with this Python")


def _folders() -> Iterator[Finding]:
    yield Finding("project", "ok", str(project_root()))
    for what, folder in (("studies", processed()), ("pages", reports())):
        place = folder
        while not place.exists():
            place = place.parent
        writable = place.is_dir() and os.access(place, os.W_OK | os.X_OK)
        detail = shown(folder) + ("" if folder.exists() else " (made when needed)")
        yield Finding(
            what,
            "ok" if writable else "missing",
            detail if writable else f"{detail} cannot be written to",
        )
    found = sorted({p.stem for folder in notebooks() for p in folder.glob("*.ipynb")})
    yield Finding(
        "notebooks", "ok" if found else "note", ", ".join(found) or "none found; name one by path"
    )
