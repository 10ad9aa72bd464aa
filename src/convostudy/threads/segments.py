"""Messages in, turns, bursts, sessions and follow-up attempts out.

A **turn** is everything one sender writes until somebody else writes, whatever the gap. A
**burst** is a run of one sender's messages without a gap longer than ten minutes. A **session**
is a stretch of a thread without an hour of silence. A **follow-up attempt** is a message sent a
day or more after one's own last one, with no word from the other side between.

Order is that of ``seq``, which the reader sets from the instants of sending and, where these tie,
from the order of the file; so the order of the rows handed in does not matter.
"""

from __future__ import annotations

import pandas as pd

from convostudy.language.words import word_count
from convostudy.tables import ATTEMPTS, MESSAGES, TURNS, check, conform, lookup

__all__ = ["TALK", "attempts", "bursts", "followups", "sessions", "turns", "with_turns"]

TALK = ("message", "inmail")
"""Kinds of message that are talk; invitation notes, sponsored and system rows are not turns."""

HOUR = pd.Timedelta(hours=1)


def with_turns(messages: pd.DataFrame) -> pd.DataFrame:
    """Tell which turn each message belongs to.

    Parameters
    ----------
    messages : pandas.DataFrame
        The table ``messages``.

    Returns
    -------
    pandas.DataFrame
        The rows that are talk, in thread order, with ``rank`` (turn in the thread, from 1) and
        ``turn_id``.

    Examples
    --------
    >>> from convostudy.tables import MESSAGES, empty
    >>> with_turns(empty(MESSAGES))["turn_id"].tolist()
    []
    """
    check(messages, MESSAGES)
    talk = messages[messages["kind"].isin(TALK)]
    talk = talk.sort_values(["thread_id", "seq"], kind="stable").reset_index(drop=True)
    other_sender = talk["sender_id"] != talk["sender_id"].shift()
    other_thread = talk["thread_id"] != talk["thread_id"].shift()
    begins = other_sender | other_thread
    rank = begins.groupby(talk["thread_id"], sort=False).cumsum().astype("int64")
    return talk.assign(rank=rank, turn_id=talk["thread_id"] + "/" + rank.astype("str"))


def turns(messages: pd.DataFrame) -> pd.DataFrame:
    """Gather messages into turns: who wrote, when, how much.

    Parameters
    ----------
    messages : pandas.DataFrame
        The table ``messages``.

    Returns
    -------
    pandas.DataFrame
        The table ``turns``: one row for everything one sender writes until another does.
        ``gap_h`` is in hours, and missing for the first turn of a thread.

    References
    ----------
    Sacks, Schegloff & Jefferson (1974), A simplest systematics for the organization of
    turn-taking for conversation. The rule here is that of written talk: speaker change alone.

    Examples
    --------
    >>> from convostudy.tables import MESSAGES, conform
    >>> rows = pd.DataFrame({
    ...     "message_id": list("abc"), "sender_id": ["Ana", "Ana", "Bo"],
    ...     "text": ["Hi", "There?", "Yes"],
    ...     "seq": [0, 1, 2], "thread_id": "t", "conversation_id": "t", "source": "made up",
    ...     "recipient_ids": "", "side": ["owner", "owner", "counterpart"], "kind": "message",
    ...     "modality": "text", "content_source": "export", "export_id": "e"})
    >>> turns(conform(rows, MESSAGES))[["sender_id", "rank", "n_messages", "n_words"]]
      sender_id  rank  n_messages  n_words
    0       Ana     1           2        2
    1        Bo     2           1        1
    """
    talk = with_turns(messages)
    talk["n_words"] = word_count(talk["text"])
    talk["nontext"] = talk["modality"].isin(["voice", "video", "image", "file"]) & (
        talk["text"].str.strip() == ""
    )
    grouped = talk.groupby("turn_id", sort=False)
    table = grouped.agg(
        thread_id=("thread_id", "first"),
        sender_id=("sender_id", "first"),
        side=("side", "first"),
        rank=("rank", "first"),
        began_at=("sent_at", "first"),
        ended_at=("sent_at", "last"),
        n_messages=("seq", "size"),
        n_nontext=("nontext", "sum"),
        n_words=("n_words", "sum"),
    ).reset_index()
    table["text"] = lookup(table["turn_id"], _joined_texts(talk)).fillna("")
    table["side_rank"] = table.groupby(["thread_id", "sender_id"], sort=False).cumcount() + 1
    before = table["ended_at"].where(table["thread_id"] == table["thread_id"].shift(-1)).shift()
    table["gap_h"] = (table["began_at"] - before) / HOUR
    return conform(table, TURNS)


def _joined_texts(talk: pd.DataFrame) -> pd.Series:
    """Join the texts of each turn by line breaks; most turns are one message and need no join."""
    written = talk.loc[talk["text"].str.strip() != "", ["turn_id", "text"]]
    several = written["turn_id"].duplicated(keep=False)
    alone = written[~several].set_index("turn_id")["text"]
    runs = written[several].reset_index(drop=True)
    begins = runs.index[runs["turn_id"] != runs["turn_id"].shift()].to_numpy()
    ends = [*begins[1:], len(runs)][: len(begins)]
    texts = runs["text"].tolist()
    # A loop over turns, not messages: joining by groupby costs fifty times as much.
    joined = ["\n".join(texts[a:b]) for a, b in zip(begins, ends, strict=True)]
    together = pd.Series(joined, index=runs["turn_id"].iloc[begins], dtype="str")
    return pd.concat([alone, together])


