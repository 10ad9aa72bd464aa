"""What lists say in a line: of a study how much talk there is in it, of a page its title."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from convostudy.errors import counted
from convostudy.project.study import Study

__all__ = ["described", "page_title", "talk_words"]


def described(study: Study) -> dict[str, Any]:
    """Count the talk of a study as its pages count it.

    Campaign mail and invitation notes are read, too, but they are no talk; nor is a thread that
    holds nothing else.

    Parameters
    ----------
    study : Study
        As it was measured for the pages.

    Returns
    -------
    dict
        ``n_messages``, ``n_threads`` and, of these, ``n_groups``; None where it is not measured.
        ``is_simulated``: the export says that nobody wrote its messages.
    """
    counts: dict[str, Any] = dict.fromkeys(("n_messages", "n_threads", "n_groups"))
    if (study.path / "threads").is_dir():
        threads = study.threads
        spoken = threads[threads["n_messages"] > 0]
        counts = {
            "n_messages": int(spoken["n_messages"].sum()),
            "n_threads": len(spoken),
            "n_groups": int(spoken["is_group"].sum()),
        }
    return {**counts, "is_simulated": bool((study.assumptions["about"] == "simulated").any())}


def talk_words(of: Mapping[str, Any]) -> str:
    """Write the counts as the opening of a page does.

    Parameters
    ----------
    of : mapping
        What `described` returned, or the same from ``run.json``.

    Returns
    -------
    str
        Empty where they are not known.

    Examples
    --------
    >>> talk_words({"n_messages": 1787, "n_threads": 308, "n_groups": 3})
    '1,787 messages in 305 two-person threads and 3 groups'
    >>> talk_words({"n_messages": 2028, "n_threads": 327})
    ''
    """
    numbers = [of.get(name) for name in ("n_messages", "n_threads", "n_groups")]
    if not all(isinstance(number, int) for number in numbers):
        return ""
    n_messages, n_threads, n_groups = (int(number or 0) for number in numbers)
    groups = f" and {counted(n_groups, 'group')}" if n_groups else ""
    pairs = counted(n_threads - n_groups, "two-person thread")
    return f"{counted(n_messages, 'message')} in {pairs}{groups}"


def page_title(title: str, matrix: Mapping[str, Any], called: str = "") -> str:
    """Write the title of a page, its own name if it has one, and what of a matrix it holds for.

    Parameters
    ----------
    title : str
        As it stands on the page.
    matrix : mapping
        Values that a matrix of ``study.toml`` gave it.
    called : str
        The name that ``study.toml`` gives it.

    Returns
    -------
    str

    Examples
    --------
    >>> page_title("Side by side", {"no_reply_days": 7, "side": "owner"}, "windows")
    'Side by side: windows (no_reply_days = 7, side = "owner")'
    >>> page_title("Selling or relating?", {}, "small groups too")
    'Selling or relating? – small groups too'
    """
    values = (f"{n} = {json.dumps(value, ensure_ascii=False)}" for n, value in matrix.items())
    said = ", ".join(values)
    if called:
        title += f" – {called}" if title.endswith(("?", "!", ".")) else f": {called}"
    return f"{title} ({said})" if said else title
