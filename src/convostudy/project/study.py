"""A study: one folder of tables, opened by its path, read when asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from convostudy.errors import BadTable
from convostudy.parameters import Parameters
from convostudy.project import store
from convostudy.project.paths import nearest, processed, shown, study_folder
from convostudy.project.scores import Scores
from convostudy.project.settings import FILE, Settings, read_settings
from convostudy.tables import TABLES

if TYPE_CHECKING:
    from convostudy.explore import Thread

__all__ = ["INGESTED", "LABELLED", "MARK", "Study", "open_study"]

INGESTED = ("messages", "people", "connections", "ledger", "assumptions", "rejected", "origins")
LABELLED = tuple(name for name in TABLES if name not in INGESTED)

# Written last and removed first: a study that has it is measured, and from one set of parameters.
MARK = "measure.json"


@dataclass(frozen=True)
class Study:
    """One study on disk; its tables are read when they are first asked for.

    Each table comes as a copy: changing it changes neither the study nor what others read.

    Parameters
    ----------
    path : pathlib.Path
        The study's folder. Use `open_study`, which looks whether it is one.
    """

    path: Path

    def __repr__(self) -> str:
        """Name its folder as pages do: an executed notebook holds what this returns."""
        return f"Study({shown(self.path)!r})"

    def table(self, name: str) -> pd.DataFrame:
        """Return a table by name.

        Parameters
        ----------
        name : str
            One of ``messages, people, connections, ledger, assumptions, rejected, origins`` and,
            once measured, ``languages, turns, attempts, questions, acts, threads``.

        Returns
        -------
        pandas.DataFrame

        Raises
        ------
        BadTable
            There is no such table, or the study has not been measured yet.
        """
        if name not in (*INGESTED, *LABELLED):
            raise BadTable(
                f"no table {name!r}",
                where=str(self.path),
                expected=f"one of {', '.join((*INGESTED, *LABELLED))}",
                do=nearest(name, (*INGESTED, *LABELLED)) or "Choose one of these",
            )
        if name in LABELLED and not self.is_measured:
            raise BadTable(
                f"no table {name!r}: the study has not been measured",
                where=str(self.path),
                expected=f"a study that was ingested and measured, which makes {name}",
                do=f"Run `convostudy measure --study {self.path}`, or study.measure()",
            )
        if name not in self._read:
            self._read[name] = store.load(self.path / name)
        return self._read[name].copy(deep=False)

    @cached_property
    def _read(self) -> dict[str, pd.DataFrame]:
        return {}

    @property
    def messages(self) -> pd.DataFrame:
        """One row a message."""
        return self.table("messages")

    @property
    def people(self) -> pd.DataFrame:
        """One row a participant."""
        return self.table("people")

    @property
    def connections(self) -> pd.DataFrame:
        """One row a tie of the owner."""
        return self.table("connections")

    @property
    def ledger(self) -> pd.DataFrame:
        """What became of every row of the export."""
        return self.table("ledger")

    @property
    def assumptions(self) -> pd.DataFrame:
        """What the reader took for granted."""
        return self.table("assumptions")

    @property
    def rejected(self) -> pd.DataFrame:
        """Rows that could not be read."""
        return self.table("rejected")

    @property
    def origins(self) -> pd.DataFrame:
        """File and line from which each message was read."""
        return self.table("origins")

    @property
    def languages(self) -> pd.DataFrame:
        """The language of each message; needs a measured study."""
        return self.table("languages")

    @property
    def turns(self) -> pd.DataFrame:
        """One row a turn; needs a measured study."""
        return self.table("turns")

    @property
    def attempts(self) -> pd.DataFrame:
        """One row an attempt to be answered; needs a measured study."""
        return self.table("attempts")

    @property
    def questions(self) -> pd.DataFrame:
        """One row a question; needs a measured study."""
        return self.table("questions")

    @property
    def acts(self) -> pd.DataFrame:
        """One row an act of a message; needs a measured study."""
        return self.table("acts")

    @property
    def threads(self) -> pd.DataFrame:
        """One row a thread; needs a measured study."""
        return self.table("threads")

    @cached_property
    def scores(self) -> Scores:
        """The scores by measure."""
        return Scores(self.path / "scores")

    @property
    def settings(self) -> Settings:
        """What ``study.toml`` holds now."""
        return read_settings(self.path)

    @property
    def parameters(self) -> Parameters:
        """The parameters the study was measured with; before that, those it will be."""
        held = self.record(MARK).get("parameters")
        return Parameters.from_mapping(held) if held else self.settings.resolved()

    @property
    def is_measured(self) -> bool:
        """Whether turns, questions, acts, threads and scores are there, and whole."""
        return (self.path / MARK).is_file()

    def record(self, name: str) -> dict[str, Any]:
        """Return a record of what was done, ``ingest.json`` or ``measure.json``; empty if none."""
        file = self.path / name
        return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}

    def thread(self, wanted: str, *, show_text: bool = False) -> Thread:
        """Return one thread, which a notebook shows as a conversation; needs a measured study.

        Parameters
        ----------
        wanted : str
            A name, a company or words in it; its number in `explore.thread_list`; its id.
        show_text : bool
            Whether names and words are shown. What a notebook shows is stored in it.
        """
        from convostudy.project.rich import thread

        return thread(self, wanted, show_text=show_text)

    def _repr_html_(self) -> str:
        """Show what is in it."""
        from convostudy.project.rich import overview

        return overview(self)

    def measure(
        self,
        *,
        parameters: Mapping[str, Any] | None = None,
        say: Callable[[str], None] | None = None,
    ) -> Study:
        """Find turns, questions, acts and threads, and take every measure.

        Parameters
        ----------
        parameters : mapping, optional
            Name to value, kept in ``study.toml``; the others stay as they were. For one report
            only, give them to `report` instead.
        say : callable, optional
            Told what is being done, one line at a time.

        Returns
        -------
        Study
            This study.
        """
        from convostudy.project.measurement import measure

        measure(self, parameters=parameters, say=say)
        for kept in ("_read", "scores"):
            self.__dict__.pop(kept, None)
        return self


def open_study(path: str | Path) -> Study:
    """Open a study by its folder, or by its name in ``data/processed``.

    Parameters
    ----------
    path : str or pathlib.Path
        ``"data/processed/mine"`` or ``"mine"``; or a shared dataset, see `load_dataset`.

    Returns
    -------
    Study

    Raises
    ------
    BadTable
        There is no study; the message names those there are.
    """
    given = Path(path).expanduser()
    if (given.suffix == ".zip" and given.is_file()) or (given / "datapackage.json").is_file():
        from convostudy.project.dataset import open_dataset

        return open_dataset(given)
    folder = study_folder(path)
    if (folder / "messages").is_dir():
        return Study(folder)
    there = sorted(p.parent.name for p in processed().glob(f"*/{FILE}"))
    raise BadTable(
        "no study: no table of messages in it" if folder.is_dir() else "no such folder",
        where=str(folder),
        expected="a folder that `convostudy ingest` wrote"
        + (f"; there are {', '.join(there)}" if there else ""),
        do=nearest(folder.name, there)
        or f"Run `convostudy ingest EXPORT --study {path}`, then open it again",
    )
