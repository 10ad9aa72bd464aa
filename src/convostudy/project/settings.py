"""``study.toml``: what a person decides about a study, in a file that a person can edit.

Owners, the end of observation, consent, licence, parameters and the pages to make. It is written
once by `ingest` and from then on changed line by line, so that comments in it survive.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from convostudy.errors import BadParameter
from convostudy.parameters import Parameters
from convostudy.project.paths import nearest
from convostudy.project.terms import DatasetTerms, Ethics, Participants, read_terms

__all__ = ["FILE", "Settings", "dataset_id", "read_settings", "write_settings"]

FILE = "study.toml"
_KNOWN = (
    "owners", "observed_until", "connected_on_tz", "consent", "licence", "parameters", "reports",
    "dataset", "ethics", "participants",
)  # fmt: skip
_PAGE_KEYS = ("notebook", "name", "parameters", "matrix")

_HEAD = """\
# What you decide about this study. Edit it freely: comments stay.
#
# owners           person_id of whoever made the export; the other side is the counterpart.
#                  Another one holds once the export is read again
# observed_until   the last instant the export could have shown (UTC)
# consent          who agreed to what; kept with the data, printed only where a page is told to
# licence          on what terms others may have the data; stands on the dataset card
# [parameters]     windows and thresholds, see `convostudy measures --parameters`
# [[reports]]      pages to make: notebook = "...", name = "...", parameters = { ... }
#                  matrix = { no_reply_days = [7, 14] } makes a page for each of them
# [dataset]        title, authors, version, ... of what `convostudy share` writes
# [ethics], [participants]
#                  on what ground, and who agreed to it: nothing is shared without them
"""


@dataclass(frozen=True)
class Settings:
    """What ``study.toml`` holds.

    Parameters
    ----------
    owners : tuple of str
        person_ids of the owners; empty when nobody could be told to be one.
    observed_until : pandas.Timestamp, optional
        End of observation, UTC.
    consent : str
        Who agreed to what, in words.
    parameters : mapping
        Name to value, only those that differ from the default.
    reports : tuple of mapping
        One a page: ``notebook``, and if wanted ``name``, ``parameters``, and a ``matrix`` that
        gives parameters several values, each with each.
    licence : str
        On what terms others may have the data, in words.
    dataset, ethics, participants : DatasetTerms, Ethics, Participants
        What sharing needs; written by hand, so `write_settings` leaves them as they stand.
    """

    owners: tuple[str, ...] = ()
    observed_until: pd.Timestamp | None = None
    consent: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    reports: tuple[Mapping[str, Any], ...] = ()
    licence: str = ""
    dataset: DatasetTerms = field(default_factory=DatasetTerms)
    ethics: Ethics = field(default_factory=Ethics)
    participants: Participants = field(default_factory=Participants)

    def resolved(self) -> Parameters:
        """Return all parameters: the defaults, and what this study changes."""
        return Parameters.from_mapping(self.parameters)


def read_settings(folder: Path) -> Settings:
    """Read ``study.toml`` of a study; a study without one has the default settings.

    Parameters
    ----------
    folder : pathlib.Path
        The study.

    Returns
    -------
    Settings

    Raises
    ------
    BadParameter
        The file is no TOML, or names something that does not exist.
    """
    import tomlkit
    from tomlkit.exceptions import ParseError

    file = folder / FILE
    if not file.is_file():
        return Settings()
    try:
        held = tomlkit.parse(file.read_text(encoding="utf-8")).unwrap()
    except (ParseError, UnicodeDecodeError, RecursionError) as reason:
        raise BadParameter(
            f"text that is no TOML ({reason})",
            where=str(file),
            expected='lines such as consent = "written, 2025-03-01"',
            do="Repair that line, or delete the file and ingest again",
        ) from reason
    _known(held, _KNOWN, file)
    pages = tuple(held.get("reports", ()))
    for page in pages:
        _known(page, _PAGE_KEYS, file)
        if "notebook" not in page:
            raise BadParameter(
                "a page in [[reports]] that names no notebook",
                where=str(file),
                expected='notebook = "sales_vs_relationship"',
                do="Add that line",
            )
        _check_matrix(page, file)
    parameters = dict(held.get("parameters", {}))
    if "connected_on_tz" in held:
        parameters.setdefault("connected_on_tz", held["connected_on_tz"])
    Parameters.from_mapping(parameters)
    dataset, ethics, participants = read_terms(held, file)
    return Settings(
        owners=tuple(held.get("owners", ())),
        observed_until=instant(held.get("observed_until"), file.name),
        consent=str(held.get("consent", "")),
        parameters=parameters,
        reports=pages,
        licence=str(held.get("licence", "")),
        dataset=dataset,
        ethics=ethics,
        participants=participants,
    )


def write_settings(folder: Path, settings: Settings) -> None:
    """Write ``study.toml``, keeping the comments of the one that is there.

    Parameters
    ----------
    folder : pathlib.Path
        The study.
    settings : Settings
        What it shall hold.
    """
    import tomlkit

    file = folder / FILE
    text = file.read_text(encoding="utf-8") if file.is_file() else _HEAD
    held = tomlkit.parse(text)
    held["owners"] = list(settings.owners)
    if settings.observed_until is not None:
        held["observed_until"] = settings.observed_until.to_pydatetime()
    held["consent"] = settings.consent
    held["licence"] = settings.licence
    held.pop("connected_on_tz", None)  # read above, and kept among the parameters
    table = held.setdefault("parameters", tomlkit.table())
    for name in [n for n in table if n not in settings.parameters]:
        del table[name]
    for name, value in settings.parameters.items():
        table[name] = list(value) if isinstance(value, tuple) else value
    if settings.reports and "reports" not in held:
        held["reports"] = [dict(page) for page in settings.reports]
    _write(file, held)


def _write(file: Path, held: Any) -> None:
    import tomlkit

    temporary = file.with_name(f".{file.name}.new")
    temporary.write_text(tomlkit.dumps(held), encoding="utf-8")
    temporary.replace(file)


def dataset_id(folder: Path) -> str:
    """Return the random id of the dataset of a study; the first time it is made and written down.

    Parameters
    ----------
    folder : pathlib.Path
        The study.

    Returns
    -------
    str
        32 hexadecimal digits, kept in ``study.toml``.
    """
    import tomlkit

    held = read_settings(folder).dataset.id
    if held:
        return held
    file = folder / FILE
    text = tomlkit.parse(file.read_text(encoding="utf-8"))
    made = secrets.token_hex(16)
    text.setdefault("dataset", tomlkit.table())["id"] = made
    _write(file, text)
    return made


def instant(value: Any, where: str) -> pd.Timestamp | None:
    """Read an instant from ISO 8601 text or a date; without a zone it is taken as UTC.

    A day without a time means the end of that day: an export can show all of it. Nothing but ISO
    is taken: 06/01/2025 is June in one country and January in another.

    Parameters
    ----------
    value : str, datetime, date or None
        What was given.
    where : str
        Named in the error.

    Returns
    -------
    pandas.Timestamp or None

    Examples
    --------
    >>> instant("2025-03-01T10:00", "--observed-until")
    Timestamp('2025-03-01 10:00:00+0000', tz='UTC')
    >>> instant("2025-03-01", "--observed-until")
    Timestamp('2025-03-01 23:59:59.999999+0000', tz='UTC')
    """
    if value is None or value == "":
        return None
    text = str(value).strip()
    try:
        at = pd.Timestamp(datetime.fromisoformat(text))
    except ValueError as reason:
        raise BadParameter(
            f"{value!r}, which is no instant in ISO 8601",
            where=where,
            expected="year-month-day, with a time if known: 2025-03-01, 2025-03-01T18:30+01:00",
            do="Write it like that",
        ) from reason
    if len(text) <= len("2025-03-01"):
        at = at + pd.Timedelta(days=1) - pd.Timedelta(microseconds=1)
    return at.tz_localize("UTC") if at.tz is None else at.tz_convert("UTC")


def _check_matrix(page: Mapping[str, Any], file: Path) -> None:
    """Refuse a matrix that is none."""
    matrix = page.get("matrix", {})
    fixed = page.get("parameters", {})
    for what, held in (("matrix", matrix), ("parameters", fixed)):
        if not isinstance(held, Mapping):
            raise BadParameter(
                f"{what} = {held!r} in [[reports]]",
                where=str(file),
                expected=f"names and values below [reports.{what}]",
                do="Write it like that",
            )
    for name, values in matrix.items():
        if not isinstance(values, list) or not values or name in fixed:
            why = f"{name} = {values!r} in a matrix" + (" and in parameters" * (name in fixed))
            raise BadParameter(
                why,
                where=str(file),
                expected=f"a list of values, as in {name} = [7, 14], in the matrix alone",
                do="Write it like that",
            )


def _known(held: Mapping[str, Any], known: tuple[str, ...], file: Path) -> None:
    for name in held:
        if name not in known:
            raise BadParameter(
                f"an unknown entry {name!r}",
                where=str(file),
                expected=f"one of {', '.join(known)}",
                do=nearest(name, known) or "Remove or rename it",
            )
