"""Text out of LinkedIn's own mark-up, and hands off what people type themselves."""

from __future__ import annotations

import html
import re

import pandas as pd

__all__ = ["to_text"]

_BLOCKS = "p|div|ul|ol|li|h[1-6]|blockquote|hr|tr|table"
_INLINE = "strong|em|b|i|u|s|a|span|font|sub|sup|img|td|th|tbody|code|pre"
_TAG = re.compile(rf"</?(?:{_BLOCKS}|{_INLINE}|br)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BREAK = re.compile(rf"<br(?:\s[^<>]*)?/?>|</(?:{_BLOCKS})>|<hr(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ITEM = re.compile(r"<li(?:\s[^<>]*)?>", re.IGNORECASE)
_CUT = re.compile(rf"<(?:{_BLOCKS}|{_INLINE}|br)\s[^<>]*$", re.IGNORECASE)
_LINK = re.compile(
    r"<a\s[^<>]*?href=[\"']([^\"'<>]*)[\"'][^<>]*>((?:(?!<a\s).)*?)</a>",
    re.IGNORECASE | re.DOTALL,
)
# Mark-up, not a person typing "<b>": it opens the message, or something is closed or broken.
_MARKED_UP = rf"(?i)^\s*<(?:{_BLOCKS}|br)[\s/>]|</(?:{_BLOCKS}|{_INLINE})>|<br\s*/?>"


def to_text(contents: pd.Series, marked: pd.Series | None = None) -> pd.Series:
    r"""Turn mark-up into text where a message is mark-up, and leave every other as it is.

    Known tags go, block tags become line breaks, a link keeps its address behind its words,
    entities are resolved. Tags nobody knows (``<company>``, ``<3``) stay: people type them.
    Run twice, because a body can hold mark-up that was escaped once more; a tag cut off at the
    end of a message goes too.

    Parameters
    ----------
    contents : pandas.Series
        As exported.
    marked : pandas.Series of bool, optional
        Which hold a ``<``, where that is known already.

    Returns
    -------
    pandas.Series

    Examples
    --------
    >>> to_text(pd.Series(["<p>Hi <em>you</em>,</p><p>Q&amp;A?</p>", "a <b and b> c"])).tolist()
    ['Hi you,\nQ&A?', 'a <b and b> c']
    """
    marked = contents.str.contains("<", regex=False) if marked is None else marked.copy()
    if marked.any():
        marked[marked] = contents[marked].str.contains(_MARKED_UP, regex=True)
    if not marked.any():
        return contents
    out = contents.copy()
    # A loop over the few messages in mark-up: the steps depend on one another.
    out[marked] = [_text(content) for content in contents[marked]]
    return out


def _text(content: str) -> str:
    for _ in range(2):
        content = _LINK.sub(_linked, content)
        content = _ITEM.sub("- ", content)
        content = _TAG.sub("", _BREAK.sub("\n", content))
        content = _CUT.sub("", content)
        content = html.unescape(content)
    content = content.replace("\u00a0", " ")
    content = "\n".join(line.strip(" \t") for line in content.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", content).strip()


def _linked(link: re.Match[str]) -> str:
    address, words = link[1].strip(), link[2]
    if not address or address in words:
        return words
    return f"{words} ({address})"
