"""Words on the page that depend on the data: paragraphs, warnings, headline numbers."""

from __future__ import annotations

import html
from collections.abc import Sequence

from convostudy.errors import BadParameter
from convostudy.project.page.show import show

__all__ = ["headline", "note", "text"]


def text(words: str) -> None:
    """Show a paragraph or more, with the simple marks of Markdown.

    Parameters
    ----------
    words : str
        Plain text or Markdown. HTML in it is shown as text, never obeyed. A name or a message in
        it may still hold a stray ``*`` or ``_``: put those into a `table`.

    Examples
    --------
    >>> text("Of **212** questions, 48 were answered.")
    Of **212** questions, 48 were answered.
    """
    import mistune

    show(f'<div class="cs-text">{mistune.create_markdown(escape=True)(words)}</div>', words)


def note(words: str, *, kind: str = "caution") -> None:
    """Show a short remark, set apart from the text.

    Parameters
    ----------
    words : str
        Plain text.
    kind : str
        ``caution`` for a limit of the numbers, ``note`` for what helps to read them.

    Examples
    --------
    >>> note("Fewer than 20 threads: counts only.")
    Caution: Fewer than 20 threads: counts only.
    """
    if kind not in ("caution", "note"):
        raise BadParameter(f"kind={kind!r}", expected="'caution' or 'note'", do="Choose one")
    label = kind.capitalize()
    show(
        f'<div class="cs-note cs-{kind}" role="note"><strong>{label}</strong> '
        f"{html.escape(words)}</div>",
        f"{label}: {words}",
    )


def headline(numbers: Sequence[tuple[str, str, str]]) -> None:
    """Show the few numbers that a reader should take away, side by side.

    Parameters
    ----------
    numbers : sequence of (value, label, detail)
        Such as ``("23 %", "of questions answered", "18 to 29 %, n = 212")``: the number, what it
        is, and its interval and n. With none nothing is shown.

    Examples
    --------
    >>> headline([("23 %", "of questions answered", "18 to 29 %, n = 212")])
    23 % of questions answered (18 to 29 %, n = 212)
    """
    if not numbers:
        return
    cards = "".join(
        f"<li><strong>{html.escape(value)}</strong> <span>{html.escape(label)}</span> "
        f"<small>{html.escape(detail)}</small></li>"
        for value, label, detail in numbers
    )
    lines = [f"{v} {label}" + (f" ({d})" if d else "") for v, label, d in numbers]
    show(f'<ul class="cs-headline">{cards}</ul>', "\n".join(lines))
