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
    text = PAGE.read_text("utf-8")
    rows = re.findall(r"^\| (\d+) \|", text, re.M)
    assert len(rows) == len(set(rows)) > 15
    parts = re.split(r"^- \*\*(\d+)\*\*$", text.partition("## The tests")[2], flags=re.M)
    held = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert list(held) == rows
    for row, lines in held.items():
        files = re.findall(r"^  - `(test_\w+\.py)`: (.+)$", lines, re.M)
        assert files, row
        for file, names in files:
            assert set(re.findall(r"`(test_\w+)`", names)) <= _tests(file), (row, file)
            assert "`test_" in names, (row, file)
