"""Masked messages in, one after the other for a person to read out: can somebody still be told?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from convostudy.deidentify.review import review_state, text_digest
from convostudy.deidentify.words import PLACEHOLDER
from convostudy.explore._markup import framed, words
from convostudy.explore.explorer import WIDGET
from convostudy.explore.live import is_live

__all__ = ["Reviewer", "masked_html"]

Record = Callable[[str, str, bool, str], pd.DataFrame]


class Reviewer:
    """A sample of masked messages, to be read one by one.

    In JupyterLab it shows widgets; without somebody to click, or without ipywidgets, how far the
    review has come, and no text.

    Parameters
    ----------
    sample : pandas.DataFrame
        From `review_sample`.
    decisions : pandas.DataFrame
        Those made before: ``message_id, text_sha256, leaks, left``.
    record : callable
        Told message, digest of its text, whether it leaks, and what was left; keeps the decision at
        once and returns all decisions.
    """

    def __init__(self, sample: pd.DataFrame, decisions: pd.DataFrame, record: Record) -> None:
        self.sample = sample.reset_index(drop=True)
        self.decisions, self._record = decisions, record

    @property
    def state(self) -> Any:
        """How far the review has come, and what it proves."""
        return review_state(self.sample, self.decisions)

    def decided(self, place: int) -> tuple[bool, str] | None:
        """Return what was decided of a message, by its place; None: nothing yet."""
        row = self.sample.iloc[place]
        same = self.decisions["message_id"].eq(row["message_id"])
        same &= self.decisions["text_sha256"].eq(text_digest(row["text"]))
        if not same.any():
            return None
        last = self.decisions[same].iloc[-1]
        return bool(last["leaks"]), str(last["left"])

    def decide(self, place: int, *, leaks: bool, left: str = "") -> None:
        """Keep a decision; one made before on the same message counts no longer.

        Parameters
        ----------
        place : int
            The message's place in the sample.
        leaks : bool
            Whether somebody can be told.
        left : str
            By what.
        """
        row = self.sample.iloc[place]
        digest = text_digest(row["text"])
        self.decisions = self._record(str(row["message_id"]), digest, leaks, left)

    def unread(self, after: int = -1) -> int | None:
        """Return the place of the next message without a decision, from the start if need be."""
        places = range(len(self.sample))
        here = [*places[after + 1 :], *places[: after + 1]]
        return next((place for place in here if self.decided(place) is None), None)

    def still(self) -> str:
        """Return how far the review has come, without any text."""
        return framed(f"<p>{words(self.state)}</p>", f"<p>{_STILL}</p>")

    def __repr__(self) -> str:
        """Say how far the review has come."""
        return str(self.state)

    def _repr_html_(self) -> str:
        """Show the still view."""
        return self.still()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """Show widgets where somebody can click, and for whatever cannot, the still view."""
        shown: dict[str, Any] = {"text/plain": repr(self), "text/html": self.still()}
        if not is_live():
            return shown
        try:
            from convostudy.explore.review_widgets import ReviewBox
        except ImportError:
            shown["text/html"] = framed(f"<p>{words(_NO_WIDGETS)}</p>") + shown["text/html"]
            return shown
        box = ReviewBox(self).box
        shown[WIDGET] = {"version_major": 2, "version_minor": 0, "model_id": box.model_id}
        return shown


def masked_html(text: str) -> str:
    """Write a masked text with its masks marked, and everything else escaped.

    Parameters
    ----------
    text : str
        From `scrub`.

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> masked_html("Hi [PERSON_1] <b>")
    'Hi <mark class="cx-answer">[PERSON_1]</mark> &lt;b&gt;'
    """
    pieces, end = [], 0
    for hit in PLACEHOLDER.finditer(text):
        pieces += [words(text[end : hit.start()]), f'<mark class="cx-answer">{hit.group()}</mark>']
        end = hit.end()
    return "".join([*pieces, words(text[end:])])


_STILL = (
    "Nothing can be read or decided here: open the notebook in JupyterLab (<code>make lab</code>) "
    "and choose <em>Run → Run All Cells</em>. Masked words are shown there alone."
)
_NO_WIDGETS = (
    "The package ipywidgets is not installed, so there is nothing to click. Install it with "
    "pip install ipywidgets, open JupyterLab anew and run this notebook again."
)
