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
    "beautifulsoup4": "to finish pages",
    "click": "to understand the command line",
    "ipykernel": "to run notebooks with this Python",
    "ipython": "to put figures and tables on a page",
    "ipywidgets": "to click through threads (notebooks/01_explore.ipynb)",
    "isal": "to unzip exports fast",
    "jinja2": "to lay out pages",
    "jupyter-client": "to start notebooks and stop them",
    "jupyter-core": "to wait for what a kernel answers",
    "jupyterlab": "to open notebooks and change them (make lab)",
    "matplotlib": "to draw figures",
    "mistune": "to turn the prose of notebooks into a page",
    "nbclient": "to run notebooks cell by cell",
    "nbconvert": "to turn notebooks into pages",
    "nbformat": "to read and write notebooks",
    "nltk": "to take words for one word in all their forms (stems)",
    "numpy": "to count and to draw at random",
    "onnxruntime": "to run the encoder that reads doubtful messages",
    "pandas": "to hold every table",
    "papermill": "to run notebooks with your parameters",
    "phonenumbers": "to find phone numbers where words are masked",
    "pillow": "to keep pictures on pages small",
    "py3langid": "to tell the language of messages",
    "pyarrow": "to keep tables on disk and search texts fast",
    "scipy": "to compute intervals and learned labels",
    "statsmodels": "to estimate survival",
    "tokenizers": "to cut messages into word pieces for the encoder",
    "tomlkit": "to keep your comments in study.toml",
    "tqdm": "to show how far the work is",
}


# What writes PDF is no tool of tests, since a browser does it, too; nor is a finder of names, which
# is handed over by who wants it.
_OF_NO_TEST = re.compile("extra == .(pdf|ner).")


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
        Version or place, or what is wrong.
    use : str
        What it is for; when something is wrong, what to do about it, too.
    """

    what: str
    state: str
    detail: str
    use: str


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
        f"{platform.python_version()}, {platform.system()} {platform.machine()}",
        "to run all this" + ("" if enough else ": install Python 3.11 or later"),
    )
    yield from _packages()
    if kernel:
        yield _kernel()
    yield from _folders()


def _packages() -> Iterator[Finding]:
    what_for = "this package"
    try:
        wanted = requires("convostudy") or []
        yield Finding("convostudy", "ok", version("convostudy"), what_for)
    except PackageNotFoundError:
        wanted = list(_FOR)
        yield Finding("convostudy", "note", "not installed", f"{what_for}, run from its folder")
    for line in sorted(wanted, key=str.lower):
        if "extra ==" not in line:
            yield _package(line)
    if tools := [line for line in wanted if "extra ==" in line and not _OF_NO_TEST.search(line)]:
        lacking = [_needed(line)[0] for line in tools if _lacks(line)]
        use = "to run make test; reports need none of it"
        yield Finding(
            "test tools",
            "note" if lacking else "ok",
            "not installed: " + ", ".join(lacking) if lacking else "all installed",
            f"{use}: pip install -e '.[dev]' in the repository" if lacking else use,
        )


def _package(line: str) -> Finding:
    """Look at one package, wanted as in ``pandas>=3.0``."""
    name, _ = _needed(line)
    use, wrong = _FOR.get(name, "to run this package"), _lacks(line)
    if wrong:
        bare = line.split(";")[0].strip()
        return Finding(name, "missing", wrong, f"{use}: pip install '{bare}'")
    return Finding(name, "ok", version(name), use)


def _lacks(line: str) -> str:
    """Say what is wrong with a wanted package; nothing when it is there and new enough."""
    name, lowest = _needed(line)
    try:
        held = version(name)
    except PackageNotFoundError:
        return "not installed"
    return f"{held}, older than {lowest}" if _numbers(held) < _numbers(lowest) else ""


def _needed(line: str) -> tuple[str, str]:
    """Part ``pandas>=3.0`` into its name and its lowest version."""
    name, _, rest = line.partition(">=")
    lowest = re.match(r"[0-9.]*", rest.strip())
    return re.split(r"[^A-Za-z0-9_.-]", name, maxsplit=1)[0], lowest[0] if lowest else ""


def _numbers(written: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", written)[:3]]


def _kernel() -> Finding:
    from convostudy.project.kernel import start_and_ask

    use = "to run notebooks"
    mend = f"{use}: pip install --force-reinstall ipykernel"
    try:
        python = start_and_ask()
    except Exception as reason:  # whatever it is, that is what the reader wants to know
        words = re.sub(r"\s+", " ", str(reason))[:300]
        wrong = f"does not start ({type(reason).__name__}: {words})"
        return Finding("kernel", "missing", wrong, mend)
    if Path(python).resolve() != Path(sys.executable).resolve():
        return Finding("kernel", "missing", f"runs another Python: {python}", mend)
    return Finding("kernel", "ok", "starts, with this Python", use)


def _folders() -> Iterator[Finding]:
    yield Finding("project", "ok", str(project_root()), "to find data, notebooks and reports in")
    for what, folder, use in (
        ("studies", processed(), "to keep the tables of each study"),
        ("pages", reports(), "to keep the finished pages"),
    ):
        place = folder
        while not place.exists():
            place = place.parent
        if not (place.is_dir() and os.access(place, os.W_OK | os.X_OK)):
            mend = f"{use}: get the right to write there, or work in another folder"
            yield Finding(what, "missing", f"{shown(folder)} cannot be written to", mend)
            continue
        yet = "" if folder.exists() else " (made when needed)"
        yield Finding(what, "ok", shown(folder) + yet, use)
    found = sorted({p.stem for folder in notebooks() for p in folder.glob("*.ipynb")})
    use = "to make pages from"
    yield Finding(
        "notebooks",
        "ok" if found else "note",
        ", ".join(found) or "none found",
        use if found else f"{use}: name one with convostudy report --notebook PATH",
    )
