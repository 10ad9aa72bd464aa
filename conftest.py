"""What pytest looks at for doctests, and who runs what where several processes share the tests."""

import os
from importlib.util import find_spec
from pathlib import Path

import pytest

# Training the encoder needs torch, which the lock leaves out.
collect_ignore_glob = [] if find_spec("torch") else ["src/convostudy/training/encoder/*"]
# A file goes to one process as a whole. The longest begin first, so that all end at about one time;
# a name that is not here costs nothing but that.
LONGEST = (
    "test_lab",
    "test_report_pages",
    "test_docs_site",
    "test_sharing_share",
    "test_report_privacy",
    "test_notebooks_papermill",
    "test_notebooks_odd",
    "test_notebooks_lean",
    "test_report_interrupted",
    "test_report_kernels",
    "test_report",
    "test_accuracy_page",
    "test_sources_properties",
)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Give one process more than there are cores: tests of kernels and browsers wait a lot."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the longest files first for several processes, then those with slow tests."""
    if not hasattr(config, "workerinput"):
        return
    slow = {item.path for item in items if item.get_closest_marker("slow")}

    def place(path: Path) -> tuple[int, bool]:
        named = LONGEST.index(path.stem) if path.stem in LONGEST else len(LONGEST)
        return named, path not in slow

    items.sort(key=lambda item: place(item.path))
