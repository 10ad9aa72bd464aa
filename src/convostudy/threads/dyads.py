"""Messages, people and connections in, one row per owner x counterpart conversation out.

Here the day of a connection becomes an interval, as narrow as the rest of the export allows: it
cannot lie before the invitation was sent, nor after the first ordinary message.
"""

from __future__ import annotations

import pandas as pd

from convostudy.tables import (
    CONNECTIONS,
    MESSAGES,
    PEOPLE,
    THREADS,
    TIME,
    among,
    check,
    conform,
    lookup,
)
from convostudy.threads.segments import TALK

__all__ = ["dyads", "with_connection", "without_owner"]


def dyads(
    messages: pd.DataFrame,
    people: pd.DataFrame,
    connections: pd.DataFrame,
    turns: pd.DataFrame,
    *,
    observed_until: pd.Timestamp | None,
    connected_on_tz: str = "UTC",
    tz_slack_h: float = 0.0,
) -> pd.DataFrame:
    """Describe each conversation: who, when connected, how long observed, how much was said.

    Parameters
    ----------
    messages, people, connections, turns : pandas.DataFrame
        The tables of those names.
    observed_until : pandas.Timestamp or None
        The last instant that the export could have shown.
    connected_on_tz : str
        The zone in which the export's day of connection is to be read.
    tz_slack_h : float
        Hours by which that day may be off at either end.

    Returns
    -------
    pandas.DataFrame
        The table ``threads``; ``first_pitch_at`` and ``style_landmark`` are missing here, the
        measures fill them in. Threads that hold only sponsored or system rows are left out, and so
        are those of `without_owner`: nobody in them is the other side of the owner.

    Notes
    -----
    An InMail needs no connection, so it never narrows the interval. A bound is dropped when it
    contradicts the day: an ordinary message *before* the connection day means that an earlier
    connection was renewed, or that the message was an InMail.
    """
    check(messages, MESSAGES)
    check(people, PEOPLE)
    check(connections, CONNECTIONS)
    known_owners = set(people.loc[people["is_owner"], "person_id"])
    talk = messages[messages["kind"].isin(TALK)].sort_values(["thread_id", "seq"])
    notes = messages[messages["kind"] == "invitation"].sort_values(["thread_id", "seq"])
    alive = pd.concat([talk, notes])
    everybody = _everybody(talk, notes)
    alive = alive[~among(alive["thread_id"], _strangers(everybody, known_owners))]
    table = alive.groupby("thread_id", sort=True).agg(source=("source", "first"))
    taking_part = everybody[everybody.isin(known_owners)].groupby("thread_id").first()
    table["owner_id"] = taking_part.reindex(table.index)
    n_people = everybody.groupby("thread_id").size().reindex(table.index).fillna(0)
    table["is_group"] = n_people > 2
    one = everybody[~everybody.isin(known_owners)].groupby("thread_id").first()
    unknown = table["is_group"] | table["owner_id"].isna()
    table["counterpart_id"] = one.reindex(table.index).mask(unknown)
    table["n_messages"] = talk.groupby("thread_id").size().reindex(table.index).fillna(0)
    table["n_turns"] = turns.groupby("thread_id").size().reindex(table.index).fillna(0)
    table = _with_invitation(table, notes)
    # A subject may mark an InMail, and a note repeated as a message was sent with the invitation:
    # neither says that the two were connected by then.
    ordinary = talk[(talk["kind"] == "message") & talk["subject"].isna()]
    ordinary = ordinary[~_repeats_note(ordinary, notes)]
    table["first_message_at"] = ordinary.groupby("thread_id")["sent_at"].min()
    table["observed_until"] = pd.Series(observed_until, index=table.index, dtype=TIME)
    table = with_connection(table, connections, connected_on_tz, tz_slack_h)
    return conform(table.reset_index(), THREADS)


def without_owner(messages: pd.DataFrame, people: pd.DataFrame) -> pd.Series:
    """List the two-person threads in which no owner takes part.

    An inbox holds the owner's own conversations, so these are most often of the time when the
    owner had another name or profile address. Which of the two people that was, the export does
    not tell: neither can be put on a side, and the threads count in no measure.

    Parameters
    ----------
    messages, people : pandas.DataFrame
        The tables of those names.

    Returns
    -------
    pandas.Series
        Their thread_ids; none when no owner is known at all.

    Examples
    --------
    >>> from convostudy.tables import empty
    >>> len(without_owner(empty(MESSAGES), empty(PEOPLE)))
    0
    """
    check(messages, MESSAGES)
    check(people, PEOPLE)
    everybody = _everybody(
        messages[messages["kind"].isin(TALK)], messages[messages["kind"] == "invitation"]
    )
    return _strangers(everybody, set(people.loc[people["is_owner"], "person_id"]))


