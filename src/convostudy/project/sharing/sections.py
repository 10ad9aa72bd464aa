"""What is known of the making of a study, for the card of what is shared of it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from convostudy.deidentify.features.counts import FEWEST
from convostudy.errors import counted
from convostudy.parameters import Parameters
from convostudy.project.terms import DatasetTerms
from convostudy.prose import NOT_FOR, SCORED_ON, how_labelled, label_accuracy

__all__ = ["is_simulated", "sections"]

_MOTIVATION = (
    "To see how people sell, or build relationships, in private messages: how soon a pitch comes, "
    'which questions are answered, what "no thanks" changes.'
)
_MAINTENANCE = (
    "A version does not change once it is out; a mistake, or somebody who withdraws their consent, "
    "makes a new one. Errors are reported to the authors."
)
_LEFT_OUT = {
    "T0": "Only counts of groups of ten or more are here; smaller ones are missing.",
    "T1": "No words, names, addresses, companies, positions, pictures or dates: only columns that "
    "were chosen one by one. Ids are keyed hashes; whoever has no key cannot make them from a "
    "name, and other datasets have others. Lengths of time are exact in what was measured, then "
    "coarsened to steps of 10 minutes, 1 hour, 6 hours and a day. What could tell somebody by "
    "being rare was pooled; `DEID.json` says how far.",
    "T2": "As in tier T1; and the words of those who agreed to that, with names, numbers, "
    "addresses and every word that is not an ordinary one masked. Features were measured before "
    "masking. No program finds every name: a sample was read by a person, and `DEID.json` says "
    "what that proves.",
}


def is_simulated(tables: Mapping[str, pd.DataFrame]) -> bool:
    """Tell whether nobody in the study exists.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        With ``assumptions``.

    Returns
    -------
    bool
    """
    return bool((tables["assumptions"]["about"] == "simulated").any())


def sections(
    tables: Mapping[str, pd.DataFrame],
    kept: Mapping[str, pd.DataFrame],
    terms: DatasetTerms,
    parameters: Parameters,
    tier: str,
) -> dict[str, str]:
    """Answer the questions of a datasheet from a study.

    Parameters
    ----------
    tables, kept : mapping of str to pandas.DataFrame
        All of the study, and what remains of it once those who did not agree are left out.
    terms : DatasetTerms
        What the owner says of it.
    parameters : Parameters
        With which it was measured.
    tier : str
        Of the release.

    Returns
    -------
    dict of str to str
        Markdown, by section. No date and no name: counts alone.
    """
    return {
        "motivation": terms.motivation or _MOTIVATION,
        "composition": _languages(kept),
        "collection": _collected(tables, kept),
        "preprocessing": _LEFT_OUT[tier],
        "labels": _labels(parameters),
        "uses": f"Fit for describing and comparing how people write to each other.\n\n"
        f"**It must not be used**\n\n{NOT_FOR}",
        "maintenance": terms.maintenance or _MAINTENANCE,
    }


def _collected(tables: Mapping[str, pd.DataFrame], kept: Mapping[str, pd.DataFrame]) -> str:
    if is_simulated(tables):
        return "A program wrote these messages, in the form in which the app exports them."
    n, all_of = kept["threads"]["thread_id"].nunique(), tables["threads"]["thread_id"].nunique()
    out = f"{all_of - n:,}" if all_of - n >= FEWEST else f"fewer than {FEWEST}"
    return (
        "The owner of an inbox asked the app for a copy of their own data and gave it to a program "
        "that ran on one machine and sent nothing anywhere. Nothing was scraped. Conversations in "
        f"which somebody did not agree are left out ({out}); left: {counted(n, 'thread')}."
    )


def _languages(kept: Mapping[str, pd.DataFrame]) -> str:
    counts = kept["threads"]["language"].fillna("not told").value_counts()
    # A language that only one person wrote in tells who that is.
    shown = counts[counts >= FEWEST]
    said = [f"{name} {n:,}" for name, n in sorted(shown.items())]
    rest = int(counts.sum() - shown.sum())
    said += [f"others {rest:,}" if rest >= FEWEST else f"others fewer than {FEWEST}"] * bool(rest)
    return f"Threads by language: {', '.join(said)}." if said else ""


def _labels(parameters: Parameters) -> str:
    right = label_accuracy(parameters.backend)
    rows = [
        f"| {row.label} | {row.score} | {row[2]:.2f} | {row[3]:.2f} |"
        for row in right.itertuples(index=False)
    ]
    table = "\n".join(
        ["| label | score | these labels | second coder |", "|---|---|---|---|", *rows]
    )
    changed = {
        name: value
        for name, value in parameters.to_mapping().items()
        # A backend may name a folder of this machine.
        if value != Parameters().to_mapping()[name] and name != "backend"
    }
    knobs = ", ".join(f"`{name} = {value}`" for name, value in sorted(changed.items()))
    other = f"Parameters that differ from the default: {knobs}.\n\n" if knobs else ""
    return (
        f"{how_labelled(parameters)} No person has coded a sample of these data; below is what the "
        f"labels reached elsewhere.\n\n{table}\n\n{SCORED_ON}\n\n{other}"
        "More: the page on accuracy in the documentation of convostudy."
    )