def _runs(talk: pd.DataFrame, begins: pd.Series, name: str) -> pd.DataFrame:
    """Number the runs that begin where ``begins`` is true, within threads, and sum them up."""
    rank = begins.groupby(talk["thread_id"], sort=False).cumsum().astype("int64")
    run_id = talk["thread_id"] + "/" + name + rank.astype("str")
    table = talk.groupby(run_id.rename(f"{name}_id"), sort=False).agg(
        thread_id=("thread_id", "first"),
        turn_id=("turn_id", "first"),
        sender_id=("sender_id", "first"),
        side=("side", "first"),
        began_at=("sent_at", "first"),
        ended_at=("sent_at", "last"),
        n_messages=("seq", "size"),
    )
    return table.reset_index()


def _gap(talk: pd.DataFrame) -> pd.Series:
    """Give the time since the message before, missing at the start of a thread."""
    return talk["sent_at"] - talk.groupby("thread_id", sort=False)["sent_at"].shift()


def bursts(messages: pd.DataFrame, *, burst_gap_min: float = 10.0) -> pd.DataFrame:
    """Gather messages into bursts: one sender, no gap longer than ``burst_gap_min`` minutes.

    Parameters
    ----------
    messages : pandas.DataFrame
        The table ``messages``.
    burst_gap_min : float
        Minutes of silence that end a burst.

    Returns
    -------
    pandas.DataFrame
        ``burst_id, thread_id, turn_id, sender_id, side, began_at, ended_at, n_messages``.
        Where instants are unknown a burst lasts as long as its turn.

    References
    ----------
    Avrahami & Hudson (2006), Responsiveness in instant messaging.
    """
    talk = with_turns(messages)
    long_gap = _gap(talk) > pd.Timedelta(minutes=burst_gap_min)
    return _runs(talk, (talk["turn_id"] != talk["turn_id"].shift()) | long_gap, "burst")


def sessions(messages: pd.DataFrame, *, session_gap_h: float = 1.0) -> pd.DataFrame:
    """Gather messages into sessions: stretches without ``session_gap_h`` hours of silence.

    Parameters
    ----------
    messages : pandas.DataFrame
        The table ``messages``.
    session_gap_h : float
        Hours of silence that end a session.

    Returns
    -------
    pandas.DataFrame
        ``session_id, thread_id, began_at, ended_at, n_messages, n_senders``. Without instants a
        thread is one session.

    References
    ----------
    Halfaker et al. (2014), User session identification based on strong regularities in
    inter-activity time.
    """
    talk = with_turns(messages)
    long_gap = _gap(talk) > session_gap_h * HOUR
    begins = (talk["thread_id"] != talk["thread_id"].shift()) | long_gap
    table = _runs(talk, begins, "session")
    rank = begins.groupby(talk["thread_id"], sort=False).cumsum().astype("str")
    senders = talk.groupby(talk["thread_id"] + "/session" + rank)["sender_id"].nunique()
    table["n_senders"] = lookup(table["session_id"], senders).astype("int64")
    return table.drop(columns=["turn_id", "sender_id", "side"])


def attempts(messages: pd.DataFrame, *, followup_gap_h: float = 24.0) -> pd.DataFrame:
    """Cut each turn into attempts: writing again after ``followup_gap_h`` hours is a new one.

    Parameters
    ----------
    messages : pandas.DataFrame
        The table ``messages``.
    followup_gap_h : float
        Hours of silence, with no word from the other side, after which one's next message is an
        attempt of its own.

    Returns
    -------
    pandas.DataFrame
        The table ``attempts``; ``gap_h`` is hours since the attempt before.
    """
    talk = with_turns(messages)
    other_turn = talk["turn_id"] != talk["turn_id"].shift()
    late = _gap(talk) >= followup_gap_h * HOUR
    table = _runs(talk, other_turn | late, "attempt")
    table["attempt"] = table.groupby("turn_id", sort=False).cumcount() + 1
    before = table["ended_at"].shift().where(table["attempt"] > 1)
    table["gap_h"] = (table["began_at"] - before) / HOUR
    return conform(table, ATTEMPTS)


def followups(messages: pd.DataFrame, *, followup_gap_h: float = 24.0) -> pd.DataFrame:
    """List follow-up attempts: written again after a day or more without a reply.

    Parameters
    ----------
    messages : pandas.DataFrame
        The table ``messages``.
    followup_gap_h : float
        Hours of silence that make the next message a follow-up.

    Returns
    -------
    pandas.DataFrame
        As `attempts`, without the first attempt of each turn.
    """
    table = attempts(messages, followup_gap_h=followup_gap_h)
    return table[table["attempt"] > 1].reset_index(drop=True)
