"""Which pages are to be made, from which notebook, with which parameters."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from convostudy.errors import BadExport, BadParameter
from convostudy.parameters import Parameters
from convostudy.project.notebook import check_given, declared
from convostudy.project.paths import file_key, nearest, notebook_path, notebooks, shown
from convostudy.project.study import Study

__all__ = [
    "MAIN",
    "OF_ESTIMATES",
    "Wanted",
    "is_main",
    "part_names",
    "ready",
    "split_parameters",
    "wanted_pages",
]

#: Parameters of estimates: no table hangs on them, and a notebook that declares one is given it.
OF_ESTIMATES = ("min_n", "draws", "seed")
#: The notebook whose page stands first among others: whoever opens one, opens this.
MAIN = "sales_vs_relationship"


@dataclass(frozen=True)
class Wanted:
    """One page to be made.

    Parameters
    ----------
    notebook : pathlib.Path
        The notebook.
    name : str
        Safe name of its files.
    parameters : mapping
        As given, not yet checked.
    knobs : mapping
        Measurement parameters with which the study is measured for this page.
    matrix : mapping
        Those of all these that a matrix of ``study.toml`` gave it.
    called : str
        The name that ``study.toml`` gives it, as written there; pages of a matrix share one.
    """

    notebook: Path
    name: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    knobs: Mapping[str, Any] = field(default_factory=dict)
    matrix: Mapping[str, Any] = field(default_factory=dict)
    called: str = ""

    @property
    def names(self) -> set[str]:
        """By which it can be asked for."""
        return {self.name, self.notebook.stem, self.called} - {""}

    @property
    def page(self) -> str:
        """File name of its page; ``index.html`` is the list of pages."""
        return "index-page.html" if self.name == "index" else f"{self.name}.html"

    @property
    def measured_with(self) -> dict[str, Any]:
        """Knobs for which the study must be measured anew; not those of estimates alone."""
        known = declared(self.notebook)
        return {n: v for n, v in self.knobs.items() if n not in OF_ESTIMATES or n not in known}


def split_parameters(
    given: Mapping[str, Any], files: Iterable[Path]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Part what the measures are to know from what the notebooks are to know.

    Parameters
    ----------
    given : mapping
        Name to value.
    files : iterable of pathlib.Path
        The notebooks that will run.

    Returns
    -------
    tuple of dict
        Measurement parameters and notebook parameters; a name that both have is in both.
        Measurement parameters are checked.

    Raises
    ------
    BadParameter
        A name that neither knows, with the nearest of both.
    """
    of_measures = set(Parameters.describe())
    of_notebooks = {name for file in files for name in declared(file)} - {"study"}
    for name in given:
        if name not in of_measures | of_notebooks:
            known = sorted(of_notebooks) + sorted(of_measures - of_notebooks)
            raise BadParameter(
                f"an unknown parameter {name!r}",
                expected=f"one of {', '.join(known)}",
                do=nearest(name, known) or "Choose one of these",
            )
    Parameters.from_mapping({n: v for n, v in given.items() if n in of_measures})
    return (
        {n: v for n, v in given.items() if n in of_measures},
        {n: v for n, v in given.items() if n in of_notebooks},
    )


