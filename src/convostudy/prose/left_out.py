"""Messages and threads in, sentences out that say which messages no outcome counts, and why."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from convostudy.language.identify import language_names
from convostudy.prose.sentences import counted, percent
from convostudy.tables import among, lookup

__all__ = ["left_out", "left_out_languages"]

_NAMED = 4
"""Languages that are named; more are summed up."""


def left_out(tables: Mapping[str, pd.DataFrame]) -> str:
    """Count the messages that were read and are in no outcome all the same.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        ``messages`` and ``threads``; with ``languages``, those left out for their language are
        told, too.

    Returns
    -------
    str
        A sentence whose counts add up to the messages read, and that of `left_out_languages`.

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
    if "languages" in tables:
        said = f"{said} {left_out_languages(tables)}".strip()
    known = threads["owner_id"].notna().any()
    return said if known else said + " No owner is known, so no outcome counts these either."


def left_out_languages(tables: Mapping[str, pd.DataFrame]) -> str:
    """Count the messages of two-person threads that have no labels because of their language.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        ``messages, threads`` and ``languages``.

    Returns
    -------
    str
        With counts, share and names of the languages; says so, too, when there are none.

    Examples
    --------
    >>> messages = pd.DataFrame({"message_id": list("abc"), "thread_id": "t", "kind": "message"})
    >>> threads = pd.DataFrame({"thread_id": ["t"], "is_group": False, "labelled": True})
    >>> languages = pd.DataFrame({"message_id": list("abc"), "language": ["en", "en", "de"],
    ...                           "read_as": ["en", "en", None], "evidence": "own words"})
    >>> left_out_languages({"messages": messages, "threads": threads, "languages": languages})
    '1 of 3 messages with words in two-person threads (33 %) is in a language without labels (German
    1): no pitch, question or answer is looked for in it.'
    """
    threads, languages = tables["threads"], tables["languages"]
    dyads = threads[~threads["is_group"]]
    told = languages.assign(**_about(languages["message_id"], tables["messages"]))
    told = told[told["kind"].isin(["message", "inmail"])]
    told = told[among(told["thread_id"], dyads["thread_id"])]
    if told.empty:
        return ""
    if told["evidence"].eq("given").all():
        name = language_names()[told["language"].iloc[0]]
        return f"All messages were read as {name} (parameter `language`)."
    without = told[told["read_as"].isna()]
    if without.empty:
        return "No message was found to be in a language without labels."
    share = percent(len(without) / len(told))
    said = f"{len(without):,} of {counted(len(told), 'message')} with words in two-person threads "
    one = len(without) == 1
    said += f"({share}) {'is' if one else 'are'} in a language without labels "
    said += f"({_by_name(without)}): no pitch, question or answer is looked for in "
    said += "it." if one else "them."
    n_threads = int(dyads["labelled"].eq(False).sum())
    if n_threads:
        is_ = "is" if n_threads == 1 else "are"
        said += f" {counted(n_threads, 'thread')} {is_} mostly so, and missing in every measure."
    return said


def _about(message_ids: pd.Series, messages: pd.DataFrame) -> dict[str, pd.Series]:
    about = messages.set_index("message_id")
    return {name: lookup(message_ids, about[name]) for name in ("thread_id", "kind")}


def _by_name(without: pd.DataFrame) -> str:
    """Name the languages with their counts, the commonest first."""
    named = without["language"].map(language_names()).fillna("another")
    counts = named.value_counts().rename_axis("name").reset_index(name="n")
    # Of two alike the first in the alphabet; what has no name comes last.
    counts = counts.assign(other=counts["name"] == "another")
    counts = counts.sort_values(["other", "n", "name"], ascending=[True, False, True])
    first, rest = counts.iloc[:_NAMED], counts.iloc[_NAMED:]
    listed = [f"{row.name} {row.n:,}" for row in first.itertuples(index=False)]
    if len(rest):
        listed.append(f"others {int(rest['n'].sum()):,}")
    return ", ".join(listed)


def _are(n: int) -> str:
    return f"{n:,} is" if n == 1 else f"{n:,} are"
