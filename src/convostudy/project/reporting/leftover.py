"""Reports that failed and that no list of pages names: notebooks that were named by their path."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from convostudy.errors import BadParameter
from convostudy.parameters import Parameters
from convostudy.project.notebook import declared
from convostudy.project.paths import at_shown
from convostudy.project.reporting.status import Status
from convostudy.project.wanted import Wanted

__all__ = ["left_over"]


def left_over(
    held: Mapping[str, Status], listed: Sequence[Wanted], say: Callable[[str], None]
) -> list[Wanted]:
    """Return the pages that were left unmade and are not among those listed.

    Parameters
    ----------
    held : mapping of str to Status
        What became of the reports of a folder.
    listed : sequence of Wanted
        Pages that are looked at in any case.
    say : callable
        Told of a notebook that is gone.

    Returns
    -------
    list of Wanted
        Each with the parameters that it ran with, as far as they are not its defaults.
    """
    names = {page.name for page in listed}
    return [
        page
        for name, status in held.items()
        if name not in names and status.is_to_be_retried and (page := _wanted(status, say))
    ]


def _wanted(status: Status, say: Callable[[str], None]) -> Wanted | None:
    notebook = at_shown(status.notebook)
    if not notebook.is_file():
        say(f"{status.name}: {status.status}, and its notebook {status.notebook} is gone")
        return None
    try:
        known = declared(notebook)
    except BadParameter as wrong:
        say(f"{status.name}: {wrong}")
        return None
    of_measures = Parameters.describe()
    given = {
        name: value
        for name, value in status.parameters.items()
        if name in known and name != "study" and value != known[name].default
    }
    knobs = {name: value for name, value in status.knobs.items() if name in of_measures}
    return Wanted(notebook, status.name, given, knobs, dict(status.matrix), status.called)