def part_names(given: Sequence[str]) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Part the exports from the notebooks among the names on one command line.

    A path that is there is an export unless it ends in ``.ipynb``; a name that is no path is a
    notebook if there is one of that name.

    Parameters
    ----------
    given : sequence of str
        Paths of exports, and paths or names of notebooks.

    Returns
    -------
    tuple of tuple
        The exports and the notebooks, each in the order given.

    Raises
    ------
    BadExport
        A name that is neither; the nearest notebook is suggested.

    Examples
    --------
    >>> part_names(["mine/other.ipynb"])
    ((), ('mine/other.ipynb',))
    """
    known = {file.stem for place in notebooks() for file in place.glob("*.ipynb")}
    exports: list[Path] = []
    named: list[str] = []
    for name in given:
        path = Path(name).expanduser()
        if path.suffix == ".ipynb":
            named.append(name)
        elif path.exists():
            exports.append(path)
        elif name in known:
            named.append(name)
        else:
            raise BadExport(
                "nothing at this path, and no notebook of this name",
                where=name,
                expected="an export (a .zip as it was downloaded, or one of its files), or a "
                f"notebook: {', '.join(sorted(known)) or '(there is none)'}",
                do=nearest(path.stem, known) or "Look at the path; names with spaces need quotes",
            )
    return tuple(exports), tuple(named)


def wanted_pages(study: Study, notebook: Any) -> list[Wanted]:
    """Return the pages to make: those named, or those of ``study.toml``, or all there are.

    Parameters
    ----------
    study : Study
        Whose ``[[reports]]`` count.
    notebook : path, name, sequence of them, or None
        Notebooks named by the caller.

    Returns
    -------
    list of Wanted

    Raises
    ------
    BadParameter
        No such notebook, none at all, or two pages of one name.
    """
    if notebook:
        names = [notebook] if isinstance(notebook, (str, Path)) else list(notebook)
        files = [notebook_path(name) for name in names]
        return [Wanted(file, file_key(file.stem)) for file in dict.fromkeys(files)]
    listed = [one for page in study.settings.reports for one in _each(page)]
    names = [page.name for page in listed]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BadParameter(
            f"two pages named {twice[0]!r}",
            where="[[reports]] in study.toml",
            expected="a name for each page",
            do='Add name = "..." to one of them',
        )
    if listed:
        return listed
    folders = notebooks()
    found: list[Path] = []
    for folder in folders:
        found = found or sorted(folder.glob("*.ipynb"), key=_main_first)
    if not found:
        raise BadParameter(
            "no report notebook",
            where=", ".join(shown(f) for f in folders) or "notebooks",
            expected="at least one .ipynb file",
            do="Name one: convostudy report --study STUDY path/to/one.ipynb",
        )
    return [Wanted(file, file_key(file.stem)) for file in found]


def is_main(notebook: str | Path) -> bool:
    """Tell whether a notebook is the main one, with which a reader begins.

    Parameters
    ----------
    notebook : str or pathlib.Path
        Its path.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_main("notebooks/sales_vs_relationship.ipynb"), is_main("notebooks/compare.ipynb")
    (True, False)
    """
    return Path(notebook).stem == MAIN


def _main_first(file: Path) -> tuple[bool, str]:
    return not is_main(file), file.name


def _each(page: Mapping[str, Any]) -> list[Wanted]:
    """Return the pages of one entry: several where it has a matrix, each value with each."""
    notebook = notebook_path(page["notebook"])
    called = str(page.get("name", ""))
    stem = called or Path(page["notebook"]).stem
    matrix = page.get("matrix", {})
    found = []
    for values in itertools.product(*matrix.values()):
        cell = dict(zip(matrix, values, strict=True))
        knobs, own = split_parameters({**page.get("parameters", {}), **cell}, [notebook])
        marks = [f"{n}-{v if isinstance(v, str) else json.dumps(v)}" for n, v in cell.items()]
        name = file_key("-".join([stem, *marks]))
        found.append(Wanted(notebook, name, own, knobs, cell, called))
    return found


def ready(page: Wanted, study: Study, lenient: set[str]) -> dict[str, Any]:
    """Return the checked parameters of one page, the study among them.

    What the notebook declares and ``study.toml`` sets under ``[parameters]`` (``min_n``, ``draws``,
    ``seed``) holds for every page of the study; a page's own value goes before it.

    Parameters
    ----------
    page : Wanted
        The page.
    study : Study
        Its path becomes the parameter ``study``, where the notebook declares one; its settings
        are the defaults of what else it declares.
    lenient : set of str
        Names given for all notebooks at once: one that this notebook lacks is left out.

    Returns
    -------
    dict
        Name to value.

    Raises
    ------
    BadParameter
        An unknown name or a wrong type.
    """
    known = declared(page.notebook)
    of_study = {n: v for n, v in study.settings.parameters.items() if n in known}
    of_page = {n: v for n, v in page.parameters.items() if n in known or n not in lenient}
    given = {**of_study, **of_page}
    if "study" in known:
        given["study"] = shown(study.path)
    return check_given(given, known, page.notebook.stem)
