"""The ledger of an import in, what became of its rows, people and languages out."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from convostudy.figures import COLOURS
from convostudy.language.identify import language_names
from convostudy.tables import among, is_shared, lookup

__all__ = ["ROW_COLOURS", "language_counts", "people_known", "rows_by_file", "unread_rows"]

Tables = Mapping[str, pd.DataFrame]

ROW_COLOURS = {
    "used": COLOURS["blue"],
    "read and set aside": COLOURS["sky"],
    "twice in the export": COLOURS["orange"],
    "not readable": COLOURS["vermilion"],
}
FATES = {
    "draft": "read and set aside",
    "system": "read and set aside",
    "sponsored": "read and set aside",
    "duplicate": "twice in the export",
    "rejected": "not readable",
}
PLACEHOLDER = "linkedin member"
MOST_LANGUAGES, LONGEST_FILE = 5, 40


def rows_by_file(ledger: pd.DataFrame) -> pd.DataFrame:
    """Count what became of the rows of each file.

    Parameters
    ----------
    ledger : pandas.DataFrame
        The table ``ledger``.

    Returns
    -------
    pandas.DataFrame
        Index: files with rows, long names cut in the middle; columns: used, read and set aside,
        twice in the export, not readable; values: rows.

    Examples
    --------
    >>> rows = {"file": "a.csv", "row_class": ["message", "rejected"], "n_rows": [9, 1]}
    >>> rows_by_file(pd.DataFrame(rows)).loc["a.csv"].tolist()
    [9, 0, 0, 1]
    """
    fate = ledger["row_class"].map(FATES).fillna("used")
    table = ledger.groupby(["file", fate])["n_rows"].sum().unstack(fill_value=0)
    table = table.reindex(columns=list(ROW_COLOURS), fill_value=0).astype("int64")
    table = table[table.sum(axis=1) > 0]
    table.index = pd.Index([_cut(str(name)) for name in table.index], name="file")
    return table


def unread_rows(ledger: pd.DataFrame) -> pd.DataFrame:
    """List why rows were not readable, or counted once though they stand there twice.

    Parameters
    ----------
    ledger : pandas.DataFrame
        The table ``ledger``.

    Returns
    -------
    pandas.DataFrame
        ``what`` (not readable, twice in the export), ``file, why, rows, first_lines``, most first.
    """
    rows = ledger[ledger["row_class"].isin(["rejected", "duplicate"]) & (ledger["n_rows"] > 0)]
    rows = rows.sort_values(["row_class", "n_rows"], ascending=False, kind="stable")
    rows = rows.assign(what=rows["row_class"].map(FATES), file=rows["file"].map(_cut))
    rows = rows.rename(columns={"reason": "why", "n_rows": "rows"})
    return rows[["what", "file", "why", "rows", "first_lines"]].reset_index(drop=True)


def language_counts(tables: Tables) -> pd.Series:
    """Count the messages of two-person threads by their language.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        ``messages, threads`` and ``languages``.

    Returns
    -------
    pandas.Series
        Index: languages, the commonest first, then ``others`` and ``cannot be told`` where there
        are any; values: messages with words. Of a shared dataset, which does not tell them, none.
    """
    if is_shared(tables):
        return pd.Series({}, dtype="int64")
    threads = tables["threads"]
    told = tables["languages"]
    about = tables["messages"].set_index("message_id")
    dyads = threads.loc[~threads["is_group"], "thread_id"]
    told = told[
        lookup(told["message_id"], about["kind"]).isin(["message", "inmail"])
        & among(lookup(told["message_id"], about["thread_id"]), dyads)
    ]
    named = told["language"].map(language_names())
    named = named.where(named.notna() | told["language"].isna(), "others")
    counts = named.fillna("cannot be told").value_counts()
    last = [n for n in ("others", "cannot be told") if n in counts.index]
    common = counts.drop(last)
    rest = int(common.iloc[MOST_LANGUAGES:].sum()) + int(counts.get("others", 0))
    shown = common.iloc[:MOST_LANGUAGES].to_dict()
    shown |= {"others": rest} if rest else {}
    shown |= {n: counts[n] for n in last if n != "others"}
    return pd.Series(shown, dtype="int64")


def people_known(tables: Tables) -> dict[str, int]:
    """Count the people whom the export does not name in full.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        ``people, messages, connections`` and ``ledger``.

    Returns
    -------
    dict
        ``people``; ``nameless`` (no name, or the app's word for a closed account),
        ``no_address`` (no profile address, so known by name alone), ``namesakes`` (people who
        share their name with another), ``hidden`` (connections of which only the day is given)
        and ``not_connected`` (wrote or were written to, and stand in no list of connections).
        Of a shared dataset, which has no names, only ``people`` and ``not_connected``.

    Examples
    --------
    >>> people = {"person_id": ["me", "x"], "name": ["Me", "LinkedIn Member"],
    ...           "profile_url": [None, None], "is_owner": [True, False]}
    >>> talk = pd.DataFrame({"sender_id": ["x"], "kind": ["message"]})
    >>> known = people_known({"people": pd.DataFrame(people), "messages": talk,
    ...     "connections": pd.DataFrame({"person_id": []}, dtype="str"),
    ...     "ledger": pd.DataFrame({"reason": [], "n_rows": []})})
    >>> known["nameless"], known["not_connected"]
    (1, 1)
    """
    people = tables["people"]
    others = people[~people["is_owner"].astype("bool")]
    name = others["name"].fillna("").str.strip()
    nameless = (name == "") | (name.str.casefold() == PLACEHOLDER)
    talk = tables["messages"]
    wrote = others.loc[among(others["person_id"], _talkers(talk)), "person_id"]
    unlisted = int((~among(wrote, tables["connections"]["person_id"])).sum())
    if is_shared(tables):
        return {"people": len(others), "not_connected": unlisted}
    hidden = tables["ledger"]["reason"].astype("str").str.startswith("hidden member")
    return {
        "people": len(others),
        "nameless": int(nameless.sum()),
        "no_address": int(others["profile_url"].isna().sum()),
        "namesakes": int(name[~nameless].str.casefold().duplicated(keep=False).sum()),
        "hidden": int(tables["ledger"].loc[hidden, "n_rows"].sum()),
        "not_connected": unlisted,
    }


def _talkers(messages: pd.DataFrame) -> pd.Series:
    return messages.loc[messages["kind"].isin(["message", "inmail"]), "sender_id"]


def _cut(name: str) -> str:
    """Keep head and tail of a long name of a file: which it is shows at both."""
    if len(name) <= LONGEST_FILE:
        return name
    return f"{name[: LONGEST_FILE // 2]}…{name[-(LONGEST_FILE // 2) :]}"
