"""Hand HTML and its plain-text twin to whatever shows the notebook."""

from __future__ import annotations

from typing import Any

__all__ = ["show"]


def show(html: str, plain: str) -> None:
    """Display one thing in both forms.

    Parameters
    ----------
    html : str
        Safe HTML: whatever came from outside is escaped already.
    plain : str
        The same in words.
    """
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.display import display

    give: Any = display

    # A number and its per cent sign stay on one line, and so does an n with its number; neither is
    # in a tag or attribute that we write but alt texts, where it does no harm either.
    html = html.replace(" %", "\u00a0%").replace("n = ", "n\u00a0=\u00a0")
    if InteractiveShell.initialized():
        give({"text/html": html, "text/plain": plain}, raw=True)
    else:
        # Outside a notebook there is nowhere to show HTML; the words do.
        import sys

        sys.stdout.write(plain + "\n")
