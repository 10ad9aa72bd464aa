"""A matplotlib figure on the page, described for those who cannot see it."""

from __future__ import annotations

import base64
import html
import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from convostudy.errors import BadParameter
from convostudy.project.page.show import show

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["figure"]

# Drawn as SVG a mark costs about 200 bytes; past these a picture of pixels is smaller.
MANY_MARKS = 2_000
LARGE_SVG = 200_000
DPI = 144
# On a phone a wide figure would shrink until nobody can read it: it is laid out again, this wide.
NARROW_IN, NARROW_SCREEN = 4.2, "(max-width: 34rem)"
# What is drawn, and no empty margin: labels are never cut off.
_PATH = re.compile(rb' d="[^"]*"')
TIGHT: dict[str, Any] = {"bbox_inches": "tight", "pad_inches": 0.05}


def figure(fig: Figure, *, alt: str, caption: str = "") -> None:
    """Show a figure and close it; one with nothing drawn is told in a line instead.

    Small drawings become SVG with real text, sharp at any size; those with thousands of marks
    become PNG at twice the screen's resolution. The same figure gives the same bytes. A wide
    figure with a layout engine (as `figures.canvas` makes it) is drawn a second time for narrow
    screens; any other scrolls there.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        What to show.
    alt : str
        What the figure says, for those who cannot see it: the finding, not the chart type alone.
    caption : str
        Printed below it.

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
            expected="alt='what the figure says'",
            do="Say in a sentence what one sees in it",
        )
    if fig.axes and all(_is_empty(ax) for ax in fig.axes):
        why = " ".join(words.get_text() for ax in fig.axes for words in ax.texts)
        line = f"No figure here. {why}".strip()
        show(f'<p class="cs-more">{html.escape(line)}</p>', line)
        _close(fig)
        return
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


def _source(fig: Figure) -> tuple[str, str]:
    """Return the picture as a data address, and its size as attributes."""
    kind, data = _picture(fig)
    width, height = _pixels(kind, data)
    source = f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"
    return source, f'width="{width}" height="{height}"'


def _narrow(fig: Figure) -> str:
    """Return the source for narrow screens, or nothing where the figure cannot be laid out anew."""
    width, height = fig.get_size_inches()
    if width <= NARROW_IN or fig.get_layout_engine() is None:
        return ""
    fig.set_size_inches(NARROW_IN, height)
    source, size = _source(fig)
    return f'<source media="{NARROW_SCREEN}" srcset="{source}" {size}>'


def _picture(fig: Figure) -> tuple[str, bytes]:
    import matplotlib

    if _marks(fig) <= MANY_MARKS:
        # hashsalt and no date: the same figure, the same bytes.
        with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "convostudy"}):
            svg = io.BytesIO()
            fig.savefig(svg, format="svg", metadata={"Date": None, "Creator": None}, **TIGHT)
        if svg.tell() <= LARGE_SVG:
            return "image/svg+xml", _PATH.sub(_rounded, svg.getvalue())
    png = io.BytesIO()
    fig.savefig(png, format="png", dpi=DPI, metadata={"Software": None}, **TIGHT)
    return "image/png", png.getvalue()


def _rounded(path: re.Match[bytes]) -> bytes:
    """Write the corners of a path to a hundredth of a point: nobody can see more."""
    return re.sub(rb"(\.\d\d)\d+", rb"\1", path[0])


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
