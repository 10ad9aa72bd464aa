"""Connection days in, what the clock to the first pitch can start from out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from convostudy import estimates
from convostudy.measures.time_to_pitch import time_to_pitch
from convostudy.parameters import Parameters
from convostudy.tables import THREADS, TIME, among, conform, is_shared
from convostudy.threads import with_connection

__all__ = ["clocked", "owner_hours", "start_weights", "unclocked", "zone_runs"]

Tables = Mapping[str, pd.DataFrame]
BY_OWNER = "owner's"
ALIKE = "all alike"


def clocked(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Return the pairs for which a clock can run from the connection to the first pitch.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        With ``messages, connections, threads`` and the score ``time_to_pitch``.
    parameters : Parameters
        With which they were measured.

    Returns
    -------
    pandas.DataFrame
        The rows of the score, without those in which a pitch came *before* the connection (an
        InMail, or a connection renewed: no time since connecting can be told of these) and those
        in a language without labels, and one row, not pitched, for each connection that is in no
        thread. ``wrote`` says whether the side under study sent a message at all; an invitation,
        with or without a note, is none.

    Notes
    -----
    A connection is at risk of a pitch from its first day. Whether it has a thread without a
    message depends on which invitations the export happens to keep; here all connections count.
    """
    scores = tables["time_to_pitch"]
    silent = _without_thread(tables, parameters)
    if len(silent):
        scores = pd.concat([scores, silent], ignore_index=True)
    sent = tables["messages"]
    sent = sent[sent["kind"].isin(["message", "inmail"]) & (sent["side"] == parameters.side)]
    scores = scores.assign(wrote=among(scores["thread_id"], sent["thread_id"]))
    # Missing where no instant is known, or the thread is in a language without labels.
    known = scores[~scores["before_connection"]].reset_index(drop=True)
    return known.astype(dict.fromkeys(["pitched", "in_invitation", "before_connection"], "bool"))


def unclocked(tables: Tables, timed: pd.DataFrame) -> dict[str, int]:
    """Count by the reason the connections with a known day that `clocked` leaves out.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        With ``connections`` and the score ``time_to_pitch``.
    timed : pandas.DataFrame
        Rows of `clocked`.

    Returns
    -------
    dict
        Reason to connections, reasons without any left out: with those followed they add up to
        the connections with a known day.
    """
    scores = tables["time_to_pitch"]
    n_dated = int(tables["connections"]["connected_lo"].notna().sum())
    dated = scores["connected_lo"].notna()
    before = int(scores["before_connection"].sum())
    unread = int((dated & scores["why_no_label"].notna()).sum())
    counts = {
        "with a pitch before the connection": before,
        "in a language without labels": unread,
        "without an instant to count from or to": n_dated - len(timed) - before - unread,
    }
    return {why: n for why, n in counts.items() if n > 0}


