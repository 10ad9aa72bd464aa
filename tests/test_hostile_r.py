r"""Hostile words for regular expressions (R): each of ours takes a second at most for 100 kB.

By default a pattern looks on from each place where it may begin: `^([\w.+-]+)+@` takes 38 seconds
for 25 letters, and `\s*\n` a minute for 100 kB of blanks. Patterns of pandas' texts run on RE2,
which knows no such thing, unless they look behind.
"""

import importlib
import inspect
import pkgutil
import re
import signal
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import convostudy
from convostudy.sources.linkedin.html import to_text

LONG = 100_000
#: A shorter text first, and in how many seconds what takes one for the long text reads it, if its
#: cost grows with the square of the length: most are quicker by far.
FIRST = ((4_000, 0.0015), (16_000, 0.025))
#: How those are used that another function is handed, or that stand in a table.
HANDED_ON = {"convostudy.language.questions.stopped._statements": ("match",)}
METHODS = ("match", "fullmatch", "search", "sub", "split", "findall", "finditer")
# What is repeated: single signs, and what our patterns look for. \s is a blank.
_SIGNS = r"""
a @ . 7 ( " ' < - ? A $ a@ a. 1, )( http:// www. <a 1990 +1( ?! &amp; \n \t \s \n\s \n\t
"""
_WORDS = r"""
a\s you\s and\s A.\s Anna\s word,\s 1\s it's\s do\syou\s is\s I\s the\s $1\s hi\sAnna,\s <p>\s
<a\shref="">x a@.\s7(\n"
"""
UNITS = [*_SIGNS.split(), *_WORDS.split()]


def _text(unit: str, length: int) -> str:
    unit = unit.replace("\\n", "\n").replace("\\t", "\t").replace("\\s", " ")
    return (unit * (length // len(unit) + 1))[:length]


def _modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(convostudy.__path__, "convostudy."):
        if "__main__" not in found.name and not found.name.startswith("convostudy.training"):
            yield importlib.import_module(found.name)


def _within(held: Any, depth: int = 3) -> Iterator[re.Pattern[Any]]:
    """Yield the patterns in a value: itself, or what a container or a small class of ours holds."""
    if isinstance(held, re.Pattern):
        yield held
    elif depth and isinstance(held, dict):
        for value in held.values():
            yield from _within(value, depth - 1)
    elif depth and isinstance(held, (tuple, list, set, frozenset)):
        for value in held:
            yield from _within(value, depth - 1)
    elif depth and type(held).__module__.startswith("convostudy") and hasattr(held, "__dict__"):
        yield from _within(vars(held), depth - 1)


def _made_by(function: Any) -> Any:
    """Return what a function without arguments that makes patterns makes; nothing of another."""
    says = str(getattr(function, "__annotations__", {}).get("return", ""))
    if "Pattern" not in says:
        return None
    needed = [p for p in inspect.signature(function).parameters.values() if p.default is p.empty]
    return None if needed else function()


@cache
def _patterns() -> dict[tuple[str | bytes, int], tuple[re.Pattern[Any], str, tuple[str, ...]]]:
    """Return every pattern with its place, and how it is used as far as its file says so."""
    found = {}
    for module in _modules():
        source = Path(module.__file__).read_text("utf-8")
        for name, held in list(vars(module).items()):
            ours = getattr(held, "__module__", module.__name__) == module.__name__
            made = _made_by(held) if callable(held) and ours else None
            for pattern in [*_within(held), *_within(made)]:
                used = re.findall(rf"\b{re.escape(name)}(?:\(\))?\.({'|'.join(METHODS)})\(", source)
                key = (pattern.pattern, pattern.flags)
                known = found.get(key, (pattern, "", ()))[2]
                where = f"{module.__name__}.{name}"
                found[key] = (pattern, where, tuple(sorted({*known, *used})))
    return found


class _TooLong(BaseException):
    pass


def _seconds(pattern: re.Pattern[Any], how: str, unit: str, length: int, most: float) -> float:
    text: Any = _text(unit, length)
    text = text.encode() if isinstance(pattern.pattern, bytes) else text
    return _timed(lambda: _run(pattern, how, text), most)


def _timed(do: Callable[[], object], most: float) -> float:
    """Return the seconds of the processor that something takes; infinity past the most."""

    def stop(*given: object) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    began = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, most)
    try:
        do()
    except _TooLong:
        return float("inf")
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return time.process_time() - began


def _run(pattern: re.Pattern[Any], how: str, text: Any) -> object:
    if how == "sub":
        return pattern.sub(text[:0], text)
    if how == "finditer":
        return sum(1 for _ in pattern.finditer(text))
    return getattr(pattern, how)(text)


def _slow(pattern: re.Pattern[Any], methods: tuple[str, ...]) -> tuple[str, str] | None:
    """Return a unit and a method with which a pattern takes more than a second, if there is one."""
    for unit in UNITS:
        for how in methods or ("finditer",):
            if any(_seconds(pattern, how, unit, n, 0.1) < quick for n, quick in FIRST):
                continue
            if _seconds(pattern, how, unit, LONG, 1.0) > 1:
                return unit, how
    return None


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no clock of the processor here")
def test_every_pattern_is_quick_for_any_text() -> None:
    patterns = _patterns()
    assert len(patterns) > 150
    slow = {
        w: found
        for p, w, methods in patterns.values()
        if (found := _slow(p, HANDED_ON.get(w, methods)))
    }
    assert slow == {}


def test_a_pattern_that_is_not_is_found() -> None:
    """Else the test above would pass on anything."""
    assert _slow(re.compile(r"^([\w.+-]+)+@"), ("match",))
    assert _slow(re.compile(r"[ \t]*\n"), ("search",)) == ("\\t", "search")


# What is no pattern of its own, and yet runs one step after the other over a message.
@pytest.mark.parametrize(
    "unit", ["\\s", "<p>\\s", " \\n", '<a href="">', "<a href='", "&amp;lt;", "</p>"]
)
def test_mark_up_is_read_in_no_time(unit: str) -> None:
    import pandas as pd

    texts = pd.Series(["<p>" + _text(unit, LONG)])
    assert _timed(lambda: to_text(texts), 3.0) < 3
