"""Connection days in, what the clock to the first pitch can start from out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from convostudy import estimates
from convostudy.measures.time_to_pitch import time_to_pitch
from convostudy.parameters import Parameters
from convostudy.threads import dyads

__all__ = ["clocked", "owner_hours", "start_weights", "zone_runs"]

Tables = Mapping[str, pd.DataFrame]
BY_OWNER = "owner's"
ALIKE = "all alike"


def clocked(tables: Tables) -> pd.DataFrame:
    """Return the threads for which a clock can run from the connection to the first pitch.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        With the score ``time_to_pitch``.

    Returns
    -------
    pandas.DataFrame
        Its rows, without those in which a pitch came *before* the connection (an InMail, or a
        connection renewed): no time since connecting can be told of these.
    """
    scores = tables["time_to_pitch"]
    return scores[~scores["before_connection"]].reset_index(drop=True)


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
    messages = tables["messages"]
    return estimates.hour_profile(messages.loc[messages["side"] == "owner", "sent_at"])


def start_weights(tables: Tables) -> Any:
    """Weigh the hours of each connection day: who accepts sets the hour.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        With ``messages`` and the score ``time_to_pitch``.

    Returns
    -------
    numpy.ndarray
        One row of 24 weights for each row of `clocked`: `owner_hours`, and all hours alike where
        the owner sent the invitation, since then somebody else accepted.
    """
    inviter = clocked(tables)["inviter"].to_numpy()
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
        rest of the report shows). Without a connected thread, no rows.
    """
    runs = []
    for slack_h in sorted({*slacks_h, parameters.tz_slack_h}):
        own = slack_h == parameters.tz_slack_h
        seen = tables if own else _with_slack(tables, parameters, slack_h)
        timed = clocked(seen)
        for hours, weights in ((BY_OWNER, start_weights(seen)), (ALIKE, None)):
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
    """Describe the threads anew, and time their first pitches, with other slack."""
    until = tables["threads"]["observed_until"].max()
    threads = dyads(
        tables["messages"],
        tables["people"],
        tables["connections"],
        tables["turns"],
        observed_until=None if pd.isna(until) else until,
        connected_on_tz=parameters.connected_on_tz,
        tz_slack_h=slack_h,
    )
    scores = time_to_pitch(
        threads,
        tables["messages"],
        tables["acts"],
        side=parameters.side,
        solicitations=parameters.solicitations,
    )
    return {**tables, "threads": threads, "time_to_pitch": scores}
