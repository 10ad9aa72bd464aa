"""What an import lacks in, what that means for the other reports out."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from convostudy.prose.import_quality import spells_sentence
from convostudy.prose.sentences import counted
from convostudy.tables import among

__all__ = ["consequences"]

Tables = Mapping[str, pd.DataFrame]


def consequences(
    tables: Tables, counts: pd.DataFrame, spells: pd.DataFrame, known: Mapping[str, int]
) -> list[str]:
    """Say what the import means for the other reports.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        ``messages, threads, connections`` and ``ledger``.
    counts : pandas.DataFrame
        From `outcomes.rows_by_file`.
    spells : pandas.DataFrame
        From `outcomes.silent_spells`.
    known : mapping
        From `outcomes.people_known`.

    Returns
    -------
    list of str
        Sentences, each given only where it is true; one where nothing is in the way.
    """
    nameless = known.get("nameless", 0)  # of a shared dataset it is not told
    messages, threads = tables["messages"], tables["threads"]
    talk = messages[messages["kind"].isin(["message", "inmail"])]
    dyads = threads[~threads["is_group"]]
    undated = int(talk["sent_at"].isna().sum())
    unread = int(dyads["n_unlabelled"].sum()) if len(dyads) else 0
    untied = int(dyads["connected_lo"].isna().sum())
    bad = int(counts["not readable"].sum())
    twice = int(counts["twice in the export"].sum())
    groups = int(among(talk["thread_id"], threads.loc[threads["is_group"], "thread_id"]).sum())
    long = spells[spells["n_months"] >= 2]
    checks = {
        "There is no message: every other report says so, and shows nothing.": talk.empty,
        "Whose inbox this is could not be told, so no side can be compared in any report.": (
            len(threads) > 0 and threads["owner_id"].isna().all()
        ),
        f"{counted(bad, 'row')} could not be read. If messages are among them, a question may look "
        "unanswered, or a pitch be missed, in every report.": bad > 0,
        f"{counted(twice, 'row')} of the export repeat another and were not counted again: no "
        "number changes.": twice > 0,
        f"{spells_sentence(long)} If that is a hole, what was said then is missing, and a question "
        "asked just before may look as if nobody replied.": len(long) > 0,
        f"{counted(undated, 'message')} without an instant: in *Questions and answers* and *How "
        "soon comes the pitch?* no time is told of them; whether an answer came is told by the "
        "order.": (undated > 0),
        "No connection has a known day: *How soon comes the pitch?* can start no clock.": (
            tables["connections"]["connected_lo"].notna().sum() == 0
        ),
        "Days of connecting are known, and no message of two people has an instant: *How soon "
        "comes the pitch?* can start no clock.": (
            tables["connections"]["connected_lo"].notna().any()
            and threads["observed_until"].isna().all()
        ),
        f"{untied:,} of {counted(len(dyads), 'two-person thread')} without a day of connecting: "
        "in *How soon comes the pitch?* they are in no curve from connecting on.": (
            untied > 0 and tables["connections"]["connected_lo"].notna().any()
        ),
        "Days of connecting name no zone and no hour: *How soon comes the pitch?* gives bounds, "
        "and shows what another reading of the day would change.": (
            tables["connections"]["connected_lo"].notna().any()
            and threads["observed_until"].notna().any()
        ),
        f"{counted(unread, 'message')} in a language without labels: no question, pitch or refusal "
        "is looked for there.": unread > 0,
        f"{counted(groups, 'message')} in groups: read, and in no outcome of any report.": groups
        > 0,
        f"{counted(nameless, 'person', 'people')} without a name: one who closed an account and "
        "wrote in two conversations counts as two.": nameless > 0,
    }
    said = [sentence for sentence, holds in checks.items() if holds]
    return said or ["Nothing here stands in the way of the other reports."]
