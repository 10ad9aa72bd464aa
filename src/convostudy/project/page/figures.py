"""A matplotlib figure on the page, described for those who cannot see it."""

from __future__ import annotations

import base64
import html
import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from convostudy.errors import BadParameter, printable
from convostudy.figures._look import STYLE
from convostudy.project.page.show import show
from convostudy.project.page.svg import address, slim

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["figure"]

# From so many marks on a picture of pixels may be smaller: both are drawn, the smaller is kept.
CROWDED = 500
# Past these a drawing would be slow on any screen.
MANY_MARKS = 5_000
LARGE_SVG = 60_000
DPI, PALETTE = 144, 128
# On a phone a wide figure would shrink until nobody can read it: it is laid out again, this wide.
NARROW_IN, NARROW_SCREEN = 4.2, "(max-width: 34rem)"
# A name longer than this is cut where it names a tick or a line, or nothing else would have room.
LONG_NAME = 120


def figure(fig: Figure, *, alt: str, caption: str = "", empty: str = "") -> None:
    """Show a figure and close it; one with nothing drawn is told in a line instead.

    Small drawings become SVG with real text, sharp at any size; crowded ones become PNG, where
    that is smaller. The same figure gives the same bytes. Two dollar signs in a name are no
    formula. A wide figure with a layout engine (as `figures.canvas` makes it) is drawn a second
    time for narrow screens; any other scrolls there.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        What to show.
    alt : str
        What the figure says, for those who cannot see it: the finding, not the chart type alone.
    caption : str
        Printed below it.
    empty : str
        What else to say where nothing is drawn, beside what stands in the figure.

    Raises
    ------
    BadParameter
        ``alt`` is empty.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> fig = Figure()
    >>> _ = fig.subplots().plot([0, 1], [0, 1])
    >>> figure(fig, alt="A straight line", caption="One line")
    [Figure: A straight line] One line
    """
    if not alt.strip():
        raise BadParameter(
            "a figure without alt text",
            where=f"cs.page.figure(..., caption={caption[:60]!r})",
            expected="alt='what the figure says', for those who cannot see it",
            do="Say in a sentence what one sees in it: 'Of 40 sellers 30 % pitched within a day'",
        )
    if fig.axes and all(_is_empty(ax) for ax in fig.axes):
        why = " ".join(words.get_text() for ax in fig.axes for words in ax.texts)
        said = f"{why.rstrip('.')}. {empty}" if empty else why
        line = f"No figure here. {said}".strip()
        show(f'<p class="cs-more">{html.escape(line)}</p>', line)
        _close(fig)
        return
    _as_words(fig)
    source, size = _source(fig)
    narrow = _narrow(fig)
    img = f'<img src="{source}" alt="{html.escape(alt, quote=True)}" {size}>'
    plate = f'<div class="cs-plate cs-wide" tabindex="0">{img}</div>'
    if narrow:
        plate = f'<div class="cs-plate"><picture>{narrow}{img}</picture></div>'
    below = f"<figcaption>{html.escape(caption)}</figcaption>" if caption else ""
    show(
        f'<figure class="cs-figure">{plate}{below}</figure>',
        f"[Figure: {alt}] {caption}".strip(),
    )
    _close(fig)


def _is_empty(ax: Axes) -> bool:
    """Tell whether nothing is drawn and no scale is there: counts beside names are something."""
    return not (ax.has_data() or len(ax.get_xticks()) or len(ax.get_yticks()))


def _as_words(fig: Figure) -> None:
    """Take names for words: no formulas in them, and none so long that it leaves no room."""
    from matplotlib.text import Text

    for words in fig.findobj(Text):
        # matplotlib's own formulas, such as 10 to the second on a logarithmic axis, stay.
        if isinstance(words, Text) and "\\mathdefault" not in words.get_text():
            words.set_parse_math(False)
            # A drawing is XML, which has no words for what a terminal obeys.
            words.set_text(printable(words.get_text()))
    for ax in fig.axes:
        for axis in (ax.xaxis, ax.yaxis):
            names = [words.get_text() for words in axis.get_ticklabels()]
            if any(_cut(name) != name for name in names):
                axis.set_ticks(axis.get_ticklocs(), [_cut(name) for name in names])
        legend = ax.get_legend()
        for words in legend.get_texts() if legend else ():
            words.set_text(_cut(words.get_text()))


def _cut(name: str) -> str:
    name = printable(name)
    return name if len(name) <= LONG_NAME else name[: LONG_NAME - 1].rstrip() + "…"


def _source(fig: Figure) -> tuple[str, str]:
    """Return the picture as a data address, and its size as attributes."""
    kind, data = _picture(fig)
    width, height = _pixels(kind, data)
    source = f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"
    if kind == "image/svg+xml":
        source = address(data)
    return html.escape(source), f'width="{width}" height="{height}"'


def _narrow(fig: Figure) -> str:
    """Return the source for narrow screens, or nothing where the figure cannot be laid out anew."""
    width, height = fig.get_size_inches()
    if width <= NARROW_IN or fig.get_layout_engine() is None:
        return ""
    fig.set_size_inches(NARROW_IN, height)
    source, size = _source(fig)
    return f'<source media="{NARROW_SCREEN}" srcset="{source}" {size}>'


def _picture(fig: Figure) -> tuple[str, bytes]:
    from matplotlib import style

    drawn: list[tuple[str, bytes]] = []
    n = _marks(fig)
    # Each figure keeps the layout that it was made with.
    with style.context([STYLE, {"figure.constrained_layout.use": False}]):
        if n <= MANY_MARKS:
            held = io.BytesIO()
            # No date: the same figure, the same bytes.
            fig.savefig(held, format="svg", metadata={"Date": None, "Creator": None})
            drawn.append(("image/svg+xml", slim(held.getvalue())))
        if n > CROWDED or len(drawn[0][1]) > LARGE_SVG:
            drawn.append(("image/png", _pixelled(fig)))
    return min(drawn, key=lambda one: len(one[1]))


def _pixelled(fig: Figure) -> bytes:
    """Draw finer than the screen, with no more colours than one can tell apart."""
    from PIL import Image

    held, small = io.BytesIO(), io.BytesIO()
    fig.savefig(held, format="png", dpi=DPI)
    few = Image.open(held).convert("RGB").quantize(PALETTE, dither=Image.Dither.NONE)
    few.save(small, "PNG", optimize=True)
    return small.getvalue()


def _pixels(kind: str, data: bytes) -> tuple[int, int]:
    """Return the size on the screen, in CSS pixels, from the head of the picture."""
    if kind == "image/png":
        sides: Iterable[float] = (
            int.from_bytes(data[i : i + 4], "big") * 96 / DPI for i in (16, 20)
        )
    else:
        head = data[:2000].decode("utf-8", "replace")
        points = re.search(r'<svg [^>]*?width="([\d.]+)pt" height="([\d.]+)pt"', head)
        sides = (float(side) * 96 / 72 for side in points.groups()) if points else (672.0, 480.0)
    width, height = (round(side) for side in sides)
    return width, height


def _marks(fig: Figure) -> int:
    """Count points with a marker, and shapes; the corners of a line are cheap."""
    import numpy as np

    n = 0
    for ax in fig.axes:
        n += len(ax.patches)
        n += sum(np.size(c.get_offsets()) // 2 for c in ax.collections)
        n += sum(np.size(line.get_xdata()) for line in ax.lines if str(line.get_marker()) != "None")
    return n


def _close(fig: Figure) -> None:
    """Take the figure from pyplot, so that the notebook does not show it a second time."""
    import sys

    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(fig)
