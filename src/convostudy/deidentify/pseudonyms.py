"""Ids that only the holder of a key can make, so that nobody can try names until one fits.

A plain hash of a name is no secret: a laptop tries a million names in a second. An id made with a
random key of 32 bytes cannot be tried at all. Pseudonymised data remain personal data.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import unicodedata
from collections.abc import Mapping
from urllib.parse import unquote

import pandas as pd

from convostudy.errors import BadParameter, BadTable, counted

__all__ = ["KEY_BYTES", "Pseudonyms", "canonical_ids"]

KEY_BYTES = 32
_N_LETTERS = 12  # 60 bits: among 100,000 ids two are alike once in 250 million datasets
_BETWEEN = "\x1f"
_PURPOSE = "convostudy/pid/v1"
# Who closed an account has no name left; the reader of the export gives each a key of its own.
_NAMELESS = "member:"


class Pseudonyms:
    """Makes the ids of one dataset.

    Parameters
    ----------
    key : bytes
        32 random bytes, see `convostudy.project.keyring`.
    domain : str
        The dataset's random id: ids of two domains cannot be joined. Two releases that are to be
        joined share a domain and a key.
    scope_thread : bool
        Give a person another id in each thread, so that threads of one person cannot be joined.

    Examples
    --------
    >>> ids = Pseudonyms(bytes(range(32)), "demo")
    >>> ids.of("person", pd.Series(["ana-bell", None, "ana-bell"])).tolist()
    ['person_jd6wltchhifl', nan, 'person_jd6wltchhifl']
    """

    def __init__(self, key: bytes, domain: str, *, scope_thread: bool = False) -> None:
        if len(key) != KEY_BYTES:
            raise BadParameter(
                f"a key of {counted(len(key), 'byte')}",
                expected=f"{KEY_BYTES} random bytes",
                do="Let convostudy.project.keyring make it",
            )
        _one_part(domain, "domain")
        self._key, self.domain, self.scope_thread = key, domain, scope_thread

    def __repr__(self) -> str:
        """Show everything but the key."""
        return f"Pseudonyms(domain={self.domain!r}, scope_thread={self.scope_thread})"

    def of(self, kind: str, ids: pd.Series, threads: pd.Series | None = None) -> pd.Series:
        """Return the pseudonym of each canonical id.

        Parameters
        ----------
        kind : str
            What is meant: ``person``, ``thread``, ``message``, ... The same id of two kinds has
            two pseudonyms.
        ids : pandas.Series of str
            See `canonical_ids`; may be missing.
        threads : pandas.Series of str, optional
            The thread in which each stands; needed for kind ``person`` with ``scope_thread``.

        Returns
        -------
        pandas.Series of str
            The kind, ``_``, and 12 letters or digits from 2 to 7; missing where the id is.

        Raises
        ------
        BadTable
            Two ids have one pseudonym, or a thread is lacking.
        """
        _one_part(kind, "kind")
        names = ids.astype("str")
        if self.scope_thread and kind == "person":
            if threads is None or threads.isna().any():
                raise BadTable(
                    "people without the thread in which they stand",
                    expected="a thread for each: an id holds in one thread only",
                    do="Give threads=, or leave scope_thread out",
                )
            names = names + _BETWEEN + threads.astype("str").to_numpy()
        codes, uniques = pd.factorize(names)
        begun = hmac.new(self._key, digestmod=hashlib.sha256)
        begun.update(f"{_PURPOSE}{_BETWEEN}{self.domain}{_BETWEEN}{kind}{_BETWEEN}".encode())
        made = []
        # One by one, since neither numpy nor Arrow has HMAC; each id once.
        for name in uniques.tolist():
            one = begun.copy()
            one.update(name.encode("utf-8", "surrogatepass"))
            letters = base64.b32encode(one.digest()[:10]).decode().lower()[:_N_LETTERS]
            made.append(f"{kind}_{letters}")
        if len(set(made)) < len(made):
            raise BadTable(
                f"two {kind} ids with one pseudonym",
                expected="a pseudonym for each",
                do="Choose another domain: it happens once in very many",
            )
        return pd.Series([*made, None], dtype="str").take(codes).set_axis(ids.index)


def canonical_ids(people: pd.DataFrame, *, same: Mapping[str, str] | None = None) -> pd.Series:
    """Return what a person is known by, in whatever export they stand.

    The first that there is of: profile address, verified e-mail address, telephone number with its
    country code, full name (NFKC, casefold).

    Parameters
    ----------
    people : pandas.DataFrame
        The table ``people``; columns ``email`` (verified) and ``phone`` (E.164) are read where
        there are any.
    same : mapping of str to str, optional
        person_id of a second entry to person_id of the first, where two entries are one person.

    Returns
    -------
    pandas.Series of str
        Indexed by person_id.

    Raises
    ------
    BadTable
        Two entries are known by the same: they are never taken for one without being told.

    Examples
    --------
    >>> people = pd.DataFrame({"person_id": ["a", "b"], "name": ["Ana Bell", "ＡＮＡ  Bell"],
    ...                        "profile_url": ["https://www.linkedin.com/in/Ana-Bell/", None]})
    >>> canonical_ids(people).tolist()
    ['linkedin.com/in/ana-bell', 'ana bell']
    """
    same = dict(same or {})
    rows = people.set_index("person_id")
    unknown = sorted((set(same) | set(same.values())) - set(rows.index))
    if unknown:
        raise BadParameter(
            f"{counted(len(unknown), 'person_id')} in `same` that the table lacks",
            expected="person_ids of the table people",
            do="Look for a slip of the pen in what is said to be the same",
        )
    found = pd.Series([_known_by(row) for row in rows.reset_index().to_dict("records")], rows.index)
    first = pd.Series(rows.index, rows.index).replace(same)
    chained = first.isin(list(same))
    if chained.any():
        raise BadParameter(
            "an entry that is both a first and a second",
            expected="each second entry named once, with the first of all",
            do="Name the same first entry for each of them",
        )
    alone = found[first.to_numpy() == rows.index.to_numpy()]
    twice = alone[alone.duplicated(keep=False)]
    if len(twice):
        raise BadTable(
            f"{counted(len(twice), 'entry', 'entries')} known by what another is known by, too",
            where="people, by profile address, e-mail, telephone or else name",
            expected="a person for each: two people of one name must not become one",
            do="Name the entries that are one person in `same`; tell others apart by a profile "
            "address or an e-mail address",
        )
    return found.loc[first].set_axis(rows.index).astype("str")


def _known_by(row: dict[str, object]) -> str:
    url, email, phone = (_text(row.get(name)) for name in ("profile_url", "email", "phone"))
    if url:
        bare = unquote(url.split("?")[0].split("#")[0]).split("://")[-1]
        return _folded(bare.rstrip("/")).removeprefix("www.")
    if "@" in email:
        return _folded(email)
    if phone.startswith("+"):
        return "+" + "".join(filter(str.isdigit, phone))
    person = str(row["person_id"])
    # Everybody without an account has the same name.
    return person if person.startswith(_NAMELESS) else _folded(_text(row.get("name"))) or person


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _one_part(text: str, what: str) -> None:
    """Refuse what could be read as two parts of what is hashed."""
    if not text or _BETWEEN in text:
        raise BadParameter(
            f"a {what} that is empty or holds a separator",
            expected=f"a {what} of letters, digits and signs",
            do="Give it a name such as inbox-2025",
        )
