"""What an error in a cell of a notebook may say in a file: not what somebody wrote.

pandas, Arrow and Python quote the value that they stopped at, which may be a name or a message; a
status, a list of pages and a notebook that stopped are files, and files are passed on.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from convostudy import errors
from convostudy.project.paths import project_root

__all__ = ["code_words", "error_words", "without_quotes"]

#: What these say is made of code alone; and what our own say is written for files.
_OF_CODE = frozenset(
    {
        "AttributeError",
        "ImportError",
        "KeyboardInterrupt",
        "MemoryError",
        "ModuleNotFoundError",
        "NameError",
        "RecursionError",
        "UnboundLocalError",
        "ZeroDivisionError",
    }
) | {name for name in errors.__all__ if isinstance(getattr(errors, name), type)}
_LEFT_OUT = "(what it says is left out, since it may quote a message)"
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_LONGEST = 600
#: How the parts of a traceback begin that are code; all else may be what an error says.
_FRAME = re.compile(r"(?:Cell In|File (?!<)|-{5})")


def code_words(notebook: Any) -> frozenset[str]:
    """Return the words of a notebook's code, which its author wrote.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Any notebook.

    Returns
    -------
    frozenset of str
        In lower case.
    """
    sources = (cell.source for cell in notebook.cells if cell.cell_type == "code")
    return frozenset(word for source in sources for word in _words(source))


def error_words(kind: str, says: str, known: frozenset[str]) -> str:
    """Write an error as it may stand in a file.

    Parameters
    ----------
    kind : str
        Name of its class.
    says : str
        Its message.
    known : frozenset of str
        Words that are no secret: what says nothing else is kept.

    Returns
    -------
    str

    Examples
    --------
    >>> error_words("ZeroDivisionError", "division by zero", frozenset())
    'ZeroDivisionError: division by zero'
    >>> error_words("KeyError", "'shares'", frozenset({"scores", "shares"}))
    "KeyError: 'shares'"
    >>> error_words("ValueError", "no number: 'Ana Lopez'", frozenset({"scores"}))
    'ValueError (what it says is left out, since it may quote a message)'
    """
    says = errors.printable(re.sub(r"\s+", " ", says)).strip()
    if kind in _OF_CODE or known.issuperset(_words(says)):
        return f"{kind}: {says[:_LONGEST]}"
    return f"{kind} {_LEFT_OUT}"


def without_quotes(notebook: Any) -> None:
    """Take out of an executed notebook what its errors quote, and where this computer keeps files.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Changed in place.
    """
    known = code_words(notebook)
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if output.output_type == "error":
                told = error_words(output.ename, output.evalue, known)
                output.evalue = told.removeprefix(output.ename).removeprefix(":").strip()
                frames = [_COLOURS.sub("", part) for part in output.traceback]
                kept = [_shown(part) for part in frames if _FRAME.match(part)]
                output.traceback = [*kept, told]
            elif output.output_type == "stream" and output.name == "stderr":
                output.text = _shown(output.text)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _shown(text: str) -> str:
    """Write paths as `paths.shown` does: without the name of the computer's user."""
    return text.replace(f"{project_root()}/", "").replace(str(Path.home()), "~")
