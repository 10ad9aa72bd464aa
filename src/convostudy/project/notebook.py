"""The parameters of a notebook, read from its tagged cell without running it.

papermill itself only warns of a mistyped name and then runs all the same; here it is refused.
"""

from __future__ import annotations

import ast
import io
import json
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from convostudy.errors import BadParameter
from convostudy.project.annotation import misfit, plain
from convostudy.project.paths import nearest

__all__ = ["Declared", "check_given", "declared", "read_value"]

# Of these, a parameters cell may import what its annotations name.
_TYPING = ("typing", "datetime", "__future__")


@dataclass(frozen=True)
class Declared:
    """One parameter of a notebook.

    Parameters
    ----------
    name : str
        As assigned in the parameters cell.
    default : object
        The value it has there.
    annotation : str
        Its type as annotated, or empty.
    help : str
        The comment at the end of its line.
    """

    name: str
    default: Any
    annotation: str
    help: str


def declared(notebook: Path) -> dict[str, Declared]:
    """Return the parameters that a notebook declares, in order.

    They are the plain assignments in the cell tagged ``parameters``; later cells with the tag
    are ignored, as papermill does.

    Parameters
    ----------
    notebook : pathlib.Path
        An ``.ipynb`` file.

    Returns
    -------
    dict
        Name to `Declared`; empty when the notebook has no such cell.

    Raises
    ------
    BadParameter
        The file is no notebook, or its parameters cell is more than assignments of plain values.
    """
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError, TypeError, RecursionError) as reason:
        raise BadParameter(
            f"a file that is no notebook ({reason})",
            where=str(notebook),
            expected="an .ipynb file as JupyterLab saves it",
            do="Open it in JupyterLab and save it again",
        ) from reason
    tagged = [c for c in cells if "parameters" in c.get("metadata", {}).get("tags", [])]
    if not tagged:
        return {}
    source = tagged[0].get("source", "")
    return _read_cell("".join(source), notebook)


def _read_cell(source: str, notebook: Path) -> dict[str, Declared]:
    try:
        body = ast.parse(source).body
    except SyntaxError as reason:
        raise _bad_cell(f"a line that is no Python: {reason}", notebook) from reason
    comments = _comments(source)
    found: dict[str, Declared] = {}
    for node in body:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # a docstring
        if isinstance(node, ast.ImportFrom) and node.module in _TYPING:
            continue
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            name, annotation, value = node.target.id, ast.unparse(node.annotation), node.value
        elif (
            isinstance(node, ast.Assign)
            and len(node.targets) == 1
            and isinstance(node.targets[0], ast.Name)
        ):
            name, annotation, value = node.targets[0].id, "", node.value
        else:
            raise _bad_cell(f"line {node.lineno}, {ast.unparse(node)!r}", notebook)
        try:
            default = ast.literal_eval(value)
            json.dumps(default, allow_nan=False)
        except (ValueError, TypeError) as reason:
            found_here = f"{name} = {ast.unparse(value)}, which is no plain value"
            raise _bad_cell(found_here, notebook) from reason
        text = comments.get(node.end_lineno or node.lineno, "")
        found[name] = Declared(name, default, annotation, text)
    return found


def _comments(source: str) -> dict[int, str]:
    """Return the comment at the end of each line; `tokenize` knows a # in a string from one."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {
        t.start[0]: t.string.lstrip("# ").rstrip() for t in tokens if t.type == tokenize.COMMENT
    }


def _bad_cell(found: str, notebook: Path) -> BadParameter:
    return BadParameter(
        found,
        where=f"{notebook.name}, the cell tagged 'parameters'",
        expected="only lines such as no_reply_days: float = 14  # days of silence",
        do="Move anything else to the next cell",
    )


def check_given(
    given: Mapping[str, Any], known: Mapping[str, Declared], notebook: str
) -> dict[str, Any]:
    """Return the parameters for a run, refusing what the notebook does not declare.

    Parameters
    ----------
    given : mapping
        Name to value: text, numbers, booleans, None, and lists or dicts of them.
    known : mapping
        What `declared` returned.
    notebook : str
        Its name, for the error.

    Returns
    -------
    dict
        The values, tuples turned to lists and dates to ISO 8601 text.

    Raises
    ------
    BadParameter
        An unknown name (with the nearest one), a value that is not JSON, or one of a type that
        contradicts the annotation or the default.

    Examples
    --------
    >>> min_n = Declared("min_n", 20, "int", "groups below are shown as counts")
    >>> check_given({"min_n": 5}, {"min_n": min_n}, "demo")
    {'min_n': 5}
    >>> check_given({"min_m": 5}, {"min_n": min_n}, "demo")
    Traceback (most recent call last):
        ...
    convostudy.errors.BadParameter: notebook demo: found an unknown parameter 'min_m'. Expected:
    one of min_n. What to do: Did you mean 'min_n'?.
    """
    checked = {}
    for name, value in given.items():
        if name not in known:
            raise BadParameter(
                f"an unknown parameter {name!r}",
                where=f"notebook {notebook}",
                expected=f"one of {', '.join(known) or '(it declares none)'}",
                do=nearest(name, known) or "Choose one of these, or add it to the tagged cell",
            )
        held = plain(value)
        try:
            json.dumps(held, allow_nan=False)
        except (TypeError, ValueError) as reason:
            raise _wrong(
                name, value, "text, a number, true or false, or a list of them"
            ) from reason
        if expected := misfit(held, known[name].annotation, known[name].default):
            raise _wrong(name, value, f"{expected}: {known[name].help}".rstrip(": "))
        checked[name] = held
    return checked


def _wrong(name: str, value: Any, expected: str) -> BadParameter:
    return BadParameter(f"{name} = {value!r}", expected=expected, do="Correct the value")


def read_value(text: str) -> Any:
    """Read a value from the command line: a number, true, false, a list; else it is text.

    Parameters
    ----------
    text : str
        What stands after ``NAME=``.

    Returns
    -------
    object

    Examples
    --------
    >>> [read_value(t) for t in ("7", "0.5", "true", "none", "[24, 12]", "Europe/Paris", "'7'")]
    [7, 0.5, True, None, [24, 12], 'Europe/Paris', '7']
    """
    word = {"true": True, "false": False, "none": None, "null": None}
    if text.strip().lower() in word:
        return word[text.strip().lower()]
    try:
        return plain(ast.literal_eval(text.strip()))
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return text
