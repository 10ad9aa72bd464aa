"""What lies in data/shared in git is sound, as a stranger who has only that finds it."""

import subprocess
from pathlib import Path, PurePosixPath

import pytest

from convostudy.project.sharing.check import validate

ROOT = Path(__file__).parents[1]
LISTED = subprocess.run(
    ["git", "ls-files", "data/shared"], cwd=ROOT, capture_output=True, text=True, check=True
).stdout.splitlines()
PACKAGES = sorted({PurePosixPath(*PurePosixPath(name).parts[:3]).as_posix() for name in LISTED})
PACKAGES.remove("data/shared/README.md")


@pytest.mark.slow
@pytest.mark.parametrize("package", PACKAGES)
def test_a_published_package_is_sound(package):
    assert validate(ROOT / package) == []


def test_the_readme_names_what_is_published():
    assert PACKAGES
    text = (ROOT / "data/shared/README.md").read_text("utf-8")
    assert all(f"`{PurePosixPath(name).name}" in text for name in PACKAGES)
