"""Keys in, rows found out: what pandas does slowly, or with a change of type."""

from __future__ import annotations

import pandas as pd

NO_TIMESTAMPS = "no timestamps"
"""Why a time is missing that order and clock would have told, had the export shown the clock."""


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
