"""What must be decided before data are passed on: who agreed to what, on what ground, by what name.

Three tables of ``study.toml``. Without them nothing is shared, and the refusal says which lines to
write.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from convostudy.errors import BadParameter
from convostudy.project.paths import file_key, nearest

__all__ = ["CONSENT", "DatasetTerms", "Ethics", "Participants", "read_terms"]

#: From nothing to one's own words.
CONSENT = ("none", "features", "text")
_AUTHOR_KEYS = ("family", "given", "affiliation", "orcid")


@dataclass(frozen=True)
class Ethics:
    """``[ethics]``: what a board said, and on what ground the data are held, in words.

    Parameters
    ----------
    approval : str
        By whom and when, or why none is needed.
    basis : str
        Such as consent, or research with safeguards.
    aggregates_without_consent : bool
        Whether counts of groups (tier T0) may include people who were not asked.
    """

    approval: str = ""
    basis: str = ""
    aggregates_without_consent: bool = False


@dataclass(frozen=True)
class Participants:
    """``[participants]``: who agreed to what.

    Parameters
    ----------
    owners, counterparts : str
        ``none``, ``features`` or ``text``: what holds for whoever is not named below.
    consent : mapping of str to str
        person_id to the same.
    """

    owners: str = "features"
    counterparts: str = "none"
    consent: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DatasetTerms:
    """``[dataset]``: how it is called and cited.

    Parameters
    ----------
    name, title, description, version, date, licence : str
        ``name`` is that of the folder; ``date`` the day of release, ISO; ``licence`` a key of
        `sharing.licences.LICENCES`.
    authors : tuple
        Texts such as ``"Okafor, Ada"``, or tables with family, given, affiliation, orcid.
    keywords : tuple of str
        For catalogues.
    motivation, maintenance : str
        Answers for the card; it has usual ones.
    id : str
        Random, written by the first `share`: ids of two datasets of one key cannot be joined.
    """

    name: str = ""
    title: str = ""
    description: str = ""
    version: str = ""
    date: str = ""
    licence: str = "CC-BY-4.0"
    authors: tuple[str | Mapping[str, str], ...] = ()
    keywords: tuple[str, ...] = ()
    motivation: str = ""
    maintenance: str = ""
    id: str = ""


def read_terms(held: Mapping[str, Any], file: Path) -> tuple[DatasetTerms, Ethics, Participants]:
    """Read the three tables of ``study.toml``.

    Parameters
    ----------
    held : mapping
        The whole file.
    file : pathlib.Path
        Named in errors.

    Returns
    -------
    DatasetTerms, Ethics, Participants

    Raises
    ------
    BadParameter
        A table holds a name or a value that does not exist.

    Examples
    --------
    >>> read_terms({"ethics": {"basis": "consent"}}, Path("study.toml"))[1].basis
    'consent'
    """
    dataset = _table(held, "dataset", DatasetTerms, file)
    ethics = _table(held, "ethics", Ethics, file)
    people = _table(held, "participants", Participants, file)
    for name in ("owners", "counterparts"):
        _level(people.get(name, "none"), f"participants.{name}", file)
    consent = people.get("consent", {})
    if not isinstance(consent, Mapping):
        raise _wrong(f"participants.consent = {consent!r}", 'person_id = "features"', file)
    for person, level in consent.items():
        _level(level, f"participants.consent.{person}", file)
    if not isinstance(ethics.get("aggregates_without_consent", False), bool):
        raise _wrong("ethics.aggregates_without_consent", "true or false", file)
    return _dataset(dataset, file), Ethics(**ethics), Participants(**people)


def _dataset(said: dict[str, Any], file: Path) -> DatasetTerms:
    if isinstance(said.get("date"), date):  # TOML knows days; a text will do as well
        said["date"] = said["date"].isoformat()[:10]
    for name in ("authors", "keywords"):
        if name in said:
            if not isinstance(said[name], list):
                raise _wrong(f"dataset.{name}", "a list, in square brackets", file)
            said[name] = tuple(said[name])
    for one in said.get("authors", ()):
        for name in one if isinstance(one, Mapping) else ():
            if name not in _AUTHOR_KEYS:
                raise _wrong(f"an author with {name!r}", ", ".join(_AUTHOR_KEYS), file)
    for name, value in said.items():
        if name not in ("authors", "keywords") and not isinstance(value, str):
            raise _wrong(f"dataset.{name} = {value!r}", "a text, in quotes", file)
    name, version, day = (said.get(n, "") for n in ("name", "version", "date"))
    if name and file_key(name) != name:
        raise _wrong(f"dataset.name = {name!r}", "small letters, digits and dashes", file)
    if version and not re.fullmatch(r"\d+\.\d+\.\d+", version):
        raise _wrong(f"dataset.version = {version!r}", 'three numbers, such as "1.0.0"', file)
    if day and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", day):
        raise _wrong(f"dataset.date = {day!r}", 'a day, such as "2026-03-01"', file)
    return DatasetTerms(**said)


def _table(held: Mapping[str, Any], name: str, form: type, file: Path) -> dict[str, Any]:
    said = held.get(name, {})
    known = tuple(form.__dataclass_fields__)  # type: ignore[attr-defined]
    if not isinstance(said, Mapping):
        raise _wrong(f"{name} = {said!r}", f"a table [{name}] with {', '.join(known)}", file)
    for key in said:
        if key not in known:
            raise _wrong(f"an unknown entry {key!r} in [{name}]", ", ".join(known), file, key)
    return dict(said)


def _level(said: Any, name: str, file: Path) -> None:
    if said not in CONSENT:
        raise _wrong(f"{name} = {said!r}", f"one of {', '.join(CONSENT)}", file, str(said))


def _wrong(found: str, expected: str, file: Path, key: str = "") -> BadParameter:
    known = expected.removeprefix("one of ").split(", ")
    do = (nearest(key, known) if key else "") or "Write it like that"
    return BadParameter(found, where=str(file), expected=expected, do=do)
