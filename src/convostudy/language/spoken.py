"""In which language with labels is a turn read, and has that language rules?"""

from __future__ import annotations

import pandas as pd

from convostudy.language.packs import packs, readable

__all__ = ["ruled", "spoken_in"]


def spoken_in(turns: pd.DataFrame) -> pd.Series:
    """Return the language with labels that each turn is read in; where untold, that of most.

    Parameters
    ----------
    turns : pandas.DataFrame
        The table ``turns``.

    Examples
    --------
    >>> spoken_in(pd.DataFrame({"language": ["es", None, "de", "es"]})).tolist()
    ['es', 'es', 'es', 'es']
    """
    known = turns["language"].where(turns["language"].isin(list(packs())))
    usual = known.value_counts()
    return known.fillna(usual.index[0] if len(usual) else next(iter(packs())))


def ruled(spoken: pd.Series) -> pd.Series:
    """Tell which languages, as `spoken_in` gives them, have rules and their word lists.

    Examples
    --------
    >>> ruled(pd.Series(["en", "es", None])).tolist()
    [True, False, False]
    """
    return spoken.isin(list(readable("rules")))
