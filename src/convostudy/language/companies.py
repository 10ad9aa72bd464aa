"""The company that a sender says to be of, and whether two names are of one company."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd
import pyarrow.compute as pc

from convostudy.language.arrow import arrow_texts
from convostudy.language.lexicons import load

__all__ = ["company_core", "hides_company", "mentions", "named_company", "same_company"]

# A mark in square brackets, or one to four words with a capital.
_NAME = r"(\[[^\[\]\n]{1,40}\]|[A-Z][\w&’'-]*(?: (?:& )?[A-Z][\w&’'-]*){0,3})"
_BUSINESS = "(?i:company|firm|agency|start-?up|business|studio|practice|brand)"
_HIDDEN = re.compile(
    r"\[[^\[\]\n]{0,30}(?i:company|firm|employer|org(?:anisation)?)[^\[\]\n]{0,20}\]"
)
_MARK = re.compile(r"\[[^\[\]\n]+\]")


def named_company(texts: pd.Series) -> pd.Series:
    """Return the company that each text names as the sender's own.

    Only phrases that say whose it is are read ("our company X", "I'm the founder of X", "here at
    X", "Ana from X"): a false name would call an honest sender a mismatch. Names in small letters
    and names that only stand in a signature are missed.

    Parameters
    ----------
    texts : pandas.Series
        Texts, as written: capitals matter.

    Returns
    -------
    pandas.Series
        str, same index: the name, or the redaction mark in its place; missing where none is named.

    Examples
    --------
    >>> named_company(pd.Series(["I'm the founder of Blue Fox Ltd.", "You founded Acme"])).tolist()
    ['Blue Fox Ltd', nan]
    """
    named = pd.Series(None, index=texts.index, dtype="str")
    # Arrow is ten times faster at saying which texts hold one, and cannot say where.
    some = pc.match_substring_regex(arrow_texts(texts), _named()).to_numpy(zero_copy_only=False)
    hits = texts[some.astype(bool)].str.extract(_named())
    named[some.astype(bool)] = hits.bfill(axis=1).iloc[:, 0].astype("str").str.rstrip("'’-&")
    return named


def hides_company(texts: pd.Series, named: pd.Series) -> pd.Series:
    """Tell whether the company's name is redacted.

    Parameters
    ----------
    texts : pandas.Series
        Texts.
    named : pandas.Series
        From `named_company`, same index.

    Returns
    -------
    pandas.Series
        bool, same index: a mark stands in the place of the name, or says that it hides a company.

    Examples
    --------
    >>> texts = pd.Series(["At [company redacted] we help", "[NAME_1] said hello"])
    >>> hides_company(texts, named_company(texts)).tolist()
    [True, False]
    """
    in_place = named.fillna("").str.match(_MARK)
    return in_place | (texts.fillna("").str.contains(_HIDDEN) & named.isna())


@cache
def _named() -> str:
    role = "|".join(map(re.escape, load("company_roles")))
    as_ = r"\b(?:I['’]m|I am|(?i:as))(?: [\w'’-]+,?){0,4}"
    me = r"\b(?:I['’]m|I am|(?i:this is|my name is|my name['’]s))"
    return "|".join(
        (
            rf"\b(?i:my|our) {_BUSINESS}(?:,|:| is| is called| called| named)? {_NAME}",
            rf"{as_} (?i:{role})\b[^.?!\n\[]{{0,40}}? at {_NAME}",
            rf"{as_} (?i:(?:co-?)?(?:founder|owner)|ceo) of {_NAME}",
            rf"\bI work (?:for|at) {_NAME}",
            rf"\bI (?:co-)?founded {_NAME}",
            rf"{me} [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?,? (?:from|of|at|with) {_NAME}",
            rf"\b(?i:here|we|us|our team|my team) at {_NAME}",
            rf"\b[Aa]t {_NAME},? we\b",
        )
    )


def company_core(names: pd.Series) -> pd.Series:
    """Return company names as they are compared: lower case, legal form and signs cut.

    Parameters
    ----------
    names : pandas.Series
        Names; may be missing.

    Returns
    -------
    pandas.Series
        str, same index; missing for no name and for "self-employed", "freelance" and the like.

    Examples
    --------
    >>> company_core(pd.Series(["The Blue-Fox Co. GmbH", "Self-employed"])).tolist()
    ['blue fox', nan]
    """
    forms = rf"^the |(?: (?:{'|'.join(load('company_legal_forms'))}))+$"
    plain = names.astype("str").str.lower().str.replace("&", " and ", regex=False)
    # Full stops go first: "S.A." is a legal form once they are gone, "Booking.com" one word.
    plain = plain.str.replace(r"['’.]", "", regex=True).str.replace(r"[\W_]+", " ", regex=True)
    plain = plain.str.strip()
    core = plain.str.replace(forms, "", regex=True)
    return core.mask(core.isin(["", *load("company_none")])).astype("str")


def same_company(first: pd.Series, second: pd.Series) -> pd.Series:
    """Tell whether two names can be of one company.

    Parameters
    ----------
    first, second : pandas.Series
        Names from `company_core`, same index.

    Returns
    -------
    pandas.Series
        boolean, same index: equal with or without blanks, one begins with the words of the other
        ("Doe", "Doe Consulting"), or one holds the initials of the other. Missing if a name is.

    Examples
    --------
    >>> same_company(pd.Series(["doe", "acme"]), pd.Series(["doe consulting", "doe"])).tolist()
    [True, False]
    """
    # A loop over the pitches that name a company: each pair of names has its own words.
    same = [
        pd.NA if pd.isna(a) or pd.isna(b) else _alias(a, b)
        for a, b in zip(first, second, strict=True)
    ]
    return pd.Series(same, index=first.index, dtype="boolean")


def _alias(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    initials = "".join(word[0] for word in long.split())
    return (
        short.replace(" ", "") == long.replace(" ", "")
        or long.startswith(short + " ")
        or (len(short) >= 3 and short == initials)
    )


def mentions(texts: pd.Series, cores: pd.Series) -> pd.Series:
    """Tell whether a text names a company, wherever in it, with a capital or a digit.

    Parameters
    ----------
    texts : pandas.Series
        Texts, as written.
    cores : pandas.Series
        Names from `company_core`, same index; may be missing.

    Returns
    -------
    pandas.Series
        bool, same index.

    Examples
    --------
    >>> texts = pd.Series(["Blue-Fox builds sites", "a blue fox"])
    >>> mentions(texts, pd.Series(["blue fox", "blue fox"])).tolist()
    [True, False]
    """
    # A loop over pitches: each looks for a name of its own.
    found = [
        not (pd.isna(text) or pd.isna(core)) and _holds(text, core)
        for text, core in zip(texts, cores, strict=True)
    ]
    return pd.Series(found, index=texts.index, dtype="bool")


def _holds(text: str, core: str) -> bool:
    name = r"\W+".join(re.escape(word) for word in core.split())
    hits = re.findall(rf"\b({name})\b", text, re.IGNORECASE)
    return any(not hit[0].islower() for hit in hits)
