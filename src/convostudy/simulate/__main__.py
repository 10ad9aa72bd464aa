"""Write a simulated archive, its truth and its read-me: ``python -m convostudy.simulate``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from convostudy.simulate import archive_name, inbox, linkedin_archive
from convostudy.simulate.readme import drawn, readme


def main() -> None:
    """Read the command line and write three files."""
    asked = argparse.ArgumentParser(prog="python -m convostudy.simulate", description=__doc__)
    asked.add_argument("--out", type=Path, required=True, help="folder to write to")
    asked.add_argument("--threads", type=int, default=300, help="two-person threads")
    asked.add_argument("--seed", type=int, default=2026)
    given = asked.parse_args()
    made = inbox(given.threads, seed=given.seed)
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / archive_name(made)).write_bytes(linkedin_archive(made))
    known = {"seed": made.seed, "threads": given.threads, "truth": made.truth.to_mapping()}
    known["drawn"] = drawn(made)
    (given.out / "truth.json").write_text(json.dumps(known, indent=2) + "\n", "utf-8")
    (given.out / "README.md").write_text(readme(made, given.threads), "utf-8")


if __name__ == "__main__":
    main()
