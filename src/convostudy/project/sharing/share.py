"""A study in, a package out that names nobody, or a refusal that says what is lacking."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from convostudy.deidentify.features import MIN_THREADS
from convostudy.errors import BadParameter, BadTable, counted
from convostudy.project.measurement import is_current
from convostudy.project.paths import project_root, shown
from convostudy.project.settings import Settings
from convostudy.project.sharing.about import About, author
from convostudy.project.sharing.consent import consenting, refuse_without_terms
from convostudy.project.sharing.made import Made, identified, made_of
from convostudy.project.sharing.release import Release
from convostudy.project.sharing.sections import is_simulated, sections
from convostudy.project.sharing.words import with_words
from convostudy.project.sharing.write import write_package
from convostudy.tables import TABLES

if TYPE_CHECKING:
    from convostudy.project.study import Study

__all__ = ["share"]


def share(
    study: Study,
    *,
    tier: str = "T1",
    out: Path | None = None,
    zip_too: bool = False,
    also: tuple[str, ...] = (),
    linkage_domain: str = "",
    scope: str = "dataset",
    say: Callable[[str], None] | None = None,
) -> list[Path]:
    """Write a dataset of a study that others may have.

    Parameters
    ----------
    study : Study
        A measured study; one that other code measured is measured again.
    tier : str
        ``T0`` counts of groups, ``T1`` features without text, ``T2`` masked text for restricted
        access. ``T3``, raw messages, is refused.
    out : pathlib.Path, optional
        Where its folder shall lie; ``data/shared`` when left out.
    zip_too : bool
        Whether to write a zip beside it.
    also : tuple of str
        Further forms: ``convokit``, ``rocrate``.
    linkage_domain : str
        Datasets of one key and one such name can be joined by their ids; without one, none can.
    scope : str
        ``dataset``, or ``thread``: the same person has another id in each conversation.
    say : callable, optional
        Told what is being done, one line at a time.

    Returns
    -------
    list of pathlib.Path
        The folder, and the zip.

    Raises
    ------
    BadParameter
        Consent, ethics or title are not stated; the message has the lines to write.
    BadTable
        Too few agreed, or somebody would be named. Nothing is left on the disk.
    """
    tell = say or (lambda line: None)
    settings = study.settings
    refuse_without_terms(settings, study.path, tier)
    if scope not in ("dataset", "thread"):
        raise BadParameter(f"--scope {scope}", expected="dataset or thread", do="Name one of these")
    if not is_current(study):
        study.measure(say=say)
    tables = {name: study.table(name) for name in TABLES} | dict(study.scores)
    kept = _of_those_who_agreed(tables, settings, tier)
    n = len(kept["threads"])
    tell(f"{counted(n, 'thread')} of {len(tables['threads']):,}, of people who agreed")
    if n < MIN_THREADS:
        raise BadTable(
            f"{counted(n, 'thread')} of people who agreed",
            where=shown(study.path),
            expected=f"at least {MIN_THREADS}: of fewer, each can be told",
            do="Ask more people, note it in study.toml, or join several inboxes in one study",
        )
    place = out or project_root() / "data" / "shared"
    made = made_of(study, kept, tier, linkage_domain=linkage_domain, scope=scope, out=place)
    if tier == "T2":
        made = with_words(study, kept, made)
        tell(f"{counted(len(made.tables['texts']), 'message')} with masked words")
    release = _release(settings, tables, kept, made, tier, study)
    paths = write_package(
        release,
        place,
        scan=identified(study),
        zip_too=zip_too,
        also=also,
    )
    tell("Nobody of the study is named in any file of it, and it is sound as a stranger finds it")
    return paths


def _of_those_who_agreed(
    tables: Mapping[str, pd.DataFrame], settings: Settings, tier: str
) -> Mapping[str, pd.DataFrame]:
    if tier == "T0" and settings.ethics.aggregates_without_consent:
        return tables
    return consenting(tables, settings.participants)


def _release(
    settings: Settings,
    tables: Mapping[str, pd.DataFrame],
    kept: Mapping[str, pd.DataFrame],
    made: Made,
    tier: str,
    study: Study,
) -> Release:
    terms, ethics = settings.dataset, settings.ethics
    spoken = kept["threads"]["language"].value_counts()
    about = About(
        title=terms.title,
        description=terms.description,
        authors=tuple(author(one) for one in terms.authors),
        date=terms.date,
        licence="DUA" if tier == "T2" else terms.licence,
        keywords=terms.keywords,
        languages=tuple(sorted(spoken.index[spoken >= 10])),
        approval=ethics.approval,
        basis=ethics.basis,
        simulated=is_simulated(tables),
        sections=sections(tables, kept, terms, study.parameters, tier),
    )
    return Release(
        name=terms.name,
        version=terms.version,
        tier=tier,
        tables=made.tables,
        schema=made.schema,
        about=about,
        deid=made.deid,
        words=frozenset(made.words),
    )
