"""Does a value fit the type that a notebook declares for it?

Understood are ``bool, int, float, str, list, dict, None, Any``, what they hold (``list[int]``),
``Literal[...]``, ``Optional``, ``Union`` and ``|``, and ``date`` and ``datetime``, whose values
are ISO 8601 text. An annotation in quotes is read like one without.
"""

from __future__ import annotations

import ast
from datetime import date, datetime
from typing import Any

from convostudy.project.paths import nearest

__all__ = ["misfit", "plain"]

# An int is welcome where a float is meant; a bool is no number here.
_TYPES: dict[str, tuple[type, ...]] = {
    "bool": (bool,),
    "int": (int,),
    "float": (float, int),
    "str": (str,),
    "list": (list,),
    "dict": (dict,),
    "None": (type(None),),
}
_DATES = {
    "date": (date, "a day such as 2025-03-01"),
    "datetime": (datetime, "an instant such as 2025-03-01T18:30+01:00"),
}


def plain(value: Any) -> Any:
    """Turn tuples to lists and dates to text: papermill makes text of the one, fails on the other.

    Parameters
    ----------
    value : object
        As given.

    Returns
    -------
    object

    Examples
    --------
    >>> plain((1, date(2025, 3, 1)))
    [1, '2025-03-01']
    """
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if type(value) in (date, datetime):
        return value.isoformat()
    return value


def misfit(value: Any, annotation: str, default: Any) -> str:
    """Say what was expected of a value that does not fit; nothing if it does.

    Parameters
    ----------
    value : object
        Made `plain` before.
    annotation : str
        The declared type; one that is not understood fits all.
    default : object
        Its type counts where none is declared.

    Returns
    -------
    str

    Examples
    --------
    >>> misfit("2025-13-01", "date", None)
    'a day such as 2025-03-01'
    >>> misfit("weakly", "Literal['weekly', 'daily']", "daily")
    "'weekly' or 'daily'. Did you mean 'weekly'?"
    >>> misfit([1, "2"], "list[int]", [])
    'list[int]'
    >>> misfit(3, "int | None", None)
    ''
    """
    if not annotation:
        if default is None or type(plain(default)).__name__ not in _TYPES:
            return ""
        annotation = type(plain(default)).__name__
    try:
        wanted = ast.parse(annotation, mode="eval").body
    except SyntaxError:
        return ""
    return "" if _fits(value, wanted) else _expected(value, wanted)


def _fits(value: Any, wanted: ast.expr) -> bool:
    choices = _choices(wanted)
    if choices:
        return any(_fits(value, choice) for choice in choices)
    literals = _literals(wanted)
    if literals is not None:
        return any(type(value) is type(one) and value == one for one in literals)
    name = _name(wanted)
    if name in _DATES:
        return _is_date(value, _DATES[name][0])
    if name not in _TYPES:
        return True
    if type(value) not in _TYPES[name]:
        return False
    inner = _inner(wanted)
    if name == "list" and inner:
        return all(_fits(held, inner[0]) for held in value)
    if name == "dict" and len(inner) == 2:
        return all(_fits(k, inner[0]) and _fits(v, inner[1]) for k, v in value.items())
    return True


def _choices(wanted: ast.expr) -> list[ast.expr]:
    """Return the alternatives of a union; none for anything else."""
    if isinstance(wanted, ast.Constant) and isinstance(wanted.value, str):
        try:
            return [ast.parse(wanted.value, mode="eval").body]
        except SyntaxError:
            return []
    if isinstance(wanted, ast.BinOp) and isinstance(wanted.op, ast.BitOr):
        return [wanted.left, wanted.right]
    if _name(wanted) == "Union":
        return _inner(wanted)
    if _name(wanted) == "Optional":
        return [*_inner(wanted), ast.Constant(None)]
    return []


def _literals(wanted: ast.expr) -> list[Any] | None:
    if isinstance(wanted, ast.Constant) and wanted.value is None:
        return [None]
    if not isinstance(wanted, ast.Subscript) or _name(wanted) != "Literal":
        return None
    try:
        return [ast.literal_eval(one) for one in _inner(wanted)]
    except ValueError:
        return None


def _inner(wanted: ast.expr) -> list[ast.expr]:
    """Return what stands in the brackets."""
    if not isinstance(wanted, ast.Subscript):
        return []
    return wanted.slice.elts if isinstance(wanted.slice, ast.Tuple) else [wanted.slice]


def _name(wanted: ast.expr) -> str:
    """Return the bare name: ``Literal`` of ``typing.Literal["a"]``."""
    if isinstance(wanted, ast.Subscript):
        wanted = wanted.value
    if isinstance(wanted, ast.Attribute):
        return wanted.attr
    return wanted.id if isinstance(wanted, ast.Name) else ""


def _is_date(value: Any, kind: type[date]) -> bool:
    """Take ISO 8601 alone: 06/01/2025 is June in one country and January in another."""
    if not isinstance(value, str):
        return False
    try:
        kind.fromisoformat(value)
    except ValueError:
        return False
    return kind is datetime or len(value) == len("2025-03-01")


def _expected(value: Any, wanted: ast.expr) -> str:
    leaves = [part for part in _leaves(wanted) if _literals(part) != [None]]
    literals = [one for part in leaves for one in _literals(part) or []]
    days = [_DATES[_name(part)][1] for part in leaves if _name(part) in _DATES]
    if not literals and not days:
        return ast.unparse(wanted).strip("'\"")
    texts = [one for one in literals if isinstance(one, str) and one]
    guess = nearest(value, texts) if isinstance(value, str) else ""
    said = " or ".join([*days, *(repr(one) for one in literals)])
    return f"{said}. {guess}" if guess else said


def _leaves(wanted: ast.expr) -> list[ast.expr]:
    choices = _choices(wanted)
    return [leaf for part in choices for leaf in _leaves(part)] if choices else [wanted]
