"""Everybody who appears: names met, rows given their people."""

from __future__ import annotations

import pandas as pd

from convostudy.sources.linkedin.names import MEMBER, Directory, pairs, urls_in

__all__ = ["identify", "log_people", "meet"]


def meet(
    directory: Directory,
    rows: pd.DataFrame,
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
    rows, invited, ties : pandas.DataFrame
        Messages, invitations and connections with their names and addresses.
    profile : dict
        The owner's, with ``name``.
    """
    for frame, name, url in (
        (ties, "name", "url"),
        (rows, "sender", "sender_url"),
        (invited, "sender", "sender_url"),
        (invited, "recipient", "recipient_url"),
    ):
        for known, address, n in pairs(frame, name, url).to_numpy():
            directory.add(known, address, int(n))
    if profile.get("name"):
        directory.add(profile["name"], "")
    alone = []
    for names, urls, n in pairs(rows, "recipients", "recipient_urls").to_numpy():
        parts = directory.split(names, len(urls_in(urls)))
        if len(parts) == 1 and len(urls_in(urls)) == 1:
            alone.append((parts[0], urls_in(urls)[0], int(n)))
        elif len(parts) == 1 and not urls:
            alone.append((parts[0], "", int(n)))
    for name, address, n in alone:
        directory.add(name, address, n)


def identify(rows: pd.DataFrame, directory: Directory) -> pd.DataFrame:
    """Return the messages with sender_id and recipient_ids.

    A closed account is one person per conversation: several share the name.

    Parameters
    ----------
    rows : pandas.DataFrame
        sender, sender_url, recipients, recipient_urls, conversation_id.
    directory : Directory
        Who is who.
    """
    sender = _by_pair(rows["sender"], rows["sender_url"], directory.person)
    recipients = _by_pair(rows["recipients"], rows["recipient_urls"], directory.recipients)
    closed = MEMBER + rows["conversation_id"].str.replace(r"\s+", "_", regex=True)
    hidden = sender == MEMBER
    sender = sender.where(~hidden, closed)
    unknown = recipients.str.contains(rf"(?:^| ){MEMBER}(?: |$)", regex=True)
    if unknown.any():
        # A loop over the few rows to closed accounts: each takes its own conversation's key.
        filled = [
            " ".join(sorted(key if p == MEMBER else p for p in people.split()))
            for people, key in zip(recipients[unknown], closed[unknown], strict=True)
        ]
        recipients = recipients.copy()
        recipients[unknown] = filled
    return rows.assign(sender_id=sender, recipient_ids=recipients)


def _by_pair(a: pd.Series, b: pd.Series, found: object) -> pd.Series:
    """Apply a function to the distinct pairs of two columns: far fewer than rows."""
    codes_a, names_a = pd.factorize(a)
    codes_b, names_b = pd.factorize(b)
    codes, keys = pd.factorize(codes_a.astype("int64") * max(len(names_b), 1) + codes_b)
    values = [
        found(names_a[key // len(names_b)], names_b[key % len(names_b)])  # type: ignore[operator]
        for key in keys
    ]
    return pd.Series(values, dtype="str").take(codes).set_axis(a.index)


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
        wrote = sender.groupby(rows["conversation_id"]).agg(lambda s: sorted(set(s) | {me}))
        recipients = [
            " ".join(p for p in wrote[c] if p != s)
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
