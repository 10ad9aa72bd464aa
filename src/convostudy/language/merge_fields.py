"""Mail-merge fields that were not filled in, told apart from redaction marks."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd
import pyarrow.compute as pc

from convostudy.language.arrow import arrow_texts
from convostudy.language.lexicons import load
from convostudy.language.words import REDACTED

__all__ = ["merge_failures"]

_GREETING = r"(?i:hi|hello|hey|dear|good (?:morning|afternoon|evening))"


def merge_failures(texts: pd.Series) -> pd.Series:
    """Return the merge field that a text shows unfilled.

    Parameters
    ----------
    texts : pandas.Series
        Texts; a missing text shows none.

    Returns
    -------
    pandas.Series
        str, same index: the words that show it; missing where there is none. Redaction marks
        (``[company redacted]``, ``[NAME_1]``, ``<PERSON>``) are none. Known limits: who types a
        blank before the comma ("Hi , how are you") reads as a greeting without a name; a snippet
        of code in curly brackets reads as a field.

    Examples
    --------
    >>> texts = pd.Series(["Hi {{first_name}}, a word?", "At [company redacted] we"])
    >>> merge_failures(texts).tolist()
    ['{{first_name}}', nan]
    """
    plain = pc.replace_substring_regex(arrow_texts(texts), REDACTED, "it")
    found = pc.extract_regex(plain, f"(?P<hit>{_failure()})")
    hits = pc.struct_field(found, "hit").to_pandas()
    return hits.set_axis(texts.index).astype("str")


@cache
def _failure() -> str:
    field = "|".join(re.escape(name).replace(r"\ ", "[ _-]") for name in load("merge_fields"))
    return "|".join(
        (
            r"\{\{?\s*[A-Za-z][\w .|-]{0,30}\s*\}\}?",  # also {Hi|Hello}, a choice not made
            rf"%(?i:{field})%|%[A-Z_]{{3,20}}%",
            # In capitals it is what anonymisers write: <PERSON>, [NAME].
            rf"[<\[](?:{field}|{_titled()})[>\]]",
            rf"(?:^|\n)\s*{_GREETING}(?:\s+,|\s*,\s*,)",
            rf"\b{_GREETING}\s+(?i:null|undefined|nan)\b",
            r"\b(?i:at)\s+(?:null|undefined|NaN)\b",
        )
    )


def _titled() -> str:
    """Spell the fields as in a template: First Name, First name, FirstName."""
    titles = [name.title() for name in load("merge_fields")]
    firsts = [name.capitalize() for name in load("merge_fields")]
    spelled = {s.replace(" ", gap) for s in (*titles, *firsts) for gap in (" ", "_", "")}
    return "|".join(map(re.escape, sorted(spelled)))
