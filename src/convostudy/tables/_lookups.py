"""Keys in, rows found out: what pandas does slowly, or with a change of type."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from convostudy.tables._ledger import SHARED_NOTE

NO_TIMESTAMPS = "no timestamps"
"""Why a time is missing that order and clock would have told, had the export shown the clock."""
NO_LABELS = "language without labels"
"""Why a score is missing where what was written is in a language that the labels do not read."""


def is_shared(tables: Mapping[str, pd.DataFrame]) -> bool:
    """Tell whether tables are those of a shared dataset: no words, no dates, coarse durations.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        With ``assumptions``, if there are any.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_shared({"assumptions": pd.DataFrame({"about": [SHARED_NOTE]})}), is_shared({})
    (True, False)
    """
    return "assumptions" in tables and bool((tables["assumptions"]["about"] == SHARED_NOTE).any())


def why_no_time(lacking: pd.Series) -> pd.Series:
    """Name the reason where instants that a score needs are not in the export.

    Parameters
    ----------
    lacking : pandas.Series
        True where a time would be known if the instants were.

    Returns
    -------
    pandas.Series
        ``no timestamps`` where true, missing elsewhere; indexed as ``lacking``.

    Examples
    --------
    >>> why_no_time(pd.Series([True, False])).tolist()
    ['no timestamps', nan]
    """
    reason = pd.Series(NO_TIMESTAMPS, index=lacking.index, dtype="str")
    return reason.where(lacking.astype("bool"))


def unlabelled(keys: pd.Series, rows: pd.DataFrame, key: str) -> pd.Series:
    """Tell which keys are of turns or threads in a language without labels.

    Parameters
    ----------
    keys : pandas.Series
        Ids of turns or threads; may be missing.
    rows : pandas.DataFrame
        The table ``turns`` or ``threads``.
    key : str
        Column of ``rows`` that holds the id.

    Returns
    -------
    pandas.Series
        bool, indexed as ``keys``; false where nobody looked.

    Examples
    --------
    >>> threads = pd.DataFrame({"thread_id": ["a", "b"], "labelled": [True, False]})
    >>> unlabelled(pd.Series(["b", "a", None]), threads, "thread_id").tolist()
    [True, False, False]
    """
    return among(keys, rows.loc[rows["labelled"].eq(False).fillna(False), key])


def without_labels(
    scores: pd.DataFrame, lacking: pd.Series, columns: Collection[str]
) -> pd.DataFrame:
    """Leave the scores that hang on labels missing where there are none, and say so.

    Parameters
    ----------
    scores : pandas.DataFrame
        A score table.
    lacking : pandas.Series
        True where there are no labels; indexed as ``scores``.
    columns : collection of str
        Columns that hang on labels; truth values and counts among them become nullable.

    Returns
    -------
    pandas.DataFrame
        ``scores`` with those columns missing where ``lacking``, and the column ``why_no_label``,
        last: ``language without labels`` there, and where it was said already.

    Examples
    --------
    >>> scores = pd.DataFrame({"pitched": [False, True], "n_words": [3, 4]})
    >>> without_labels(scores, pd.Series([True, False]), ["pitched"])
       pitched  n_words             why_no_label
    0     <NA>        3  language without labels
    1     True        4                      NaN
    """
    nullable = {"bool": "boolean", "int64": "Int64"}
    masked = {}
    for name in columns:
        column = scores[name]
        masked[name] = column.astype(nullable.get(str(column.dtype), column.dtype)).mask(lacking)
    said = scores.get("why_no_label", pd.Series(None, index=scores.index, dtype="str"))
    return scores.assign(**masked, why_no_label=said.mask(lacking, NO_LABELS))


def among(keys: pd.Series, wanted: pd.Series | pd.Index) -> pd.Series:
    """Tell which keys are among those wanted; `Series.isin` without its loop over strings.

    Parameters
    ----------
    keys : pandas.Series
        Strings; a missing one is never among those wanted.
    wanted : pandas.Series or pandas.Index
        Strings; missing ones are left out.

    Returns
    -------
    pandas.Series
        bool, indexed as ``keys``.

    Examples
    --------
    >>> among(pd.Series(["a", "b", None]), pd.Series(["b", "c"])).tolist()
    [False, True, False]
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    values = pa.array(pd.Series(wanted).dropna().astype("str"), type=pa.large_string())
    found = pc.is_in(pa.array(keys.astype("str"), type=pa.large_string()), value_set=values)
    return pd.Series(found.to_numpy(zero_copy_only=False), index=keys.index)


def lookup(keys: pd.Series, by_key: pd.Series) -> pd.Series:
    """Look up a value for each key; like ``keys.map(by_key)``, but the type always stays.

    Parameters
    ----------
    keys : pandas.Series
        What to look up; may repeat, may be missing.
    by_key : pandas.Series
        Values, indexed by unique keys.

    Returns
    -------
    pandas.Series
        Indexed as ``keys``, missing where there is no such key.

    Examples
    --------
    >>> lookup(pd.Series(["b", "x"]), pd.Series([1.5, 2.5], index=["a", "b"])).tolist()
    [2.5, nan]
    """
    return by_key.reindex(keys).set_axis(keys.index)
