"""Whose export it is: found out in an order of falling confidence, never guessed."""

from __future__ import annotations

import difflib
from collections import Counter

import pandas as pd

from convostudy.errors import BadParameter
from convostudy.sources.linkedin.names import MEMBER, Directory, name_key, slug_of

__all__ = ["find_owner", "given_owner"]

#: Somebody in at least this share of the conversations is the owner, if nobody else is.
COVERAGE = 0.8


def given_owner(owner: str, directory: Directory, people: set[str]) -> str:
    """Return the person_id of the owner that was named, by address, key or name.

    Raises
    ------
    BadParameter
        Nobody in the export has that name, or several have.
    """
    if "linkedin.com" in owner.casefold() or owner.startswith("/in/"):
        hits = {slug_of(owner)} & people
    elif owner in people:  # its key, as study.toml holds it: a name may be spelled alike
        hits = {owner}
    else:
        wanted = name_key(owner)
        named = {n: p for n, p in directory.names().items() if name_key(n) == wanted}
        hits = set().union(*named.values()) & people if named else {wanted} & people
        if not hits and owner.casefold() in people:
            hits = {owner.casefold()}
    if len(hits) == 1:
        return next(iter(hits))
    if hits:
        urls = ", ".join(sorted(directory.url(h) or h for h in hits))
        raise BadParameter(
            f"{len(hits)} people called {owner!r}: {urls}",
            where="owner",
            expected="one person",
            do="Give the profile address instead of the name",
        )
    names = sorted(n for n, ids in directory.names().items() if ids & people)
    lower = {n.casefold(): n for n in names}
    near = difflib.get_close_matches(owner.casefold(), lower, n=5, cutoff=0.3)
    shown = ", ".join(lower[n] for n in near) or ", ".join(names[:5])
    raise BadParameter(
        f"nobody called {owner!r} in the export; the nearest are {shown}",
        where="owner",
        expected="the name or profile address of whoever asked LinkedIn for the data",
        do="Copy one of these names",
    )


def find_owner(
    *,
    invitations: pd.DataFrame,
    outgoing_senders: set[str],
    profile_name: str,
    participants: dict[str, frozenset[str]],
    connected: set[str],
    log_owners: set[str],
    directory: Directory,
) -> tuple[str | None, str]:
    """Return who made the export and how that is known.

    In this order, each only if it points to exactly one person: whoever sent every outgoing
    invitation (and received every incoming one); whoever sent every message marked OUTGOING
    (exports of 2017); the name in Profile.csv; whoever takes part in 80 % of the conversations
    and is no connection of the owner; the owner named by a change log.

    Parameters
    ----------
    invitations : pandas.DataFrame
        sender_id, recipient_ids, outgoing.
    outgoing_senders : set of str
        Senders of messages marked OUTGOING.
    profile_name : str
        Of Profile.csv, or empty.
    participants : dict
        conversation_id to its people.
    connected : set of str
        The owner's connections.
    log_owners : set of str
        Owners named by change-log events.
    directory : Directory
        Who is who.

    Returns
    -------
    tuple of (str or None, str)
        person_id and evidence; ``(None, "unresolved")`` when nobody can be told.
    """
    out = invitations["outgoing"] if len(invitations) else pd.Series([], dtype=bool)
    if len(invitations):
        inviters = set(invitations.loc[out, "sender_id"])
        invitees = set(invitations.loc[~out, "recipient_ids"])
        if len(inviters | invitees) == 1:
            how = "outgoing invitations" if inviters else "incoming invitations"
            return next(iter(inviters | invitees)), how
        if len(inviters) == 1 and not inviters & connected:
            return next(iter(inviters)), "outgoing invitations"
    if len(outgoing_senders) == 1:
        return next(iter(outgoing_senders)), "outgoing messages"
    everybody = set().union(*participants.values()) if participants else set()
    if profile_name:
        hits = (directory.slugs(profile_name) or {name_key(profile_name)}) & everybody
        if not everybody:  # no conversation at all: nobody else it could be
            hits = directory.slugs(profile_name) or {name_key(profile_name)}
        if len(hits) == 1:
            return next(iter(hits)), "profile name"
    if participants:
        counts = Counter(p for group in participants.values() for p in group)
        often = [p for p, n in counts.items() if n / len(participants) >= COVERAGE]
        # A closed account is shown as such to others, never to its owner.
        candidates = {p for p in often if not p.startswith(MEMBER)} - connected
        if len(candidates) == 1:
            owner = next(iter(candidates))
            return owner, f"in {100 * counts[owner] / len(participants):.0f} % of conversations"
    if len(log_owners) == 1 and not participants:
        return next(iter(log_owners)), "owner of the change log"
    return None, "unresolved"
