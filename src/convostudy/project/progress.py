"""A progress bar on stderr, and only where a person sits in front of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["say_above", "steps"]


@contextmanager
def steps(what: str, n: int) -> Iterator[Callable[[str], None]]:
    """Count steps of long work on a bar.

    Parameters
    ----------
    what : str
        The work, in one word.
    n : int
        How many steps there will be.

    Yields
    ------
    callable
        To be called with the name of each step as it begins. In a pipe, a log or a notebook
        nothing is shown.
    """
    from tqdm import tqdm

    # disable=None: tqdm shows itself on a terminal only.
    bar = tqdm(total=n, desc=what, disable=None, leave=False, bar_format="{desc} {bar}{postfix}")
    begun = 0

    def step(name: str) -> None:
        nonlocal begun
        bar.update(1 if begun else 0)
        begun += 1
        bar.set_postfix_str(name)

    try:
        yield step
    finally:
        bar.close()


def say_above(line: str) -> None:
    """Write one line to stderr without tearing the bar that may be there.

    Parameters
    ----------
    line : str
        Plain text; what a terminal would obey in it is replaced.
    """
    import sys

    from tqdm import tqdm

    from convostudy.errors import printable

    tqdm.write(printable(line), file=sys.stderr)
