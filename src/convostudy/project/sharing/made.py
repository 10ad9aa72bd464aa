"""From a study's tables to those of a release: ids that only a key can make, and no names."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from convostudy.deidentify import leaks
from convostudy.deidentify.features import (
    QUASI_IDENTIFIERS,
    SENSITIVE,
    T0,
    T1,
    aggregated,
    released,
)
from convostudy.deidentify.features.counts import FEWEST
from convostudy.deidentify.pseudonyms import KEY_BYTES, Pseudonyms
from convostudy.deidentify.times import STEPS_H
from convostudy.project.keyring import wanted_key
from convostudy.project.paths import project_root
from convostudy.project.settings import dataset_id
from convostudy.project.sharing.write import Scan
from convostudy.tables import Table

if TYPE_CHECKING:
    from convostudy.project.study import Study

__all__ = ["Made", "identified", "made_of"]

#: Rows that share what others may know of them, and outcomes among these.
K, L = 5, 2
_OF_PEOPLE = ("people", "connections")


@dataclass(frozen=True)
class Made:
    """Tables that may go out, what they are, and what was done to them."""

    tables: Mapping[str, pd.DataFrame]
    schema: Mapping[str, Table]
    pseudonyms: Callable[[str, pd.Series], pd.Series]
    deid: Mapping[str, Any] = field(default_factory=dict)
    words: tuple[str, ...] = ()


def made_of(
    study: Study,
    kept: Mapping[str, pd.DataFrame],
    tier: str,
    *,
    linkage_domain: str,
    scope: str,
    out: Path,
) -> Made:
    """Turn the tables of a study into those of a release.

    Parameters
    ----------
    study : Study
        Whose dataset id is kept in its ``study.toml``.
    kept : mapping of str to pandas.DataFrame
        Its tables, without those who did not agree.
    tier : str
        Of the release.
    linkage_domain, scope : str
        See `share.share`.
    out : pathlib.Path
        Where the dataset is to lie: the key must not.

    Returns
    -------
    Made
    """
    key = wanted_key(out=out)
    domain = linkage_domain or dataset_id(study.path)
    names = Pseudonyms(key, domain, scope_thread=scope == "thread")
    done: dict[str, Any] = {
        "key_id": key.id,
        "ids": {
            "made_by": "HMAC-SHA-256 with a secret key of 32 bytes, 60 bits of it",
            "linkage_domain": linkage_domain or "none: no other dataset can be joined by them",
            "scope": scope,
        },
        "left_out": "words, names, addresses, companies, positions, instants",
    }
    if tier == "T0":
        counts = aggregated(kept, study.parameters)
        done = {"left_out": done["left_out"], "smallest_count": FEWEST}
        return Made({"counts": counts}, T0, names.of, done)
    whole = _in_threads_of_the_owner(kept)
    scores = {name: whole[name] for name in study.scores}
    features = released(whole, scores, study.parameters, name_of=_in_threads(names), k=K, l=L)
    tables = dict(features.tables)
    if scope == "thread":
        # One row a person would join what is to stay apart.
        tables = {name: frame for name, frame in tables.items() if name not in _OF_PEOPLE}
    return Made(
        tables,
        {name: T1[name] for name in tables},
        names.of,
        {
            **done,
            "durations_h": [list(step) for step in STEPS_H],
            "pooled": {
                "table": "threads",
                "k": K,
                "l": L,
                "quasi_identifiers": list(QUASI_IDENTIFIERS),
                "sensitive": SENSITIVE,
                "report": features.pooled.to_dict("records"),
            },
        },
    )


def _in_threads_of_the_owner(kept: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Leave out messages of threads that no measure reads: nobody in them is the owner."""
    known = kept["threads"]["thread_id"]
    return {
        name: frame[frame["thread_id"].isin(known)].reset_index(drop=True)
        if "thread_id" in frame
        else frame
        for name, frame in kept.items()
    }


def _in_threads(names: Pseudonyms) -> Callable[[str, pd.Series, pd.Series | None], pd.Series]:
    """Name people of tables without threads, too; with ids of threads these tables are dropped."""
    whole = Pseudonyms(secrets.token_bytes(KEY_BYTES), "dropped")

    def name_of(kind: str, ids: pd.Series, threads: pd.Series | None = None) -> pd.Series:
        alone = names.scope_thread and kind == "person" and threads is None
        return whole.of(kind, ids) if alone else names.of(kind, ids, threads)

    return name_of


def identified(study: Study) -> Scan:
    """Return what looks through a folder for everybody in a study.

    Parameters
    ----------
    study : Study
        All of it, also those who are left out.

    Returns
    -------
    callable
        Given a folder, it returns file and kind of each hit.
    """
    messages = study.table("messages")
    inputs = study.record("ingest.json").get("inputs", [])
    known = leaks.identifiers(
        study.table("people"),
        messages,
        ids=[*messages["thread_id"].unique(), *messages["conversation_id"].dropna().unique()],
        files=[str(one.get("name", "")) for one in inputs],
        places=[str(place) for place in (Path.home(), project_root(), study.path)],
    )

    def scan(folder: Path) -> list[tuple[str, str]]:
        hits = leaks.scan(folder, known)
        told = hits["kind"] + ", " + hits["how"] + hits["hint"].map(" ({})".format)
        return list(zip(hits["file"], told.str.removesuffix(" ()"), strict=True))

    return scan
