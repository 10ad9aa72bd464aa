"""Being told to end: a closed terminal and a `kill` are Ctrl-C, too."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["ended_like_ctrl_c"]


@contextmanager
def ended_like_ctrl_c() -> Iterator[None]:
    """Raise `KeyboardInterrupt` for SIGTERM and SIGHUP, so that what runs is ended and noted.

    Yields
    ------
    None
        While it holds; signals can be taken in the main thread only, elsewhere nothing changes.

    Examples
    --------
    >>> import os
    >>> with ended_like_ctrl_c():
    ...     try:
    ...         os.kill(os.getpid(), signal.SIGTERM)
    ...     except KeyboardInterrupt:
    ...         print("noted")
    noted
    """
    names = ("SIGTERM", "SIGHUP")  # Windows has no SIGHUP
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in numbers}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:  # nohup
            signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
