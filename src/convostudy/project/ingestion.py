"""Exports in, a study on disk out: whole or not at all."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

import convostudy
from convostudy.errors import BadExport, BadParameter
from convostudy.project import store
from convostudy.project.paths import file_key, processed, shown, study_folder
from convostudy.project.settings import FILE, instant, read_settings, write_settings
from convostudy.project.study import INGESTED, Study
from convostudy.prose import counted, missing_hints
from convostudy.tables import NO_INSTANTS, NO_MESSAGES
from convostudy.threads import without_owner

__all__ = ["RECORD", "ingest"]

RECORD = "ingest.json"


def ingest(
    paths: str | Path | Sequence[str | Path],
    study_dir: str | Path | None = None,
    *,
    owner: str | None = None,
    observed_until: str | None = None,
    say: Callable[[str], None] | None = None,
) -> Study:
    """Read one or more exports and store them as one study.

    A study that is there already is replaced once the new one is whole; what a person wrote in
    its ``study.toml`` (parameters, consent, pages) is kept. If anything goes wrong, nothing of
    the new study is left and the old one stays as it was. A study that was read from another
    export is only replaced when ``study_dir`` names it.

    Parameters
    ----------
    paths : path or sequence of paths
        Exports as they came; several are merged, and a message that is in two of them counts
        once.
    study_dir : str or pathlib.Path, optional
        The study's folder, or its name in ``data/processed``; named after the first export when
        left out.
    owner : str, optional
        Name or profile address of whoever made the export, where the export does not tell. Once
        given, or written into ``study.toml``, it holds when the same export is read again.
    observed_until : str, optional
        The last instant the export could have shown, ISO 8601, where the export does not tell. A
        day without a time means its end; without a zone it is UTC. Once given, or written into
        ``study.toml``, it holds when the same export is read again.
    say : callable, optional
        Told what is being done, one line at a time.

    Returns
    -------
    Study
        With ``messages, people, connections, ledger, assumptions, rejected, origins``.

    Raises
    ------
    UnknownExport, BadExport
        An export was not recognised, or cannot be read.
    BadParameter
        ``study_dir`` holds something that is no study, or was left out and a study of that name
        was read from another export; or the instant cannot be read.
    """
    from convostudy import sources

    say = say or _silent
    given = [Path(p).expanduser() for p in ([paths] if isinstance(paths, (str, Path)) else paths)]
    if not given:
        raise BadParameter("no export", expected="at least one path", do="Name an export")
    for path in given:
        if not path.exists():
            raise BadExport(
                "nothing at this path",
                where=str(path),
                expected="an export: a .zip as it was downloaded, or one of its files",
                do="Look at the path; names with spaces need quotes",
            )
    target = study_folder(study_dir) if study_dir else processed() / _name(given[0])
    _refuse_foreign(target)
    until = instant(observed_until, "observed_until")
    inputs = [{"name": p.name, "bytes": _size(p), "sha256": _sha256(p)} for p in sorted(given)]
    replaced = _heed_other(target, inputs, named=study_dir is not None)
    owner = owner or _chosen_owner(target, inputs)
    until = until or _chosen_end(target, inputs)

    exports = []
    for path in given:
        say(f"Reading {path.name}")
        exports.append(sources.read(path, owner=owner, observed_until=until))
    export = exports[0] if len(exports) == 1 else sources.merge(exports)
    if replaced:
        say(f"Replacing study {target.name}, which held another export: {replaced}")
    with store.fresh_folder(target) as folder:
        for name in INGESTED:
            store.save(getattr(export, name), folder / name)
        if (target / FILE).is_file():
            (folder / FILE).write_bytes((target / FILE).read_bytes())
        owners = tuple(export.people.loc[export.people["is_owner"], "person_id"])
        if not owners and export.owner_id:
            owners = (export.owner_id,)
        settings = replace(
            read_settings(folder), owners=owners, observed_until=export.observed_until
        )
        write_settings(folder, settings)
        _write_record(folder, inputs, export, owners, owner, until)
    _tell(export, owners, say)
    return Study(target)


def _chosen_owner(target: Path, inputs: list[dict[str, Any]]) -> str | None:
    """Return the owner whom a person named for this very export, now or by hand in study.toml.

    Of another export nothing is kept: whoever made one may be a counterpart in the next.
    """
    held = Study(target).record(RECORD)
    if not held or not _same(held["inputs"], inputs):
        return None
    owners = read_settings(target).owners
    by_hand = "owners" in held and list(owners) != held["owners"]
    if not owners or not (held.get("owner_given") or by_hand):
        return None
    if len(owners) > 1:
        raise BadParameter(
            f"{len(owners)} owners ({', '.join(owners)}), which the export does not name itself",
            where=shown(target / FILE),
            expected="one, as person_id",
            do="Leave one of them, or take the line out and read the export again",
        )
    return owners[0]


def _chosen_end(target: Path, inputs: list[dict[str, Any]]) -> pd.Timestamp | None:
    """Return the end of observation that a person named for this very export, or wrote by hand."""
    held = Study(target).record(RECORD)
    if not held or not _same(held["inputs"], inputs):
        return None
    kept = read_settings(target).observed_until
    read = held.get("observed_until")
    by_hand = "observed_until" in held and kept != instant(read, RECORD)
    return kept if held.get("observed_until_given") or by_hand else None


def _same(held: list[dict[str, Any]], inputs: list[dict[str, Any]]) -> bool:
    return {i["sha256"] for i in held} == {i["sha256"] for i in inputs}


def _write_record(
    folder: Path,
    inputs: list[dict[str, Any]],
    export: Any,
    owners: tuple[str, ...],
    owner: Any,
    until: Any,
) -> None:
    record = {
        "inputs": inputs,
        "source": export.source,
        "owners": list(owners),
        "owner_given": owner is not None,
        "owner_how": export.owner_how,
        "observed_until": export.observed_until and export.observed_until.isoformat(),
        "observed_until_given": until is not None,
        "convostudy": convostudy.__version__,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    text = json.dumps(record, indent=2, ensure_ascii=False)
    (folder / RECORD).write_text(text + "\n", encoding="utf-8")


def _tell(export: Any, owners: tuple[str, ...], say: Callable[[str], None]) -> None:
    """Say what came in; what a person should do about it comes first."""
    talk = export.messages[export.messages["kind"].isin(["message", "inmail"])]
    names = export.people.set_index("person_id")["name"].dropna()
    if not owners and len(talk):
        likely = [str(names.get(i, i)) for i in talk["sender_id"].value_counts().head(3).index]
        say("The export does not tell whose it is, so no side is known and little can be measured.")
        say("  Run this again with " + " or ".join(f"--owner {_quoted(n)}" for n in likely))
        say("  (who wrote most; any other name or profile address in the export will do, too)")
    held = ("messages", "connections", "ledger", "assumptions")
    for hint in missing_hints({name: getattr(export, name) for name in held}):
        say(hint)
    present = pd.concat([talk["sender_id"], talk["recipient_ids"].str.split().explode()])
    others = set(present.dropna()) - set(owners)
    say(
        f"{counted(len(talk), 'message')} in "
        f"{counted(talk['conversation_id'].nunique(), 'conversation')} "
        f"{'with' if owners else 'among'} {counted(len(others), 'person', 'people')}"
    )
    if n_campaign := int((export.messages["kind"] == "sponsored").sum()):
        say(f"Left out: {counted(n_campaign, 'campaign mail')}")
    if n_strange := len(without_owner(talk, export.people)):
        say(f"In {counted(n_strange, 'two-person thread')} the owner takes no part: not measured")
        say(
            "  (perhaps under another name or profile address at that time, or it is another owner)"
        )
    if len(export.rejected):
        say(f"{counted(len(export.rejected), 'row')} could not be read: see the table rejected")
    said = export.assumptions[["file", "about", "assumed", "why"]].drop_duplicates()
    for row in said.itertuples():
        if (row.about == "owner" and not owners) or row.about in (NO_MESSAGES, NO_INSTANTS):
            continue  # said above
        place = f" in {row.file}" if row.file else ""
        assumed = names.get(row.assumed, row.assumed) if row.about == "owner" else row.assumed
        if row.about == "files not used":  # how many: an attachment may bear a person's name
            assumed = assumed.partition(":")[0]
        say(f"Assumed: {row.about}{place}: {_short(assumed)} ({_short(row.why, 120)})")


def _short(text: str, width: int = 60) -> str:
    """Cut a long list: the table assumptions holds it whole."""
    return text if len(text) <= width else text[:width].rpartition(" ")[0] + " …"


def _quoted(name: str) -> str:
    """Quote a name for any shell; it comes from a stranger's file."""
    return shlex.quote(name) if set(name) & set('"$`\\!%') else f'"{name}"'


