"""What a message only repeats: quoted lines, and the message that a mail drags along.

Quoted are lines behind a ``>``, with the line that says who wrote them ("On Tuesday Ana wrote:"),
and all that follows "----- Original Message -----". A line such as ``> 50`` or ``>:(`` is not.
"""

from __future__ import annotations

import re

import pandas as pd
import pyarrow.compute as pc

from convostudy.language.arrow import arrow_texts

__all__ = ["MAY_QUOTE", "own_words", "quoted_stretches", "without_quoted"]

#: What a text with quoted lines holds, for one look over a column (RE2).
MAY_QUOTE = r"(?:^|\n)[ \t]*>|--[ \t]*(?i:original|forwarded) (?i:message)"

# Lines behind ">", with the blank lines between them.
_BLOCK = re.compile(r"^(?:[ \t]*>.*(?:\n|\Z)(?:[ \t]*\n(?=[ \t]*>))?)+", re.MULTILINE)
# More than a number or a smiley stands behind the ">" of one of them.
_WORDS = re.compile(r"^[ \t]*(?:>[ \t]*)+(?:[^\W\d_]|[\"'“‘«(\[*¿¡…]|\d.*\?[ \t]*$)", re.MULTILINE)
# Written by the mail program, in its language; it may break the line.
_WROTE = re.compile(
    r"(?:^(?:On|Am|El|Le|Il|Op|Em|Den)\b.*\n)?^.*"
    r"\b(?:wrote|schrieb|escribió|a écrit|ha scritto|schreef|escreveu|skrev)\b.*:\s*\Z",
    re.MULTILINE | re.IGNORECASE,
)
_REACH = 300  # letters before a block in which that line is looked for
_DIVIDER = re.compile(
    r"^[ \t]*-{2,}[ \t]*(?:original|forwarded) message\b", re.MULTILINE | re.IGNORECASE
)


def own_words(texts: pd.Series) -> pd.Series:
    r"""Blank out what texts quote, every other character in its place.

    Parameters
    ----------
    texts : pandas.Series
        As written; a missing text stays missing.

    Returns
    -------
    pandas.Series
        Same index; quoted letters are spaces, line breaks stay, so that offsets hold.

    Examples
    --------
    >>> own_words(pd.Series(["> Do you use it?\nYes", "> 50", None])).tolist()
    ['                \nYes', '> 50', nan]
    """
    hits = pc.match_substring_regex(arrow_texts(texts), MAY_QUOTE).to_numpy(zero_copy_only=False)
    if not hits.any():
        return texts
    made = texts.copy()
    made[hits] = [without_quoted(text) for text in texts[hits].tolist()]
    return made


def without_quoted(text: str) -> str:
    """Blank out what one text quotes, see `own_words`."""
    for start, end in quoted_stretches(text):
        text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    return text


def quoted_stretches(text: str) -> list[tuple[int, int]]:
    r"""Return where a text quotes, in order.

    Parameters
    ----------
    text : str
        As written.

    Returns
    -------
    list of (int, int)
        Start and end; a run of quoted lines is one stretch, which ends behind its last line break.

    Examples
    --------
    >>> quoted_stretches("> When?\nIn May.\n> Where?\nGhent")
    [(0, 8), (16, 25)]
    """
    divider = _DIVIDER.search(text)
    end = divider.start() if divider else len(text)
    found = []
    for block in _BLOCK.finditer(text, 0, end):
        if _WORDS.search(block.group()):
            begin = max(0, block.start() - _REACH)
            intro = _WROTE.search(text[begin : block.start()])
            found.append((begin + intro.start() if intro else block.start(), block.end()))
    if divider:
        found.append((end, len(text)))
    return found
