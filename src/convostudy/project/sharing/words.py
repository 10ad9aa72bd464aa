"""The masked words of those who agreed to that, once a person has read a sample of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from convostudy.deidentify import scrub
from convostudy.deidentify.lists import listed_languages
from convostudy.errors import BadParameter, BadTable, counted
from convostudy.project.paths import shown
from convostudy.project.review_log import LOG, review_texts
from convostudy.project.sharing.consent import agreed, consenting
from convostudy.project.sharing.made import Made
from convostudy.tables import Column, Table

if TYPE_CHECKING:
    from convostudy.explore import Reviewer
    from convostudy.project.study import Study

__all__ = ["MIN_READ", "TEXTS", "masked_words", "review", "with_words"]

#: A sample without a leak of so many messages rules out, at 95 %, that one in a hundred leaks.
MIN_READ = 300
TEXTS = Table(
    "texts",
    one_row_is="the masked words of one message, of somebody who agreed to that",
    key=("message_id",),
    columns={
        "message_id": Column("str", "the message (keyed id)"),
        "text": Column("str", "its words; what might name somebody is [masked]", missing=True),
    },
)


def masked_words(study: Study, kept: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Mask the words of those who agreed, in languages whose ordinary words are listed.

    Parameters
    ----------
    study : Study
        With the consent in its ``study.toml``.
    kept : mapping of str to pandas.DataFrame
        Its tables, without those who did not agree to features.

    Returns
    -------
    pandas.DataFrame
        ``message_id`` (as in the study) and ``text``.
    """
    willing = agreed(study.table("people"), study.settings.participants, "text")
    spoken = kept["languages"].set_index("message_id")["language"]
    messages = kept["messages"]
    messages = messages[messages["thread_id"].isin(kept["threads"]["thread_id"])]
    told = messages["message_id"].map(spoken)
    strange = messages.loc[told.notna() & ~told.isin(listed_languages()), "thread_id"]
    messages = messages[~messages["thread_id"].isin(strange)]
    # The whole thread is scrubbed: whom one side names, the other may take up.
    masked = scrub(messages, kept["people"], languages=kept["languages"]).messages
    theirs = masked["sender_id"].isin(willing) & masked["text"].fillna("").ne("")
    return masked.loc[theirs, ["message_id", "text"]].reset_index(drop=True)


def review(study: Study, *, n: int = MIN_READ) -> Reviewer:
    """Read a sample of what tier T2 would hold; the last line of a cell in JupyterLab.

    Parameters
    ----------
    study : Study
        With the consent in its ``study.toml``.
    n : int
        Messages drawn at random.

    Returns
    -------
    Reviewer
        Each decision is kept at once, in ``review.jsonl`` of the study.
    """
    names = ("messages", "people", "languages", "threads")
    kept = consenting({n: study.table(n) for n in names}, study.settings.participants)
    return review_texts(masked_words(study, kept), study.path / LOG, n=n)


def with_words(study: Study, kept: Mapping[str, pd.DataFrame], made: Made) -> Made:
    """Add the masked words to a release of features.

    Parameters
    ----------
    study : Study
        With its review.
    kept : mapping of str to pandas.DataFrame
        Its tables, without those who did not agree to features.
    made : Made
        The features.

    Returns
    -------
    Made

    Raises
    ------
    BadParameter
        No person has read a sample of these very words.
    BadTable
        Somebody could be told in the sample.
    """
    words = masked_words(study, kept)
    found = _reviewed(study, words)
    texts = words.assign(message_id=made.pseudonyms("message", words["message_id"]))
    return replace(
        made,
        tables={**made.tables, "texts": texts},
        schema={**made.schema, "texts": TEXTS},
        words=("texts",),
        deid={**made.deid, "review": found},
    )


def _reviewed(study: Study, words: pd.DataFrame) -> dict[str, Any]:
    reviewer = review_texts(words, study.path / LOG, n=MIN_READ)
    state, where = reviewer.state, shown(study.path / LOG)
    left = state.n_drawn - state.n_read + state.n_others - state.n_others_read
    if left:
        raise BadParameter(
            f"{counted(left, 'message')} that nobody has read, of {len(reviewer.sample):,} of the "
            "sample of masked words as they are now",
            where=where,
            expected="all of the sample read: a program misses names",
            do="Read them in JupyterLab: from convostudy.project.sharing.words import review; "
            f"review(cs.open_study({study.path.name!r}))",
        )
    leaks = state.n_leaks + state.n_others_leaks
    if leaks:
        raise BadTable(
            f"{counted(leaks, 'message')} of the sample in which somebody can be told",
            where=where,
            expected="none",
            do="Share features (T1) instead, or have the masking mended and read a new sample",
        )
    return {
        "n_read_at_random": state.n_read,
        "n_read_besides": state.n_others_read,
        "n_leaks": 0,
        "share_that_leaks_at_most": round(state.bound, 4),
        "confidence": 0.95,
    }
