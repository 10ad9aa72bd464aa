"""Everybody who appears: names met, rows given their people."""

from __future__ import annotations

import pandas as pd

from convostudy.sources._codes import as_codes
from convostudy.sources.linkedin.names import MEMBER, Directory, Pairs, urls_in
from convostudy.tables import as_text

__all__ = ["identify", "log_people", "meet"]


def meet(
    directory: Directory,
    senders: Pairs,
    receivers: Pairs,
    invited: pd.DataFrame,
    ties: pd.DataFrame,
    profile: dict[str, str],
) -> None:
    """Enter every name and address of an export in the directory.

    The recipients come last, and only where one name stands with one address: what a TO field
    means depends on the names known from elsewhere.

    Parameters
    ----------
    directory : Directory
        To be filled.
    senders, receivers : Pairs
        Names and addresses of FROM and TO in the messages.
    invited, ties : pandas.DataFrame
        Invitations and connections with their names and addresses.
    profile : dict
        The owner's, with ``name``.
    """
    for pairs in (
        Pairs(ties["name"], ties["url"]),
        senders,
        Pairs(invited["sender"], invited["sender_url"]),
        Pairs(invited["recipient"], invited["recipient_url"]),
    ):
        for (name, url), n in zip(pairs.pairs, pairs.counts, strict=True):
            directory.add(name, url, n)
    if profile.get("name"):
        directory.add(profile["name"], "")
    alone = []
    for (names, urls), n in zip(receivers.pairs, receivers.counts, strict=True):
        addresses = urls_in(urls)
        parts = directory.split(names, len(addresses)) if len(addresses) < 2 else []
        if len(parts) == 1:
            alone.append((parts[0], addresses[0] if addresses else "", n))
    for name, address, n in alone:
        directory.add(name, address, n)


def identify(
    rows: pd.DataFrame, directory: Directory, senders: Pairs, receivers: Pairs
) -> pd.DataFrame:
    """Return the messages with sender_id and recipient_ids.

    A closed account is one person per conversation: several share the name.

    Parameters
    ----------
    rows : pandas.DataFrame
        conversation_id.
    directory : Directory
        Who is who.
    senders, receivers : Pairs
        Names and addresses of FROM and TO.
    """
    sender = senders.map(directory.person)
    recipients = receivers.map(directory.recipients)
    hidden = sender == MEMBER
    if hidden.any():
        named = as_text(sender).where(~hidden, _closed(rows["conversation_id"]))
        sender = as_codes(named)
    closed_accounts = [r for r in recipients.unique().tolist() if MEMBER in r]
    if closed_accounts:
        unknown = recipients.isin(closed_accounts)
        # A loop over the few rows to closed accounts: each takes its own conversation's key.
        closed = _closed(rows.loc[unknown, "conversation_id"]).tolist()
        filled = [
            " ".join(sorted(key if p == MEMBER else p for p in people.split()))
            for people, key in zip(recipients[unknown].tolist(), closed, strict=True)
        ]
        named = as_text(recipients)
        named[unknown] = filled
        recipients = as_codes(named)
    return rows.assign(sender_id=sender, recipient_ids=recipients)


def _closed(conversation: pd.Series) -> pd.Series:
    keys = {c: MEMBER + "_".join(c.split()) for c in conversation.unique().tolist()}
    return as_text(conversation).map(keys).astype("str")


def log_people(logged: list[pd.DataFrame], owner: str | None) -> list[pd.DataFrame]:
    """Return change-log messages in the columns of the others.

    The log's own number for the owner becomes the owner found elsewhere; whoever received is the
    owner, or everybody else in the thread when the owner wrote.

    Parameters
    ----------
    logged : list of pandas.DataFrame
        From `messages.event_rows`.
    owner : str or None
        Whose export it is.
    """
    out = []
    for rows in logged:
        if not len(rows):
            continue
        me = owner or rows["owner"].iloc[0]
        sender = rows["sender"].where(rows["sender"] != rows["owner"], me)
        wrote: dict[str, set[str]] = {}
        for conversation, person in zip(rows["conversation_id"], sender, strict=True):
            wrote.setdefault(conversation, {me}).add(person)
        recipients = [
            " ".join(sorted(wrote[c] - {s}))
            for c, s in zip(rows["conversation_id"], sender, strict=True)
        ]
        blank = pd.Series("", index=rows.index, dtype="str")
        wordless = rows["content"].str.strip() == ""
        modality = blank.where(~wordless, "empty").where(wordless, "text")
        modality = modality.where(~wordless | (rows["n_attachments"] == 0), "file")
        out.append(
            pd.DataFrame(
                {
                    "conversation_id": rows["conversation_id"],
                    "sender_id": sender.astype("str"),
                    "recipient_ids": pd.Series(recipients, index=rows.index, dtype="str"),
                    "sent_at": rows["sent_at"],
                    "content": rows["content"],
                    "text": rows["content"],
                    "subject": blank,
                    "folder": blank,
                    "modality": modality,
                    "is_sponsored": False,
                    "file": rows["file"],
                    "line": rows["line"],
                    "order": rows["order"],
                }
            )
        )
    return out
