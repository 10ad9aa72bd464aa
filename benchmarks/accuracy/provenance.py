"""When, by which command and with which versions a page was made; how often the test was opened."""

from __future__ import annotations

import csv
import datetime
import hashlib
import platform
import subprocess
from importlib import metadata, resources
from pathlib import Path

from benchmarks.accuracy.splits import ROOT

#: One line each time that the test split is scored; part of the repository.
OPENINGS = Path(__file__).with_name("test_openings.csv")
_PACKAGES = ("convostudy", "numpy", "pandas", "scipy", "scikit-learn", "onnxruntime")


def today() -> str:
    """Return the date, UTC."""
    return datetime.datetime.now(datetime.UTC).date().isoformat()


def commit() -> str:
    """Return the commit that is checked out, and whether files differ from it."""
    head = _git("rev-parse", "--short", "HEAD") or "unknown"
    changed = _git("status", "--porcelain", "--untracked-files=no").splitlines()
    return head + (f" with {len(changed)} files changed since" if changed else "")


def versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that matter, where installed."""
    found = {"Python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def weights() -> dict[str, str]:
    """Return the first twelve figures of the SHA-256 of each file of weights."""
    folder = resources.files("convostudy.language.learned") / "weights"
    files = sorted(
        (file for file in folder.iterdir() if not file.name.endswith(".md")), key=lambda f: f.name
    )
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest()[:12] for file in files}


def opened() -> list[dict[str, str]]:
    """Return when the test split was scored before."""
    with OPENINGS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def note_opening(batches: tuple[str, ...], openings: Path | None = None) -> None:
    """Add a line: the test split is scored now. Another language has a file of its own."""
    with (openings or OPENINGS).open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow([today(), commit(), " ".join(batches)])


def _git(*words: str) -> str:
    asked = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return asked.stdout.strip()
