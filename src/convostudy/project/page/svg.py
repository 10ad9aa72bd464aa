"""Drawings as small as they can be: what nobody can see is not written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["address", "slim"]

SVG, XLINK = "http://www.w3.org/2000/svg", "{http://www.w3.org/1999/xlink}href"
# Coordinates are points, so a tenth is less than a pixel; a mark is drawn many times, and finer.
TENTH, HUNDREDTH = 10, 100
_POINTED = re.compile(r"#([\w.-]+)")
_NUMBER = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")
_TURNED_BY_NOTHING = re.compile(r"(?<!\s)\s*rotate\(-?0 [^)]*\)")
_FONTS = re.compile(r"font-family: [^;]*;? ?")
_FONT_SIZE = re.compile(r"font: ([\d.]+px) [^;]*")


def slim(svg: bytes) -> bytes:
    """Write a drawing of matplotlib's in a fifth of the bytes, to the same picture.

    Paths run by steps, not by places, to a tenth of a point; what looks alike shares a style.

    Parameters
    ----------
    svg : bytes
        As `matplotlib.figure.Figure.savefig` writes it, text as text.

    Returns
    -------
    bytes

    Examples
    --------
    >>> line = '<path d="M 1 2 L 3.04 2 L 3.04 5 z" style="fill: none"/>'
    >>> slim(f'<svg xmlns="{SVG}"><g id="line_1">{line}</g></svg>'.encode()).decode()
    '<svg xmlns="http://www.w3.org/2000/svg"><path d="M1 2h2v3z" style="fill:none"/></svg>'
    """
    from xml.etree import ElementTree

    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(svg)
    for gone in root.findall(f"{{{SVG}}}metadata"):
        root.remove(gone)
    _shorten_names(root)
    for element in root.iter():
        element.text = (
            element.text.strip() if element.text and not _is_text(element) else element.text
        )
        element.tail = (
            None if not _is_text(element) or element.tag.endswith("}text") else element.tail
        )
    marks = {id(e) for defs in root.iter(f"{{{SVG}}}defs") for e in defs.iter()}
    for element in root.iter():
        _round(element, HUNDREDTH if id(element) in marks else TENTH)
    _unwrap(root)
    _drop_what_is_hidden(root)
    _share_styles(root)
    slimmed: bytes = ElementTree.tostring(root, encoding="utf-8")
    return slimmed.replace(b" />", b"/>")


def address(svg: bytes) -> str:
    """Return a drawing as a data address, fit for ``src`` and for ``srcset``.

    Parameters
    ----------
    svg : bytes
        The drawing.

    Returns
    -------
    str

    Examples
    --------
    >>> address(b"<svg a='1 2'/>")
    "data:image/svg+xml,%3Csvg%20a='1%202'/%3E"
    """
    # Quotes of the other kind need no escape in an attribute; a blank would end it in a srcset.
    return "data:image/svg+xml," + quote(svg.replace(b'"', b"'"), safe="'/:;=,!*+-._~@?|$")


def _is_text(element: Element) -> bool:
    return element.tag in (f"{{{SVG}}}text", f"{{{SVG}}}tspan")


def _shorten_names(root: Element) -> None:
    """Keep the names that something points to, in a letter or two."""
    pointed = Counter(
        name
        for element in root.iter()
        for value in element.attrib.values()
        for name in _POINTED.findall(value)
    )
    held = {e.get("id") for e in root.iter()}
    short = {name: f"i{n:x}" for n, name in enumerate(p for p in pointed if p in held)}
    for element in root.iter():
        name = element.attrib.pop("id", None)
        if name in short:
            element.set("id", short[name])
        if XLINK in element.attrib:
            element.set("href", element.attrib.pop(XLINK))
        for key, value in element.attrib.items():
            if "#" in value:
                element.set(key, _POINTED.sub(lambda m: "#" + short.get(m[1], m[1]), value))


def _round(element: Element, scale: int) -> None:
    """Write the numbers of an element as short as can be."""
    for key, value in list(element.attrib.items()):
        if key == "d":
            element.set(key, "".join(_steps(value, scale)))
        elif key == "transform":
            turned = _TURNED_BY_NOTHING.sub("", value).strip()
            if not turned:
                del element.attrib[key]
            elif "scale" not in turned and "matrix" not in turned:
                element.set(
                    key, _NUMBER.sub(lambda m: _short(round(float(m[0]) * 100), 100), turned)
                )
        elif key in ("x", "y") or (key in ("width", "height") and value.replace(".", "").isdigit()):
            element.set(key, _short(round(float(value) * scale), scale))
        elif key == "style":
            element.set(key, re.sub(r"([:;]) ", r"\1", _font(value)))


def _font(style: str) -> str:
    """Leave the fonts to the root, which names them once."""
    return _FONTS.sub("", _FONT_SIZE.sub(r"font-size: \1", style)).rstrip("; ")


def _steps(path: str, scale: int) -> Iterator[str]:
    """Write a path of places (M, L, C, Q, z) by steps, leaving out those that go nowhere."""
    x = y = from_x = from_y = 0
    held, drawn = (0, 0), True
    for command, places in re.findall(r"([MLCQZz])([^MLCQZz]*)", path):
        at = [round(float(n) * scale) for n in _NUMBER.findall(places)]
        step = (at[0] - x, at[1] - y) if command == "L" else None
        if step and (held == (0, 0) or _goes_on(held, step)):
            held = (held[0] + step[0], held[1] + step[1])
        else:
            if held != (0, 0) or not drawn:
                yield _line(*held, scale)
            held, drawn = step or (0, 0), True
        if command in "Zz":
            x, y = from_x, from_y
            yield "z"
            continue
        if command == "M":
            from_x, from_y = at[0], at[1]
            yield "M" + _join(at, scale)
        elif command == "L":
            drawn = held != (0, 0)
        else:
            steps = [n - (y if odd % 2 else x) for odd, n in enumerate(at)]
            yield command.lower() + _join(steps, scale)
        x, y = at[-2], at[-1]
    if held != (0, 0) or not drawn:
        yield _line(*held, scale)


def _goes_on(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tell whether a step across, or up, goes on in the direction of the one before."""
    return (one[0] == other[0] == 0 and one[1] * other[1] >= 0) or (
        one[1] == other[1] == 0 and one[0] * other[0] >= 0
    )


