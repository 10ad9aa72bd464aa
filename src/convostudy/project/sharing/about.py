"""What is said about a dataset in every file that describes it: title, authors, terms, date."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from convostudy.project.sharing.licences import LICENCES, Licence

__all__ = ["About", "Author", "author"]


@dataclass(frozen=True)
class Author:
    """Who is to be cited: a person with two names, or anybody else with one.

    Parameters
    ----------
    family, given : str
        Of a person; an organisation has its name as ``family`` and no ``given``.
    affiliation, orcid : str
        Empty where not stated; an ORCID is sixteen digits in four groups.
    """

    family: str
    given: str = ""
    affiliation: str = ""
    orcid: str = ""

    @property
    def listed(self) -> str:
        """The name as catalogues list it."""
        return f"{self.family}, {self.given}" if self.given else self.family

    @property
    def spoken(self) -> str:
        """The name as one says it."""
        return f"{self.given} {self.family}".strip()


def author(said: str | Mapping[str, str]) -> Author:
    """Read an author as study.toml has them.

    Parameters
    ----------
    said : str or mapping
        ``"Family, Given"``, the name of an organisation, or a table with ``family``, ``given``,
        ``affiliation`` and ``orcid``.

    Returns
    -------
    Author

    Examples
    --------
    >>> author("Okafor, Ada").spoken, author("convostudy").listed
    ('Ada Okafor', 'convostudy')
    """
    if isinstance(said, str):
        family, _, given = said.partition(",")
        return Author(family.strip(), given.strip())
    return Author(
        str(said.get("family", "")).strip(),
        str(said.get("given", "")).strip(),
        str(said.get("affiliation", "")).strip(),
        re.sub(r"^.*/", "", str(said.get("orcid", "")).strip()),
    )


@dataclass(frozen=True)
class About:
    """What every describing file says alike; a test holds them together.

    Parameters
    ----------
    title, description : str
        One line, and a paragraph.
    authors : tuple of Author
        At least one.
    date : str
        Day of release, ISO: part of the release, so that a rebuild on another day is the same.
    licence : str
        A key of `licences.LICENCES`.
    keywords, languages : tuple of str
        Languages as two letters.
    approval, basis : str
        What an ethics board said, and on what ground the data are held, in words.
    simulated : bool
        Whether nobody in it exists.
    """

    title: str
    description: str
    authors: tuple[Author, ...]
    date: str
    licence: str
    keywords: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    approval: str = ""
    basis: str = ""
    simulated: bool = False
    sections: Mapping[str, str] = field(default_factory=dict)

    @property
    def terms(self) -> Licence:
        """The licence with its words."""
        return LICENCES[self.licence]

    def cited(self, version: str) -> str:
        """Return how to cite the dataset, in one line."""
        names = "; ".join(one.listed for one in self.authors)
        return f"{names} ({self.date[:4]}). {self.title} (version {version}) [Data set]."
