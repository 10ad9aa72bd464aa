"""Messages and threads in, a sentence out that says which messages no outcome counts."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from convostudy.prose.sentences import counted
from convostudy.tables import among

__all__ = ["left_out"]


def left_out(tables: Mapping[str, pd.DataFrame]) -> str:
    """Count the messages that were read and are in no outcome all the same.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        ``messages`` and ``threads``.

    Returns
    -------
    str
        A sentence whose counts add up to the messages read.

    Examples
    --------
    >>> messages = pd.DataFrame({"thread_id": ["a", "a", "g"], "kind": "message"})
    >>> threads = pd.DataFrame(
    ...     {"thread_id": ["a", "g"], "is_group": [False, True], "owner_id": "me"}
    ... )
    >>> left_out({"messages": messages, "threads": threads})
    'Of 3 messages read, 1 is in 1 group and not used: 2 are in two-person threads.'
    """
    messages, threads = tables["messages"], tables["threads"]
    talk = messages.loc[messages["kind"].isin(["message", "inmail"]), "thread_id"]
    if talk.empty:
        return ""
    group = among(talk, threads.loc[threads["is_group"], "thread_id"])
    stranger = ~among(talk, threads["thread_id"])
    parts = []
    for left, where in ((group, "group"), (stranger, "thread")):
        if not left.any():
            continue
        n_threads = talk[left].nunique()
        place = "" if where == "group" else " in which the owner takes no part"
        parts.append(f"{_are(int(left.sum()))} in {counted(n_threads, where)}{place}")
    used = int((~group & ~stranger).sum())
    if parts:
        said = f"Of {counted(len(talk), 'message')} read, {' and '.join(parts)} and not used: "
        said += f"{_are(used)} in two-person threads."
    else:
        said = f"No group: {counted(used, 'message')} read, all in two-person threads."
    known = threads["owner_id"].notna().any()
    return said if known else said + " No owner is known, so no outcome counts these either."


def _are(n: int) -> str:
    return f"{n:,} is" if n == 1 else f"{n:,} are"