def _line(dx: int, dy: int, scale: int) -> str:
    if dx and dy:
        return "l" + _join([dx, dy], scale)
    return f"v{_short(dy, scale)}" if dy else f"h{_short(dx, scale)}"


def _join(numbers: list[int], scale: int) -> str:
    """Write numbers side by side; a minus parts them as well as a blank."""
    return " ".join(_short(n, scale) for n in numbers).replace(" -", "-")


def _short(n: int, scale: int) -> str:
    words = f"{n / scale:.2f}".rstrip("0").rstrip(".")
    return re.sub(r"^(-?)0\.", r"\1.", words) if words not in ("-0", "") else "0"


def _unwrap(parent: Element) -> None:
    """Put the children of a group that says nothing in its place; drop what holds nothing."""
    kept: list[Element] = []
    for child in parent:
        _unwrap(child)
        bare = child.tag in (f"{{{SVG}}}g", f"{{{SVG}}}defs") and not child.attrib
        empty = not len(child) and not (child.text or "").strip()
        if child.tag == f"{{{SVG}}}g" and bare:
            kept.extend(child)
        elif not (bare and empty):
            kept.append(child)
    parent[:] = kept


def _drop_what_is_hidden(parent: Element) -> None:
    """Drop a mark that lies on its like; where they are sheer, two show darker than one."""
    seen: set[tuple[tuple[str, str], ...]] = set()
    for child in list(parent):
        _drop_what_is_hidden(child)
        if child.tag != f"{{{SVG}}}use" or "opacity" in child.get("style", ""):
            continue
        what = tuple(sorted(child.attrib.items()))
        if what in seen:
            parent.remove(child)
        seen.add(what)


def _share_styles(root: Element) -> None:
    """Give styles that recur a name, and say them once."""
    from xml.etree.ElementTree import Element as Made

    used = Counter(e.get("style", "") for e in root.iter())
    often = [style for style, n in used.most_common() if style and n > 1]
    names = {style: f"s{n:x}" for n, style in enumerate(often)}
    for element in root.iter():
        style = element.attrib.pop("style", "")
        if style in names:
            element.set("class", names[style])
        elif style:
            element.set("style", style)
    rules = "".join(f".{name}{{{style}}}" for style, name in names.items())
    has_text = any(_is_text(e) for e in root.iter())
    fonts = "text{font-family:'DejaVu Sans',Verdana,Arial,sans-serif}" if has_text else ""
    sheet = root.find(f".//{{{SVG}}}style")
    if sheet is None and (rules or fonts):
        sheet = Made(f"{{{SVG}}}style")
        root.insert(0, sheet)
    if sheet is not None:
        sheet.attrib.clear()
        sheet.text = re.sub(r"\s*([:;{},])\s*", r"\1", sheet.text or "") + fonts + rules
