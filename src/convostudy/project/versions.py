"""Which programs made a page: printed in its foot, and by `doctor`."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

import convostudy

__all__ = ["LIBRARIES", "versions"]

LIBRARIES = (
    "pandas",
    "numpy",
    "pyarrow",
    "statsmodels",
    "scipy",
    "nltk",
    "matplotlib",
    "papermill",
    "nbconvert",
)


def versions() -> dict[str, str]:
    """Return the versions of convostudy, Python and the libraries that compute the numbers.

    Returns
    -------
    dict
        Name to version; ``"missing"`` for one that is not installed.
    """
    found = {"convostudy": convostudy.__version__, "python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "missing"
    return found
