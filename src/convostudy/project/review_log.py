"""The decisions of a review on disk: a line each, written at once, so that one can go on later."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pandas as pd

from convostudy.deidentify.review import DECISIONS, review_sample, text_digest
from convostudy.errors import BadTable
from convostudy.explore.reviewing import Reviewer
from convostudy.project.paths import shown

__all__ = ["LOG", "ReviewLog", "review_texts"]

#: In the study's folder. It can hold words that name somebody and is never shared.
LOG = "review.jsonl"


class ReviewLog:
    """Decisions on masked messages, in a file to which lines are added.

    Parameters
    ----------
    file : pathlib.Path
        Made when the first decision is kept.
    """

    def __init__(self, file: Path) -> None:
        self.file = file

    def decisions(self) -> pd.DataFrame:
        """Return all decisions, in the order in which they were made.

        Returns
        -------
        pandas.DataFrame
            ``message_id, text_sha256, leaks, left``.

        Raises
        ------
        BadTable
            A line is no decision. A last line that was cut off is passed over.
        """
        lines = self.file.read_text("utf-8").split("\n") if self.file.exists() else []
        rows = [self._row(number, line, len(lines)) for number, line in enumerate(lines, 1) if line]
        kept = [row for row in rows if row is not None]
        types = {"message_id": "str", "text_sha256": "str", "leaks": "bool", "left": "str"}
        return pd.DataFrame(kept, columns=list(DECISIONS)).astype(types)

    def _row(self, number: int, line: str, n_lines: int) -> tuple[object, ...] | None:
        try:
            held = json.loads(line)
            return tuple(held[name] for name in DECISIONS)
        except (ValueError, KeyError, TypeError):
            # Every whole line ends in a line break, after which the last piece is empty.
            if number == n_lines:
                return None
            raise BadTable(
                "a line that is no decision",
                where=f"{shown(self.file)}, line {number}",
                expected=f"a JSON object with {', '.join(DECISIONS)}",
                do="Delete that line; its message will be shown again",
            ) from None

    def record(self, message_id: str, text_sha256: str, leaks: bool, left: str) -> pd.DataFrame:
        """Add a decision, on the disk when this returns.

        Parameters
        ----------
        message_id, text_sha256 : str
            Of the message that was read.
        leaks : bool
            Whether somebody can be told.
        left : str
            By what.

        Returns
        -------
        pandas.DataFrame
            All decisions.
        """
        line = dict(zip(DECISIONS, (message_id, text_sha256, leaks, left), strict=True))
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self._drop_what_was_cut_off()
        private = os.open(self.file, os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600)
        with os.fdopen(private, "ab") as file:
            file.write(json.dumps(line).encode("utf-8") + b"\n")
            file.flush()
            os.fsync(file.fileno())
        return self.decisions()

    def _drop_what_was_cut_off(self) -> None:
        held = self.file.read_bytes() if self.file.exists() else b""
        whole = held.rfind(b"\n") + 1
        if whole < len(held):
            os.truncate(self.file, whole)


def review_texts(texts: pd.DataFrame, file: Path, *, n: int = 300) -> Reviewer:
    """Read a sample of masked messages, or go on where one stopped.

    The sample is drawn by the texts themselves: the same texts give the same sample again, and any
    change of them, such as a name that is masked now, gives a new one. Mending what one sample
    showed makes that sample look clean, and no other.

    Parameters
    ----------
    texts : pandas.DataFrame
        ``message_id`` and ``text``, from `convostudy.deidentify.scrub`.
    file : pathlib.Path
        Where decisions are kept, one line each.
    n : int
        Messages drawn at random.

    Returns
    -------
    Reviewer
        Shows widgets as the last line of a cell in JupyterLab.
    """
    log = ReviewLog(file)
    rows = sorted(zip(texts["message_id"].astype("str"), texts["text"].fillna(""), strict=True))
    held = pd.DataFrame(rows, columns=["message_id", "text"])
    seed = int(text_digest(json.dumps(rows))[:8], 16)
    return Reviewer(review_sample(held, n=n, seed=seed), log.decisions(), log.record)
