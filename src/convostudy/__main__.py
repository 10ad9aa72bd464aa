"""`python -m convostudy` is the command `convostudy`."""

from __future__ import annotations

from convostudy.project.cli import main

if __name__ == "__main__":
    main()