def _refuse_foreign(target: Path) -> None:
    """Never replace a folder that is no study: it may hold anything."""
    if target.is_file() or (
        target.is_dir() and any(target.iterdir()) and not (target / RECORD).is_file()
    ):
        raise BadParameter(
            "something that is no study",
            where=str(target),
            expected="a new folder, an empty one, or a study to replace",
            do="Choose another --study",
        )


def _heed_other(target: Path, inputs: list[dict[str, Any]], *, named: bool) -> str:
    """Return what another export of the study to be replaced was, empty if there is none.

    Never replace one unasked: many are called messages.csv.
    """
    held = Study(target).record(RECORD).get("inputs", [])
    if not held or _same(held, inputs):
        return ""
    before = ", ".join(f"{i['name']} of {i['bytes']:,} bytes" for i in held)
    if named:
        return before
    raise BadParameter(
        f"a study named {target.name!r} that holds another export: {before}",
        where=shown(target),
        expected="a name of its own for each export",
        do=f"Choose one with --study NAME (in Python study_dir), or replace what is there with "
        f"--study {target.name}",
    )


def _name(path: Path) -> str:
    """Return a study's name from its export's: without extension and time stamps."""
    stem = path.name if path.is_dir() else re.sub(r"(\.[A-Za-z]{2,5})+$", "", path.name)
    return file_key(re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or stem)


def _size(path: Path) -> int:
    return sum(f.stat().st_size for f in _files(path))


def _sha256(path: Path) -> str:
    """Hash a file by its bytes, a folder by the names and hashes of its files."""
    if path.is_file():
        return store.fingerprint(path)
    lines = (f"{f.relative_to(path).as_posix()} {store.fingerprint(f)}" for f in _files(path))
    import hashlib

    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else sorted(f for f in path.rglob("*") if f.is_file())


def _silent(line: str) -> None:
    """Say nothing."""
