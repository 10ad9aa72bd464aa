"""The right side of the browser: the conversation, or a table that can be sorted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import ipywidgets as w
import pandas as pd

from convostudy.explore._markup import framed, numbered, short
from convostudy.explore.conversation import MOST_TURNS, conversation_html
from convostudy.explore.marks import legend
from convostudy.explore.rows import PAGE, VIEWS, page_of, rows_html, view_rows

if TYPE_CHECKING:
    from convostudy.explore.explorer import Explorer

__all__ = ["Pane"]

TALK = "Conversation"
THIS, ALL = "this thread", "all threads listed"


class Pane:
    """What is known of the thread that is open. Only what is looked at is built.

    Parameters
    ----------
    explorer : Explorer
        What is looked through.
    open_thread : callable
        Told the id of a thread that shall be opened.
    """

    def __init__(self, explorer: Explorer, open_thread: Callable[[str], None]) -> None:
        self.explorer, self._open_thread = explorer, open_thread
        self.thread_id, self.listed = "", explorer.listed
        self.first, self.sort, self.descending = 0, "", False
        self.page = pd.DataFrame({"thread_id": pd.Series(dtype="str")})
        self.view = w.ToggleButtons(
            options=[TALK, *(name.capitalize() for name in VIEWS)],
            style={"button_width": "7.5rem"},
            tooltips=["The thread, turn by turn", *(f"A table of {name}" for name in VIEWS)],
        )
        self.show_words = w.Checkbox(
            True, description="show names and words", indent=False, layout=w.Layout(width="auto")
        )
        self.all_turns = w.Checkbox(
            False, description="show every turn", indent=False, layout=w.Layout(width="auto")
        )
        narrow = w.Layout(max_width="100%")
        self.scope = w.Dropdown(options=[ALL, THIS], description="Rows of", layout=narrow)
        self.heads = w.HBox(layout=w.Layout(flex_flow="row wrap"))
        self.back = w.Button(description=f"◀ {PAGE} before")
        self.on = w.Button(description=f"next {PAGE} ▶")
        self.row = w.Dropdown(options=[], description="Thread", layout=narrow)
        self.open = w.Button(description="Read this thread", icon="comments")
        self.shown = w.HTML(layout=w.Layout(width="100%"))
        self.tools = w.VBox()
        self.pages = w.HBox(layout=w.Layout(flex_flow="row wrap"))
        self.box = w.VBox(
            [self.view, self.tools, self.shown, self.pages],
            layout=w.Layout(flex="3 1 26rem", min_width="min(18rem, 100%)", padding="0 0 0 .8rem"),
        )
        for widget in (self.show_words, self.all_turns, self.scope):
            widget.observe(self._anew, "value")
        self.view.observe(self._looked, "value")
        self.back.on_click(lambda _: self._turn(-PAGE))
        self.on.on_click(lambda _: self._turn(PAGE))
        self.open.on_click(self._open)

    def show(self, thread_id: str, listed: pd.DataFrame) -> None:
        """Show a thread, of those that are listed."""
        self.thread_id, self.listed, self.first = thread_id, listed, 0
        self.draw()

    def draw(self) -> None:
        """Build what is looked at."""
        if self.view.value == TALK:
            self._talk()
        else:
            self._rows(self.view.value.lower())

    def _talk(self) -> None:
        self.pages.children = ()
        if not self.thread_id:
            self.tools.children = ()
            self.shown.value = _boxed("<p>No thread to show. Loosen the filters.</p>")
            return
        row = self.listed[self.listed["thread_id"] == self.thread_id].iloc[0]
        named = self.show_words.value
        talk = conversation_html(
            self.thread_id,
            self.explorer.tables,
            show_text=named,
            title=numbered(row["number"], row["name"]) if named else f"Thread {row['number']}",
            most_turns=None if self.all_turns.value else MOST_TURNS,
        )
        turns = self.explorer.tables["messages"]["thread_id"].eq(self.thread_id).sum()
        long = (self.all_turns,) if turns > MOST_TURNS else ()
        wrapped = w.Layout(flex_flow="row wrap")
        self.tools.children = (w.HBox([self.show_words, *long], layout=wrapped),)
        self.shown.value = _boxed(legend(), talk)

    def _rows(self, view: str) -> None:
        look = VIEWS[view]
        heads = look.shown(self.show_words.value)
        if self.sort not in heads:
            self.sort, self.descending = look.sort, look.descending
        here = self.listed
        if self.scope.value == THIS:
            here = here[here["thread_id"] == self.thread_id]
        rows = view_rows(view, self.explorer.tables, here)
        # The words of acts are cut out for the page alone, so nothing can be sorted by them.
        by = {c: h for c, h in heads.items() if c in rows and not (view == "acts" and c == "text")}
        how: dict[str, Any] = {"sort": self.sort, "descending": self.descending}
        self.page = page_of(rows, self.explorer.tables, first=self.first, **how)
        self.heads.children = tuple(self._head(c, h) for c, h in by.items())
        self.tools.children = (
            w.HBox([self.scope, self.show_words], layout=w.Layout(flex_flow="row wrap")),
            w.HTML('<span style="opacity:.75">Sort by; once more turns it round:</span>'),
            self.heads,
        )
        self.shown.value = _boxed(
            rows_html(
                self.page,
                view,
                n=len(rows),
                first=self.first,
                show_text=self.show_words.value,
                **how,
            )
        )
        self.back.disabled, self.on.disabled = self.first == 0, self.first + PAGE >= len(rows)
        self.row.options = self._named()
        self.open.disabled = not self.row.options
        self.pages.children = (self.back, self.on, self.row, self.open)

    def _named(self) -> list[tuple[str, str]]:
        """Name the threads of the rows that are shown, by their numbers."""
        shown = self.page.drop_duplicates("thread_id").sort_values("number")
        named = self.show_words.value
        return [
            (numbered(row.number, short(row.name, 32)) if named else str(row.number), row.thread_id)
            for row in shown.itertuples()
        ]

    def _head(self, column: str, head: str) -> Any:
        sign = ("", " ▲", " ▼")[(1 + self.descending) if column == self.sort else 0]
        button = w.Button(description=head + sign, layout=w.Layout(width="auto"))
        button.tooltip = f"Sort by {head}"
        button.on_click(lambda _: self._sort(column))
        return button

    def _sort(self, column: str) -> None:
        # Of a count one looks for the most, of all else for the first.
        counts = column.startswith("n_")
        self.descending = not self.descending if column == self.sort else counts
        self.sort, self.first = column, 0
        self.draw()

    def _anew(self, _: Any) -> None:
        self.first = 0
        self.draw()

    def _looked(self, _: Any) -> None:
        self.first, self.sort = 0, ""
        self.draw()

    def _turn(self, step: int) -> None:
        self.first = max(self.first + step, 0)
        self.draw()

    def _open(self, _: Any) -> None:
        wanted = self.row.value
        if wanted:
            self.view.value = TALK
            self._open_thread(wanted)


def _boxed(*parts: str) -> str:
    """Put what is read into a box that scrolls by itself, so that the list stays beside it.

    The box is part of what is written: another thread begins at its top.
    """
    box = '<div class="cx-box" role="region" aria-label="What is shown" tabindex="0">'
    return framed(box, *parts, "</div>")
