"""In which order a list shows pages: always the same, whichever of them were made last."""

from __future__ import annotations

from collections.abc import Mapping

from convostudy.errors import BadParameter
from convostudy.project.study import Study
from convostudy.project.wanted import is_main, wanted_pages

__all__ = ["in_order"]


def in_order(pages: Mapping[str, str], study: Study) -> list[str]:
    """Put pages in the order of a list: the same, whichever of them were made last.

    Parameters
    ----------
    pages : mapping of str to str
        Name to the name of its notebook.
    study : Study
        Whose ``[[reports]]`` come in the order of ``study.toml``.

    Returns
    -------
    list of str
        Names: first the pages that would be made if none were named, then the others by name, the
        main one before them.
    """
    try:
        usual = [page.name for page in wanted_pages(study, None)]
    except BadParameter:  # no notebook but those named
        usual = []
    place = {name: at for at, name in enumerate(usual)}
    return sorted(pages, key=lambda n: (place.get(n, len(place)), not is_main(pages[n]), n))
