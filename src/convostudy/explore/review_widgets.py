"""Widgets over a `Reviewer`: one masked message, and two buttons that decide on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as w

from convostudy.explore._markup import framed, words
from convostudy.explore.reviewing import masked_html

if TYPE_CHECKING:
    from convostudy.explore.reviewing import Reviewer

__all__ = ["ReviewBox"]


class ReviewBox:
    """How far one has come, the message, what is asked of it, and the way to others.

    Parameters
    ----------
    reviewer : Reviewer
        What is read.
    """

    def __init__(self, reviewer: Reviewer) -> None:
        self.reviewer = reviewer
        self.place = 0
        self.far = w.HTML()
        self.shown = w.HTML(layout=w.Layout(width="100%"))
        wide = w.Layout(width="auto")
        self.clean = w.Button(
            description="Nobody can be told", icon="check", button_style="success", layout=wide
        )
        self.leaks = w.Button(
            description="Somebody can be told", icon="warning", button_style="warning", layout=wide
        )
        self.left = w.Text(
            placeholder="optional: the words that were left",
            description="By what:",
            layout=w.Layout(width="24rem", max_width="100%"),
        )
        self.back = w.Button(description="◀ before", layout=wide)
        self.on = w.Button(description="next ▶", layout=wide)
        self.unread = w.Button(description="next unread ▶▶", layout=wide)
        self.clean.on_click(lambda _: self._decide(leaks=False))
        self.leaks.on_click(lambda _: self._decide(leaks=True))
        self.back.on_click(lambda _: self._go(self.place - 1))
        self.on.on_click(lambda _: self._go(self.place + 1))
        self.unread.on_click(lambda _: self._go(self.reviewer.unread(self.place)))
        wrapped = w.Layout(flex_flow="row wrap")
        self.asked = w.HBox([self.clean, self.leaks, self.left], layout=wrapped)
        self.ways = w.HBox([self.back, self.on, self.unread], layout=wrapped)
        self.box = w.VBox([self.far, self.shown, self.asked, self.ways])
        first = reviewer.unread()
        self._go(0 if first is None else first)

    def _decide(self, *, leaks: bool) -> None:
        self.reviewer.decide(self.place, leaks=leaks, left=self.left.value.strip() * leaks)
        following = self.reviewer.unread(self.place)
        self._go(self.place if following is None else following)

    def _go(self, place: int | None) -> None:
        n = len(self.reviewer.sample)
        if place is not None and 0 <= place < n:
            self.place = place
        self.far.value = framed(f'<p class="cx-after" role="status">{self._far()}</p>')
        for button in (self.clean, self.leaks, self.left):
            button.disabled = not n
        self.back.disabled, self.on.disabled = self.place == 0, self.place >= n - 1
        self.unread.disabled = self.reviewer.unread() is None
        if n:
            self._show()
        else:
            self.shown.value = framed("<p>There is no masked text to read.</p>")

    def _far(self) -> str:
        done = " Every message of the sample is read." if self.reviewer.unread() is None else ""
        return words(str(self.reviewer.state) + done)

    def _show(self) -> None:
        row: Any = self.reviewer.sample.iloc[self.place]
        decided = self.reviewer.decided(self.place)
        said = {None: "not read yet", False: "nobody can be told", True: "somebody can be told"}
        verdict = said[None if decided is None else decided[0]]
        self.left.value = decided[1] if decided else ""
        head = (
            f"Message {self.place + 1:,} of {len(self.reviewer.sample):,}: {row['why']}; {verdict}"
        )
        text = f'<p class="cx-text">{masked_html(row["text"])}</p>'
        self.shown.value = framed(
            f"<p>{words(head)}.</p>", f'<div class="cx-turn cx-counterpart">{text}</div>'
        )
