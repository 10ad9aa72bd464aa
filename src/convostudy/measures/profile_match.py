"""M23a: is the company that a pitch names the one on the sender's profile?"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from convostudy.language.companies import (
    company_core,
    hides_company,
    mentions,
    named_company,
    same_company,
)
from convostudy.language.labels import pitches
from convostudy.tables import (
    ACTS,
    MESSAGES,
    PEOPLE,
    THREADS,
    among,
    check,
    lookup,
    unlabelled,
    without_labels,
)

__all__ = ["profile_match"]


def profile_match(
    acts: pd.DataFrame,
    messages: pd.DataFrame,
    people: pd.DataFrame,
    threads: pd.DataFrame,
    *,
    side: str = "counterpart",
    solicitations: Collection[str] = ("sales", "investment", "event"),
) -> pd.DataFrame:
    """Compare the company named in each pitch with the sender's company at export time.

    Parameters
    ----------
    acts, messages, people, threads : pandas.DataFrame
        The tables of those names.
    side : str
        Whose pitches: ``counterpart`` or ``owner``.
    solicitations : collection of str
        Kinds of pitch that count.

    Returns
    -------
    pandas.DataFrame
        One row per message of a two-person thread that pitches: ``message_id, thread_id,
        owner_id, company_named`` (a name, or a redaction mark; missing when none is named),
        ``company_on_profile`` (missing when the export has none) and ``result``: ``match``,
        ``mismatch`` (not on the profile at export), ``no company named``, ``unknown (redacted)``
        or ``unknown (no company on the profile)``; ``why_no_label``: name and result are missing
        where the thread is in a language without labels.

    Notes
    -----
    A mismatch is no lie: people change jobs between message and export, and write for a second
    company. Say "not on the profile at export", and leave the unknown out of the denominator.
    Only phrases that say whose company it is are read, so most pitches name none; a product name
    that is not the company's reads as a mismatch.

    References
    ----------
    The complaint that the message and the profile do not fit, M23 of the measures.

    Examples
    --------
    >>> from convostudy.tables import ACTS, MESSAGES, PEOPLE, THREADS, empty
    >>> len(profile_match(empty(ACTS), empty(MESSAGES), empty(PEOPLE), empty(THREADS)))
    0
    """
    check(acts, ACTS)
    check(messages, MESSAGES)
    check(people, PEOPLE)
    check(threads, THREADS)
    dyads = threads[~threads["is_group"]].set_index("thread_id")
    selling = pitches(acts, side=side, solicitations=solicitations)
    made = messages[
        among(messages["message_id"], selling["message_id"])
        & among(messages["thread_id"], dyads.index)
    ].sort_values(["thread_id", "seq"], ignore_index=True)
    scores = made[["message_id", "thread_id"]].copy()
    scores["owner_id"] = lookup(made["thread_id"], dyads["owner_id"])
    profile = lookup(made["sender_id"], people.set_index("person_id")["company"])
    named = named_company(made["text"])
    on_profile, in_text = company_core(profile), company_core(named)
    redacted = hides_company(made["text"], named)
    matches = mentions(made["text"], on_profile) | same_company(in_text, on_profile).fillna(False)
    result = pd.Series("no company named", index=made.index, dtype="str")
    result = result.mask(named.notna(), "mismatch")
    result = result.mask(named.notna() & on_profile.isna(), "unknown (no company on the profile)")
    result = result.mask(redacted, "unknown (redacted)")
    scores["company_named"] = named.fillna(profile.where(matches)).astype("str")
    scores["company_on_profile"] = profile
    scores["result"] = result.mask(matches.astype("bool"), "match")
    unread = unlabelled(scores["thread_id"], threads, "thread_id")
    return without_labels(scores, unread, ["company_named", "result"])
