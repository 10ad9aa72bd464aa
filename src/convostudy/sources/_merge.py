"""Several exports into one: what stands in two of them counts once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from convostudy import tables
from convostudy.errors import BadExport, BadParameter
from convostudy.sources._export import Export, ledger_from_origins, sort_ledger
from convostudy.sources._join import join_people, join_threads, rename_people

__all__ = ["merge"]

_COUNTED_BY_ORIGIN = ("message", "invitation", "sponsored")


def merge(exports: Sequence[Export]) -> Export:
    """Merge exports of one app, as LinkedIn's Basic and Complete archives of one account.

    A message that stands in several exports is kept once, as the export that looked last has it
    (of two that looked until the same instant, the one with more messages), and entered as a
    duplicate in the ledger of the others. People known by name in one export and by address in
    another become one, where the name is nobody else's. The order of ``exports`` plays no part.

    Parameters
    ----------
    exports : sequence of Export
        At least one; an export given twice counts once.

    Returns
    -------
    Export
        ``owner_id`` is None when the exports are of several owners: then a conversation between
        two of them is kept once, and the end of observation is the earliest of theirs.

    Raises
    ------
    BadParameter
        None was given, or they come from different apps.
    BadExport
        The messages of one have no instants: which of them are in another, nobody can tell.
    """
    exports = _in_order(exports)
    best = exports[0]
    if len(exports) == 1:
        return best
    _refuse_undated(exports)
    owners = sorted({e.owner_id for e in exports if e.owner_id is not None})
    new_ids = join_people(exports)
    exports = [rename_people(e, new_ids) for e in exports]
    owners = sorted({new_ids.get(o, o) for o in owners})
    owner = owners[0] if len(owners) == 1 else None
    messages = pd.concat([_sided(e, owner) for e in exports], ignore_index=True)
    origins = pd.concat([e.origins for e in exports], ignore_index=True)
    again = messages.duplicated("message_id")
    messages = join_threads(messages[~again])
    until = _until(exports, one_owner=len(owners) < 2)
    return Export(
        source=best.source,
        export_ids=tuple(sorted({i for e in exports for i in e.export_ids})),
        messages=tables.conform(messages, tables.MESSAGES),
        people=_people(exports, owners),
        connections=_connections(exports),
        ledger=_ledger(exports, origins),
        assumptions=_assumptions(exports, owners),
        rejected=_once(exports, "rejected", ["export_id", "file", "line"], tables.REJECTED),
        owner_id=owner,
        owner_how=_how(exports, owners),
        observed_until=until,
        origins=origins.drop_duplicates("message_id").reset_index(drop=True),
    )


def _in_order(exports: Iterable[Export]) -> list[Export]:
    """Put the export whose rows are to be kept first; drop those that others contain."""
    given = list(exports)
    if not given:
        raise BadParameter("no export", where="merge", expected="at least one", do="Read one first")
    apps = sorted({e.source for e in given})
    if len(apps) > 1:
        raise BadParameter(
            f"exports of {' and '.join(apps)}",
            where="merge",
            expected="exports of one app",
            do="Merge those of each app by themselves",
        )
    long_ago = pd.Timestamp.min.tz_localize("UTC")
    given.sort(key=lambda e: e.export_ids)
    given.sort(key=lambda e: (e.observed_until or long_ago, len(e.messages)), reverse=True)
    kept: list[Export] = []
    for export in given:
        ids = set(export.export_ids)
        others = [e for e in given if e is not export]
        if any(ids < set(e.export_ids) for e in others):
            continue
        if any(ids == set(e.export_ids) for e in kept):
            continue
        kept.append(export)
    return kept


def _refuse_undated(exports: Iterable[Export]) -> None:
    """Refuse to merge talk without instants with other talk: it would count twice."""
    talk = [e.messages[e.messages["kind"] != "invitation"] for e in exports]
    talk = [rows for rows in talk if len(rows)]
    n_undated = sum(rows["sent_at"].isna().all() for rows in talk)
    if n_undated and len(talk) > 1:
        raise BadExport(
            f"{n_undated} of {len(talk)} exports with messages whose dates cannot be read",
            where="merge",
            expected="messages with instants, by which one that is in two exports is known",
            do="Read each export by itself, or hand over the zip as LinkedIn sent it",
        )


def _sided(export: Export, owner: str | None) -> pd.DataFrame:
    """Return the messages; where sides are unknown, with those that the common owner gives."""
    messages = export.messages
    if owner is None:
        return messages
    unknown = messages["side"] == "unknown"
    mine = messages["sender_id"] == owner
    to_me = (" " + messages["recipient_ids"] + " ").str.contains(f" {owner} ", regex=False)
    side = messages["side"].mask(unknown & mine, "owner")
    return messages.assign(side=side.mask(unknown & ~mine & to_me, "counterpart"))


def _until(exports: list[Export], *, one_owner: bool) -> pd.Timestamp | None:
    ends = [e.observed_until for e in exports if e.observed_until is not None]
    if not ends:
        return None
    return max(ends) if one_owner else min(ends)


def _how(exports: list[Export], owners: list[str]) -> str:
    if len(owners) > 1:
        return f"several owners: {', '.join(owners)}"
    return next((e.owner_how for e in exports if e.owner_id is not None), "unresolved")


def _people(exports: list[Export], owners: list[str]) -> pd.DataFrame:
    """Return everybody once; what one export does not know is filled from the next."""
    people = pd.concat([e.people for e in exports], ignore_index=True)
    # `first` takes the first value that is not missing, export by export.
    people = people.groupby("person_id", sort=True).first().reset_index()
    return tables.conform(people.assign(is_owner=people["person_id"].isin(owners)), tables.PEOPLE)


def _connections(exports: list[Export]) -> pd.DataFrame:
    ties = pd.concat([e.connections for e in exports], ignore_index=True)
    owner = next((e.owner_id for e in exports if e.owner_id is not None), "")
    if len({e.owner_id for e in exports if e.owner_id is not None}) == 1:
        ties = ties.assign(owner_id=ties["owner_id"].where(ties["owner_id"] != "", owner or ""))
    ties = ties.drop_duplicates(["owner_id", "person_id"])
    return tables.conform(ties.sort_values(["owner_id", "person_id"]), tables.CONNECTIONS)


def _ledger(exports: list[Export], origins: pd.DataFrame) -> pd.DataFrame:
    """Return the ledger in which rows that another export has too are duplicates."""
    ledgers = pd.concat([e.ledger for e in exports], ignore_index=True)
    held = origins["export_id"].unique()
    counted = ledgers["row_class"].isin(_COUNTED_BY_ORIGIN) & (ledgers["n_rows"] > 0)
    fixed = ledgers[~(counted & ledgers["export_id"].isin(held))]
    again = origins.duplicated("message_id")
    in_two = origins.assign(
        row_class=origins["row_class"].mask(again, "duplicate"),
        reason=origins["reason"].mask(again, "also in another export"),
    )
    both = pd.concat([fixed, ledger_from_origins(in_two)], ignore_index=True)
    keys = ["export_id", "file", "row_class", "reason"]
    return sort_ledger(tables.conform(both.drop_duplicates(keys), tables.LEDGER))


def _assumptions(exports: list[Export], owners: list[str]) -> pd.DataFrame:
    said = pd.concat([e.assumptions for e in exports], ignore_index=True).drop_duplicates()
    if len(owners) > 1:
        why = f"the exports are of {len(owners)} owners: {', '.join(owners)}"
        more = pd.DataFrame(
            {
                "export_id": " ".join(sorted(i for e in exports for i in e.export_ids)),
                "file": "",
                "about": ["owner", "end of observation"],
                "assumed": [
                    "a conversation between two owners is kept once",
                    "the earliest of theirs",
                ],
                "why": why,
            }
        )
        said = pd.concat([said, more], ignore_index=True).drop_duplicates()
    said = said.sort_values(["export_id", "file", "about", "assumed"], kind="stable")
    return tables.conform(said, tables.ASSUMPTIONS)


def _once(exports: list[Export], name: str, keys: list[str], table: tables.Table) -> pd.DataFrame:
    frame = pd.concat([getattr(e, name) for e in exports], ignore_index=True)
    return tables.conform(frame.drop_duplicates().sort_values(keys, kind="stable"), table)
