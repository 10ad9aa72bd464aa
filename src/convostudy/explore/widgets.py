"""Widgets over an `Explorer`: filters, a list of threads, and what is known of the one chosen.

The only module that needs ipywidgets. Names and words are sent to this screen alone: JupyterLab
does not store the state of widgets unless it is told to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as w

from convostudy.explore._markup import framed, numbered, short
from convostudy.explore._pane import Pane
from convostudy.explore.filters import BEGUN_BY, Filters, matching, sort_rows

if TYPE_CHECKING:
    from convostudy.explore.explorer import Explorer

__all__ = ["Browser", "widgets"]

THREADS_LISTED = 100
EITHER = {"pitch": ("a pitch", "no pitch"), "unanswered": ("one unanswered", "none unanswered")}
EITHER["refusal"] = ("a refusal", "no refusal")
ORDERS = {
    "most messages": ("n_messages", True),
    "latest": ("last_at", True),
    "earliest": ("first_at", False),
    "name": ("name", False),
    "most questions": ("n_questions", True),
    "most pitches": ("n_pitches", True),
    "most refusals": ("n_refusals", True),
}


def widgets(explorer: Explorer) -> Any:
    """Return the box that shows an explorer; see `Browser`."""
    return Browser(explorer).box


class Browser:
    """Filters above, threads at the left, one thread or its tables at the right.

    Parameters
    ----------
    explorer : Explorer
        What is looked through.
    """

    def __init__(self, explorer: Explorer) -> None:
        self.explorer = explorer
        self.first = 0
        self._quiet = False
        self.matched = explorer.listed
        self.filters = _filter_widgets()
        self.order = w.Dropdown(options=list(ORDERS), description="Sort by", layout=_wide("auto"))
        self.count = w.HTML()
        self.threads = w.Select(rows=18, layout=_wide("auto"))
        self.threads.tooltip = "Threads; the arrow keys go through them"
        self.back = w.Button(description=f"◀ {THREADS_LISTED} before", layout=_wide("49%"))
        self.on = w.Button(description=f"next {THREADS_LISTED} ▶", layout=_wide("49%"))
        self.reset = w.Button(description="Clear filters", icon="eraser", layout=_wide("9rem"))
        self.pane = Pane(explorer, self._open)
        self._wire()
        left = w.VBox(
            [self.order, self.count, self.threads, w.HBox([self.back, self.on])],
            layout=w.Layout(flex="1 1 19rem", min_width="min(15rem, 100%)", max_width="26rem"),
        )
        over = w.HBox([*self.filters.values(), self.reset], layout=_row())
        below = w.HBox([left, self.pane.box], layout=_row())
        self.box = w.VBox([over, below])
        self.list_anew()

    def _wire(self) -> None:
        for widget in (*self.filters.values(), self.order):
            widget.observe(self.list_anew, "value")
        self.threads.observe(self._chosen, "value")
        self.back.on_click(lambda _: self._turn(-THREADS_LISTED))
        self.on.on_click(lambda _: self._turn(THREADS_LISTED))
        self.reset.on_click(self._clear)

    def wanted(self) -> Filters:
        """Return the filters as they are set."""
        value = {name: widget.value for name, widget in self.filters.items()}
        for name, (with_it, without) in EITHER.items():
            value[name] = {with_it: True, without: False}.get(value[name])
        return Filters(**value)

    def list_anew(self, _: Any = None) -> None:
        """List the threads that match; the one open stays open if it is among them."""
        if self._quiet:
            return
        column, descending = ORDERS[self.order.value]
        found = matching(self.explorer.listed, self.explorer.tables["messages"], self.wanted())
        self.matched = sort_rows(found, column, descending=descending)
        self.first = 0
        keep = self.pane.thread_id or self.explorer.chosen
        ids = self.matched["thread_id"].tolist()
        if keep in ids:
            self.first = ids.index(keep) // THREADS_LISTED * THREADS_LISTED
        self._fill(keep)

    def _fill(self, keep: str) -> None:
        page = self.matched.iloc[self.first : self.first + THREADS_LISTED]
        options = [(_label(row), row.thread_id) for row in page.itertuples()]
        ids = page["thread_id"].tolist()
        chosen = keep if keep in ids else (ids[0] if ids else None)
        self._quiet = True
        self.threads.options = options
        self.threads.value = chosen
        self._quiet = False
        self.back.disabled = self.first == 0
        self.on.disabled = self.first + THREADS_LISTED >= len(self.matched)
        n, of = len(self.matched), len(self.explorer.listed)
        here = f", {self.first + 1:,} to {self.first + len(page):,} shown" if n > len(page) else ""
        said = f"{n:,} of {of:,} threads{here}" if n else f"None of {of:,} threads matches"
        said += ". In brackets: messages." * bool(n)
        self.count.value = framed(f'<p class="cx-after" role="status">{said}</p>')
        self.pane.show(chosen or "", self.matched)

    def _chosen(self, change: Any) -> None:
        if not self._quiet:
            self.pane.show(change["new"] or "", self.matched)

    def _turn(self, step: int) -> None:
        self.first = max(self.first + step, 0)
        self._fill("")

    def _open(self, thread_id: str) -> None:
        """Open a thread that a table names."""
        ids = self.matched["thread_id"].tolist()
        if thread_id in ids:
            self.first = ids.index(thread_id) // THREADS_LISTED * THREADS_LISTED
            self._fill(thread_id)

    def _clear(self, _: Any) -> None:
        self._quiet = True
        for name, widget in _filter_widgets().items():
            self.filters[name].value = widget.value
        self._quiet = False
        self.list_anew()


def _filter_widgets() -> dict[str, Any]:
    """Return a widget for each field of `Filters`, set to let everything through."""
    narrow = {"style": {"description_width": "auto"}}
    either = {
        name: w.Dropdown(
            options=["either way", *names],
            description=f"{name.capitalize()}:",
            layout=_wide("13rem"),
            **narrow,
        )
        for name, names in EITHER.items()
    }
    return {
        "search": w.Text(
            placeholder="name, company or words",
            description="Search:",
            layout=_wide("18rem"),
            **narrow,
        ),
        "began_by": w.Dropdown(
            options=list(BEGUN_BY), description="Who began:", layout=_wide("13rem"), **narrow
        ),
        **either,
        "min_messages": w.BoundedIntText(
            0,
            min=0,
            max=1_000_000,
            description="Messages, at least:",
            layout=_wide("13rem"),
            **narrow,
        ),
        "since": w.DatePicker(description="From:", layout=_wide("12rem"), **narrow),
        "until": w.DatePicker(description="To:", layout=_wide("12rem"), **narrow),
    }


def _label(row: Any) -> str:
    """Write one line of the list; a name keeps its own direction."""
    name = " ".join(short(row.name, 32).split())
    found = [
        f"{n} {one if n == 1 else more}"
        for n, one, more in (
            (row.n_pitches, "pitch", "pitches"),
            (row.n_unanswered, "unanswered", "unanswered"),
            (row.n_refusals, "refusal", "refusals"),
        )
        if n
    ]
    after = f": {', '.join(found)}" if found else ""
    return f"{numbered(row.number, name)} ({row.n_messages}){after}"


def _wide(width: str) -> Any:
    return w.Layout(width=width, max_width="100%")


def _row() -> Any:
    return w.Layout(flex_flow="row wrap", align_items="flex-start")