def _without_thread(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Score the connections with which the export holds neither message nor invitation."""
    ties, threads = tables["connections"], tables["threads"]
    pair = ties["owner_id"] + " " + ties["person_id"]
    met = threads["owner_id"] + " " + threads["counterpart_id"]
    until = threads["observed_until"].max()
    alone = ~among(pair, met.dropna()) & (ties["connected_lo"] <= until)
    rows = pd.DataFrame(
        {
            "thread_id": "no thread: " + pair[alone],
            "source": "connections",
            "owner_id": ties.loc[alone, "owner_id"],
            "counterpart_id": ties.loc[alone, "person_id"],
            "is_group": False,
            "inviter": "unknown",
            "invitation_type": "unknown",
            "n_messages": 0,
            "n_turns": 0,
            "observed_until": pd.Series(until, index=ties.index[alone], dtype=TIME),
        }
    ).drop_duplicates("thread_id")
    silent = with_connection(
        conform(rows, THREADS),
        ties,
        parameters.connected_on_tz,
        parameters.tz_slack_h,
    )
    return time_to_pitch(silent, tables["messages"].iloc[:0], tables["acts"].iloc[:0])


def owner_hours(tables: Tables) -> Any:
    """Weigh the hours of the day by when the owner writes: when they accept is much like it.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        With ``messages``.

    Returns
    -------
    numpy.ndarray
        24 weights that add up to 1.
    """
    if "owner_hours" in tables:  # a shared dataset, which has no clock, brings them along
        return tables["owner_hours"].sort_values("hour")["share"].to_numpy(float)
    messages = tables["messages"]
    return estimates.hour_profile(messages.loc[messages["side"] == "owner", "sent_at"])


def start_weights(tables: Tables, timed: pd.DataFrame) -> Any:
    """Weigh the hours of each connection day: who accepts sets the hour.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        With ``messages``.
    timed : pandas.DataFrame
        Rows of `clocked`.

    Returns
    -------
    numpy.ndarray
        One row of 24 weights for each row of ``timed``: `owner_hours`, and all hours alike where
        the owner sent the invitation, since then somebody else accepted.
    """
    inviter = timed["inviter"].to_numpy()
    if not len(inviter):
        return owner_hours(tables)
    alike = np.full(24, 1 / 24)
    return np.where((inviter == "owner")[:, None], alike, owner_hours(tables))


def zone_runs(
    tables: Tables,
    parameters: Parameters,
    *,
    slacks_h: Sequence[float] = (0.0, 12.0),
    draws: int = 1000,
    seed: int = 2026,
) -> pd.DataFrame:
    """Estimate the share pitched early under each reading of what the export leaves open.

    The export names neither the zone of a connection day nor the hour: so the day is read as it
    stands and with slack at either end, and its hours are weighed in two ways.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The tables and scores of a study.
    parameters : Parameters
        With which they were measured; their own ``tz_slack_h`` is among the runs.
    slacks_h : sequence of float
        Hours by which the day may be off at either end.
    draws, seed : int
        Bootstrap draws; their seed.

    Returns
    -------
    pandas.DataFrame
        The columns of `estimates.threshold_table` for the first two of ``pitch_within_h``, and
        ``slack_h``, ``hours`` (of the day: how weighed) and ``main`` (true for the run that the
        rest of the report shows). Without a connected thread, no rows; of a shared dataset, which
        has no days to be read anew, only the slack with which it was measured.
    """
    runs = []
    if is_shared(tables):
        slacks_h = ()
    for slack_h in sorted({*slacks_h, parameters.tz_slack_h}):
        own = slack_h == parameters.tz_slack_h
        seen = tables if own else _with_slack(tables, parameters, slack_h)
        timed = clocked(seen, replace(parameters, tz_slack_h=slack_h))
        for hours, weights in ((BY_OWNER, start_weights(seen, timed)), (ALIKE, None)):
            table = estimates.threshold_table(
                timed,
                sorted(parameters.pitch_within_h[:2]),
                weights=weights,
                draws=draws,
                seed=seed,
                level=parameters.level,
            )
            run = {"slack_h": slack_h, "hours": hours, "main": own and hours == BY_OWNER}
            runs.append(table.assign(**run))
    table = pd.concat(runs, ignore_index=True)
    return table[table["n"] > 0].reset_index(drop=True)


def _with_slack(tables: Tables, parameters: Parameters, slack_h: float) -> dict[str, pd.DataFrame]:
    """Read the days of connecting with other slack, and time the first pitches anew.

    All else about the threads stays as measured: their languages, and so which have labels, too.
    """
    threads = with_connection(
        tables["threads"], tables["connections"], parameters.connected_on_tz, slack_h
    )
    scores = time_to_pitch(
        threads,
        tables["messages"],
        tables["acts"],
        side=parameters.side,
        solicitations=parameters.solicitations,
    )
    return {**tables, "threads": threads, "time_to_pitch": scores}
