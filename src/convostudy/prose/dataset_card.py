"""What a study is, in sentences: after the headings of Datasheets for Datasets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from convostudy.parameters import Parameters
from convostudy.prose.sentences import bullets, counted
from convostudy.tables import is_shared

__all__ = [
    "NOT_FOR",
    "card_facts",
    "card_opening",
    "consent_words",
    "how_collected",
    "how_labelled",
    "input_table",
    "label_words",
    "parameter_table",
]

UNSTATED = "not stated"
NOT_FOR = bullets(
    [
        "**To judge a person**: hiring, credit, moderation, dismissal, public blame. Labels are "
        "wrong too often for a verdict on a thread, and an inbox shows one side of somebody.",
        "**To decide anything by machine** about the people in it.",
        "**To quote a rate as true** before a sample has been coded by hand.",
        "**To speak of people in general**: these are the threads of one owner or a few.",
        "**To say what causes what**: nobody drew lots.",
        "**To find out who somebody is**, to write to them, or to add to what is known of them.",
        "**To train or test models on the words of third parties**, or to publish them, without "
        "asking those who wrote them.",
    ]
)
"""What a study of private messages must not be used for."""


def card_opening(tables: Mapping[str, pd.DataFrame]) -> str:
    """Say whether the messages are real.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        With ``assumptions``.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> card_opening({"assumptions": pd.DataFrame({"about": ["simulated"]})})
    '**Simulated: nobody wrote these messages, and nobody in them exists.**'
    """
    if (tables["assumptions"]["about"] == "simulated").any():
        return "**Simulated: nobody wrote these messages, and nobody in them exists.**"
    return (
        "**Private messages of real people**, most of whom do not know that they are in a dataset. "
        "Handle the tables as you would handle their letters."
    )


def card_facts(tables: Mapping[str, pd.DataFrame], record: Mapping[str, Any]) -> pd.DataFrame:
    """Give the facts of a study that fit on a line each.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        ``messages`` and ``threads``.
    record : mapping
        ``ingest.json``.

    Returns
    -------
    pandas.DataFrame
        ``what`` and ``is``; what is not known says so.
    """
    messages, threads = tables["messages"], tables["threads"]
    sent = messages.loc[messages["kind"].isin(["message", "inmail"]), "sent_at"].dropna()
    if is_shared(tables):
        sent, threads = sent.iloc[:0], threads.assign(observed_until=pd.NaT)
    period = f"{sent.min():%Y-%m-%d} to {sent.max():%Y-%m-%d}" if len(sent) else "no instant known"
    until = threads["observed_until"].max()
    n_owners = int(threads["owner_id"].nunique())
    given = record.get("owner_given")
    how = "named by hand" if given else record.get("owner_how") or UNSTATED
    facts = {
        "apps": ", ".join(sorted(messages["source"].unique())) or "no message",
        "owners": f"{n_owners} (told by: {how})" if n_owners else "unknown",
        "messages sent": period,
        "seen until": UNSTATED if pd.isna(until) else f"{until:%Y-%m-%d %H:%M} UTC",
        "exports merged": str(messages["export_id"].nunique()),
        "read": f"{_day(record)}, by convostudy {record.get('convostudy', '?')}",
    }
    return pd.DataFrame({"what": list(facts), "is": list(facts.values())})


def _day(record: Mapping[str, Any]) -> str:
    return str(record.get("at") or "a day not recorded").partition("T")[0]


def how_collected(tables: Mapping[str, pd.DataFrame]) -> str:
    """Say how the messages came to be here.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        With ``people``.

    Returns
    -------
    str
    """
    if is_shared(tables):
        return (
            "Somebody shared these tables without words, names and dates: the README of the "
            "dataset says how the messages were collected, who agreed, and what was left out."
        )
    if (tables["assumptions"]["about"] == "simulated").any():
        return "A program wrote this archive, in the form in which the app gives one."
    n = int((~tables["people"]["is_owner"]).sum())
    return (
        "The owner asked the app for a copy of their own data and gave it to this program, which "
        "ran on one machine and sent nothing anywhere. Nothing was scraped, nobody was written to, "
        f"and the {counted(n, 'other person', 'other people')} were not asked. What the app leaves "
        "out of such a copy (removed connections, deleted threads, calls, mail) is not here."
    )


def input_table(record: Mapping[str, Any]) -> pd.DataFrame:
    """List what was read, with its size and hash.

    Parameters
    ----------
    record : mapping
        ``ingest.json``.

    Returns
    -------
    pandas.DataFrame
        ``file, bytes, sha256``; no rows where nothing was recorded.
    """
    inputs = [
        {n: one.get(n) for n in ("name", "bytes", "sha256")} for one in record.get("inputs", [])
    ]
    frame = pd.DataFrame(inputs, columns=["name", "bytes", "sha256"])
    return frame.rename(columns={"name": "file"})


def consent_words(
    consent: str, licence: str = "", *, approval: str = "", basis: str = "", show: bool = False
) -> str:
    """Say whether consent and a licence are stated; consent stays with the data unless shown.

    Parameters
    ----------
    consent : str
        Of ``study.toml``.
    licence : str
        Of ``study.toml``: the terms are for whoever gets the data, so they are always printed.
    approval, basis : str
        Of its table ``[ethics]``, printed where they are stated.
    show : bool
        Whether the words of consent, in which people may be named, may stand on the page.

    Returns
    -------
    str

    Examples
    --------
    >>> consent_words("")
    'Consent: not stated. Licence: not stated.'
    >>> print(consent_words("written, 2025-03-01", "not to be passed on", show=True))
    Consent: "written, 2025-03-01". Licence: "not to be passed on".
    """
    if not consent.strip():
        said = UNSTATED
    elif show:
        said = f'"{consent.strip()}"'
    else:
        said = "stated in study.toml, which is kept with the data (show_consent=true prints it)"
    terms = f'"{licence.strip()}"' if licence.strip() else UNSTATED
    ethics = {"Ethics approval": approval.strip(), "Basis": basis.strip()}
    stated = "".join(f' {what}: "{words}".' for what, words in ethics.items() if words)
    return f"Consent: {said}. Licence: {terms}.{stated}"


def how_labelled(parameters: Parameters) -> str:
    """Say by what kind of program the labels were made.

    Parameters
    ----------
    parameters : Parameters
        With which the study was measured.

    Returns
    -------
    str

    Examples
    --------
    >>> how_labelled(Parameters(backend="rules")).partition(": ")[2]
    'word lists and grammar alone.'
    """
    name = parameters.backend.partition(":")[0]
    linear = "sums of weighted words and phrases (linear models), learned from coded threads"
    small = "a small language model (a transformer)"
    how = {
        "rules": "word lists and grammar alone",
        "light": f"{linear}, which also hear the rules",
        "cascade": f"{linear}, and where these are in doubt {small}",
        "transformer": f"{small} for every message, beside {linear}",
    }[name]
    return (
        "Turns and threads follow from order and clock. What is a question, an answer, a pitch or "
        f"a refusal was decided by a program, in the way called `{name}` (parameter `backend`): "
        f"{how}."
    )


def label_words(parameters: Parameters, record: Mapping[str, Any]) -> str:
    """Say how and when the labels were made.

    Parameters
    ----------
    parameters : Parameters
        With which the study was measured.
    record : mapping
        ``measure.json``.

    Returns
    -------
    str
    """
    folder = parameters.backend.partition(":")[2]
    own = (
        f" The language model is one of your own ({folder}): the scores below are not of it."
        * bool(folder)
    )
    return (
        f"{how_labelled(parameters)}{own} Measured on {_day(record)}. No person has coded a sample "
        "of these data, so what the labels reach here is not known; below is what they reached "
        "elsewhere."
    )


def parameter_table(parameters: Parameters) -> pd.DataFrame:
    """List the parameters, those first that differ from the default.

    Parameters
    ----------
    parameters : Parameters
        With which the study was measured.

    Returns
    -------
    pandas.DataFrame
        ``parameter, value, default, means``.

    Examples
    --------
    >>> parameter_table(Parameters(no_reply_days=7)).iloc[0, :3].tolist()
    ['no_reply_days', '7.0', '14.0']
    """
    usual, means = Parameters().to_mapping(), Parameters.describe()
    rows = [
        (name, _text(value), _text(usual[name]), means[name])
        for name, value in parameters.to_mapping().items()
    ]
    rows.sort(key=lambda row: row[1] == row[2])
    return pd.DataFrame(rows, columns=["parameter", "value", "default", "means"])


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
