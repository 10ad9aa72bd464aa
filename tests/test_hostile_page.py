"""The page that tells what a hostile file can do names tests that there are."""

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "methods" / "hostile_files.md"


@cache
def _tests(file: str) -> frozenset[str]:
    return frozenset(
        re.findall(r"^def (test_\w+)", (ROOT / "tests" / file).read_text("utf-8"), re.M)
    )


def test_each_guard_names_a_test_that_holds_it() -> None:
    rows = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    told = [row for row in rows if not row.startswith("| threat")]
    assert len(told) > 15
    for row in told:
        named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", row)
        assert named, row
        for file, test in named:
            assert test in _tests(file), f"{file}::{test}"
