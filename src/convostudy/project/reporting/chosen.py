"""All pages and some names in, the pages of these names out: what ``--only`` means."""

from __future__ import annotations

from collections.abc import Sequence

from convostudy.errors import BadParameter
from convostudy.project.paths import nearest
from convostudy.project.wanted import Wanted

__all__ = ["only"]


def only(pages: Sequence[Wanted], names: Sequence[str]) -> list[Wanted]:
    """Return the pages of these names; that of a notebook or matrix stands for all of its pages.

    Parameters
    ----------
    pages : sequence of Wanted
        All.
    names : sequence of str
        Of pages (as their files are named, or as in ``study.toml``) or notebooks; all pages when
        there are none.

    Returns
    -------
    list of Wanted

    Raises
    ------
    BadParameter
        A name that is neither, with the nearest one.
    """
    known = set().union(*(page.names for page in pages))
    for name in names:
        if name not in known:
            raise BadParameter(
                f"no page {name!r}",
                where="only",
                expected=f"one of {', '.join(sorted(known))}",
                do=nearest(name, known) or "Choose one of these",
            )
    return [page for page in pages if not names or page.names & set(names)]
