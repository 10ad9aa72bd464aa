"""Who agreed to what: what must stand in study.toml, and the tables of those who did."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from convostudy.errors import BadParameter, counted
from convostudy.project.paths import file_key, shown
from convostudy.project.settings import FILE, Settings
from convostudy.project.sharing.licences import LICENCES, PUBLIC
from convostudy.project.terms import CONSENT, Participants

__all__ = ["agreed", "consenting", "refuse_without_terms"]

_RAW = "raw messages never leave the machine: nothing here writes them"


def refuse_without_terms(settings: Settings, study: Path, tier: str) -> None:
    """Refuse to share what nobody may share yet, and say which lines are lacking.

    Parameters
    ----------
    settings : Settings
        Of the study.
    study : pathlib.Path
        Its folder.
    tier : str
        ``T0`` to ``T3``.

    Raises
    ------
    BadParameter
        Something is not stated; its last words are the lines to write.
    """
    if tier == "T3":
        raise BadParameter(
            f"--tier T3: {_RAW}",
            expected="T1, features without text; T0, counts of groups; T2, masked text of people "
            "who agreed",
            do="Choose one of these",
        )
    file = shown(study / FILE)
    lacking = _lacking(settings, study, tier)
    if lacking:
        names = [f"{table}.{name}" for table, lines in lacking.items() for name in lines]
        text = "\n".join(
            "\n".join([f"\n[{table}]", *(f"{n} = {v}" for n, v in lines.items())])
            for table, lines in lacking.items()
        )
        raise BadParameter(
            f"nothing said on {', '.join(names)}",
            where=file,
            expected="who shares what, on what ground, and by whose consent, before anything is "
            "written",
            do=f"Write into that file, in your own words:\n{text}",
        )
    licence = settings.dataset.licence
    allowed = ("DUA",) if tier == "T2" else PUBLIC
    if licence not in allowed and not (tier == "T2" and licence == "CC-BY-4.0"):
        raise BadParameter(
            f"dataset.licence = {licence!r}",
            where=file,
            expected=f"one of {', '.join(LICENCES if tier == 'T2' else PUBLIC)}",
            do="Write one of these, or take the line out",
        )


def _lacking(settings: Settings, study: Path, tier: str) -> dict[str, dict[str, str]]:
    """List what is not stated, each with a line to begin from."""
    dataset, ethics, people = settings.dataset, settings.ethics, settings.participants
    examples = {
        "dataset": {
            "name": json.dumps(file_key(study.name)),
            "title": '"Questions and pitches in one inbox"',
            "description": '"What it holds, in a sentence or two."',
            "authors": '["Family, Given"]',
            "version": '"1.0.0"',
            "date": f'"{date.today().isoformat()}"',
        },
        "ethics": {
            "approval": '"which board, when, number; or why none is needed"',
            "basis": '"on what ground you may hold and pass on these data"',
        },
    }
    held = {"dataset": dataset, "ethics": ethics}
    lacking = {
        table: {name: line for name, line in lines.items() if not getattr(held[table], name)}
        for table, lines in examples.items()
    }
    wanted = "text" if tier == "T2" else "features"
    if not _anybody(people, wanted) and not (tier == "T0" and ethics.aggregates_without_consent):
        agreed_to = "their masked words" if tier == "T2" else "features of their conversations"
        line = f'"{wanted}"  # only if all of them agreed that {agreed_to} may be shared'
        lacking["participants"] = {"counterparts": line}
        if tier == "T0":
            lacking["ethics"]["aggregates_without_consent"] = "true  # or, for counts alone"
    return {table: lines for table, lines in lacking.items() if lines}


def _anybody(people: Participants, wanted: str) -> bool:
    least = CONSENT.index(wanted)
    levels = [people.counterparts, *people.consent.values()]
    return any(CONSENT.index(level) >= least for level in levels)


def agreed(everybody: pd.DataFrame, people: Participants, wanted: str) -> set[str]:
    """Return the ids of those who agreed to at least that.

    Parameters
    ----------
    everybody : pandas.DataFrame
        ``person_id`` and ``is_owner``.
    people : Participants
        Of ``study.toml``.
    wanted : str
        ``features`` or ``text``.

    Returns
    -------
    set of str

    Raises
    ------
    BadParameter
        Consent is noted of somebody who is not in the study: perhaps of the wrong id.

    Examples
    --------
    >>> everybody = pd.DataFrame({"person_id": ["me", "ana"], "is_owner": [True, False]})
    >>> agreed(everybody, Participants(consent={"ana": "text"}), "text")
    {'ana'}
    """
    ids = everybody["person_id"].tolist()
    strange = sorted(set(people.consent) - set(ids))
    if strange:
        raise BadParameter(
            f"consent of {counted(len(strange), 'id')} that nobody in the study has, first in "
            f"line {1 + list(people.consent).index(strange[0])} of [participants.consent]",
            where=FILE,
            expected="a person_id of the table people",
            do="Look for a typing error: nobody should be shared by mistake",
        )
    usual = dict(zip(ids, everybody["is_owner"], strict=True))
    least = CONSENT.index(wanted)
    levels = {
        one: people.consent.get(one, people.owners if is_owner else people.counterparts)
        for one, is_owner in usual.items()
    }
    return {one for one, level in levels.items() if CONSENT.index(level) >= least}


def consenting(tables: Mapping[str, pd.DataFrame], people: Participants) -> dict[str, pd.DataFrame]:
    """Leave out every conversation in which somebody did not agree to share its features.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Of a measured study, scores included; ``messages`` and ``people`` among them.
    people : Participants
        Of ``study.toml``.

    Returns
    -------
    dict of str to pandas.DataFrame
        The same tables with fewer rows.
    """
    messages, everybody = tables["messages"], tables["people"]
    willing = agreed(everybody, people, "features")
    taking_part = messages.assign(
        person=messages["sender_id"] + " " + messages["recipient_ids"].fillna("")
    )[["thread_id", "person"]].drop_duplicates()
    each = taking_part.assign(person=taking_part["person"].str.split(" ")).explode("person")
    each = each[each["person"].notna() & (each["person"] != "")]
    # Of somebody whom the export hides, nobody can know what they agreed to but what all did.
    by_default = people.counterparts != "none"
    refused = set(each.loc[~each["person"].isin(willing), "thread_id"])
    kept: dict[str, pd.DataFrame] = {}
    of_messages = set(messages.loc[~messages["thread_id"].isin(refused), "message_id"])
    for name, frame in tables.items():
        keep = pd.Series(True, index=frame.index)
        if "thread_id" in frame:
            keep &= ~frame["thread_id"].isin(refused)
        elif "message_id" in frame:
            keep &= frame["message_id"].isin(of_messages)
        for column in ("person_id", "counterpart_id", "owner_id"):
            if column in frame:
                known = frame[column].fillna("") != ""
                keep &= frame[column].isin(willing) | (~known & by_default)
        kept[name] = frame[keep].reset_index(drop=True)
    return kept
