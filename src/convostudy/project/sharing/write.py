"""A release in, a folder (and a zip) out: checked while nobody can see it yet, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from convostudy.errors import BadParameter, BadTable, counted
from convostudy.project.paths import shown
from convostudy.project.sharing.about import Author
from convostudy.project.sharing.card import card
from convostudy.project.sharing.cells import canonical, csv_bytes, parquet_bytes
from convostudy.project.sharing.check import check_files
from convostudy.project.sharing.citation import citation, zenodo
from convostudy.project.sharing.codebook import codebook
from convostudy.project.sharing.convokit import convokit
from convostudy.project.sharing.croissant import croissant
from convostudy.project.sharing.datapackage import descriptor, path_of
from convostudy.project.sharing.files import (
    CARD,
    CITATION,
    CODEBOOK,
    CROISSANT,
    DEID,
    DESCRIPTOR,
    LICENCE,
    SUMS,
    ZENODO,
    json_bytes,
    sums,
    zipped,
)
from convostudy.project.sharing.jsonl import jsonl_bytes
from convostudy.project.sharing.release import Release
from convostudy.project.sharing.rocrate import rocrate
from convostudy.project.store import replace_folder
from convostudy.project.work import work_folder

__all__ = ["ALSO", "Scan", "package_files", "write_package"]

ALSO = ("convokit", "rocrate")
_NOBODY = Author("Nobody")
#: Given a folder, tells in which files of it somebody is named, and how: never the name itself.
Scan = Callable[[Path], Iterable[tuple[str, str]]]


def package_files(release: Release, *, also: Iterable[str] = ()) -> dict[str, bytes]:
    """Make every file of a package, in memory: the same release always gives the same bytes.

    Parameters
    ----------
    release : Release
        What is written.
    also : iterable of str
        Further forms of the same data, of `ALSO`.

    Returns
    -------
    dict of str to bytes
        By path.

    Raises
    ------
    BadTable
        A table is not what its schema says.
    BadParameter
        ``also`` names no form.
    """
    _known(also)
    return _described(release, *_tables(release), also)


def _known(also: Iterable[str]) -> None:
    unknown = sorted(set(also) - set(ALSO))
    if unknown:
        raise BadParameter(
            f"--also {unknown[0]}", expected=f"of {', '.join(ALSO)}", do="Name one of these"
        )


def _tables(release: Release) -> tuple[dict[str, pd.DataFrame], dict[str, bytes]]:
    """Make the files of the tables, in which no author stands."""
    frames: dict[str, pd.DataFrame] = {}
    files: dict[str, bytes] = {}
    for name, frame in release.tables.items():
        table, words = release.schema[name], name in release.words
        frames[name] = canonical(frame, table, words=words)
        made = jsonl_bytes if words else csv_bytes
        files[path_of(name, "jsonl" if words else "csv")] = made(frames[name], table)
        if not words:
            files[path_of(name, "parquet")] = parquet_bytes(frames[name], table)
    return frames, files


def _described(
    release: Release,
    frames: Mapping[str, pd.DataFrame],
    tables: Mapping[str, bytes],
    also: Iterable[str],
) -> dict[str, bytes]:
    """Add the files that describe the tables."""
    files = dict(tables)
    about = release.about
    years, names = about.date[:4], ", ".join(one.spoken for one in about.authors)
    terms = about.terms.text.format(title=about.title, year=years, authors=names)
    described = {
        DESCRIPTOR: json_bytes(descriptor(release, frames, files)),
        CROISSANT: json_bytes(croissant(release, files)),
        CODEBOOK: codebook(release),
        CARD: card(release, frames),
        LICENCE: terms.encode("utf-8"),
        CITATION: citation(release),
        ZENODO: json_bytes(zenodo(release)),
        DEID: json_bytes({"tier": release.tier, **release.deid}),
    }
    if "convokit" in also:
        described |= convokit(release, frames)
    files |= described
    if "rocrate" in also:
        files |= rocrate(release, files)
    return {**files, SUMS: sums(files)}


def write_package(
    release: Release,
    out: Path,
    *,
    scan: Scan,
    zip_too: bool = False,
    also: Iterable[str] = (),
) -> list[Path]:
    """Write a package, once it has been looked through for names and checked as a stranger would.

    Parameters
    ----------
    release : Release
        What is written.
    out : pathlib.Path
        The folder in which its folder is to lie.
    scan : callable
        Looks through a folder for names; any hit stops the release.
    zip_too : bool
        Whether to write a zip beside it.
    also : iterable of str
        Further forms of the same data, of `ALSO`.

    Returns
    -------
    list of pathlib.Path
        The folder, and the zip.

    Raises
    ------
    BadTable
        Somebody is named in a file, or the package is not sound. Nothing is left on the disk.
    """
    _known(also)
    frames, tables = _tables(release)
    files = _described(release, frames, tables, also)
    wrong = check_files(files)
    if wrong:
        raise BadTable(
            f"{counted(len(wrong), 'fault')} in the package itself, the first: {wrong[0].said}",
            where=wrong[0].place,
            expected="a package that `convostudy validate` finds nothing wrong with",
            do="Mend the table it was made from; nothing was written",
        )
    target, archive = out / release.folder, out / f"{release.folder}.zip"
    _is_ours(target)
    out.mkdir(parents=True, exist_ok=True)
    with work_folder(target) as work:
        nobody = replace(release, about=replace(release.about, authors=(_NOBODY,)))
        _look_for_names(nobody, _described(nobody, frames, tables, also), work / "scanned", scan)
        _put(files, work / target.name)
        if zip_too:
            (work / archive.name).write_bytes(zipped(files, release.folder))
            (work / archive.name).replace(archive)
        replace_folder(work / target.name, target)
    return [target, archive] if zip_too else [target]


def _look_for_names(release: Release, files: Mapping[str, bytes], folder: Path, scan: Scan) -> None:
    """Refuse a release in which somebody is named who did not ask to be.

    Authors want to be named, and the owner of an inbox may be one: so what is looked through has
    another author, and is the same in every other byte.
    """
    _put({**files, f"{release.folder}.zip": zipped(files, release.folder)}, folder)
    hits = sorted({(place, kind) for place, kind in scan(folder)})
    if hits:
        place, kind = hits[0]
        more = f", and {counted(len(hits) - 1, 'other place')}" if len(hits) > 1 else ""
        raise BadTable(
            f"somebody who can be told ({kind}){more}",
            where=place,
            expected="no name, address or number of anybody in the study, in no file",
            do="Look at title, description and keywords in study.toml first, then at that table. "
            "Nothing was written",
        )
    shutil.rmtree(folder)


def _put(files: Mapping[str, bytes], folder: Path) -> None:
    for name, content in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def _is_ours(target: Path) -> None:
    """Refuse to replace a folder that is no package."""
    if target.exists() and not (target / DESCRIPTOR).is_file():
        raise BadParameter(
            "something else at the place of the package",
            where=shown(target),
            expected="nothing, or an older build of it",
            do="Move it away, or give another --out",
        )
