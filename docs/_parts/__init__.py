"""What `docs/conf.py` needs: pages from docstrings and tables, figures from reports, formulas."""

from __future__ import annotations

from pathlib import Path


def write_if_new(file: Path, content: str | bytes) -> None:
    """Write a file unless it holds just that, so that Sphinx builds only what changed."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    if not file.is_file() or file.read_bytes() != data:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
