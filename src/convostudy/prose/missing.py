"""What an export lacks, said before any number: what cannot be shown, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from convostudy.prose.sentences import counted
from convostudy.tables import NO_INSTANTS, NO_MESSAGES, SHARED_NOTE, is_shared

__all__ = ["missing_hints", "no_clock"]

ASK = (
    "ask LinkedIn for the larger data archive (Settings, Data privacy, Get a copy of your data), "
    "wait for the second mail, and make the reports again from the zip as it came"
)
FORM = "; in such a form 9 stands for any digit and x for any letter"
UNDATED = ("a date that cannot be read", "no date")
"""How the reasons of rows begin that were rejected because of their date."""


def missing_hints(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """Say what the export lacks, what no page can show without it, and what to do about it.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        ``messages, connections, ledger, assumptions``.

    Returns
    -------
    list of str
        A paragraph for each; nothing when there are messages with instants, and connections.
    """
    return [
        *_shared(tables),
        *_messages(tables),
        *_instants(tables),
        *_rows(tables),
        *_connections(tables),
    ]


def _shared(tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    if is_shared(tables):
        called = "; ".join(_whys(tables, SHARED_NOTE))
        yield (
            f"This is a shared dataset ({called}): features without words, names and dates. Shares "
            "and counts are those of the study it was made from. Durations are coarse (steps of 10 "
            "minutes, 1 hour, 6 hours, a day; what was watched for over 30 days is one class), so "
            "times, medians, curves and their estimates may differ by a step, and intervals by the "
            "luck of the draw. It cannot give: what was written, what happened in which month or "
            "at which hour, which language, files, reasons and small classes of the import, who "
            "has no name or address, nor anything by other windows or labels than its own. Dates "
            "that stand on this page are made up."
        )


def _talk(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    messages = tables["messages"]
    return messages[messages["kind"] != "invitation"]


def _whys(tables: Mapping[str, pd.DataFrame], about: str) -> Iterator[str]:
    assumed = tables["assumptions"]
    for row in assumed[assumed["about"] == about].itertuples(index=False):
        yield f"{row.file}: {row.why}" if row.file else str(row.why)


def _messages(tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    talk = _talk(tables)
    if not len(talk):
        why = "; ".join(_whys(tables, NO_MESSAGES))
        yield (
            f"This export holds no message that was sent{f' ({why})' if why else ''}, so nothing "
            "can be shown of pitches, questions, answers, refusals and replies: a 0 here means "
            f"not known, and never that there was none. What to do: {ASK}."
        )
    elif (talk["kind"] == "sponsored").all():
        yield (
            f"All that was sent is {counted(len(talk), 'campaign mail')}, which no person wrote: "
            "they are set aside, and nothing can be shown of pitches, questions, answers, "
            f"refusals and replies. What to do, if there should be more: {ASK}."
        )
    elif talk["recipient_ids"].str.strip().str.contains(" ").all():
        yield (
            f"All that was written ({counted(len(talk), 'message')}) went to several people at "
            "once: groups are counted and not measured, so nothing can be shown of what two "
            f"people wrote to each other. What to do, if there should be more: {ASK}."
        )


def _instants(tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    talk = _talk(tables)
    if not len(talk) or talk["sent_at"].notna().any():
        return
    assumed = tables["assumptions"]
    order = assumed.loc[assumed["about"] == NO_INSTANTS, "assumed"].unique()
    why = "; ".join(_whys(tables, NO_INSTANTS))
    taken = (
        f" Messages stand in {order[0]}: where that is wrong, so is who answered whom."
        if len(order)
        else ""
    )
    yield (
        f"No message has a date and time that can be read{f' ({why})' if why else ''}"
        f"{FORM if 'look like' in why else ''}. So nothing can be shown that needs a clock: time "
        "to a pitch, time to an answer, replies within days, months."
        f"{taken} What to do: if a spreadsheet program saved the file anew, use the file as "
        "LinkedIn sent it; dates such as 2025-05-02 08:15:00 UTC or 5/2/25, 8:15 AM can be read."
    )


def _rows(tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    ledger = tables["ledger"]
    undated = ledger["reason"].str.startswith(UNDATED) & (ledger["row_class"] == "rejected")
    counts = ledger[undated].groupby("file")["n_rows"].sum()
    if not len(counts):
        return
    files = ", ".join(f"{n:,} in {file}" for file, n in counts.items())
    yield (
        f"{counted(int(counts.sum()), 'row')} ({files}) had no date that can be read and "
        f"{'is' if counts.sum() == 1 else 'are'} in no number. What to do: look at them in the "
        "table rejected of the study; if a spreadsheet program saved the file anew, use the file "
        "as LinkedIn sent it."
    )


def _connections(tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    if not len(tables["connections"]):
        yield (
            "This export names no connection, so how soon after connecting a pitch came cannot be "
            "shown. What to do: hand over the zip with Connections.csv in it; if there is none, "
            f"{ASK}."
        )


def no_clock(n_dated: int) -> str:
    """Say why no connection is followed: none has a day, or nothing shows what came after it.

    Parameters
    ----------
    n_dated : int
        Connections with a known day.

    Returns
    -------
    str

    Examples
    --------
    >>> no_clock(0)
    'no connection with a known day'
    >>> print(no_clock(30))
    none of the 30 connections with a known day can be followed (that takes messages of two people
    with their dates)
    """
    if not n_dated:
        return "no connection with a known day"
    ties = "the one connection" if n_dated == 1 else f"none of the {n_dated:,} connections"
    return (
        f"{ties} with a known day can{'not' if n_dated == 1 else ''} be followed (that takes "
        "messages of two people with their dates)"
    )
