"""Tables in, something to look through out: widgets if somebody can click, else a still view."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from convostudy.errors import BadParameter, counted
from convostudy.explore._markup import framed, numbered, words
from convostudy.explore.conversation import conversation, conversation_html
from convostudy.explore.filters import Filters, matching
from convostudy.explore.live import is_live
from convostudy.explore.marks import legend
from convostudy.explore.overview import thread_list, whole
from convostudy.explore.rows import VIEWS, page_of, rows_html, view_rows

__all__ = ["Explorer", "Thread", "browse"]

WIDGET = "application/vnd.jupyter.widget-view+json"
_STILL_TURNS = 40


class Explorer:
    """The threads of a study, to be looked through. Made by `browse`.

    In JupyterLab it shows widgets; without somebody to click (papermill, ``convostudy report``) or
    without ipywidgets, the first threads.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        ``messages, people, questions, acts, threads``.
    show_text : bool
        Whether names and words are in the still view.
    thread : str
        The thread to begin with; empty: the one with most messages.
    n_threads : int
        Threads in the still view.
    solicitations : collection of str
        Kinds of pitch that count.
    """

    def __init__(
        self,
        tables: Mapping[str, pd.DataFrame],
        *,
        show_text: bool = False,
        thread: str = "",
        n_threads: int = 3,
        solicitations: Collection[str] = ("sales", "investment", "event"),
    ) -> None:
        self.tables = whole(tables)
        self.listed = thread_list(self.tables, solicitations=solicitations)
        self.show_text, self.n_threads = show_text, n_threads
        self.chosen = self.find(thread) if thread.strip() else ""

    def find(self, wanted: str) -> str:
        """Return the id of the first thread that is meant.

        Parameters
        ----------
        wanted : str
            An id, the number in the list, or what `Filters.search` finds.

        Returns
        -------
        str

        Raises
        ------
        BadParameter
            No thread is meant by it.
        """
        exact = self.listed["thread_id"].eq(wanted)
        exact |= self.listed["number"].astype("str").eq(wanted.strip().lstrip("#"))
        found = self.listed[exact]
        if found.empty:
            found = matching(self.listed, self.tables["messages"], Filters(search=wanted))
        if found.empty:
            raise BadParameter(
                f"no thread for {wanted!r}",
                expected="the name of a person, a number in the list of threads, or a thread_id",
                do="Look into study.threads and study.people, or choose it in 01_explore.ipynb",
            )
        return str(found["thread_id"].iloc[0])

    def still(self) -> str:
        """Return the still view: the first threads, and the list of threads."""
        if self.listed.empty:
            return framed("<p>There are no threads in this study, so there is nothing to show.</p>")
        ids = self.listed["thread_id"]
        first = [self.chosen] if self.chosen else []
        first += [i for i in ids.head(self.n_threads + 1) if i != self.chosen]
        named = self.listed.set_index("thread_id")
        talks = [
            conversation_html(
                thread_id,
                self.tables,
                show_text=self.show_text,
                title=self._title(named.loc[thread_id]),
                most_turns=_STILL_TURNS,
            )
            for thread_id in first[: max(self.n_threads, 1)]
        ]
        kept = "" if self.show_text else f"<p>{_LEFT_OUT}</p>"
        tables = [self.table(view) for view in VIEWS]
        return framed(f"<p>{self._shown(len(talks))}</p>", kept, legend(), *talks, *tables)

    def _shown(self, n: int) -> str:
        """Say what the still view holds, and where one can pick."""
        which = "the one chosen first" if self.chosen else "those with most messages"
        these = f"{n:,} of {counted(len(self.listed), 'thread')}, {which}"
        return f"Shown here: {these}; then the first rows of three tables. {_STILL}"

    def table(self, view: str) -> str:
        """Return the first rows of a view as HTML, without style sheet."""
        look = VIEWS[view]
        rows = view_rows(view, self.tables, self.listed)
        sort: dict[str, Any] = {"sort": look.sort, "descending": look.descending}
        page = page_of(rows, self.tables, **sort)
        return rows_html(page, view, n=len(rows), show_text=self.show_text, **sort)

    def _title(self, row: pd.Series) -> str:
        return numbered(row["number"], row["name"]) if self.show_text else f"Thread {row['number']}"

    def __repr__(self) -> str:
        """Say what it holds, in words."""
        n, messages = len(self.listed), len(self.tables["messages"])
        return f"Explorer of {n:,} threads with {messages:,} messages"

    def _repr_html_(self) -> str:
        """Show the still view."""
        return self.still()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """Show widgets where somebody can click, and for whatever cannot, the still view."""
        shown: dict[str, Any] = {"text/plain": repr(self), "text/html": self.still()}
        if not is_live():
            return shown
        try:
            from convostudy.explore.widgets import widgets
        except ImportError:
            shown["text/html"] = framed(f"<p>{words(_NO_WIDGETS)}</p>") + shown["text/html"]
            return shown
        box = widgets(self)
        shown[WIDGET] = {"version_major": 2, "version_minor": 0, "model_id": box.model_id}
        return shown


@dataclass(frozen=True)
class Thread:
    """One thread, shown as a conversation where HTML is shown.

    Parameters
    ----------
    thread_id : str
        Which thread.
    tables : mapping of str to pandas.DataFrame
        ``messages, people, questions, acts, threads``.
    show_text : bool
        Whether names and words are shown.
    """

    thread_id: str
    tables: Mapping[str, pd.DataFrame]
    show_text: bool = False

    def __repr__(self) -> str:
        """Say which thread it is."""
        n = int((self.tables["messages"]["thread_id"] == self.thread_id).sum())
        return f"Thread {self.thread_id} with {n:,} message{'' if n == 1 else 's'}"

    def _repr_html_(self) -> str:
        """Show the conversation."""
        return conversation(self.thread_id, self.tables, show_text=self.show_text)


_STILL = (
    "Nothing here can be picked, filtered or sorted: for that, open the notebook "
    "<code>01_explore</code> in JupyterLab (<code>make lab</code>) and choose <em>Run → Run All "
    "Cells</em>."
)
_LEFT_OUT = (
    "Names and words are left out here. JupyterLab shows them (<code>make lab</code>), and so does "
    "a page made with the parameter <code>show_text=true</code>."
)
_NO_WIDGETS = (
    "The package ipywidgets is not installed, so there is nothing to click. Install it with "
    "pip install ipywidgets, open JupyterLab anew and run this notebook again."
)


def browse(
    tables: Mapping[str, pd.DataFrame],
    *,
    show_text: bool = False,
    thread: str = "",
    n_threads: int = 3,
    solicitations: Collection[str] = ("sales", "investment", "event"),
) -> Explorer:
    """Look through the threads of a study.

    In JupyterLab this gives widgets that show names and words on this screen; they are not stored
    in the notebook. What is stored, and what ``convostudy report`` puts on its page, is the still
    view, with names and words only where ``show_text`` says so.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        ``messages, people, questions, acts, threads``; what is lacking counts as empty.
    show_text : bool
        Whether names and words are in the still view.
    thread : str
        The thread to begin with: a name, a number in the list, an id; empty: the longest.
    n_threads : int
        Threads in the still view.
    solicitations : collection of str
        Kinds of pitch that count.

    Returns
    -------
    Explorer

    Examples
    --------
    >>> browse({})
    Explorer of 0 threads with 0 messages
    """
    return Explorer(
        tables,
        show_text=show_text,
        thread=thread,
        n_threads=n_threads,
        solicitations=solicitations,
    )
