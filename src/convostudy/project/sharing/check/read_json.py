"""JSON from a stranger: bounded, each name once, no numbers that JSON does not know."""

from __future__ import annotations

import json
from typing import Any

from convostudy.project.sharing.check.fault import Fault

__all__ = ["MAX_JSON_BYTES", "read_json"]

MAX_JSON_BYTES = 20 * 2**20


def read_json(name: str, content: bytes) -> tuple[Any, list[Fault]]:
    """Read a JSON file, or say why not.

    Parameters
    ----------
    name : str
        Of the file.
    content : bytes
        What is in it.

    Returns
    -------
    Any, list of Fault
        What it holds (None where it cannot be read), and what is wrong.

    Examples
    --------
    >>> read_json("a.json", b'{"a": 1, "a": 2}')[1][0].found
    'JSON with one name twice'
    """
    if len(content) > MAX_JSON_BYTES:
        return None, [Fault(name, f"{len(content):,} bytes", f"at most {MAX_JSON_BYTES:,}")]
    try:
        return json.loads(content, object_pairs_hook=_once, parse_constant=_no_number), []
    except _Twice:
        return None, [Fault(name, "JSON with one name twice", "each name once")]
    except RecursionError:
        return None, [Fault(name, "JSON nested too deeply", "a few levels")]
    except json.JSONDecodeError as reason:
        return None, [Fault(name, "text that is no JSON", "JSON", reason.lineno)]
    except (ValueError, UnicodeDecodeError):
        return None, [Fault(name, "text that is no JSON", "JSON in UTF-8")]


class _Twice(ValueError):
    """One name stands twice: which of the two holds would depend on who reads it."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    held = dict(pairs)
    if len(held) < len(pairs):
        raise _Twice
    return held


def _no_number(said: str) -> Any:
    raise ValueError(said)
