"""Is somebody there who can click?"""

from __future__ import annotations

import sys

__all__ = ["is_live"]


def is_live() -> bool:
    """Tell whether a person runs this cell, in JupyterLab or the like.

    A front end with somebody at it lets the kernel ask for input; nbclient and papermill, which
    run notebooks unattended, do not.

    Examples
    --------
    >>> is_live()
    False
    """
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    kernel = getattr(shell, "kernel", None)
    if kernel is None:
        return False
    request = kernel.get_parent("shell")
    return bool(request.get("content", {}).get("allow_stdin"))
