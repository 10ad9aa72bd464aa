"""What the package's source code calls and imports, read without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SRC = Path(__file__).parents[1] / "src" / "convostudy"


@dataclass(frozen=True)
class Call:
    """A call ``receiver.name(...)``: of the receiver the last name alone, none for a function."""

    file: str
    line: int
    receiver: str
    name: str
    node: ast.Call

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.receiver}.{self.name}"


@cache
def _texts() -> dict[str, str]:
    return {p.relative_to(SRC).as_posix(): p.read_text("utf-8") for p in SRC.rglob("*.py")}


@cache
def _tree(file: str) -> ast.Module:
    return ast.parse(_texts()[file])


def _nodes(*words: str) -> Iterator[tuple[str, ast.AST]]:
    """Parse the files alone that hold one of the words: all would take seconds."""
    for file, text in sorted(_texts().items()):
        if any(word in text for word in words):
            yield from ((file, node) for node in ast.walk(_tree(file)))


def calls(*names: str) -> list[Call]:
    """Return the calls of these names, whatever they are called on."""
    found = []
    for file, node in _nodes(*names):
        if isinstance(node, ast.Call):
            of = node.func
            name = of.attr if isinstance(of, ast.Attribute) else getattr(of, "id", "")
            on = of.value if isinstance(of, ast.Attribute) else None
            receiver = on.attr if isinstance(on, ast.Attribute) else getattr(on, "id", "")
            if name in names:
                found.append(Call(file, node.lineno, receiver, name, node))
    return found


def importers(*modules: str) -> set[tuple[str, str]]:
    """Return (file, module) of who imports one of these modules, or something out of it."""
    found = set()
    for file, node in _nodes(*modules):
        named = []
        if isinstance(node, ast.Import):
            named = [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            named = [f"{node.module}.{name.name}" for name in node.names]
        for module in modules:
            if any(name == module or name.startswith(f"{module}.") for name in named):
                found.add((file, module))
    return found
