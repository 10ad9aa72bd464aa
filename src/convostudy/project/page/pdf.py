"""A page on paper: by WeasyPrint where it is installed, else by a browser that is there."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from convostudy.errors import MissingTool

__all__ = ["BROWSERS", "browser", "check_printer", "write_pdf"]

#: Names under which browsers of the Chromium family are found, the first that is there is taken.
BROWSERS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge",
    "microsoft-edge",
)  # fmt: skip
_HOW = (
    "pip install 'convostudy[pdf]' (on Debian also apt install libpango-1.0-0 libpangoft2-1.0-0), "
    "or install Chromium; or open the page in a browser and print it"
)


def write_pdf(page: str | Path, out: str | Path | None = None, *, timeout_s: float = 60) -> Path:
    """Write a page as PDF, tagged for screen readers. The page itself is not changed.

    Parameters
    ----------
    page : str or pathlib.Path
        An HTML file, as `report` makes it.
    out : str or pathlib.Path, optional
        The PDF; beside the page and named like it when left out.
    timeout_s : float
        Longest time for a browser, in seconds.

    Returns
    -------
    pathlib.Path
        The PDF: whole, or not there.

    Raises
    ------
    MissingTool
        Neither WeasyPrint nor a browser is there, or neither could do it.
    """
    page = Path(page).resolve()
    out = Path(out) if out else page.with_suffix(".pdf")
    with tempfile.TemporaryDirectory(prefix="cs-pdf-") as work:
        made = Path(work) / "page.pdf"
        failed = _by_weasyprint(page, made)
        if failed:
            failed = _by_browser(page, made, Path(work), timeout_s, failed)
        if failed:
            raise _no_way(failed, page.name)
        # It may lie on another disk, and shall never be there by half.
        temporary = out.with_name(f".{out.name}.new")
        shutil.copyfile(made, temporary)
        temporary.replace(out)
    return out


def check_printer() -> None:
    """Look whether a PDF can be made here, before the work that comes before it.

    Raises
    ------
    MissingTool
        Neither WeasyPrint nor a browser is there.
    """
    if browser():
        return
    why = _weasyprint()
    if isinstance(why, str):
        raise _no_way(f"{why}; there is no browser", "--pdf")


def _no_way(why: str, where: str) -> MissingTool:
    return MissingTool(
        f"no way to make a PDF ({why})",
        where=where,
        expected="WeasyPrint with Pango, or a browser such as Chromium",
        do=_HOW,
    )


def browser(names: Sequence[str] = BROWSERS) -> str | None:
    """Return the path of a browser that can print without a window, if there is one.

    Parameters
    ----------
    names : sequence of str
        Names to look for.

    Returns
    -------
    str or None

    Examples
    --------
    >>> browser(["no-such-browser"]) is None
    True
    """
    return next((found for name in names if (found := shutil.which(name))), None)


def _weasyprint() -> Any:
    """Return the library, or why it is not to be had."""
    try:
        import weasyprint
    except ImportError:
        return "WeasyPrint is not installed"
    except OSError as reason:
        return f"WeasyPrint lacks a system library: {str(reason).splitlines()[0]}"
    return weasyprint


def _by_weasyprint(page: Path, made: Path) -> str:
    """Return why it failed, or nothing."""
    weasyprint = _weasyprint()
    if isinstance(weasyprint, str):
        return weasyprint
    # The pictures that the page holds, and nothing from anywhere else.
    only_inside = weasyprint.urls.URLFetcher(allowed_protocols=("data",))
    text = page.read_text(encoding="utf-8")
    weasyprint.HTML(string=text, url_fetcher=only_inside).write_pdf(
        str(made), pdf_variant="pdf/ua-1"
    )
    return ""


def _by_browser(page: Path, made: Path, work: Path, timeout_s: float, before: str) -> str:
    """Return why both failed, or nothing."""
    found = browser()
    if not found:
        return f"{before}; there is no browser"
    command = [
        found, "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--no-pdf-header-footer",
        "--generate-pdf-document-outline", f"--user-data-dir={work / 'profile'}",
        f"--print-to-pdf={made}", page.as_uri(),
    ]  # fmt: skip
    # Chromium refuses its sandbox to root; in a container one often is.
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.insert(1, "--no-sandbox")
    try:
        ran = subprocess.run(command, capture_output=True, timeout=timeout_s, check=False)
    except (OSError, subprocess.TimeoutExpired) as reason:
        return f"{before}; {Path(found).name}: {type(reason).__name__}"
    if ran.returncode or not made.is_file():
        return f"{before}; {Path(found).name} ended with code {ran.returncode} and no PDF"
    return ""
