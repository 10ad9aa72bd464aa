"""Studies in, the groups of threads that are to be set side by side out."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from convostudy.errors import BadParameter
from convostudy.outcomes.clock import Tables
from convostudy.tables import TIME, lookup

__all__ = ["cohorts", "middle_day", "parted_by"]

WAYS = ("study", "owner", "period", "style", "inviter")
STYLES = {
    "pitch_first": "began with a pitch",
    "builder": "began with interest",
    "neutral": "began with neither",
}
INVITERS = {
    "counterpart": "invited by the counterpart",
    "owner": "invited by the owner",
    "unknown": "no invitation in the export",
}
# Tables and scores that hold one thread in each row.
_OF_THREADS = ("threads", "time_to_pitch", "first_contact", "answered", "after_refusal", "replies")


def parted_by(by: str, n_studies: int, *, dated: bool = True) -> str:
    """Tell by what the groups of a comparison are made.

    Parameters
    ----------
    by : str
        ``study, owner, period, style`` or ``inviter``.
    n_studies : int
        How many studies there are.
    dated : bool
        Whether it is known when threads began: of a shared dataset it is not.

    Returns
    -------
    str
        ``by``; where one study alone is to be compared with others, ``period``, and ``style``
        where no date is known.

    Raises
    ------
    BadParameter
        Another word, or several studies of which each would have to be parted.

    Examples
    --------
    >>> parted_by("study", 2), parted_by("study", 1), parted_by("style", 1)
    ('study', 'period', 'style')
    """
    if by not in WAYS:
        raise BadParameter(f"by = {by!r}", expected=" or ".join(WAYS), do="Choose one of these")
    if by != "study" and n_studies > 1:
        raise BadParameter(
            f"by = {by!r} and {n_studies} studies",
            expected="one study to be parted, or by = 'study'",
            do="Leave out one of the two",
        )
    if by == "study" and n_studies == 1:
        by = "period" if dated else "style"
    if by == "period" and not dated:
        raise BadParameter(
            "by = 'period' of a shared dataset",
            expected="by = 'style' or 'inviter': a dataset without dates has no periods",
            do="Choose one of these",
        )
    return by


def cohorts(
    studies: Mapping[str, Tables], *, by: str = "study", since: str = ""
) -> dict[str, dict[str, pd.DataFrame]]:
    """Part what is to be compared into groups of threads.

    Parameters
    ----------
    studies : mapping of str to mapping
        Name of a study to its tables and scores.
    by : str
        ``study``: each is a group. Else the first one is parted: by ``owner``; by ``period``, in
        which a thread began (its first invitation, connection or message); by ``style`` of the
        first turn; by ``inviter``. A thread is in one group, told by what was known at its start.
    since : str
        By period: the day (UTC) on which the later part begins; `middle_day` when empty.

    Returns
    -------
    dict
        Group to its tables, in the order in which they are to be shown. By style only what came
        after the turns that gave the style counts. Threads of which the column is not known are
        in no group.

    Examples
    --------
    >>> list(cohorts({"mine": {}, "hers": {}}))
    ['mine', 'hers']
    """
    if by == "study":
        return {name: dict(tables) for name, tables in studies.items()}
    tables = dict(next(iter(studies.values())))
    if by == "style":
        tables |= _after_landmark(tables)
    threads, ties = _labels(tables, by, since)
    names = [name for name in _order(tables, by, threads, ties) if name]
    return {name: _part(tables, by, threads, ties, name) for name in names}


def middle_day(tables: Tables) -> str:
    """Find the day before and after which as many threads began.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        ``threads`` and ``messages``.

    Returns
    -------
    str
        ISO 8601; empty when no instant is known.
    """
    began = _began(tables).dropna()
    return f"{began.quantile(0.5):%Y-%m-%d}" if len(began) else ""


def _part(
    tables: Tables, by: str, threads: pd.Series, ties: pd.Series, name: str
) -> dict[str, pd.DataFrame]:
    ids = set(threads.index[threads == name])
    # The owner's hours weigh the day of connecting: they are those of the whole inbox, but where
    # it is of several owners.
    parted = (*_OF_THREADS, "messages") if by == "owner" else _OF_THREADS
    rows = {t: tables[t][tables[t]["thread_id"].isin(ids)].reset_index(drop=True) for t in parted}
    held = tables["connections"]
    rows["connections"] = held[(ties == name).to_numpy()].reset_index(drop=True)
    return {**tables, **rows}


def _labels(tables: Tables, by: str, since: str) -> tuple[pd.Series, pd.Series]:
    """Name the group of each thread (by its id) and of each connection; missing: none."""
    threads, ties = tables["threads"], tables["connections"]
    ids = threads["thread_id"].to_numpy()
    if by == "owner":
        names = _owner_names(tables)
        of_thread, alone = threads["owner_id"].map(names), ties["owner_id"].map(names)
    elif by == "inviter":
        of_thread = threads["inviter"].map(INVITERS)
        alone = pd.Series(INVITERS["unknown"], index=ties.index)
    elif by == "style":
        style = tables["style"].set_index("thread_id")["style"]
        of_thread = lookup(threads["thread_id"], style).map(STYLES)
        alone = pd.Series(None, index=ties.index, dtype="str")
    else:
        day = since or middle_day(tables)
        of_thread = _period(_began(tables), day).reset_index(drop=True)
        alone = _period(ties["connected_lo"], day)
    of_thread = pd.Series(of_thread.astype("str").to_numpy(), index=ids, dtype="str")
    # A connection with a thread goes where its thread goes.
    pair = (threads["owner_id"] + " " + threads["counterpart_id"]).to_numpy()
    met = pd.Series(of_thread.to_numpy(), index=pair, dtype="str")
    met = met[met.index.notna() & ~met.index.duplicated()]
    key = ties["owner_id"] + " " + ties["person_id"]
    found = pd.Series(lookup(key, met).to_numpy(), index=ties.index, dtype="str")
    return of_thread, found.where(key.isin(met.index), alone.astype("str"))


def _began(tables: Tables) -> pd.Series:
    """Return by thread the first instant that is known: invited, connected or written."""
    threads = tables["threads"].set_index("thread_id")
    first = tables["messages"].groupby("thread_id")["sent_at"].min().reindex(threads.index)
    known = pd.concat([first, threads["connected_lo"], threads["invited_at"]], axis=1)
    return known.astype(TIME).min(axis=1)


def _period(began: pd.Series, day: str) -> pd.Series:
    if not day:
        return pd.Series(None, index=began.index, dtype="str")
    later = began >= pd.Timestamp(day, tz="UTC")
    named = later.map({False: f"before {day}", True: f"from {day} on"})
    return named.where(began.notna()).astype("str")


def _owner_names(tables: Tables) -> dict[str, str]:
    """Name each owner; two of one name are told apart by their ids."""
    ids = tables["threads"]["owner_id"].dropna().unique()
    names = lookup(pd.Series(ids, dtype="str"), tables["people"].set_index("person_id")["name"])
    named = pd.Series(names.to_numpy(), index=ids, dtype="str")
    named = named.fillna(pd.Series(ids, index=ids, dtype="str"))
    twice = named.duplicated(keep=False)
    return {i: f"{n} ({i})" if twice[i] else str(n) for i, n in named.items()}


def _order(tables: Tables, by: str, threads: pd.Series, ties: pd.Series) -> list[str]:
    there = set(threads.dropna()) | set(ties.dropna())
    if by == "style":
        return [name for name in STYLES.values() if name in there]
    if by == "inviter":
        return [name for name in INVITERS.values() if name in there]
    if by == "owner":
        return [str(name) for name in threads.value_counts().index if name in there]
    return sorted(there)


def _after_landmark(tables: Tables) -> dict[str, pd.DataFrame]:
    """Keep what came after the turns that gave a style: what they hold defines it."""
    rank = tables["turns"].set_index("turn_id")["rank"]
    landmark = tables["style"].set_index("thread_id")["landmark_rank"]
    asked_in = tables["questions"].set_index("question_id")["turn_id"]
    kept = {}
    for name in ("answered", "after_refusal", "replies"):
        scores = tables[name]
        turn = lookup(scores["question_id"], asked_in) if name == "answered" else scores["turn_id"]
        later = lookup(turn, rank) > lookup(scores["thread_id"], landmark)
        kept[name] = scores[later.fillna(False).astype(bool).to_numpy()].reset_index(drop=True)
    return kept