def _strangers(everybody: pd.Series, owners: set[str]) -> pd.Series:
    """List the threads of two people of whom none is an owner, if there is one."""
    by_thread = everybody.isin(owners).groupby(everybody.index).agg(["size", "any"])
    found = by_thread.index[(by_thread["size"] == 2) & ~by_thread["any"].astype("bool")]
    return pd.Series(found if owners else found[:0], dtype="str")


def _everybody(talk: pd.DataFrame, notes: pd.DataFrame) -> pd.Series:
    """List the people of each thread, indexed by thread: those of its talk, if there is any.

    An invitation only tells who the two are where nothing else does: it may bear an older address
    of one of them, and a third address makes no group.
    """
    silent = notes[~among(notes["thread_id"], talk["thread_id"])]
    messages = pd.concat([talk, silent])
    senders = messages[["thread_id", "sender_id"]].rename(columns={"sender_id": "person_id"})
    lists = messages[["thread_id", "recipient_ids"]].drop_duplicates()
    recipients = lists.assign(person_id=lists["recipient_ids"].str.split(" ")).explode("person_id")
    everybody = pd.concat([senders, recipients[["thread_id", "person_id"]]]).drop_duplicates()
    everybody = everybody[everybody["person_id"].fillna("") != ""]
    return everybody.set_index("thread_id")["person_id"]


def _repeats_note(messages: pd.DataFrame, notes: pd.DataFrame) -> pd.Series:
    """Tell which messages are the invitation note over again, sent within two minutes of it."""
    first = notes[notes["text"].str.strip() != ""].drop_duplicates("thread_id")
    first = first.set_index("thread_id")
    words = lookup(messages["thread_id"], first["text"]).str.strip()
    apart = (lookup(messages["thread_id"], first["sent_at"]) - messages["sent_at"]).abs()
    return (words == messages["text"].str.strip()) & (apart <= pd.Timedelta(minutes=2))


def _with_invitation(table: pd.DataFrame, notes: pd.DataFrame) -> pd.DataFrame:
    first = notes.groupby("thread_id").agg(
        inviter=("side", "first"), invited_at=("sent_at", "first"), note=("text", "first")
    )
    first = first.reindex(table.index)
    kind = pd.Series("unknown", index=table.index, dtype="str")
    kind = kind.mask(first["note"].notna(), "note")
    kind = kind.mask(first["note"].notna() & (first["note"].str.strip() == ""), "blank")
    return table.assign(
        inviter=first["inviter"].fillna("unknown"),
        invited_at=first["invited_at"],
        invitation_type=kind,
    )


def with_connection(
    table: pd.DataFrame, connections: pd.DataFrame, zone: str, slack_h: float
) -> pd.DataFrame:
    """Join the connection and narrow its interval by the invitation and the first message.

    Parameters
    ----------
    table : pandas.DataFrame
        One row per pair: ``owner_id, counterpart_id, invited_at, first_message_at``.
    connections : pandas.DataFrame
        The table of that name.
    zone : str
        The zone in which a day of connection is to be read.
    slack_h : float
        Hours by which that day may be off at either end.

    Returns
    -------
    pandas.DataFrame
        The same rows with ``connected_lo, connected_hi``, missing where there is no connection.

    Examples
    --------
    >>> from convostudy.tables import empty
    >>> len(with_connection(empty(THREADS), empty(CONNECTIONS), "UTC", 0.0))
    0
    """
    # By owner and person: in a study of several owners a tie belongs to one of them.
    ties = connections.assign(pair=connections["owner_id"] + " " + connections["person_id"])
    ties = ties.drop_duplicates("pair").set_index("pair")
    pair = table["owner_id"] + " " + table["counterpart_id"]
    lo, hi, resolution = (
        lookup(pair, ties[name]) for name in ("connected_lo", "connected_hi", "resolution")
    )
    by_day = resolution == "day"
    if zone != "UTC":
        lo = lo.mask(by_day, _same_wall_clock(lo, zone))
        hi = hi.mask(by_day, _same_wall_clock(hi, zone))
    slack = pd.Timedelta(hours=slack_h)
    lo = lo.mask(by_day, lo - slack)
    hi = hi.mask(by_day, hi + slack)
    invited, spoke = table["invited_at"], table["first_message_at"]
    lo = lo.mask((invited > lo) & (invited <= hi), invited)
    hi = hi.mask((spoke < hi) & (spoke >= lo), spoke)
    return table.assign(connected_lo=lo, connected_hi=hi)


def _same_wall_clock(instants: pd.Series, zone: str) -> pd.Series:
    """Read the wall clock that UTC shows as the wall clock of another zone."""
    local = instants.dt.tz_localize(None).dt.tz_localize(
        zone, ambiguous=False, nonexistent="shift_forward"
    )
    return local.dt.tz_convert("UTC").astype(instants.dtype)
