"""What can go wrong, said so that one knows what to do.

Every error of the package is a `ConvostudyError`, and each is also a `ValueError`. Its text
answers four questions: what was found, where, what was expected, and what to do now.
"""

from __future__ import annotations

import re

__all__ = [
    "BadExport",
    "BadParameter",
    "BadTable",
    "ConvostudyError",
    "EstimateRefused",
    "MissingTool",
    "ReportFailed",
    "UnknownExport",
    "counted",
    "percent",
    "printable",
    "unquoted",
]

# Letters that move a cursor, colour a terminal, turn the letters after them round, or are none:
# names of files and people come from strangers.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


class ConvostudyError(ValueError):
    """Base class of everything that convostudy raises on purpose.

    Parameters
    ----------
    found : str
        What was found, as a clause.
    where : str, optional
        The file, line, table or column in which it was found.
    expected : str, optional
        What was expected instead.
    do : str, optional
        What the reader of the message can do now.

    Examples
    --------
    >>> print(ConvostudyError("3 columns", where="a.csv", expected="7 to 13", do="Ask again"))
    a.csv: found 3 columns. Expected: 7 to 13. What to do: Ask again.
    """

    def __init__(self, found: str, *, where: str = "", expected: str = "", do: str = "") -> None:
        found, where, expected, do = map(printable, (found, where, expected, do))
        self.found, self.where, self.expected, self.do = found, where, expected, do
        text = f"{where}: found {found.rstrip('.')}." if where else f"Found {found.rstrip('.')}."
        if expected:
            text += f" Expected: {expected.rstrip('.')}."
        if do:
            text += f" What to do: {do.rstrip('.')}."
        super().__init__(text)


class UnknownExport(ConvostudyError):
    """No source recognised the file: it is not an export we know."""


class BadExport(ConvostudyError):
    """The export was recognised but cannot be read: truncated, locked, empty, undated."""


class BadTable(ConvostudyError):
    """A frame is not the table that it was given as."""


class BadParameter(ConvostudyError):
    """A parameter has an unknown name, a wrong type or a value that makes no sense."""


class EstimateRefused(ConvostudyError):
    """The data cannot carry this estimate; a number would mislead."""


class ReportFailed(ConvostudyError):
    """A notebook stopped before its end."""


class MissingTool(ConvostudyError):
    """An optional program or package is needed here and is not installed."""


def counted(number: int, noun: str, plural: str = "") -> str:
    """Put a number before its noun.

    Parameters
    ----------
    number : int
        How many.
    noun, plural : str
        One, and several (``noun`` + s when left out).

    Returns
    -------
    str

    Examples
    --------
    >>> counted(1, "thread"), counted(1204, "reply", "replies")
    ('1 thread', '1,204 replies')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def printable(text: str) -> str:
    r"""Put a replacement character for each letter that a terminal or a drawing would obey.

    Parameters
    ----------
    text : str
        Any text; tabs and line breaks stay.

    Returns
    -------
    str

    Examples
    --------
    >>> printable("\x1b[2Jevil\u202efdp.exe")
    '�[2Jevil�fdp.exe'
    """
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def unquoted(reason: BaseException) -> str:
    """Say of an unforeseen error what it is and where in our code it came up, not what it says.

    pandas, Arrow and json quote the row that they stopped at; what they say may reach a log.

    Parameters
    ----------
    reason : BaseException
        As it was caught.

    Returns
    -------
    str

    Examples
    --------
    >>> try:
    ...     float("Ana's number")
    ... except ValueError as reason:
    ...     print(unquoted(reason).split(" ")[0])
    ValueError
    """
    import traceback
    from pathlib import Path

    frames = traceback.extract_tb(reason.__traceback__)
    ours = [f for f in frames if Path(f.filename).is_relative_to(Path(__file__).parent)]
    at = next(reversed(ours or frames), None)
    place = f" in {Path(at.filename).name}, line {at.lineno}" if at else ""
    return f"{type(reason).__name__}{place}"


def percent(share: float) -> str:
    """Write a share in per cent, with a blank before the sign; a dash when it is not known.

    Parameters
    ----------
    share : float
        0 to 1, or missing.

    Returns
    -------
    str

    Examples
    --------
    >>> percent(0.304), percent(float("nan"))
    ('30 %', '–')
    """
    # Here, since the command line starts without pandas.
    import pandas as pd

    return "–" if pd.isna(share) else f"{100 * share:.0f} %"
